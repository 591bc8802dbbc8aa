"""Preemption under shared risk: triggers against a search of the game of timing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.literature.tan2025 import (
    MEASURES,
    Parameters,
    joint_trigger,
    preemption_trigger,
    suicidal,
    suicide_width,
    timing_equilibria,
    triggers,
    waiting_forgone,
)
from race_sim.problems import InputError

FEW = settings(max_examples=40, deadline=None)
games = st.fixed_dictionaries(
    {
        "leader_share": st.floats(0.6, 1.0),
        "follower_share": st.floats(0.01, 0.4),
        "cost": st.floats(0.1, 3.0),
        "ruin_chance": st.floats(0.0, 0.9),
        "damage": st.floats(0.0, 20.0),
        "shared": st.floats(0.0, 1.0),
        "liability": st.floats(0.0, 5.0),
    }
)


def leads_and_follows(game, value):
    """Both payoffs, from the story."""
    ruin = game["ruin_chance"]
    leads = (1 - ruin) * 0.0 + game["leader_share"] * value - game["cost"]
    leads -= ruin * (game["damage"] + game["liability"])
    follows = game["follower_share"] * value - ruin * game["shared"] * game["damage"]
    return leads, follows


# Two ways


@settings(max_examples=25, deadline=None)
@given(games)
def test_undercutting_ends_at_the_preemption_trigger(game):
    """On a grid finer and finer: every equilibrium in which someone deploys is near it.

    At a step h each undercuts a tie at y while L(y) - w h > (L(y) + F(y)) / 2, which is down to
    2 w h / (w - l) above the trigger.
    """
    found = triggers(**game)
    top = 1.5 * max(found.zero_value, found.preemption) + 1.0
    for points in (101, 401):
        grid = np.linspace(0.0, top, points)
        step = grid[1]
        lead = game["leader_share"] - game["follower_share"]
        slack = (2.0 * game["leader_share"] / lead + 1.0) * step
        equilibria = timing_equilibria(grid, **game)
        assert equilibria, "there is a pure equilibrium"
        for pair in equilibria:
            assert np.all(np.isfinite(pair)), "the value grows past the zero-value trigger"
            assert min(pair) == pytest.approx(found.preemption, abs=slack)


@FEW
@given(games)
def test_the_triggers_are_where_the_payoffs_say(game):
    found = triggers(**game)
    leads, follows = leads_and_follows(game, found.preemption)
    assert leads == pytest.approx(follows, abs=1e-9)
    assert leads_and_follows(game, found.zero_value)[0] == pytest.approx(0.0, abs=1e-9)
    assert sum(leads_and_follows(game, joint_trigger(**game))) == pytest.approx(0.0, abs=1e-9)
    # In the suicide region the one that deploys makes a loss, as it would by waiting.
    if found.width > 1e-9:
        assert leads < 0.0 and suicidal(**game) == 1.0
    elif found.width < -1e-9:
        assert leads > 0.0 and suicidal(**game) == 0.0


def test_if_the_value_stops_growing_before_it_is_worth_it_nobody_deploying_is_an_equilibrium_too():
    short = timing_equilibria(np.linspace(0.0, 3.0, 61))
    assert (np.inf, np.inf) in short  # x_N is 4
    assert any(np.isfinite(pair).all() for pair in short)
    assert (np.inf, np.inf) not in timing_equilibria(np.linspace(0.0, 5.0, 101))


def test_with_prizes_shared_nobody_undercuts():
    """With l >= w to lead is never better than to follow: nobody is first before the end."""
    found = timing_equilibria(np.linspace(0.0, 20.0, 101), leader_share=0.5, follower_share=0.5)
    assert all(max(pair) >= 20.0 for pair in found)
    assert all(min(pair) >= 8.0 for pair in found)  # nobody deploys below x_N
    assert triggers(leader_share=0.5, follower_share=0.5).preemption == np.inf


# What the paper says


@FEW
@given(games, st.floats(0.5, 50.0))
def test_warning_shots_that_raise_shared_damage_do_not_slow_the_race(game, more):
    shared = game | {"shared": 1.0, "ruin_chance": max(game["ruin_chance"], 0.05)}
    before, after = triggers(**shared), triggers(**(shared | {"damage": shared["damage"] + more}))
    assert after.preemption == pytest.approx(before.preemption, rel=1e-12)
    assert after.width > before.width  # the region widens
    # What the one that deploys bears alone does slow it, and by as much whichever way it comes.
    liable = triggers(**(shared | {"liability": shared["liability"] + more}))
    private = triggers(**(shared | {"shared": 0.0, "damage": shared["damage"] + more}))
    none = triggers(**(shared | {"shared": 0.0}))
    assert liable.preemption > before.preemption
    assert private.preemption - none.preemption == pytest.approx(
        liable.preemption - before.preemption, rel=1e-6
    )


@FEW
@given(games)
def test_liability_and_shared_prizes_narrow_the_region_and_close_it(game):
    game = game | {"shared": 1.0, "ruin_chance": max(game["ruin_chance"], 0.05), "damage": 10.0}
    widths = triggers(**(game | {"liability": np.linspace(0.0, 2000.0, 9)})).width
    assert np.all(np.diff(widths) < 0.0) and widths[-1] < 0.0
    shares = np.linspace(0.0, game["leader_share"], 9)
    widths = triggers(**(game | {"follower_share": shares})).width
    assert np.all(np.diff(widths) < 0.0) and widths[-1] == -np.inf


def test_without_ruin_the_race_deploys_at_a_loss_never():
    """Without ruin and without a prize for the second, both triggers are I / w."""
    plain = triggers(follower_share=0.0, ruin_chance=0.0)
    assert plain == (1.0, 1.0, 0.0)
    assert triggers(ruin_chance=0.0).width == pytest.approx(-0.25)


def test_the_two_together_would_wait_longer_where_ruin_is_shared():
    """Equal shares of costs and prize leave the zero-value trigger; the follower's ruin is more."""
    assert joint_trigger() == pytest.approx(7.0 / 1.2)
    assert joint_trigger() > triggers().zero_value
    assert joint_trigger(shared=0.0) < triggers(shared=0.0).zero_value


