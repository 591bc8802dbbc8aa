"""Voluntary commitments to be safe (Han, Lenaerts, Santos and Pereira, 2022).

The race of a pair, and the population that imitates what pays, are those of `han2020`; punishment
is that of `han2021`. Before they race, two developers who are willing pledge to be safe, at a cost
epsilon to each, on average a round. If one is not willing, the other, who would have pledged, plays
unsafe, and nobody pays. Only who breaks a pledge is punished. The strategies:

- AS and AU never pledge, and are always safe or always unsafe;
- pledge_keep pledges and keeps it; pledge_break pledges and is unsafe;
- pledge_punish pledges, keeps it, and punishes a partner that breaks it.

With AA, BA and BB for the payoffs of safe against safe, unsafe against safe and unsafe against
unsafe in `han2020`, p12 for safe against unsafe, X and Y for those of a punisher and of whom it
punishes in `han2021`, and e for epsilon, the row gets against the column

                AS    AU    keep      break     punish
    AS          AA    p12   p12       p12       p12
    AU          BA    BB    BB        BB        BB
    keep        BA    BB    AA - e    p12 - e   AA - e
    break       BA    BB    BA - e    BB - e    Y - e
    punish      BA    BB    AA - e    X - e     AA - e

if peers punish. An institution slows down whoever breaks a pledge, at no cost of speed to anybody:
keep and punish both get X - e, and break Y - e against both, at s_a = 0; two who break are both
slowed down, and get p (p22 + B/2R) - e with R = 1 + (W - s) / (s - s_b), or -e at a standstill.

Pledging is taken up instead of AU if AA - e > BB, in a population of any size:

    p_r > 1 - (B/2W + p11 - e) / (sB/2W + p22)

the line above which society prefers safety, moved by epsilon. So a pledge with hard sanctions
brings safety where it is wanted, and nowhere else, as blanket punishment does not.

Published: the model; the table for peers follows a public replication, but for one of its cells
(punish against AS, which there bears -e though no pledge is set up). Ours: the cells of the
institution, and the condition.

>>> pledge_threshold(speed=1.5, pledge_cost=0.0).round(6)  # that of society
np.float64(0.337662)
>>> shares = stationary_distribution(setback_risk=[0.2, 0.5], slowdown_own=0.0, slowdown_rival=2.0)
>>> shares[0].argmax(), shares[1].argmax()  # AU where risk is wanted, else who pledge and punish
(np.int64(1), np.int64(4))
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from race_sim.games import finite_population
from race_sim.literature.catalogue import Measure
from race_sim.literature.han2020_thresholds import society_threshold as society_threshold
from race_sim.literature.han2022_payoffs import PLEDGING, UNSAFE
from race_sim.literature.han2022_payoffs import SANCTIONS as SANCTIONS
from race_sim.literature.han2022_payoffs import STRATEGIES as STRATEGIES
from race_sim.literature.han2022_payoffs import Parameters as Parameters
from race_sim.literature.han2022_payoffs import payoff_matrix as payoff_matrix
from race_sim.literature.han2022_thresholds import break_threshold as break_threshold
from race_sim.literature.han2022_thresholds import pledge_threshold as pledge_threshold
from race_sim.literature.strategies import checked_strategies, prepared


def stationary_distribution(
    strategies: Iterable[str] = STRATEGIES,
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
    pledge_cost: ArrayLike = 1.0,
    population: ArrayLike = 100,
    intensity: ArrayLike = 0.01,
    sanctions: str = "peers",
) -> np.ndarray:
    """How often all developers have each strategy, if mutation is rare.

    Parameters
    ----------
    strategies : iterable of str
        Two or more of "AS", "AU", "pledge_keep", "pledge_break", "pledge_punish".
    sanctions : {"peers", "institution"}

    Returns
    -------
    ndarray of float, shape (..., n)
        In the order of the strategies, with sum 1.

    Raises
    ------
    InputError
        If a strategy is unknown, comes twice or is alone, sanctions are by none of the two, or a
        parameter is out of range.
    """
    names = checked_strategies("stationary_distribution", strategies, STRATEGIES, least=2)
    payoffs, values = prepared(
        "stationary_distribution",
        names,
        Parameters,
        partial(payoff_matrix, sanctions=sanctions),
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
            "pledge_cost": pledge_cost,
            "population": population,
            "intensity": intensity,
        },
    )
    return finite_population.stationary(payoffs, values["population"], values["intensity"])


def share_of(
    kinds: Iterable[str],
    strategies: Iterable[str] = STRATEGIES,
    *,
    sanctions: str = "peers",
    **parameters: Any,
) -> Any:
    """How often all developers have one of some strategies.

    Parameters
    ----------
    kinds : iterable of str
        Those that count, of `strategies`.
    strategies : iterable of str
        Those that there are.
    sanctions : {"peers", "institution"}
    **parameters
        By the names in `Parameters`.

    Returns
    -------
    ndarray of float, or float

    Raises
    ------
    InputError
        As in `stationary_distribution`, or if one that counts is not among the strategies.
    """
    names = checked_strategies("share_of", strategies, STRATEGIES, least=2)
    counted = checked_strategies("share_of", kinds, names)
    values = Parameters.defaults() | parameters
    Parameters.arrays("share_of", **values)
    shares = stationary_distribution(names, sanctions=sanctions, **values)
    return shares[..., [names.index(one) for one in counted]].sum(axis=-1)[()]


def _share(kinds: Iterable[str], sanctions: str) -> Any:
    # With an institution those who would punish are those who keep.
    present = STRATEGIES if sanctions == "peers" else STRATEGIES[:-1]
    counted = tuple(one for one in kinds if one in present)

    def measure(**parameters: Any) -> Any:
        return share_of(counted, present, sanctions=sanctions, **parameters)

    return measure


def _setback(sanctions: str) -> Any:
    """Two unsafe developers tie, and each has a setback of its own, unless they stand still."""

    def measure(**parameters: Any) -> Any:
        values = Parameters.defaults() | parameters
        free = np.asarray(_share(("AU",), sanctions)(**values))
        broken = np.asarray(_share(("pledge_break",), sanctions)(**values))
        speed, rival, length = (
            np.asarray(values[name], dtype=float) for name in ("speed", "slowdown_rival", "rounds")
        )
        if sanctions == "institution":
            arrive = (speed > rival) | (speed >= length)
            broken = np.where(arrive, broken, 0.0)
        spared = 1.0 - np.asarray(values["setback_risk"], dtype=float)
        return ((free + broken) * (1.0 - spared**2))[()]

    return measure


def _pledge_threshold(**parameters: Any) -> Any:
    values = Parameters.defaults() | parameters
    Parameters.arrays("han2022", **values)
    names = ("speed", "benefit", "cost", "prize", "rounds", "found_out", "pledge_cost")
    return pledge_threshold(**{name: values[name] for name in names})


_SAFE = tuple(one for one in STRATEGIES if one not in UNSAFE)
_WHO = {"peers": "sanctions by peers", "institution": "sanctions by an institution"}
MEASURES: tuple[Measure, ...] = (
    *(
        Measure(
            f"{name}_{by}",
            f"{title}, {_WHO[by]}",
            "share",
            _setback(by) if kinds is None else _share(kinds, by),
        )
        for name, title, kinds in (
            ("setback_chance", "chance that a race ends in a setback", None),
            ("unsafe_share", "share of unsafe developers", UNSAFE),
            ("mean_safety", "share of safe developers", _SAFE),
            ("pledged_share", "share of developers that pledge", PLEDGING),
        )
        for by in SANCTIONS
    ),
    Measure(
        "pledge_threshold",
        "setback risk above which pledging is taken up",
        "chance",
        _pledge_threshold,
    ),
)
