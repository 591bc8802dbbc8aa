"""The hindcast of the gap: its paths, its fit, and what it finds."""

import numpy as np
import pytest

from race_sim.calibration.hindcast import capability, gap_paths
from race_sim.calibration.hindcast.freeze_draws import baseline
from race_sim.calibration.hindcast.result import row_of


@pytest.fixture(scope="module")
def found():
    return capability.hindcast(300, np.random.default_rng(1), 1)


def test_path_is_the_solution_of_its_equation():
    # dx/dt = (1 - q) D (steady - x): in closed form for monthly steps, and for steps without end.
    months = np.arange(31.0)
    diffusion = 0.8
    steady = gap_paths.steady_gap(diffusion)
    path = gap_paths.paths(20.0, baseline().us.growth, diffusion, months)
    pace = (1.0 - baseline().share_accelerating) * diffusion / 12.0
    stepped = steady + (20.0 - steady) * (1.0 - pace) ** months
    assert path == pytest.approx(stepped, rel=1e-9)
    assert path == pytest.approx(steady + (20.0 - steady) * np.exp(-pace * months), rel=0.03)


def test_a_laggard_that_has_caught_up_gains_nothing():
    ahead = gap_paths.paths(-5.0, baseline().us.growth, np.array([0.0, 5.0]), np.arange(3.0))
    assert ahead[0] == pytest.approx(ahead[1])


def test_the_fit_finds_the_diffusion_that_made_a_gap():
    generator = np.random.default_rng(3)
    months = np.arange(30.0)
    path = gap_paths.paths(20.0, baseline().us.growth, 1.2, months)
    series = gap_paths.Series("made", "", "2023-06-01", months, path)
    _, low, high = gap_paths.fit(
        series._replace(gaps=path + 0.5 * generator.standard_normal(30))
    ).posterior.interval("diffusion")
    assert low < 1.2 < high and high / low < 1.5


def test_the_measures_are_those_of_the_files():
    scores, delay, compute = gap_paths.measures()
    assert scores.gaps[0] == 21.9 and delay.gaps[0] == 17.58 and scores.months[-1] == 29.0
    assert np.diff(compute.months).tolist() == [3.0] * 8
    # 0.8478 OOM at 0.68 OOM a year.
    assert compute.gaps[0] == pytest.approx(0.8478 / 0.68 * 12.0, rel=0.001)


def test_diffusion_of_the_baseline_is_too_slow_by_the_scores_only(found):
    fits = found.tables["diffusion"]
    assert row_of(fits, measure="scores")["low"] > baseline().diffusion
    assert row_of(fits, measure="delay")["diffusion"] > baseline().diffusion
    assert row_of(fits, measure="compute")["low"] < baseline().diffusion
    assert "above the baseline's 0.5" in found.findings[0]


def test_diffusion_is_better_than_none_for_scores_and_not_for_compute(found):
    def crps(measure, forecast):
        return row_of(found.scores, measure=measure, forecast=forecast)["crps"]

    for measure in ("scores", "delay"):
        assert crps(measure, capability.BASELINE) < crps(measure, capability.STAYS)
        assert crps(measure, capability.STAYS) < crps(measure, capability.NO_DIFFUSION)
    assert crps("compute", capability.NO_DIFFUSION) < crps("compute", capability.BASELINE)


def test_bands_begin_at_the_measured_gap(found):
    first = found.bands[found.bands["forecast"] == capability.BASELINE].groupby("measure").first()
    assert first["low"].tolist() == pytest.approx(first["seen"].tolist())
    assert first["high"].tolist() == pytest.approx(first["seen"].tolist())
