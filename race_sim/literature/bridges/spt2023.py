"""The safety-performance tradeoff contest as a limit of our race: one step, and a line behind both.

The limit, term by term (see `contest_limit` for how it is played):

- performance: p = B Xp^beta is 10^capability, so capability is log10 B + beta log10 Xp, OOM, and
  does not move in the step that is played.
- winning: the ratio p1 / (p1 + p2) is 1/2 more than 1/2 tanh(lead / scale), with the scale of
  leads at 2 / ln 10 OOM.
- odds of safety: s = A Xs^alpha p^-theta, in logarithms linear in both. It sets the safety gap,
  which the loss at the line or the rate of incidents turns into a chance. Our chance of safety is
  exp(-10^gap), theirs s / (1 + s). Matched exactly, the gap is log10 ln(1 + 1/s). With the plain
  gap -log10 s, safety less capability in OOM, the two differ by no more than 1 / (2 s^2), so they
  agree where both are safe.
- risk of the winner alone: the loss at the finish line, at the gap of the side that crosses.
- multiplicative risk: incidents at both sides, at a rate that each one's gap sets, every one a
  catastrophe; none comes with the product of the two chances.
- payoffs: 1 for a safe win, rho for the rival's, -d for a disaster, -r for a unit of input. Our
  race keeps accounts of who wins and whether the outcome is lost; these values are put to account
  here.

The smallest instance of the web app is a limit of its own: `spt2023_valley`.

What cannot be matched: three players or more, and the learning of technologies in the dynamic
version.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.bridges.contest_limit import (
    best_input,
    gap_of,
    incident_settings,
    line_settings,
    lottery,
    position,
    safe_if_first,
    safe_together,
    standard_error,
    winning_chance,
)
from race_sim.literature.bridges.limit import Docked, Position
from race_sim.literature.bridges.spt2023_valley import valley_rows
from race_sim.literature.spt2023 import Outcome, equilibrium, outcome

LINE = line_settings()
INCIDENTS = incident_settings()


class Player(NamedTuple):
    """A player's technology and stakes, with the defaults of AIIncentives.jl."""

    safety_productivity: float = 10.0  # A
    performance_productivity: float = 10.0  # B
    safety_exponent: float = 0.5  # alpha
    performance_exponent: float = 0.5  # beta
    safety_sensitivity: float = 0.25  # theta
    disaster_cost: float = 0.0  # d, prizes
    price: float = 0.1  # r, prizes a unit
    loser_share: float = 0.0  # rho, prizes


Inputs = Sequence[float]  # safety and performance, units


def log_performance(player: Player, inputs: Inputs) -> float:
    """Performance, OOM."""
    produced = math.log10(player.performance_productivity)
    return produced + player.performance_exponent * math.log10(inputs[1])


def log_odds(player: Player, inputs: Inputs) -> float:
    """Odds of safety, OOM."""
    produced = math.log10(player.safety_productivity)
    spent = player.safety_exponent * math.log10(inputs[0])
    return produced + spent - player.safety_sensitivity * log_performance(player, inputs)


def matched(player: Player, inputs: Inputs) -> Position:
    """Where a player stands, its gap matched exactly."""
    odds = 10.0 ** log_odds(player, inputs)
    return position(10.0 ** log_performance(player, inputs), gap_of(odds / (1.0 + odds)))


def plain(player: Player, inputs: Inputs) -> Position:
    """Where a player stands, its gap being less its odds of safety in OOM."""
    return Position(log_performance(player, inputs), -log_odds(player, inputs))


def payoff_in_race(player: Player, inputs: Inputs, rival: Position, risk: str) -> float:
    """What a player gets, with the chances that our race gives in this limit."""
    own = matched(player, inputs)
    if risk == "multiplicative":
        wins = winning_chance(own, rival, INCIDENTS)
        first_safe = second_safe = safe_together(own, rival, INCIDENTS)
    else:
        wins = winning_chance(own, rival, LINE)
        first_safe, second_safe = safe_if_first(own, LINE), safe_if_first(rival, LINE)
    won, lost = wins * first_safe, (1.0 - wins) * second_safe  # safely
    worth = won + player.loser_share * lost - (1.0 - won - lost) * player.disaster_cost
    return worth - player.price * (inputs[0] + inputs[1])


class Case(NamedTuple):
    """Two players, and whose safety counts."""

    label: str
    us: Player
    cn: Player
    risk: str

    def arguments(self) -> dict[str, Any]:
        """The technologies and stakes of both, by the names of the model's parameters."""
        pairs = zip(self.us, self.cn, strict=True)
        return dict(zip(Player._fields, map(list, pairs), strict=True))


