"""Pictures of sensitivity: nothing overlaps, and what is drawn is what the table says."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex

from race_sim.parameters import knobs
from race_sim.plots import elementary_effects, index_convergence, sensitivity, style
from race_sim.problems import InputError

# The parameters with the longest names, and a key that is no parameter.
LONGEST = sorted(knobs(), key=lambda key: -len(knobs()[key].meaning))
KEYS = [*LONGEST[:11], "a_key_of_somebody_elses_model"]
TITLE = "A title that is far too long, " + 6 * "and so on and so on "


def indices(count, scale=1.0):
    generator = np.random.default_rng(count)
    total = scale * np.sort(generator.random(count))[::-1]
    first = total * generator.random(count)
    return pd.DataFrame(
        {
            "parameter": KEYS[:count],
            "first": first,
            "first_low": first - 0.1,
            "first_high": first + 0.1,
            "total": total,
            "total_low": total - 0.1 * scale,
            "total_high": total + 0.2 * scale,
            "direction": [1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1, 0][:count],
        }
    )


def effects(count, scale=1.0, together=False):
    generator = np.random.default_rng(count)
    size = scale * np.sort(generator.random(count))[::-1]
    size = np.full(count, 0.5 * scale) if together else size
    return pd.DataFrame(
        {
            "parameter": KEYS[:count],
            "mu_star": size,
            "mu_star_low": size * 0.8,
            "mu_star_high": size * 1.2,
            "sigma": size if together else size * generator.random(count) * 2,
            "direction": [1, -1, 0, 1, -1, 0, 1, -1, 0, 1, -1, 0][:count],
        }
    )


def growing(count, alike=False):
    parts = []
    for blocks in (64, 128, 256, 512):
        part = indices(count)
        part["total"] = 0.3 if alike else part["total"] + 5.0 / blocks
        parts.append(part.assign(blocks=blocks))
    return pd.concat(parts, ignore_index=True)


CASES = {
    "indices": lambda: sensitivity.draw(indices(12), "catastrophe", TITLE),
    "indices, one": lambda: sensitivity.draw(indices(1), "us_welfare", "", 0.9),
    "indices, tiny": lambda: sensitivity.draw(indices(5, 1e-9), "incidents", "A study"),
    "effects": lambda: elementary_effects.draw(effects(12), "catastrophe", TITLE),
    "effects, one": lambda: elementary_effects.draw(effects(1), "us_welfare", ""),
    "effects, large": lambda: elementary_effects.draw(effects(8, 4e5), "us_harm", "A study"),
    "effects, all alike": lambda: elementary_effects.draw(
        effects(10, together=True), "incidents", "A study"
    ),
    "effects, linear": lambda: elementary_effects.draw(
        effects(6).assign(sigma=0.0), "incidents", "A study"
    ),
    "convergence": lambda: index_convergence.draw(growing(12), KEYS[:5], "catastrophe", TITLE),
    "convergence, all alike": lambda: index_convergence.draw(
        growing(8, alike=True), KEYS[:8], "catastrophe", "A study"
    ),
    "convergence, one part": lambda: index_convergence.draw(
        growing(2).query("blocks == 64"), KEYS[:2], "us_welfare", ""
    ),
}


@pytest.fixture(scope="module", params=CASES)
def picture(request):
    return CASES[request.param]()


def overlap(one, other):
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width > 1.0 and height > 1.0


def test_no_text_overlaps_another_or_leaves_the_sheet(picture, drawn_texts):
    texts = drawn_texts(picture.figure)
    room = picture.figure.bbox.padded(1.0)
    assert [
        text
        for text, box in texts
        if box.x0 < room.x0 or box.y0 < room.y0 or box.x1 > room.x1 or box.y1 > room.y1
    ] == []
    assert [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(texts, 2)
        if overlap(first, second)
    ] == []
    assert picture.alt.endswith(".")
    assert picture.title in picture.alt


def test_markers_and_colours_tell_the_direction():
    drawn = sensitivity.draw(indices(3), "catastrophe", "")
    lines = drawn.figure.axes[0].lines
    looks = [(line.get_marker(), to_hex(line.get_markerfacecolor()).upper()) for line in lines]
    for marker, colour in (("^", style.VERMILION), ("v", style.BLUE), ("o", style.BLACK)):
        assert looks.count((marker, colour)) == 1
    assert "more raises it" in drawn.alt
    assert "more lowers it" in drawn.alt


def test_the_highest_come_first_and_the_rest_is_counted():
    table = indices(12).sample(frac=1.0, random_state=1)
    drawn = sensitivity.draw(table, "catastrophe", "")
    assert drawn.table["total"].is_monotonic_decreasing
    highest_left = drawn.table["total"].iloc[sensitivity.MOST_ROWS]
    assert f"2\N{NO-BREAK SPACE}uncertainties with a total index of {highest_left:.2f}" in drawn.alt


def test_shares_are_drawn_in_percentage_points_and_kept_as_they_are():
    table = effects(3)
    drawn = elementary_effects.draw(table, "catastrophe", "")
    ranking = drawn.figure.axes[0]
    points = [line.get_xdata()[0] for line in ranking.lines if len(line.get_xdata()) == 1]
    assert points == pytest.approx((100.0 * table["mu_star"]).tolist())
    assert drawn.table["mu_star"].tolist() == table["mu_star"].tolist()


def test_what_has_no_effect_is_not_ranked():
    table = effects(6)
    table.loc[3:, ["mu_star", "mu_star_low", "mu_star_high", "sigma"]] = 0.0
    drawn = elementary_effects.draw(table, "incidents", "")
    assert len(drawn.figure.axes[0].get_yticks()) == 3
    assert "3\N{NO-BREAK SPACE}other uncertainties" in drawn.alt


@pytest.mark.parametrize(
    "draw",
    [
        lambda frame: sensitivity.draw(frame, "catastrophe", ""),
        lambda frame: elementary_effects.draw(frame, "catastrophe", ""),
        lambda frame: index_convergence.draw(frame, [], "catastrophe", ""),
    ],
)
def test_frames_that_cannot_be_drawn(draw):
    with pytest.raises(InputError, match="no such column"):
        draw(pd.DataFrame({"parameter": ["a"]}))
