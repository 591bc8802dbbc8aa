"""Jensen, Emery-Xu and Trager: a contest in which inputs buy safety or performance.

Assumptions. Each of `n` players buys two inputs at the price `r`: `Xs` for safety and `Xp` for
performance. Performance is `p = B Xp^beta`. The odds that its technology is safe are
`s = A Xs^alpha p^(-theta)`: performance costs safety. A player wins with its share of all
performance, `q = p / sum p`. That nothing goes wrong has the chance, given who wins,

- winner's risk: `sigma = s/(1+s)` of the winner;
- multiplicative risk: the product of `s/(1+s)` over all players.

A player gets 1 if it wins and nothing goes wrong, the loser's share `rho` (0 by default) if a rival
does, and `-d` in a disaster, less what its inputs cost.

Equilibrium. The symmetric one is the root of one equation (`spt2023_symmetric`); players who differ
are solved for jointly (`spt2023_equilibrium`). Either comes with its regret: what a player would
gain by its best deviation, found over all inputs (`spt2023_response`). A candidate with regret is
refused. Under multiplicative risk this happens: if a disaster costs much, it is better to stop
than to be one danger more.

Published: the assumptions and defaults, in the authors' code (AIIncentives.jl, ai_incentives,
dynapai), which solves them numerically. Ours: the closed form of the symmetric equilibrium, the
choice of the safest if there are several, and that a player without performance is no danger (the
limit of `p^(-theta)`). `spt2023_valley` is our smallest instance of what their web app states.

The authors print this payoff of two players who buy 1 of safety and 2 of performance:

>>> payoffs([1, 1], [2, 2], safety_sensitivity=0.5, disaster_cost=1.0).round(7)
array([-0.2099315, -0.2099315])

Better technology of performance makes the world less safe, better technology of safety is partly
spent on performance, and cheaper inputs buy more of both:

>>> base = symmetric_equilibrium(disaster_cost=1.0)
>>> faster = symmetric_equilibrium(disaster_cost=1.0, performance_productivity=20.0)
>>> safer = symmetric_equilibrium(disaster_cost=1.0, safety_productivity=20.0)
>>> print(base.safe.round(6), faster.safe.round(6), safer.safe.round(6))
0.828511 0.809708 0.888148
>>> print(base.performance_inputs.round(6), safer.performance_inputs.round(6))
0.858039 0.98601

Players may differ; the better at performance wins more often:

>>> equilibrium(performance_productivity=[10, 20], disaster_cost=1.0).win_chances.round(6)
array([0.339617, 0.660383])

Five with a shared risk and a costly disaster would not all race:

>>> symmetric_equilibrium(5, disaster_cost=1.0, risk="multiplicative")
Traceback (most recent call last):
    ...
race_sim.literature.deviations.NoEquilibrium: ...
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from race_sim.literature.catalogue import Measure
from race_sim.literature.deviations import NoEquilibrium
from race_sim.literature.spt2023_contest import (
    RISKS,
    Outcome,
    Parameters,
    outcome,
    payoffs,
    win_chances,
)
from race_sim.literature.spt2023_equilibrium import equilibrium
from race_sim.literature.spt2023_symmetric import Equilibrium, stands, symmetric_equilibrium
from race_sim.literature.spt2023_valley import (
    CONTESTS,
    Valley,
    ValleyParameters,
    valley,
    valley_floor,
)

__all__ = [
    "CONTESTS",
    "MEASURES",
    "RISKS",
    "Equilibrium",
    "NoEquilibrium",
    "Outcome",
    "Parameters",
    "Valley",
    "ValleyParameters",
    "equilibrium",
    "outcome",
    "payoffs",
    "symmetric_equilibrium",
    "valley",
    "valley_floor",
    "win_chances",
]


def _measured(part: str, risk: str, **values: Any) -> Any:
    """A part of the symmetric equilibrium; NaN where there is none."""
    found = symmetric_equilibrium(**values, risk=risk, check=False)
    usual = Parameters.defaults()
    cost = np.asarray(values.get("disaster_cost", usual["disaster_cost"]), dtype=float)
    price = np.asarray(values.get("price", usual["price"]), dtype=float)
    value = 1.0 - found.safe if part == "disaster" else getattr(found, part)
    return np.where(stands(found, cost, price), value, np.nan)[()]


_PARTS = (
    ("disaster", "chance of a disaster", "share"),
    ("safety_inputs", "safety input of each", "units"),
    ("performance_inputs", "performance input of each", "units"),
    ("payoffs", "payoff of each", "prize"),
)

# NaN where no symmetric equilibrium exists.
MEASURES: tuple[Measure, ...] = tuple(
    Measure(f"{part}_{risk}", f"{title}, {risk} risk", unit, partial(_measured, part, risk))
    for risk in RISKS
    for part, title, unit in _PARTS
)
