"""Our race is that of Han et al. (2020) where a round is a year and all but the line is off.

The row with luck allows 4 standard errors: for a right race one in 16,000 fails; the seed is fixed.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.games.imitation import from_each_end, simulate_imitation
from race_sim.literature import han2020 as model
from race_sim.literature.bridges import han2020 as bridge
from race_sim.literature.bridges import rounds
from race_sim.literature.bridges.limit import docking_table
from race_sim.literature.bridges.rounds import Terms, payoff_matrix
from race_sim.literature.han2021_play import Rules, play


def test_all_rows_agree():
    table = docking_table(bridge.docked())
    assert len(table) > 20
    assert table["agrees"].all(), table[~table["agrees"]].to_string()


TERMS = st.builds(
    Terms,
    benefit=st.floats(0.0, 10.0),
    cost=st.floats(0.0, 5.0),
    prize=st.floats(0.0, 1e4),
    rounds=st.sampled_from([24.0, 60.0]),
    speed=st.sampled_from([1.25, 4.0 / 3.0, 1.5, 2.0, 3.0]),
    setback_risk=st.floats(0.0, 1.0),
    found_out=st.floats(0.0, 1.0),
)


@settings(max_examples=25, deadline=None)
@given(TERMS)
def test_whole_races_dock_whatever_they_are_worth(terms):
    np.testing.assert_allclose(payoff_matrix(terms), bridge.theirs(terms), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("speed", [1.3, 1.5, 1.7, 2.3])
def test_in_steps_of_a_round_it_is_their_race_played_round_by_round(speed, monkeypatch):
    """A second way, which knows no formula: the last round is then played to its end."""
    monkeypatch.setattr(rounds, "MOST_PARTS", 1)
    terms = Terms(speed=speed, rounds=40.0, prize=1000.0)
    rules = Rules(**terms._asdict())
    found = payoff_matrix(terms)
    for row, own in enumerate(bridge.STRATEGIES):
        for column, other in enumerate(bridge.STRATEGIES):
            expected = float(play(own, other, rules, whole=True).row)
            assert found[row, column] == pytest.approx(expected, abs=1e-9), (own, other)


@pytest.mark.parametrize(
    "mechanism",
    [
        {"diffusion": 0.5},  # the safe are pulled along
        {"error": 0.1},  # a hand that trembles
        {"gap_ceiling": 1.0},  # unsafe rounds add up
        {"safety_productivity": 1.0},  # safe rounds add to the gap too
        {"share_accelerating": 0.1},  # the unsafe do some safety work
    ],
    ids=lambda mechanism: next(iter(mechanism)),
)
def test_a_mechanism_left_on_is_found_out(mechanism):
    terms = Terms(rounds=30.0)
    assert np.abs(payoff_matrix(terms) - bridge.theirs(terms)).max() < 1e-9
    assert np.abs(payoff_matrix(terms, **mechanism) - bridge.theirs(terms)).max() > 0.01


def test_no_one_number_of_harm_makes_a_setback():
    """It multiplies what was earned, so it takes more from who has won more."""
    calm, risky = (payoff_matrix(Terms(setback_risk=risk)) for risk in (0.0, 0.5))
    taken = calm[1] - risky[1]  # from AU, against AS, AU and CS
    assert taken[0] > 1.9 * taken[1]


def test_one_round_is_no_whole_race():
    """In the round alone being unsafe dominates, whatever the setback at the end."""
    both_safe, safe_alone, unsafe_alone, both_unsafe = bridge.stage_payoffs(Terms(setback_risk=0.9))
    assert unsafe_alone > both_safe and both_unsafe > safe_alone
    payoffs = payoff_matrix(Terms(setback_risk=0.9))
    assert payoffs[0, 0] > payoffs[1, 0]


def test_a_population_that_plays_our_races_does_what_theirs_does():
    """Played out, 60 populations of 30; |z| < 3.9 over the replicas, half from each end."""
    terms = Terms(setback_risk=0.7)
    start = from_each_end(60, 2, 30)
    found = simulate_imitation(
        payoff_matrix(terms, ("AS", "AU")), 30, 0.01, 0.1, 3000, start, seed=5, warm_up=300
    )
    expected = model.mean_safety(
        terms.speed, terms.setback_risk, population=30, intensity=0.01, mutation=0.1
    )
    safe = found.shares[:, 0]
    assert abs(safe.mean() - expected) < 3.9 * safe.std(ddof=1) / np.sqrt(len(safe))
    assert safe.std(ddof=1) / np.sqrt(len(safe)) < 0.01
