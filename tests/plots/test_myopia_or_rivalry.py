"""The picture of short sight and rivalry."""

import pandas as pd
import pytest

from race_sim.plots.myopia_or_rivalry import draw
from race_sim.problems import InputError

KEYS = ("baseline", "equilibrium", "equilibrium_true", "planner_true", "planner", "us_alone")
STEPS = {
    "short sight": ("baseline", "equilibrium"),
    "misjudged hazard": ("equilibrium", "equilibrium_true"),
    "conflict of interest": ("equilibrium_true", "planner_true"),
    "conflict of interest, hazard as believed": ("equilibrium", "planner"),
}
FALLING = (0.04, 0.02, 0.015, 0.01, 0.011, 0.03)
TURNED = FALLING[::-1]
EQUAL = (0.02,) * len(KEYS)


def made_up(risks):
    levels = dict(zip(KEYS, risks, strict=True))
    table = pd.DataFrame(
        [
            (key, f"for itself,\n{key}", measure, value, value - 1e-4, value + 1e-4)
            for key in KEYS
            for measure, value in (
                ("catastrophe_risk", levels[key]),
                ("us_accelerating", 0.6),
                ("cn_accelerating", 0.3),
            )
        ],
        columns=["setting", "label", "measure", "value", "low", "high"],
    )
    changes = [
        (name, start, end, measure, factor * change, factor * change - 2e-4, factor * change + 2e-4)
        for name, (start, end) in STEPS.items()
        for change in [levels[end] - levels[start]]
        for measure, factor in (("catastrophe_risk", 1.0), ("us_accelerating", -20.0))
    ]
    columns = ["step", "from", "to", "measure", "value", "low", "high"]
    return table, pd.DataFrame(changes, columns=columns)


@pytest.mark.parametrize("risks", [FALLING, TURNED, EQUAL])
def test_every_text_can_be_read(risks, illegible):
    picture = draw(*made_up(risks), "default", 20_000, 1)
    assert illegible(picture.figure) == []
    assert picture.alt.count("chance of a catastrophe") == len(KEYS)


def test_steps_are_labelled_with_their_changes(drawn_texts):
    texts = [text for text, _ in drawn_texts(draw(*made_up(FALLING), "default", 10, 1).figure)]
    assert "short sight\n\N{MINUS SIGN}2.00 (\N{MINUS SIGN}2.02 to \N{MINUS SIGN}1.98)" in texts
    turned = [text for text, _ in drawn_texts(draw(*made_up(TURNED), "default", 10, 1).figure)]
    assert any(text.startswith("short sight\n\N{MINUS SIGN}1.90") for text in turned)
    assert any(text.startswith("conflict of interest\n+0.50") for text in turned)


def test_estimates_stand_in_their_rows():
    left, _ = draw(*made_up(FALLING), "coarse", 10, 1).figure.axes
    rows = [label.get_text().splitlines()[-1] for label in left.get_yticklabels()]
    assert rows == list(KEYS)
    diamonds = [line for line in left.lines if line.get_marker() == "D"]
    assert [float(line.get_xdata()[0]) for line in diamonds] == pytest.approx(
        [100.0 * risk for risk in FALLING]
    )


def test_bad_frames():
    table, steps = made_up(FALLING)
    with pytest.raises(InputError, match="no rows"):
        draw(table[:0], steps, "default", 10, 1)
    with pytest.raises(InputError, match="measure: no such column"):
        draw(table, steps.drop(columns="measure"), "default", 10, 1)
