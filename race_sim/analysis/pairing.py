"""Differences between the points of a study under common luck, and how much that luck saved.

All points share luck world by world, so what differs between two of them is due to what was
changed. How much that saves is the ratio of variances (var A + var B) / var(A - B): so many times
more worlds would be needed if each point had luck of its own (common random numbers; Law, A. M.,
Simulation Modeling and Analysis, 5th edition, section 11.2).

>>> import numpy as np
>>> luck = np.random.default_rng(1).normal(size=1000)
>>> saved(luck, luck + 0.1 * np.random.default_rng(2).normal(size=1000)).low > 100
True
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis import paired
from race_sim.analysis.lever_table import (
    WorldValues,
    lever_names,
    missing_sentences,
    varied,
    world_values,
)
from race_sim.analysis.section import Section
from race_sim.outcomes import COLUMNS, Estimate
from race_sim.plots import naming
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

_DUST = 1e-20  # what floating-point arithmetic leaves of a variance of nothing
_ESTIMATE = ("value", "low", "high")
_VARIANCE_RATIO = ("variance_ratio", "variance_ratio_low", "variance_ratio_high")
_MEAN_RATIO = ("mean_ratio", "mean_ratio_low", "mean_ratio_high")


def _squares(values: np.ndarray) -> np.ndarray:
    """Squared distances from the mean along the last axis."""
    found: np.ndarray = (values - values.mean(axis=-1, keepdims=True)) ** 2
    return found


def _ratio(alone: np.ndarray, together: np.ndarray, confidence: float) -> Estimate:
    if together.sum() <= _DUST * alone.sum():
        value = math.inf if alone.any() else math.nan
        return Estimate(value, value, value)
    found = paired.ratio(alone, together, confidence)
    # On the logarithm, whose law is nearer to normal; and a ratio of variances is above zero.
    reach = math.exp((found.high - found.value) / found.value)
    return Estimate(found.value, found.value / reach, found.value * reach)


def saved(first: np.ndarray, second: np.ndarray, confidence: float = 0.95) -> Estimate:
    """The variance that pairing saves in a difference at one point: a ratio with its interval.

    Parameters
    ----------
    first, second : ndarray of float, shape (worlds,) or (points, worlds)
        The same luck in a column. With several points, variances are summed over them.

    Returns
    -------
    Estimate
        (var A + var B) / var(A - B). 1 for independent luck; infinite if the difference never
        varies; NaN if nothing does. The interval is that of the delta method for the logarithm of a
        ratio of means of squared deviations, good for large samples.
    """
    first, second = np.atleast_2d(first), np.atleast_2d(second)
    alone = (_squares(first) + _squares(second)).sum(axis=0)
    return _ratio(alone, _squares(second - first).sum(axis=0), confidence)


def saved_in_mean(first: np.ndarray, second: np.ndarray, confidence: float = 0.95) -> Estimate:
    """The same for the mean difference over several points, shape (points, worlds).

    Below `saved` if the differences at different points move together, as they do when all points
    share luck: their errors then do not cancel in the mean. It may be below 1.
    """
    alone = (_squares(first) + _squares(second)).sum(axis=0) / len(first) ** 2
    return _ratio(alone, _squares((second - first).mean(axis=0)), confidence)


def _difference(
    first: np.ndarray, second: np.ndarray, yes_or_no: bool, confidence: float
) -> Estimate:
    if yes_or_no:
        return paired.share_difference(paired.turned(first > 0.5, second > 0.5), confidence)
    return paired.mean_difference(first, second, confidence)


def lever_differences(
    worlds: np.ndarray,
    points: np.ndarray,
    reference: int,
    yes_or_no: bool = False,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """By how much each lever point differs from the reference, over all uncertainty points.

    Parameters
    ----------
    worlds : ndarray of float, shape (all points, worlds)
        The outcome world by world.
    points : ndarray of int, shape (levers, uncertainties)
        Which row of `worlds` each point is.
    reference : int
        The row of `points` to compare with.
    yes_or_no : bool
        Whether the outcome is one that happens or not.

    Returns
    -------
    DataFrame
        One row a lever point other than the reference: `place`; `value`, `low`, `high` of the
        mean difference over the uncertainty points, whose interval is over worlds, the points as
        they are; `smallest` and `largest` difference at an uncertainty point; `share_below`, the
        share of uncertainty points at which the difference is below zero; `variance_ratio` with
        its ends, as in `saved`; `mean_ratio` with its ends, as in `saved_in_mean`.
    """
    import pandas as pd

    rows = []
    base = worlds[points[reference]]
    for place, numbers in enumerate(points):
        if place == reference:
            continue
        other = worlds[numbers]
        # A world is the same luck at every uncertainty point, so worlds are what is sampled.
        if len(numbers) == 1:
            found = _difference(base[0], other[0], yes_or_no, confidence)
        else:
            found = paired.mean_difference(base.mean(axis=0), other.mean(axis=0), confidence)
        apart = (other - base).mean(axis=1)
        spread = (apart.min(), apart.max(), (apart < 0.0).mean())
        ratios = (*saved(base, other, confidence), *saved_in_mean(base, other, confidence))
        rows.append((place, *found, *spread, *ratios))
    spread_columns = ("smallest", "largest", "share_below")
    columns = ["place", *_ESTIMATE, *spread_columns, *_VARIANCE_RATIO, *_MEAN_RATIO]
    return pd.DataFrame(rows, columns=columns)


def point_differences(
    worlds: np.ndarray, reference: int, yes_or_no: bool = False, confidence: float = 0.95
) -> pd.DataFrame:
    """By how much each point differs from one of them.

    Returns
    -------
    DataFrame
        One row a point that has worlds, other than the reference: `point`; `value`, `low`,
        `high`; `variance_ratio` with its ends.
    """
    import pandas as pd

    rows = []
    for point, values in enumerate(worlds):
        if point == reference or np.isnan(values).any():
            continue
        found = _difference(worlds[reference], values, yes_or_no, confidence)
        rows.append((point, *found, *saved(worlds[reference], values, confidence)))
    return pd.DataFrame(rows, columns=["point", *_ESTIMATE, *_VARIANCE_RATIO])


def _whole(result: StudyResult, worlds: WorldValues) -> np.ndarray:
    """Points as levers by uncertainties, without uncertainty points that lack worlds."""
    points = result.points.sort_values("point", ignore_index=True)
    table = points.pivot(index="lever_point", columns="uncertainty_point", values="point")
    grid = table.to_numpy(dtype=float)
    grid = grid[:, ~np.isnan(grid).any(axis=0)].astype(int)
    found: np.ndarray = grid[:, ~np.isnan(worlds.values[:, 0][grid]).any(axis=0)]
    return found


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Paired differences between lever points, or else between points: words, tables, a picture.

    Raises
    ------
    InputError
        If there is nothing to compare, the reference is no lever point, or there are too many
        worlds to pair in memory.
    """
    from race_sim.plots import differences as picture

    worlds = world_values(result, request.outcome)
    if worlds is None:
        problem = Problem(
            request.outcome, "too many worlds to pair in memory, or none in common", "fewer worlds"
        )
        raise InputError("paired differences", [problem])
    yes_or_no = COLUMNS[request.outcome].kind in ("yes or no", "year")
    grid = _whole(result, worlds)
    names = lever_names(result)
    if len(result.points) < 2:
        problem = Problem("points", "one point", "two or more to compare")
        raise InputError("paired differences", [problem])
    if not 0 <= request.reference < len(names):
        problem = Problem("reference", f"{request.reference}", f"0 to {len(names) - 1}")
        raise InputError("paired differences", [problem])
    first = int(np.flatnonzero(~np.isnan(worlds.values[:, 0]))[0])
    each = point_differences(worlds.values, first, yes_or_no, request.confidence)
    settings = _point_settings(result)
    each.insert(1, "setting", [settings[point] for point in each["point"]])
    tables = {"points": each}
    title = result.study.title or result.study.name
    independent = result.study.independent
    if len(names) > 1 and grid.shape[1]:
        levers = lever_differences(
            worlds.values, grid, request.reference, yes_or_no, request.confidence
        )
        levers.insert(0, "lever_point", levers.pop("place"))
        levers.insert(1, "setting", [names[place] for place in levers["lever_point"]])
        tables = {"levers": levers, **tables}
        shown, base = levers, names[request.reference]
    else:
        shown, base = each, settings[first]
    drawn = picture.draw(shown, base, request.outcome, title, confidence=request.confidence)
    dropped = result.points["uncertainty_point"].nunique() - grid.shape[1]
    return Section(
        f"paired-{request.outcome}",
        f"What a change does under the same luck: {naming.quantity(request.outcome)}",
        (
            *_sentences(shown, base, request, grid.shape[1] if shown is not each else 1),
            *_luck(shown, independent),
            f"{len(worlds.worlds):,} worlds are common to all points.",
            *missing_sentences(result, dropped),
        ),
        tables,
        (drawn,),
    )


