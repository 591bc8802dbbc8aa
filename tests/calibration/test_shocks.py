"""Drop and scar of reactor starts: known numbers, two ways to them, and recovery of the truth."""

import numpy as np
import pytest
from scipy import stats

from race_sim.calibration import shock_fits, shock_shapes, shocks
from race_sim.calibration.shock_likelihood import (
    count_posterior,
    dispersion_of,
    interval_of,
    overdispersed,
)
from race_sim.calibration.starts import EVENT_DATES, five_year_ratio, window_of, windows, windows_of
from race_sim.calibration.tables import read_table
from race_sim.parameters import knobs
from race_sim.problems import InputError
from race_sim.rules import backlash

HOSTS = [("TMI", "United States"), ("Chernobyl", "USSR"), ("Fukushima", "China")]


@pytest.fixture(scope="module")
def by_key():
    return {estimate.key: estimate for estimate in shocks.estimates()}


@pytest.mark.parametrize(
    ("event", "bloc", "expected"),
    [
        ("Chernobyl", "USSR", (0.25, 0.10, 0.56)),
        ("Fukushima", "China", (0.45, 0.24, 0.81)),
        ("TMI", "United States", (0.0, 0.0, 0.09)),
        ("TMI", "World excl. US", (0.89, 0.70, 1.14)),
    ],
)
def test_known_ratios(event, bloc, expected):
    assert five_year_ratio(window_of(event, bloc)) == pytest.approx(expected, abs=0.006)


@pytest.mark.parametrize(("event", "bloc"), HOSTS)
def test_windows_are_the_reactor_list_counted(event, bloc):
    reactors = read_table("nuclear_reactors_wikipedia")
    starts = reactors.loc[reactors["bloc"] == bloc, "start"]
    years = np.floor((starts - np.datetime64(EVENT_DATES[event])).dt.days / 365.25)
    window = window_of(event, bloc)
    counted = [(years == year).sum() for year in window.years]
    assert window.starts.tolist() == counted


@pytest.mark.parametrize(("event", "bloc"), HOSTS)
def test_fading_drop_as_published_with_the_data(event, bloc):
    fits = read_table("nuclear_shock_fits")
    fits = fits[(fits["source"] == "wikipedia") & (fits["event"] == event)]
    row = fits[fits["bloc"] == bloc].iloc[0]
    found = shock_fits.drop_posterior(window_of(event, bloc)).interval("drop")
    # Another prior of the rate's level, another interpolation: 0.05 at the most.
    assert found == pytest.approx(row[["d_flat", "d_flat_lo", "d_flat_hi"]].tolist(), abs=0.05)


def test_drop_into_a_scar_as_published_with_the_data():
    for row in read_table("nuclear_scar_fits").itertuples():
        window = window_of(row.event, row.bloc)
        found = shock_fits.scar_posterior(window, row.post_years, row.pre_years)
        assert found.interval("scar")[0] == pytest.approx(row.s, abs=0.07), row
        assert found.interval("drop")[0] == pytest.approx(row.d, abs=0.07), row


def test_level_of_a_steady_rate_is_the_conjugate_gamma_law():
    counts = np.array([3.0, 5.0, 2.0, 4.0])
    posterior = count_posterior({"nothing": np.zeros(1)}, np.ones((1, 4)), counts)
    levels = posterior.sample(20_000, np.random.default_rng(3))["level"]
    # Jeffreys' prior: Gamma(1/2 + 14, 4 years). Refused with probability 1e-4.
    assert stats.kstest(levels, stats.gamma(14.5, scale=0.25).cdf).pvalue > 1e-4


def test_ratio_of_two_rates_is_a_beta_law():
    # With the level integrated out, x = ratio / (1 + ratio) is Beta(after + 1, before - 1/2).
    before, after = 24, 6
    values = np.linspace(0.0, 1.0, 2001)
    relative = np.stack([np.ones_like(values), values], axis=-1)
    counts = np.array([before, after], dtype=float)
    found = count_posterior({"ratio": values}, relative, counts).interval("ratio")
    law = stats.beta(after + 1, before - 0.5)
    share = law.ppf(np.array([0.5, 0.05, 0.95]) * law.cdf(0.5))
    assert found == pytest.approx(share / (1.0 - share), abs=0.001)


def test_shape_of_the_rule_is_the_rule():
    generator = np.random.default_rng(5)
    years = np.arange(-2.0, 8.0)
    for _ in range(10):
        depth, scar = generator.random(2)
        length, half_life = generator.uniform(0.1, 6.0), generator.uniform(0.5, 20.0)
        shape = shock_shapes.freeze_and_scar(depth, length, scar, half_life, years)
        assert (shape[:2] == 1.0).all()
        for year in range(8):
            stopped = [
                backlash.restriction(
                    depth, length, scar * 0.5 ** (time / half_life), 0.0, time, 0.25
                )
                for time in year + 0.25 * np.arange(4)
            ]
            assert shape[2 + year] == pytest.approx(1.0 - np.mean(stopped), abs=1e-12)


