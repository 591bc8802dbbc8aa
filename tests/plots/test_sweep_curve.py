import numpy as np
import pandas as pd
import pytest

from race_sim.plots import style, sweep_curve

OUTCOMES = ("catastrophe", "us_accelerating", "cn_accelerating", "us_welfare")


def test_the_table_holds_the_rows_of_the_summary(rivalry):
    table = sweep_curve.draw(rivalry, "payoffs.rivalry", OUTCOMES, "Baseline").table
    expected = rivalry[rivalry["outcome"].isin(OUTCOMES)].reset_index(drop=True)
    pd.testing.assert_frame_equal(table, expected[table.columns])


@pytest.mark.parametrize(("outcome", "scale"), [("catastrophe", 100.0), ("us_welfare", 1.0)])
def test_the_curve_and_its_band_are_the_estimates(rivalry, outcome, scale):
    shuffled = rivalry.sample(frac=1.0, random_state=1)
    axes = sweep_curve.draw(shuffled, "payoffs.rivalry", [outcome], "t").figure.axes[0]
    rows = rivalry[rivalry["outcome"] == outcome]
    assert axes.lines[0].get_xdata().tolist() == [0.0, 0.3, 0.6, 0.9, 1.2]
    assert axes.lines[0].get_ydata() == pytest.approx(scale * rows["value"].to_numpy())
    band = axes.collections[0].get_paths()[0].vertices
    for x, low, high in zip(rows["payoffs.rivalry"], rows["low"], rows["high"], strict=True):
        at = band[np.isclose(band[:, 0], x), 1]
        assert (at.min(), at.max()) == pytest.approx((scale * low, scale * high))


def test_shares_are_seen_against_zero(rivalry):
    figure = sweep_curve.draw(rivalry, "payoffs.rivalry", OUTCOMES, "t").figure
    for axes in figure.axes[:3]:
        assert axes.get_ylim()[0] == 0.0
    assert figure.axes[0].get_ylabel() == "% of worlds"
    assert figure.axes[3].get_ylabel() == "mean, payoff"


def test_outcomes_of_a_side_have_its_look(rivalry):
    figure = sweep_curve.draw(rivalry, "payoffs.rivalry", OUTCOMES, "t").figure
    us, cn = figure.axes[1].lines[0], figure.axes[2].lines[0]
    assert (us.get_color(), cn.get_color()) == (style.BLUE, style.VERMILION)
    assert us.get_marker() != cn.get_marker()
    assert us._unscaled_dash_pattern != cn._unscaled_dash_pattern


def test_the_default_is_marked_where_it_is_among_the_values(rivalry, one_point):
    figure = sweep_curve.draw(rivalry, "payoffs.rivalry", ["catastrophe"], "t").figure
    assert figure.axes[0].lines[-1].get_xdata()[0] == 0.76
    assert "Dotted: the default, 0.76" in figure.texts[-1].get_text()
    figure = sweep_curve.draw(one_point, "payoffs.rivalry", ["catastrophe"], "t").figure
    assert "Dotted" not in figure.texts[-1].get_text()


def test_names_are_points_with_intervals_in_the_order_of_the_sweep(policies):
    figure = sweep_curve.draw(policies, "us.policy", ["catastrophe"], "t").figure
    axes = figure.axes[0]
    labels = [tick.get_text() for tick in axes.get_yticklabels()]
    assert labels == [
        "logit-response\n(default)",
        "always-safe",
        "always-accelerate",
    ] or labels == [
        "logit-response (default)",
        "always-safe",
        "always-accelerate",
    ]
    rows = policies[policies["outcome"] == "catastrophe"]
    points, (_, _), (bars,) = axes.containers[0]
    assert points.get_xdata() == pytest.approx(100.0 * rows["value"].to_numpy())
    ends = np.array(bars.get_segments())[:, :, 0]
    assert ends == pytest.approx(100.0 * rows[["low", "high"]].to_numpy())


def test_other_parameters_give_series_told_apart_by_more_than_colour(named_grid):
    picture = sweep_curve.draw(named_grid, "payoffs.rivalry", ["incidents"], "t")
    lines = picture.figure.axes[0].lines[:3]
    for channel in ("get_color", "get_marker"):
        assert len({getattr(line, channel)() for line in lines}) == 3
    assert len({str(line._unscaled_dash_pattern) for line in lines}) == 3
    texts = [text.get_text() for text in picture.figure.axes[1].get_legend().get_texts()]
    assert texts == [
        f"us.policy = {name}" for name in ("logit-response", "always-safe", "always-accelerate")
    ]
    rows = named_grid[named_grid["outcome"] == "incidents"]
    for line, name in zip(lines, rows["us.policy"].unique(), strict=True):
        expected = rows.loc[rows["us.policy"] == name, "value"]
        assert line.get_ydata() == pytest.approx(expected.to_numpy())


def test_an_interval_that_is_not_known_is_left_out(one_point):
    unknown = one_point.assign(low=np.nan, high=np.nan, worlds=1)
    picture = sweep_curve.draw(unknown, "payoffs.rivalry", ["us_welfare"], "One world")
    assert "(not known to not known)" in picture.alt
    assert np.isfinite(picture.figure.axes[0].containers[0][0].get_ydata()).all()
