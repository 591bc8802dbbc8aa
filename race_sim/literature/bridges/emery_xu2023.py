"""Information in technology races as a limit of our race: that of Armstrong's bridge, with noise.

The limit, term by term (the year that is played is that of `bridges.armstrong2016`):

- ability x: capability at the start, OOM; safety s: the share of a year's budget that goes to it,
  so that the year ends at the score x + 1 - s; the chance of safety: the loss at a finish line
  behind both, the gap being set so that it is 1 - s.
- decisiveness g: the scale of leads is 2 / g OOM, the contest is tanh, and 1/2 more than what being
  ahead is worth is 1 / (1 + exp(-g lead)), the model's chance of winning. In many worlds it is
  logistic noise of the scale 1 / g in one side's start, and the leader crosses.
- information: what is played are the model's equilibria, which know nothing, one's own ability, or
  both. That a gap or an ability is in between those that the model is solved for is met by
  interpolation.
- payoffs, and the loser's share in causing the harm, are put to account: our line asks who crosses,
  and its loss is that side's.

What cannot be matched: an adversary that learns abilities in the course of the race. The equations
of the paper were not seen; the model that is docked with is our reading of its abstract.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from race_sim.literature.bridges.armstrong2016 import one_year, race_of
from race_sim.literature.bridges.contest_limit import best_input, standard_error
from race_sim.literature.bridges.limit import Docked
from race_sim.literature.bridges.playing import played
from race_sim.literature.emery_xu2023 import disaster_risk, equilibrium, information_danger
from race_sim.literature.emery_xu2023_solution import Race, payoff
from race_sim.rules.settings import RaceSettings

FAR_AHEAD = 1e3  # OOM
CELLS = 24  # of abilities, in each direction


def noisy_year(decisiveness: float) -> RaceSettings:
    """The year in which being ahead is worth the chance of winning, less 1/2."""
    return one_year()._replace(rivalry=0.5, lead_scale=2.0 / decisiveness)


class Chances(NamedTuple):
    """What a payoff is made of."""

    win: float
    own_safe: float  # that the outcome is not lost if one crosses
    rival_safe: float

    def payoff(self, enmity: float, loser_share: float) -> float:
        """What the first team gets, by the values of the outcomes."""
        mine = (1.0 - loser_share) * self.own_safe + loser_share * self.rival_safe
        theirs = (1.0 - loser_share) * self.rival_safe + loser_share * self.own_safe
        return self.win * mine + (1.0 - self.win) * (1.0 - enmity) * theirs


def chances(ahead: float, own: float, other: float, decisiveness: float) -> Chances:
    """The chances of a team that is so far ahead in ability, from three played years."""
    settings = noisy_year(decisiveness)
    level, first, second = (
        played(race_of((able, 0.0), (own, other), settings))
        for able in (ahead, FAR_AHEAD, -FAR_AHEAD)
    )
    return Chances(0.5 + level.us_payoff, 1.0 - first.loss_risk, 1.0 - second.loss_risk)


def best_safety(race: Race, ahead: float, other: float, start: float) -> float:
    """The safety that pays best in our race against another's."""

    def worth(odds: Sequence[float]) -> float:
        own = odds[0] / (1.0 + odds[0])
        found = chances(ahead, own, other, race.decisiveness)
        return found.payoff(race.enmity, race.loser_share)

    (odds,), _ = best_input(worth, [start / (1.0 - start)], steps=21)
    return odds / (1.0 + odds)


def played_safeties(race: Race, information: str, abilities: np.ndarray) -> np.ndarray:
    """What two teams play in the model's equilibrium; abilities and safeties have shape (n, 2)."""
    known = abilities
    if information == "public":
        ahead = abilities[:, 0] - abilities[:, 1]
        known = np.stack([ahead, -ahead], axis=-1)
    solved = equilibrium(*race, information)
    return np.asarray(np.interp(known, solved.known, solved.safety))


