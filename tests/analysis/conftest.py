"""Studies that have never been played: true points, and estimates that a test makes up."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from race_sim.study.result import BESIDE, StudyResult
from race_sim.study.shelf import Memory
from race_sim.study.study import Study
from race_sim.study.table import Failure


@dataclasses.dataclass(frozen=True)
class MadeUpResult(StudyResult):
    """A result whose worlds, if any, are a frame that a test made."""

    frame: pd.DataFrame | None = None

    def worlds(self, point=None, columns=None):
        frame = self.frame if point is None else self.frame[self.frame["point"] == point]
        return frame if columns is None else frame[["point", "world", *columns]]


@pytest.fixture(scope="session")
def fake_result():
    """A function that makes the result of a study from made-up estimates.

    Its arguments: `estimates`, a mapping of outcomes to one number a point, or to a function of
    the frame of points that gives them (NaN: every world failed there); `half_width` of the 95 %
    intervals; `played`, worlds a point; `failed`, failures at the first point; `worlds`, the frame
    that `result.worlds()` gives; and what a `Study` takes (`uncertainties`, `levers`, `design`,
    `seed`, ...).
    """

    def make(estimates, half_width=0.0, played=1000, failed=0, worlds=None, **study):
        study = Study(**({"scenario": "baseline", "title": "A study"} | study))
        rows = [
            {
                "point": point.number,
                "lever_point": point.lever_point,
                "uncertainty_point": point.uncertainty_point,
                "seed": study.seed,
                **point.values,
            }
            for point in study.points()
        ]
        points = pd.DataFrame(rows)
        keys = [name for name in points.columns if name not in BESIDE]
        parts = []
        for outcome, given in estimates.items():
            values = np.asarray(given(points) if callable(given) else given, dtype=float)
            part = points[["point", *keys]].assign(
                outcome=outcome,
                value=values,
                low=values - half_width,
                high=values + half_width,
                worlds=np.where(np.isnan(values), 0, played),
            )
            parts.append(part)
        summary = pd.concat(parts).sort_values("point", kind="stable", ignore_index=True)
        told = [
            Failure(0, world, study.seed, "a policy", "ValueError", "no", "")
            for world in range(failed)
        ]
        failures = pd.DataFrame(told, columns=list(Failure._fields))
        return MadeUpResult(study, points, summary, failures, {}, None, Memory(()), worlds)

    return make
