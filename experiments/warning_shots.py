"""Does a warning shot slow the race, even if the harm of a catastrophe falls on both sides alike?

The question. A published model of the race to general artificial intelligence says no (Tan, D.,
2025, arXiv 2512.07526). Its players decide who goes first. Harm that hits both cancels from that
comparison, so no warning shot slows them; only harm that the one who goes first bears alone does,
such as a crackdown at home. Where does this model agree, and why does it not elsewhere?

The design. First the stage game at the start, exactly: what part of the harm is the same whether a
side races ahead or is raced ahead of (its place, which the published model compares), and what part
is the same whether it accelerates or invests beside a rival that accelerates (its choice, which
actors weigh here), over the share of harm that crosses the border. Then an incident is forced on
China at the start of 2028, of severity 9 (a warning shot, below a Chernobyl moment) or 100 (a
Chernobyl moment, far below a catastrophe), where no harm crosses, where it crosses as in the
baseline, and where all of it does. Where all of it does, the channels are played alone, alarm or
crackdown (freezes and scars); then a hazard that no choice moves; then actors who always take the
best reply, and far-sighted ones (`equilibrium`, solved on the coarse grid; left out with 500 worlds
or fewer). Everything that a case changes besides the incident holds in the same worlds without it,
too, which it is compared with.

What it measures. Over the five years after: the share of time in which each side accelerates, which
is choice, and capability in the end, which is pace: a crackdown slows that whatever is chosen.

To run it: python experiments/warning_shots.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

import race_sim
from race_sim.analysis import arms, measures, preemption, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.plots import warning_shots as picture
from race_sim.plots import words
from race_sim.scenario import Value
from race_sim.words import SIDE_NAMES, SIDE_POSSESSIVES, listing

NAME = "warning_shots"
QUESTION = (
    "Does a warning shot slow the race, even if the harm of a catastrophe falls on both sides "
    "alike?"
)
WORLDS = 20_000
DEPENDS_ON = ("race_sim/analysis/preemption.py",)
# A first look is too short to wait for the strategies of far-sighted actors.
FIRST_LOOK = 500  # worlds
DATE, HOST, YEARS = 2028.0, "cn", 5.0
WARNING, MOMENT = 9.0, 100.0
SIZES = {WARNING: "warning shot", MOMENT: "Chernobyl moment"}
SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
PRIVATE, SHARED = preemption.spillovers(0.0), preemption.spillovers(1.0)
# An alarm whose prior is worth 100 expected incidents, and that forgets at once, hardly moves.
NO_ALARM = {
    "alarm.strength": 100.0,
    "alarm.severity_weight": 0.0,
    "alarm.memory_half_life": 0.1,
}
NO_CRACKDOWN = {"incidents.chernobyl_severity": 9_999.0}  # nothing short of a catastrophe is one
NO_LESSON = {"learning.lesson": 0.0}
NO_TALKS = {"talks.pace": 0.0}
FIXED_HAZARD = {preemption.ELASTICITY: 0.0}


class Case(NamedTuple):
    """A world in which an incident is forced, and what is switched off from its date on."""

    key: str
    label: str
    values: Mapping[str, Value]
    switched_off: Mapping[str, Value]
    sizes: tuple[float, ...] = (MOMENT,)


def _policies(name: str) -> dict[str, Value]:
    return {"us.policy": name, "cn.policy": name}


CASES = (
    Case("private", "no harm crosses", PRIVATE, {}, tuple(SIZES)),
    Case("baseline", "some harm crosses, as in the baseline", {}, {}, tuple(SIZES)),
    Case("shared", "all harm crosses", SHARED, {}, tuple(SIZES)),
    Case("alarm", "all crosses, alarm alone", SHARED, {**NO_CRACKDOWN, **NO_LESSON}),
    Case("crackdown", "all crosses, crackdown alone", SHARED, {**NO_ALARM, **NO_LESSON}),
    Case(
        "fixed",
        "all crosses, alarm alone, hazard that no choice moves",
        {**SHARED, **FIXED_HAZARD, **NO_TALKS},
        {**NO_CRACKDOWN, **NO_LESSON},
    ),
    Case(
        "best_reply",
        "all crosses, best replies",
        {**SHARED, **_policies("best-reply")},
        {},
        tuple(SIZES),
    ),
)
FORESIGHT = Case(
    "far_sighted",
    "all crosses, far-sighted",
    {**SHARED, **_policies("equilibrium"), "foresight.grid": "coarse"},
    {},
    tuple(SIZES),
)


def _measures() -> Iterator[measures.Measure]:
    for side, short in (("us", "US"), ("cn", "China")):
        yield measures.mean_over(
            f"{side}_accelerates",
            0.25,
            YEARS + 0.25,
            f"{short} accelerates",
            f"the share of time in which {SIDE_NAMES[side]} accelerates",
        ).named(key=f"{side}_choice")
    for side, short in (("us", "US"), ("cn", "Chinese")):
        yield measures.at(
            f"{side}_capability",
            YEARS,
            f"{short} capability",
            f"{SIDE_POSSESSIVES[side]} capability",
            "OOM",
        ).named(key=f"{side}_pace")


MEASURES = tuple(_measures())
CHOICES = ("us_choice", "cn_choice")
PACES = ("us_pace", "cn_pace")


def shot(case: Case, size: float) -> str:
    """The key of the arm with the incident."""
    return f"{case.key}_{size:g}"


def arms_of(cases: tuple[Case, ...]) -> Iterator[arms.Arm]:
    """Every case without an incident, and with each."""
    for case in cases:
        off = (arms.change(DATE, case.switched_off),) if case.switched_off else ()
        yield arms.Arm(
            case.key, "no incident", case.values, changes=off, group=case.label, since=DATE
        )
        for size in case.sizes:
            yield arms.Arm(
                shot(case, size),
                SIZES[size],
                case.values,
                changes=off,
                shocks=(arms.shock(DATE, HOST, size),),
                against=case.key,
                group=case.label,
                since=DATE,
            )


def stage_games() -> pd.DataFrame:
    """What cancels at the start, by how much harm crosses, with equal sides and as they are."""
    baseline = race_sim.load_scenario("baseline")
    settings: dict[str, Mapping[str, Value]] = {
        "equal sides": preemption.EQUAL_SIDES,
        "as they are": {},
        "as they are, hazard that no choice moves": FIXED_HAZARD,
    }
    tables = []
    for name, values in settings.items():
        table = preemption.cancelling(baseline.with_values(values), SHARES)
        table.insert(0, "sides", name)
        tables.append(table)
    return pd.concat(tables, ignore_index=True)


def worlds_changed(found: Results, arm: str) -> int:
    """In how many worlds the incident changes how long a side accelerates."""
    without = found.values[found.arm(arm).against]
    turned = np.zeros(found.worlds, dtype=bool)
    for name in CHOICES:
        one, other = without[name], found.values[arm][name]
        turned |= (one != other) & ~(np.isnan(one) & np.isnan(other))
    return int(turned.sum())


def _at(games: pd.DataFrame, sides: str, shared: float, side: str) -> pd.Series:
    rows = games[(games["sides"] == sides) & (games["shared"] == shared) & (games["side"] == side)]
    return rows.iloc[0]


def sentences_on(games: pd.DataFrame, found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the tables."""
    yield _verdict(found)
    yield _on_place(games)
    yield _on_choice(games)
    yield _on_fixed(games, found)
    for size in SIZES:
        yield _on_sharing(found, size)
    yield _on_channels(found)
    yield _on_minds(found)