_COSTLY = Player(disaster_cost=1.0)
CASES = (
    Case("winner's risk, d = 1", _COSTLY, _COSTLY, "winner"),
    Case(
        "winner's risk, A = (10, 5), B = (10, 20), d = 1",
        _COSTLY,
        _COSTLY._replace(safety_productivity=5.0, performance_productivity=20.0),
        "winner",
    ),
    Case("multiplicative risk, d = 0", Player(), Player(), "multiplicative"),
)


@cache
def inputs_in_equilibrium(case: Case) -> tuple[list[float], list[float]]:
    """What both spend in the model's equilibrium: safety and performance of each."""
    found = equilibrium(**case.arguments(), risk=case.risk)
    spent = np.stack([found.safety_inputs, found.performance_inputs], axis=-1)
    return spent[0].tolist(), spent[1].tolist()


def _outcome(case: Case) -> Outcome:
    """What the model's equilibrium comes to, by its own functions."""
    spent = np.transpose(inputs_in_equilibrium(case))
    return outcome(spent[0], spent[1], **case.arguments(), risk=case.risk)


@cache
def docked(worlds: int = 3_000, seed: int = 23) -> list[Docked]:
    """The model's equilibria, what they pay and whether they are one in our race."""
    rows = []
    for number, case in enumerate(CASES):
        rows += _equilibrium_rows(case) + _world_rows(case, worlds, seed + number)
    return rows + natural_rows() + valley_rows()


def _equilibrium_rows(case: Case) -> list[Docked]:
    """By the chances that one played step gives, without drawing."""
    both = inputs_in_equilibrium(case)
    theirs = _outcome(case)
    us, cn = matched(case.us, both[0]), matched(case.cn, both[1])
    wins = winning_chance(us, cn, LINE)
    if case.risk == "winner":
        safe = wins * safe_if_first(us, LINE) + (1.0 - wins) * safe_if_first(cn, LINE)
    else:
        safe = safe_together(us, cn, INCIDENTS)

    def payoff(inputs: Inputs) -> float:
        return payoff_in_race(case.us, inputs, cn, case.risk)

    best, most = best_input(payoff, both[0])
    pays = float(theirs.payoffs[0])
    search = "the search for the best reply"
    return [
        Docked(f"{what}, {case.label}", float(known), ours, tolerance, why)
        for what, known, ours, tolerance, why in (
            ("chance that the first wins", theirs.win_chances[0], wins, 1e-9, "rounding"),
            ("chance that it ends safely", theirs.safe, safe, 1e-9, "rounding"),
            ("payoff of the first", pays, payoff(both[0]), 1e-9, "rounding"),
            ("most that the first can get", pays, most, 1e-9, search),
            ("safety input that gets it", both[0][0], best[0], 1e-4, search),
            ("performance input that gets it", both[0][1], best[1], 1e-4, search),
        )
    ]


def _world_rows(case: Case, worlds: int, seed: int) -> list[Docked]:
    """By worlds with noise in the positions and luck at the line or of incidents."""
    both = inputs_in_equilibrium(case)
    theirs = _outcome(case)
    settings = LINE if case.risk == "winner" else INCIDENTS
    us, cn = matched(case.us, both[0]), matched(case.cn, both[1])
    found = lottery(us, cn, settings, worlds, seed)
    worth = found.us_first - case.us.disaster_cost * found.lost - case.us.price * sum(both[0])
    return [
        Docked(
            f"{what}, {case.label}",
            float(known),
            float(sample.mean()),
            4.0 * standard_error(sample),
            f"4 standard errors of {worlds:,} worlds",
        )
        for what, known, sample in (
            ("share of worlds that end safely", theirs.safe, 1.0 - found.lost),
            ("mean payoff of the first over worlds", theirs.payoffs[0], worth),
        )
    ]


def natural_rows() -> list[Docked]:
    """The chance of safety with the plain gap, which agrees to the first order in the risk."""
    rows = []
    for spent in (1.0, 100.0, 10_000.0):
        player, inputs = Player(), (spent, 1.0)
        odds = 10.0 ** log_odds(player, inputs)
        rows.append(
            Docked(
                f"chance of safety with the plain gap, safety input {spent:g}",
                odds / (1.0 + odds),
                safe_if_first(plain(player, inputs), LINE),
                0.5 / odds**2,
                "1 / (2 odds^2), the second order of a small risk",
            )
        )
    return rows
