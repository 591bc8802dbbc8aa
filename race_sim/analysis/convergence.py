"""Whether Sobol' indices have settled: by growing parts of the sample, and by resampled ranks.

Sarrazin, F., Pianosi, F. and Wagener, T. (2016), Global sensitivity analysis of environmental
models: convergence and validation, Environmental Modelling & Software 79, 135-152, tell three
questions apart that need samples of different size: whether the values, the ranks, or only the
set of those that matter have settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.sobol import LEAST_BLOCKS, estimate
from race_sim.words import number_word

if TYPE_CHECKING:
    import pandas as pd

PARTS = (8, 4, 2, 1)
SETTLED = 0.95


def growing(
    names: Sequence[str],
    values: np.ndarray,
    resamples: int = 1000,
    confidence: float = 0.95,
    seed: int = 0,
) -> pd.DataFrame:
    """Sobol' indices from the first eighth, quarter, half, and the whole of a Saltelli sample.

    Parts of a Sobol' sequence whose size is a power of two are Sobol' samples themselves.

    Returns
    -------
    DataFrame
        One row a part and uncertainty: `blocks` that the part has, `analysed` those of them
        without a missing value, then the columns of `sobol.indices`, and `rank` by total index.
        Parts with fewer than 8 whole blocks are left out.
    """
    import pandas as pd

    size = len(names) + 2
    rows = np.asarray(values, dtype=float).reshape(-1, size)
    frames = []
    for part in PARTS:
        blocks = len(rows) // part
        known = int(np.isfinite(rows[:blocks]).all(axis=1).sum())
        if known < LEAST_BLOCKS:
            continue
        found = estimate(names, rows[:blocks].ravel(), resamples, confidence, seed).table
        found["rank"] = found["total"].rank(ascending=False, method="first")
        found.insert(0, "analysed", known)
        found.insert(0, "blocks", blocks)
        frames.append(found)
    return pd.concat(frames, ignore_index=True)


class Stability(NamedTuple):
    """How firmly the uncertainties on top are on top.

    Attributes
    ----------
    top : ndarray of int, shape (count,)
        Places of the highest total indices, the highest first.
    same_set : float
        The share of resamples in which the same ones are on top, in whatever order.
    same_order : float
        The share in which they are, in the same order.
    top_share : ndarray of float, shape (uncertainties,)
        The share of resamples in which each is among the top.
    """

    top: np.ndarray
    same_set: float
    same_order: float
    top_share: np.ndarray


def stability(values: np.ndarray, again: np.ndarray, count: int) -> Stability:
    """In which share of resamples the highest ones are the same.

    Parameters
    ----------
    values : ndarray of float, shape (uncertainties,)
    again : ndarray of float, shape (resamples, uncertainties)
        The same, resampled.
    count : int
        How many are on top, at most all.
    """
    count = min(count, len(values))
    top = np.argsort(-values, kind="stable")[:count]
    ranked = np.argsort(-again, axis=1, kind="stable")[:, :count]
    among = np.zeros(again.shape, dtype=bool)
    np.put_along_axis(among, ranked, True, axis=1)
    return Stability(
        top,
        float(among[:, top].all(axis=1).mean()),
        float((ranked == top).all(axis=1).mean()),
        among.mean(axis=0),
    )


def settled_sentence(found: Stability, resamples: int) -> str:
    """Whether those on top have settled; nothing if there is but one of all.

    Where all are on top, their order is judged.
    """
    from race_sim.plots import words

    count, every = len(found.top), len(found.top_share)
    if every == 1:
        return ""
    if count == every:
        what, subject, same = "they come out in the same order", "This order", found.same_order
    else:
        what = f"the same {number_word(count)} come out on top"
        what = what if count > 1 else "it comes out on top"
        subject, same = "Which these are", found.same_set
    verdict = "has settled" if same >= SETTLED else "has not settled: more points are needed"
    return (
        f"{words.first_capital(what)} in {words.percent(same)} of "
        f"{words.counted(resamples, 'bootstrap resample')}. {subject} {verdict}."
    )


def contenders_sentence(found: Stability, names: Sequence[str]) -> str:
    """Which places on top are firm and who competes for the others; nothing if all are firm."""
    from race_sim.plots import naming, words

    count, every = len(found.top), len(found.top_share)
    if count == every or found.same_set >= SETTLED:
        return ""
    order = np.argsort(-found.top_share, kind="stable")
    firm = [str(names[place]) for place in order if found.top_share[place] >= SETTLED]
    rivals = [
        f"{names[place]} (on top in {words.percent(float(found.top_share[place]))})"
        for place in order
        if 1.0 - SETTLED < found.top_share[place] < SETTLED
    ]
    if not rivals:
        return ""
    if not firm:
        return f"No place is firm; these compete: {naming.listed(rivals)}."
    verb = "is" if len(firm) == 1 else "are"
    return (
        f"Firmly among them {verb} {naming.listed(firm)}; for the rest compete "
        f"{naming.listed(rivals)}."
    )


def widest(table: pd.DataFrame) -> tuple[str, float]:
    """The uncertainty whose total index has the widest interval, and how wide that is."""
    width = (table["total_high"] - table["total_low"]).to_numpy()
    place = int(width.argmax())
    return str(table["parameter"].iloc[place]), float(width[place])


def largest_change(parts: pd.DataFrame, parameters: Sequence[str]) -> float:
    """By how much a total index of these changes at most from the last part but one to the whole.

    NaN if there is one part only.
    """
    sizes = sorted(parts["blocks"].unique())
    if len(sizes) < 2:
        return float("nan")
    table = parts.pivot(index="parameter", columns="blocks", values="total")
    change = (table[sizes[-1]] - table[sizes[-2]]).abs()
    return float(change.loc[list(parameters)].max())
