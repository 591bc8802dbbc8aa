"""Nash equilibria of the game in which each side chooses a policy for the whole race.

Its payoffs are the mean payoffs of the tournament, so an equilibrium of it is one of the sample:
`Equilibrium` says how much a side could gain by another policy, with the Monte-Carlo error of that
gain. Games made from simulations are known as empirical games (Wellman, M. P., 2006, AAAI-06,
1552-1555).

Pure equilibria are all found, by comparing. Mixed ones are found by nashpy: up to
`MOST_FOR_SUPPORTS` policies by the enumeration of supports, which finds all of a game without
ties; beyond that by the Lemke-Howson algorithm from every label, which may miss some. What is
found is kept only if no other policy gains anything against it.
"""

from __future__ import annotations

import warnings
from typing import NamedTuple

import numpy as np

from race_sim.outcomes import Estimate
from race_sim.tournament.bimatrix import Bimatrix

MOST_FOR_SUPPORTS = 6
SUPPORTS = "enumeration of supports"
LEMKE_HOWSON = "Lemke-Howson from every label"
TIES = (
    f"not looked for, since policies tie and there are more than {MOST_FOR_SUPPORTS}: "
    "the pivots of Lemke-Howson may then go round for ever"
)
NOT_LOOKED_FOR = "not looked for, since nashpy is missing: pip install 'race-sim[games]'"
_SMALLEST = 1e-9  # a share of a mixture, and of the payoffs' spread, that is rounding


class Equilibrium(NamedTuple):
    """A Nash equilibrium of the sample's mean payoffs.

    Attributes
    ----------
    us, cn : tuple of float
        With what chance each side chooses each policy.
    us_payoff, cn_payoff : Estimate
    regret : float
        The most that a side gains in the sample by another policy; 0 but for rounding.
    regret_limit : float
        The most that a side could gain by another policy, within the Monte-Carlo error: the
        largest of the upper limits of all gains, their intervals holding together with a
        confidence of 95 % (Bonferroni). Not below 0.
    firm : bool
        Whether every other policy is worse or exactly as good, within that error.
    """

    us: tuple[float, ...]
    cn: tuple[float, ...]
    us_payoff: Estimate
    cn_payoff: Estimate
    regret: float
    regret_limit: float
    firm: bool

    @property
    def pure(self) -> bool:
        """Whether both sides choose one policy."""
        return max(self.us) == 1.0 and max(self.cn) == 1.0


class Equilibria(NamedTuple):
    """What has been found.

    Attributes
    ----------
    found : tuple of Equilibrium
        Pure ones first.
    method : str
        How mixed ones were looked for.
    complete : bool
        Whether the list is known to hold all.
    """

    found: tuple[Equilibrium, ...]
    method: str
    complete: bool

    @property
    def pure(self) -> tuple[Equilibrium, ...]:
        """Those in which both sides choose one policy."""
        return tuple(one for one in self.found if one.pure)


def pure_equilibria(us: np.ndarray, cn: np.ndarray) -> list[tuple[int, int]]:
    """All pure Nash equilibria of a bimatrix game, as (row, column); ties count.

    Parameters
    ----------
    us, cn : ndarray of float, shape (n, m)
    """
    best = (us == us.max(axis=0)) & (cn == cn.max(axis=1)[:, None])
    return [(int(row), int(column)) for row, column in np.argwhere(best)]


def regret_of(us: np.ndarray, cn: np.ndarray, x: np.ndarray, y: np.ndarray) -> float:
    """The most that either side gains by leaving a pair of mixtures; 0 at an equilibrium."""
    us_earned, cn_earned = us @ y, x @ cn
    return float(max(us_earned.max() - x @ us_earned, cn_earned.max() - cn_earned @ y))


def _cleaned(mixture: np.ndarray) -> np.ndarray | None:
    """A mixture without the dust of rounding; None if it is none."""
    mixture = np.asarray(mixture, dtype=float)
    if not np.all(np.isfinite(mixture)) or mixture.min() < -_SMALLEST or mixture.sum() <= 0.0:
        return None
    kept = np.where(mixture < _SMALLEST, 0.0, mixture)
    return np.asarray(kept / kept.sum())


