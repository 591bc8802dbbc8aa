"""Bridge to Armstrong, Bostrom and Shulman: one step, one finish line behind both.

The limit, term by term:

- two teams: the United States and China, both with the growth of 1 OOM a year, for one year;
- ability `x`: capability at the start, in OOM;
- safety `s`: the share of the budget that goes to safety. One side accelerates and the other
  invests, each with its own share, so any pair of safeties is played: what a side comes to is
  `x + (1 - s)`, their score up to a constant;
- the top score wins: the finish line lies below both, so that the leader crosses it;
- the winner is safe with the chance `s`: loss at the line is `1 - exp(-10^gap)`, and the gap at the
  start is set so that this is `1 - s` at the end. Safety is a chance with them and a gap with us:
  no productivity of safety work makes the one out of the other for all shares, so the gap is put
  there by hand;
- everything else is off: diffusion, incidents, alarm, talks and all the rest.

Abilities are drawn here, and what a team plays is their equilibrium. Under public information the
two scores are equal, and the race gives a tie to the United States: the less able team plays a
little more safety, so that the more able one wins.

Not matched: more than two teams. Their payoffs are won or lost with the winner alone, while our
harm adds up over both sides; so payoffs are counted here from who crossed and the chance of loss.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from race_sim.ledger import Outcome
from race_sim.literature import armstrong2016
from race_sim.literature.bridges.limit import WIDE, Docked, Position, plan_at, still_settings
from race_sim.literature.bridges.playing import played
from race_sim.policies import NUMBERS
from race_sim.resolve import Plan
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import US

# Of a gap that is as good as endless: the chance of loss is 0 or 1 to the last bit.
FAR = 400.0  # OOM
EDGE = 1e-9  # that the less able team plays more; far above rounding
# Enmity and skill weight of the rows that are docked.
POINTS = ((0.5, 0.5), (0.5, 1.0), (0.5, 3.0), (1.0, 1.5))
CELLS = 16  # in each direction; two draws in each
SEED = 61
ROUNDING = 1e-9


def one_year() -> RaceSettings:
    """One side accelerates, the other invests, and whoever leads at the end crosses the line."""
    settings = still_settings()
    return settings._replace(
        us=settings.us._replace(growth=1.0, policy=NUMBERS["always-accelerate"]),
        cn=settings.cn._replace(growth=1.0, policy=NUMBERS["always-safe"]),
        finish_line=1,
        transformative=-WIDE,
        finish_risk=1.0,
        finish_elasticity=1.0,
    )


def gap_of(safe: float) -> float:
    """The gap, in OOM, at which the chance that nothing is lost at the line is `safe`."""
    if safe >= 1.0:
        return -FAR
    return math.log10(-math.log(safe)) if safe > 0.0 else FAR


def race_of(
    abilities: tuple[float, float],
    safeties: tuple[float, float],
    settings: RaceSettings | None = None,
) -> Plan:
    """The race of two teams, the first in the chair of the United States."""
    settings = one_year() if settings is None else settings
    positions = [
        # The year adds 1 - s to the gap, which then is what the chance needs.
        Position(ability, gap_of(safe) - (1.0 - safe))
        for ability, safe in zip(abilities, safeties, strict=True)
    ]
    shares = settings._replace(share_accelerating=safeties[0], share_investing=safeties[1])
    return plan_at(positions[0], positions[1], (1, shares))


def payoff(outcome: Outcome, side: int, enmity: float) -> float:
    """What a team gets by their payoffs: 1 if it wins, less the enmity if not, 0 if all is lost."""
    won = outcome.winner == side
    return (1.0 - outcome.loss_risk) * (1.0 if won else 1.0 - enmity)


def drawn_abilities(skill_weight: float, cells: int = CELLS, seed: int = SEED) -> np.ndarray:
    """Abilities of two teams, two draws in each cell of a square grid.

    Returns
    -------
    ndarray of float, shape (cells^2, 2, 2)
        Cell, draw, team.
    """
    corners = np.stack(np.meshgrid(*[np.arange(cells)] * 2), axis=-1).reshape(-1, 1, 2)
    inside = np.random.default_rng(seed).random((cells * cells, 2, 2))
    return np.asarray((corners + inside) * skill_weight / cells)


class Drawn(NamedTuple):
    """Races of drawn teams, two in each cell of the grid."""

    risks: np.ndarray  # chance of loss at the line, by the race; shape (cells^2, 2)
    losses: np.ndarray  # whether the race's own luck lost it: 1 or 0
    expected: np.ndarray  # chance of loss with the best team's equilibrium safety

    @property
    def standard_error(self) -> float:
        """Of the mean of `risks`, from the difference of the two draws in each cell."""
        apart = self.risks[:, 0] - self.risks[:, 1]
        return float(np.sqrt(np.sum(apart**2)) / (2.0 * len(apart)))


def drawn_races(
    enmity: float,
    skill_weight: float,
    information: str,
    *,
    settings: RaceSettings | None = None,
    edge: float = EDGE,
    first_world: int = 0,
) -> Drawn:
    """Draw teams, let them play their equilibrium, and race.

    Parameters
    ----------
    enmity, skill_weight : float
    information : {"none", "private", "public"}
    settings : RaceSettings, optional
        `one_year` unless given.
    edge : float
        What the less able team plays more than its equilibrium safety.
    first_world : int
        Number of the first race: each has luck of its own.
    """
    settings = one_year() if settings is None else settings
    abilities = drawn_abilities(skill_weight)
    safeties = np.array(armstrong2016.safety(abilities, enmity, skill_weight, information))
    best = np.argmax(abilities, axis=-1)[..., np.newaxis]
    expected = 1.0 - np.take_along_axis(safeties, best, axis=-1)[..., 0]
    np.put_along_axis(safeties, 1 - best, np.take_along_axis(safeties, 1 - best, -1) + edge, -1)
    pairs = zip(abilities.reshape(-1, 2).tolist(), safeties.reshape(-1, 2).tolist(), strict=True)
    found = np.array(
        [
            (one.loss_risk, one.lost_at_finish)
            for world, (able, safe) in enumerate(pairs, start=first_world)
            for one in [played(race_of(tuple(able), tuple(safe), settings), SEED, world)]
        ]
    )
    shape = expected.shape
    return Drawn(found[:, 0].reshape(shape), found[:, 1].reshape(shape), expected)


def largest_gain(enmity: float, skill_weight: float, pairs: int = 8, safeties: int = 15) -> float:
    """What a deviation brings at best under public information, by the race's own outcomes.

    Parameters
    ----------
    enmity, skill_weight : float
    pairs : int
        Pairs of teams that are drawn.
    safeties : int
        That are tried in the place of the equilibrium's, from 0 to 1.
    """
    drawn = np.random.default_rng(SEED).random((pairs, 2)) * skill_weight
    gain = 0.0
    for abilities in drawn.tolist():
        equilibrium = armstrong2016.safety(abilities, enmity, skill_weight, "public").tolist()
        equilibrium[int(np.argmin(abilities))] += EDGE
        for side in range(2):
            value = _valued(abilities, enmity, equilibrium, side)
            kept = value(equilibrium[side])
            tried = max(value(safe) for safe in np.linspace(0.0, 1.0, safeties).tolist())
            gain = max(gain, tried - kept)
    return gain


def _valued(
    abilities: list[float], enmity: float, safeties: list[float], side: int
) -> Callable[[float], float]:
    """The payoff of a team by its own safety, the other's being what it is."""

    def value(safe: float) -> float:
        both = (safe, safeties[1]) if side == US else (safeties[0], safe)
        return payoff(played(race_of((abilities[0], abilities[1]), both)), side, enmity)

    return value


