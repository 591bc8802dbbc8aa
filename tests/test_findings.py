"""Sentences on tables: their numbers are those of the tables."""

import numpy as np
import pandas as pd
import pytest

from race_sim import findings
from race_sim.outcomes import Estimate

pytestmark = pytest.mark.short


def test_a_share_comes_with_its_wilson_interval():
    worlds = pd.DataFrame({"catastrophe": [True] * 10 + [False] * 90})
    # 10 of 100: 5.5 to 17.4 %, Agresti and Coull, 1998, The American Statistician 52, table 1.
    assert findings.on_endings(worlds) == "10.0 % (5.5 to 17.4) of the worlds end in a catastrophe."


def test_harm_by_median_and_ninth_decile():
    worlds = pd.DataFrame({"us_harm": np.arange(101.0), "cn_harm": np.arange(101.0) * 20})
    assert findings.on_harm(worlds) == (
        "The median harm is 50.0 to the United States (one world in ten: above 90.0) and "
        "1 000 to China (one world in ten: above 1 800), in smallest serious incidents."
    )


def test_when_half_of_the_worlds_have_seen_a_chernobyl_moment():
    years = [2027.0, 2028.25, 2030.75, 2035.0, np.nan]
    text = findings.on_first_chernobyl(pd.DataFrame({"first_chernobyl_year": years}))
    assert text.startswith("80.0 % (") and text.endswith("by the end of 2030.")
    rare = findings.on_first_chernobyl(
        pd.DataFrame({"first_chernobyl_year": [2027.0] + [np.nan] * 9})
    )
    assert rare.endswith("see a Chernobyl moment.")


def test_choices_at_the_start_and_at_the_end():
    paths = pd.DataFrame(
        {
            "year": [2026.0, 2026.0, 2028.0, 2028.0, 2030.75, 2030.75],
            "us_invests": [False, False, True, True, True, False],
            "cn_invests": [False, False, True, True, False, False],
        }
    )
    text = findings.on_choices(paths)
    assert text.startswith("Both accelerate in 100.0 % (34.2 to 100.0) of the worlds at the start")
    assert text.endswith("and in 50.0 % (9.5 to 90.5) at the end.")


def test_games_at_some_dates():
    paths = pd.DataFrame(
        {
            "year": [2026.0] * 4 + [2028.25] * 4,
            "game": ["prisoners_dilemma"] * 4 + ["harmony"] * 3 + ["chicken"],
        }
    )
    assert findings.on_games(paths, [2026.0, 2028.25, 2050.0]) == (
        "The game played most: 2026: a Prisoner's Dilemma in 100 % of the worlds; "
        "2028.25: Harmony in 75 % of the worlds."
    )


def test_both_ends_of_a_curve():
    summary = pd.DataFrame(
        {
            "x": [1.2, 0.0, 0.6, 0.0],
            "outcome": ["catastrophe"] * 3 + ["us_harm"],
            "value": [0.05, 0.01, 0.03, 9.0],
            "low": [0.04, 0.0, 0.02, 8.0],
            "high": [0.06, 0.02, 0.04, 10.0],
        }
    )
    assert findings.on_curve(summary, "x", "catastrophe", "Catastrophe") == (
        "Catastrophe: from 1.0 % (0.0 to 2.0) at 0 to 5.0 % (4.0 to 6.0) at 1.2."
    )


def test_percent():
    assert findings.percent(Estimate(0.0391, 0.031, 0.048)) == "3.9 % (3.1 to 4.8)"
