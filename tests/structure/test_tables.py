"""Tables and sentences: numbers as they were measured, and nothing said that is not in them."""

import re

import numpy as np
import pytest

from race_sim.outcomes import Estimate
from race_sim.structure import tables
from race_sim.structure.alternatives import ALTERNATIVES
from race_sim.structure.frame import frame_of
from race_sim.structure.headlines import EFFECT, HEADLINES, LEVEL
from race_sim.structure.verdict import STANDS, effects_judged


def rows_of(text):
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|") and "---" not in line
    ]


@pytest.mark.parametrize(
    ("estimate", "plus", "text"),
    [
        ((0.0374, 0.0371, 0.0377), False, "3.74 ± 0.03"),
        ((-0.11, -0.12, -0.10), False, "−11.0 ± 1.0"),
        ((0.002, 0.001, 0.003), True, "+0.2 ± 0.1"),
        ((0.0, 0.0, 0.0), True, "0.00"),
        ((-0.00001, -0.001, 0.001), True, "0.0 ± 0.1"),
    ],
)
def test_a_cell(estimate, plus, text):
    assert tables.cell(Estimate(*estimate), plus) == text


def test_a_year_that_may_never_come():
    assert tables.year(Estimate(2035.375, 2035.0, 2036.0)) == "2035.4"
    assert tables.year(Estimate(np.inf, 2040.0, np.inf)) == "none by the end"


def test_the_baseline_has_every_headline(results):
    head, *rows = rows_of(tables.baseline_table(results.baseline))
    assert [row[0] for row in rows[:-3]] == [headline.title for headline in HEADLINES]
    assert {len(row) for row in rows} == {len(head)}
    value = results.baseline.readings["treaty"].estimate().value
    assert rows[3][2].startswith(f"{100 * value:.1f} ±")


@pytest.mark.parametrize("name", ["alternatives", "ablations"])
def test_a_form_a_row(results, name):
    forms = getattr(results, name)
    for kind, table in (
        (LEVEL, tables.levels_table(results, forms, "form")),
        (EFFECT, tables.effects_table(results, forms, "form")),
    ):
        head, baseline, *rows = rows_of(table)
        headlines = [headline for headline in HEADLINES if headline.kind == kind]
        assert head[1 : 1 + len(headlines)] == [headline.short for headline in headlines]
        assert baseline[0] == "baseline"
        assert [row[0] for row in rows] == [form.title for form in forms]
        assert {len(row) for row in (baseline, *rows)} == {len(head)}


def test_what_a_form_sets_is_not_judged(results):
    head, _, *rows = rows_of(tables.effects_table(results, results.ablations, "without"))
    row = next(row for row in rows if row[0] == "rivalry")
    assert row[head.index("rivalry")] == "-"


def test_what_does_not_stand_is_listed(results):
    """With a hazard that does not grow, safety is worth nothing: the effect vanishes."""
    text = tables.flips(results, results.ablations, "without")
    total = effects_judged(results.ablations)
    assert f"of {total}, 0 flip" in text
    frame = frame_of(results, results.ablations)
    judged = frame[(frame["kind"] == EFFECT) & (frame["verdict"] != STANDS)]
    assert len(rows_of(text)) == 1 + len(judged) > 1
    both = next(headline.title for headline in HEADLINES if headline.key == "both_safe")
    assert any(row[:2] == ["vanishes", both] for row in rows_of(text))
    assert "Harmony without *rivalry*" in text


def test_effects_that_cannot_change_are_counted_apart(results):
    """Of policies that never look at payoffs, a horizon changes nothing; talent leaves them all."""
    horizons = results.alternatives
    assert tables.untouched(results, horizons) == 3 * len(horizons)
    assert f"In {3 * len(horizons)} of them the form changes no world" in tables.flips(
        results, horizons
    )
    talent = [form for form in results.ablations if form.key == "talent"]
    assert tables.untouched(results, talent) == 0


def test_nothing_is_listed_where_everything_stands(results):
    text = tables.flips(results, [])
    assert "of 0, 0 flip, 0 vanish, 0 halve, 0 double" in text
    assert rows_of(text) == []


def test_every_alternative_gives_its_reason():
    _, *rows = rows_of(tables.reasons_table())
    assert len(rows) == len(ALTERNATIVES)
    assert all(all(row) for row in rows)


def test_ablations_say_how_they_are_made(results):
    levels, effects = tables.mechanisms_table(results).split("\n\n")
    _, baseline, *rows = rows_of(levels)
    assert baseline[0] == "nothing"
    assert effects == tables.effects_table(results, results.ablations, "switched off")
    assert [row[2] for row in rows] == [
        "payoffs.rivalry 0",
        "incidents.gap_elasticity 0",
        "talent.outflow 0",
    ]
    assert rows[0][-2] == "**Harmony**"  # no longer the baseline's game


def test_steps_are_told_as_they_are_counted(results):
    table = tables.steps_table(results)
    head, *rows = rows_of(table)
    assert head[1:] == ["1/4 year", "1/8 year", "1/12 year", "1/16 year"]
    assert len(rows) == len(HEADLINES) + 3
    sentence = tables.steps_sentence(results)
    told = re.search(r"taken together \(Holm, 5 %\), (\d+) move", sentence)
    assert told is not None
    assert int(told.group(1)) == table.count("**moves**")
    moments = tables.moments_table(results)
    assert len(rows_of(moments)) == 1 + 2
    assert f"taken together, {moments.count('**moves**')} move" in tables.moments_sentence(results)


def test_the_frame_holds_what_the_tables_show(results):
    frame = frame_of(results, results.alternatives)
    assert len(frame) == len(results.alternatives) * len(HEADLINES)
    assert (frame["low"] <= frame["value"]).all() and (frame["value"] <= frame["high"]).all()
    np.testing.assert_allclose(frame["value"] - frame["baseline"], frame["change"], atol=1e-12)
