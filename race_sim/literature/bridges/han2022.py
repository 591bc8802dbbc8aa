"""Bridge to Han, Lenaerts, Santos and Pereira: the race of rounds under a pledge.

The limit is that of `rounds`, and a sanction stops progress as in the bridge to `han2021`. What two
strategies agree before they race decides who sits in the chairs:

- a pledge is set up: who keeps it is always safe, who breaks it always accelerates;
- it is refused: AS is always safe, and whoever is no AS always accelerates, those who would have
  pledged too;
- a breach is found in the first round, and from the second on progress is stopped: at the breaker,
  and, with sanctions by peers, at the partner that punishes.

The cost of the pledge is taken off what a round brings.

Not matched. Our treaties come from talks that alarm drives, their breach is found with a chance,
and costs a sum; here the agreement is there or not from the start, and a breach costs speed. Our
policy `pledge-and-verify` pledges first and looks later, so it does not know who refuses.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from race_sim.games.finite_population import stationary
from race_sim.literature import han2022
from race_sim.literature.bridges.limit import Docked
from race_sim.literature.bridges.rounds import (
    POLICIES,
    Pauses,
    Terms,
    race_of,
    share_stopped,
    worth_of,
)
from race_sim.resolve import Plan

STRATEGIES = ("AS", "AU", "pledge_keep", "pledge_break", "pledge_punish")
PLEDGE = "pledge"
SAFE, UNSAFE = POLICIES["AS"], POLICIES["AU"]
POPULATION = 100
INTENSITY = 0.01
EXACT = 1e-9


class Pledge(NamedTuple):
    """What a pledge costs, and how its breach is punished."""

    cost: float = 1.0  # of the pledge, epsilon
    own: float = 0.3  # speed that punishing takes from a peer, s_a
    rival: float = 1.0  # speed that being punished takes, s_b
    institution: bool = False  # that punishes in the place of peers


POINTS = (
    (Terms(), Pledge()),
    (Terms(setback_risk=0.3), Pledge(own=0.1, rival=0.3)),
    (Terms(), Pledge(institution=True)),
    (Terms(), Pledge(rival=0.3, institution=True)),
)


def is_set_up(first: str, second: str) -> bool:
    """Whether two strategies pledge to each other."""
    return first.startswith(PLEDGE) and second.startswith(PLEDGE)


def chair(strategy: str, pledged: bool) -> str:
    """The policy that plays a strategy, given whether the pledge was set up."""
    if strategy == "AS":
        return SAFE
    return SAFE if pledged and strategy != "pledge_break" else UNSAFE


def pauses_of(terms: Terms, pledge: Pledge, us: str, cn: str) -> Pauses:
    """What sanctions stop from the second round on, as shares of progress."""
    stopped = [0.0, 0.0]
    if is_set_up(us, cn):
        for side, (own, other) in enumerate(((us, cn), (cn, us))):
            if own != "pledge_break":
                continue
            if pledge.institution or other == "pledge_punish":
                stopped[side] = share_stopped(terms, pledge.rival)
            if other == "pledge_punish" and not pledge.institution:
                stopped[1 - side] = pledge.own
    return Pauses(*stopped)


def pledged_race(terms: Terms, pledge: Pledge, us: str, cn: str) -> Plan:
    """The race between two strategies."""
    pledged = is_set_up(us, cn)
    pauses = pauses_of(terms, pledge, us, cn)
    return race_of(terms, chair(us, pledged), chair(cn, pledged), pauses=pauses)


def payoff_matrix(terms: Terms, pledge: Pledge) -> np.ndarray:
    """Payoffs of the strategies against each other by the engine, the mean over the two chairs.

    Returns
    -------
    ndarray of float, shape (5, 5)
    """
    count = len(STRATEGIES)
    us, cn = np.zeros((count, count)), np.zeros((count, count))
    for row, first in enumerate(STRATEGIES):
        for column, second in enumerate(STRATEGIES):
            worth = worth_of(terms, pledged_race(terms, pledge, first, second))
            fee = pledge.cost if is_set_up(first, second) else 0.0
            us[row, column], cn[column, row] = worth.us - fee, worth.cn - fee
    return np.asarray((us + cn) / 2.0)


def _arguments(terms: Terms, pledge: Pledge) -> dict[str, float]:
    return {
        **terms._asdict(),
        "pledge_cost": pledge.cost,
        "slowdown_own": pledge.own,
        "slowdown_rival": pledge.rival,
    }


def theirs(terms: Terms, pledge: Pledge) -> np.ndarray:
    """The payoffs by their formulas."""
    values = _arguments(terms, pledge)
    return np.asarray(han2022.payoff_matrix(STRATEGIES, **values, sanctions=_by(pledge)))


def _by(pledge: Pledge) -> str:
    return "institution" if pledge.institution else "peers"


def _in_words(terms: Terms, pledge: Pledge) -> str:
    costs = f"s_a {pledge.own:g}, " if not pledge.institution else ""
    return f"p_r {terms.setback_risk:g}, {costs}s_b {pledge.rival:g}, {_by(pledge)}"


def _named(strategy: str) -> str:
    return strategy.replace("_", " and ")


def _cell_rows() -> list[Docked]:
    """The cells in which a pledge matters."""
    terms, pledge = POINTS[0]
    ours, known = payoff_matrix(terms, pledge), theirs(terms, pledge)
    rows = []
    for own, other in (
        ("pledge_keep", "pledge_keep"),
        ("pledge_keep", "AU"),
        ("pledge_keep", "pledge_break"),
        ("pledge_break", "pledge_keep"),
        ("pledge_punish", "pledge_break"),
        ("pledge_break", "pledge_punish"),
    ):
        place = STRATEGIES.index(own), STRATEGIES.index(other)
        what = f"{_named(own)} against {_named(other)}, {_in_words(terms, pledge)}"
        rows.append(Docked(what, float(known[place]), float(ours[place]), EXACT, "rounding"))
    return rows


def _line_row() -> Docked:
    """Where pledging is taken up in place of AU, from payoffs without a setback."""
    calm, pledge = Terms(setback_risk=0.0), Pledge()
    found = payoff_matrix(calm, pledge)
    keep, unsafe = STRATEGIES.index("pledge_keep"), STRATEGIES.index("AU")
    ours = 1.0 - found[keep, keep] / found[unsafe, unsafe]
    known = han2022.pledge_threshold(
        calm.speed,
        benefit=calm.benefit,
        cost=calm.cost,
        prize=calm.prize,
        rounds=calm.rounds,
        pledge_cost=pledge.cost,
    )
    what = f"line above which pledging is taken up, epsilon {pledge.cost:g}"
    return Docked(what, float(known), float(ours), EXACT, "rounding")


def _population_rows() -> list[Docked]:
    terms, pledge = POINTS[0]
    ours = stationary(payoff_matrix(terms, pledge), POPULATION, INTENSITY)
    values = _arguments(terms, pledge)
    known = han2022.stationary_distribution(STRATEGIES, **values, sanctions=_by(pledge))
    return [
        Docked(
            f"share of {_named(name)}, {_in_words(terms, pledge)}",
            float(one),
            float(other),
            EXACT,
            "rounding",
        )
        for name, one, other in zip(STRATEGIES, known, ours, strict=True)
    ]


@cache
def docked() -> list[Docked]:
    """Payoffs, the line above which pledging is taken up, and the population."""
    rows = []
    for terms, pledge in POINTS:
        apart = float(np.abs(payoff_matrix(terms, pledge) - theirs(terms, pledge)).max())
        what = f"furthest apart of 25 payoffs, {_in_words(terms, pledge)}"
        rows.append(Docked(what, 0.0, apart, EXACT, "rounding"))
    return [*_cell_rows(), *rows, _line_row(), *_population_rows()]