def mixed_equilibria(
    us: np.ndarray, cn: np.ndarray
) -> tuple[list[tuple[np.ndarray, np.ndarray]], str, bool]:
    """Equilibria found by nashpy, pure ones among them.

    Returns
    -------
    pairs : list of (ndarray, ndarray)
        Mixtures of both sides; each is an equilibrium, and none comes twice.
    method : str
    complete : bool
        Whether nothing can be missing: supports were enumerated, and the game has no ties.

    Raises
    ------
    ModuleNotFoundError
        If nashpy is not installed.
    """
    import nashpy

    # Equilibria do not change with units; pivots are better behaved in these.
    scale = max(float(np.ptp(us)), float(np.ptp(cn))) or 1.0
    game = nashpy.Game((us - us.min()) / scale, (cn - cn.min()) / scale)
    by_supports = max(us.shape) <= MOST_FOR_SUPPORTS
    ties = _has_ties(us, cn)
    if ties and not by_supports:
        return [], TIES, False
    candidates = []
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        if by_supports:
            candidates = list(game.support_enumeration())
        else:
            for label in range(sum(us.shape)):
                candidates.append(
                    nashpy.algorithms.lemke_howson.lemke_howson(
                        *game.payoff_matrices, label, lexicographic=True
                    )
                )
    found: list[tuple[np.ndarray, np.ndarray]] = []
    for candidate in candidates:
        x, y = (_cleaned(mixture) for mixture in candidate)
        if x is None or y is None or len(x) != us.shape[0] or len(y) != us.shape[1]:
            continue
        if regret_of(us, cn, x, y) > _SMALLEST * scale:
            continue
        if not any(np.allclose(x, a, atol=1e-7) and np.allclose(y, b, atol=1e-7) for a, b in found):
            found.append((x, y))
    method = SUPPORTS if by_supports else LEMKE_HOWSON
    return found, method, by_supports and not told and not ties


def _has_ties(us: np.ndarray, cn: np.ndarray) -> bool:
    """Whether a side has two equally good policies against some policy of the other."""
    return any(len(np.unique(column)) < len(column) for column in us.T) or any(
        len(np.unique(row)) < len(row) for row in cn
    )


def _point(count: int, place: int) -> np.ndarray:
    mixture = np.zeros(count)
    mixture[place] = 1.0
    return mixture


def judged(bimatrix: Bimatrix, x: np.ndarray, y: np.ndarray) -> Equilibrium:
    """An equilibrium of the sample with its payoffs, its regret and their Monte-Carlo error."""
    count = len(bimatrix.names)
    nothing = np.zeros((count, count))
    together = np.outer(x, y)
    gains = []
    confidence = 1.0 - 0.05 / max(2 * (count - 1), 1)
    # One-sided limits at that confidence.
    two_sided = 2.0 * confidence - 1.0
    for policy in range(count):
        alone = _point(count, policy)
        if x[policy] < 1.0:
            weights = np.outer(alone, y) - together
            gains.append(bimatrix.estimate(weights, nothing, two_sided))
        if y[policy] < 1.0:
            weights = np.outer(x, alone) - together
            gains.append(bimatrix.estimate(nothing, weights, two_sided))
    limit = max((gain.high for gain in gains), default=0.0)
    unknown = any(np.isnan(gain.high) for gain in gains)
    return Equilibrium(
        tuple(float(share) for share in x),
        tuple(float(share) for share in y),
        bimatrix.estimate(together, nothing),
        bimatrix.estimate(nothing, together),
        max(regret_of(bimatrix.us, bimatrix.cn, x, y), 0.0),
        float("nan") if unknown else max(limit, 0.0),
        not unknown and limit <= 0.0,
    )


def equilibria_of(bimatrix: Bimatrix) -> Equilibria:
    """All pure equilibria, and the mixed ones that can be found."""
    us, cn = bimatrix.us, bimatrix.cn
    count = len(bimatrix.names)
    pure = pure_equilibria(us, cn)
    found = [judged(bimatrix, _point(count, row), _point(count, column)) for row, column in pure]
    try:
        mixed, method, complete = mixed_equilibria(us, cn)
    except ModuleNotFoundError as error:
        if error.name != "nashpy":
            raise
        return Equilibria(tuple(found), NOT_LOOKED_FOR, False)
    for x, y in mixed:
        if x.max() < 1.0 or y.max() < 1.0:
            found.append(judged(bimatrix, x, y))
    return Equilibria(tuple(found), method, complete)
