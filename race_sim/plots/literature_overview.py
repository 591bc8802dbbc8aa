"""What every model says to every question, in one table: a row a model, a column a question."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.patches import Rectangle

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import WIDTH, new_sheet, settle, wrapped

NAME = "literature"
_ROW = 0.44  # inches
_HEAD = 0.5
_LABEL = 2.15
_SMALL = style.SMALL - 1.0
_SILENT = "\N{EN DASH}"
_NEEDED = ("question", "model", "title", "direction")
_MADE_BY = "race_sim.literature.comparison (directions of answers)"
OURS = "race_sim"


def _tint(way: str) -> tuple[float, float, float]:
    """One colour for each way; what turns has its own."""
    colour = {"rises": style.VERMILION, "falls": style.GREEN, "no effect": style.GREY}
    return style.tint(colour.get(way, style.YELLOW), 0.35)


def ways_of(frame: pd.DataFrame) -> dict[tuple[str, str], list[str]]:
    """The directions of a model's curves at a question, without repetition."""
    found: dict[tuple[str, str], list[str]] = {}
    for question, title, way in zip(
        frame["question"], frame["title"], frame["direction"], strict=True
    ):
        ways = found.setdefault((str(question), str(title)), [])
        if way not in ways:
            ways.append(str(way))
    return found


@style.drawing()
def draw(frame: pd.DataFrame, headings: Mapping[str, str], worlds: int, seed: int) -> Picture:
    """Where danger goes, by model and question.

    Parameters
    ----------
    frame : DataFrame
        A row a curve: `question`, `model`, `title`, `direction`.
    headings : mapping of str to str
        What stands over each question's column, in the order of the columns.
    worlds, seed : int
        Of our race.

    Returns
    -------
    Picture
        Table: the frame.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("literature_overview", frame, _NEEDED, _MADE_BY)
    ways = ways_of(frame)
    ours = frame["model"] == OURS
    titles = [
        *dict.fromkeys(frame.loc[~ours, "title"].astype(str)),
        *dict.fromkeys(frame.loc[ours, "title"].astype(str)),
    ]
    questions = list(headings)
    headline = "Where danger goes, by model and question"
    key = (
        "Several ways in one field: under different assumptions. Yellow: one way, then another. "
        f"{_SILENT}: the model does not speak to the question."
    )
    source = words.source_line(worlds, seed, each="a level of our race")
    height = _HEAD + _ROW * len(titles)
    figure = new_sheet(headline, "", source, height, key)
    axes = figure.add_subplot()
    axes.axis("off")
    width = (WIDTH - 0.5 - _LABEL) / len(questions)
    axes.set_xlim(0.0, _LABEL + width * len(questions))
    axes.set_ylim(height, 0.0)
    for column, question in enumerate(questions):
        x = _LABEL + width * column
        text = "\n".join(wrapped(figure, headings[question], width - 0.1, style.SMALL, "bold"))
        axes.text(
            x + width / 2,
            _HEAD - 0.06,
            text,
            ha="center",
            va="bottom",
            fontsize=style.SMALL,
            fontweight="bold",
        )
    for row, title in enumerate(titles):
        y = _HEAD + _ROW * row
        own = bool((frame.loc[frame["title"] == title, "model"] == OURS).any())
        axes.text(
            0.0,
            y + _ROW / 2,
            title,
            va="center",
            fontsize=style.MEDIUM - 0.5,
            fontweight="bold" if own else "normal",
            color=style.BLUE if own else style.INK,
        )
        for column, question in enumerate(questions):
            said = ways.get((question, title), [])
            x = _LABEL + width * column
            for place, way in enumerate(said):
                left, part = x + width * place / len(said), width / len(said)
                axes.add_patch(Rectangle((left, y), part, _ROW, facecolor=_tint(way), linewidth=0))
            frame_of_field = Rectangle(
                (x, y), width, _ROW, facecolor="none", edgecolor="white", linewidth=2.0
            )
            axes.add_patch(frame_of_field)
            text = "; ".join(said) if said else _SILENT
            lines = "\n".join(wrapped(figure, text, width - 0.12, _SMALL))
            axes.text(
                x + width / 2,
                y + _ROW / 2,
                lines,
                ha="center",
                va="center",
                fontsize=_SMALL,
                linespacing=1.0,
            )
    settle(figure)
    parts = []
    for question in questions:
        told = [
            f"{title}: {', '.join(ways[question, title])}"
            for title in titles
            if (question, title) in ways
        ]
        parts.append(f"{headings[question]}: {'; '.join(told)}")
    alt = words.sentence(headline, *parts)
    return Picture(NAME, figure, frame, alt, headline)
