"""How much of the safety that an open exchange brings do the actors race away again?

The question. If safety work done on one side reaches the other, both are safer for the same effort,
and may then take more risks (risk compensation; Peltzman, S., 1975, Journal of Political Economy
83, 677-726). How much of the gain is lost in this way, does it grow with openness, and whose answer
is it? And who gains if one side does the safety work and the other races?

The design. The openness of the exchange goes from 0 to 1. With policies that answer nothing (both
always safe, both always accelerating, only one of them safe) the exchange can only help. With the
baseline's logit response, with best replies and with far sharper or duller noise the actors answer.
Between stands the replay: the choices that both make in the closed exchange, world by world, played
again in the open one. What that changes is the direct effect; what the free choices change beyond
it is the answer. (Worlds that last longer than in the closed exchange go on by their own policies.)

What it measures. The chance of a catastrophe against the closed exchange, and the share of the
direct effect that the answer undoes; the share of time in which each side accelerates; the safety
gaps in the end, of whoever is safe and of whoever races.

To run it: python experiments/open_exchange.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from race_sim.analysis import arms, measures, paired, wording
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.analysis.replay import replay
from race_sim.outcomes import Estimate
from race_sim.plots import arm_lines
from race_sim.scenario import Value
from race_sim.words import SIDE_NAMES, listing

NAME = "open_exchange"
QUESTION = "How much of the safety that an open exchange brings do the actors race away again?"
WORLDS = 5_000
DEPENDS_ON = ("race_sim/analysis/replay.py",)
OPENNESS = "exchange.openness"
LEVELS = (0.0, 0.15, 0.3, 0.6, 1.0)
SAFE, RACE = "always-safe", "always-accelerate"


def _seats(us: str, cn: str) -> dict[str, Value]:
    return {"us.policy": us, "cn.policy": cn}


FREE, REPLAYED = "free choices", "same choices"
LINES: dict[str, dict[str, Value]] = {
    FREE: {},
    REPLAYED: {},
    "both race": _seats(RACE, RACE),
    "US safe": _seats(SAFE, RACE),
    "China safe": _seats(RACE, SAFE),
    "both safe": _seats(SAFE, SAFE),
}
MINDS: dict[str, dict[str, Value]] = {
    "best replies": _seats("best-reply", "best-reply"),
    "rationality 2": {"choice.rationality": 2.0},
    "rationality 15": {"choice.rationality": 15.0},
}
CHOICES = tuple(measures.column(f"{side}_accelerating") for side in ("us", "cn"))
GAPS = tuple(measures.column(f"{side}_gap") for side in ("us", "cn"))
MEASURES = (measures.RISK, *CHOICES, *GAPS)
RISK = measures.RISK.key


def _key(line: str, openness: float) -> str:
    return f"{line} {openness:g}"


def _arms() -> Iterator[arms.Arm]:
    for line, values in (LINES | MINDS).items():
        for openness in LEVELS if line in LINES else (LEVELS[0], LEVELS[-1]):
            yield arms.Arm(
                _key(line, openness),
                f"openness {openness:g}",
                {**values, OPENNESS: openness},
                against="" if openness == LEVELS[0] else _key(line, LEVELS[0]),
                group=line,
                at=openness,
            )


ARMS = tuple(_arms())


def play(worlds: int, seed: int) -> Results:
    """Play every arm; those of the replay with the choices of the closed exchange.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    values = dict(found.values)
    for line in (REPLAYED, *MINDS):
        closed = found.arm(_key(line, LEVELS[0])).built()
        for openness in LEVELS[1:] if line == REPLAYED else LEVELS[-1:]:
            opened = found.arm(_key(line, openness)).built()
            table = replay(closed, opened, worlds=worlds, seed=seed)
            key = _key(line if line == REPLAYED else f"{line}, replayed", openness)
            values[key] = {one.key: table[one.key].to_numpy(dtype=float) for one in MEASURES}
    added = [
        replace(found.arm(_key(line, LEVELS[-1])), key=_key(f"{line}, replayed", LEVELS[-1]))
        for line in MINDS
    ]
    return replace(found, arms=(*found.arms, *added), values=values)


def undone(found: Results, free: str, replayed: str) -> Estimate | None:
    """The share of the direct effect on the danger that the answer undoes; None without one."""
    if found.direction(replayed, RISK) == 0:
        return None
    closed = found.values[found.arm(free).against][RISK]
    same, own = found.values[replayed][RISK], found.values[free][RISK]
    return paired.ratio(own - same, closed - same)


