"""The contest of safety and performance: what inputs produce, who wins, what it pays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.parameter import ParameterSet, arrays_of, one_of, parameter
from race_sim.problems import InputError, Problem

RISKS = ("winner", "multiplicative")


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Parameters of the contest, with the defaults of AIIncentives.jl.

    Attributes
    ----------
    players : int
        n.
    safety_productivity, performance_productivity : float
        A and B.
    safety_exponent, performance_exponent : float
        alpha and beta.
    safety_sensitivity : float
        theta: by so many percent the odds of safety fall when performance rises by one percent.
    disaster_cost : float
        d, in units of the prize.
    price : float
        r, of a unit of either input, in units of the prize.
    loser_share : float
        rho: what a safe win of a rival is worth, in units of the prize; enmity is `1 - rho`.
    """

    players: int = parameter(2, "players", 2, 1e6, "how many compete", whole=True)
    safety_productivity: float = parameter(
        10.0, "odds", 0.0, 1e12, "odds of safety from one unit of safety input", low_included=False
    )
    performance_productivity: float = parameter(
        10.0, "performance", 0.0, 1e12, "performance from one unit of input", low_included=False
    )
    safety_exponent: float = parameter(
        0.5, "elasticity", 0.0, 1.0, "by how many percent a percent more input raises the odds"
    )
    performance_exponent: float = parameter(
        0.5, "elasticity", 0.0, 1.0, "by how many percent a percent more input raises performance"
    )
    safety_sensitivity: float = parameter(
        0.25, "elasticity", 0.0, 100.0, "by how many percent a percent of performance lowers odds"
    )
    disaster_cost: float = parameter(0.0, "prize", 0.0, 1e9, "what a disaster costs each player")
    price: float = parameter(
        0.1, "prize per unit", 0.0, 1e12, "price of a unit of input", low_included=False
    )
    loser_share: float = parameter(
        0.0, "prize", 0.0, 1.0, "worth of a rival's safe win; 1 - enmity", high_included=False
    )


@dataclass(frozen=True)
class _Inputs(ParameterSet):
    safety_inputs: float = parameter(1.0, "units", 0.0, np.inf, "what is spent on safety")
    performance_inputs: float = parameter(1.0, "units", 0.0, np.inf, "what is spent on speed")
    performances: float = parameter(1.0, "performance", 0.0, np.inf, "how fast each is")


class Outcome(NamedTuple):
    """What follows from inputs. Players are on the last axis, but for `safe`, which has none."""

    performances: np.ndarray
    odds: np.ndarray  # of safety: chance over counter-chance
    win_chances: np.ndarray
    safe: np.ndarray  # chance that there is no disaster
    payoffs: np.ndarray


def log_odds(
    log_productivity: Any, exponent: Any, sensitivity: Any, log_input: Any, log_performance: Any
) -> np.ndarray:
    """Logarithm of the odds of safety; without performance they are infinite if it harms safety."""
    with np.errstate(invalid="ignore"):
        gained = np.where(exponent > 0.0, exponent * log_input, 0.0)
        lost = np.where(sensitivity > 0.0, sensitivity * log_performance, 0.0)
        found = log_productivity + gained - lost
    return np.where(lost == -np.inf, np.inf, found)


