"""Freezes: lengths, those never lifted, and the laws fitted to them."""

import numpy as np
import pytest
from scipy import stats

from race_sim.calibration import freezes
from race_sim.calibration.starts import EVENT_DATES
from race_sim.parameters import knobs
from race_sim.problems import InputError


def by_key():
    return {estimate.key: estimate for estimate in freezes.estimates()}


def test_known_numbers():
    # From the list of freezes, counted by hand.
    found = by_key()
    assert found["freeze.median"].value == 14.7
    assert found["freeze.spread"].value == pytest.approx(0.97, abs=0.005)
    assert found["freeze.never_lifted"].value == pytest.approx(3 / 22)
    assert found["freeze.delay"].value == 4.0
    assert freezes.documented(freezes.CHINA_APPROVALS) == 19.3


def test_freezes_of_an_event_can_be_left_out():
    left_out = set(freezes.cases()["freeze"]) - set(freezes.cases("1986-04-26")["freeze"])
    assert left_out == {"Italy nuclear power ended"}
    for date in EVENT_DATES.values():
        assert len(freezes.cases(date)) < len(freezes.cases())
    assert freezes.documented(freezes.CHINA_APPROVALS) not in freezes.lifted_lengths("2011-03-11")


def test_exact_interval_of_the_share_never_lifted():
    # Clopper and Pearson: each end leaves 5 % beyond what was seen.
    share = by_key()["freeze.never_lifted"]
    assert stats.binom.sf(2, 22, share.low) == pytest.approx(0.05)
    assert stats.binom.cdf(3, 22, share.high) == pytest.approx(0.05)


def test_estimates_are_whole():
    for estimate in freezes.estimates():
        assert estimate.low <= estimate.value <= estimate.high
        assert set(estimate.knobs) <= set(knobs())


def test_intervals_of_a_lognormal_law_cover_as_often_as_they_say():
    # 400 samples of 19: a share of 0.90 is refused with probability 1e-4.
    generator = np.random.default_rng(1)
    inside = np.zeros(3, dtype=int)
    for _ in range(400):
        law = freezes.lognormal(15.0 * np.exp(0.97 * generator.standard_normal(19)))
        inside += (
            law.median_low <= 15.0 <= law.median_high,
            law.spread_low <= 0.97,
            law.spread_high >= 0.97,
        )
    for count, share in zip(inside, (0.90, 0.95, 0.95), strict=True):
        assert stats.binomtest(int(count), 400, share).pvalue > 1e-4


def test_bad_data_give_a_clear_error(monkeypatch):
    with pytest.raises(InputError, match="three or more positive lengths"):
        freezes.lognormal(np.array([3.0, 0.0, 2.0]))
    with pytest.raises(InputError, match="no freeze of this name"):
        freezes.documented("Steam engines")
