"""A pair's race of Han et al. (2020, 2021, 2022), played round by round from its rules.

The formulas of `han2020`, `han2021` and `han2022` give averages over the rounds of a race. Here the
race itself is played: each developer acts on what it saw, both step on, benefits are shared, and
somebody arrives. Nothing of the formulas is used, so that the two can be held against each other.
Numbers are fractions, so that who ties ties.

The last round can be played to its end, as rounds are (`whole=True`), or only until somebody
arrives, as the formulas have it. The two agree if the race takes a whole number of rounds.

>>> rules = Rules(speed=Fraction(3, 2), setback_risk=Fraction(3, 4))
>>> play("AU", "AS", rules)
Played(row=38.1, column=0.6, rounds=Fraction(200, 3))
>>> play("AU", "AS", rules, whole=True).rounds
Fraction(67, 1)
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import NamedTuple

from race_sim.literature.parameter import one_of
from race_sim.problems import InputError, Problem

PLEDGING = ("pledge_keep", "pledge_break", "pledge_punish")
STRATEGIES = ("AS", "AU", "CS", "PS", "RS", *PLEDGING)
_ME_AND_OTHER = ((0, 1), (1, 0))


class Rules(NamedTuple):
    """What a race is played by: the parameters of the models."""

    speed: float | Fraction = 1.5
    setback_risk: float | Fraction = 0.6
    benefit: float | Fraction = 4.0
    cost: float | Fraction = 1.0
    prize: float | Fraction = 1e4
    rounds: float | Fraction = 100.0
    found_out: float | Fraction = 0.0
    slowdown_own: float | Fraction = 0.0
    slowdown_rival: float | Fraction = 0.0
    reward_cost: float | Fraction = 0.0
    reward_gain: float | Fraction = 0.0
    pledge_cost: float | Fraction = 0.0  # a round
    institution: bool = False  # sanctions who breaks a pledge, in place of the partner


class Played(NamedTuple):
    """What both got a round on average, and how long the race took."""

    row: float
    column: float
    rounds: Fraction | float  # infinity if both stand still


Exact = dict[str, Fraction]


def _unsafe(strategy: str, pledged: bool, last_of_other: bool) -> bool:
    """Whether a developer is unsafe this round."""
    if strategy in PLEDGING:
        return strategy == "pledge_break" or not pledged
    return strategy == "AU" or (strategy == "CS" and last_of_other)


def _speeds(
    pair: tuple[str, str],
    unsafe: list[bool],
    seen: list[bool] | None,
    pledged: bool,
    institution: bool,
    rules: Exact,
) -> list[Fraction]:
    """Steps that each makes this round; `seen` is what they did in the first, None in that one."""
    speeds = [rules["speed"] if one else Fraction(1) for one in unsafe]
    if seen is None:
        return speeds
    for me, other in _ME_AND_OTHER:
        by_peer = pair[me] == "pledge_punish" and pledged and not institution
        if (pair[me] == "PS" or by_peer) and seen[other]:
            speeds[me] -= rules["slowdown_own"]
            speeds[other] -= rules["slowdown_rival"]
        if pair[me] == "RS" and not seen[other]:
            speeds[me] -= rules["reward_cost"]
            speeds[other] += rules["reward_gain"]
        if pledged and institution and seen[me]:
            speeds[me] -= rules["slowdown_rival"]
    return [max(one, Fraction(0)) for one in speeds]


def _gains(unsafe: list[bool], speeds: list[Fraction], rules: Exact) -> list[Fraction]:
    """What each may expect of a round: an unsafe one is found out or not, and then has nothing."""
    found = [Fraction(0) if one else -rules["cost"] for one in unsafe]
    risks = [rules["found_out"] if one else Fraction(0) for one in unsafe]
    for caught in ((False, False), (False, True), (True, False), (True, True)):
        chance = Fraction(1)
        for risk, one in zip(risks, caught, strict=True):
            chance *= risk if one else 1 - risk
        sells = [Fraction(0) if one else speed for speed, one in zip(speeds, caught, strict=True)]
        if sum(sells) > 0:
            for me in (0, 1):
                found[me] += chance * rules["benefit"] * sells[me] / sum(sells)
    return found


def play(row: str, column: str, rules: Rules, *, whole: bool = False) -> Played:
    """Play one race.

    Parameters
    ----------
    row, column : str
        Strategies, of `STRATEGIES`.
    rules : Rules
    whole : bool
        Whether the last round is played to its end though somebody has arrived.

    Returns
    -------
    Played
        Expected over setbacks and over who is found out.

    Raises
    ------
    InputError
        If there is no such strategy, or the first round would be more than the race.
    """
    pair = (
        one_of("han2021_play", "row", row, STRATEGIES),
        one_of("han2021_play", "column", column, STRATEGIES),
    )
    if rules.rounds < max(1, rules.speed):
        raise InputError("han2021_play", [Problem("rounds", f"{rules.rounds}", "speed or above")])
    institution = rules.institution
    exact = {name: Fraction(value) for name, value in rules._asdict().items()}
    pledged = all(one in PLEDGING for one in pair)
    fee = exact["pledge_cost"] if pledged else Fraction(0)
    places, totals = [Fraction(0)] * 2, [Fraction(0)] * 2
    ever_unsafe, last = [False, False], [False, False]
    seen: list[bool] | None = None
    rounds = Fraction(0)
    while True:
        unsafe = [_unsafe(pair[me], pledged, last[other]) for me, other in _ME_AND_OTHER]
        speeds = _speeds(pair, unsafe, seen, pledged, institution, exact)
        gains = _gains(unsafe, speeds, exact)
        if not any(speeds):  # nothing changes any more, and this goes on for ever
            return Played(float(gains[0] - fee), float(gains[1] - fee), math.inf)
        ever_unsafe = [was or now for was, now in zip(ever_unsafe, unsafe, strict=True)]
        left = [
            (exact["rounds"] - place) / speed if speed > 0 else None
            for place, speed in zip(places, speeds, strict=True)
        ]
        soonest = min(one for one in left if one is not None)
        part = soonest if soonest <= 1 and not whole else Fraction(1)
        rounds += part
        totals = [total + part * gain for total, gain in zip(totals, gains, strict=True)]
        if soonest <= 1:
            break
        places = [place + speed for place, speed in zip(places, speeds, strict=True)]
        last = unsafe
        seen = seen or unsafe
    arrives = [one == soonest for one in left]
    for me in (0, 1):
        if arrives[me]:
            totals[me] += exact["prize"] / sum(arrives)
            totals[me] *= 1 - exact["setback_risk"] if ever_unsafe[me] else 1
    return Played(float(totals[0] / rounds - fee), float(totals[1] / rounds - fee), rounds)