def _slowed(found: Results, arm: str) -> str:
    """Which sides an incident makes accelerate less."""
    sides = [
        SIDE_NAMES[side]
        for side, measure in zip(SIDE_NAMES, CHOICES, strict=True)
        if found.direction(arm, measure) == -1
    ]
    return {0: "neither side", 1: f"only {sides[0] if sides else ''}"}.get(len(sides), "both sides")


def _verdict(found: Results) -> str:
    parts = [
        f"a {name} makes {_slowed(found, f'shared_{size:g}')} accelerate less"
        for size, name in SIZES.items()
    ]
    return (
        f"Where all harm falls on both sides alike, {listing(parts)}; if no choice moves the "
        f"hazard, alarm makes {_slowed(found, f'fixed_{MOMENT:g}')} do so."
    )


def _part(share: float) -> str:
    return "all of it" if share > 1.0 - 1e-9 else f"{100.0 * share:.1f}{words.NO_BREAK}% of it"


def _on_place(games: pd.DataFrame) -> str:
    none, whole = (_part(_at(games, "equal sides", share, "us").place_cancels) for share in (0, 1))
    real = {_part(_at(games, "as they are", 1.0, side).place_cancels) for side in SIDE_NAMES}
    return (
        "The place, which the published model compares. Between equal sides, where all harm "
        f"crosses, {whole} is the same for who races ahead alone and for who is raced ahead of, "
        f"and cancels, so that alarm has no say in that part; where none crosses, {none}. Between "
        f"the sides as they are, where all crosses, {listing(sorted(real))}."
    )


