"""Paired differences: known results, coverage, and agreement with plain counting."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, stats

import race_sim
from race_sim.analysis import paired
from race_sim.analysis.paired import Turned
from race_sim.outcomes import Estimate
from race_sim.problems import InputError


def test_approval_of_the_prime_minister():
    """Agresti, Categorical Data Analysis, 2nd edition, section 10.1.1: 0.04 with error 0.0095."""
    counts = Turned(both=794, only_first=150, only_second=86, neither=570)
    found = paired.share_difference(counts)
    assert found.value == pytest.approx(-0.04)
    assert (found.high - found.low) / 2 == pytest.approx(1.96 * 0.0095, abs=2e-4)
    assert found.low == pytest.approx(-0.059, abs=5e-4)
    assert found.high == pytest.approx(-0.021, abs=5e-4)


@pytest.mark.parametrize(
    ("probabilities", "pairs"),
    [((0.001, 0.03, 0.002), 500), ((0.0, 0.004, 0.0), 500), ((0.3, 0.2, 0.1), 60)],
)
def test_coverage_of_paired_shares(probabilities, pairs):
    """The interval holds the true difference in at least 95 % of samples, less 3 errors."""
    both, first, second = probabilities
    samples = 2000
    counts = np.random.default_rng(1).multinomial(
        pairs, [both, first, second, 1 - both - first - second], size=samples
    )
    held = 0
    for sample in counts:
        found = paired.share_difference(Turned(*(int(count) for count in sample)))
        held += found.low <= second - first <= found.high
    assert held / samples > 0.95 - 3 * math.sqrt(0.95 * 0.05 / samples)


COUNTS = st.lists(st.integers(0, 400), min_size=4, max_size=4).filter(any)


@given(COUNTS)
def test_interval_holds_zero_exactly_if_mcnemar_finds_nothing(counts):
    counts = Turned(*counts)
    found = paired.share_difference(counts)
    apart = counts.only_first + counts.only_second
    statistic = (counts.only_first - counts.only_second) ** 2 / apart if apart else 0.0
    refused = statistic > stats.chi2.ppf(0.95, 1)
    assert refused == (found.low > 0 or found.high < 0)


@pytest.mark.parametrize("counts", [(5, 12, 2, 31), (0, 0, 7, 43), (0, 1, 0, 43), (10, 0, 0, 90)])
def test_ends_of_the_interval_by_the_likelihood_itself(counts):
    """At both ends, the constrained maximum of the likelihood makes the score 1.96 errors."""
    counts = Turned(*counts)
    pairs = sum(counts)
    found = paired.share_difference(counts)
    for end, sign in ((found.high, 1), (found.low, -1)):

        def unlikely(first, end=end):
            shares = np.array([first, first + end, 1 - 2 * first - end])
            seen = np.array([counts.only_first, counts.only_second, counts.both + counts.neither])
            return -np.sum(np.where(seen > 0, seen * np.log(np.maximum(shares, 1e-300)), 0.0))

        bounds = (max(0.0, -end), (1 - end) / 2)
        first = optimize.minimize_scalar(unlikely, bounds=bounds, options={"xatol": 1e-10}).x
        error = math.sqrt(pairs * (2 * first + end - end * end))
        distance = pairs * end - (counts.only_second - counts.only_first)
        assert distance / error == pytest.approx(sign * 1.959964, rel=1e-3)


def test_interval_of_what_never_differs():
    """By hand, for no differing pair among n: z^2 / (n + z^2) either way."""
    found = paired.share_difference(Turned(3, 0, 0, 97))
    reach = 1.959964**2 / (100 + 1.959964**2)
    assert (found.low, found.high) == pytest.approx((-reach, reach), rel=1e-6)


@given(COUNTS)
def test_interval_of_paired_shares_holds_the_difference(counts):
    found = paired.share_difference(Turned(*counts))
    assert -1 <= found.low <= found.value <= found.high <= 1
    mirrored = Turned(counts[0], counts[2], counts[1], counts[3])
    other = paired.share_difference(mirrored)
    assert (other.value, other.low, other.high) == pytest.approx(
        (-found.value, -found.high, -found.low)
    )


def test_no_pairs():
    assert all(math.isnan(part) for part in paired.share_difference(Turned(0, 0, 0, 0)))


def test_mean_difference_is_the_paired_t_interval_of_large_samples():
    generator = np.random.default_rng(3)
    first = generator.normal(size=4000)
    second = first + 0.1 + 0.2 * generator.normal(size=4000)
    found = paired.mean_difference(first, second)
    expected = stats.ttest_rel(second, first).confidence_interval(0.95)
    assert found.value == pytest.approx((second - first).mean())
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), rel=1e-3)
    assert found.high - found.low < 0.2 * (
        2 * 1.96 * math.sqrt((first.var() + second.var()) / 4000)
    )


def test_turned_counts_pairs():
    first = np.array([True, True, False, False, False, True])
    second = np.array([True, False, True, False, False, False])
    assert paired.turned(first, second) == Turned(1, 2, 1, 2)


@pytest.fixture(scope="module")
def tables():
    return [
        race_sim.simulate(name, worlds=400, seed=2)
        for name in ("all-out-race", "unilateral-cn-safety")
    ]


def test_difference_by_kind_of_outcome(tables):
    race, safe = tables
    catastrophe = paired.difference(race, safe, "catastrophe")
    assert catastrophe.value == pytest.approx(safe.catastrophe.mean() - race.catastrophe.mean())
    lead = paired.difference(race, safe, "lead")
    assert lead.value == pytest.approx(safe.lead.mean() - race.lead.mean())
    moment = paired.difference(race, safe, "first_chernobyl_year")
    assert moment.value == pytest.approx(
        safe.first_chernobyl_year.notna().mean() - race.first_chernobyl_year.notna().mean()
    )
    with pytest.raises(KeyError, match="ending is a name"):
        paired.difference(race, safe, "ending")


def test_nothing_changes_where_nothing_was_changed(tables):
    race, _ = tables
    found = paired.difference(race, race, "lead")
    assert found == Estimate(0.0, 0.0, 0.0)
    assert paired.difference(race, race, "catastrophe").value == 0.0


def test_other_worlds_are_no_pairs(tables):
    race, safe = tables
    with pytest.raises(InputError, match="different worlds"):
        paired.difference(race, safe.iloc[1:], "lead")
    with pytest.raises(InputError, match="different worlds"):
        paired.difference(race, safe.iloc[::-1], "lead")


def test_ratio_against_the_bootstrap():
    generator = np.random.default_rng(5)
    bottom = generator.gamma(4.0, size=800)
    top = 0.5 * bottom + generator.normal(size=800)
    found = paired.ratio(top, bottom)
    assert found.value == pytest.approx(top.mean() / bottom.mean())
    resampled = stats.bootstrap(
        (top, bottom),
        lambda x, y, axis: x.mean(axis) / y.mean(axis),
        paired=True,
        n_resamples=3000,
        rng=np.random.default_rng(6),
    ).confidence_interval
    width = found.high - found.low
    assert found.low == pytest.approx(resampled.low, abs=0.1 * width)
    assert found.high == pytest.approx(resampled.high, abs=0.1 * width)


def test_ratio_to_nothing():
    with pytest.raises(ZeroDivisionError):
        paired.ratio(np.ones(3), np.zeros(3))


def test_same_luck_narrows_the_interval(tables):
    race, safe = tables
    own = paired.difference(race, safe, "us_welfare")
    alone = math.sqrt(pd.Series(race.us_welfare).var() + safe.us_welfare.var()) / math.sqrt(400)
    assert own.high - own.low < 0.9 * 2 * 1.96 * alone


def test_columns_and_back():
    row = paired.columns("share", Estimate(0.5, 0.25, 0.75))
    assert row == {"share_value": 0.5, "share_low": 0.25, "share_high": 0.75}
    assert paired.from_columns(pd.Series(row), "share") == Estimate(0.5, 0.25, 0.75)
