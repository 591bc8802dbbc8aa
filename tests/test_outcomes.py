"""What worlds come to: typed columns, and estimates with their Monte-Carlo error.

Coverage is tested by simulation with fixed seeds: the bounds allow `BAND` standard errors, which
a sound interval leaves once in 1.7 million tests.
"""

import math

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import race_sim
from race_sim.game import GAMES
from race_sim.ledger import ENDINGS, GameTime, Outcome
from race_sim.outcomes import (
    COLUMNS,
    GAME_COLUMNS,
    HEADLINES,
    OUTCOMES,
    Estimate,
    ending_shares,
    estimate,
    history_frame,
    mean,
    outcome_frame,
    quantile,
    share,
    summarise,
)
from race_sim.record import Row

pytestmark = pytest.mark.short

BAND = 5.0


@pytest.fixture(scope="module")
def worlds():
    return race_sim.simulate("finish-line", worlds=600, seed=1)


# Newcombe, R. G., 1998, Statistics in Medicine 17, 857-872, table I, method 3 (Wilson score).
@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_interval_is_the_published_one(successes, trials, low, high):
    found = share(successes, trials)
    assert found.value == successes / trials
    assert found.low == pytest.approx(low, abs=6e-5)
    assert found.high == pytest.approx(high, abs=6e-5)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.99])
@pytest.mark.parametrize(
    ("successes", "trials"), [(0, 1), (1, 1), (3, 10), (500, 1000), (2, 10**6)]
)
def test_wilson_interval_solves_its_equation(successes, trials, confidence):
    # Its ends are the shares p from which the sample lies z standard errors away.
    found = share(successes, trials, confidence)
    z = scipy.stats.norm.ppf(0.5 + confidence / 2)
    for end in (found.low, found.high):
        distance = (successes / trials - end) ** 2
        assert distance == pytest.approx(z * z * end * (1 - end) / trials, abs=1e-12, rel=1e-6)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0


def test_no_trials_no_share():
    assert all(math.isnan(part) for part in share(0, 0))


def covered(estimates, truth):
    """Share of intervals that hold the truth, and its standard error at a coverage of 95 %."""
    inside = [found.low <= truth <= found.high for found in estimates]
    return np.mean(inside), math.sqrt(0.95 * 0.05 / len(inside))


@pytest.mark.parametrize("truth", [0.02, 0.3, 0.9])
def test_coverage_of_shares(truth):
    # Exact: the chance that the interval holds the truth, summed over all samples of 500. A
    # discrete sample cannot give 95 % throughout; the Wilson interval stays near it.
    trials = 500
    chance = scipy.stats.binom.pmf(np.arange(trials + 1), trials, truth)
    held = [
        probability
        for count, probability in enumerate(chance)
        if probability > 1e-12 and share(count, trials).low <= truth <= share(count, trials).high
    ]
    assert 0.93 < sum(held) < 0.97


def test_coverage_of_means():
    generator = np.random.default_rng(1)
    samples = generator.exponential(2.0, size=(1500, 400))
    found, error = covered([mean(sample) for sample in samples], 2.0)
    # Edgeworth: with skewness 2 and 400 values the normal interval misses 0.2 % more.
    assert 0.948 - BAND * error < found < 0.95 + BAND * error


@pytest.mark.parametrize("probability", [0.05, 0.5, 0.9])
def test_coverage_of_quantiles(probability):
    generator = np.random.default_rng(2)
    samples = generator.exponential(1.0, size=(1500, 201))
    truth = -math.log(1.0 - probability)
    found, error = covered([quantile(sample, probability) for sample in samples], truth)
    # From order statistics: at least 95 %, and with 201 values at most 1.7 % more.
    assert 0.95 - BAND * error < found < 0.967 + BAND * error


def test_coverage_of_quantiles_of_lumpy_values():
    # Ties can only make the interval hold the truth more often.
    generator = np.random.default_rng(3)
    samples = generator.poisson(1.0, size=(1000, 101)).astype(float)
    found, error = covered([quantile(sample, 0.5) for sample in samples], 1.0)
    assert found > 0.95 - BAND * error


