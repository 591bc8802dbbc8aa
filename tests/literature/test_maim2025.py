"""Deterrence by sabotage: conditions against a play of bids, and against what 2x2 games are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.game import GAMES, Payoffs, name_of
from race_sim.games.equilibria import pure_equilibria
from race_sim.literature import katzke2025
from race_sim.literature.maim2025 import (
    MEASURES,
    Parameters,
    bids,
    deterred,
    game,
    needed_detection,
    needed_loss,
    needed_stopping,
    takeover,
    value_of_bid,
)
from race_sim.problems import InputError
from race_sim.rules.state import ACCELERATE, INVEST

FEW = settings(max_examples=60, deadline=None)
chances = st.one_of(st.just(0.0), st.floats(1e-6, 1.0))
stakes = st.one_of(st.just(0.0), st.floats(0.01, 100.0))


@FEW
@given(chances, chances, stakes, stakes)
def test_a_bid_is_deterred_above_each_threshold(detection, sabotage, loss, gain):
    stopped = detection * sabotage
    found = bool(deterred(detection, sabotage, loss, gain))
    needed = needed_stopping(loss, gain)
    if abs(stopped - needed) > 1e-9:
        assert found == (stopped > needed)
    needed = needed_detection(sabotage, loss, gain)
    if not abs(detection - needed) < 1e-9:
        assert found == (detection > needed)
    needed = needed_loss(detection, sabotage, gain)
    if not abs(loss - needed) < 1e-9 * (1 + gain):
        assert found == (loss > needed)


def test_bids_played_out_are_worth_what_the_formula_says():
    """400,000 bids noticed and disabled by chance; |z| < 3.9 is wrong once in 10,000."""
    rng = np.random.default_rng(20250305)
    tries = 400_000
    noticed, disabled = rng.random(tries) < 0.7, rng.random(tries) < 0.6
    got = np.where(noticed & disabled, -5.0, 2.0)
    error = got.std() / np.sqrt(tries)
    assert abs(got.mean() - value_of_bid(0.7, 0.6, 5.0, 2.0)) < 3.9 * error
    assert abs(got.mean() - value_of_bid(0.7, 0.6, 5.2, 2.0)) > 3.9 * error


def test_the_one_shot_game_played_out():
    """Two states' bids, stopped independently; what one gains the other loses."""
    rng = np.random.default_rng(20250306)
    tries, stopped, loss, gain = 400_000, 0.42, 5.0, 2.0
    found = game(0.7, 0.6, loss, gain)
    expected = {(0, 0): found.reward, (1, 0): found.temptation, (0, 1): found.sucker}
    expected[1, 1] = found.punishment
    for (own, other), value in expected.items():
        halted = rng.random((tries, 2)) < stopped
        through = np.array([own, other]) * ~halted
        got = gain * (through[:, 0].astype(float) - through[:, 1]) - loss * own * halted[:, 0]
        error = got.std() / np.sqrt(tries) + 1e-12
        assert abs(got.mean() - value) < 3.9 * error


@FEW
@given(chances, chances, stakes, st.floats(0.01, 100.0))
def test_the_threat_turns_a_prisoners_dilemma_into_harmony(detection, sabotage, loss, gain):
    found = game(detection, sabotage, loss, gain)
    value = value_of_bid(detection, sabotage, loss, gain)
    if abs(value) < 1e-9 * (gain + loss):
        return  # on the border rounding decides
    side = Payoffs(
        both_invest=float(found.reward),
        invest_alone=float(found.sucker),
        accelerate_alone=float(found.temptation),
        both_accelerate=float(found.punishment),
    )
    title = GAMES[name_of(side, side)].title
    equilibria = pure_equilibria(side, side)
    if deterred(detection, sabotage, loss, gain):
        assert title == "Harmony" and equilibria == ((INVEST, INVEST),)
        assert katzke2025.kind(**found._asdict()) == "harmony"
    else:
        # With no loss at stake both bidding is no worse than both holding back: a deadlock.
        paid = detection * sabotage * loss > 0.0
        assert title == ("Prisoner's Dilemma" if paid else "Deadlock")
        assert equilibria == ((ACCELERATE, ACCELERATE),)


def test_the_borders():
    assert not deterred(0.5, 1.0, 1.0, 1.0)  # equality does not deter
    assert deterred(np.nextafter(0.5, 1.0), 1.0, 1.0, 1.0)
    assert not deterred(1.0, 1.0, 0.0, 1.0) and not deterred(1.0, 1.0, 0.0, 0.0)
    assert deterred(1e-9, 1.0, 1.0, 0.0) and not deterred(0.0, 1.0, 1.0, 0.0)
    assert needed_stopping([0.0, 0.0, 1.0], [0.0, 1.0, 0.0]).tolist() == [1.0, 1.0, 0.0]
    assert needed_detection(sabotage=0.0) == np.inf and needed_loss(detection=0.0) == np.inf
    assert needed_loss(detection=1e-300, sabotage=1e-8, gain=1e12) == np.inf
    assert needed_detection(sabotage=0.25, loss=1.0, gain=1.0) == 2.0  # cannot be


def test_measures():
    detection = np.array([0.2, 0.9])
    assert bids(detection, 1.0).tolist() == [1.0, 0.0]
    assert takeover(detection, 1.0) == pytest.approx([0.8, 0.0])
    for measure in MEASURES:
        assert measure.of(**Parameters.defaults()) == measure.of()
        assert measure.of(gain=[[1.0], [2.0]], loss=[1.0, 2.0, 3.0]).shape == (2, 3)
    assert game(gain=[[1.0], [2.0]], loss=[1.0, 2.0, 3.0]).reward.shape == (2, 3)


@pytest.mark.parametrize(
    "function", [value_of_bid, deterred, bids, takeover, game, needed_detection, needed_loss]
)
def test_bad_input_is_refused(function):
    with pytest.raises(InputError, match="sabotage"):
        function(sabotage=1.1)
    with pytest.raises(InputError, match="nan"):
        function(gain=np.nan)
    with pytest.raises(InputError, match="shapes"):
        function(sabotage=[0.1, 0.2], gain=[1.0, 2.0, 3.0])
