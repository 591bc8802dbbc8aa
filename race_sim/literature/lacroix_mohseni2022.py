"""LaCroix and Mohseni 2022: keeping a safety pact as a collective-risk dilemma.

Assumptions. Z developers are drawn at random into groups of N. Each has an endowment E, and keeps
the pact (cooperates) at a cost of c E, or does not. If fewer than M of the group cooperate, all
of it lose what they have with the chance r. With j cooperators in the group,

    one that does not gets   E (1 - r [j < M]),    a cooperator gets that less c E.

With k cooperators in the population, the others of a group are drawn without replacement, so a
player's expected payoff is a sum over the hypergeometric law of their number:

    f_C(k) = E (1 - r P(J < M - 1) - c),   J from k - 1 cooperators among Z - 1, N - 1 drawn,
    f_D(k) = E (1 - r P(J < M)),           J from k cooperators among Z - 1, N - 1 drawn.

A player imitates another, drawn at random, with the chance 1 / (1 + exp(-beta (f_other - f_own))),
and with the chance mu turns to the other choice instead (`race_sim.games.finite_population`). The
number of cooperators is then a birth-death chain, whose stationary law is exact. The gradient of
selection is the drift by imitation alone:

    G(k) = (k / Z) ((Z - k) / (Z - 1)) tanh(beta (f_C - f_D) / 2).

Published: stochastic evolution of this dilemma, and its lesson that pacts succeed in small groups,
at low cost and with a high perceived risk. That the dilemma is the one of Santos, F. C. and
Pacheco, J. M. (2011), Risk of collective failure provides an escape from the tragedy of the
commons, PNAS 108, 10421-10425, is recalled, not read. The defaults are ours.

A warning shot that makes the perceived risk 0.8 instead of 0.5 lets cooperation grow about nine
times:

>>> mean_cooperation(perceived_risk=[0.5, 0.8], cost=0.2).round(6)
array([0.021933, 0.195327])
>>> group_success(perceived_risk=[0.5, 0.8], cost=0.2).round(6)
array([0.000423, 0.244677])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from race_sim.games.finite_population import imitation_law
from race_sim.literature.catalogue import Measure
from race_sim.literature.lacroix_mohseni2022_groups import groups_that_succeed, too_few
from race_sim.literature.parameter import ParameterSet, parameter
from race_sim.problems import InputError, Problem

NAME = "lacroix_mohseni2022"
_CELLS = 2_000_000  # numbers of one part of a large sweep: some tens of megabytes


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Of the dilemma and of how choices spread."""

    group_size: int = parameter(6, "developers", 2, 100, "in a group (N)", whole=True)
    needed: int = parameter(
        3, "developers", 1, 100, "that must keep the pact, at most the group (M)", whole=True
    )
    population: int = parameter(
        100, "developers", 2, 1000, "in all, at least a group (Z)", whole=True
    )
    perceived_risk: float = parameter(
        0.5, "probability", 0.0, 1.0, "of losing everything if the group fails (r)"
    )
    cost: float = parameter(
        0.1, "share", 0.0, 1.0, "of the endowment that keeping the pact takes (c)"
    )
    endowment: float = parameter(1.0, "payoff", 0.0, 1e6, "what each has (E)", low_included=False)
    intensity: float = parameter(5.0, "1 / payoff", 0.0, 1e6, "of selection (beta)")
    mutation: float = parameter(
        0.01, "probability", 0.0, 1.0, "of changing by itself (mu)", low_included=False
    )

    def __post_init__(self) -> None:
        """Refuse values that are not allowed, each for itself or beside the others.

        Raises
        ------
        InputError
            Naming all of them.
        """
        super().__post_init__()
        _checked("Parameters", (self.group_size, self.needed, self.population))


class Law(NamedTuple):
    """What happens in the long run."""

    cooperators: np.ndarray  # chance of 0, 1, ..., Z cooperators, shape (..., Z + 1)
    cooperation: np.ndarray  # mean share of cooperators
    success: np.ndarray  # chance that a random group has the cooperators that it needs


Sizes = tuple[ArrayLike, ArrayLike, ArrayLike]  # group_size, needed, population