@pytest.mark.parametrize("probability", [0.1, 0.5, 0.75])
@pytest.mark.parametrize("count", [12, 40, 101])
def test_quantile_interval_has_its_confidence_and_no_more_than_needed(count, probability):
    ordered = np.arange(count, dtype=float)
    found = quantile(ordered, probability)
    below = -1 if math.isinf(found.low) else int(found.low)
    above = count if math.isinf(found.high) else int(found.high)
    # The quantile lies below the value of rank r with the chance that r or more are above it.
    law = scipy.stats.binom(count, probability)
    assert law.cdf(below) <= 0.025  # too low: at most `below` values lie under the quantile
    assert law.sf(above) <= 0.025  # too high: more than `above` values do
    assert law.cdf(below + 1) > 0.025 or below + 1 >= above
    assert law.sf(above - 1) > 0.025 or above - 1 <= below


def test_quantile_of_a_sample_that_is_too_small():
    found = quantile(np.array([3.0, 1.0, 2.0]), 0.5)
    assert found == Estimate(2.0, -math.inf, math.inf)


def test_nan_is_left_out():
    values = np.array([1.0, np.nan, 3.0, 5.0, np.nan])
    assert mean(values) == mean(values[~np.isnan(values)])
    assert mean(values).value == 3.0
    assert quantile(values, 0.5).value == 3.0
    assert all(math.isnan(part) for part in mean(np.array([np.nan])))
    assert all(math.isnan(part) for part in quantile(np.array([]), 0.5))


def test_mean_against_the_textbook():
    # Sample of 4: mean 5, standard deviation 2.5819889 (n - 1), z 1.9599640.
    found = mean(np.array([2.0, 4.0, 6.0, 8.0]))
    assert found.value == 5.0
    assert found.high - found.value == pytest.approx(1.959964 * 2.5819889 / 2, rel=1e-6)
    assert found.value - found.low == pytest.approx(found.high - found.value)
    single = mean(np.array([7.0]))
    assert single.value == 7.0 and math.isnan(single.low) and math.isnan(single.high)
    assert mean(np.full(9, 0.25)) == Estimate(0.25, 0.25, 0.25)


def test_text_of_an_estimate():
    assert Estimate(0.0391, 0.0361, 0.0424).text() == "0.039 (0.036 to 0.042)"
    assert Estimate(12.0, 11.25, 12.75).text(1) == "12.0 (11.2 to 12.8)"


def test_estimate_by_kind(worlds):
    count = len(worlds)
    assert estimate(worlds, "lost_at_finish") == share(int(worlds.lost_at_finish.sum()), count)
    some = worlds.first_chernobyl_year.notna().sum()
    assert 0 < some < count
    assert estimate(worlds, "first_chernobyl_year") == share(int(some), count)
    assert estimate(worlds, "us_harm") == mean(worlds.us_harm.to_numpy())
    assert estimate(worlds, "incidents").value == pytest.approx(worlds.incidents.mean())
    wide, narrow = (estimate(worlds, "us_welfare", level) for level in (0.99, 0.5))
    assert wide.low < narrow.low < narrow.high < wide.high


@pytest.mark.parametrize("name", ["ending", "winner", "leader", "catastrophe_host"])
def test_a_name_has_no_estimate(worlds, name):
    with pytest.raises(KeyError, match="is a name"):
        estimate(worlds, name)


def test_an_unknown_outcome_has_none(worlds):
    with pytest.raises(KeyError, match="catastrofe"):
        estimate(worlds, "catastrofe")


def test_summary(worlds):
    table = summarise(worlds)
    assert table.index.tolist() == [name for name, _ in HEADLINES]
    assert table.index.name == "outcome"
    assert table.columns.tolist() == ["value", "low", "high", "worlds"]
    assert (table.worlds == 600).all()
    for name in table.index:
        assert tuple(table.loc[name, ["value", "low", "high"]]) == estimate(worlds, name)
    every = tuple(column.name for column in OUTCOMES if column.kind != "name")
    full = summarise(worlds, every)
    assert len(full) == len(every)
    assert ((full.low <= full.value) & (full.value <= full.high)).all()


def test_ending_shares(worlds):
    table = ending_shares(worlds)
    assert table.index.tolist() == list(ENDINGS)
    assert table.value.sum() == pytest.approx(1.0)
    assert table.worlds.sum() == 600
    assert table.worlds["transition"] == (worlds.ending == "transition").sum() > 0
    assert table.worlds["catastrophe"] == worlds.catastrophe.sum() > 0
    for row in table.itertuples():
        assert (row.value, row.low, row.high) == share(row.worlds, 600)