def chance(log_of_odds: np.ndarray) -> np.ndarray:
    """The chance with these logarithms of odds."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -log_of_odds)))


def chance_of(odds: np.ndarray) -> np.ndarray:
    """The chance with these odds, which may be infinite."""
    finite = np.minimum(odds, 1e300)
    return np.asarray(finite / (1.0 + finite))


def _checked(source: str, inputs: dict[str, Any], parameters: dict[str, Any]) -> list[np.ndarray]:
    """Inputs and parameters as arrays of one shape, whose last axis is that of two or more."""
    found = np.broadcast_arrays(*arrays_of(source, (_Inputs, inputs), (Parameters, parameters)))
    count = found[0].shape[-1] if found[0].shape else 1
    if count < 2:
        what = "one player" if count else "no player"
        problem = Problem(next(iter(inputs)), what, "two players or more on the last axis")
        raise InputError(source, [problem])
    return list(found)


def _shares(performances: np.ndarray) -> np.ndarray:
    total = np.sum(performances, axis=-1, keepdims=True)
    even = 1.0 / performances.shape[-1]
    shares = performances / np.where(total > 0.0, total, 1.0)
    return np.asarray(np.where(total > 0.0, shares, even))


def win_chances(performances: Any) -> Any:
    """Chances of winning: each player's share of all performance, even if nobody performs.

    Parameters
    ----------
    performances : array_like
        Of shape (..., players).

    Returns
    -------
    ndarray of float
        Of the same shape.

    Raises
    ------
    InputError
        If a performance is negative or no number, or there is one player only.
    """
    (found,) = _checked("win_chances", {"performances": performances}, {})
    return _shares(found)


def outcome(
    safety_inputs: Any,
    performance_inputs: Any,
    safety_productivity: Any = 10.0,
    performance_productivity: Any = 10.0,
    safety_exponent: Any = 0.5,
    performance_exponent: Any = 0.5,
    safety_sensitivity: Any = 0.25,
    disaster_cost: Any = 0.0,
    price: Any = 0.1,
    loser_share: Any = 0.0,
    risk: str = "winner",
) -> Outcome:
    """What inputs come to: performance, odds of safety, chances and payoffs.

    A player without performance has perfect odds if performance harms safety (`theta > 0`), the
    limit of ever less performance; the odds of one who performs without safety input are zero
    (`alpha > 0`).

    Parameters
    ----------
    safety_inputs, performance_inputs : array_like
        Units of input, 0 or above, of shape (..., players).
    safety_productivity, performance_productivity, safety_exponent : array_like
    performance_exponent, safety_sensitivity, disaster_cost, price, loser_share : array_like
        See `Parameters`; one for all players, or one a player on the last axis.
    risk : {"winner", "multiplicative"}
        Whether the winner's technology has to be safe, or that of every player.

    Returns
    -------
    Outcome

    Raises
    ------
    InputError
        If a value is out of range or no number, shapes do not fit, there is one player only, or
        the risk is unknown.
    """
    one_of("outcome", "risk", risk, RISKS)
    inputs = {"safety_inputs": safety_inputs, "performance_inputs": performance_inputs}
    parameters = {
        "safety_productivity": safety_productivity,
        "performance_productivity": performance_productivity,
        "safety_exponent": safety_exponent,
        "performance_exponent": performance_exponent,
        "safety_sensitivity": safety_sensitivity,
        "disaster_cost": disaster_cost,
        "price": price,
        "loser_share": loser_share,
    }
    return outcome_of(*_checked("outcome", inputs, parameters), risk=risk)


def outcome_of(
    xs: np.ndarray,
    xp: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    alpha: np.ndarray,
    beta: np.ndarray,
    theta: np.ndarray,
    d: np.ndarray,
    r: np.ndarray,
    rho: np.ndarray,
    *,
    risk: str,
) -> Outcome:
    """What `outcome` gives, of arrays of one shape that have been checked, in its order."""
    performances = b * xp**beta
    with np.errstate(divide="ignore"):
        logs = log_odds(np.log(a), alpha, theta, np.log(xs), np.log(performances))
    safe_alone = chance(logs)
    if risk == "multiplicative":
        given = np.broadcast_to(np.prod(safe_alone, axis=-1, keepdims=True), safe_alone.shape)
    else:
        given = safe_alone
    wins = _shares(performances)
    safe_wins = wins * given
    safe = np.sum(safe_wins, axis=-1)
    rivals = safe[..., None] - safe_wins
    pays = safe_wins + rho * rivals - (1.0 - safe[..., None]) * d - r * (xs + xp)
    with np.errstate(over="ignore"):
        odds = np.exp(logs)
    return Outcome(performances, odds, wins, safe, pays)


def payoffs(
    safety_inputs: Any, performance_inputs: Any, *parameters: Any, **named: Any
) -> np.ndarray:
    """The payoff of each player, in units of the prize; parameters as in `outcome`.

    Returns
    -------
    ndarray of float
        Of shape (..., players).

    Raises
    ------
    InputError
        As `outcome`.
    """
    return outcome(safety_inputs, performance_inputs, *parameters, **named).payoffs
