"""Solutions: sensible, kept under a hash of what they depend on, and read as a row."""

import logging

import numpy as np
import pytest

import race_sim
from race_sim.foresight import kept
from race_sim.foresight.solution import rows_for, table_row
from race_sim.resolve import plan_of


def visited(solution, coarse):
    """Chances of investing with no treaty and nothing frozen, by lead, gaps and alarm."""
    _, _, grid, _ = coarse
    return solution.strategies.reshape(2, *grid.shape)[:, 0, 0]


def test_it_has_come_to_rest(solved):
    for solution in solved.values():
        assert solution.unsettled == 0
        assert solution.value_residual < 1e-6
        assert solution.strategy_residual < 1e-6
        assert ((solution.strategies >= 0.0) & (solution.strategies <= 1.0)).all()


def test_the_planner_is_safer_than_the_equilibrium(solved, coarse):
    assert (
        solved["planner"].strategies.mean(axis=1) > solved["equilibrium"].strategies.mean(axis=1)
    ).all()


def test_more_alarm_more_safety(solved, coarse):
    """Averaged over the rest of the state, each side invests more where alarm is higher."""
    for solution in solved.values():
        by_alarm = visited(solution, coarse).mean(axis=(1, 2, 3))
        assert (np.diff(by_alarm, axis=1) > 0.0).all()


def test_what_is_played_is_less_dangerous_than_the_baseline():
    risks = []
    for policy in ("logit-response", "equilibrium", "planner"):
        values = {"us.policy": policy, "cn.policy": policy, "foresight.grid": "coarse"}
        scenario = race_sim.load_scenario("baseline", values)
        risks.append(race_sim.simulate(scenario, 400, seed=2).catastrophe_risk.mean())
    assert risks[0] > 2.0 * risks[1] > 2.0 * risks[2]


def test_a_plan_solves_what_it_needs_and_no_more(solved, coarse, monkeypatch):
    parameters, settings, _, _ = coarse
    both = rows_for(settings, parameters)
    assert both == (table_row(solved["equilibrium"]), table_row(solved["planner"]))
    only = rows_for(settings, parameters, ("planner",))
    assert only[1] == both[1] and set(only[0]) == {0.0}
    plan = plan_of(race_sim.load_scenario("baseline", {"foresight.grid": "coarse"}))
    assert plan.strategies == ()
    values = {"cn.policy": "planner", "foresight.grid": "coarse"}
    plan = plan_of(race_sim.load_scenario("us-pause-2027", values))
    # A pause is not foreseen, and asks for no solution of its own.
    assert len(plan.stretches) > 1 and len(plan.strategies) == 2
    assert {stretch.settings.solution for stretch in plan.stretches} == {0}


def test_the_key_is_of_what_matters(coarse):
    parameters, settings, _, _ = coarse
    foresight = parameters.foresight

    def key(**changed):
        return kept.key_of("planner", settings._replace(**changed), 0.2, foresight)

    same = (
        {"error": 0.1},
        {"alarm_threshold": 2.0},
        {"us": settings.us._replace(policy=3)},
        {"solution": 4},
    )
    others = (
        {"rivalry": 0.5},
        {"rationality": 1.0},
        {"us": settings.us._replace(growth=0.5)},
        {"binding_allowed": 1 - settings.binding_allowed},
    )
    assert {key(**changed) for changed in same} == {key()}
    assert len({key(), *(key(**changed) for changed in others)}) == 1 + len(others)
    assert kept.key_of("equilibrium", settings, 0.2, foresight) != key()
    assert kept.key_of("planner", settings, 0.3, foresight) != key()


def test_written_and_read_back(solved, tmp_path):
    solution = solved["planner"]
    kept.write(tmp_path / "a.npz", "k", solution)
    back = kept.read(tmp_path / "a.npz", "k")
    assert (back.strategies == solution.strategies).all()
    assert (back.values == solution.values).all()
    assert table_row(back) == table_row(solution)
    assert kept.read(tmp_path / "a.npz", "another") is None
    assert kept.read(tmp_path / "none.npz", "k") is None


@pytest.mark.parametrize("damage", ["cut", "text", "empty"])
def test_a_broken_file_is_made_anew(solved, tmp_path, monkeypatch, damage):
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path))
    calls = []

    def make():
        calls.append(1)
        return solved["planner"]

    assert kept.kept_or_made("k", "planner", make) is solved["planner"]
    path = kept.cache_folder() / "planner-k.npz"
    content = path.read_bytes()
    path.write_bytes({"cut": content[: len(content) // 2], "text": b"no", "empty": b""}[damage])
    kept.kept_or_made("k", "planner", make)
    assert len(calls) == 2
    assert path.read_bytes() == content
    kept.kept_or_made("k", "planner", make)
    assert len(calls) == 2


def test_a_folder_that_cannot_be_made_is_told_and_play_goes_on(
    solved, tmp_path, monkeypatch, caplog
):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path / "file" / "below"))
    with caplog.at_level(logging.WARNING, "race_sim"):
        assert kept.kept_or_made("k", "planner", lambda: solved["planner"]) is solved["planner"]
    assert "cannot be kept in" in caplog.text