def _checked(function: str, sizes: Sizes, **others: ArrayLike) -> tuple[np.ndarray, ...]:
    """The sizes and the other parameters as arrays, each allowed for itself and beside the rest."""
    source = f"{NAME}.{function}"
    named = dict(zip(("group_size", "needed", "population"), sizes, strict=True))
    found = Parameters.arrays(source, **named, **others)
    group, least, whole = np.broadcast_arrays(*found[:3])
    problems = []
    if np.any(least > group):
        worst = f"{least[least > group].flat[0]:g} of {group[least > group].flat[0]:g}"
        problems.append(Problem("needed", worst, "at most group_size"))
    if np.any(whole < group):
        worst = f"{whole[whole < group].flat[0]:g}"
        problems.append(Problem("population", worst, "group_size or more"))
    if problems:
        raise InputError(source, problems)
    return found


def _of_one_size(
    function: str, sizes: Sizes, **others: ArrayLike
) -> tuple[list[int], tuple[np.ndarray, ...]]:
    """The same where the sizes have to be one number each."""
    found = _checked(function, sizes, **others)
    if any(one.ndim > 0 for one in found[:3]):
        problem = Problem("group_size, needed, population", "several values", "one number each")
        raise InputError(f"{NAME}.{function}", [problem])
    return [int(one) for one in found[:3]], found[3:]


def advantage(
    group_size: int = 6,
    needed: int = 3,
    population: int = 100,
    perceived_risk: ArrayLike = 0.5,
    cost: ArrayLike = 0.1,
    endowment: ArrayLike = 1.0,
) -> np.ndarray:
    """What a cooperator expects more than another, with 1, ..., Z - 1 cooperators.

    Parameters
    ----------
    group_size, needed, population : int
        One number each.
    perceived_risk, cost, endowment : array_like of float
        Broadcast together.

    Returns
    -------
    ndarray of float, shape (..., Z - 1)

    Raises
    ------
    InputError
        If a value is out of range, more are needed than a group has, or the population is
        smaller than a group.
    """
    sizes, (risk, share, wealth) = _of_one_size(
        "advantage",
        (group_size, needed, population),
        perceived_risk=perceived_risk,
        cost=cost,
        endowment=endowment,
    )
    return _advantage(sizes, risk, share, wealth)


def _advantage(
    sizes: list[int], risk: np.ndarray, cost: np.ndarray, endowment: np.ndarray
) -> np.ndarray:
    cooperator, other = too_few(*sizes)
    saved = risk[..., None] * (other - cooperator)
    return np.asarray(endowment[..., None] * (saved - cost[..., None]))


def gradient_of_selection(
    group_size: int = 6,
    needed: int = 3,
    population: int = 100,
    perceived_risk: ArrayLike = 0.5,
    cost: ArrayLike = 0.1,
    endowment: ArrayLike = 1.0,
    intensity: ArrayLike = 5.0,
) -> np.ndarray:
    """The drift of cooperation by imitation alone: chance of one more less chance of one fewer.

    Parameters are those of `advantage`, and the intensity of selection.

    Returns
    -------
    ndarray of float, shape (..., Z + 1)
        With 0, ..., Z cooperators; zero at both ends, where nobody is left to imitate.

    Raises
    ------
    InputError
        As `advantage`.
    """
    sizes, (risk, share, wealth, beta) = _of_one_size(
        "gradient_of_selection",
        (group_size, needed, population),
        perceived_risk=perceived_risk,
        cost=cost,
        endowment=endowment,
        intensity=intensity,
    )
    lead = _advantage(sizes, risk, share, wealth)
    whole = sizes[2]
    k = np.arange(1.0, whole)
    meet = (k / whole) * ((whole - k) / (whole - 1.0))
    inner = meet * np.tanh(0.5 * beta[..., None] * lead)
    return np.pad(inner, [(0, 0)] * (inner.ndim - 1) + [(1, 1)])


