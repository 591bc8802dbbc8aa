"""Pictures of a study's analyses: boxes, scores, regret, value of information, differences."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest

from race_sim.plots import boxes, differences, feature_scores, information_value, regret, style
from race_sim.problems import InputError

TITLE = "Drivers of the race"
LONG = "A title that is far too long, with a word of " + 90 * "x" + ", " + 4 * "and so on "
KEYS = [
    "incidents.base_rate",
    "exchange.openness",
    "export_control.chip_dependency",
    "us.policy",
    "incidents.misaligned_system.weight",
    "progress.safety_productivity",
    "alarm.prior",
    "unknown.parameter",
]
NAN = math.nan


def scores(count=8, scale=1.0):
    value = scale * np.linspace(0.5, 0.01, count)
    return pd.DataFrame(
        {
            "parameter": (3 * KEYS)[:count],
            "score": value,
            "low": 0.9 * value,
            "high": 1.1 * value,
            "value": value,
            "upper": 1.2 * value,
        }
    )


def information(count=8, scale=1.0):
    found = scores(count, scale)
    found.loc[0, "parameter"] = "everything"
    found.loc[count - 1, ["value", "low", "high"]] = [-0.01, -0.05, NAN]
    return found


def settings(count):
    return [
        f"us.policy = always-accelerate, exchange.openness = {number / count:.3g}"
        for number in range(count)
    ]


def changes(count=6):
    value = np.linspace(-0.2, 0.3, count)
    ratio = np.resize([1.3, 12.0, math.inf, 2500.0, NAN, 0.04], count)
    return pd.DataFrame(
        {
            "setting": settings(count),
            "value": value,
            "low": value - 0.05,
            "high": value + 0.04,
            "variance_ratio": ratio,
        }
    )


def regrets(choices=5, points=40, scale=1.0):
    generator = np.random.default_rng(1)
    table = scale * generator.exponential(np.arange(1, choices + 1)[:, None], (choices, points))
    long = pd.DataFrame(
        {"lever_point": np.repeat(np.arange(choices), points), "regret": table.ravel()}
    )
    measures = pd.DataFrame(
        {
            "lever_point": np.arange(choices),
            "lever": settings(choices),
            "mean": table.mean(axis=1),
            "low": 0.9 * table.mean(axis=1),
            "high": 1.1 * table.mean(axis=1),
            "maximum": table.max(axis=1),
            "best_share": np.linspace(1.0, 0.0, choices),
        }
    )
    return long, measures


def limits(rows=4):
    found = pd.DataFrame(
        [
            ("incidents.gap_elasticity", 0.25, NAN, 1e-9, NAN, 0.05, 0.5, "", ""),
            ("exchange.openness", 0.1, 0.12, 0.02, 0.0123, 0.0, 0.6, "", ""),
            ("us.policy", NAN, NAN, 0.04, NAN, NAN, NAN, "always-safe, calculating", POLICIES),
            ("alarm.prior", NAN, 0.98, NAN, 0.03, 0.0, 1.0, "", ""),
        ],
        columns=boxes._LIMITS,
    )
    return found.head(rows)


POLICIES = "always-accelerate, always-safe, calculating, logit-response"
PATH = pd.DataFrame(
    {
        "coverage": [1.0, 0.99, 0.9, 0.6, 0.5],
        "density": [0.1, 0.2, 0.5, 0.8, 0.95],
        "restricted": [0, 1, 1, 2, 2],
    }
)
CASES = "the share of worlds in which the race ends in a catastrophe is above 30 %"

PICTURES = {
    "scores": lambda: feature_scores.draw(scores(), 0.93, "catastrophe", TITLE),
    "scores, one": lambda: feature_scores.draw(scores(1), -0.2, "us_welfare", LONG),
    "scores, many": lambda: feature_scores.draw(scores(24), 0.5, "incidents", TITLE, 0.9),
    "information": lambda: information_value.draw(information(), "catastrophe", TITLE),
    "information, two": lambda: information_value.draw(information(2, 0.0), "us_welfare", LONG),
    "information, small": lambda: information_value.draw(
        information(5, 1e-7), "catastrophe", TITLE
    ),
    "differences": lambda: differences.draw(changes(), settings(1)[0], "catastrophe", TITLE),
    "differences, one": lambda: differences.draw(
        changes(1), "as the scenario has it", "lead", LONG
    ),
    "differences, many": lambda: differences.draw(changes(30), settings(1)[0], "incidents", TITLE),
    "regret": lambda: regret.draw(*regrets(), "catastrophe", TITLE),
    "regret, many": lambda: regret.draw(*regrets(20, 200), "us_welfare", LONG),
    "regret, none": lambda: regret.draw(*regrets(2, 3, 0.0), "catastrophe", TITLE),
    "boxes": lambda: boxes.draw(limits(), PATH, 0.9, 0.5, 0.1, CASES, TITLE),
    "boxes, one": lambda: boxes.draw(limits(1), PATH, 0.9, 0.5, 0.1, CASES, LONG),
}


@pytest.fixture(scope="module", params=PICTURES)
def picture(request):
    return PICTURES[request.param]()


def _overlap(one, other):
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width > 1.0 and height > 1.0


def test_no_text_overlaps_another_or_leaves_the_sheet(picture, drawn_texts):
    places = [axes.get_position().bounds for axes in picture.figure.axes]
    with style.drawing():
        texts = drawn_texts(picture.figure)
    assert [axes.get_position().bounds for axes in picture.figure.axes] == places
    room = picture.figure.bbox.padded(1.0)
    outside = [
        text
        for text, box in texts
        if box.x0 < room.x0 or box.y0 < room.y0 or box.x1 > room.x1 or box.y1 > room.y1
    ]
    assert outside == []
    overlapping = [
        (one, other)
        for (one, one_box), (other, other_box) in itertools.combinations(texts, 2)
        if _overlap(one_box, other_box)
    ]
    assert overlapping == []


def test_every_picture_is_described(picture):
    assert picture.alt.endswith(".")
    assert picture.title in picture.alt
    assert any(letter.isdigit() for letter in picture.alt)
    assert "nan" not in picture.alt


@pytest.mark.parametrize("name", ["regret", "boxes"])
def test_the_same_numbers_give_the_same_picture(name):
    assert PICTURES[name]().png() == PICTURES[name]().png()


def test_tables_are_kept_whole_where_not_all_is_drawn():
    assert len(PICTURES["differences, many"]().table) == 30
    assert len(PICTURES["scores, many"]().table) == 24
    drawn = PICTURES["regret, many"]()
    assert drawn.table["lever_point"].nunique() == 20
    assert "5\N{NO-BREAK SPACE}choices with larger means" in drawn.figure.texts[-1].get_text()


def test_the_largest_differences_are_those_drawn():
    drawn = PICTURES["differences, many"]()
    axes = drawn.figure.axes[0]
    labels = [text.get_text().replace("\n", " ") for text in axes.get_yticklabels()]
    assert len(labels) == differences.MOST_ROWS
    found = changes(30)
    largest = found["value"].abs().nlargest(differences.MOST_ROWS).index
    wanted = found.loc[largest].sort_values("value", ascending=False)["setting"]
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in labels] == wanted.tolist()


def test_dots_are_where_the_numbers_are():
    axes = PICTURES["information"]().figure.axes[0]
    drawn = {line.get_marker(): [] for line in axes.lines}
    for line in axes.lines:
        drawn[line.get_marker()].extend(np.atleast_1d(line.get_xdata()).tolist())
    table = information()
    assert drawn["o"] == pytest.approx((100.0 * table["value"]).tolist())
    assert drawn["D"] == pytest.approx((100.0 * table["upper"]).tolist())


def test_bars_of_a_box_cover_its_part_of_the_range():
    axes = PICTURES["boxes"]().figure.axes[0]
    bars = {}
    for bar in axes.patches:
        if bar.get_facecolor()[:3] == pytest.approx((0.0, 0x72 / 255, 0xB2 / 255), abs=1e-6):
            place = round(-(bar.get_y() + bar.get_height() / 2))
            bars.setdefault(place, []).append((bar.get_x(), bar.get_x() + bar.get_width()))
    assert bars[0] == [pytest.approx(((0.25 - 0.05) / 0.45, 1.0))]
    assert bars[1] == [pytest.approx((1 / 6, 0.2))]
    assert bars[2] == [pytest.approx((0.25, 0.5)), pytest.approx((0.5, 0.75))]
    assert bars[3] == [pytest.approx((0.0, 0.98))]


@pytest.mark.parametrize(
    "draw",
    [
        lambda frame: feature_scores.draw(frame, 0.5, "catastrophe", TITLE),
        lambda frame: information_value.draw(frame, "catastrophe", TITLE),
        lambda frame: differences.draw(frame, "base", "catastrophe", TITLE),
        lambda frame: regret.draw(frame, frame, "catastrophe", TITLE),
        lambda frame: boxes.draw(frame, PATH, 1.0, 1.0, 0.5, CASES, TITLE),
    ],
)
def test_frames_without_their_columns_or_rows_are_refused(draw):
    with pytest.raises(InputError, match="no such column"):
        draw(pd.DataFrame({"x": [1.0]}))


def test_empty_frames_are_refused():
    with pytest.raises(InputError, match="no rows"):
        feature_scores.draw(scores().head(0), 0.5, "catastrophe", TITLE)
