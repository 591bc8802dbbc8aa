"""What does a pause buy, alone or together, and does the one who pauses fall behind for good?

The question. A pause at the frontier gives safety work time to catch up, and gives a lead away.
How much danger does a pause take away if one side makes it, and if both do? What does the one who
pauses lose, does it come back, and what does the other do meanwhile?

The design. Progress stops completely, safety work goes on, for half a year, one, two or four years
from 2027 on, in the United States, in China or in both, and for one year from 2030 or 2034. All of
them are compared with the same worlds without a pause. Whoever does not pause answers by the
baseline's logit response; nobody foresees a pause. All races end in the same year, so that a pause
also leaves less time to progress in: what it only puts off beyond that year counts as taken away.

What it measures. From 2027 on: the chance of a catastrophe, the lead of the United States in 2028,
2032 and in the end, and the share of time in which each side accelerates in the five years from
2027.

To run it: python experiments/pauses.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from race_sim.analysis import arms, measures, paired, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.outcomes import Estimate, mean
from race_sim.plots import arm_lines
from race_sim.plots import arms as arm_rows
from race_sim.words import SIDE_NAMES, listing

NAME = "pauses"
QUESTION = (
    "What does a pause buy, alone or together, and does the one who pauses fall behind for good?"
)
WORLDS = 20_000
DATE = 2027.0
WHO = {"us": ("us",), "cn": ("cn",), "both": ("us", "cn")}
LINES = {"us": "the United States", "cn": "China", "both": "both"}
LENGTHS = (0.5, 1.0, 2.0, 4.0)  # years
DATES = (2027.0, 2030.0, 2034.0)  # of a pause of one year
NONE = "no pause"


def _lead_at(year: float) -> measures.Measure:
    """The lead of the United States at a date, as the difference of two columns of the history."""
    own, other = (measures.at(f"{side}_capability", year - DATE, "", "") for side in ("us", "cn"))
    return measures.Measure(
        f"lead_in_{year:g}",
        f"US lead in {year:g}",
        "OOM",
        f"the lead of the United States in {year:g}",
        lambda played: own.of(played) - other.of(played),
        paths=True,
    )


RISK = measures.LATER_RISK.named("Catastrophe, from 2027", "the chance of a catastrophe")
LEADS = (_lead_at(2028.0), _lead_at(2032.0), measures.LEAD)
CHOICES = {
    side: measures.mean_over(
        f"{side}_accelerates",
        0.0,
        5.0,
        f"{short} accelerates",
        f"the share of time in which {SIDE_NAMES[side]} accelerates",
    )
    for side, short in (("us", "US"), ("cn", "China"))
}
WHOLE_RACE = (measures.column("us_accelerating"), measures.column("cn_accelerating"))
MEASURES = (RISK, *LEADS, *CHOICES.values(), *WHOLE_RACE)


def _key(who: str, length: float) -> str:
    return f"{who} {length:g}"


def _dated(who: str, date: float) -> str:
    return f"{who} in {date:g}"


def _arms() -> Iterator[arms.Arm]:
    yield arms.Arm(NONE, NONE, since=DATE)
    for who, sides in WHO.items():
        yield arms.Arm(_key(who, 0.0), NONE, group=LINES[who], at=0.0, since=DATE)
        for length in LENGTHS:
            yield arms.Arm(
                _key(who, length),
                f"{length:g} years",
                pauses=(arms.pause(sides, DATE, DATE + length),),
                against=_key(who, 0.0),
                group=LINES[who],
                at=length,
                since=DATE,
            )
    for date in DATES:
        for who, sides in WHO.items():
            yield arms.Arm(
                _dated(who, date),
                LINES[who],
                pauses=(arms.pause(sides, date, date + 1.0),),
                against=NONE,
                group=f"In {date:g}",
                since=DATE,
            )


ARMS = tuple(_arms())
SWEEP = [_key(who, length) for who in WHO for length in (0.0, *LENGTHS)]


def beyond_the_sum(found: Results) -> Estimate:
    """By how much a pause of both changes the danger beyond what both pauses change alone."""
    none, us, cn, both = (
        found.values[key][RISK.key] for key in (NONE, *(_key(who, 1.0) for who in WHO))
    )
    return mean((both - none) - (us - none) - (cn - none))


def still_missing(found: Results, who: str, measure: str) -> Estimate | None:
    """What share of the lead that a pause of a year costs by 2028 is still missing later.

    None if it costs nothing measurable.
    """
    if not found.direction(_key(who, 1.0), LEADS[0].key):
        return None
    lost, later = (
        found.values[_key(who, 1.0)][name] - found.values[NONE][name]
        for name in (LEADS[0].key, measure)
    )
    counted = (lost == lost) & (later == later)  # a world that has ended has no number
    return paired.ratio(later[counted], lost[counted])


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    yield _on_danger(found)
    for who in ("us", "cn"):
        yield _on_lead(found, who)
    yield _on_answers(found)
    yield _on_length(found)
    yield _on_date(found)


def _on_danger(found: Results) -> str:
    parts = [f"if {LINES[who]} pauses, it {found.moved(_key(who, 1.0), RISK.key)}" for who in LINES]
    parts[-1] = parts[-1].replace("both pauses", "both pause")
    beyond = beyond_the_sum(found)
    verdict = {
        1: "A pause of both takes away less than the two pauses do one by one, added up",
        0: "A pause of both takes away as much as the two one by one, added up, so far as is seen",
        -1: "A pause of both takes away more than the two pauses do one by one, added up",
    }[wording.direction(beyond)]
    return (
        f"The chance of a catastrophe from 2027 on is {found.said(NONE, RISK.key)} without a "
        f"pause. For one year from 2027: {'; '.join(parts)}. {verdict}: the difference is "
        f"{wording.number(wording.scaled(beyond, 100.0))} percentage points."
    )


def _on_lead(found: Results, who: str) -> str:
    key = _key(who, 1.0)
    parts = [f"in 2028 it {found.moved(key, LEADS[0].key)}"]
    for name, when in ((LEADS[1].key, "2032"), (LEADS[2].key, "the end")):
        left = still_missing(found, who, name)
        tail = "" if left is None else f", which is {wording.percent(left)} of that"
        parts.append(f"in {when} it {found.moved(key, name)}{tail}")
    return (
        f"The lead of the United States if {LINES[who]} pauses alone for a year: {listing(parts)}."
    )


def _on_answers(found: Results) -> str:
    parts = []
    for who, name in LINES.items():
        told = [
            f"that of {SIDE_NAMES[side]} {found.moved(_key(who, 1.0), measure.key)}"
            for side, measure in CHOICES.items()
        ]
        parts.append(f"if {name} {'pause' if who == 'both' else 'pauses'}, {listing(told)}")
    whole = listing(
        [
            f"that of {SIDE_NAMES[side]} {found.moved(_dated('both', DATE), measure.key)}"
            for side, measure in zip(CHOICES, WHOLE_RACE, strict=True)
        ]
    )
    return (
        "What both sides do: the share of time spent accelerating in the five years from 2027, "
        f"against no pause, with a pause of one year: {'; '.join(parts)}. Over the whole race, if "
        f"both pause, {whole}."
    )


def _on_length(found: Results) -> str:
    short, long = LENGTHS[0], LENGTHS[-1]
    parts = [
        f"{name}: with {short:g} years it {found.moved(_key(who, short), RISK.key)}, with {long:g} "
        f"years it {found.moved(_key(who, long), RISK.key)}"
        for who, name in LINES.items()
    ]
    return f"By length, the chance of a catastrophe, for pauses of {'; of '.join(parts)}."


def _on_date(found: Results) -> str:
    parts = []
    for who, name in LINES.items():
        told = [f"in {date:g} it {found.moved(_dated(who, date), RISK.key)}" for date in DATES]
        parts.append(f"{name}: {', '.join(told)}")
    return f"By date, the chance of a catastrophe, for a year's pause of {'; of '.join(parts)}."


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    dated = [NONE, *(_dated(who, date) for date in DATES for who in WHO)]
    pictures = (
        arm_lines.draw(
            found.only([RISK.key, LEADS[0].key, LEADS[1].key, LEADS[2].key], SWEEP),
            NAME,
            "What a pause buys and costs, by its length",
            "The baseline with a complete stop of progress from 2027 on",
            "length of the pause, years",
            "Lines: who pauses. Change against no pause",
            changes=True,
        ),
        arm_rows.draw(
            found.only([RISK.key, LEADS[2].key, *(one.key for one in WHOLE_RACE)], dated),
            f"{NAME}_dates",
            "A pause of one year, by its date",
            "The baseline with a complete stop of progress for one year",
        ),
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), pictures, worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
