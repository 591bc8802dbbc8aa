"""What is a treaty worth that is ready in the drawer when a Chernobyl moment comes?

The question. After a grave accident there is a window in which both sides are alarmed, and it
closes. If a binding treaty has to be drafted first, the window may be over before it can be signed.
How much likelier is a treaty, and how much less likely a catastrophe, if the text is ready?

The design. A shock of severity 100 comes at the start of 2028, in China, in the United States or
nowhere. A treaty is ready from a date on if a binding one is signed as soon as talks have come as
far as a non-binding agreement needs. It is ready a year before the shock, or 1, 2, 4 or 8 years
after its date, or never. Other ways to be prepared are played beside it: talks that have begun
before (until 2028 any alarm moves them, three times as fast; a first trial, in which half the
baseline's threshold of alarm was enough, hardly moved them), and a lasting will to talk (from 2027
on four fifths of that threshold is enough).

What it measures. From 2028 on: the share of worlds with a binding treaty within two years and
within ten, the share under one after ten years, and the chance of a catastrophe.

To run it: python experiments/treaty_in_the_drawer.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

import race_sim
from race_sim.analysis import arms, measures, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.events import Change
from race_sim.plots import arm_lines
from race_sim.plots import arms as arm_rows
from race_sim.words import SIDE_NAMES

NAME = "treaty_in_the_drawer"
QUESTION = "What is a treaty worth that is ready in the drawer when a Chernobyl moment comes?"
WORLDS = 20_000
DATE = 2028.0
BEFORE = DATE - 1.0
_BASELINE = race_sim.load_scenario("baseline")
_THRESHOLD = _BASELINE.parameters.talks.threshold
# What suffices for a non-binding agreement suffices then for a binding one.
READY = {"talks.binding_at": _BASELINE.parameters.talks.non_binding_at}
_PACE = _BASELINE.parameters.talks.pace
BRISK = {"talks.threshold": 0.0, "talks.pace": 3.0 * _PACE}
AS_BEFORE = {"talks.threshold": _THRESHOLD, "talks.pace": _PACE}
MOST = {"talks.threshold": 0.8 * _THRESHOLD}
DELAYS = (1.0, 2.0, 4.0, 8.0)  # years from the date of the shock to a treaty that is ready
CASES = {"cn": "After a shock in China", "us": "After a shock in the US", "none": "Without a shock"}
PREPARED: dict[str, tuple[str, tuple[Change, ...]]] = {
    "drawer": ("treaty ready a year before", (arms.change(BEFORE, READY),)),
    "begun": (
        "talks begun before",
        (
            arms.change(_BASELINE.parameters.time.start, BRISK),
            arms.change(DATE, AS_BEFORE),
        ),
    ),
    "will": ("lasting will to talk", (arms.change(BEFORE, MOST),)),
    "both": (
        "treaty ready and will to talk",
        (arms.change(BEFORE, READY | MOST),),
    ),
}
SOON = measures.by(
    "binding_treaty_year",
    2.0,
    "Treaty by 2030",
    "the share of worlds with a binding treaty within two years",
)
LATER = measures.by(
    "binding_treaty_year",
    10.0,
    "Treaty by 2038",
    "the share of worlds with a binding treaty within ten years",
)


def _stands(played: measures.Played) -> np.ndarray:
    treaty = played.path("treaty")[:, played.step_after(10.0)]
    return np.where(np.isnan(treaty), np.nan, treaty == 2.0)


STANDS = measures.Measure(
    "treaty_stands_at_10",
    "Under a treaty, 2038",
    measures.PERCENT,
    "the share of worlds under a binding treaty after ten years",
    _stands,
    share=True,
    paths=True,
)
RISK = measures.LATER_RISK.key
SHOWN = (SOON, LATER, STANDS, measures.LATER_RISK)
TALKS = measures.at("talks", 0.0, "Talks, 2028", "the progress of talks")
MEASURES = (*SHOWN, TALKS)


def _arms_of(case: str) -> Iterator[arms.Arm]:
    shocks = (arms.shock(DATE, case),) if case in SIDE_NAMES else ()
    never = arms.Arm(
        f"{case}_never", "nothing prepared", shocks=shocks, group=CASES[case], since=DATE
    )
    yield never
    prepared = replace(never, against=never.key)
    for key, (label, changes) in PREPARED.items():
        yield replace(prepared, key=f"{case}_{key}", label=label, changes=changes, at=BEFORE - DATE)
    for delay in DELAYS:
        yield replace(
            prepared,
            key=f"{case}_after_{delay:g}",
            label=f"treaty ready {delay:g} years after",
            changes=(arms.change(DATE + delay, READY),),
            at=delay,
        )


ARMS = tuple(arm for case in CASES for arm in _arms_of(case))
_SAID = {"cn": "After a shock in China", "us": "After a shock in the United States"}


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    for case, start in (*_SAID.items(), ("none", "Without a forced shock")):
        drawer = f"{case}_drawer"
        yield (
            f"{start}, with a treaty ready a year before 2028 instead of never, "
            f"{found.clause(drawer, SOON.key)}; {found.clause(drawer, LATER.key)}; and "
            f"{found.clause(drawer, STANDS.key)}. And {found.clause(drawer, RISK)}."
        )
    for case, start in _SAID.items():
        yield _on_worth(found, case, start)
    for case, start in _SAID.items():
        yield _on_delay(found, case, start)
    yield (
        f"Talks that have begun before stand at {found.said('none_begun', TALKS.key)} when 2028 "
        f"begins, against {found.said('none_never', TALKS.key)}; a non-binding agreement needs "
        f"{_BASELINE.parameters.talks.non_binding_at:g}."
    )
    for case, start in _SAID.items():
        yield _on_others(found, case, start)


def _on_worth(found: Results, case: str, start: str) -> str:
    """Whether the treaty in the drawer is worth more with the shock than without."""
    drawer, calm = f"{case}_drawer", "none_drawer"
    parts = []
    for measure, noun in (
        (LATER.key, "the share with a treaty within ten years"),
        (RISK, "the danger"),
    ):
        difference = wording.scaled(found.contrast(drawer, calm, measure), 100.0)
        parts.append(
            f"{noun} {found.by_more(drawer, calm, measure)} without a shock (difference of the "
            f"changes: {wording.number(difference, wording.POINTS)})"
        )
    return f"{start}, the treaty in the drawer changes {' and '.join(parts)}."


def _on_delay(found: Results, case: str, start: str) -> str:
    parts = []
    for key, said in (
        ("drawer", "ready a year before it"),
        *((f"after_{delay:g}", f"{delay:g} year{'s' * (delay > 1)} after it") for delay in DELAYS),
    ):
        arm = f"{case}_{key}"
        parts.append(f"{said}, it {found.moved(arm, RISK)}")
    return (
        f"{start}, by the time the treaty is ready, the chance of a catastrophe against a treaty "
        f"that never is: {'; '.join(parts)}."
    )


def _on_others(found: Results, case: str, start: str) -> str:
    parts = [
        f"with {PREPARED[key][0]}, {found.clause(f'{case}_{key}', LATER.key)}, and the chance of a "
        f"catastrophe {found.moved(f'{case}_{key}', RISK)}"
        for key in ("begun", "will", "both")
    ]
    return f"{start}, other ways to be prepared: {'; '.join(parts)}."


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    shown = [measure.key for measure in SHOWN]
    delayed = ["drawer", *(f"after_{delay:g}" for delay in DELAYS)]
    rows = arm_rows.draw(
        found.only(shown, [f"{case}_{key}" for case in CASES for key in ("never", *PREPARED)]),
        NAME,
        "What it is worth to be prepared",
        "A Chernobyl moment of severity 100 at the start of 2028, and none",
    )
    lines = arm_lines.draw(
        found.only(shown, [f"{case}_{key}" for case in CASES for key in delayed]),
        f"{NAME}_delay",
        "What a treaty is worth, by the time it is ready",
        "Change against a treaty that is never ready",
        "years after the start of 2028",
        changes=True,
        sides={CASES[side]: side for side in SIDE_NAMES},
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), (rows, lines), worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
