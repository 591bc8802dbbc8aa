"""Transitions between games: counted again from whole histories, and in made-up ones."""

import math

import numpy as np
import pytest

import race_sim
from race_sim.analysis import game_transitions as transitions
from race_sim.analysis.game_transitions import ENDED, STATES, GamePaths
from race_sim.outcomes import share

WORLDS, SEED = 120, 4


@pytest.fixture(scope="module")
def paths():
    return transitions.game_paths(race_sim.load_scenario("baseline"), WORLDS, SEED)


def test_against_models_played_in_mesa(paths):
    for world in (0, 7, 31):
        model = race_sim.RaceModel("baseline", seed=SEED, world=world)
        model.run()
        games = [STATES[state] for state in paths.games[world]]
        played = model.history["game"].tolist()
        assert games == played + ["ended"] * (80 - len(played))
        moments = [
            (event.step, event.side)
            for event in model.events
            if event.kind == "incident" and not event.text.startswith("incident")
        ]
        if not moments:
            assert (paths.first_step[world], paths.host[world]) == (-1, "nobody")
        else:
            assert (paths.first_step[world], paths.host[world]) == moments[0]


def test_blocks_do_not_matter(paths, monkeypatch):
    monkeypatch.setattr(transitions, "_BLOCK", 50)
    again = transitions.game_paths(race_sim.load_scenario("baseline"), WORLDS, SEED)
    for one, other in zip(paths, again, strict=True):
        assert np.array_equal(one, other)


def test_after_a_shock_counted_one_by_one(paths):
    for host in ("us", "cn"):
        expected = np.zeros((len(STATES), len(STATES)), dtype=int)
        for world in range(WORLDS):
            step = paths.first_step[world]
            if paths.host[world] == host and step + 20 < 80:
                expected[paths.games[world, step], paths.games[world, step + 4]] += 1
        found = transitions.after_shock(paths, host, lag=4, longest=20)
        assert np.array_equal(found.counts, expected)
        assert found.total == expected.sum() > 10
        assert found.changed == found.total - np.trace(expected)


def made_up():
    games = np.array([[0, 0, 6, 6, 0], [0, 0, 0, ENDED, ENDED], [3, 3, 3, 3, 3]], dtype=np.int8)
    first = np.array([1, 2, -1])
    return GamePaths(games, first, np.array(["us", "cn", "nobody"]))


@pytest.mark.short
def test_made_up_paths():
    paths = made_up()
    after = transitions.after_shock(paths, "us", 1, 3)
    assert (after.counts[0, 6], after.total, after.changed) == (1, 1, 1)
    assert transitions.after_shock(paths, "us", 3, 3).counts[0, 0] == 1
    assert transitions.after_shock(paths, "us", 1, 4).total == 0  # not followed so long
    assert transitions.after_shock(paths, "cn", 1, 2).counts[0, ENDED] == 1
    calm = transitions.without_shock(paths, 1)
    # World 0: up to step 1; world 1: up to step 2; world 2: all the way.
    assert (calm.counts[0, 0], calm.counts[3, 3], calm.total) == (3, 4, 7)
    assert transitions.without_shock(paths, 2).total == 4
    assert transitions.change_without_shock(paths, 1).value == 0.0


@pytest.mark.short
def test_tables_hold_shares_of_each_row():
    found = transitions.after_shock(made_up(), "cn", 1, 2)
    table = transitions.transition_table("made up", found, host="cn")
    assert table["before"].tolist() == ["prisoners_dilemma"]
    assert table["after"].tolist() == ["ended"]
    row = table.iloc[0]
    assert (row.value, row.low, row.high) == share(1, 1)
    dependent = transitions.transition_table("made up", found, independent=False)
    assert dependent["value"].tolist() == [1.0] and math.isnan(dependent["low"].iloc[0])
    assert transitions.title_of("ended") == "the race is over"
    assert transitions.occurring([found.before, found.after], 0.5) == [0, ENDED]


def test_every_row_adds_up_to_its_worlds(paths):
    found = transitions.after_shock(paths, "us", 1, 20)
    table = transitions.transition_table("first", found)
    assert (table.groupby("before")["worlds"].sum() == table.groupby("before")["of"].first()).all()
    assert table.groupby("before")["value"].sum().tolist() == pytest.approx(
        [1.0] * table["before"].nunique()
    )