def test_an_ending_that_did_not_happen_has_a_row():
    table = ending_shares(race_sim.simulate("baseline", worlds=50, seed=1))
    assert table.loc["transition", "value"] == 0.0 < table.loc["transition", "high"]


def test_columns_are_typed(worlds):
    for column in OUTCOMES:
        values = worlds[column.name]
        if column.kind == "name":
            assert values.cat.categories.tolist() == list(column.names)
            assert values.notna().all()
        elif column.kind == "yes or no":
            assert values.dtype == bool
        elif column.kind == "count":
            assert values.dtype == np.int32
            assert (values >= 0).all()
        else:
            assert values.dtype == np.float64
    years = [column.name for column in OUTCOMES if column.kind == "year"]
    known = worlds[years].stack().dropna()
    assert len(known) > 600
    assert known.between(2026.0, 2046.0).all()
    shares = [column.name for column in OUTCOMES if column.unit == "share"]
    assert len(shares) == 3 + len(GAMES)
    assert worlds[shares].stack().between(0.0, 1.0).all()
    numbers = [column.name for column in OUTCOMES if column.kind == "number"]
    assert np.isfinite(worlds[numbers].to_numpy()).all()


def test_columns_fit_the_ledger_and_have_meanings():
    assert [column.name for column in OUTCOMES] == [*Outcome._fields, *GAME_COLUMNS]
    assert list(GAME_COLUMNS) == [f"time_in_{game.key}" for game in GAMES]
    assert [game.key for game in GAMES] == list(GameTime._fields)
    assert list(COLUMNS) == [column.name for column in OUTCOMES]
    assert all(column.meaning for column in OUTCOMES)
    assert len({column.meaning for column in OUTCOMES}) == len(OUTCOMES)
    assert all(name in COLUMNS for name, _ in HEADLINES)


def test_outcomes_hang_together(worlds):
    assert (worlds.ending == "catastrophe").equals(worlds.catastrophe)
    assert (worlds.catastrophe_host == "nobody").equals(~worlds.catastrophe)
    assert (worlds.incidents == worlds.us_incidents + worlds.cn_incidents).all()
    assert (worlds.chernobyl_moments <= worlds.incidents).all()
    first = worlds[["us_first_chernobyl_year", "cn_first_chernobyl_year"]].min(axis=1)
    assert first.equals(worlds.first_chernobyl_year)
    assert (worlds.first_incident_year.isna() == (worlds.incidents == 0)).all()
    assert (worlds.first_chernobyl_year.isna() == (worlds.chernobyl_moments == 0)).all()
    assert (worlds.lead == worlds.us_capability - worlds.cn_capability).all()
    assert ((worlds.leader == "us") == (worlds.lead > 0)).all()
    assert worlds[list(GAME_COLUMNS)].sum(axis=1).to_numpy() == pytest.approx(np.ones(600))
    assert (worlds.both_accelerating <= worlds.us_accelerating).all()
    crossed = worlds.winner != "nobody"
    assert (worlds.ending == "transition").equals(crossed & ~worlds.catastrophe)
    assert not (worlds.lost_at_finish & (worlds.winner == "nobody")).any()


def test_frames_from_tables():
    table = np.zeros((2, len(OUTCOMES)))
    table[:, [column.kind == "year" for column in OUTCOMES]] = np.nan
    table[1, 0] = 2.0
    frame = outcome_frame(np.array([4, 9]), table)
    assert frame.world.tolist() == [4, 9]
    assert frame.ending.tolist() == ["horizon", "transition"]
    assert frame.end_year.isna().all()

    rows = np.zeros((2, 3, len(Row._fields)))
    rows[0, 2:] = np.nan  # the first world ends after two steps
    rows[:, :, 0] += [2026.0, 2026.25, 2026.5]
    rows[1, 1, Row._fields.index("game")] = 6.0
    history = history_frame(np.array([4, 9]), rows)
    assert history.world.tolist() == [4, 4, 9, 9, 9]
    assert history.step.tolist() == [0, 1, 0, 1, 2]
    assert history.game.tolist()[3] == "harmony"
    assert isinstance(history.treaty.dtype, pd.CategoricalDtype)
    assert history.us_invests.dtype == history.catastrophe.dtype == bool
    assert history.cn_incidents.dtype == np.int32
