"""A sweep of a published model: its measures over a grid of its parameters.

>>> found = sweep("armstrong2016", ["enmity=0.5,1"], {"skill_weight": 1.0}, ["disaster_risk_none"])
>>> found[["enmity", "measure", "value"]]
   enmity             measure  value
0     0.5  disaster_risk_none    0.0
1     1.0  disaster_risk_none    0.5
"""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from race_sim.literature.catalogue import Measure, model_named
from race_sim.literature.parameter import ParameterSet
from race_sim.problems import InputError, Problem
from race_sim.study.design import MOST_POINTS, Vary, parse_all

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("measure", "value", "title", "unit")


def measures_of(model: str, names: Sequence[str] | None = None) -> tuple[Measure, ...]:
    """The measures of a model by their names, or all of them.

    Raises
    ------
    InputError
        If there is no such model, or it has no such measure.
    """
    known = {one.name: one for one in model_named(model).module().MEASURES}
    wanted = tuple(known) if names is None else tuple(names)
    problems = []
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f", did you mean {near[0]}?" if near else ""
            what = f"{name!r} is no measure of {model}{hint}"
            problems.append(Problem("measure", what, ", ".join(known)))
    twice = sorted({name for name in wanted if wanted.count(name) > 1})
    problems.extend(Problem("measure", f"{name!r} comes twice", "once") for name in twice)
    if not wanted:
        problems.append(Problem("measure", "none", ", ".join(known)))
    if problems:
        raise InputError(f"sweep of {model}", problems)
    return tuple(known[name] for name in wanted)


def _design(model: str, vary: Sequence[Vary | str], known: Sequence[str]) -> list[Vary]:
    """What is varied, checked but for the ranges of the values."""
    given = [one for one in vary if isinstance(one, Vary)]
    design = parse_all([one for one in vary if isinstance(one, str)], "--vary", known)
    # In the order in which they were given.
    texts = iter(design)
    design = [one if isinstance(one, Vary) else next(texts) for one in vary]
    source = f"sweep of {model}"
    problems = [
        Problem(one.key, "is no parameter", ", ".join(known))
        for one in given
        if one.key not in known
    ]
    problems += [Problem(one.key, "no values", "at least one") for one in given if not one.values]
    keys = [one.key for one in design]
    problems += [
        Problem(key, "varied twice", "once")
        for key in sorted({key for key in keys if keys.count(key) > 1})
    ]
    points = math.prod(len(one.values) for one in design)
    if points > MOST_POINTS:
        problems.append(Problem("", f"{points:,} points", f"at most {MOST_POINTS:,}"))
    if problems:
        raise InputError(source, problems)
    return design


def _check_values(
    parameters: type[ParameterSet], source: str, fixed: Mapping[str, Any], design: Sequence[Vary]
) -> None:
    """Refuse values that are not allowed, all of them at once."""
    problems: list[Problem] = []
    for name, value in fixed.items():
        if np.ndim(value) > 0:
            problems.append(Problem(name, "several values", "one number; vary it to try several"))
    single = {name: value for name, value in fixed.items() if np.ndim(value) == 0}
    tried: dict[str, Any] = {}
    for one in design:
        # A switch among numbers would pass for a number.
        odd = [value for value in one.values if isinstance(value, bool | str)]
        tried[one.key] = odd[0] if odd else np.array(one.values, dtype=float)
    for name, value in {**single, **tried}.items():
        try:
            parameters.arrays(source, **{name: value})
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(source, problems)


def sweep(
    model: str,
    vary: Sequence[Vary | str] = (),
    values: Mapping[str, Any] | None = None,
    measures: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The measures of a published model at every combination of the values tried.

    Each measure is computed for the whole grid in one call.

    Parameters
    ----------
    model : str
        Its name in the catalogue.
    vary : sequence of Vary or str
        What to vary, for example `"enmity=0:1:11"` or `"teams=2,5"`. Two make a grid, none one
        point.
    values : mapping of str to number, optional
        Other values for parameters that are not varied; the rest are at their defaults.
    measures : sequence of str, optional
        Names of its measures; all of them by default.

    Returns
    -------
    DataFrame
        A row a measure and point: a column a parameter varied (the last changes fastest), then
        `measure`, `value`, `title` and `unit`.

    Raises
    ------
    InputError
        If there is no such model, measure or parameter, a value is not allowed, a parameter is
        varied twice or also set, or the grid has more than a million points.
    NoEquilibrium
        If a model has no equilibrium at a point, and does not say so by NaN.
    """
    import pandas as pd

    chosen = measures_of(model, measures)
    source = f"sweep of {model}"
    parameters = model_named(model).module().Parameters
    known = list(parameters.quantities())
    design = _design(model, vary, known)
    fixed = dict(values or {})
    both = [Problem(one.key, "both varied and set", "one") for one in design if one.key in fixed]
    if both:
        raise InputError(source, both)
    _check_values(parameters, source, fixed, design)
    grids = np.meshgrid(*(np.array(one.values, dtype=float) for one in design), indexing="ij")
    points = {one.key: grid.ravel() for one, grid in zip(design, grids, strict=True)}
    shape = (math.prod(len(one.values) for one in design),)
    tables = []
    for measure in chosen:
        found = np.asarray(measure.of(**{**parameters.defaults(), **fixed, **points}), dtype=float)
        table = pd.DataFrame(points, index=range(shape[0]))
        table["measure"] = measure.name
        table["value"] = np.broadcast_to(found, shape)
        table["title"], table["unit"] = measure.title, measure.unit
        tables.append(table)
    return pd.concat(tables, ignore_index=True)
