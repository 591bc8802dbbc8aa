"""The files of a comparison: a figure and two tables a question, and what they say."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from race_sim.literature.comparison.answer import Answer
from race_sim.literature.comparison.sentences import sentences_on
from race_sim.study.provenance import versions
from race_sim.study.store import MANIFEST, begin_replacing, prepare_folder, write_json, write_text

if TYPE_CHECKING:
    from race_sim.plots.picture import Picture

KIND = "comparison of published models"
REPORT = "report.txt"
_WIDTH = 100


def picture_of(answer: Answer) -> Picture:
    """The figure of an answer."""
    from race_sim.plots import literature_comparison

    question = answer.question
    return literature_comparison.draw(answer.points(), question.title, answer.worlds, answer.seed)


def overview(answers: Sequence[Answer]) -> Picture:
    """What every model says to every question, in one table."""
    import pandas as pd

    from race_sim.literature.comparison import HEADINGS
    from race_sim.plots import literature_overview

    frame = pd.concat([answer.directions() for answer in answers], ignore_index=True)
    headings = {answer.question.name: HEADINGS[answer.question.name] for answer in answers}
    return literature_overview.draw(frame, headings, answers[0].worlds, answers[0].seed)


def report(answers: Sequence[Answer]) -> str:
    """All answers in sentences, in lines of at most 100 characters."""
    parts = []
    for answer in answers:
        lines = [
            textwrap.fill(text, _WIDTH, initial_indent="- ", subsequent_indent="  ")
            for text in sentences_on(answer)
        ]
        parts.append("\n".join([answer.question.title, "", *lines]))
    return "\n\n".join(parts)


def save(answers: Sequence[Answer], folder: Path) -> list[Path]:
    """Write everything into a folder: a new or empty one, or that of an earlier comparison.

    Raises
    ------
    InputError
        If the folder is a file, cannot be written to, or holds something else.
    """
    prepare_folder(folder, KIND)
    # Before the first file takes its place.
    pictures = [picture_of(answer) for answer in answers]
    whole = overview(answers)
    begin_replacing(folder)
    written = [folder / REPORT]
    write_text(written[0], report(answers) + "\n")
    about = {"Seed": f"{answers[0].seed}", "Worlds": f"{answers[0].worlds}"}
    written.extend(whole.save(folder, about))
    for answer, picture in zip(answers, pictures, strict=True):
        written.append(folder / f"{picture.name}_table.csv")
        write_text(written[-1], answer.table().to_csv(index=False, lineterminator="\n"))
        written.extend(picture.save(folder, about))
    manifest = {
        "kind": KIND,
        "questions": [answer.question.name for answer in answers],
        "worlds": answers[0].worlds,
        "seed": answers[0].seed,
        "versions": versions(),
    }
    write_json(folder / MANIFEST, manifest)
    return [*written, folder / MANIFEST]
