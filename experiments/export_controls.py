"""Do export controls make the race safer by slowing the rival, or more dangerous by choking talks?

The question. Controls on advanced chips slow China down. They also sour the talks between the two
governments and thin out the exchange between their research communities. Which of these matters
for the chance of a catastrophe, for a binding treaty, and for the lead?

The design. Export controls are held at a level from 0 to 1 for the whole race. Then the sweep is
played again with one of the three channels switched off at a time: the controls do not chill the
talks, do not thin out the exchange, or do not reach China's chips. What a channel does is what the
tightest controls change with it, less what they change without it.

What it measures. The chance of a catastrophe, the share of worlds with a binding treaty, the share
of time in which both accelerate, and the lead of the United States in the end.

To run it: python experiments/export_controls.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from race_sim.analysis import arms, measures, wording
from race_sim.analysis.arm_results import Results, change_in_words
from race_sim.analysis.experiment import Finding, command
from race_sim.outcomes import Estimate
from race_sim.plots import arm_lines
from race_sim.words import listing

NAME = "export_controls"
QUESTION = (
    "Do export controls make the race safer by slowing the rival, or more dangerous by choking "
    "talks?"
)
WORLDS = 20_000
LEVEL = "export_control.level"
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
ALL = "all channels"
# What is switched off, by the name of the line, and what the channel does.
CHANNELS = {
    "talks not chilled": ({"export_control.talks_chill": 0.0}, "the chill on the talks"),
    "exchange not chilled": ({"export_control.exchange_chill": 0.0}, "the thinner exchange"),
    "chips not reached": ({"export_control.chip_dependency": 0.0}, "the loss of chips"),
}
MEASURES = (
    measures.RISK,
    measures.TREATY,
    measures.column(
        "both_accelerating", "Both accelerate", "the share of time in which both accelerate"
    ),
    measures.LEAD,
)


def _key(line: str, level: float) -> str:
    return f"{line} {level:g}"


ARMS = tuple(
    arms.Arm(
        _key(line, level),
        f"controls at {level:g}",
        {**values, LEVEL: level},
        against="" if level == LEVELS[0] else _key(line, LEVELS[0]),
        group=line,
        at=level,
    )
    for line, values in {ALL: {}, **{line: off for line, (off, _) in CHANNELS.items()}}.items()
    for level in LEVELS
)


TIGHT = _key(ALL, LEVELS[-1])


def _due_to(found: Results, line: str, measure: str) -> Estimate:
    """What the tightest controls change through a channel."""
    return found.contrast(TIGHT, _key(line, LEVELS[-1]), measure)


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    yield _verdict(found)
    for measure in MEASURES:
        parts = []
        for line, (_, does) in CHANNELS.items():
            change = _due_to(found, line, measure.key)
            said = change_in_words(change, measure.unit, "raises it", "lowers it")
            parts.append(f"{does} {said}")
        yield (
            f"From no controls to complete ones, {found.clause(TIGHT, measure.key)}. Of the "
            f"channels, {'; '.join(parts)}."
        )
    yield _on_levels(found)


def _verdict(found: Results) -> str:
    risk = measures.RISK.key
    ways = {
        does: wording.direction(_due_to(found, line, risk)) for line, (_, does) in CHANNELS.items()
    }
    up, down = ([does for does, way in ways.items() if way == sign] for sign in (1, -1))
    whole = {1: "more", -1: "less"}.get(found.direction(TIGHT, risk), "neither more nor less")
    parts = []
    if up:
        parts.append(f"{listing(up)} {'adds' if len(up) == 1 else 'add'} to the danger")
    if down:
        parts.append(f"{listing(down)} {'takes' if len(down) == 1 else 'take'} from it")
    return (
        f"Complete export controls make a catastrophe {whole} likely than none: "
        f"{'; '.join(parts) or 'no channel matters measurably'}."
    )


def _on_levels(found: Results) -> str:
    parts = []
    for level in LEVELS[1:]:
        parts.append(f"at {level:g} it {found.moved(_key(ALL, level), measures.RISK.key)}")
    return f"Level by level, the chance of a catastrophe against no controls: {'; '.join(parts)}."


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    picture = arm_lines.draw(
        found,
        NAME,
        "What export controls do, and through which channel",
        "The baseline, 2026 to 2046, with one channel switched off at a time",
        "tightness of export controls",
        "Change against no controls",
        changes=True,
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), (picture,), worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
