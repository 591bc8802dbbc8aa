import numpy as np
import pandas as pd
import pytest
from scipy.stats import ecdf, ksone

from race_sim.plots import harm


def test_the_table_is_the_empirical_distribution_function(finish_worlds):
    table = harm.draw(finish_worlds, "Finish line").table
    for side in ("us", "cn"):
        values = finish_worlds[f"{side}_harm"].to_numpy()
        rows = table[table["side"] == side]
        reference = ecdf(values).cdf
        assert rows["share_at_most"].to_numpy() == pytest.approx(
            reference.evaluate(rows["harm"].to_numpy())
        )
        assert rows["share_at_most"].iloc[-1] == pytest.approx(1.0)
        assert rows["harm"].iloc[0] == 0.0
        assert rows["share_at_most"].iloc[0] == pytest.approx((values == 0.0).mean())


@pytest.mark.parametrize("worlds", [20, 200, 2000])
def test_the_band_is_that_of_dvoretzky_kiefer_and_wolfowitz(worlds):
    # Never narrower than the exact band of Kolmogorov, and close to it.
    exact = ksone.ppf(0.975, worlds)
    assert exact <= harm.band_half_width(worlds) < 1.05 * exact + 0.002


def test_the_band_stays_between_none_and_all(worlds):
    table = harm.draw(worlds, "Baseline").table
    assert table["low"].between(0.0, 1.0).all()
    assert table["high"].between(0.0, 1.0).all()
    assert (table["low"] <= table["share_at_most"]).all()
    assert (table["share_at_most"] <= table["high"]).all()


def test_the_sides_differ_by_more_than_colour(finish_worlds):
    axes = harm.draw(finish_worlds, "Finish line").figure.axes[0]
    curves = [line for line in axes.lines if line.get_linestyle() != "None"]
    markers = [line for line in axes.lines if line.get_linestyle() == "None"]
    assert len(curves) == len(markers) == 2
    assert curves[0].get_color() != curves[1].get_color()
    assert curves[0]._unscaled_dash_pattern != curves[1]._unscaled_dash_pattern
    assert markers[0].get_marker() != markers[1].get_marker()


def test_the_share_without_harm_stands_at_the_place_called_none(finish_worlds):
    axes = harm.draw(finish_worlds, "Finish line").figure.axes[0]
    ticks = dict(
        zip(axes.get_xticks(), [tick.get_text() for tick in axes.get_xticklabels()], strict=True)
    )
    none = axes.get_xlim()[0]
    assert ticks[none] == "none"
    smallest = finish_worlds[["us_harm", "cn_harm"]].replace(0.0, np.inf).min().min()
    assert none < smallest
    for line, side in zip(axes.lines[::2], ("us", "cn"), strict=True):
        assert line.get_ydata()[0] == pytest.approx((finish_worlds[f"{side}_harm"] == 0).mean())
        assert line.get_xdata()[0] == none


def test_the_text_names_median_and_share_without_harm():
    values = np.concatenate([np.zeros(20), np.full(60, 5.0), np.full(20, 700.0)])
    frame = pd.DataFrame({"us_harm": values, "cn_harm": np.zeros(100)})
    alt = harm.draw(frame, "Made up").alt.replace("\N{NO-BREAK SPACE}", " ")
    assert "United States: no harm: 20.0 % (13.3 to 28.9 %)" in alt
    assert "half of worlds: at most 5 (5 to 5); nine in ten: at most 700" in alt
    assert "China: no harm: 100 %" in alt


def test_a_very_large_ensemble_is_thinned_but_stays_true():
    values = np.random.default_rng(1).pareto(0.55, 20_000)
    frame = pd.DataFrame({"us_harm": values, "cn_harm": values})
    table = harm.draw(frame, "Many").table
    rows = table[table["side"] == "us"]
    assert len(rows) < 5000
    assert rows["share_at_most"].to_numpy() == pytest.approx(
        ecdf(values).cdf.evaluate(rows["harm"].to_numpy())
    )
    assert np.diff(rows["share_at_most"]).max() < 0.001
