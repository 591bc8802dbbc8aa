"""Which parameter decides whether a claim holds, and in which box of the space it does not.

Points of the prior at which a claim holds are told from those at which it fails by regional
sensitivity analysis (Hornberger, G. M., Spear, R. C., 1981, Journal of Environmental Management
12, 7-18): the score of a parameter is the rank-biserial correlation, the chance that it is larger
at a point that holds than at one that fails, less the chance that it is smaller. The parameter
with the score farthest from zero decides; one that is nearly as good is named beside it. Points
count by how sure it is that the claim holds there, so that the few next to the threshold, which
luck pushes to either side, do not decide what decides. Scores of forests
(`race_sim.analysis.feature_scoring`) name the same in clear cases, and change more from sample to
sample in others.

The box is that of PRIM (`race_sim.analysis.peeling`): found on one half of the points among the
parameters with the best scores there, and tried on the other half.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from race_sim.analysis.peeling import SIGNIFICANT, Limit, Trial, find_box, inside_limits
from race_sim.claims.playing import Point

LEAST_CASES = 20  # of the rarer kind, or nothing is looked for
NEARLY = 0.85  # of the best score: a parameter with that much is named beside it
_SEARCHED = 12  # parameters among which a box is looked for: the search is slow in many
_CHANCE = 0.001  # that the best score of so many parameters is noise


class Box(NamedTuple):
    """Where the rarer of the two kinds of points crowds together.

    Attributes
    ----------
    of_failures : bool
        Whether it holds points at which the claim fails, else those at which it holds.
    limits : tuple of Limit
        The one that matters most first.
    trial : Trial
        Coverage and density on the half of the points that the box was not found on.
    """

    of_failures: bool
    limits: tuple[Limit, ...]
    trial: Trial

    @property
    def is_found(self) -> bool:
        """Whether the other half bears the box out."""
        return bool(self.limits) and self.trial.p_value < SIGNIFICANT


class Decision(NamedTuple):
    """What decides.

    Attributes
    ----------
    keys : tuple of str
        The parameter, and those that are nearly as good; none if none stands out from noise.
    scores : DataFrame
        `parameter` and `score`, the farthest from zero first; positive where the claim holds at
        large values.
    box : Box or None
        None if there are too few points of either kind.
    """

    keys: tuple[str, ...]
    scores: pd.DataFrame
    box: Box | None


def frame_of(points: Sequence[Point]) -> pd.DataFrame:
    """Numbers and switches of points: one row a point, one column a parameter that varies."""
    frame = pd.DataFrame(points)
    kept = [key for key in frame if frame[key].dtype.kind in "fiub" and frame[key].nunique() > 1]
    return frame[kept].astype(float)


def rank_scores(parameters: pd.DataFrame, chances: np.ndarray) -> pd.DataFrame:
    """The rank-biserial correlation of every parameter with whether a claim holds.

    Twice the difference of mean ranks over the number of points (Cureton, E. E., 1956,
    Psychometrika 21, 287-290); a point that is unsure counts on both sides.

    Parameters
    ----------
    parameters : DataFrame
        One row a point.
    chances : ndarray of float, shape (points,)
        How sure it is that the claim holds at a point, from 0 to 1.

    Returns
    -------
    DataFrame
        `parameter` and `score`, from -1 to 1, the farthest from zero first.
    """
    from scipy.stats import rankdata

    ranks = rankdata(parameters.to_numpy(), axis=0)
    held, failed = (np.average(ranks, axis=0, weights=part) for part in (chances, 1.0 - chances))
    found = pd.DataFrame(
        {"parameter": list(parameters), "score": 2.0 * (held - failed) / len(ranks)}
    )
    order = found["score"].abs().sort_values(ascending=False, kind="stable").index
    return found.loc[order].reset_index(drop=True)


def least_score(points: int, held: float, parameters: int) -> float:
    """The score that the best of so many parameters has by chance in one of a thousand samples."""
    from scipy.special import ndtri

    spread = np.sqrt((points + 1.0) / (3.0 * held * (points - held)))
    return float(-ndtri(_CHANCE / (2.0 * parameters)) * spread)


def decide(
    points: Sequence[Point], states: np.ndarray, chances: np.ndarray, seed: int = 0
) -> Decision | None:
    """What decides between points at which a claim holds and at which it fails; None if too few.

    Parameters
    ----------
    points : sequence of mapping of str to Value
    states : ndarray of int, shape (points,)
        1 where it holds, -1 where it fails, 0 where that is open.
    chances : ndarray of float, shape (points,)
        How sure it is that it holds.
    seed : int
        Of the division into halves for the box.
    """
    parameters = frame_of(points)
    fewer = min(int((states == 1).sum()), int((states == -1).sum()))
    if fewer < LEAST_CASES or parameters.shape[1] == 0:
        return None
    scores = rank_scores(parameters, chances)
    least = least_score(len(states), float(chances.sum()), parameters.shape[1])
    best = float(scores["score"].abs().iloc[0])
    close = scores.loc[scores["score"].abs() >= NEARLY * best, "parameter"]
    # In the order of the columns, so that two that are equally near do not change places.
    keys = tuple(str(key) for key in parameters if key in set(close)) if best > least else ()
    decided = parameters[states != 0].reset_index(drop=True)
    return Decision(keys, scores, _box(decided, states[states != 0] == 1, seed))


def _box(parameters: pd.DataFrame, held: np.ndarray, seed: int) -> Box:
    """The box of the rarer kind, found on one half and tried on the other."""
    from scipy.stats import fisher_exact

    of_failures = bool(held.mean() >= 0.5)
    cases = ~held if of_failures else held
    learn = np.random.default_rng(seed).permutation(len(cases)) < len(cases) // 2
    asked = cases[~learn]
    nothing = Box(of_failures, (), Trial(0.0, np.nan, float(asked.mean()), 1.0))
    if not cases[learn].any() or cases[learn].all() or not asked.any():
        return nothing
    best = rank_scores(parameters[learn], held[learn].astype(float))["parameter"].head(_SEARCHED)
    found = find_box(parameters.loc[learn, best].reset_index(drop=True), cases[learn])
    if found is None:
        return nothing
    inside = inside_limits(parameters[~learn], found.limits)
    hits, size = int(asked[inside].sum()), int(inside.sum())
    table = [[hits, size - hits], [int(asked[~inside].sum()), int((~asked[~inside]).sum())]]
    p_value = float(fisher_exact(table, alternative="greater").pvalue)
    density = hits / size if size else np.nan
    trial = Trial(hits / int(asked.sum()), density, float(asked.mean()), p_value)
    return Box(of_failures, found.limits, trial)
