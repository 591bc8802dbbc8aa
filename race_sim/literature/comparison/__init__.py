"""One question at a time, asked of every published model and of our race.

A question names, for each model that speaks to it, which parameter is moved over which range while
all else stands at stated values, and which measure of danger is read. Where the curves go is
computed, and so is what decides between them: a pair of curves of one model that differ in one
assumption.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from race_sim.literature.comparison.answer import Answer
    from race_sim.literature.comparison.question import Question

# Each question with a few words, for a heading.
HEADINGS = {
    "rivalry": "it matters more who wins",
    "information": "racers know more",
    "racers": "more racers",
    "technology": "better safety technology",
    "harm": "harm is shared",
    "warning_shots": "a warning shot",
}
NAMES = tuple(HEADINGS)
WORLDS = 10_000  # a level of our race


def question_named(name: str) -> Question:
    """The question with this name.

    Raises
    ------
    InputError
        If there is none.
    """
    import importlib

    if name not in NAMES:
        near = difflib.get_close_matches(name, NAMES, n=1)
        hint = f", did you mean {near[0]}?" if near else ""
        what = f"{name!r} is no question{hint}"
        raise InputError("literature", [Problem("question", what, "one of " + ", ".join(NAMES))])
    found: Question = importlib.import_module(f"{__name__}.{name}").QUESTION
    return found


def compare(
    names: Sequence[str] | None = None,
    worlds: int = WORLDS,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> list[Answer]:
    """Ask all questions, or those named.

    Parameters
    ----------
    names : sequence of str, optional
        From `NAMES`; a name given twice counts once.
    worlds, seed : int
        Of our race, a level of what is moved.
    progress : callable, optional
        Called with the number of questions answered and their total.

    Raises
    ------
    InputError
        If there is no such question, or `worlds` or `seed` cannot be used.
    """
    from race_sim.address import check_address
    from race_sim.literature.comparison.answer import ask

    check_address("simulate", seed, worlds, 0)
    questions = [question_named(name) for name in dict.fromkeys(names or NAMES)]
    answers = []
    for number, question in enumerate(questions, start=1):
        answers.append(ask(question, worlds, seed))
        if progress is not None:
            progress(number, len(questions))
    return answers
