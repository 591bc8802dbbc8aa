"""Does an early accident save the world, and would a late one do as well?

The question. A grave accident sobers: regulators act, both sides invest for a while, and talks may
begin. So it may be better to have it while systems are still weak. How much of the danger that lies
ahead does an accident take away, by its date, its place and its severity?

The design. A shock is forced on the United States or on China at a date from the middle of 2026
to 2040, with severity 100; in 2028 and in 2036 also with severities 10 and 1000. Each world is
compared with itself without the shock, over the worlds that are still going at that date: up to it
both are the same, and after it they meet the same luck.

What it measures. From the date on, the chance of a catastrophe, also as a share of what it would
have been without the shock. Over the whole race, harm to both sides together, that of the shock
included; the share of worlds with a binding treaty; and what both sides can do in the end.

To run it: python experiments/early_or_late_shock.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

from race_sim.analysis import arms, measures, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.plots import arm_lines
from race_sim.plots import arms as arm_rows
from race_sim.words import SIDE_NAMES, listing

NAME = "early_or_late_shock"
QUESTION = "Does an early accident save the world, and would a late one do as well?"
WORLDS = 20_000
DATES = (2026.5, 2028.0, 2030.0, 2032.0, 2034.0, 2036.0, 2038.0, 2040.0)
EARLY, LATE = 2028.0, 2036.0
MIDDLE = 100.0
SEVERITIES = (10.0, MIDDLE, 1000.0)
SIDES = ("us", "cn")
RISK = measures.LATER_RISK.key
HARM = measures.total(
    "harm", ("us_harm", "cn_harm"), "Harm to both", "", "harm to both sides together"
)
MEASURES = (
    measures.LATER_RISK,
    HARM,
    measures.TREATY,
    measures.total(
        "capability",
        ("us_capability", "cn_capability"),
        "Capability, both",
        "OOM",
        "what both sides can do in the end, added up",
    ),
)


def _key(side: str, date: float, severity: float = MIDDLE) -> str:
    return f"{side} {date:g} {severity:g}"


def _arms() -> Iterator[arms.Arm]:
    for date in DATES:
        none = f"none {date:g}"
        yield arms.Arm(none, "no shock", group=f"From {date:g} on", at=date, since=date)
        for side in SIDES:
            for severity in SEVERITIES if date in (EARLY, LATE) else (MIDDLE,):
                yield arms.Arm(
                    _key(side, date, severity),
                    f"{SIDE_NAMES[side]}, severity {severity:g}",
                    shocks=(arms.shock(date, side, severity),),
                    against=none,
                    group=f"From {date:g} on",
                    at=date,
                    since=date,
                )


ARMS = tuple(_arms())


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    for side in SIDES:
        yield _verdict(found, side)
    for side in SIDES:
        yield _over_time(found, side)
    for side in SIDES:
        yield _on_severity(found, side)
    for side in SIDES:
        yield _on_harm(found, side)
    for side in SIDES:
        early, late = (_key(side, date) for date in (EARLY, LATE))
        yield (
            f"A binding treaty: after a shock in {SIDE_NAMES[side]} in {EARLY:g}, "
            f"{found.clause(early, measures.TREATY.key)}; after one in {LATE:g}, it "
            f"{found.moved(late, measures.TREATY.key)}."
        )


def _verdict(found: Results, side: str) -> str:
    said = {-1: "makes", 0: "does not measurably make", 1: "does not make"}
    early, late = (_key(side, date) for date in (EARLY, LATE))
    return (
        f"A shock in {SIDE_NAMES[side]} in {EARLY:g} {said[found.direction(early, RISK)]} the race "
        f"safer from then on: the chance of a catastrophe is {_relative(found, early)}. In "
        f"percentage points it changes {found.by_more(early, late, RISK)} after one in {LATE:g}, "
        f"when it is {_relative(found, late)}."
    )


def _relative(found: Results, key: str) -> str:
    change = found.relative(key, RISK)
    way = wording.direction(change)
    if way == 0:
        return f"not measurably another ({wording.percent(change)})"
    return f"{'lower' if way < 0 else 'higher'} by {wording.percent(wording.scaled(change, way))}"


def _over_time(found: Results, side: str) -> str:
    parts = [
        f"{date:g}: {wording.percent_alone(found.value(f'none {date:g}', RISK))}, "
        f"{_relative(found, _key(side, date))}"
        for date in DATES
    ]
    return (
        "The chance of a catastrophe that lies ahead at a date, and by what part a shock of "
        f"severity {MIDDLE:g} in {SIDE_NAMES[side]} then changes it: {'; '.join(parts)}."
    )


def _on_harm(found: Results, side: str) -> str:
    parts = []
    for date in (EARLY, LATE):
        told = [
            f"at severity {severity:g} it {found.moved(_key(side, date, severity), HARM.key)}"
            for severity in SEVERITIES
        ]
        parts.append(f"in {date:g}, {listing(told)}")
    return (
        "Whether the accident is worth its own harm, which is counted in: total harm, in smallest "
        f"serious incidents, after a shock in {SIDE_NAMES[side]}: {'; '.join(parts)}."
    )


def _on_severity(found: Results, side: str) -> str:
    parts = []
    for date in (EARLY, LATE):
        told = [found.moved(_key(side, date, severity), RISK) for severity in SEVERITIES]
        parts.append(f"in {date:g} it {listing(told)}")
    sizes = listing([f"{severity:g}" for severity in SEVERITIES])
    return (
        f"Severities {sizes} in {SIDE_NAMES[side]}, and the chance of a catastrophe from then on: "
        f"{'; '.join(parts)}."
    )


def _lines(found: Results) -> Results:
    """The arms of the middle severity, a line a host."""
    chosen = [
        replace(found.arm(_key(side, date)), group=f"shock in {SIDE_NAMES[side]}")
        for side in SIDES
        for date in DATES
    ]
    return replace(found, arms=tuple(chosen))


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    lines = arm_lines.draw(
        _lines(found),
        NAME,
        "What an accident changes, by its date",
        f"A shock of severity {MIDDLE:g}; change against the same worlds without it. Harm: "
        "smallest serious incident = 1",
        "date of the shock",
        "Worlds that have ended by that date do not count",
        changes=True,
        sides={f"shock in {SIDE_NAMES[side]}": side for side in SIDES},
    )
    shown = [arm.key for arm in ARMS if arm.at in (EARLY, LATE)]
    rows = arm_rows.draw(
        found.only(arms=shown),
        f"{NAME}_severity",
        "What an accident changes, by its place and severity",
        "The baseline with and without a shock. Harm: smallest serious incident = 1",
        "Worlds that have ended by the date of the shock do not count",
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), (lines, rows), worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
