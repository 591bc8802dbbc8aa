import numpy as np
import pytest
from scipy.stats import binomtest

from race_sim.plots import fan
from race_sim.plots.paths import chosen_worlds, paths_of


@pytest.fixture(scope="module")
def picture(request):
    return fan.draw(request.getfixturevalue("paths"), "Baseline", seed=1)


@pytest.mark.parametrize("side", ["us", "cn"])
@pytest.mark.parametrize("quantity", ["capability", "gap", "alarm"])
def test_bands_are_the_quantiles_of_the_worlds_still_running(picture, paths, quantity, side):
    table = picture.table
    rows = table[(table["series"] == "all worlds") & (table["quantity"] == quantity)]
    rows = rows[rows["side"] == side].set_index("year")
    by_year = paths.groupby("year")[f"{side}_{quantity}"]
    for column, probability in (
        ("low_90", 0.05),
        ("low_50", 0.25),
        ("value", 0.5),
        ("high_50", 0.75),
        ("high_90", 0.95),
    ):
        expected = by_year.quantile(probability)
        assert rows[column].to_numpy() == pytest.approx(expected.to_numpy())
    assert rows["worlds"].to_numpy().tolist() == by_year.size().tolist()


@pytest.mark.parametrize("side", ["us", "cn"])
def test_the_share_investing_has_its_wilson_interval(picture, paths, side):
    table = picture.table
    rows = table[(table["series"] == "all worlds") & (table["quantity"] == "investing")]
    rows = rows[rows["side"] == side]
    by_year = paths.groupby("year")[f"{side}_invests"]
    assert rows["value"].to_numpy() == pytest.approx(by_year.mean().to_numpy())
    last = rows.iloc[-1]
    count = int(by_year.sum().iloc[-1])
    interval = binomtest(count, int(last["worlds"])).proportion_ci(method="wilson")
    assert (last["low_95"], last["high_95"]) == pytest.approx((interval.low, interval.high))


def test_sample_worlds_are_the_first_ones_or_those_asked_for(picture, paths):
    series = picture.table["series"].unique().tolist()
    assert series == ["all worlds", "world 0", "world 1", "world 2", "world 3"]
    assert chosen_worlds("fan", paths_of(paths), [7, 3], 5) == [7, 3]


def test_a_sample_path_is_that_worlds_history(picture, paths):
    table = picture.table
    rows = table[(table["series"] == "world 2") & (table["quantity"] == "gap")]
    rows = rows[rows["side"] == "cn"]
    expected = paths.loc[paths["world"] == 2, "cn_gap"]
    assert rows["value"].tolist() == expected.tolist()


def test_a_star_stands_on_the_path_for_every_chernobyl_moment(paths):
    hit = paths.groupby("world")["us_chernobyl_moments"].sum().idxmax()
    assert paths.loc[paths["world"] == hit, "us_chernobyl_moments"].sum() > 0
    picture = fan.draw(paths, "t", samples=[int(hit)])
    path = paths[paths["world"] == hit]
    moments = path[path["us_chernobyl_moments"] > 0]
    axes = picture.figure.axes[1]  # the United States' safety gap
    assert axes.get_ylabel() == "safety gap, OOM"
    own = [
        line
        for line in axes.lines
        if line.get_marker() == "*" and line.get_markerfacecolor() != "white"
    ]
    assert len(own) == 1
    assert own[0].get_xdata().tolist() == moments["year"].tolist()
    assert own[0].get_ydata() == pytest.approx(moments["us_gap"].to_numpy())


def test_sample_worlds_and_sides_differ_by_dash(picture):
    axes = picture.figure.axes[1]
    thin = [line for line in axes.lines if line.get_linewidth() < 1.0 and line.get_marker() != "*"]
    assert len({str(line._unscaled_dash_pattern) for line in thin}) == 4
    left, right = picture.figure.axes[0].lines[0], picture.figure.axes[5].lines[0]
    assert left.get_color() != right.get_color()
    assert left._unscaled_dash_pattern != right._unscaled_dash_pattern


def test_bands_stop_when_few_worlds_are_left_and_the_sheet_says_so(short_paths):
    picture = fan.draw(short_paths, "All end early")
    every = picture.table[picture.table["series"] == "all worlds"]
    count = short_paths["world"].nunique()
    assert every["worlds"].min() >= min(20, count / 2)
    assert every["worlds"].iloc[0] == count
    source = " ".join(text.get_text() for text in picture.figure.texts)
    assert "Drawn while at least" in source.replace("\n", " ")


def test_worlds_still_running_stand_under_the_years(picture, paths):
    axes = picture.figure.axes[4]
    left = paths.groupby("year").size()
    names = [tick.get_text() for tick in axes.get_xticklabels()]
    counted = [name.split("\n") for name in names if name]
    assert len(counted) >= 3
    for year, count in counted:
        if float(year) in left.index:
            assert int(count) == left[float(year)]
    assert axes.get_xlabel() == "year, and worlds still running"


def test_one_world_is_its_own_median(paths):
    one = paths[paths["world"] == 7]
    table = fan.draw(one, "t").table
    rows = table[(table["series"] == "all worlds") & (table["quantity"] == "gap")]
    rows = rows[rows["side"] == "us"]
    for name in ("value", "low_90", "high_90"):
        assert np.array_equal(rows[name], one["us_gap"])
