"""The EMA workbench: its imports kept quiet, and a study in its form of experiments and outcomes.

The workbench (Kwakkel, J. H., 2017, The Exploratory Modeling Workbench, Environmental Modelling
& Software 96, 239-250) analyses a pair (experiments, outcomes): a data frame with one row a run,
and an array for each outcome. Whoever knows its tools can go on with them from here:

    experiments, outcomes = as_experiments(result)
    save_experiments(result, "study.tar.gz")    # ema_workbench.load_results reads it
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from race_sim.analysis.lever_table import varied
from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult

MODEL = "racesim"  # letters and digits only, as the workbench wants it


def workbench(module: str) -> Any:
    """A module of the workbench, for example "analysis.prim".

    Its import warns of tools that are not installed and are not used here, and sets colours of
    Matplotlib for the whole process: the former are not shown, the latter undone.

    Raises
    ------
    InputError
        If it is not installed.
    """
    import matplotlib

    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.filterwarnings("ignore", message="ipyparallel not installed", category=UserWarning)
        warnings.filterwarnings("ignore", message="altair based", category=ImportWarning)
        try:
            return importlib.import_module(f"ema_workbench.{module}")
        except ModuleNotFoundError as error:
            if error.name is None or error.name.split(".")[0] != "ema_workbench":
                raise
            allowed = 'pip install "race-sim[analysis]"'
            problem = Problem("", "ema_workbench is not installed", allowed)
            raise InputError("analysis", [problem]) from None


@contextmanager
def quiet() -> Iterator[None]:
    """Hide what the workbench's own lines are told that only its makers can change.

    It calls Pandas in ways that will go.
    """
    with warnings.catch_warnings():
        for category in (DeprecationWarning, FutureWarning):
            warnings.filterwarnings("ignore", category=category, module=r"ema_workbench\.")
        yield


def inputs(result: StudyResult) -> pd.DataFrame:
    """What is varied at each point, in order of `point`: uncertainties, then levers.

    Switches and names as categories, as the workbench wants them; numbers as floats or integers.
    """
    points = result.points.sort_values("point", ignore_index=True)
    levers, uncertainties = varied(result)
    frame = points[[*uncertainties, *levers]].copy()
    for key in frame.columns:
        kind = frame[key].dtype.kind
        if kind == "f":
            frame[key] = frame[key].astype(np.float64)
        elif kind in "iu":
            frame[key] = frame[key].astype(np.int64)
        else:
            frame[key] = frame[key].map(_category).astype("category")
    return frame


def _category(value: object) -> str:
    from race_sim.plots.sweeps import value_name

    return value_name(value)


def as_experiments(
    result: StudyResult, outcomes: Sequence[str] = ()
) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """A study as the workbench's `perform_experiments` would have given it.

    Parameters
    ----------
    result : StudyResult
    outcomes : sequence of str
        Which outcomes; all that have estimates, if none are named.

    Returns
    -------
    tuple of DataFrame and dict of str to ndarray
        Experiments: one row a point, one column an uncertainty or lever, then `scenario` (the
        uncertainty point), `policy` (the lever point) and `model`. Outcomes: the estimate at
        each point, shape (points,).

    Raises
    ------
    InputError
        If an outcome has no estimate.
    """
    points = result.points.sort_values("point", ignore_index=True)
    experiments = inputs(result)
    # These three are names there, but `scenario` is dropped before an analysis, the others if
    # they have one value only.
    experiments["scenario"] = points["uncertainty_point"].astype(str).astype("category")
    experiments["policy"] = points["lever_point"].astype(str).astype("category")
    experiments["model"] = np.repeat(MODEL, len(points))
    experiments["model"] = experiments["model"].astype("category")
    names = outcomes or tuple(result.summary["outcome"].unique())
    return experiments, {name: result.values(name) for name in names}


def save_experiments(result: StudyResult, path: Path | str, outcomes: Sequence[str] = ()) -> Path:
    """Write a study as a file that `ema_workbench.load_results` reads.

    Parameters
    ----------
    path : path-like
        Ends in `.tar.gz` by custom of the workbench.

    Raises
    ------
    InputError
        If the workbench is not installed, or an outcome has no estimate.
    OSError
        If the file cannot be written.
    """
    from race_sim.study.store import written_aside

    experiments, found = as_experiments(result, outcomes)
    scalar = workbench("em_framework.outcomes").ScalarOutcome
    for name in found:
        scalar(name)  # tells the workbench how to write it
    path = Path(path)
    with written_aside(path) as aside, quiet():
        workbench("util").save_results((experiments, found), str(aside))
    return path