def _risk_rows(information: str, drawn: dict[tuple[float, float], Drawn]) -> list[Docked]:
    """The chance of a disaster, and how far single races are apart."""
    rows = []
    for (enmity, skill_weight), races in drawn.items():
        theirs = float(armstrong2016.disaster_risk(2, enmity, skill_weight, information))
        # With no information all play the same, and the mean has no error but rounding.
        tolerance = max(4.0 * races.standard_error, ROUNDING)
        why = f"4 standard errors of {races.risks.size} races"
        what = f"risk, {information}, enmity {enmity:g}, skill weight {skill_weight:g}"
        ours = float(races.risks.mean())
        rows.append(
            Docked(what, theirs, ours, tolerance, why if tolerance > ROUNDING else "rounding")
        )
    apart = max(float(np.abs(races.risks - races.expected).max()) for races in drawn.values())
    what = f"furthest apart in one race, {information}"
    return [*rows, Docked(what, 0.0, apart, ROUNDING, "rounding")]


def _luck_row(races: list[Drawn]) -> Docked:
    """Disasters as the race draws them."""
    expected = np.concatenate([one.expected.reshape(-1) for one in races])
    losses = np.concatenate([one.losses.reshape(-1) for one in races])
    spread = 4.0 * math.sqrt(float(np.sum(expected * (1.0 - expected)))) / len(losses)
    why = f"4 standard errors of {len(losses):,} races"
    what = "share lost, drawn by the race, over all of these"
    return Docked(what, float(expected.mean()), float(losses.mean()), spread, why)


@cache
def docked() -> list[Docked]:
    """The chance of a disaster at all three levels of information, losses, and regret."""
    rows: list[Docked] = []
    races: list[Drawn] = []
    for information in armstrong2016.INFORMATION:
        drawn: dict[tuple[float, float], Drawn] = {}
        for point in POINTS:
            first_world = len(races) * 2 * CELLS**2
            drawn[point] = drawn_races(*point, information, first_world=first_world)
            races.append(drawn[point])
        rows += _risk_rows(information, drawn)
    gain = largest_gain(*POINTS[1])
    what = "largest gain from a deviation, public"
    return [
        *rows,
        _luck_row(races),
        Docked(what, 0.0, gain, 10.0 * EDGE, "the edge that decides ties"),
    ]
