"""A policy tried out in plain Python gives what the compiled loop gives, and errors say where."""

from pathlib import Path

import numpy as np
import pytest

from race_sim.ensemble import simulate
from race_sim.lessons.squares import under_treaty
from race_sim.lessons.trying import kept_in_a_file, try_out
from race_sim.problems import InputError, PolicyError
from race_sim.scenario import load_scenario

COPY = """
from race_sim import policy


@policy
def copy(view, memory):
    return 1.0


@policy
def broken(view, memory):
    return 1.0 / 0.0
"""


def test_plain_python_gives_the_table_of_the_compiled_loop():
    baseline = load_scenario("baseline")
    plain, compiled = try_out(baseline, 3, seed=1), simulate(baseline, 3, seed=1)
    assert plain.columns.tolist() == compiled.columns.tolist()
    numbers = compiled.select_dtypes("number").columns
    np.testing.assert_array_equal(plain[numbers], compiled[numbers])
    assert plain["ending"].tolist() == compiled["ending"].tolist()


def test_a_policy_from_a_file_plays_as_the_one_that_it_copies():
    own = load_scenario("baseline", {"us.policy": kept_in_a_file(COPY, "copy")})
    known = load_scenario("baseline", {"us.policy": "always-safe"})
    one, other = try_out(own, 2, seed=5), try_out(known, 2, seed=5)
    assert one.equals(other)


def test_what_goes_wrong_is_said_with_its_place():
    name = kept_in_a_file(COPY, "broken")
    with pytest.raises(PolicyError, match=r"ZeroDivisionError.*"):
        try_out(load_scenario("baseline", {"us.policy": name}), 1, seed=1)
    with pytest.raises(InputError, match="worlds"):
        try_out(load_scenario("baseline"), 0, seed=1)


def test_each_policy_has_a_file_of_its_own():
    places = {Path(kept_in_a_file(COPY, "copy").rpartition(":")[0]) for _ in range(2)}
    assert len(places) == 2 and all(path.read_text() == COPY for path in places)


def test_inspections_take_the_sanction_from_the_gain_and_leave_the_fear():
    sanction = load_scenario("baseline")["talks.sanction"]
    games = [under_treaty({"talks.verification": chance}) for chance in (0.0, 0.5, 1.0)]
    for side in ("us", "cn"):
        gains = [getattr(game.temptation, side) for game in games]
        assert np.allclose(np.diff(gains), -0.5 * sanction)
        assert len({getattr(game.fear, side) for game in games}) == 1
    with pytest.raises(InputError, match=r"talks\.verification"):
        under_treaty({"talks.verification": 2.0})
