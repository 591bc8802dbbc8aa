"""Who changes after a shock at home, and who after a shock abroad?

The question. After a grave accident it is the country where it happened that stops to think, or
so one would expect. Does the other side change as well, because it is frightened, because its own
regulators act, or because its rival has slowed down? And who is ahead afterwards?

The design. A shock of severity 100 is forced on the United States or on China at the start of
2028, and the same worlds are played without it. Both are played again without contagion: the
rival's regulators then do nothing, and all that crosses the border is fear and the rival's choices.

What it measures. From 2028 on, for both sides: the share of time in which it accelerates in the
three years after the shock, its restriction in the five years after, its alarm a year after and
its talent five years after; the lead five and fifteen years after.

To run it: python experiments/home_and_abroad.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np

from race_sim.analysis import arms, measures
from race_sim.analysis.arm_results import Results
from race_sim.analysis.experiment import Finding, command
from race_sim.plots import arms as picture
from race_sim.words import RIVAL, SIDE_NAMES, SIDE_POSSESSIVES

NAME = "home_and_abroad"
QUESTION = "Who changes after a shock at home, and who after a shock abroad?"
WORLDS = 20_000
DATE = 2028.0
SIDES = ("us", "cn")
SHORT = {"us": "US", "cn": "China"}
WITHOUT = {"backlash.contagion": 0.0}


def _measures_of(side: str) -> list[measures.Measure]:
    own, short = SIDE_POSSESSIVES[side], SHORT[side]
    return [
        measures.mean_over(
            f"{side}_accelerates",
            0.25,
            3.0,
            f"{short} accelerates",
            f"the share of the first three years in which {SIDE_NAMES[side]} accelerates",
        ),
        measures.mean_over(
            f"{side}_restriction", 0.25, 5.0, f"{short} restricted", f"{own} restriction"
        ),
        measures.at(f"{side}_alarm", 1.0, f"{short} alarm, 2029", f"{own} alarm"),
        measures.at(f"{side}_talent", 5.0, f"{short} talent, 2033", f"{own} talent"),
    ]


US, CN = _measures_of("us"), _measures_of("cn")
OF = {"us": [measure.key for measure in US], "cn": [measure.key for measure in CN]}


def _lead(years: int) -> measures.Measure:
    """The lead of the United States so many years after the date."""

    def of(played: measures.Played) -> np.ndarray:
        step = played.step_after(years)
        return played.path("us_capability")[:, step] - played.path("cn_capability")[:, step]

    noun = f"the lead of the United States {years} years after"
    return measures.Measure(f"lead_at_{years}", "US lead", "OOM", noun, of, paths=True)


LEADS = [_lead(years) for years in (5, 15)]
MEASURES = [*US, *CN, *LEADS]


def _arms() -> Iterator[arms.Arm]:
    for suffix, values, group in (
        ("", {}, "With contagion"),
        ("_alone", WITHOUT, "Without contagion"),
    ):
        yield arms.Arm(f"none{suffix}", "no shock", values, group=group, since=DATE)
        for side in SIDES:
            yield arms.Arm(
                f"{side}{suffix}",
                f"shock in {SIDE_NAMES[side]}",
                values,
                shocks=(arms.shock(DATE, side),),
                against=f"none{suffix}",
                group=group,
                since=DATE,
            )


ARMS = tuple(_arms())


def sentences_on(found: Results) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the results."""
    for host in SIDES:
        yield from _on_shock(found, host, RIVAL[host])
    for host in SIDES:
        yield _on_contagion(found, host, RIVAL[host])


def _on_shock(found: Results, host: str, rival: str) -> Iterator[str]:
    speed, restricted, alarm, talent = OF[host]
    its_speed, its_restricted, its_alarm, its_talent = OF[rival]
    yield (
        f"After a shock in {SIDE_NAMES[host]}, {SIDE_NAMES[rival]} changes its course "
        f"{found.by_more(host, host, its_speed, speed)} {SIDE_NAMES[host]}: "
        f"{found.clause(host, speed)}; {found.clause(host, its_speed)}."
    )
    yield (
        f"Regulators, over five years: {found.clause(host, restricted)}; "
        f"{found.clause(host, its_restricted)}. "
        f"Fear a year after, with the true hazard as 1: {found.clause(host, alarm)}; "
        f"{found.clause(host, its_alarm)}."
    )
    yield (
        f"Talent five years after, with that of 2026 as 1: {found.clause(host, talent)}; "
        f"{found.clause(host, its_talent)}. And {found.clause(host, 'lead_at_5')}; fifteen years "
        f"after, it {found.moved(host, 'lead_at_15')}, to {found.said(host, 'lead_at_15')}."
    )


def _on_contagion(found: Results, host: str, rival: str) -> str:
    alone = f"{host}_alone"
    own, its = OF[host][0], OF[rival][0]
    return (
        f"Contagion, after a shock in {SIDE_NAMES[host]}, against the same shock without it: "
        f"{found.clause(host, own, alone)}; {found.clause(host, its, alone)}; and "
        f"{found.clause(host, 'lead_at_5', alone)}."
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    found = arms.play(ARMS, MEASURES, worlds, seed)
    title = "A shock of severity 100 at the start of 2028"
    pictures = (
        picture.draw(
            found.only([OF["us"][0], OF["cn"][0], OF["us"][1], OF["cn"][1]]),
            NAME,
            "What both sides do after a shock",
            f"{title}; accelerating in the three years after it, restricted in the five",
        ),
        picture.draw(
            found.only([OF["us"][2], OF["cn"][2], OF["us"][3], OF["cn"][3]]),
            f"{NAME}_minds",
            "What a shock leaves behind",
            title,
        ),
    )
    return Finding(NAME, QUESTION, tuple(sentences_on(found)), pictures, worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
