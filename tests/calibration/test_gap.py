"""China's lag: simulated gaps, the published limits by another method, and the table it is from."""

import numpy as np
import pytest
from scipy.stats import linregress

from race_sim.calibration.gap import catch_up, estimates
from race_sim.calibration.tables import DATA, read_table


@pytest.fixture(scope="module")
def found():
    return {estimate.key: estimate for estimate in estimates()}


def test_the_compiled_limits_are_percentiles_of_resampled_fits(found):
    """2.7 to 7.9 a year and 3.3 to 7.6 months (parameters.csv): a bootstrap of the residuals."""
    gap = read_table("capability_gap_us_china")["gap_logit"].to_numpy()
    fit = linregress(gap[:-1], gap[1:])
    noise = gap[1:] - fit.intercept - fit.slope * gap[:-1]
    generator = np.random.default_rng(1)
    draws = generator.choice(noise, (2000, len(noise)))
    series = np.empty((2000, len(gap)))
    series[:, 0] = gap[0]
    for month in range(len(noise)):
        series[:, month + 1] = fit.intercept + fit.slope * series[:, month] + draws[:, month]
    before, after = series[:, :-1], series[:, 1:]
    centred = before - before.mean(axis=1, keepdims=True)
    kept = (centred * after).sum(axis=1) / (centred**2).sum(axis=1)
    rates = -12.0 * np.log(kept[kept > 0])
    levels = (after.mean(axis=1) - kept * before.mean(axis=1)) / (1.0 - kept) * 12.0 / 0.81
    assert np.percentile(rates, [5, 95]) == pytest.approx([2.7, 7.9], abs=0.25)
    assert np.percentile(levels, [5, 95]) == pytest.approx([3.3, 7.6], abs=0.25)
    # Their middle is above the estimate: limits around it are lower.
    assert np.median(rates) > found["cap.gap.catchup"].value
    assert found["cap.gap.catchup"].high < 7.0


def test_a_simulated_gap_gives_back_its_law(tmp_path):
    """A long series, so that chance is small: b within 0.03, four standard errors."""
    table = read_table("capability_gap_us_china")
    generator = np.random.default_rng(2)
    gaps = [0.9]
    for _ in range(4999):
        gaps.append(0.1 + 0.75 * gaps[-1] + 0.05 * generator.normal())
    months = np.datetime64("1900-01-01") + np.arange(5000) * 9
    long = table.iloc[[0]].loc[[0] * 5000].reset_index(drop=True)
    long["gap_logit"], long["date"] = gaps, months
    long["gap_months_of_us_trend"] = 12.0 / 0.81 * long["gap_logit"]
    long.to_csv(tmp_path / "capability_gap_us_china.csv", index=False, date_format="%Y-%m-%d")
    fit = catch_up(tmp_path)
    assert fit.kept.value == pytest.approx(0.75, abs=0.03)
    assert fit.level == pytest.approx(0.4, abs=0.02)
    assert fit.kept.low < 0.75 < fit.kept.high
    assert fit.rate.low < -12.0 * np.log(0.75) < fit.rate.high


def test_the_gap_is_that_of_the_best_models():
    models = read_table("capability_index_models").set_index("m")
    for row in read_table("capability_gap_us_china").itertuples():
        best = {
            side: models[(models["side"] == side) & (models["date"] <= row.date)]["raw"].max()
            for side in ("US", "China")
        }
        assert best["US"] - best["China"] == pytest.approx(row.gap_logit, abs=0.012)


def test_the_start_is_the_lag_times_growth(found):
    start = found["cn.capability"]
    assert start.value == pytest.approx(-7 / 12 * np.log10(4.795), abs=1e-3)
    assert start.low == pytest.approx(-14 / 12 * np.log10(4.795), abs=1e-3)
    assert start.high == pytest.approx(-4 / 12 * np.log10(4.795), abs=1e-3)


def test_the_lag_of_the_latest_year(found):
    assert found["cap.gap.lag.scores"].value == pytest.approx(5.2, abs=0.05)
    assert "18.0 in 2023, 9.4 in 2024, 5.2 in 2025" in found["cap.gap.lag.scores"].note


def test_data_come_from_the_folder_named(tmp_path):
    text = (DATA / "capability_gap_us_china.csv").read_text()
    (tmp_path / "capability_gap_us_china.csv").write_text(text)
    assert catch_up(tmp_path) == catch_up()