def long_run(
    group_size: int = 6,
    needed: int = 3,
    population: int = 100,
    perceived_risk: ArrayLike = 0.5,
    cost: ArrayLike = 0.1,
    endowment: ArrayLike = 1.0,
    intensity: ArrayLike = 5.0,
    mutation: ArrayLike = 0.01,
) -> Law:
    """The stationary law of the number of cooperators, and what follows from it.

    Parameters are those of `advantage`, the intensity of selection and the mutation.

    Raises
    ------
    InputError
        As `advantage`.
    """
    sizes, (risk, share, wealth, beta, chance) = _of_one_size(
        "long_run",
        (group_size, needed, population),
        perceived_risk=perceived_risk,
        cost=cost,
        endowment=endowment,
        intensity=intensity,
        mutation=mutation,
    )
    law = imitation_law(_advantage(sizes, risk, share, wealth), beta, chance)
    shares = np.arange(sizes[2] + 1.0) / sizes[2]
    succeeds = groups_that_succeed(*sizes)
    return Law(law, np.asarray(law @ shares)[()], np.asarray(law @ succeeds)[()])


def _swept(function: str, sizes: Sizes, **others: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Cooperation and success over arrays of all parameters, also of sizes."""
    given = _checked(function, sizes, **others)
    shape = np.broadcast_shapes(*(one.shape for one in given))
    flat = [np.broadcast_to(one, shape).reshape(-1) for one in given]
    kinds, which = np.unique(np.stack(flat[:3]).astype(int), axis=1, return_inverse=True)
    found = np.empty((2, flat[0].size))
    for number, kind in enumerate(kinds.T):
        points = np.flatnonzero(which.reshape(-1) == number)
        size = max(1, _CELLS // int(kind[2]))
        for start in range(0, len(points), size):
            part = points[start : start + size]
            law = long_run(*map(int, kind), *(one[part] for one in flat[3:]))
            found[:, part] = law.cooperation, law.success
    return found[0].reshape(shape)[()], found[1].reshape(shape)[()]


def mean_cooperation(
    group_size: ArrayLike = 6,
    needed: ArrayLike = 3,
    population: ArrayLike = 100,
    perceived_risk: ArrayLike = 0.5,
    cost: ArrayLike = 0.1,
    endowment: ArrayLike = 1.0,
    intensity: ArrayLike = 5.0,
    mutation: ArrayLike = 0.01,
) -> np.ndarray:
    """The mean share of developers that keep the pact, in the long run.

    All parameters may be arrays; they broadcast.

    Raises
    ------
    InputError
        As `advantage`.
    """
    return _swept(
        "mean_cooperation",
        (group_size, needed, population),
        perceived_risk=perceived_risk,
        cost=cost,
        endowment=endowment,
        intensity=intensity,
        mutation=mutation,
    )[0]


def group_success(
    group_size: ArrayLike = 6,
    needed: ArrayLike = 3,
    population: ArrayLike = 100,
    perceived_risk: ArrayLike = 0.5,
    cost: ArrayLike = 0.1,
    endowment: ArrayLike = 1.0,
    intensity: ArrayLike = 5.0,
    mutation: ArrayLike = 0.01,
) -> np.ndarray:
    """The chance that a random group has the cooperators that it needs, in the long run.

    All parameters may be arrays; they broadcast.

    Raises
    ------
    InputError
        As `advantage`.
    """
    return _swept(
        "group_success",
        (group_size, needed, population),
        perceived_risk=perceived_risk,
        cost=cost,
        endowment=endowment,
        intensity=intensity,
        mutation=mutation,
    )[1]


def share_unsafe(**parameters: ArrayLike) -> np.ndarray:
    """The mean share that does not keep the pact; parameters as of `mean_cooperation`.

    Raises
    ------
    InputError
        As `advantage`.
    """
    return np.asarray(1.0 - mean_cooperation(**parameters))[()]


def group_failure(**parameters: ArrayLike) -> np.ndarray:
    """The chance that a random group fails and is at risk; parameters as of `group_success`.

    What the failure leads to is left open: the risk that moves developers is the perceived one.

    Raises
    ------
    InputError
        As `advantage`.
    """
    return np.asarray(1.0 - group_success(**parameters))[()]


MEASURES: tuple[Measure, ...] = (
    Measure("share_unsafe", "share of developers that break the pact", "share", share_unsafe),
    Measure("group_failure", "chance that a group fails", "share", group_failure),
    Measure("mean_cooperation", "share of developers that keep it", "share", mean_cooperation),
)
