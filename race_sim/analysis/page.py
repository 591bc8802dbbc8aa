"""The page of a report: one HTML file with all that it needs in it, and no scripts."""

from __future__ import annotations

import base64
import html
import math
import os
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from race_sim.analysis.provenance_tables import (
    design_sentences,
    lever_table,
    session_table,
    uncertainty_table,
    version_table,
)
from race_sim.plots import words

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.analysis.report import Kept
    from race_sim.study.result import StudyResult

MOST_ROWS = 24
_ROWS_OF_LONG = 6  # what is cut anyway only shows what there is
_MOST_COLUMNS = 10
_LONG = 24  # letters


def page_of(result: StudyResult, kept: tuple[Kept, ...], place: Path) -> str:
    """The page.

    Parameters
    ----------
    result : StudyResult
    kept : tuple of Kept
        The sections with their files, which are read for the figures.
    place : Path
        Where the page will be: links to tables lead from there.
    """
    study = result.study
    css = resources.files("race_sim.analysis").joinpath("report.css").read_text(encoding="utf-8")
    contents = [
        *((one.section.name, one.section.title) for one in kept),
        ("design", "How it was done"),
        ("provenance", "Where it comes from"),
    ]
    body = [
        "<header>",
        f"<h1>{_text(study.title)}</h1>",
        f'<p class="question">{_text(study.question)}</p>' if study.question else "",
        f'<p class="facts">{_text(_facts(result))}</p>',
        _missing(result),
        "</header>",
        _navigation(contents),
        "<main>",
        *(_section(one, place) for one in kept),
        _design(result),
        _provenance(result, place),
        "</main>",
    ]
    return _DOCUMENT.format(
        title=_text(study.title), css=css, body="\n".join(part for part in body if part)
    )


