import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from race_sim.plots import first_chernobyl
from race_sim.plots.first_chernobyl import bin_width, quantile_dots

YEARS = st.lists(
    st.one_of(st.just(math.nan), st.floats(2026.0, 2045.75)), min_size=1, max_size=300
).map(np.array)


@given(YEARS)
def test_fifty_dots_stand_at_worlds_that_are_there(years):
    dots = quantile_dots(years)
    assert len(dots) == 50
    assert np.all(np.diff(dots[np.isfinite(dots)]) >= 0)
    assert set(dots[np.isfinite(dots)]) <= set(years[~np.isnan(years)])


@given(YEARS, st.floats(2026.0, 2046.0))
def test_counted_dots_are_never_off_by_more_than_half_a_dot(years, until):
    dots = quantile_dots(years)
    share = np.mean(years <= until)
    assert abs(np.mean(dots <= until) - share) <= 0.5 / 50 + 1e-9
    assert abs(np.mean(np.isinf(dots)) - np.mean(np.isnan(years))) <= 0.5 / 50 + 1e-9


def test_dots_are_numpys_quantiles_by_the_inverse_distribution_function():
    years = np.random.default_rng(1).uniform(2026.0, 2046.0, 137)
    chances = (np.arange(50) + 0.5) / 50
    expected = np.quantile(years, chances, method="inverted_cdf")
    assert quantile_dots(years).tolist() == expected.tolist()


def test_the_table_counts_all_dots_and_all_worlds(worlds):
    table = first_chernobyl.draw(worlds, "Baseline", 2026.0, 2046.0).table
    assert table["dots"].sum() == 50
    assert table["worlds"].sum() == len(worlds)
    assert table["share"].sum() == pytest.approx(1.0)
    never = table.iloc[-1]
    assert never["when"] == "never"
    assert never["worlds"] == worlds["first_chernobyl_year"].isna().sum()
    interval = binomtest(int(never["worlds"]), len(worlds)).proportion_ci(method="wilson")
    assert (never["low"], never["high"]) == pytest.approx((interval.low, interval.high))
    for row in table.iloc[:-1].itertuples():
        whole_years = np.floor(worlds["first_chernobyl_year"])
        assert row.worlds == (whole_years == row.from_year).sum()


@pytest.mark.parametrize("case", ["as they are", "never", "all at once"])
def test_the_dots_drawn_are_those_of_the_table_without_overlap(worlds, case):
    if case != "as they are":
        year = math.nan if case == "never" else 2028.0
        worlds = worlds.assign(first_chernobyl_year=year)
    picture = first_chernobyl.draw(worlds, "t", 2026.0, 2046.0)
    axes = picture.figure.axes[0]
    spots = np.concatenate([dots.get_offsets() for dots in axes.collections])
    assert len(spots) == 50
    pixels = axes.transData.transform(spots)
    sizes = {float(size) for dots in axes.collections for size in dots.get_sizes()}
    assert len(sizes) == 1
    diameter = math.sqrt(sizes.pop()) * picture.figure.dpi / 72.0
    apart = np.hypot(*(pixels[:, None, :] - pixels[None, :, :]).transpose(2, 0, 1))
    np.fill_diagonal(apart, np.inf)
    assert apart.min() >= diameter
    assert diameter > 10.0
    box = axes.bbox
    assert pixels[:, 1].max() + diameter / 2 <= box.y1 + 1.0
    assert box.x0 <= pixels[:, 0].min() - diameter / 2
    assert pixels[:, 0].max() + diameter / 2 <= box.x1


def test_worlds_that_never_see_one_are_hollow_and_at_the_right(worlds):
    picture = first_chernobyl.draw(worlds, "Baseline", 2026.0, 2046.0)
    came, never = picture.figure.axes[0].collections
    assert np.max(came.get_offsets()[:, 0]) < np.min(never.get_offsets()[:, 0])
    assert len(never.get_offsets()) == picture.table["dots"].iloc[-1]
    assert came.get_facecolor().tolist() != never.get_facecolor().tolist()
    label = picture.figure.axes[0].get_xticklabels()[-1].get_text()
    assert label.startswith("none by 2046")


def test_worlds_that_end_early_are_not_said_to_reach_the_horizon(finish_worlds):
    picture = first_chernobyl.draw(finish_worlds, "Finish line", 2026.0, 2046.0)
    label = picture.figure.axes[0].get_xticklabels()[-1].get_text()
    assert label.startswith("none before the end")


def test_the_sentence_above_the_dots_names_the_median(worlds):
    half = np.sort(worlds["first_chernobyl_year"].fillna(np.inf))[len(worlds) // 2 - 1]
    title = first_chernobyl.draw(worlds, "t", 2026.0, 2046.0).figure.axes[0].get_title(loc="left")
    assert title.startswith(f"Half of the worlds have seen one by {half:.6g}")


@pytest.mark.parametrize(
    ("span", "width"), [(2.0, 0.25), (20.0, 1.0), (30.0, 1.0), (31.0, 2.0), (300.0, 10.0)]
)
def test_stacks_are_a_year_wide_in_a_race_of_usual_length(span, width):
    assert bin_width(span) == width