# Measures, arrays, bad input


def test_measures():
    shared = np.array([1.0, 0.5, 0.0])
    assert suicidal(shared=shared).tolist() == [1.0, 1.0, 0.0]
    assert waiting_forgone(shared=shared) == pytest.approx([2.75 / 4, 0.875 / 4, 0.0])
    assert suicide_width(shared=shared) == pytest.approx([2.75, 0.875, 0.0])
    assert preemption_trigger(shared=shared) == pytest.approx([1.25, 3.125, 5.0])
    for measure in MEASURES:
        assert measure.of(**Parameters.defaults()) == measure.of()
        assert measure.of(leader_share=[[0.5], [1.0]], damage=[1.0, 2.0, 3.0]).shape == (2, 3)
        equal = measure.of(leader_share=[0.2, 0.1], follower_share=0.2)
        assert not np.any(np.isnan(equal))


def test_very_large_numbers():
    found = triggers(damage=1e12, liability=1e12, ruin_chance=1.0, leader_share=1e-6)
    assert found.preemption == np.inf and found.zero_value == pytest.approx(2e18)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"leader_share": 0.0}, "leader_share"),
        ({"follower_share": 1.5}, "follower_share"),
        ({"cost": 0.0}, "cost"),
        ({"ruin_chance": np.nan}, "nan"),
        ({"damage": -1.0}, "damage"),
        ({"shared": [0.1, 0.2], "cost": [1.0, 2.0, 3.0]}, "shapes"),
    ],
)
def test_bad_input_is_refused(arguments, word):
    for function in (triggers, joint_trigger, suicidal):
        with pytest.raises(InputError, match=word):
            function(**arguments)


@pytest.mark.parametrize(
    "grid", [[], [1.0, 1.0], [-1.0, 1.0], [0.0, np.nan], 3.0, [[1.0]], ["early", "late"]]
)
def test_a_grid_that_does_not_increase_is_refused(grid):
    with pytest.raises(InputError, match="values"):
        timing_equilibria(grid)
    with pytest.raises(InputError, match="several"):
        timing_equilibria([1.0], damage=[1.0, 2.0])
