"""What is an agreement worth: one that does not bind, one that binds, and one that is verified?

The question. There have been agreements, and none that binds anyone. Is the trouble that
agreements do not bind, that nobody checks, or that they come too late or not at all? What does each
step add: words, a binding treaty, verification, sanctions?

The design. Five regimes under common luck: no talks at all; talks that can only lead to a
non-binding agreement; and binding treaties whose breaches are found never, with probability 0.5 a
year (the baseline) or always. They are played with the baseline's talks, and with talks that begin
at a lower alarm (`talks.threshold` 0.5), where agreements come early. In the second setting the
verified treaty is played again without the exchange that it opens, and without its sanction, to see
what it works through; and verification is swept from 0 to 1 at sanctions of 1, 4 and 8.

What it measures. The chance of a catastrophe; the share of worlds with a binding treaty; the share
of time in which both accelerate; and the share of the time under a binding treaty in which the
United States and China accelerate, over the worlds that have one.

To run it: python experiments/agreements.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator

import numpy as np

from race_sim.analysis import arms, measures, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.plots import arm_lines
from race_sim.plots import arms as arm_rows
from race_sim.rules.state import BINDING
from race_sim.scenario import Value
from race_sim.words import SIDE_NAMES, listing

NAME = "agreements"
QUESTION = (
    "What is an agreement worth: one that does not bind, one that binds, and one that is verified?"
)
WORLDS = 20_000
VERIFICATION, SANCTION = "talks.verification", "talks.sanction"
REGIMES: dict[str, tuple[str, dict[str, Value]]] = {
    "none": ("no talks", {"talks.pace": 0.0}),
    "words": ("non-binding only", {"talks.binding_allowed": False}),
    "unverified": ("binding, never verified", {VERIFICATION: 0.0}),
    "half": ("binding, verified at 0.5 a year", {VERIFICATION: 0.5}),
    "verified": ("binding, always verified", {VERIFICATION: 1.0}),
}
PARTS: dict[str, tuple[str, dict[str, Value]]] = {
    "no_exchange": (
        "always verified, exchange not opened",
        {VERIFICATION: 1.0, "talks.binding_exchange": 1.0, "talks.non_binding_exchange": 1.0},
    ),
    "no_sanction": ("always verified, no sanction", {VERIFICATION: 1.0, SANCTION: 0.0}),
}
SETTINGS: dict[str, tuple[str, dict[str, Value]]] = {
    "baseline": ("Talks of the baseline", {}),
    "early": ("Talks that begin early", {"talks.threshold": 0.5}),
}
STEPS = (("none", "words"), ("words", "unverified"), ("unverified", "half"), ("half", "verified"))
LEVELS = (0.0, 0.25, 0.5, 0.75, 1.0)
SANCTIONS = (1.0, 4.0, 8.0)


def _under_treaty(side: str, short: str) -> measures.Measure:
    """The share of the time under a binding treaty in which a side accelerates."""

    def of(played: measures.Played) -> np.ndarray:
        bound = played.path("treaty") == BINDING
        steps = bound.sum(axis=1)
        fast = np.where(bound, played.path(f"{side}_accelerates"), 0.0).sum(axis=1)
        return np.where(steps > 0, fast / np.maximum(steps, 1), math.nan)

    return measures.Measure(
        f"{side}_accelerates_under_treaty",
        f"{short} under a treaty",
        measures.PERCENT,
        f"the share of time under a binding treaty in which {SIDE_NAMES[side]} accelerates",
        of,
        paths=True,
    )


UNDER = tuple(_under_treaty(side, short) for side, short in (("us", "US"), ("cn", "China")))
BOTH = measures.column(
    "both_accelerating", "Both accelerate", "the share of time in which both accelerate"
)
MEASURES = (measures.RISK, measures.TREATY, BOTH, *UNDER)
RISK = measures.RISK.key


def _key(setting: str, regime: str) -> str:
    return f"{setting} {regime}"


def _swept(sanction: float, level: float) -> str:
    return f"sanction {sanction:g} {level:g}"


def _arms() -> Iterator[arms.Arm]:
    for setting, (group, own) in SETTINGS.items():
        for regime, (label, values) in REGIMES.items():
            yield arms.Arm(
                _key(setting, regime),
                label,
                {**own, **values},
                against="" if regime == "none" else _key(setting, "none"),
                group=group,
            )
    group, own = SETTINGS["early"]
    for part, (label, values) in PARTS.items():
        yield arms.Arm(
            _key("early", part),
            label,
            {**own, **values},
            against=_key("early", "none"),
            group=group,
        )
    for sanction in SANCTIONS:
        for level in LEVELS:
            yield arms.Arm(
                _swept(sanction, level),
                f"verified at {level:g}",
                {**own, SANCTION: sanction, VERIFICATION: level},
                against="" if level == 0.0 else _swept(sanction, 0.0),
                group=f"sanction {sanction:g}",
                at=level,
            )


ARMS = tuple(_arms())
ROWS = [arm.key for arm in ARMS if not arm.key.startswith("sanction")]
SWEPT = [arm.key for arm in ARMS if arm.key.startswith("sanction")]


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    for setting in SETTINGS:
        yield _on_steps(found, setting)
    yield _on_reach(found)
    yield _on_behaviour(found)
    yield _on_parts(found)
    yield _on_sweep(found)


def _on_steps(found: Results, setting: str) -> str:
    parts = []
    for before, after in STEPS:
        change = found.moved(_key(setting, after), RISK, _key(setting, before))
        parts.append(f"from {REGIMES[before][0]} to {REGIMES[after][0]} it {change}")
    whole = found.clause(_key(setting, "verified"), RISK)
    title = SETTINGS[setting][0]
    return (
        f"{title}: against no talks, a treaty that is always verified does this: {whole}. "
        f"Step by step, {'; '.join(parts)}."
    )


def _on_reach(found: Results) -> str:
    parts = [
        f"{found.said(_key(setting, 'verified'), measures.TREATY.key)} with "
        f"{title[:1].lower()}{title[1:]}"
        for setting, (title, _) in SETTINGS.items()
    ]
    return (
        "The share of worlds that come to a binding treaty, if it is always verified: "
        f"{listing(parts)}."
    )


def _on_behaviour(found: Results) -> str:
    parts = []
    for regime in ("unverified", "half", "verified"):
        told = [
            f"{SIDE_NAMES[side]} {found.said(_key('early', regime), measure.key)}"
            for side, measure in zip(SIDE_NAMES, UNDER, strict=True)
        ]
        parts.append(f"{REGIMES[regime][0]}: {listing(told)}")
    return (
        "While a binding treaty stands, the share of time spent accelerating, with talks that "
        f"begin early: {'; '.join(parts)}."
    )


def _on_parts(found: Results) -> str:
    parts = [
        f"{label}, it {found.moved(_key('early', part), RISK)}"
        for part, (label, _) in PARTS.items()
    ]
    whole = found.moved(_key("early", "verified"), RISK)
    return (
        f"What it works through: against no talks, the chance of a catastrophe {whole} with a "
        f"treaty that is always verified; with one that is {'; with one that is '.join(parts)}."
    )


def _on_sweep(found: Results) -> str:
    parts = [
        f"at a sanction of {sanction:g} it {found.moved(_swept(sanction, 1.0), RISK)}"
        for sanction in SANCTIONS
    ]
    more = wording.points(
        found.contrast(_swept(SANCTIONS[-1], 1.0), _swept(SANCTIONS[0], 1.0), RISK),
        "smaller",
        "larger",
    )
    return (
        f"From no verification to complete verification, the chance of a catastrophe: "
        f"{'; '.join(parts)}. The largest sanction makes the fall {more} than the smallest."
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
        arm_rows.draw(
            found.only([RISK, measures.TREATY.key, BOTH.key], ROWS),
            NAME,
            "What an agreement is worth",
            "The baseline, 2026 to 2046, under other regimes of agreements",
        ),
        arm_lines.draw(
            found.only([RISK, BOTH.key, *(one.key for one in UNDER)], SWEPT),
            f"{NAME}_verification",
            "Verification and sanction",
            "Talks that begin early; accelerating under a treaty: share of the time under one",
            "verification, chance a year",
            "Lines: what a breach that is found costs",
        ),
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), pictures, worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