def covered_by_the_posterior(relative_of, dispersion, seed, number=300):
    """How often the 90 % interval holds a drop that is drawn from its prior."""
    generator = np.random.default_rng(seed)
    drops = np.linspace(0.0, 1.0, 101)
    years = np.arange(-5.0, 10.0)
    inside = 0
    for _ in range(number):
        drop, level = generator.random(), generator.gamma(4.0, 2.0)
        means = level * np.where(years < 0.0, 1.0, 1.0 - drop)
        counts = overdispersed(means, dispersion, generator)
        posterior = count_posterior({"drop": drops}, relative_of(drops, years), counts, dispersion)
        _, low, high = posterior.interval("drop")
        inside += low <= drop <= high
    return inside


def right(drops, years):
    return np.where(years < 0.0, 1.0, 1.0 - drops[:, None])


def begins_too_late(drops, years):
    return np.where(years < 4.0, 1.0, 1.0 - drops[:, None])


@pytest.mark.parametrize("dispersion", [1.0, 1.8])
def test_intervals_cover_the_true_drop_as_often_as_they_say(dispersion):
    # A true share of 0.90 is refused with probability 1e-4.
    inside = covered_by_the_posterior(right, dispersion, seed=11)
    assert stats.binomtest(inside, 300, 0.90).pvalue > 1e-4


def test_that_a_wrong_shape_would_be_found():
    inside = covered_by_the_posterior(begins_too_late, 1.8, seed=11)
    assert stats.binomtest(inside, 300, 0.90).pvalue < 1e-4


def test_what_the_data_leave_open(by_key):
    # With the trend before it free, the American depth hardly leaves its prior (0.22 to 0.97).
    united_states = by_key["shock.freeze_depth.us"]
    assert united_states.low < 0.35 and united_states.high > 0.95
    assert "Not identified" in united_states.note
    free = shock_fits.drop_posterior(window_of("Chernobyl", "USSR"), with_trend=True)
    assert free.interval("drop")[1] < 0.0 < free.interval("drop")[2]


def test_estimates_are_whole_and_speak_for_parameters_that_exist(by_key):
    named = set()
    for estimate in by_key.values():
        assert estimate.low <= estimate.value <= estimate.high, estimate.key
        named |= set(estimate.knobs)
    assert named <= set(knobs())
    assert named == {
        "us.freeze_depth",
        "cn.freeze_depth",
        "us.scar",
        "cn.scar",
        "backlash.scar_half_life",
        "backlash.contagion",
    }


def test_prior_of_depth_and_scar_is_what_the_notes_say():
    draws = np.sort(np.random.default_rng(1).random((200_000, 2)), axis=1)
    for column, said in ((1, shocks._PRIOR), (0, shocks._PRIOR_SCAR)):
        median, low, high = np.quantile(draws[:, column], [0.5, 0.05, 0.95])
        assert said == f"{median:.2f} ({low:.2f} to {high:.2f})"


def test_contagion_follows_the_bystanders():
    values = (np.arange(100) + 0.5) / 100
    medians = {
        event: interval_of(values, shock_fits.contagion_weights(event, values))[0]
        for event in EVENT_DATES
    }
    # Starts elsewhere hardly fell after Three Mile Island, and much after Chernobyl.
    assert medians["TMI"] < 0.3 < medians["Chernobyl"]


def test_dispersion_is_held():
    assert dispersion_of(np.array([0.0, 0.0])) == 1.0
    assert dispersion_of(np.array([0.0, 40.0, 0.0])) == 3.0


def test_bad_data_give_a_clear_error():
    with pytest.raises(InputError, match="no such window"):
        window_of("TMI", "Atlantis")
    with pytest.raises(InputError, match="wikipedia"):
        windows("a rumour")
    table = read_table("nuclear_shock_windows")
    gap = table[~((table["bloc"] == "USSR") & (table["year_from_event"] == 2))]
    with pytest.raises(InputError, match="Chernobyl, USSR: years with a gap"):
        windows_of(gap)
    for counts, relative, dispersion, what in (
        ([1.0, np.nan], np.ones((1, 2)), 1.0, "not a number"),
        ([1.0, 2.0], np.ones((2, 1)), 1.0, "shape"),
        ([1.0, 2.0], np.ones((1, 2)), 0.5, "dispersion"),
    ):
        with pytest.raises(InputError, match=what):
            count_posterior({"x": np.zeros(1)}, relative, np.array(counts), dispersion)