def drawn_risks(race: Race, information: str, worlds: int, seed: int) -> np.ndarray:
    """The chance of loss of whoever crosses, in worlds of drawn abilities and drawn noise.

    Returns
    -------
    ndarray of float, shape (worlds,)
    """
    rng = np.random.default_rng(seed)
    abilities = rng.random((worlds, 2)) * race.skill_weight
    noise = rng.logistic(scale=1.0 / race.decisiveness, size=worlds)
    safeties = played_safeties(race, information, abilities)
    settings = noisy_year(race.decisiveness)
    return np.array(
        [
            played(race_of((first + luck, second), (own, other), settings), seed, world).loss_risk
            for world, (first, second, luck, own, other) in enumerate(
                np.column_stack([abilities, noise, safeties]).tolist()
            )
        ]
    )


def mean_risk(race: Race, information: str, cells: int = CELLS) -> float:
    """The same on average over noise, for abilities in the middles of square cells."""
    middles = (np.arange(cells) + 0.5) / cells * race.skill_weight
    abilities = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
    abilities = abilities[abilities[:, 0] >= abilities[:, 1]]  # the rest is the same, turned round
    safeties = played_safeties(race, information, abilities)
    total = weight = 0.0
    for (first, second), (own, other) in zip(abilities.tolist(), safeties.tolist(), strict=True):
        found = chances(first - second, own, other, race.decisiveness)
        times = 1.0 if first == second else 2.0
        safe = found.win * found.own_safe + (1.0 - found.win) * found.rival_safe
        total, weight = total + times * (1.0 - safe), weight + times
    return total / weight


@cache
def docked(worlds: int = 2_000, seed: int = 28) -> list[Docked]:
    """The model's payoffs, equilibria and risks beside those of played years."""
    rows = []
    for race, ahead, own, other in (
        (Race(0.5, 1.0, 4.0, 0.0), 0.3, 0.5, 0.8),
        (Race(1.0, 1.0, 16.0, 0.3), -0.1, 0.2, 0.6),
    ):
        values = (np.array(one) for one in (ahead, own, other))
        known = float(payoff(race, *values))
        ours = chances(ahead, own, other, race.decisiveness).payoff(race.enmity, race.loser_share)
        where = f"decisiveness {race.decisiveness:g}, loser's share {race.loser_share:g}"
        what = f"payoff of {own:g} against {other:g}, ahead by {ahead:g}, {where}"
        rows.append(Docked(what, known, ours, 1e-9, "rounding"))
    race = Race(0.5, 1.0, 16.0, 0.0)
    why = "the search for the best reply"
    solved = equilibrium(*race, "public")
    for number in np.searchsorted(solved.known, (0.02, 0.2)).tolist():
        ahead, own = float(solved.known[number]), float(solved.safety[number])
        other = float(solved.safety[-1 - number])
        for who, gap, mine, rival in (("leader", ahead, own, other), ("other", -ahead, other, own)):
            what = f"safety of the {who} that pays best, decisiveness 16, gap {ahead:.4f}"
            rows.append(Docked(what, mine, best_safety(race, gap, rival, mine), 1e-5, why))
    for level in ("private", "public"):
        sample = drawn_risks(race, level, worlds, seed)
        what = f"chance of a disaster, decisiveness 16, {level} information"
        known = float(disaster_risk(*race, level))
        why = f"4 standard errors of {worlds:,} worlds"
        tolerance = 4.0 * standard_error(sample)
        rows.append(Docked(what, known, float(sample.mean()), tolerance, why))
    for decisiveness in (4.0, 16.0, 32.0):
        race = Race(0.5, 1.0, decisiveness, 0.0)
        ours = mean_risk(race, "public") - mean_risk(race, "private")
        what = f"that chance, public less private information, decisiveness {decisiveness:g}"
        known, why = float(information_danger(*race)), f"{CELLS} x {CELLS} cells of abilities"
        rows.append(Docked(what, known, ours, 1e-3, why))
    return rows
