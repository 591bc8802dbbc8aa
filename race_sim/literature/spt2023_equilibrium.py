"""The equilibrium of the contest when players may differ."""

from __future__ import annotations

from typing import Any

import numpy as np

from race_sim.literature.deviations import NoEquilibrium
from race_sim.literature.parameter import one_of
from race_sim.literature.spt2023_contest import RISKS, Outcome, Parameters, chance_of, outcome_of
from race_sim.literature.spt2023_response import Player, Response, Rivals, best_response
from race_sim.literature.spt2023_symmetric import Equilibrium, stands, symmetric_equilibrium
from race_sim.problems import InputError, Problem

SOURCE = "equilibrium"
SWEEPS = 25  # rounds of best responses from a start
SETTLED = 0.05  # change of logarithms at which the conditions are solved instead
RESIDUAL = 1e-9  # relative error of the first-order conditions
MOST_PLAYERS = 50


def _players(source: str, players: Any, named: dict[str, Any]) -> Player:
    """One value a player of each parameter."""
    counts = {} if players is None else {"players": players}
    values = Parameters.arrays(source, **counts, **named)
    sizes = {
        name: one.shape for name, one in zip([*counts, *named], values, strict=True) if one.shape
    }
    lengths = {shape[0] for shape in sizes.values()} | {1}
    count = int(values[0]) if counts and not values[0].shape else max(lengths)
    count = 2 if not counts and not sizes else count
    problems = [
        Problem(name, f"of shape {shape}", f"one number, or one for each of {count} players")
        for name, shape in sizes.items()
        if shape != (count,) or name == "players"
    ]
    if not problems and not 2 <= count <= MOST_PLAYERS:
        problems.append(
            Problem("players", f"{count}", f"2 to {MOST_PLAYERS} where they may differ")
        )
    if problems:
        raise InputError(source, problems)
    return Player(*(np.broadcast_to(one, (count,)).copy() for one in values[len(counts) :]))


def _played(player: Player, inputs: np.ndarray, risk: str) -> Outcome:
    return outcome_of(inputs[0], inputs[1], *player, risk=risk)


def _responses(player: Player, inputs: np.ndarray, risk: str) -> Response:
    """The best response of each player to the inputs of the others."""
    made = _played(player, inputs, risk)
    count = len(made.odds)
    others = ~np.eye(count, dtype=bool)
    alone = chance_of(made.odds)
    speeds = np.broadcast_to(made.performances, (count, count))
    total = np.sum(speeds, axis=1, where=others)
    if risk == "winner":
        safe = np.sum(speeds * alone, axis=1, where=others) / np.where(total > 0.0, total, 1.0)
    else:
        safe = np.prod(np.broadcast_to(alone, (count, count)), axis=1, where=others)
    with np.errstate(divide="ignore"):
        rivals = Rivals(np.log(total), safe)
    return best_response(player, rivals, risk)


def marginal_gains(player: Player, inputs: np.ndarray, risk: str) -> np.ndarray:
    """What one percent more of an input brings, in percent of the prize, before it is paid for.

    The first-order conditions are that this is `r` times the input, for both inputs of all.

    Parameters
    ----------
    player : Player
        Parameters, one of each a player.
    inputs : ndarray
        Of shape (2, players): for safety, then for performance; all above zero.
    risk : {"winner", "multiplicative"}

    Returns
    -------
    ndarray of float
        Of shape (2, players).
    """
    made = _played(player, inputs, risk)
    q, t = made.win_chances, 1.0 / (1.0 + made.odds)
    d, rho, theta = player.disaster_cost, player.loser_share, player.safety_sensitivity
    if risk == "winner":
        own = q * (1.0 - t)
        safety = (1.0 + d) * own * t
        speed = (1.0 + d) * own * (1.0 - q) - (rho + d) * q * (made.safe - own)
    else:
        safety = (rho + d + (1.0 - rho) * q) * made.safe * t
        speed = (1.0 - rho) * q * (1.0 - q) * made.safe
    return np.stack(
        [player.safety_exponent * safety, player.performance_exponent * (speed - theta * safety)]
    )


def _settle(player: Player, inputs: np.ndarray, risk: str) -> np.ndarray:
    """Best responses, half way each round, until they change little."""
    for _ in range(SWEEPS):
        best = _responses(player, inputs, risk)
        aim = np.stack([best.safety_input, best.performance_input])
        both = (inputs > 0.0) & (aim > 0.0)
        change = np.log(np.where(both, aim, 1.0)) - np.log(np.where(both, inputs, 1.0))
        same = (inputs > 0.0) == (aim > 0.0)
        inputs = np.where(both, inputs * np.exp(0.5 * change), aim)
        if np.all(same) and np.max(np.abs(change)) < SETTLED:
            break
    return inputs


def _polish(player: Player, inputs: np.ndarray, risk: str) -> np.ndarray | None:
    """Solve the first-order conditions of all inputs above zero; None if that fails."""
    from scipy.optimize import root

    used = inputs > 0.0
    if not np.any(used):
        return None

    def full(logs: np.ndarray) -> np.ndarray:
        found = np.zeros_like(inputs)
        found[used] = np.exp(np.clip(logs, -300.0, 300.0))
        return found

    def residual(logs: np.ndarray) -> np.ndarray:
        there = full(logs)
        return np.asarray(
            (marginal_gains(player, there, risk) / player.price)[used] / there[used] - 1.0
        )

    found = root(residual, np.log(inputs[used]), tol=1e-15)
    if not np.all(np.abs(residual(found.x)) < RESIDUAL):
        return None
    return full(found.x)


