"""A pair's race in which speeds change after the first round, and what the two get a round of it.

Both start a race of W steps at one speed each, u, and go on from the second round at another, v.
A developer arrives after T = 1 + (W - u) / v rounds, or W / u if the first round is enough; at a
standstill (v <= 0) it never does. The race lasts R rounds, the shorter of the two times. The first
to arrive has the prize; who arrive together share it; if both stand still nobody has it, and the
race goes on for ever. Rounds are time that flows: R need not be whole.

A round pays on average m x1 + B'/R + (1 - m) x2, where x1 is the payoff of the first round, x2 that
of each later one, B' what one has of the prize, and m = min(1, 1/R) the first round's part.

>>> end = finish(100.0, 1.0, 1.5, 0.9, 1.2)  # the second, though slowed down, is first
>>> float(end.first), float(end.second), round(1.0 / float(end.per_round), 6)
(0.0, 1.0, 83.083333)
>>> float(finish(100.0, 1.0, 1.5, 0.9, 0.0).second)  # stopped
0.0
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.han2020_payoffs import round_payoffs

# Times of arrival that differ by less than rounding can are the same.
TOGETHER = 1e-12


class Finish(NamedTuple):
    """How a race of two ends."""

    per_round: np.ndarray  # 1 / R; 0 if nobody ever arrives
    first: np.ndarray  # what the first developer has of the prize: 1, 1/2 or 0
    second: np.ndarray


class Race(NamedTuple):
    """What a race is run by: parameters of the model, as arrays."""

    speed: np.ndarray
    benefit: np.ndarray
    cost: np.ndarray
    prize: np.ndarray
    rounds: np.ndarray
    found_out: np.ndarray


class Punished(NamedTuple):
    """What a safe developer and an unsafe one get a round if the unsafe one is punished."""

    safe: np.ndarray
    unsafe: np.ndarray  # before a setback
    at_risk: np.ndarray  # bool, whether the unsafe one can have a setback: it is first, or ties


def moving(speed: np.ndarray) -> np.ndarray:
    """A speed that is not negative: one that loses more than it has stands still."""
    return np.asarray(np.maximum(speed, 0.0))


def _arrival(steps: np.ndarray, start: np.ndarray, speed: np.ndarray) -> np.ndarray:
    """After how many rounds a developer arrives."""
    left = steps - start
    with np.errstate(over="ignore"):  # hardly moving is as good as standing still
        later = 1.0 + left / np.where(speed > 0.0, speed, 1.0)
    later = np.where(speed > 0.0, later, np.inf)
    return np.where(left > 0.0, later, steps / start)


def finish(
    rounds: ArrayLike, start1: ArrayLike, start2: ArrayLike, speed1: ArrayLike, speed2: ArrayLike
) -> Finish:
    """Who is first in a race, and how long it takes.

    Parameters
    ----------
    rounds : array_like
        W, the steps of the race.
    start1, start2 : array_like
        Steps that each makes in the first round, above 0.
    speed1, speed2 : array_like
        Steps a round from the second on; zero or below is a standstill.
    """
    steps, from1, from2, on1, on2 = np.broadcast_arrays(
        *(np.asarray(one, dtype=float) for one in (rounds, start1, start2, speed1, speed2))
    )
    time1 = _arrival(steps, from1, on1)
    time2 = _arrival(steps, from2, on2)
    shorter = np.minimum(time1, time2)
    arrives1 = np.isfinite(time1) & (time1 * (1.0 - TOGETHER) <= shorter)
    arrives2 = np.isfinite(time2) & (time2 * (1.0 - TOGETHER) <= shorter)
    share = np.where(arrives1 & arrives2, 0.5, 1.0)
    return Finish(
        np.asarray(1.0 / shorter), np.where(arrives1, share, 0.0), np.where(arrives2, share, 0.0)
    )


def _average(end: Finish, prize: np.ndarray, begin: np.ndarray, later: np.ndarray) -> np.ndarray:
    """What a round pays on average, to one who has this much of the prize."""
    part = np.minimum(1.0, end.per_round)
    return np.asarray(part * begin + end.per_round * prize + (1.0 - part) * later)


def punished(race: Race, slowdown_own: np.ndarray, slowdown_rival: np.ndarray) -> Punished:
    """A safe developer against an unsafe one that is punished from the second round on.

    b is shared as their speeds; if the unsafe one is found out the safe one has it all. One that
    stands still has none. Both arrive together at s = 1 only by the unsafe one's being ahead by a
    hair, as in `han2020`: then the prize is not shared.

    Parameters
    ----------
    race : Race
    slowdown_own, slowdown_rival : ndarray of float
        Speed that the safe and the unsafe developer lose.
    """
    pays = round_payoffs(race.speed, benefit=race.benefit, cost=race.cost, found_out=race.found_out)
    slow, fast = moving(1.0 - slowdown_own), moving(race.speed - slowdown_rival)
    end = finish(race.rounds, 1.0, race.speed, slow, fast)
    ahead = (race.speed == 1.0) & (end.second > 0.0)
    safe_part = np.where(ahead, 0.0, end.first)
    unsafe_part = np.where(ahead, 1.0, end.second)

    both = slow + fast
    part = np.where(both > 0.0, slow / np.where(both > 0.0, both, 1.0), 0.0)
    seen = race.found_out
    of_safe = np.where(slow > 0.0, (1.0 - seen) * part + seen, 0.0) * race.benefit
    of_unsafe = np.where(fast > 0.0, (1.0 - seen) * (1.0 - part), 0.0) * race.benefit
    return Punished(
        _average(end, safe_part * race.prize, pays.p12, of_safe - race.cost),
        _average(end, unsafe_part * race.prize, pays.p21, of_unsafe),
        unsafe_part > 0.0,
    )


def both_punished(race: Race, slowdown: np.ndarray) -> Punished:
    """Two unsafe developers that are both punished from the second round on.

    They arrive together, or never: then neither earns any more.

    Returns
    -------
    Punished
        `safe` and `unsafe` are the same: what each gets a round.
    """
    pays = round_payoffs(race.speed, benefit=race.benefit, cost=race.cost, found_out=race.found_out)
    fast = moving(race.speed - slowdown)
    end = finish(race.rounds, race.speed, race.speed, fast, fast)
    later = np.where(fast > 0.0, pays.p22, 0.0)
    each = _average(end, end.first * race.prize, pays.p22, later)
    return Punished(each, each, end.first > 0.0)