# `img-src data:` and nothing else: even text that got past the escapes could fetch nothing.
_DOCUMENT = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
{css}</style>
</head>
<body>
{body}
</body>
</html>
"""


def _text(content: object) -> str:
    return html.escape(str(content))


def _facts(result: StudyResult) -> str:
    points = words.counted(len(result.points), "point")
    name = result.study.scenario.title or result.study.scenario.name
    return (
        f"{words.counted(result.played, 'world')} at {points} of the scenario “{name}”. Intervals "
        f"are Monte-Carlo intervals: they say how far a number may be from what infinitely many "
        f"worlds of this model would give, and nothing about how far the model is from the world."
    )


def _missing(result: StudyResult) -> str:
    if not len(result.failures):
        return ""
    failed = words.counted(len(result.failures), "world")
    return (
        f'<p class="alarm"><strong>{_text(failed)} failed '
        f"({_text(words.percent(result.missing_share))}) and are missing from every number "
        "below.</strong></p>"
    )


def _navigation(contents: list[tuple[str, str]]) -> str:
    items = "\n".join(
        f'<li><a href="#{_text(name)}">{_text(title)}</a></li>' for name, title in contents
    )
    return f'<nav aria-label="Contents"><ul>\n{items}\n</ul></nav>'


def _section(one: Kept, place: Path) -> str:
    section = one.section
    parts = [
        f'<section id="{_text(section.name)}">',
        f"<h2>{_text(section.title)}</h2>",
        *_paragraphs(section.sentences),
    ]
    for picture, path in zip(section.pictures, one.pictures, strict=True):
        image = base64.b64encode(path.read_bytes()).decode("ascii")
        numbers = _link(path.with_suffix(".csv"), place)
        parts.append(
            f'<figure><img alt="{_text(picture.alt)}" src="data:image/png;base64,{image}">\n'
            f"<figcaption>Numbers of this figure: {numbers}</figcaption></figure>"
        )
    for (name, table), path in zip(section.tables.items(), one.tables, strict=True):
        parts.append(_table(table, name, _link(path, place)))
    parts.append("</section>")
    return "\n".join(parts)


def _paragraphs(sentences: tuple[str, ...]) -> list[str]:
    """The finding itself, and then what is to be known about it."""
    parts = [(' class="lead"', sentences[:1]), ("", sentences[1:])]
    return [f"<p{kind}>{_text(' '.join(some))}</p>" for kind, some in parts if some]


def _link(path: Path, place: Path) -> str:
    where = Path(os.path.relpath(path, place.parent)).as_posix()
    return f'<a href="{_text(where)}">{_text(path.name)}</a>'


def _table(frame: pd.DataFrame, name: str, link: str = "") -> str:
    """A frame as a table: long ones are cut, with a note and a link to all of it."""
    caption = words.first_capital(name.replace("_", " "))
    shown = _shown(frame) if link else frame
    classes = [_class_of(shown[column]) for column in shown.columns]
    head = "".join(
        f'<th scope="col"{kind}>{_text(str(column).replace("_", " "))}</th>'
        for column, kind in zip(shown.columns, classes, strict=True)
    )
    rows = "\n".join(
        "<tr>"
        + "".join(
            f"<td{kind}>{_text(_value(value))}</td>"
            for value, kind in zip(row, classes, strict=True)
        )
        + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    note = f'<p class="note">{_cut(frame, shown)}{link}</p>' if link else ""
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{_text(caption)}">\n'
        f"<table><caption>{_text(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table></div>\n{note}"
    )


def _shown(frame: pd.DataFrame) -> pd.DataFrame:
    """What of a table there is room for; columns that say the same in every row go first."""
    rows = frame if len(frame) <= MOST_ROWS else frame.iloc[:_ROWS_OF_LONG]
    if len(rows.columns) <= _MOST_COLUMNS:
        return rows
    telling = [name for name in frame.columns if len(frame) < 2 or frame[name].nunique() > 1]
    return rows[telling[:_MOST_COLUMNS]]


def _class_of(column: pd.Series) -> str:
    if column.dtype.kind in "iuf":
        return ' class="number"'
    longest = max((len(_value(value)) for value in column), default=0)
    return ' class="long"' if longest > _LONG else ""


def _cut(frame: pd.DataFrame, shown: pd.DataFrame) -> str:
    said = []
    if len(shown) < len(frame):
        said.append(f"the first {len(shown)} of {len(frame):,} rows")
    if len(shown.columns) < len(frame.columns):
        said.append(f"{len(shown.columns)} of {len(frame.columns)} columns")
    return f"{words.first_capital(', '.join(said))}. The whole table: " if said else "As CSV: "


def _value(value: Any) -> str:
    """A cell: numbers at four digits, what is missing as nothing."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        if math.isinf(value):
            return "∞" if value > 0.0 else "-∞"
        return f"{value:,.0f}" if 1e4 <= abs(value) < 1e15 else f"{value:.4g}"
    return "" if value is None else str(value)


def _design(result: StudyResult) -> str:
    study = result.study
    parts = [
        '<section id="design">',
        "<h2>How it was done</h2>",
        f"<p>{_text(' '.join(design_sentences(study)))}</p>",
    ]
    for frame, name in (
        (lever_table(study), "What somebody can choose (levers)"),
        (uncertainty_table(study), "What nobody knows (uncertainties)"),
    ):
        if len(frame):
            parts.append(_table(frame, name))
    return "\n".join([*parts, "</section>"])


def _provenance(result: StudyResult, place: Path) -> str:
    from race_sim.study.store import MANIFEST

    assert result.directory is not None
    manifest = _link(result.directory / MANIFEST, place)
    return "\n".join(
        [
            '<section id="provenance">',
            "<h2>Where it comes from</h2>",
            f"<p>The study with its scenario in full is in {manifest}. The same study gives the "
            "same numbers with any engine and any number of workers.</p>",
            _table(version_table(result.manifest), "Versions"),
            _table(session_table(result.manifest), "Sessions"),
            "</section>",
        ]
    )