def _on_choice(games: pd.DataFrame) -> str:
    parts = []
    for side, name in SIDE_NAMES.items():
        none, whole = (_at(games, "as they are", share, side) for share in (0.0, 1.0))
        parts.append(
            f"for {name} {_part(whole.choice_cancels)} comes whichever it chooses (where none "
            f"crosses, {_part(none.choice_cancels)}), and investing is the best reply from an "
            f"alarm of {whole.alarm_needed:.2f} on (where none crosses, {none.alarm_needed:.2f})"
        )
    return (
        "The choice, which actors weigh here: to accelerate or to invest beside a rival that "
        f"accelerates. Of the harm of accelerating where all crosses, {'; '.join(parts)}. What "
        "does not cancel is the danger of a side's own gap: the rival does not make it instead if "
        "the side waits."
    )


def _on_fixed(games: pd.DataFrame, found: Results) -> str:
    rows = games[games["sides"] == "as they are, hazard that no choice moves"]
    share = _part(float(rows["choice_cancels"].min()))
    enough = "no alarm makes" if np.isinf(rows["alarm_needed"]).all() else "some alarm makes"
    return (
        f"If no choice moves the hazard, {share} cancels from the choice as well, and {enough} "
        f"investing the best reply. A {SIZES[MOMENT]} that works through alarm alone then changes "
        "how long a side accelerates in "
        f"{worlds_changed(found, f'fixed_{MOMENT:g}'):,} of {found.worlds:,} worlds; with the "
        f"hazard as it is, in {worlds_changed(found, f'alarm_{MOMENT:g}'):,}."
    )


def _each(found: Results, arm: str, keys: tuple[str, ...] = CHOICES) -> str:
    """The change of a measure of both sides."""
    return listing(
        [
            f"for {SIDE_NAMES[side]} it {found.moved(arm, measure)}"
            for side, measure in zip(SIDE_NAMES, keys, strict=True)
        ]
    )


def _on_sharing(found: Results, size: float) -> str:
    none, whole = f"private_{size:g}", f"shared_{size:g}"
    more = listing(
        [
            f"for {name} "
            + wording.points(found.contrast(whole, none, measure), "smaller", "larger")
            for name, measure in zip(SIDE_NAMES.values(), CHOICES, strict=True)
        ]
    )
    return (
        f"After a {SIZES[size]} in {SIDE_NAMES[HOST]}, the share of time that a side accelerates "
        f"in the next {YEARS:g} years: where no harm crosses, {_each(found, none)}; where all "
        f"does, {_each(found, whole)}. Sharing the harm makes the fall {more}."
    )


def _on_channels(found: Results) -> str:
    parts = [
        f"by {name} alone, that share: {_each(found, f'{key}_{MOMENT:g}')}; and capability "
        f"{YEARS:g} years on: {_each(found, f'{key}_{MOMENT:g}', PACES)}"
        for key, name in (("alarm", "alarm"), ("crackdown", "the crackdown"))
    ]
    return f"After a {SIZES[MOMENT]} where all harm crosses, {'. And '.join(parts)}."


def _on_minds(found: Results) -> str:
    names = {"shared": "the baseline's noisy replies", "best_reply": "best replies"}
    if FORESIGHT.key in {arm.key for arm in found.arms}:
        names[FORESIGHT.key] = "far-sighted strategies"
    parts = [f"with {name}, {_each(found, f'{key}_{WARNING:g}')}" for key, name in names.items()]
    return (
        f"Who sits in the chairs: after a {SIZES[WARNING]} where all harm crosses, that share "
        f"changes {'; '.join(parts)}."
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    games = stage_games()
    cases = CASES if worlds <= FIRST_LOOK else (*CASES, FORESIGHT)
    found = arms.play(arms_of(cases), MEASURES, worlds, seed)
    drawn = picture.draw(games, found, NAME)
    sentences = tuple(sentences_on(games, found))
    return Finding(NAME, QUESTION, sentences, (drawn,), worlds, seed, {"stage_games": games})


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS, of=DEPENDS_ON))
