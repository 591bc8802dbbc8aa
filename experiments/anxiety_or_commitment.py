"""Is it enough that both sides are afraid, or does it take a commitment that binds?

The question. Researchers on both sides fear the same things, and governments come to fear them too.
Does shared fear make the race safe by itself, or does it take a binding treaty that is verified and
sanctioned? Do the two replace each other, or does each work better with the other?

The design. Two by two, under common luck. Anxiety: both sides believe the hazard to be 0.6 times as
large as it is at the start (the baseline), or twice as large. Commitment: no treaty can bind, or a
binding treaty is signed in the first quarters whatever anybody fears, does not lapse, is always
verified, and a breach costs 4. Nothing else decrees a treaty here: talks move at any alarm, and
fast. Then doses: the prior alarm from 0.3 to 4, with and without commitment; and the sanction from
0 to 8, at either anxiety. Last, anxiety with the talks that it moves by itself, as in the baseline.

What it measures. The chance of a catastrophe, the share of time in which each side accelerates, and
the lead of the United States in the end.

To run it: python experiments/anxiety_or_commitment.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from race_sim.analysis import arms, measures, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.outcomes import Estimate, mean
from race_sim.plots import arm_lines
from race_sim.scenario import Value
from race_sim.words import SIDE_NAMES, listing

NAME = "anxiety_or_commitment"
QUESTION = "Is it enough that both sides are afraid, or does it take a commitment that binds?"
WORLDS = 20_000
PRIOR, SANCTION = "alarm.prior", "talks.sanction"
CALM, ANXIOUS = 0.6, 2.0
BINDING = 4.0  # the sanction
PRIORS = (0.3, 0.6, 1.0, 1.5, 2.0, 3.0, 4.0)
SANCTIONS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0)
NO_TREATY: dict[str, Value] = {"talks.binding_allowed": False}
COMMITTED: dict[str, Value] = {
    "talks.threshold": 0.0,
    "talks.pace": 20.0,
    "talks.binding_lapse": 0.0,
    "talks.breach_ends": 0.0,
    "talks.verification": 1.0,
}
FREE, BOUND = "no treaty binds", "a treaty binds"
MEASURES = (
    measures.RISK,
    measures.column("us_accelerating"),
    measures.column("cn_accelerating"),
    measures.LEAD,
)
RISK = measures.RISK.key


def _anxiety(line: str, prior: float) -> str:
    return f"{line} prior {prior:g}"


def _commitment(prior: float, sanction: float) -> str:
    return f"prior {prior:g} sanction {sanction:g}"


def _arms() -> Iterator[arms.Arm]:
    neither = _anxiety(FREE, CALM)
    for line, values in ((FREE, NO_TREATY), (BOUND, {**COMMITTED, SANCTION: BINDING})):
        for prior in PRIORS:
            key = _anxiety(line, prior)
            yield arms.Arm(
                key,
                f"prior alarm {prior:g}",
                {**values, PRIOR: prior},
                against="" if key == neither else neither,
                group=line,
                at=prior,
            )
    for prior in (CALM, ANXIOUS):
        for sanction in SANCTIONS:
            yield arms.Arm(
                _commitment(prior, sanction),
                f"sanction {sanction:g}",
                {**COMMITTED, PRIOR: prior, SANCTION: sanction},
                against=neither,
                group=f"prior alarm {prior:g}",
                at=sanction,
            )
    yield arms.Arm("talks", "anxious, talks of the baseline", {PRIOR: ANXIOUS}, against=neither)


ARMS = tuple(_arms())
NEITHER, ANXIETY = _anxiety(FREE, CALM), _anxiety(FREE, ANXIOUS)
COMMITMENT, TOGETHER = _anxiety(BOUND, CALM), _anxiety(BOUND, ANXIOUS)
NAMES = {
    NEITHER: "neither",
    ANXIETY: "anxiety alone",
    COMMITMENT: "commitment alone",
    TOGETHER: "both together",
    "talks": "anxiety, with the talks of the baseline",
}


def beyond_the_sum(found: Results) -> Estimate:
    """By how much both together change the danger beyond what the two change alone."""
    neither, anxiety, commitment, both = (
        found.values[key][RISK] for key in (NEITHER, ANXIETY, COMMITMENT, TOGETHER)
    )
    return mean(both - anxiety - commitment + neither)


def prior_that_does_as_much(found: Results) -> float | None:
    """The prior alarm, without a treaty, at which the danger is that of commitment alone.

    Straight lines between the doses; None if no dose does as much.
    """
    risks = np.array([found.value(_anxiety(FREE, prior), RISK).value for prior in PRIORS])
    wanted = found.value(COMMITMENT, RISK).value
    below = np.flatnonzero(risks <= wanted)
    if len(below) == 0:
        return None
    place = int(below[0])
    if place == 0:
        return PRIORS[0]
    return float(np.interp(wanted, risks[[place, place - 1]], [PRIORS[place], PRIORS[place - 1]]))


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    yield _on_two_by_two(found)
    yield _on_sum(found)
    yield _on_doses(found)
    yield _on_sanction(found)
    yield _on_choices(found)
    yield _on_talks(found)


def _on_two_by_two(found: Results) -> str:
    more = wording.direction(found.change(COMMITMENT, RISK, ANXIETY))
    verdict = {
        -1: "commitment does more than anxiety",
        0: "neither does more than the other, so far as can be seen",
        1: "anxiety does more than commitment",
    }[more]
    parts = [
        f"with {NAMES[key]} it {found.moved(key, RISK)}" for key in (ANXIETY, COMMITMENT, TOGETHER)
    ]
    return (
        f"The chance of a catastrophe is {found.said(NEITHER, RISK)} with a prior alarm of "
        f"{CALM:g} and no treaty that binds. Against that, {'; '.join(parts)}. At these doses "
        f"{verdict}."
    )


def _on_sum(found: Results) -> str:
    beyond = beyond_the_sum(found)
    verdict = {
        1: "The two partly replace each other: together they take away less than one by one",
        0: "Together they take away what they do one by one, so far as can be seen",
        -1: "Each works better with the other: together they take away more than one by one",
    }[wording.direction(beyond)]
    return (
        f"{verdict} (the difference is {wording.number(wording.scaled(beyond, 100.0))} percentage "
        "points)."
    )


def _on_doses(found: Results) -> str:
    parts = [
        f"{found.said(_anxiety(FREE, prior), RISK)} at {prior:g}"
        for prior in (PRIORS[0], 1.0, ANXIOUS, PRIORS[-1])
    ]
    as_much = prior_that_does_as_much(found)
    said = (
        "no dose of anxiety up to "
        f"{PRIORS[-1]:g} does as much as commitment alone at a prior alarm of {CALM:g}"
        if as_much is None
        else f"it takes a prior alarm of about {as_much:.1f} to do as much as commitment alone "
        f"does at {CALM:g}"
    )
    return (
        "Doses of anxiety, without a treaty, as the prior alarm with the true hazard as 1: the "
        f"chance of a catastrophe is {listing(parts)}; {said}."
    )


def _on_sanction(found: Results) -> str:
    parts = []
    for prior in (CALM, ANXIOUS):
        told = [
            f"at a sanction of {sanction:g} it {found.moved(_commitment(prior, sanction), RISK)}"
            for sanction in (0.0, 2.0, 4.0, 8.0)
        ]
        base = found.said(_anxiety(FREE, prior), RISK)
        parts.append(
            f"with a prior alarm of {prior:g} ({base} without a treaty), {', '.join(told)}"
        )
    return (
        f"Doses of commitment, against neither anxiety nor commitment: {'; '.join(parts)}. A "
        "treaty whose breach costs nothing is left with the exchange that it opens; and no treaty "
        "punishes a side for accelerating while the other does too."
    )


def _on_choices(found: Results) -> str:
    parts = []
    for key in (ANXIETY, COMMITMENT, TOGETHER):
        told = [
            f"{SIDE_NAMES[side]} {found.said(key, f'{side}_accelerating')}" for side in SIDE_NAMES
        ]
        parts.append(f"with {NAMES[key]}, {listing(told)}")
    lead = found.moved(COMMITMENT, measures.LEAD.key)
    return (
        f"The share of time spent accelerating: {'; '.join(parts)}. With commitment alone, the "
        f"lead of the United States in the end {lead}."
    )


def _on_talks(found: Results) -> str:
    return (
        "Anxiety also moves talks. With those of the baseline allowed to lead to a binding treaty, "
        f"against the same anxiety without, the chance of a catastrophe "
        f"{found.moved('talks', RISK, ANXIETY)}."
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    doses = {
        NAME: (
            [_anxiety(line, prior) for line in (FREE, BOUND) for prior in PRIORS],
            "Doses of anxiety, with and without commitment",
            "prior alarm, true hazard = 1",
        ),
        f"{NAME}_sanction": (
            [_commitment(prior, sanction) for prior in (CALM, ANXIOUS) for sanction in SANCTIONS],
            "Doses of commitment, calm and anxious",
            "what a breach costs",
        ),
    }
    title = "The baseline, 2026 to 2046; a treaty binds from the first quarters on, or none does"
    pictures = tuple(
        arm_lines.draw(found.only((), keys), name, headline, title, level)
        for name, (keys, headline, level) in doses.items()
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), pictures, worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
