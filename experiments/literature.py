"""What do published models of the race say, where do they disagree, and which assumption decides?

The question. Does it make the race more dangerous that it matters more who wins, that racers know
more of each other, that there are more of them? Do better safety technology, shared harm or a
warning shot make it safer? Each published model that speaks to a question is asked, and our race.

The design. One thing is moved in each model while all else stands at stated values, and the model's
own measure of danger is read off (race_sim/literature/comparison/, a file a question). Where models
disagree, one assumption of one model is switched, and both curves are shown. Our race plays the
same worlds at every level, and a direction of its curve is claimed only if the difference between
two levels is 3.29 times its standard error or more. Nowhere does less than a tenth of a percentage
point count as a change.

What it measures. In published models a chance of disaster, or the share of racers that are unsafe,
which are exact; in our race the chance of a catastrophe, after a warning shot that from then on.

To run it: python experiments/literature.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import race_sim.literature
from race_sim.analysis.experiment import Finding, command
from race_sim.literature.comparison import HEADINGS, WORLDS, compare
from race_sim.literature.comparison.answer import Answer
from race_sim.literature.comparison.files import overview, picture_of
from race_sim.literature.comparison.sentences import disagree, sentences_on
from race_sim.plots.words import first_capital
from race_sim.words import listing

PACKAGE = Path(race_sim.literature.__file__).parent

NAME = "literature"
QUESTION = (
    "What do published models of the race say, where do they disagree, "
    "and which assumption decides?"
)
# Models, and what they are computed with: not their bridges, nor what is known of them.
DEPENDS_ON = (
    *(f"race_sim/literature/{path.name}" for path in sorted(PACKAGE.glob("*.py"))),
    "race_sim/literature/comparison",
    "race_sim/games",
    "race_sim/analysis/preemption.py",
)


def sentences_of(answers: Sequence[Answer]) -> Iterator[str]:
    """On which questions models disagree, then each answer under its heading."""
    apart = [HEADINGS[answer.question.name] for answer in answers if disagree(answer)]
    named = f": {listing(apart)}" if apart else ""
    yield f"Where danger goes, models disagree in {len(apart)} of {len(answers)} questions{named}."
    for answer in answers:
        for text in sentences_on(answer):
            yield f"{first_capital(HEADINGS[answer.question.name])}: {text}"


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    answers = compare(None, worlds, seed)
    pictures = (overview(answers), *(picture_of(answer) for answer in answers))
    tables = {f"{NAME}_{answer.question.name}_table": answer.table() for answer in answers}
    return Finding(
        NAME, QUESTION, tuple(sentences_of(answers)), pictures, worlds, seed, tables=tables
    )


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS, of=DEPENDS_ON))
