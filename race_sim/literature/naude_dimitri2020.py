"""Naudé and Dimitri 2020: the race as a contest in which everybody pays.

Assumptions. Teams i = 1, ..., n put in effort x_i >= 0, which is lost whoever wins. Team i wins
the prize v with the chance

    q_i = a_i x_i / X,    X = b + sum over j of a_j x_j

so that the chance that nobody succeeds is b / X: b is how hard the goal is. Team i gets
v q_i - x_i. All choose at once and know each other's strengths a.

Equilibrium. An active team's first-order condition gives

    a_i x_i = X - X^2 / (v a_i),    q_i = 1 - X / (v a_i),    payoff v q_i^2,

a team is active if and only if X < v a_i, and with m active teams and S = sum over them of 1 / a_i

    X = v [(m - 1) + sqrt((m - 1)^2 + 4 b S / v)] / (2 S).

Which teams are active needs no trial. The share that team k would find taken if X were at its
bound v a_k says it at once: k is active if and only if

    b / (v a_k) + sum over the stronger teams j of (1 - a_k / a_j) < 1.

The left side rises as a_k falls, so the active teams are the strongest ones, and there is one
equilibrium. If b >= v a for the strongest team, nobody enters and nobody succeeds. With b = 0 two
teams at least must have strength: alone, a team would win with any effort, however small.

Published: the contest and its lessons (only the most competitive teams enter; an intermediate
prize brings AGI closer; a tax and public procurement keep it away). The form of the chances is
recalled, not read; the solution is ours. Ours too are the readings of the lessons: a tax takes a
share of all prizes, an intermediate prize is won by the same contest and adds to v, and public
procurement raises b.

>>> found = equilibrium([2.0, 1.0], entry=0.1)
>>> found.efforts.round(6), found.win_chances.round(6), found.somebody.round(6)
(array([0.23499, 0.18499]), array([0.622515, 0.24503 ]), np.float64(0.867544))
>>> equilibrium([3.0, 2.0, 1.0], entry=0.0).active
array([ True,  True, False])

The weakest rival that can be kept out (by export controls, say) is below

>>> entry_bound([2.0], entry=0.1).round(6)
np.float64(0.447214)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.literature.catalogue import Measure
from race_sim.literature.naude_dimitri2020_solution import best_gain, level, relative, solved
from race_sim.literature.parameter import ParameterSet, parameter, shapes_that_do_not_fit
from race_sim.problems import InputError, Problem

NAME = "naude_dimitri2020"


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Of the contest; `teams` and `falloff` make a line of teams for sweeps."""

    teams: int = parameter(2, "teams", 2, 1000, "how many could race (n)", whole=True)
    strength: float = parameter(
        1.0, "1 / effort", 0.0, 1e100, "of the strongest team: what its effort counts (a)"
    )
    falloff: float = parameter(
        0.5, "share", 0.0, 1.0, "strength of each team as a share of the next stronger one's"
    )
    entry: float = parameter(
        0.1, "weight", 0.0, 1e100, "how hard the goal is: the weight of nobody succeeding (b)"
    )
    prize: float = parameter(1.0, "effort", 0.0, 1e100, "of success (v)", low_included=False)
    tax: float = parameter(
        0.0, "share", 0.0, 1.0, "of all prizes that is taken", high_included=False
    )
    intermediate_prize: float = parameter(
        0.0, "effort", 0.0, 1e100, "won by the same contest, besides the prize"
    )


@dataclass(frozen=True)
class _Lists(ParameterSet):
    """What a contest is given for each team."""

    strengths: float = parameter(1.0, "1 / effort", 0.0, 1e100, "of each team (a)")
    efforts: float = parameter(0.0, "effort", 0.0, np.inf, "of each team (x)")


class Equilibrium(NamedTuple):
    """The equilibrium of a contest; arrays with teams on the last axis, but for `somebody`."""

    efforts: np.ndarray  # in units of the prize
    win_chances: np.ndarray
    somebody: np.ndarray  # chance that somebody succeeds
    active: np.ndarray  # bool
    payoffs: np.ndarray
    regret: np.ndarray  # the most that a team could gain by another effort


