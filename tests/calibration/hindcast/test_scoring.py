"""Scores, against closed forms."""

import numpy as np
import pytest
from scipy import stats

from race_sim.calibration.hindcast import scoring
from race_sim.calibration.shock_likelihood import overdispersed


def test_crps_of_a_normal_forecast():
    # Gneiting and Raftery (2007), section 4.2: closed form for a normal law.
    draws = stats.norm(2.0, 3.0).ppf((np.arange(4000) + 0.5) / 4000)
    for seen in (2.0, 7.0):
        z = (seen - 2.0) / 3.0
        exact = z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi)
        assert scoring.crps(draws, np.array(seen)) == pytest.approx(3.0 * exact, abs=0.01)


def test_crps_without_spread_is_the_distance():
    assert scoring.crps(np.full((5, 2), 3.0), np.array([3.0, 7.0])).tolist() == [0.0, 4.0]


def test_crps_is_proper_for_counts():
    # On average nobody does better than the law that the counts come from.
    generator = np.random.default_rng(4)
    seen = generator.poisson(5.0, size=4000).astype(float)
    scores = {
        mean: scoring.crps(
            np.repeat(generator.poisson(mean, size=(400, 1)), 4000, axis=1).astype(float), seen
        ).mean()
        for mean in (3.0, 5.0, 8.0)
    }
    assert scores[5.0] < min(scores[3.0], scores[8.0])


@pytest.mark.parametrize("dispersion", [1.0, 2.0])
def test_chances_of_counts(dispersion):
    means = np.full((3, 1), 6.0)
    law = stats.poisson(6.0) if dispersion == 1.0 else stats.nbinom(6.0, 0.5)
    assert law.var() == pytest.approx(6.0 * dispersion)
    assert scoring.log_chance(means, dispersion, np.array([4.0]))[0] == pytest.approx(law.logpmf(4))
    assert scoring.chance_up_to(means[:, 0], dispersion, 4.0) == pytest.approx(law.cdf(4))
    for level in (0.05, 0.5, 0.95):
        for near in (0.0, 6.0, 40.0):
            found = scoring.count_quantile(means[:, 0], dispersion, level, near)
            assert found == law.ppf(level)


def test_a_sum_of_counts_is_such_a_count():
    # What the scores of totals rest on: drawn sums follow the law of the summed mean.
    means = np.array([[0.5, 3.0, 7.0]])
    sums = overdispersed(np.repeat(means, 20_000, axis=0), 1.7, np.random.default_rng(2)).sum(
        axis=1
    )
    for count in (4.0, 10.0, 16.0):
        below = int((sums <= count).sum())
        chance = scoring.chance_up_to(means.sum(axis=1), 1.7, count)
        assert stats.binomtest(below, 20_000, chance).pvalue > 1e-4


def test_band_of_counts_is_made_of_counts():
    draws = np.random.default_rng(1).poisson(3.0, size=(1001, 1)).astype(float)
    assert all(end[0] == round(end[0]) for end in scoring.band(draws))
    low, _, high = scoring.band(draws)
    assert ((low <= draws) & (draws <= high)).mean() >= 0.90
