"""The safety valley in our race: how safe it ends as the tradeoff becomes flatter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature.bridges.contest_limit import incident_settings, safe_together
from race_sim.literature.bridges.spt2023_valley import Slope, best_performance, stand, worth


def settled(slope: Slope, rounds: int = 7) -> float:
    """How safe our race ends when both reply best to each other, again and again."""
    performance = 0.3 * slope.performance_limit
    for _ in range(rounds):
        performance, _ = best_performance(performance, slope)
    both = stand(performance, slope)
    return safe_together(both, both, incident_settings())


def test_in_the_ratio_contest_a_flatter_tradeoff_changes_nothing():
    steep, flat = (settled(Slope("ratio", k, 1.0 / k), rounds=4) for k in (0.8, 0.4))
    assert steep == pytest.approx(4.0 / 9.0, abs=1e-3)
    assert flat == pytest.approx(steep, abs=1e-6)


def test_in_the_logistic_contest_it_leads_into_the_valley_and_out_at_the_bound():
    safe = [settled(Slope("logistic", k, 1.0)) for k in (1.0, 0.8, 0.5)]
    assert safe == pytest.approx([0.25, 0.16, 0.25], abs=6e-3)


@given(own=st.floats(0.05, 0.9), rival=st.floats(0.05, 0.9), cost=st.floats(0.0, 2.0))
def test_a_step_is_worth_the_formula(own: float, rival: float, cost: float):
    slope = Slope("ratio", 1.0, 1.0, disaster_cost=cost)
    safe = (1.0 - own) * (1.0 - rival)
    known = safe * own / (own + rival) - cost * (1.0 - safe)
    assert worth(own, rival, slope) == pytest.approx(known, abs=1e-9)
