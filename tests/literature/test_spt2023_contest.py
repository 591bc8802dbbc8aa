"""What inputs come to in the contest: payoffs against the authors' number and races drawn."""

from typing import Any

import numpy as np
import pytest

from race_sim.literature.spt2023 import RISKS, outcome, payoffs, win_chances
from race_sim.problems import InputError


def test_the_payoff_that_the_authors_print() -> None:
    found = payoffs([1, 1], [2, 2], safety_sensitivity=0.5, disaster_cost=1.0)
    assert found == pytest.approx([-0.2099315, -0.2099315], abs=6e-8)


@pytest.mark.parametrize("risk", RISKS)
def test_payoffs_agree_with_races_drawn_by_chance(risk: str) -> None:
    values = {"safety_productivity": [3.0, 8.0, 5.0], "disaster_cost": [0.5, 2.0, 1.0]}
    values |= {"loser_share": [0.0, 0.3, 0.6]}
    xs, xp = np.array([0.5, 1.0, 2.0]), np.array([1.0, 0.7, 0.4])
    made = outcome(xs, xp, **values, risk=risk)
    luck = np.random.default_rng(20231)
    races = 200_000
    winner = luck.choice(3, size=races, p=made.performances / made.performances.sum())
    own_safe = luck.random((races, 3)) < made.odds / (1.0 + made.odds)
    safe = own_safe.all(axis=1) if risk == "multiplicative" else own_safe[np.arange(races), winner]
    prizes = np.where(winner[:, None] == np.arange(3), 1.0, values["loser_share"])
    got = np.where(safe[:, None], prizes, -np.array(values["disaster_cost"])) - 0.1 * (xs + xp)
    z = (got.mean(axis=0) - made.payoffs) / (got.std(axis=0) / np.sqrt(races))
    assert np.all(np.abs(z) < 3.9)  # three means: a false alarm in 3,000 seeds
    z_safe = (safe.mean() - made.safe) / np.sqrt(made.safe * (1.0 - made.safe) / races)
    assert abs(z_safe) < 3.9


def test_who_performs_nothing_is_no_danger_as_in_the_limit() -> None:
    for risk in RISKS:
        limit = outcome([1e-6, 1.0], [1e-60, 1.0], disaster_cost=1.0, risk=risk)
        idle = outcome([0.0, 1.0], [0.0, 1.0], disaster_cost=1.0, risk=risk)
        assert idle.safe == pytest.approx(limit.safe, abs=1e-5)
        assert idle.win_chances.tolist() == [0.0, 1.0]
    # Where performance does no harm, safety still has to be bought.
    harmless = outcome([0.0, 1.0], [0.0, 1.0], safety_sensitivity=0.0, risk="multiplicative")
    assert harmless.safe == 0.0
    assert outcome([0.0, 0.0], [1.0, 1.0]).safe == 0.0
    assert outcome([1.0, 1.0], [0.0, 0.0]).win_chances.tolist() == [0.5, 0.5]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: payoffs([1.0], [1.0]), "one player"),
        (lambda: payoffs(1.0, 1.0), "one player"),
        (lambda: payoffs([1.0, -1.0], [1.0, 1.0]), "safety_inputs: -1"),
        (lambda: payoffs([1.0, 1.0], [1.0, np.nan], price=-1.0), "2 problems"),
        (lambda: payoffs([1.0, 1.0], [1.0, 1.0, 1.0]), "do not fit"),
        (lambda: payoffs([1, 1], [1, 1], risk="both"), "risk: 'both'"),
        (lambda: win_chances([1.0]), "one player"),
        (lambda: win_chances(["fast", "slow"]), "performances"),
        (lambda: payoffs([], []), "no player"),
    ],
)
def test_bad_input_is_said_clearly(call: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()