def _point_settings(result: StudyResult) -> dict[int, str]:
    """What is varied at each point, in words."""
    levers, uncertainties = varied(result)
    told = [key for key in (*levers, *uncertainties) if result.points[key].nunique() > 1]
    return {
        int(row["point"]): naming.setting({key: row[key] for key in told})
        for _, row in result.points.iterrows()
    }


def _sentences(
    shown: pd.DataFrame, base: str, request: AnalysisRequest, uncertainties: int
) -> tuple[str, ...]:
    from race_sim.analysis.wording import direction
    from race_sim.plots import words
    from race_sim.plots.sweeps import outcome_of

    outcome = outcome_of(request.outcome)
    over = f", on average over {uncertainties:,} uncertainty points" if uncertainties > 1 else ""
    about = words.first_capital(naming.quantity(request.outcome))
    said = [f"{about} is compared with that under {base}, world by world{over}."]
    order = shown["value"].abs().sort_values(ascending=False, kind="stable").index
    unclear = 0
    for place in order:
        row = shown.loc[place]
        sign = direction(Estimate(*(row[name] for name in _ESTIMATE)))
        if sign == 0:
            unclear += 1
        elif len(said) <= request.top:
            ends = sorted(abs(row[name]) for name in ("low", "high"))
            amount = naming.amount_with_interval(outcome, abs(row["value"]), *ends)
            said.append(f"{row['setting']} {'raises' if sign > 0 else 'lowers'} it by {amount}.")
    if unclear:
        said.append(
            f"For {unclear:,} of the {len(shown):,} differences the interval holds zero: neither "
            "direction is shown."
        )
    return tuple(said)


