"""A Markov perfect logit equilibrium of a stochastic game, and what a common planner would do.

Each side invests with the chance

    1 / (1 + exp(-rationality x gain)),

where gain is what investing now, rather than accelerating, is worth to it, given how likely the
other side invests and that both play the same strategies ever after. That is a quantal response
equilibrium (McKelvey, R. D. and Palfrey, T. R., 1995, Games and Economic Behavior 10, 6-38; 1998,
Experimental Economics 1, 9-41) in stationary Markov strategies (Breitmoser, Y., Tan, J. H. W. and
Zizzo, D. J., 2010, Social Choice and Welfare 35, 401-430, for its use in dynamic games;
Doraszelski, U. and Escobar, J. F., 2010, Theoretical Economics 5, 369-402, for Markov perfect
equilibria of games whose payoffs are perturbed).

With one owner of all rewards the same equations are those of a planner: each side plays a logistic
of what its investing adds to the joint value, given what the other does. The noise is the same, so
that planner and equilibrium differ by whose payoffs count, and by nothing else.

There may be several equilibria. The search begins at a rationality of almost 0, where both toss a
coin and there is one, and follows it as rationality rises, by value iteration with many sweeps
between two updates of the strategies (Puterman, M. L. and Shin, M. C., 1978, Management Science
24, 1127-1137), damped, and by Newton's method once it is near.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from race_sim.foresight.newton import Point, newton, point_at
from race_sim.foresight.responses import mutual_responses
from race_sim.foresight.stochastic_game import StochasticGame, averaged
from race_sim.problems import EngineError

LADDER = (1.0 / 256.0, 1.0 / 64.0, 1.0 / 16.0, 1.0 / 4.0, 1.0 / 2.0)  # shares of rationality
_CLOSE_ENOUGH = 1e-3  # on the ladder's lower steps
_SWEEPS = 8  # updates of the strategies on a step of the ladder
# At the top: so many updates, each this share of the way, and then Newton's method.
ROUNDS = ((8, 0.5), (12, 0.5), (16, 0.3))
_NEWTON_STEPS = 10
# Then states whose strategies still swing by more than this are held, and the rest is solved.
_SWING = 0.01
_HOLDINGS = 8
_WORST = 0.3  # of the largest swing


class NotConvergedError(EngineError):
    """The iteration has not come to rest; the message says where it stands."""


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Strategies from which nobody would move, up to the noise of a logit response.

    Attributes
    ----------
    strategies : ndarray of float64, shape (2, states)
        Chances of investing.
    values : ndarray of float64, shape (owners, states)
        What both sides can expect from each state on.
    iterations : int
        Updates of the strategies, Newton's steps among them.
    value_residual : float
        Largest difference, over states and owners, between a value and what the game gives when
        it is played once more, in units of the largest reward.
    strategy_residual : float
        Largest difference between a chance and the logit response to the values and to the other
        side's chance.
    unsettled : int
        In how many states one of the two is larger than the tolerance.
    """

    strategies: np.ndarray
    values: np.ndarray
    iterations: int
    value_residual: float
    strategy_residual: float
    unsettled: int


def unsettled_states(point: Point, tolerance: float) -> int:
    """In how many states a value or a strategy is off by more than the tolerance."""
    off = np.maximum(
        np.abs(point.value_off).max(axis=0),
        np.abs(point.responses - point.strategies).max(axis=0),
    )
    return int((off > tolerance).sum())


def updated(
    game: StochasticGame,
    point: Point,
    rationality: float,
    tolerance: float,
    most: int,
    share: float,
    path: list[np.ndarray] | None = None,
) -> tuple[Point, int]:
    """Update strategies and evaluate them, each time moving the values a share of the way.

    Strategies that are held stay. Those of every update are put into `path`.
    """
    for used in range(most):
        if point.off() < tolerance:
            return point, used
        strategies = mutual_responses(point.worth, point.strategies, rationality)
        strategies = np.where(point.held, point.strategies, strategies)
        if path is not None:
            path.append(strategies)
        swept = averaged(point.worth, strategies)
        off = float(np.abs(swept - point.values).max())
        values = game.values_under(strategies, swept, 0.1 * off + 1e-3 * tolerance * game.scale)
        moved = point.values + share * (values - point.values)
        point = point_at(game, moved, strategies, rationality, point.held)
    return point, most


