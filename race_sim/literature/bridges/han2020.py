"""Bridge to Han, Pereira, Santos and Lenaerts: a race of rounds to a finish line.

The limit is that of `rounds`: a round is a year, the finish line lies at W, growth is the speed of
the unsafe and the share that investing puts into safety is what slows the safe down to 1. AS is
always safe, AU always accelerates, CS is tit for tat, which begins safe. A setback is the loss at
the line by the winner's gap, which one unsafe move takes to its ceiling for good.

What a round is worth is theirs, counted from the steps that the engine records. Then the population
is theirs as well, and imitates on the payoffs that the race gave.

One round docks in our own payoffs too. With a prosperity of c/(s-1), a rivalry of b/2, the linear
contest and a scale of leads of s+1, our stage game at even standing is their round, up to a
constant for both sides; and inspections that find a breach of a binding treaty with the chance
`p_fo`, at a sanction of what an unsafe round brings, are theirs for who is unsafe alone.

Not matched. A race of a million rounds is not played; shorter ones are. A setback takes all from
whoever has it, so it multiplies what was earned, while our harm is taken off: one number of harm
fits one pair of strategies only. At the line our own rule takes all from both, with one draw: that
is their shared setback, except where two unsafe ones draw, who have two draws there. When an unsafe
one is found out, its rival takes its share there, and nothing here.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from race_sim.games.finite_population import imitation_law, stationary
from race_sim.literature import han2020
from race_sim.literature.bridges.limit import Docked, Position, plan_at
from race_sim.literature.bridges.playing import many, recorded
from race_sim.literature.bridges.rounds import (
    POLICIES,
    Terms,
    payoff_matrix,
    race_of,
    round_settings,
    rounds_apart,
)
from race_sim.rules.contest import LINEAR
from race_sim.rules.state import BINDING, NO_TREATY

STRATEGIES = ("AS", "AU", "CS")
POPULATION = 100
INTENSITY = 0.01
WORLDS = 10_000
SEED = 64
EXACT = 1e-9
# Whose payoffs are docked cell by cell, and at one number.
CELLWISE = Terms(setback_risk=0.3)
AT_ONCE = (
    Terms(speed=3.0, setback_risk=0.5),
    Terms(speed=2.0, setback_risk=0.9, rounds=40.0),
    Terms(speed=1.25, setback_risk=0.8, rounds=500.0),
    Terms(setback_risk=0.1, found_out=0.5),
)
UNEVEN = Terms(speed=1.7)  # its unsafe race does not end with a step
EVOLVED = Terms(setback_risk=0.7)


def theirs(terms: Terms, strategies: tuple[str, ...] = STRATEGIES, **more: float) -> np.ndarray:
    """The payoffs by their formulas."""
    return np.asarray(han2020.payoff_matrix(strategies, **terms._asdict(), **more))


def _payoff_rows() -> list[Docked]:
    found, known = payoff_matrix(CELLWISE), theirs(CELLWISE)
    rows = []
    for own, other in (("AS", "AS"), ("AS", "AU"), ("AU", "AS"), ("AU", "AU"), *_MIXED):
        place = STRATEGIES.index(own), STRATEGIES.index(other)
        what = f"{own} against {other}, {_in_words(CELLWISE)}"
        rows.append(Docked(what, float(known[place]), float(found[place]), EXACT, "rounding"))
    for terms in AT_ONCE:
        apart = float(np.abs(payoff_matrix(terms) - theirs(terms)).max())
        what = f"furthest apart of nine payoffs, {_in_words(terms)}"
        rows.append(Docked(what, 0.0, apart, EXACT, "rounding"))
    return [*rows, _uneven_row()]


_MIXED = (("AU", "CS"), ("CS", "AU"))


def _in_words(terms: Terms) -> str:
    words = f"s {terms.speed:g}, p_r {terms.setback_risk:g}, W {terms.rounds:g}"
    return f"{words}, p_fo {terms.found_out:g}" if terms.found_out > 0.0 else words


def _uneven_row() -> Docked:
    """A race that ends a little later here, because it ends with a step."""
    ours = float(payoff_matrix(UNEVEN, ("AU",))[0, 0])
    known = float(theirs(UNEVEN, ("AU",))[0, 0])
    late = rounds_apart(UNEVEN)
    tolerance = known * late * UNEVEN.speed / UNEVEN.rounds
    what = f"AU against AU, {_in_words(UNEVEN)}"
    return Docked(what, known, ours, tolerance, "the end is late by a part of a round")


def _threshold_rows() -> list[Docked]:
    """Without setbacks the race says where the lines lie: payoffs fall in proportion to 1 - p_r."""
    terms = Terms(setback_risk=0.0)
    safe, unsafe = payoff_matrix(terms, ("AS", "AU"))
    others = {name: value for name, value in terms._asdict().items() if name != "setback_risk"}
    society = 1.0 - safe[0] / unsafe[1]
    chosen = 1.0 - (safe[0] + safe[1]) / (unsafe[0] + unsafe[1])
    known = han2020.society_threshold(**others), han2020.risk_dominance_threshold(**others)
    names = "society's line", "line of risk dominance"
    return [
        Docked(f"{name}, s {terms.speed:g}", float(one), float(other), EXACT, "rounding")
        for name, one, other in zip(names, known, (society, chosen), strict=True)
    ]


def _luck_row() -> Docked:
    """Setbacks as the race draws them."""
    terms = Terms(speed=2.0)
    plan = race_of(terms, POLICIES["AU"], POLICIES["AU"])
    lost = many(plan, WORLDS, SEED)["lost_at_finish"]
    risk = terms.setback_risk
    spread = 4.0 * math.sqrt(risk * (1.0 - risk) / WORLDS)
    why = f"4 standard errors of {WORLDS:,} worlds"
    return Docked("share of unsafe races with a setback", risk, float(lost.mean()), spread, why)


def _shared_rows() -> list[Docked]:
    """Our own rule at the line takes all from both: a shared setback, but for a draw of two."""
    terms = Terms()
    found = payoff_matrix(terms, ("AS", "AU"), lost_to_both=True)
    shared, alone = (theirs(terms, ("AS", "AU"), shared_setback=phi) for phi in (1.0, 0.0))
    cells = (
        ("AS against AU, shared setback", shared[0, 1], found[0, 1]),
        ("AU against AS, shared setback", shared[1, 0], found[1, 0]),
        ("AU against AU, one draw for both", alone[1, 1], found[1, 1]),
    )
    return [Docked(what, float(a), float(b), EXACT, "rounding") for what, a, b in cells]


def _population_rows() -> list[Docked]:
    """Their population on the payoffs that the race gave."""
    payoffs = payoff_matrix(EVOLVED)
    ours = stationary(payoffs, POPULATION, INTENSITY)
    where = EVOLVED.speed, EVOLVED.setback_risk
    known = han2020.stationary_distribution(STRATEGIES, *where)
    rows = [
        Docked(
            f"share of {name}, {_in_words(EVOLVED)}", float(one), float(other), EXACT, "rounding"
        )
        for name, one, other in zip(STRATEGIES, known, ours, strict=True)
    ]
    mutation = 0.01
    k = np.arange(1, POPULATION)
    safe = (k - 1) * payoffs[0, 0] + (POPULATION - k) * payoffs[0, 1]
    unsafe = k * payoffs[1, 0] + (POPULATION - k - 1) * payoffs[1, 1]
    law = imitation_law((safe - unsafe) / (POPULATION - 1), INTENSITY, mutation)
    mean = float(law @ np.arange(POPULATION + 1)) / POPULATION
    expected = float(han2020.mean_safety(*where, mutation=mutation))
    what = f"mean share of AS, mutation {mutation:g}, {_in_words(EVOLVED)}"
    return [*rows, Docked(what, expected, mean, EXACT, "rounding")]


def stage_payoffs(terms: Terms) -> tuple[float, float, float, float]:
    """Our stage game of one round: both safe, safe alone, unsafe alone, both unsafe.

    Up to a constant it is p11, p12, p21, p22. With a chance of being found out, a binding treaty
    is in force.
    """
    settings = round_settings(terms, POLICIES["AS"], POLICIES["AS"], 1)._replace(
        horizon=1.0,
        prosperity=terms.cost / (terms.speed - 1.0),
        rivalry=terms.benefit / 2.0,
        contest=LINEAR,
        lead_scale=terms.speed + 1.0,
        verification=terms.found_out,
        sanction=terms.benefit * terms.speed / (terms.speed + 1.0),
    )
    plan = plan_at(Position(), Position(), (1, settings))
    treaty = BINDING if terms.found_out > 0.0 else NO_TREATY
    rows = recorded(plan._replace(race=plan.race._replace(treaty=treaty))).rows
    names = ("both_invest", "invest_alone", "accelerate_alone", "both_accelerate")
    first, second, third, fourth = (float(rows[f"us_payoff_{name}"][0]) for name in names)
    return first, second, third, fourth


def stage_game_rows() -> list[Docked]:
    """One round, in our own payoffs: what each move gains over both being safe."""
    terms = Terms()
    known = [float(one) for one in han2020.round_payoffs(terms.speed)]
    found = stage_payoffs(terms)
    names = ("safe alone", "unsafe alone", "both unsafe")
    rows = [
        Docked(
            f"our stage game, {name} less both safe",
            known[place] - known[0],
            found[place] - found[0],
            EXACT,
            "rounding",
        )
        for place, name in enumerate(names, start=1)
    ]
    inspected = terms._replace(found_out=0.25)
    caught = [float(one) for one in han2020.round_payoffs(terms.speed, found_out=0.25)]
    found = stage_payoffs(inspected)
    what = "our stage game under inspections, unsafe alone less both safe"
    return [*rows, Docked(what, caught[2] - caught[0], found[2] - found[0], EXACT, "rounding")]


@cache
def docked() -> list[Docked]:
    """Payoffs, lines, setbacks, the population and one round."""
    return [
        *_payoff_rows(),
        *_threshold_rows(),
        _luck_row(),
        *_shared_rows(),
        *_population_rows(),
        *stage_game_rows(),
    ]