def _luck(shown: pd.DataFrame, independent: bool) -> tuple[str, ...]:
    """How much common luck saved, in words."""
    ratios = shown[np.isfinite(shown["variance_ratio"])]
    if not len(ratios):
        return ("No difference varies from world to world, so there is no variance to compare.",)
    middle = _median_ratio(ratios, _VARIANCE_RATIO)
    if independent:
        return (
            "Each point has luck of its own, so pairing saves nothing: the ratio of variances is "
            f"{middle} for the median difference.",
        )
    said = [
        f"For a difference at one point, common luck is as good as {middle} times as many worlds "
        "with luck of their own (the median difference)."
    ]
    if "mean_ratio" in ratios:
        said.append(
            "For the mean over uncertainty points it is "
            f"{_median_ratio(ratios, _MEAN_RATIO)} times as many: all of them share luck, so what "
            "chance adds at one it adds at the others. The intervals above allow for that."
        )
    return tuple(said)


def _median_ratio(ratios: pd.DataFrame, columns: tuple[str, ...]) -> str:
    """The median row of a ratio with its interval, in words."""
    from race_sim.plots import words

    order = ratios[columns[0]].to_numpy().argsort(kind="stable")
    middle = ratios.iloc[int(order[len(order) // 2])]
    return words.number_with_interval(*(float(middle[name]) for name in columns))
