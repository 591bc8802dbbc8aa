"""The smallest contest with a safety valley: closed forms against best replies by an optimiser."""

from typing import Any

import numpy as np
import pytest

from race_sim.literature.spt2023 import CONTESTS, NoEquilibrium, valley, valley_floor
from race_sim.problems import InputError

STEEP = np.geomspace(1.0, 0.05, 60)


def test_safer_technology_changes_nothing_in_a_ratio_contest_until_the_bound() -> None:
    for cost in (0.0, 1.0):
        free = valley(STEEP, cost)
        assert free.safe == pytest.approx(((2 + 4 * cost) / (3 + 4 * cost)) ** 2, abs=1e-15)
        floor = valley_floor(0.5, cost, "ratio")
        bound = valley(STEEP, cost, performance_limit=0.5)
        assert np.array_equal(bound.at_limit, floor > STEEP)
        assert np.all(np.diff(bound.safe[bound.at_limit]) > 0.0)


def test_safer_technology_costs_safety_in_a_logistic_contest_until_the_bound() -> None:
    found = valley(STEEP, performance_limit=1.0, contest="logistic")
    floor = valley_floor(1.0)
    before, beyond = floor < STEEP, floor > STEEP
    assert np.all(np.diff(found.safe[before]) < 0.0)  # safety falls into the valley
    assert np.all(np.diff(found.safe[beyond]) > 0.0)  # and rises beyond it
    lowest = valley(floor, performance_limit=1.0, contest="logistic").safe
    assert np.all(found.safe >= lowest)


@pytest.mark.parametrize("contest", CONTESTS)
@pytest.mark.parametrize("limit", [None, 0.4])
def test_the_valley_point_answers_itself(contest: str, limit: float | None) -> None:
    """Best responses by an optimiser, from payoffs written down anew."""
    from scipy.optimize import minimize_scalar

    for k in (1.0, 0.6):
        found = valley(k, 0.2, limit, contest, 4.0)
        rival = float(found.performance)

        def lost(p: float, k: float = k, rival: float = rival) -> float:
            q = p / (p + rival) if contest == "ratio" else 1.0 / (1.0 + np.exp(-4.0 * (p - rival)))
            safe = (1.0 - k * p) * (1.0 - k * rival)
            return float(-(q * safe - 0.2 * (1.0 - safe)))

        most = 1.0 / k if limit is None else min(limit, 1.0 / k)
        best = minimize_scalar(lost, bounds=(0.0, most), method="bounded", options={"xatol": 1e-10})
        assert best.x == pytest.approx(rival, abs=1e-6)
        assert found.regret < 1e-12


def test_who_would_give_up_a_decisive_race_is_no_equilibrium() -> None:
    for k in (0.9, 0.5, 0.1):
        with pytest.raises(NoEquilibrium, match="by performance 0"):
            valley(k, 1.0, contest="logistic", decisiveness=8.0)
    loose = valley(0.5, 1.0, contest="logistic", decisiveness=8.0, check=False)
    # Who stops is safe and gets (q(0) + d) s - d.
    rival = float(loose.performance)
    stopped = (1.0 / (1.0 + np.exp(8.0 * rival)) + 1.0) * np.sqrt(loose.safe) - 1.0
    assert loose.regret == pytest.approx(stopped - loose.payoff, abs=1e-12)
    assert valley(1.0, 1.0, contest="logistic", decisiveness=8.0).regret < 1e-12
    # So costly that nobody performs at all.
    assert valley(2.0, 5.0, contest="logistic").safe == 1.0


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: valley(0.0), "steepness: 0"),
        (lambda: valley(contest="lottery"), "contest: 'lottery'"),
        (lambda: valley_floor(performance_limit=np.nan), "performance_limit: nan"),
    ],
)
def test_bad_input_is_said_clearly(call: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()
