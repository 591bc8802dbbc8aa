"""Pictures of arms: legible, complete, and each mark where its number is."""

import re

import numpy as np
import pytest

from race_sim.analysis import measures
from race_sim.analysis.arm_results import Results
from race_sim.analysis.arms import Arm
from race_sim.plots import arm_lines, style
from race_sim.plots import arms as rows
from race_sim.problems import InputError

MEASURES = (measures.RISK, measures.TREATY, measures.LEAD, measures.MOMENTS)
LONG = "a shock in the United States, with a treaty that is ready to be signed"


def made_up(scale=1.0, levels=()) -> Results:
    """Results of arms that were never played."""
    luck = np.random.default_rng(2)
    chosen = []
    for group in ("With contagion", "Without"):
        for at in levels or (0.0, 1.0):
            against = "" if at == 0.0 else f"{group} 0"
            key = f"{group} {at:g}"
            label = "no shock" if at == 0.0 else LONG
            chosen.append(Arm(key, label, group=group, at=at, against=against))
    values = {
        arm.key: {
            "catastrophe_risk": luck.uniform(0.0, 0.1, 50),
            "binding_treaty_year": (luck.uniform(size=50) < 0.3 + 0.3 * arm.at).astype(float),
            "lead": scale * (luck.normal(size=50) - 3.0 * arm.at),
            "chernobyl_moments": luck.poisson(2.0, 50).astype(float),
        }
        for arm in chosen
    }
    return Results(tuple(chosen), MEASURES, values, 50, 1)


@pytest.mark.parametrize("scale", [0.01, 1000.0])
def test_every_text_of_the_rows_can_be_read(scale, illegible):
    found = made_up(scale)
    picture = rows.draw(found, "made_up", "What it does", "Arms that were never played", "A note")
    assert illegible(picture.figure) == []
    assert picture.figure.get_size_inches()[0] <= 10.0
    assert picture.table is found.table


def test_rows_hold_the_numbers():
    found = made_up()
    picture = rows.draw(found, "made_up", "What it does", "Never played")
    panels = picture.figure.axes
    assert [axes.get_title(loc="left") for axes in panels] == [one.title for one in MEASURES]
    names = [" ".join(label.get_text().split()) for label in panels[0].get_yticklabels()]
    assert names == ["With contagion", "no shock", LONG, "Without", "no shock", LONG]
    change = found.change("Without 1", "lead")
    texts = [text.get_text() for text in panels[2].texts]
    assert any(text.startswith(f"{change.value:+.1f}".replace("-", "−")) for text in texts)
    marks = {
        round(y): x
        for points, _, _ in panels[0].containers
        for x, y in zip(points.get_xdata(), points.get_ydata(), strict=True)
    }
    expected = [100.0 * found.value(arm.key, "catastrophe_risk").value for arm in found.arms]
    assert [marks[place] for place in (-1, -2, -4, -5)] == pytest.approx(expected)
    assert picture.alt.count(LONG) == 2
    assert re.search(r"Without, no shock: Catastrophe \d", picture.alt)


def test_a_change_that_rounds_to_zero_has_no_minus():
    change = rows.Estimate(-0.004, -1.004, 0.996)
    assert rows._beside(change) == "+0 ±1"


def test_a_single_reference_and_an_arm_that_no_world_counts_in():
    found = made_up()
    lone = found.only(arms=["Without 0", "Without 1"])
    lone.values["Without 1"]["lead"][:] = np.nan
    picture = rows.draw(lone, "made_up", "What it does", "Never played")
    assert [len(axes.containers) for axes in picture.figure.axes] == [2, 2, 1, 2]


def test_bold_where_the_interval_leaves_out_zero():
    picture = rows.draw(made_up(), "made_up", "What it does", "Never played")
    weights = {
        text.get_text(): text.get_fontweight()
        for axes in picture.figure.axes
        for text in axes.texts
        if "±" in text.get_text()
    }
    for said, weight in weights.items():
        value, reach = (float(part.replace("−", "-")) for part in said.split(" ±"))
        if abs(abs(value) - reach) > 0.1 * reach:
            assert (weight == "bold") == (abs(value) > reach)


@pytest.mark.parametrize("changes", [False, True])
def test_every_text_of_the_lines_can_be_read(changes, illegible):
    found = made_up(levels=(0.0, 0.25, 0.5, 1.0))
    picture = arm_lines.draw(
        found, "made_up", "What it does", "Never played", "level", "A note", changes
    )
    assert illegible(picture.figure) == []
    assert "With contagion, US lead in the end: " in picture.alt


def test_lines_hold_the_numbers():
    found = made_up(levels=(0.5, 0.0, 1.0))
    picture = arm_lines.draw(found, "made_up", "What it does", "Never played", "level")
    axes = next(one for one in picture.figure.axes if one.get_title(loc="left") == "Catastrophe")
    line = axes.lines[0]
    assert line.get_xdata().tolist() == [0.0, 0.5, 1.0]
    expected = [
        100.0 * found.value(f"With contagion {at:g}", "catastrophe_risk").value
        for at in (0.0, 0.5, 1.0)
    ]
    assert line.get_ydata().tolist() == pytest.approx(expected)


def test_a_line_about_a_side_looks_like_it():
    found = made_up(levels=(0.0, 1.0))
    sides = {"Without": "cn"}
    picture = arm_lines.draw(found, "made_up", "What", "Never", "level", sides=sides)
    axes = next(one for one in picture.figure.axes if one.get_title(loc="left") == "Catastrophe")
    assert [line.get_color() for line in axes.lines] == [style.BLACK, style.SIDE_COLOURS["cn"]]


def test_too_much_for_one_sheet():
    found = made_up()
    five = Results(found.arms, (*MEASURES, measures.AGREEMENT), found.values, 50, 1)
    with pytest.raises(InputError, match="measures: 5; allowed: at most 4"):
        rows.draw(five, "made_up", "What it does", "Never played")
    unplaced = Results((Arm("only", "only"),), MEASURES, {}, 50, 1)
    with pytest.raises(InputError, match=r"arms.only.at: missing"):
        arm_lines.draw(unplaced, "made_up", "What it does", "Never played", "level")
