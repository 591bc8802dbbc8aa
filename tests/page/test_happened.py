"""What happened in a game is what its record says."""

import math

import pytest

from race_sim import MODEL_VERSION
from race_sim.happened import size_of
from race_sim.ledger import ENDINGS
from race_sim.page.game_record import read_record
from race_sim.page.scenario_data import plan_for
from race_sim.page.standing import played
from race_sim.rules.state import SIDES

SIZES = ("incident", "Chernobyl moment", "catastrophe")
SETTINGS = plan_for("baseline", (), ()).settings_at(0)


@pytest.fixture(scope="module")
def games(make_games):
    return [played(read_record(game, "game")) for game in make_games(120, seed=17)]


def kinds_of(standing, kind, side=None):
    return [one for one in standing.happened if one.kind == kind and side in (None, one.side)]


def test_incidents_are_those_of_the_rows(games):
    seen = 0
    for standing in games:
        for side in SIDES:
            own = [one for kind in SIZES for one in kinds_of(standing, kind, side)]
            assert len(own) == sum(getattr(row, f"{side}_incidents") for row in standing.rows)
            seen += len(own)
            for one in own:
                assert one.kind == size_of(standing.plan.settings_at(one.step), one.severity)
                assert one.severity >= 1.0 and one.incident
    assert seen > 50


def finish_line_races(count, **values):
    """Races to the finish line, both always accelerating, with other values."""
    setting = {"scenario": "finish-line", "us": "always-accelerate", "cn": "always-accelerate"}
    for world in range(count):
        game = {"model": MODEL_VERSION, **setting, "world": world, "values": values}
        yield played(read_record(game, "game"))


def test_each_of_many_incidents_in_a_step_has_a_size_of_its_own():
    (standing,) = finish_line_races(1, **{"incidents.base_rate": 2.0})
    several = 0
    for step, row in enumerate(standing.rows):
        for side in SIDES:
            sizes = [
                one.severity
                for one in standing.happened
                if (one.step, one.side) == (step, side) and one.kind in SIZES
            ]
            assert max(sizes, default=0.0) == getattr(row, f"{side}_worst_severity")
            assert len({*sizes}) == len(sizes) == getattr(row, f"{side}_incidents")
            several += len(sizes) > 1
    assert several > 5


def test_an_outcome_that_is_lost_at_the_finish_is_said():
    seen = set()
    for standing in finish_line_races(12):
        for one in kinds_of(standing, "transition"):
            assert one.lost == (standing.outcome.lost_at_finish == 1.0)
            seen.add(one.lost)
    assert seen == {True, False}


def test_what_a_game_comes_to_is_what_has_happened(games):
    for standing in games:
        if standing.outcome is not None:
            ending = ENDINGS[int(standing.outcome.ending)]
            assert bool(kinds_of(standing, "catastrophe")) == (ending == "catastrophe")
            assert bool(kinds_of(standing, "transition")) == (ending == "transition")
            moments = kinds_of(standing, "Chernobyl moment") + kinds_of(standing, "catastrophe")
            assert len(moments) == standing.outcome.chernobyl_moments


def test_agreements_come_and_go_as_the_rows_say(games):
    changes = 0
    for standing in games:
        treaties = [int(row.treaty) for row in standing.rows] + [standing.race.treaty]
        told = {(one.step, one.kind): one for one in standing.happened}
        for step in range(len(standing.rows)):
            before, after = treaties[step : step + 2]
            assert ((step, "agreement") in told) == (after > before)
            assert ((step, "agreement ends") in told) == (before > 0 and after == 0)
            for kind, which in (("agreement", after), ("agreement ends", before)):
                assert (step, kind) not in told or told[step, kind].agreement == which
            changes += before != after
    assert changes > 3


def test_happenings_come_in_order(games):
    for standing in games:
        steps = [one.step for one in standing.happened]
        assert steps == sorted(steps) and all(0 <= step < standing.step for step in steps)


def test_sizes_begin_at_their_thresholds():
    chernobyl, ceiling = SETTINGS.chernobyl_severity, SETTINGS.severity_ceiling
    below = math.nextafter(chernobyl, 0.0), math.nextafter(ceiling, 0.0)
    assert [size_of(SETTINGS, one) for one in (below[0], chernobyl, below[1], ceiling)] == [
        "incident",
        "Chernobyl moment",
        "Chernobyl moment",
        "catastrophe",
    ]