def equilibrium(strengths: ArrayLike, entry: ArrayLike, prize: ArrayLike = 1.0) -> Equilibrium:
    """The equilibrium, in closed form.

    Parameters
    ----------
    strengths : array_like of float, shape (..., n)
        a, with a team of two or more in each place of the last axis; a team of strength 0 never
        enters (so one team on its own is a race against one without strength).
    entry : array_like of float
        b, which broadcasts with the leading dimensions of `strengths`.
    prize : array_like of float
        v; broadcasts too.

    Returns
    -------
    Equilibrium

    Raises
    ------
    InputError
        If a value is out of range, if there is only one team, or if `entry` is 0 and fewer than
        two teams have strength: then there is no equilibrium.
    """
    teams, hardness, worth = _given("equilibrium", strengths, entry, prize)
    if teams.shape[-1] < 2:
        raise InputError(f"{NAME}.equilibrium", [Problem("strengths", "one team", "two or more")])
    lonely = (hardness == 0.0) & (np.count_nonzero(relative(teams), axis=-1) < 2)
    if np.any(lonely):
        problem = Problem(
            "strengths",
            "with entry 0, fewer than two teams with strength: no effort is the least that wins",
            "two teams with strength, or entry above 0",
        )
        raise InputError(f"{NAME}.equilibrium", [problem])
    efforts, chances, active = solved(teams, hardness, worth)
    somebody = np.minimum(chances.sum(axis=-1), 1.0)
    return Equilibrium(
        efforts,
        chances,
        somebody[()],
        active,
        worth[..., None] * chances**2,
        regret(teams, efforts, hardness, worth),
    )


def regret(
    strengths: ArrayLike, efforts: ArrayLike, entry: ArrayLike, prize: ArrayLike = 1.0
) -> np.ndarray:
    """The most that each team could gain by another effort, the others' being what they are.

    With Y what the others' efforts and `entry` weigh, the best reply is sqrt(v Y / a) - Y / a, or
    nothing if that is below 0. At Y = 0 there is none: any effort wins, and the regret is what the
    least of them would bring. Nobody succeeds if there is neither effort nor `entry`.

    Parameters
    ----------
    strengths, efforts : array_like of float, shape (..., n)
    entry, prize : array_like of float

    Returns
    -------
    ndarray of float, shape (..., n)
        At least 0.

    Raises
    ------
    InputError
        If a value is out of range, or there is not one effort for each team.
    """
    teams, hardness, worth = _given("regret", strengths, entry, prize)
    (made,) = _Lists.arrays(f"{NAME}.regret", efforts=efforts)
    if made.shape[-1:] != teams.shape[-1:]:
        what = f"of shape {made.shape}"
        problem = Problem("efforts", what, f"one for each of {teams.shape[-1]} teams")
        raise InputError(f"{NAME}.regret", [problem])
    if problems := shapes_that_do_not_fit(("strengths", "efforts"), [teams, made]):
        raise InputError(f"{NAME}.regret", problems)
    teams, made = np.broadcast_arrays(teams, made)
    leading = teams.shape[:-1]
    return best_gain(
        teams, made, np.broadcast_to(hardness, leading), np.broadcast_to(worth, leading)
    )


def entry_bound(strengths: ArrayLike, entry: ArrayLike, prize: ArrayLike = 1.0) -> np.ndarray:
    """The strength at or below which one more team stays out of the race of these teams.

    X / v in the race without it. Cutting a rival's strength to it removes the rival: a reading of
    export controls. Against one team and without `entry` it is 0, and nobody can be kept out.

    Parameters
    ----------
    strengths : array_like of float, shape (..., n)
        Of the other teams, one or more.
    entry, prize : array_like of float

    Returns
    -------
    ndarray of float, shape (...)

    Raises
    ------
    InputError
        If a value is out of range.
    """
    teams, hardness, worth = _given("entry_bound", strengths, entry, prize)
    whole, active = level(teams, hardness, worth)
    with np.errstate(over="ignore"):
        alone = hardness / worth
    bound = np.where(active.any(axis=-1), whole * teams.max(axis=-1), alone)
    return np.asarray(bound)[()]


