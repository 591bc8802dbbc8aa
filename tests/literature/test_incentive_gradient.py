"""The marginal condition against a numeric derivative, and the smallest race against a search."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.literature.incentive_gradient import (
    MEASURES,
    Parameters,
    capability_share,
    marginal_gain,
    shift_pays,
    utility,
)
from race_sim.problems import InputError

FEW = settings(max_examples=60, deadline=None)


def contest(own, rival, skill):
    """Chance of being first with this share of funds in capability."""
    return own**skill / (own**skill + rival**skill)


def safety(own, power):
    """Chance of a friendly AI with this share of funds in capability."""
    return 1.0 - own**power


@FEW
@given(
    st.floats(0.05, 0.95),
    st.floats(0.05, 0.95),
    st.floats(0.2, 5.0),
    st.floats(0.5, 4.0),
    st.floats(0.0, 1.0),
)
def test_the_marginal_gain_is_the_derivative_of_the_utility(own, rival, skill, power, enmity):
    """For chances of some form; derivatives of the chances are numeric too."""
    step = 1e-6

    def slope(function):
        return (function(own + step) - function(own - step)) / (2 * step)

    win, friendly = contest(own, rival, skill), safety(own, power)
    found = marginal_gain(
        win,
        slope(lambda x: contest(x, rival, skill)),
        friendly,
        slope(lambda x: safety(x, power)),
        safety(rival, power),
        enmity,
    )
    numeric = slope(
        lambda x: utility(contest(x, rival, skill), safety(x, power), safety(rival, power), enmity)
    )
    assert found == pytest.approx(numeric, abs=1e-7)


@FEW
@given(
    st.floats(0.01, 1.0),
    st.floats(0.0, 5.0),
    st.floats(0.01, 1.0),
    st.floats(-5.0, 0.0),
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
)
def test_moving_funds_pays_where_the_gain_is_positive_and_by_the_rule_in_relative_terms(
    win, rise, friendly, fall, other, enmity
):
    found = shift_pays(win, rise, friendly, fall, other, enmity)
    gain = marginal_gain(win, rise, friendly, fall, other, enmity)
    if abs(gain) > 1e-9:
        assert found == (gain > 0.0)
        worth = 1.0 - (1.0 - enmity) * other / friendly
        assert found == (-fall / friendly < rise / win * worth)


def test_a_safer_rival_and_less_enmity_hold_back():
    enmity = np.linspace(0.0, 1.0, 11)
    assert np.all(np.diff(marginal_gain(enmity=enmity)) > 0.0)
    assert np.all(np.diff(marginal_gain(rival_friendly=enmity)) < 0.0)
    # Without enmity nobody moves funds ahead of a rival that is as safe, not even for nothing.
    assert not shift_pays(enmity=0.0, friendly_slope=0.0)
    assert shift_pays(enmity=0.0, friendly_slope=0.0, rival_friendly=0.7)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 8), st.floats(0.01, 1.0), st.floats(0.05, 20.0))
def test_no_developer_gains_by_another_split(players, enmity, decisiveness):
    share = float(capability_share(players, enmity, decisiveness))
    own = np.concatenate([np.linspace(0.0, 1.0, 2001), [share]])
    with np.errstate(divide="ignore"):
        odds = np.exp(decisiveness * (np.log(own) - np.log(share)))
    win = odds / (odds + players - 1.0)
    got = win * (1.0 - own) + (1.0 - win) * (1.0 - share) * (1.0 - enmity)
    assert got.max() <= got[-1] + 1e-12
    # And it is the only share that is: another one leaves a gain.
    wrong = min(0.99, share * 1.1)
    with np.errstate(divide="ignore"):
        odds = np.exp(decisiveness * (np.log(own) - np.log(wrong)))
    win = odds / (odds + players - 1.0)
    got = win * (1.0 - own) + (1.0 - win) * (1.0 - wrong) * (1.0 - enmity)
    held = (1.0 - wrong) * (1.0 - enmity * (players - 1.0) / players)
    assert abs(share - wrong) < 1e-3 or got.max() > held


def test_risk_rises_with_enmity_rivals_and_decisiveness_and_has_its_limits():
    for name, values in (
        ("enmity", np.linspace(0.0, 1.0, 6)),
        ("players", np.arange(2, 9)),
        ("decisiveness", np.linspace(0.1, 9.0, 6)),
    ):
        assert np.all(np.diff(capability_share(**{name: values})) > 0.0)
    assert capability_share(enmity=0.0) == 0.0
    assert capability_share(decisiveness=1e6) == pytest.approx(1.0, abs=1e-5)
    assert capability_share(2, 1.0, 1.0) == pytest.approx(1.0 / 3.0, abs=1e-15)


def test_measures():
    for measure in MEASURES:
        assert measure.of(**Parameters.defaults()) == measure.of()
        assert measure.of(enmity=[[0.1], [0.9]], win=[0.1, 0.5, 0.9]).shape == (2, 3)
    assert MEASURES[1].of(win_slope=[1.0, 1000.0]).tolist() == [0.0, 1.0]


@pytest.mark.parametrize("function", [utility, marginal_gain, shift_pays, MEASURES[0].of])
def test_bad_input_is_refused(function):
    with pytest.raises(InputError, match="nan"):
        function(enmity=np.nan)
    with pytest.raises(InputError, match="win"):
        function(win=0.0)
    with pytest.raises(InputError, match="shapes"):
        function(enmity=[0.1, 0.2], win=[0.1, 0.2, 0.3])
    with pytest.raises(InputError, match="players"):
        capability_share(players=1)
