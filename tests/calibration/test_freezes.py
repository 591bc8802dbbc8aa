"""Freezes: lengths, those never lifted, and the laws fitted to them."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from race_sim.calibration import freezes
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
    inside = np.zeros(2, dtype=int)
    for _ in range(400):
        law = freezes.lognormal(15.0 * np.exp(0.97 * generator.standard_normal(19)))
        inside += (law.median_low <= 15.0 <= law.median_high, law.spread_low <= 0.97)
    assert stats.binomtest(int(inside[0]), 400, 0.90).pvalue > 1e-4
    assert stats.binomtest(int(inside[1]), 400, 0.95).pvalue > 1e-4


def table_of(lifted, never, still_on):
    return pd.DataFrame(
        {
            "so_far": [*lifted, *(500.0 for _ in range(never)), *still_on],
            "lifted": [True] * len(lifted) + [False] * (never + len(still_on)),
            "never": [False] * len(lifted) + [True] * never + [False] * len(still_on),
        }
    )


def test_mixture_is_a_beta_law_where_every_end_is_known():
    # Two ways: without freezes still on, p is independent of the lengths.
    table = table_of(np.geomspace(4.0, 50.0, 12), 4, [])
    found = freezes.mixture(table).interval("never")
    assert found == pytest.approx(stats.beta(5, 13).ppf([0.5, 0.05, 0.95]), abs=0.004)


def test_a_freeze_still_on_says_the_less_the_younger_it_is():
    lengths = np.geomspace(4.0, 50.0, 12)
    shares = [
        freezes.mixture(table_of(lengths, 0, [months])).interval("never")[0]
        for months in (1.0, 40.0, 480.0)
    ]
    never = freezes.mixture(table_of(lengths, 1, [])).interval("never")[0]
    assert shares[0] < shares[1] < shares[2] < never + 0.003
    assert shares[2] == pytest.approx(never, abs=0.01)


def test_bad_data_give_a_clear_error(monkeypatch):
    with pytest.raises(InputError, match="three or more positive lengths"):
        freezes.lognormal(np.array([3.0, 0.0, 2.0]))
    with pytest.raises(InputError, match="no freeze of this name"):
        freezes.documented("Steam engines")
    table = freezes.read_table("freezes").copy()
    table.loc[0, "permanent"] = True
    monkeypatch.setattr(freezes, "read_table", lambda name: table)
    with pytest.raises(InputError, match="lifted and never lifted"):
        freezes.cases()