def _starts(player: Player, risk: str) -> list[np.ndarray]:
    """The symmetric point of average players, the same tilted either way, and one unit of all."""
    count = len(player.price)
    scaled = {"safety_productivity", "performance_productivity", "price"}
    mean = [
        np.exp(np.mean(np.log(one))) if name in scaled else np.mean(one)
        for name, one in zip(Player._fields, player, strict=True)
    ]
    named = dict(zip(Player._fields, mean, strict=True))
    alike = symmetric_equilibrium(count, risk=risk, check=False, **named)
    ones = np.ones((2, count))
    starts = [ones]
    if np.isfinite(alike.regret):
        base = np.outer([alike.safety_inputs, alike.performance_inputs], np.ones(count))
        tilt = 10.0 ** np.linspace(-1.0, 1.0, count)
        starts = [base, base * tilt, base / tilt, ones]
    idle = np.stack([player.safety_exponent <= 0.0, player.performance_exponent <= 0.0])
    return [np.where(idle, 0.0, one) for one in starts]


def _equilibrium_at(player: Player, inputs: np.ndarray, risk: str) -> tuple[Equilibrium, Response]:
    made, best = _played(player, inputs, risk), _responses(player, inputs, risk)
    regret = np.maximum(best.payoff - made.payoffs, 0.0)
    found = Equilibrium(
        inputs[0],
        inputs[1],
        made.odds,
        made.performances,
        made.win_chances,
        made.safe,
        made.payoffs,
        regret,
    )
    return found, best


def _solved(player: Player, risk: str, check: bool) -> Equilibrium:
    """The safest equilibrium found from several starts."""
    good: list[Equilibrium] = []
    near: list[tuple[Equilibrium, Response]] = []
    starts = _starts(player, risk)
    for start in starts:
        # From the start itself as well: where best responses do not settle, this gives a
        # candidate whose regret can be shown.
        for begin in (_settle(player, start, risk), start):
            inputs = _polish(player, begin, risk)
            if inputs is None:
                continue
            found, best = _equilibrium_at(player, inputs, risk)
            near.append((found, best))
            if np.all(stands(found, player.disaster_cost, player.price)):
                good.append(found)
                break
    # One of them out of the race: best responses lead to some of these points only.
    for who in range(len(player.price)):
        start = starts[0].copy()
        start[:, who] = 0.0
        inputs = _polish(player, start, risk) if player.performance_exponent[who] > 0.0 else None
        if inputs is not None:
            found, _ = _equilibrium_at(player, inputs, risk)
            if np.all(stands(found, player.disaster_cost, player.price)):
                good.append(found)
    if good:
        return max(good, key=lambda one: float(one.safe))
    if not near:
        raise NoEquilibrium(SOURCE, "best responses meet nowhere", np.nan, "")
    found, best = min(near, key=lambda one: float(np.max(one[0].regret)))
    if check:
        raise _refusal(found, best)
    return found


def _refusal(found: Equilibrium, best: Response) -> NoEquilibrium:
    who = int(np.argmax(found.regret))
    shown = ", ".join(f"{one:.6g}" for one in found.safety_inputs)
    speeds = ", ".join(f"{one:.6g}" for one in found.performance_inputs)
    other = f"safety input {best.safety_input[who]:.6g} and performance input "
    other += f"{best.performance_input[who]:.6g} of player {who + 1}"
    text = f"safety inputs ({shown}) and performance inputs ({speeds})"
    return NoEquilibrium(SOURCE, text, float(found.regret[who]), other)


def equilibrium(
    players: int | None = None,
    safety_productivity: Any = 10.0,
    performance_productivity: Any = 10.0,
    safety_exponent: Any = 0.5,
    performance_exponent: Any = 0.5,
    safety_sensitivity: Any = 0.25,
    disaster_cost: Any = 0.0,
    price: Any = 0.1,
    loser_share: Any = 0.0,
    risk: str = "winner",
    check: bool = True,
) -> Equilibrium:
    """The equilibrium of players who may differ, with the regret of each.

    If all are alike it is the symmetric one. Otherwise best responses are played from several
    starts until they settle, and the first-order conditions solved from there, and also with each
    player in turn out of the race; of the equilibria found it is the safest. There may be others.

    Parameters
    ----------
    players : int, optional
        How many; otherwise as many as the longest parameter has values, or 2.
    safety_productivity, performance_productivity, safety_exponent : array_like
    performance_exponent, safety_sensitivity, disaster_cost, price, loser_share : array_like
        See `Parameters`; one number for all players, or one for each. For many points at once see
        `symmetric_equilibrium`.
    risk : {"winner", "multiplicative"}
        Whether the winner's technology has to be safe, or that of every player.
    check : bool
        Whether to refuse what is no equilibrium. Without it the candidate with the least regret is
        returned.

    Returns
    -------
    Equilibrium
        Players on the last axis; `safe` is one number. `regret` comes from a search over all
        deviations of each player.

    Raises
    ------
    InputError
        If a value is out of range or no number, there is one player or are more than 50, or the
        risk is unknown.
    NoEquilibrium
        If no point is found, or a player gains by deviating from the best found.
    """
    one_of(SOURCE, "risk", risk, RISKS)
    named = {
        "safety_productivity": safety_productivity,
        "performance_productivity": performance_productivity,
        "safety_exponent": safety_exponent,
        "performance_exponent": performance_exponent,
        "safety_sensitivity": safety_sensitivity,
        "disaster_cost": disaster_cost,
        "price": price,
        "loser_share": loser_share,
    }
    player = _players(SOURCE, players, named)
    if all(np.all(one == one[0]) for one in player):
        count = len(player.price)
        same = {name: one[0] for name, one in zip(named, player, strict=True)}
        alike = symmetric_equilibrium(count, risk=risk, check=check, **same)
        each = Equilibrium(*(np.full(count, one) for one in alike))
        return each._replace(safe=alike.safe)
    return _solved(player, risk, check)
