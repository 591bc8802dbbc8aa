"""Windows: shares over time and times until something happens, against plain counting."""

import math
from unittest.mock import ANY

import numpy as np
import pytest

import race_sim
from race_sim.analysis import window
from race_sim.game import GAMES
from race_sim.problems import InputError


@pytest.fixture(scope="module")
def choices():
    return window.choices_of("chernobyl-2028-cn", worlds=150, seed=7)


@pytest.fixture(scope="module")
def paths():
    return race_sim.trajectories("chernobyl-2028-cn", worlds=150, seed=7)


def test_choices_are_those_of_the_paths(choices, paths):
    assert choices.played.sum() == len(paths)
    assert choices.year.tolist() == sorted(paths.year.unique())
    places = paths.world.to_numpy(), paths.step.to_numpy()
    assert choices.played[places].all()
    assert (choices.us_invests[places] == paths.us_invests).all()
    assert (choices.cn_invests[places] == paths.cn_invests).all()
    assert (choices.both_invest[places] == (paths.us_invests & paths.cn_invests)).all()
    assert [GAMES[game].key for game in choices.game[places]] == paths.game.tolist()
    ended = ~choices.played
    for never in (choices.us_invests, choices.both_invest, choices.both_accelerate):
        assert not never[ended].any()
    assert (choices.game[ended] == -1).all()


def test_choices_do_not_depend_on_blocks():
    many = window.choices_of("baseline", worlds=1030, seed=7)
    few = window.choices_of("baseline", worlds=10, seed=7)
    assert (many.us_invests[:10] == few.us_invests).all()
    last = race_sim.trajectories("baseline", worlds=[1029], seed=7)
    assert many.us_invests[1029][: len(last)].tolist() == last.us_invests.tolist()


@pytest.mark.parametrize("year", [2028.25, 2033.0, 2045.75])
def test_share_at(choices, paths, year):
    now = paths[paths.year == year]
    found = window.share_at(choices.both_invest, choices, year)
    assert found.value == pytest.approx((now.us_invests & now.cn_invests).mean())
    assert found.low <= found.value <= found.high


def test_share_is_of_the_worlds_that_still_run(choices):
    everywhere = choices.both_accelerate | choices.us_invests | choices.cn_invests
    assert window.share_at(everywhere, choices, 2045.75).value == 1.0
    assert not choices.played[:, -1].all()


def test_excess_is_over_worlds_that_run_in_both(choices):
    plain = window.choices_of("baseline", worlds=150, seed=7)
    for year in (2027.0, 2028.0):  # before the shock can be answered
        found = window.excess_at(choices.both_invest, choices, plain.both_invest, plain, year)
        assert found.value == 0.0
    found = window.excess_at(choices.both_invest, choices, plain.both_invest, plain, 2040.0)
    step = choices.step_at(2040.0)
    expected = [
        int(choices.both_invest[world, step]) - int(plain.both_invest[world, step])
        for world in range(150)
        if choices.played[world, step] and plain.played[world, step]
    ]
    assert found.value == pytest.approx(np.mean(expected))


def test_years_until_by_a_plain_loop(choices, paths):
    found = window.years_until(choices.both_accelerate, choices, 2028.0)
    expected = []
    for _, path in paths[paths.year > 2028.0].groupby("world"):
        races = path[~path.us_invests & ~path.cn_invests]
        expected.append(races.year.iloc[0] - 2028.0 if len(races) else math.inf)
    assert found.tolist() == expected


def test_years_until_what_never_happens(choices):
    never = np.zeros_like(choices.played)
    years = window.years_until(never, choices, 2028.0)
    assert np.isinf(years).all()
    assert window.median_years(years) == (math.inf, math.inf, math.inf)


def test_median_of_times_without_end():
    years = np.array([1.0] * 60 + [math.inf] * 40)
    median = window.median_years(years)
    assert (median.value, median.low) == (1.0, 1.0)
    half = window.median_years(np.array([1.0, 2.0] * 24 + [math.inf] * 49))
    assert math.isinf(half.high)
    finite = window.median_years(np.arange(1.0, 102.0))
    assert finite.value == 51.0
    assert finite.low < 51.0 < finite.high


def test_most_played(choices, paths):
    assert window.most_played(choices, 2026.0) == ("prisoners_dilemma", (1.0, ANY, 1.0))
    for year in (2028.25, 2036.0):
        counts = paths.game[paths.year == year].value_counts(normalize=True)
        key, found = window.most_played(choices, year)
        assert key == counts.index[0]
        assert found.value == pytest.approx(counts.iloc[0])


def test_no_step_begins_then(choices):
    with pytest.raises(ValueError, match=r"no step begins at 2028\.1"):
        choices.step_at(2028.1)
    assert choices.step_at(2028.0) == 8


def test_bad_arguments():
    with pytest.raises(InputError, match="choices: worlds: 0"):
        window.choices_of("baseline", worlds=0, seed=1)