def with_held(
    game: StochasticGame, point: Point, rationality: float, tolerance: float
) -> tuple[Point, int]:
    """Solve the rest of a game in which a few states do not settle; those are held.

    In such a state both want to do as the other does, and the values that follow from both doing
    so take the wish away. Its strategies are held at their mean over the last updates.
    """
    used = 0
    most, share = ROUNDS[0]
    for _ in range(_HOLDINGS):
        path: list[np.ndarray] = []
        point, updates = updated(game, point, rationality, tolerance, most, share, path)
        found, steps = newton(game, point, rationality, tolerance, _NEWTON_STEPS)
        used += updates + steps
        if found.off() < tolerance:
            return found, used
        recent = np.stack(path[most // 2 :])
        swing = (recent.max(axis=0) - recent.min(axis=0)).max(axis=0)
        swing = np.maximum(swing, np.abs(found.strategy_off).max(axis=0))
        # The worst first: the others may swing because these do.
        swings = swing > max(_SWING, _WORST * float(swing.max()))
        strategies = np.where(swings & ~point.held, recent.mean(axis=0), point.strategies)
        point = point_at(game, point.values, strategies, rationality, point.held | swings)
    return found, used


def logit_equilibrium(
    game: StochasticGame,
    rationality: float,
    tolerance: float = 1e-6,
    unsettled_share: float = 0.0,
) -> Equilibrium:
    """The equilibrium that is followed up from a rationality of 0; with one owner, the planner's.

    Parameters
    ----------
    game : StochasticGame
    rationality : float
        A unit of reward.
    tolerance : float
        Largest residual of a value, relative to the largest reward, and of a strategy.
    unsettled_share : float
        Share of states that may be off by more. In a state where each wants to do as the other
        does, the equilibrium that is followed may cease to be: then such states are held as they
        were on average, and the rest is solved.

    Raises
    ------
    NotConvergedError
        If more states than that do not come to rest.
    """
    iterations = 0
    values = np.zeros((game.rewards.shape[0], game.states))
    point = point_at(game, values, np.full((2, game.states), 0.5), 0.0)
    for share in LADDER:
        point = point_at(game, point.values, point.strategies, share * rationality)
        point, used = updated(game, point, share * rationality, _CLOSE_ENOUGH, _SWEEPS, 1.0)
        iterations += used
    best = point = point_at(game, point.values, point.strategies, rationality)
    fewest = game.states + 1
    for most, share in ROUNDS:
        point, used = updated(game, point, rationality, tolerance, most, share)
        found, steps = newton(game, point, rationality, tolerance, _NEWTON_STEPS)
        iterations += used + steps
        unsettled = unsettled_states(found, tolerance)
        if unsettled < fewest:
            best, fewest = found, unsettled
        if fewest == 0:
            break
    if fewest > 0 and unsettled_share > 0.0:
        found, used = with_held(game, point, rationality, tolerance)
        iterations += used
        unsettled = unsettled_states(found, tolerance)
        if unsettled < fewest:
            best, fewest = found, unsettled
    if fewest > unsettled_share * game.states:
        raise NotConvergedError(
            f"the equilibrium at rationality {rationality:g} has not come to rest after "
            f"{iterations} updates: {fewest} of {game.states} states are off, a value by "
            f"{np.abs(best.value_off).max():.2g} of the largest reward, a strategy by "
            f"{np.abs(best.responses - best.strategies).max():.2g}"
        )
    return Equilibrium(
        best.strategies,
        best.values,
        iterations,
        float(np.abs(best.value_off).max()),
        float(np.abs(best.responses - best.strategies).max()),
        fewest,
    )


def planners_game(game: StochasticGame) -> StochasticGame:
    """The same game with one owner of all rewards: their sum."""
    return dataclasses.replace(game, rewards=game.rewards.sum(axis=0, keepdims=True))


def planner(
    game: StochasticGame,
    rationality: float,
    tolerance: float = 1e-6,
    unsettled_share: float = 0.0,
) -> Equilibrium:
    """What one decision maker would do for the sum of the payoffs, with the same noise a side.

    Parameters and errors as for `logit_equilibrium`; `values` has one row.
    """
    return logit_equilibrium(planners_game(game), rationality, tolerance, unsettled_share)
