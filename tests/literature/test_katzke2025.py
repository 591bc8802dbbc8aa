"""Trust dilemma or prisoner's dilemma: against what is known of 2x2 games elsewhere here."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.game import GAMES, Payoffs, name_of
from race_sim.games.dominance import risk_dominant
from race_sim.games.equilibria import (
    mixed_equilibrium,
    pure_equilibria,
    replies_to_chance,
)
from race_sim.literature.katzke2025 import (
    KINDS,
    MEASURES,
    Parameters,
    distrust_that_ends_restraint,
    kind,
    racing,
    restrains,
    restraint_is_equilibrium,
    trust_needed,
    trust_range,
)
from race_sim.problems import InputError
from race_sim.rules.state import ACCELERATE, INVEST

pytestmark = pytest.mark.short

FEW = settings(max_examples=100, deadline=None)
# Whole numbers tie often.
payoffs = st.fixed_dictionaries(
    {name: st.integers(-3, 3) for name in ("reward", "temptation", "punishment", "sucker")}
)
TRUST_DILEMMA = {"reward": 3.0, "temptation": 2.0, "punishment": 1.0, "sucker": 0.0}
PRISONERS = TRUST_DILEMMA | {"temptation": 5.0}
CHICKEN = {"reward": 3.0, "temptation": 5.0, "punishment": 0.0, "sucker": 1.0}
HARMONY = {"reward": 3.0, "temptation": 2.0, "punishment": 0.0, "sucker": 1.0}


def side(game):
    return Payoffs(
        both_invest=game["reward"],
        invest_alone=game["sucker"],
        accelerate_alone=game["temptation"],
        both_accelerate=game["punishment"],
    )


@FEW
@given(payoffs)
def test_restraint_is_an_equilibrium_where_the_search_of_all_joint_actions_finds_it(game):
    found = (INVEST, INVEST) in pure_equilibria(side(game), side(game))
    assert restraint_is_equilibrium(**game) == found


@FEW
@given(payoffs)
def test_the_kind_is_the_name_of_the_game(game):
    name = GAMES[name_of(side(game), side(game))].title.lower()
    assert str(kind(**game)).replace("trust dilemma", "stag hunt") == name
    assert str(kind(**game)) in KINDS


@FEW
@given(payoffs)
def test_the_range_of_trust_is_that_of_the_best_replies(game):
    found = trust_range(**game)
    chances = np.linspace(0.0, 1.0, 241)
    gain = chances * (game["reward"] - game["temptation"])
    gain = gain + (1 - chances) * (game["sucker"] - game["punishment"])
    good = chances[gain >= -1e-12]
    if np.isnan(found.lowest):
        assert good.size == 0 and np.isnan(found.highest)
        assert np.isnan(trust_needed(**game))
    else:
        assert good[0] == pytest.approx(found.lowest, abs=1 / 240)
        assert good[-1] == pytest.approx(found.highest, abs=1 / 240)
        assert good[0] >= found.lowest - 1e-12 and good[-1] <= found.highest + 1e-12
    # And as the closed forms of stage games have it.
    pieces = [rival for rival, own in replies_to_chance(side(game)) if own[1] == 1.0]
    assert bool(pieces) != bool(np.isnan(found.lowest))
    if pieces:
        assert min(low for low, _ in pieces) == pytest.approx(found.lowest, abs=1e-12)
        assert max(high for _, high in pieces) == pytest.approx(found.highest, abs=1e-12)


@FEW
@given(payoffs, st.floats(0.0, 1.0))
def test_restraint_at_some_trust_is_inside_the_range(game, trust):
    lowest, highest = trust_range(**game)
    near = min(abs(trust - lowest), abs(trust - highest)) < 1e-12
    if not near:
        assert restrains(**game, trust=trust) == (lowest <= trust <= highest)


@FEW
@given(payoffs)
def test_in_a_trust_dilemma_the_trust_needed_is_the_mixed_equilibrium(game):
    if game["reward"] > game["temptation"] and game["punishment"] > game["sucker"]:
        mixed = mixed_equilibrium(side(game), side(game))
        bracket = game["reward"] - game["sucker"] + game["punishment"] - game["temptation"]
        assert trust_needed(**game) == pytest.approx(mixed[0])
        assert trust_needed(**game) == (game["punishment"] - game["sucker"]) / bracket
        dominant = risk_dominant(side(game), side(game))
        if trust_needed(**game) < 0.5:
            assert dominant == (INVEST, INVEST)
        elif trust_needed(**game) > 0.5:
            assert dominant == (ACCELERATE, ACCELERATE)


def test_where_the_bracket_is_zero_or_negative():
    # Additive gains: R - T = S - P, the bracket is 0.
    dilemma = {"reward": 2.0, "temptation": 3.0, "punishment": 1.0, "sucker": 0.0}
    assert np.isnan(trust_needed(**dilemma)) and not restrains(**dilemma, trust=1.0)
    safe = {"reward": 3.0, "temptation": 2.0, "punishment": 0.0, "sucker": 1.0}
    assert trust_range(**safe) == (0.0, 1.0)
    # Chicken: the bracket is negative, and restraint is the reply to racing.
    assert trust_range(**CHICKEN) == (0.0, pytest.approx(1.0 / 3.0))
    assert restrains(**CHICKEN, trust=0.3) and not restrains(**CHICKEN, trust=0.4)
    # Indifference against racing only, or against restraint only.
    assert trust_range(reward=0.0, temptation=1.0, punishment=0.0, sucker=0.0) == (0.0, 0.0)
    assert trust_range(reward=1.0, temptation=1.0, punishment=1.0, sucker=0.0) == (1.0, 1.0)
    assert trust_range(reward=1.0, temptation=1.0, punishment=1.0, sucker=1.0) == (0.0, 1.0)


def test_what_racing_alone_brings_decides_between_the_two_dilemmas():
    """The paper's argument: as racing itself grows worse, a prisoner's dilemma turns."""
    harm = np.array([0.0, 1.0, 1.99, 2.0, 3.0])
    found = kind(reward=3.0, temptation=5.0 - harm, punishment=1.0, sucker=0.0)
    assert found.tolist() == ["prisoner's dilemma"] * 3 + ["trust dilemma"] * 2
    needed = trust_needed(reward=3.0, temptation=np.array([3.0, 2.0, 1.0]))
    assert np.all(np.diff(needed) < 0.0)  # and then it takes less trust


def test_measures():
    assert racing(**TRUST_DILEMMA, trust=[0.4, 0.6]).tolist() == [1.0, 0.0]
    assert distrust_that_ends_restraint(**TRUST_DILEMMA) == 0.5
    assert distrust_that_ends_restraint(**PRISONERS) == 0.0
    assert distrust_that_ends_restraint(**HARMONY) == 1.0
    assert distrust_that_ends_restraint(**CHICKEN) == 1.0
    for measure in MEASURES:
        assert measure.of(**Parameters.defaults()) == measure.of()
        assert measure.of(reward=[[1.0], [2.0]], trust=[0.1, 0.5, 0.9]).shape == (2, 3)
    assert kind(reward=[1.0, 4.0], punishment=[[0.0], [9.0]]).shape == (2, 2)


@pytest.mark.parametrize("function", [trust_needed, kind, restrains, racing])
def test_bad_input_is_refused(function):
    for value, word in ((np.nan, "nan"), (np.inf, "inf"), ("much", "much")):
        with pytest.raises(InputError, match=word):
            function(reward=value)
    with pytest.raises(InputError, match="shapes"):
        function(reward=[1.0, 2.0], sucker=[1.0, 2.0, 3.0])
    with pytest.raises(InputError, match="trust"):
        racing(trust=1.1)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_measures_hold_all_they_are_given(measure):
    with pytest.raises(InputError, match=r"shapes do not fit: .*trust \(3,\)"):
        measure.of(reward=[1.0, 2.0], trust=[0.1, 0.2, 0.3])
    assert measure.of(reward=[[1.0], [2.0]], trust=[0.1, 0.2, 0.3]).shape == (2, 3)