def effects_of(found: Results) -> pd.DataFrame:
    """A row a setting: the direct effect, the answer, both together, and the share undone."""
    rows = []
    settings = [("baseline", openness, FREE, REPLAYED) for openness in LEVELS[1:]]
    settings += [(line, LEVELS[-1], line, f"{line}, replayed") for line in MINDS]
    for name, openness, free, same in settings:
        own, replayed = _key(free, openness), _key(same, openness)
        row: dict[str, object] = {"actors": name, "openness": openness}
        row |= paired.columns("direct", found.change(replayed, RISK))
        row |= paired.columns("answer", found.change(own, RISK, replayed))
        row |= paired.columns("all", found.change(own, RISK))
        share = undone(found, own, replayed)
        if share is not None:
            row |= paired.columns("undone", share)
        rows.append(row)
    return pd.DataFrame(rows)


def _undone(row: pd.Series) -> str:
    if "undone_value" not in row or np.isnan(row["undone_value"]):
        return "there is no clear direct effect to undo"
    share = paired.from_columns(row, "undone")
    if wording.direction(share) == -1:
        return f"the answer adds {wording.percent(wording.scaled(share, -1.0))} to it"
    return f"the answer undoes {wording.percent(share)} of it"


def sentences_on(found: Results, effects: pd.DataFrame) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the tables."""
    yield _on_doses(effects)
    yield _on_choices(found)
    yield _on_fixed(found)
    yield _on_free_riders(found)
    yield _on_minds(effects)


def _on_doses(effects: pd.DataFrame) -> str:
    parts = []
    for _, row in effects[effects["actors"] == "baseline"].iterrows():
        direct, whole = (
            wording.points(paired.from_columns(row, name)) for name in ("direct", "all")
        )
        parts.append(
            f"at an openness of {row['openness']:g} it {direct} with the same choices, "
            f"{_undone(row)}, and in all it {whole}"
        )
    return f"The chance of a catastrophe against the closed exchange: {'; '.join(parts)}."


def _on_choices(found: Results) -> str:
    parts = [
        f"that of {SIDE_NAMES[side]} {found.moved(_key(FREE, LEVELS[-1]), measure.key)}"
        for side, measure in zip(SIDE_NAMES, CHOICES, strict=True)
    ]
    return (
        "The answer: from a closed to a fully open exchange, the share of time spent accelerating, "
        f"{listing(parts)}."
    )


def _on_fixed(found: Results) -> str:
    parts = [
        f"{line}: it {found.moved(key, RISK)}, to {found.said(key, RISK)}"
        for line, key in ((line, _key(line, LEVELS[-1])) for line in LINES)
        if line not in (FREE, REPLAYED)
    ]
    return (
        "Policies that answer nothing show what exchange does where nobody can race it away. The "
        f"chance of a catastrophe, from a closed to a fully open exchange: {'; '.join(parts)}."
    )


def _on_free_riders(found: Results) -> str:
    parts = []
    for line, racer in (("US safe", "cn"), ("China safe", "us")):
        own, other = (
            found.moved(_key(line, LEVELS[-1]), f"{side}_gap")
            for side in (racer, "us" if racer == "cn" else "cn")
        )
        parts.append(f"with {line}, the gap of who races {own}, and of who is safe {other}")
    return (
        "Who gains where one is safe and the other races: from a closed to a fully open exchange, "
        f"the safety gap in the end, {'; '.join(parts)}."
    )


def _on_minds(effects: pd.DataFrame) -> str:
    parts = []
    for _, row in effects[effects["openness"] == LEVELS[-1]].iterrows():
        direct = wording.points(paired.from_columns(row, "direct"))
        parts.append(f"{row['actors']}: directly it {direct}, and {_undone(row)}")
    return (
        "Other actors, at a fully open exchange (the baseline's rationality is 5.5), the chance of "
        f"a catastrophe: {'; '.join(parts)}."
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = play(worlds, seed)
    effects = effects_of(found)
    picture = arm_lines.draw(
        found.only(
            [RISK, *(one.key for one in CHOICES)],
            [_key(line, openness) for line in LINES for openness in LEVELS],
        ),
        NAME,
        "What an open exchange brings, and what is raced away",
        "Change against the closed exchange; the baseline's actors, and policies that are fixed",
        "openness of the exchange",
        "Same choices: those of the closed exchange, replayed in the open one",
        changes=True,
    )
    sentences = tuple(sentences_on(found, effects))
    return Finding(NAME, QUESTION, sentences, (picture,), worlds, seed, {"effects": effects})


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS, of=DEPENDS_ON))