def line_of_teams(teams: ArrayLike, strength: ArrayLike, falloff: ArrayLike) -> np.ndarray:
    """Strengths that fall off geometrically, strongest first: strength, strength x falloff, ...

    Returns
    -------
    ndarray of float, shape (..., n)
        n the largest number of teams; where there are fewer, the rest have none.

    Raises
    ------
    InputError
        If a value is out of range.
    """
    counts, strongest, rate = Parameters.arrays(
        f"{NAME}.line_of_teams", teams=teams, strength=strength, falloff=falloff
    )
    places = np.arange(int(counts.max(initial=2)))
    shares = np.power(rate[..., None], places)
    return np.where(places < counts[..., None], strongest[..., None] * shares, 0.0)


def worth_of(prize: ArrayLike, tax: ArrayLike, intermediate_prize: ArrayLike) -> np.ndarray:
    """What winning is worth with a tax and an intermediate prize: (1 - tax)(v + the other).

    Raises
    ------
    InputError
        If a value is out of range.
    """
    first, taken, second = Parameters.arrays(
        f"{NAME}.worth_of", prize=prize, tax=tax, intermediate_prize=intermediate_prize
    )
    return np.asarray((1.0 - taken) * (first + second))[()]


def _given(
    function: str, strengths: ArrayLike, entry: ArrayLike, prize: ArrayLike
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Checked values: strengths of shape (..., n), the others of shape (...)."""
    source = f"{NAME}.{function}"
    (teams,) = _Lists.arrays(source, strengths=strengths)
    hardness, worth = Parameters.arrays(source, entry=entry, prize=prize)
    if teams.ndim == 0 or teams.shape[-1] == 0:
        raise InputError(source, [Problem("strengths", "no list of teams", "one team a place")])
    try:
        shape = np.broadcast_shapes(teams.shape[:-1], hardness.shape, worth.shape)
    except ValueError:
        what = f"shapes {teams.shape[:-1]}, {hardness.shape} and {worth.shape} do not fit"
        raise InputError(source, [Problem("", what, "shapes that broadcast")]) from None
    return (
        np.broadcast_to(teams, (*shape, teams.shape[-1])),
        np.broadcast_to(hardness, shape),
        np.broadcast_to(worth, shape),
    )


def _of_line(function: str, values: dict[str, ArrayLike]) -> Equilibrium:
    """The equilibrium of a line of teams, with defaults for the parameters that are not given."""
    known = Parameters.defaults() | values
    found = Parameters.arrays(f"{NAME}.{function}", **known)
    at = dict(zip(known, found, strict=True))
    strengths = line_of_teams(at["teams"], at["strength"], at["falloff"])
    worth = worth_of(at["prize"], at["tax"], at["intermediate_prize"])
    return equilibrium(strengths, at["entry"], worth)


def success(**parameters: ArrayLike) -> np.ndarray:
    """The chance that a line of teams brings about AGI: the danger in this model.

    Takes all of `Parameters`, as arrays that broadcast, each with its default.

    Raises
    ------
    InputError
        If a value is out of range, shapes do not fit, or there is no equilibrium.
    """
    return np.asarray(_of_line("success", parameters).somebody)[()]


def entrants(**parameters: ArrayLike) -> np.ndarray:
    """How many of a line of teams take part; parameters as of `success`.

    Raises
    ------
    InputError
        As `success`.
    """
    active = _of_line("entrants", parameters).active
    return np.asarray(np.count_nonzero(active, axis=-1), dtype=float)[()]


def total_effort(**parameters: ArrayLike) -> np.ndarray:
    """What a line of teams puts in, all together, in units of effort; parameters as of `success`.

    Raises
    ------
    InputError
        As `success`.
    """
    return np.asarray(_of_line("total_effort", parameters).efforts.sum(axis=-1))[()]


MEASURES: tuple[Measure, ...] = (
    Measure("success", "chance that somebody builds AGI", "share", success),
    Measure("entrants", "teams that take part", "teams", entrants),
    Measure("total_effort", "effort of all teams", "effort", total_effort),
)
