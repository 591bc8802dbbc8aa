"""Verdicts on effects, and what is judged: the rule, case by case, and its error rate."""

import numpy as np
import pytest

from race_sim.outcomes import Estimate
from race_sim.structure.headlines import BY_KEY, EFFECT, HEADLINES, LEVEL, Measured, Reading
from race_sim.structure.verdict import (
    DOUBLES,
    FLIPS,
    HALVES,
    STANDS,
    VANISHES,
    Form,
    applies,
    effects_judged,
    judged,
    other_most_played,
    other_start,
    verdict_of,
)

NOWHERE = Estimate(2040.0, 2040.0, 2040.0)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((-0.1, -0.12, -0.08), (-0.09, -0.11, -0.07), STANDS),
        ((-0.1, -0.12, -0.08), (0.09, 0.07, 0.11), FLIPS),
        ((0.1, 0.08, 0.12), (-0.01, -0.02, -0.005), FLIPS),
        ((0.1, 0.08, 0.12), (0.01, -0.01, 0.03), VANISHES),
        ((0.1, 0.08, 0.12), (0.0, 0.0, 0.0), VANISHES),
        ((0.1, 0.08, 0.12), (0.05, 0.04, 0.06), HALVES),
        ((-0.1, -0.12, -0.08), (-0.2, -0.22, -0.18), DOUBLES),
        ((0.0, -0.01, 0.01), (0.5, 0.4, 0.6), STANDS),  # nothing to flip
    ],
)
def test_the_rule(before, after, verdict):
    assert verdict_of(Estimate(*before), Estimate(*after)) == verdict


def measured(random, mean, start="prisoners_dilemma", shares=(0.6, 0.4), worlds=500):
    """Made-up worlds in which every headline has this mean."""
    readings = {}
    for headline in HEADLINES:
        first = None if headline.kind == LEVEL else random.normal(0.0, 1.0, worlds)
        own = random.normal(mean, 1.0, worlds)
        readings[headline.key] = Reading(first, own if first is None else first + own)
    time = {
        "harmony": np.clip(random.normal(shares[0], 0.1, worlds), 0, 1),
        "chicken": np.clip(random.normal(shares[1], 0.1, worlds), 0, 1),
    }
    most = max(time, key=lambda game: time[game].mean())
    return Measured(readings, start, most, time, NOWHERE)


def form(found, sets=()):
    return Form("other", "another form", "group", sets, found)


def test_seldom_a_false_flip_where_effects_are_nothing():
    """Where all effects are nil, one flip in twenty tables at most: here of 40, none or few."""
    random = np.random.default_rng(8)
    effects = sum(headline.kind == EFFECT for headline in HEADLINES)
    strong = measured(random, 1.0)
    tables_with_a_flip = 0
    for _ in range(40):
        rows = judged(strong, form(measured(random, 0.0)), effects)
        verdicts = {row.verdict for row in rows if row.headline.kind == EFFECT}
        assert verdicts <= {VANISHES, FLIPS, HALVES}
        tables_with_a_flip += bool(verdicts & {FLIPS, HALVES})
    assert tables_with_a_flip <= 8  # 2 expected at most; more than 8 has a chance below 1e-3


def test_a_flip_is_found():
    random = np.random.default_rng(9)
    rows = judged(measured(random, 0.5), form(measured(random, -0.5)), together=500)
    assert {row.verdict for row in rows} == {FLIPS, ""}
    assert all(row.change.high < 0.0 for row in rows)


def test_unpaired_changes_are_wider_where_worlds_are_alike():
    random = np.random.default_rng(10)
    first = measured(random, 0.5)
    shifted = {
        key: Reading(reading.first, reading.second + 0.1) for key, reading in first.readings.items()
    }
    other = form(first._replace(readings=shifted))
    paired, apart = judged(first, other, 9), judged(first, other, 9, paired=False)
    for one, two in zip(paired, apart, strict=True):
        assert one.change.value == pytest.approx(0.1) == two.change.value
        assert two.change.high - two.change.low > 10.0 * (one.change.high - one.change.low)


def test_an_effect_is_not_judged_where_the_form_sets_what_it_turns():
    rivalry = BY_KEY["rivalry"]
    assert not applies(rivalry, ["payoffs.rivalry"])
    assert applies(rivalry, ["payoffs.horizon"])
    # A policy for both chairs is overruled by the constant policies of these effects.
    assert applies(BY_KEY["us_safe"], ["us.policy", "cn.policy"])
    assert applies(BY_KEY["treaty"], ["export_control.level"])
    random = np.random.default_rng(11)
    found = measured(random, 0.5)
    rows = judged(found, form(found, ["payoffs.rivalry"]), 9)
    assert "rivalry" not in [row.headline.key for row in rows]
    effects = sum(headline.kind == EFFECT for headline in HEADLINES)
    assert effects_judged([form(found), form(found, ["payoffs.rivalry"])]) == 2 * effects - 1


def test_games_that_are_others():
    random = np.random.default_rng(12)
    first = measured(random, 0.5)
    same = form(measured(random, 0.5))
    assert not other_start(first, same) and not other_most_played(first, same)
    other = form(measured(random, 0.5, start="harmony", shares=(0.4, 0.6)))
    assert other_start(first, other) and other_most_played(first, other)
    hardly = measured(random, 0.5, shares=(0.5, 0.5))
    time = {"harmony": np.array([0.5, 0.5, 0.4]), "chicken": np.array([0.4, 0.5, 0.6])}
    hardly = form(hardly._replace(game_time=time, most_played="chicken"))
    assert not other_most_played(first, hardly)
