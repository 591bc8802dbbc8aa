"""Punishment and reward between racers (Han, Pereira, Lenaerts and Santos, 2021).

The race of a pair, and the population that imitates what pays, are those of `han2020`: safe
developers make one step a round at a cost, unsafe ones more steps, and who arrives first has the
prize, or loses all of it in a setback if it was unsafe. After the first round everybody knows what
the other did. Two more strategies, both safe:

- a punisher (PS) that met an unsafe rival gives up speed s_a, and the rival loses speed s_b, from
  the second round on;
- a rewarder (RS) that meets a safe partner gives up speed s_a, and the partner gains speed s_b.

Write p = 1 - p_r, v1 = 1 - s_a, v2 = s - s_b, R = 1 + min((W - 1) / v1, (W - s) / v2), and B1, B2
for what each has of the prize (all, half in a tie, none). A round pays on average

    PS against AU:      [p12 + B1 + (R - 1) (b1 - c)] / R
    AU against PS:  q * [p21 + B2 + (R - 1) b2] / R     q = p if AU is first or ties, else 1
    RS against RS:  p11 + (1 + s_b - s_a) B / 2W
    another safe one against RS:  p11 + (1 + s_b) B / W,  and RS gets p11

where b is shared as v1 to v2. A developer at a standstill (speed zero or below) never arrives and
earns no benefit; if both stand still, nobody has the prize and no setback comes. All else is as
in `han2020`. PS is taken up instead of AU, for a large prize, if

    p_r > 1 - 1 / (s + 2W/R)             AU is first
    p_r > 1 - (1 + W/R) / (s + W/R)      a tie
    p_r > 1 - (1 + 2W/R) / s             PS is first
    p_r > 1 - 1 / s                      both stand still

and RS if p_r > 1 - (1 + s_b - s_a) / (3s). Society prefers safety if p_r > 1 - 1/s: where PS is
taken up below this line, punishment over-regulates.

Published: the model, the payoffs, and these thresholds but for ties (the paper's Eq. (7) is
reported to print 2W R for 2W/R). Ours: that the safe partner of a rewarder is first and has the
whole prize (a reading), ties, two who stand still, the finite-population lines.

>>> payoffs = payoff_matrix(("AS", "AU", "PS"), speed=1.5, setback_risk=0.6,
...                         slowdown_own=0.1, slowdown_rival=0.3)
>>> payoffs[2, 1].round(6), payoffs[1, 2].round(6)  # the punished developer is still first
(np.float64(0.71291), np.float64(49.059269))
>>> found = over_regulation(speed=1.5, slowdown_own=0.3, slowdown_rival=1.0)
>>> bool(found.selected_from < found.wanted_from)  # hard punishment forces too much safety
True
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from race_sim.games import finite_population
from race_sim.literature.catalogue import Measure
from race_sim.literature.han2020_regions import sorted_out
from race_sim.literature.han2020_thresholds import society_threshold as society_threshold
from race_sim.literature.han2021_payoffs import PUNISHMENT, REWARD
from race_sim.literature.han2021_payoffs import STRATEGIES as STRATEGIES
from race_sim.literature.han2021_payoffs import Parameters as Parameters
from race_sim.literature.han2021_payoffs import payoff_matrix as payoff_matrix
from race_sim.literature.han2021_thresholds import OverRegulation as OverRegulation
from race_sim.literature.han2021_thresholds import (
    large_prize_punishment_threshold as large_prize_punishment_threshold,
)
from race_sim.literature.han2021_thresholds import (
    large_prize_reward_threshold as large_prize_reward_threshold,
)
from race_sim.literature.han2021_thresholds import over_regulation as over_regulation
from race_sim.literature.han2021_thresholds import punishment_threshold as punishment_threshold
from race_sim.literature.han2021_thresholds import reward_threshold as reward_threshold
from race_sim.literature.strategies import checked_strategies, prepared


def stationary_distribution(
    strategies: Iterable[str] = PUNISHMENT,
    speed: ArrayLike = 1.5,
    setback_risk: ArrayLike = 0.6,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    slowdown_own: ArrayLike = 0.3,
    slowdown_rival: ArrayLike = 1.0,
    reward_cost: ArrayLike = 0.1,
    reward_gain: ArrayLike = 0.3,
    population: ArrayLike = 100,
    intensity: ArrayLike = 0.01,
) -> np.ndarray:
    """How often all developers have each strategy, if mutation is rare.

    Parameters
    ----------
    strategies : iterable of str
        Two or more of "AS", "AU", "CS", "PS", "RS".

    Returns
    -------
    ndarray of float, shape (..., n)
        In the order of the strategies, with sum 1.

    Raises
    ------
    InputError
        If a strategy is unknown, comes twice or is alone, or a parameter is out of range.
    """
    names = checked_strategies("stationary_distribution", strategies, STRATEGIES, least=2)
    payoffs, values = prepared(
        "stationary_distribution",
        names,
        Parameters,
        payoff_matrix,
        {
            "speed": speed,
            "setback_risk": setback_risk,
            "benefit": benefit,
            "cost": cost,
            "prize": prize,
            "rounds": rounds,
            "found_out": found_out,
            "slowdown_own": slowdown_own,
            "slowdown_rival": slowdown_rival,
            "reward_cost": reward_cost,
            "reward_gain": reward_gain,
            "population": population,
            "intensity": intensity,
        },
    )
    return finite_population.stationary(payoffs, values["population"], values["intensity"])


def regions(
    speed: ArrayLike = 1.5,
    setback_risk: ArrayLike = 0.6,
    *,
    benefit: ArrayLike = 4.0,
    cost: ArrayLike = 1.0,
    prize: ArrayLike = 1e4,
    rounds: ArrayLike = 100.0,
    found_out: ArrayLike = 0.0,
    slowdown_own: ArrayLike = 0.3,
    slowdown_rival: ArrayLike = 1.0,
) -> Any:
    """Which region of the race with punishers a point lies in, in a large population.

    As in `han2020.regions`, with punishers in the place of AS. 1: safety is wanted and chosen.
    2: wanted, not chosen. 3: neither. 4: chosen, not wanted: over-regulation. Found from the
    payoffs, not from the thresholds.

    Returns
    -------
    ndarray of int, or int

    Raises
    ------
    InputError
        Naming every parameter that is out of range.
    """
    payoffs = payoff_matrix(
        ("AU", "PS"),
        speed,
        setback_risk,
        benefit=benefit,
        cost=cost,
        prize=prize,
        rounds=rounds,
        found_out=found_out,
        slowdown_own=slowdown_own,
        slowdown_rival=slowdown_rival,
    )
    wanted = payoffs[..., 1, 1] > payoffs[..., 0, 0]
    chosen = payoffs[..., 1, :].sum(axis=-1) > payoffs[..., 0, :].sum(axis=-1)
    return sorted_out(wanted, chosen)


def _shares(strategies: tuple[str, ...], parameters: dict[str, Any]) -> np.ndarray:
    values = Parameters.defaults() | parameters
    Parameters.arrays("han2021", **values)
    return stationary_distribution(strategies, **values)


def _unsafe(strategies: tuple[str, ...]) -> Any:
    def measure(**parameters: Any) -> Any:
        return _shares(strategies, parameters)[..., strategies.index("AU")][()]

    return measure


def _safe(strategies: tuple[str, ...]) -> Any:
    def measure(**parameters: Any) -> Any:
        shares = _shares(strategies, parameters)
        return np.delete(shares, strategies.index("AU"), axis=-1).sum(axis=-1)[()]

    return measure


def _setback(strategies: tuple[str, ...]) -> Any:
    """Two unsafe developers tie, and each has a setback of its own; the safe have none."""

    def measure(**parameters: Any) -> Any:
        values = Parameters.defaults() | parameters
        unsafe = _unsafe(strategies)(**values)
        spared = 1.0 - np.asarray(values["setback_risk"], dtype=float)
        return unsafe * (1.0 - spared**2)

    return measure


def _of_punishment(function: Any) -> Any:
    """A function of some parameters as one that takes, and checks, them all."""
    names = ("speed", "benefit", "cost", "prize", "rounds", "found_out")

    def measure(**parameters: Any) -> Any:
        values = Parameters.defaults() | parameters
        Parameters.arrays("han2021", **values)
        wanted = (*names, "slowdown_own", "slowdown_rival", "population")
        return function(**{name: values[name] for name in wanted})

    return measure


def _over_regulated(**parameters: Any) -> Any:
    return over_regulation(**parameters).share


MEASURES: tuple[Measure, ...] = (
    Measure(
        "setback_chance_punishment",
        "chance that a race ends in a setback, with punishers",
        "share",
        _setback(PUNISHMENT),
    ),
    Measure(
        "setback_chance_reward",
        "chance that a race ends in a setback, with rewarders",
        "share",
        _setback(REWARD),
    ),
    Measure(
        "unsafe_share_punishment",
        "share of unsafe developers, with punishers",
        "share",
        _unsafe(PUNISHMENT),
    ),
    Measure(
        "unsafe_share_reward",
        "share of unsafe developers, with rewarders",
        "share",
        _unsafe(REWARD),
    ),
    Measure(
        "mean_safety_punishment",
        "share of safe developers, with punishers",
        "share",
        _safe(PUNISHMENT),
    ),
    Measure(
        "mean_safety_reward", "share of safe developers, with rewarders", "share", _safe(REWARD)
    ),
    Measure(
        "punishment_threshold",
        "setback risk above which punishers are taken up",
        "chance",
        _of_punishment(punishment_threshold),
    ),
    Measure(
        "over_regulation",
        "share of setback risks at which punishment forces safety that is not wanted",
        "share",
        _of_punishment(_over_regulated),
    ),
)
