"""What would each kind of incident change: a system out of control, a crash, a weapon, disorder?

The question. A misaligned system does its harm mostly where it runs, a financial meltdown
everywhere. Does it matter for the race what kind of incident is to be feared, and what kind of
shock comes? Whom does each kind hurt, and does fear of harm that crosses make both more careful?

The design. In the model kinds differ in the share of harm that crosses the border, and in nothing
else. First all incidents are of one kind, from the start: actors know it, and expect accordingly.
They are compared with the baseline's mixture, and at the ends stand kinds of which nothing or all
crosses. Then a shock of each kind and of severity 100 is forced at the start of 2028, in the United
States or in China, on the baseline's mixture, and compared with the same worlds without it.

What it measures. The chance of a catastrophe, the share of time in which each side accelerates, and
what each side is harmed by 2046, in units of the smallest serious incident. For the shocks, over
the worlds that are still going in 2028: in how many one kind of shock leads to another course, too.

To run it: python experiments/incident_kinds.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

import race_sim
from race_sim.analysis import arms, measures, paired, preemption, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.outcomes import mean
from race_sim.plots import arms as picture
from race_sim.resolve import KIND_KEYS
from race_sim.rules.incidents import KIND_NAMES
from race_sim.scenario import Value
from race_sim.words import SIDE_NAMES, listing

NAME = "incident_kinds"
QUESTION = (
    "What would each kind of incident change: a system out of control, a crash, a weapon, disorder?"
)
WORLDS = 20_000
DEPENDS_ON = ("race_sim/analysis/preemption.py",)
DATE, SEVERITY = 2028.0, 100.0
SIDES = ("us", "cn")
LABELS = dict(zip(KIND_KEYS, KIND_NAMES, strict=True))
ENDS = {"nothing": ("harm that never crosses", 0.0), "everything": ("harm that all crosses", 1.0)}
HARM = tuple(
    replace(
        measures.column(f"{side}_harm", f"{short} harm", f"harm to {SIDE_NAMES[side]}"), unit=""
    )
    for side, short in (("us", "US"), ("cn", "Chinese"))
)
CHOICES = tuple(measures.column(f"{side}_accelerating") for side in SIDES)
MEASURES = (measures.RISK, *CHOICES, *HARM)
RISK = measures.RISK.key
MIXTURE = "mixture"


def crossing(kind: str) -> float:
    """The share of harm of a kind that falls on the rival as well."""
    return float(race_sim.load_scenario("baseline")[f"incidents.{kind}.spillover"])


def only(kind: str) -> dict[str, Value]:
    """All incidents are of one kind."""
    return {f"incidents.{other}.weight": float(other == kind) for other in KIND_KEYS}


def shocked(host: str, kind: str) -> str:
    """The key of the arm with a shock of a kind."""
    return f"{kind} in {host}"


def _arms() -> Iterator[arms.Arm]:
    yield arms.Arm(MIXTURE, "the baseline's mixture", group="All incidents")
    for kind in KIND_KEYS:
        label = f"{LABELS[kind]} ({100 * crossing(kind):.0f} % crosses)"
        yield arms.Arm(kind, label, only(kind), against=MIXTURE, group="All incidents")
    for end, (label, share) in ENDS.items():
        yield arms.Arm(
            end, label, preemption.spillovers(share), against=MIXTURE, group="All incidents"
        )
    for host in SIDES:
        group = f"A shock in {SIDE_NAMES[host]}"
        yield arms.Arm(f"none in {host}", "no shock", group=group, since=DATE)
        for kind in KIND_KEYS:
            yield arms.Arm(
                shocked(host, kind),
                LABELS[kind],
                shocks=(arms.shock(DATE, host, SEVERITY, kind),),
                against=f"none in {host}",
                group=group,
                since=DATE,
            )


ARMS = tuple(_arms())
ALL = [MIXTURE, *KIND_KEYS, *ENDS]
SHOCKS = [arm.key for arm in ARMS if arm.key not in ALL]


def other_courses(found: Results, host: str) -> int:
    """In how many worlds some kind of shock leads to other choices or dangers than another kind."""
    names = (RISK, *(measure.key for measure in CHOICES))
    first, *others = (found.values[shocked(host, kind)] for kind in KIND_KEYS)
    differs = np.zeros(found.worlds, dtype=bool)
    for other in others:
        for name in names:
            one, two = first[name], other[name]
            differs |= (one != two) & ~(np.isnan(one) & np.isnan(two))
    return int(differs.sum())


def in_all(found: Results, arm: str) -> np.ndarray:
    """The harm to both sides together, world by world."""
    us, cn = (found.values[arm][one.key] for one in HARM)
    both: np.ndarray = us + cn
    return both


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    yield _on_danger(found)
    yield _on_choices(found)
    yield _on_harm(found)
    for host in SIDES:
        yield _on_shock(found, host)


def _on_danger(found: Results) -> str:
    parts = [
        f"if all were of the kind {LABELS[kind]}, it {found.moved(kind, RISK)}"
        for kind in KIND_KEYS
    ]
    ends = found.moved("everything", RISK, "nothing")
    return (
        f"The chance of a catastrophe is {found.said(MIXTURE, RISK)} with the baseline's mixture "
        f"of incidents; {'; '.join(parts)}. From harm that never crosses to harm that all "
        f"crosses, it {ends}."
    )


def _on_choices(found: Results) -> str:
    parts = [
        f"that of {SIDE_NAMES[side]} {found.moved('everything', measure.key, 'nothing')}"
        for side, measure in zip(SIDES, CHOICES, strict=True)
    ]
    ways = {found.direction("everything", measure.key, "nothing") for measure in CHOICES}
    verdict = {
        frozenset({-1}): "Fear of the other side's accidents makes both more careful",
        frozenset({1}): "Harm that crosses makes both less careful",
        frozenset({0}): "Whether harm crosses makes neither more careful, so far as can be seen",
    }.get(frozenset(ways), "Whether harm crosses does not move both sides alike")
    return (
        f"{verdict}: from harm that never crosses to harm that all crosses, the share of time "
        f"spent accelerating, {listing(parts)}."
    )


def _on_harm(found: Results) -> str:
    parts = []
    for kind in KIND_KEYS:
        change = paired.mean_difference(in_all(found, MIXTURE), in_all(found, kind))
        parts.append(f"if all were of the kind {LABELS[kind]}, it {wording.moves(change)}")
    return (
        "Harm to both sides together by 2046, in units of the smallest serious incident, is "
        f"{wording.number(mean(in_all(found, MIXTURE)))} with the mixture; {'; '.join(parts)}."
    )


def _on_shock(found: Results, host: str) -> str:
    rival = "cn" if host == "us" else "us"
    own, other = f"{host}_harm", f"{rival}_harm"
    first = shocked(host, KIND_KEYS[0])
    kinds = [f"{LABELS[kind]}: it {found.moved(shocked(host, kind), other)}" for kind in KIND_KEYS]
    changed = other_courses(found, host)
    verdict = (
        "Its kind changes nothing else"
        if changed == 0
        else f"Its kind changes the course in {changed:,} of {found.worlds:,} worlds"
    )
    return (
        f"A shock in {SIDE_NAMES[host]} in 2028: harm to {SIDE_NAMES[host]} by 2046 "
        f"{found.moved(first, own)}, whatever its kind, and harm to {SIDE_NAMES[rival]} by its "
        f"kind ({'; '.join(kinds)}). {verdict}: choices and the chance of a catastrophe, which "
        f"{found.moved(first, RISK)}, are the same in {found.worlds - changed:,} of "
        f"{found.worlds:,} worlds."
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    pictures = (
        picture.draw(
            found.only([RISK, CHOICES[0].key, CHOICES[1].key], ALL),
            NAME,
            "If all incidents were of one kind",
            "The baseline, 2026 to 2046, with incidents of one kind only",
        ),
        picture.draw(
            found.only([one.key for one in HARM], SHOCKS),
            f"{NAME}_shocks",
            "Whom a shock of each kind hurts",
            "A shock of severity 100 in 2028; harm by 2046, smallest serious incident = 1",
        ),
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), pictures, worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS, of=DEPENDS_ON))
