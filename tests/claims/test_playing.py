"""Playing runs: the worlds are those of `race_sim.simulate`, and each run is played once."""

import numpy as np
import pytest

from race_sim import load_scenario, simulate
from race_sim.claims.claim import Run, Side
from race_sim.claims.playing import END, Task, play
from race_sim.priors import at_point, load_prior

POINTS = load_prior("plausible").points(3, seed=4)


def task(columns, points):
    found = Task()
    found.add(columns, np.array(points))
    return found


def test_worlds_are_those_of_the_scenario_at_the_point():
    run = Run("no-export-controls", (), 2030.0)
    played = play({run: task(["lead"], [0, 2])}, POINTS, range(10, 30), 100, seed=6)
    ends = load_scenario("no-export-controls", {"time.end": 2030.0})
    expected = simulate(at_point(ends, POINTS[2]), worlds=20, seed=6, first_world=210)
    found = played.of_side(Side(run), "lead", np.array([2]))
    assert np.array_equal(found[0], expected["lead"])


def test_what_a_run_sets_no_law_replaces_though_it_is_the_default():
    default = load_scenario("baseline")["payoffs.rivalry"]
    assert POINTS[0]["payoffs.rivalry"] != default
    runs = [
        Run("baseline", (("payoffs.rivalry", value),), 2028.0)
        for value in (default, POINTS[0]["payoffs.rivalry"])
    ]
    plain = Run("baseline", (), 2028.0)
    tasks = {run: task(["us_accelerating"], [0]) for run in [*runs, plain]}
    played = play(tasks, POINTS, range(400), 400, seed=1)
    fixed, as_drawn, drawn = (
        played.of_side(Side(run), "us_accelerating", np.array([0])) for run in tasks
    )
    assert np.array_equal(as_drawn, drawn)
    assert not np.array_equal(fixed, drawn)


def test_a_share_of_the_time_between_two_dates_is_what_history_has():
    """Two ways: differences of two runs, and the steps of the worlds themselves."""
    from race_sim.ensemble import trajectories

    side = Side(Run("chernobyl-2028-cn", (), 2029.25), 2028.25)
    tasks = {run: task(["us_accelerating", END], [0]) for run in side.runs()}
    found = play(tasks, [{}], range(40), 40, seed=2)
    share = found.of_side(side, "us_accelerating", np.array([0]))[0]
    paths = trajectories(load_scenario("chernobyl-2028-cn", {"time.end": 2030.0}), 40, seed=2)
    inside = paths[(paths["step"] >= 9) & (paths["step"] < 13)]
    steps = (~inside["us_invests"]).groupby(inside["world"]).sum().reindex(range(40), fill_value=0)
    assert share == pytest.approx(steps.to_numpy() / 4.0)


def test_a_date_counts_as_whether_it_is_reached():
    run = Run("binding-treaty", (), 2032.0)
    played = play({run: task(["binding_treaty_year"], [0])}, [{}], range(200), 200, seed=3)
    found = played.of_side(Side(run), "binding_treaty_year", np.array([0]))[0]
    worlds = simulate(load_scenario("binding-treaty", {"time.end": 2032.0}), 200, seed=3)
    assert np.array_equal(found, worlds["binding_treaty_year"].notna())
    assert 0.0 < found.mean() < 1.0


def test_a_task_takes_in_what_others_ask_for():
    found = task(["lead"], [1, 5])
    found.add(["lead", "us_gap"], np.array([2, 5]))
    assert list(found.columns) == ["lead", "us_gap"]
    assert found.points.tolist() == [1, 2, 5]
