"""How much common luck saved in the differences between points of a study.

A ratio of variances, as in `race_sim.analysis.pairing`, for pairs spread over any study.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis.first_worlds import first_worlds
from race_sim.analysis.overview import main_outcomes
from race_sim.analysis.section import Section
from race_sim.plots import naming, words

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.study.result import StudyResult

_PAIRS = 40
_WORLDS_A_POINT = 20_000


def luck(result: StudyResult) -> list[Section]:
    """How much common luck saves in differences between points; nothing for one point.

    Where there are levers, their settings are compared at the same uncertainties; else points
    that are neighbours in the design. Pairs are spread evenly over the study.
    """
    import pandas as pd

    from race_sim.analysis.pairing import saved

    outcomes = main_outcomes(result)
    if len(result.points) < 2 or result.study.independent or not outcomes:
        return []
    outcome = outcomes[0]
    pairs = _pairs(result.points)
    values = _by_point(result, outcome, sorted({point for pair in pairs for point in pair}))
    rows = []
    for first, second in pairs:
        common = values[first].index.intersection(values[second].index)
        if len(common) > 1:
            one, other = (values[point][common].to_numpy() for point in (first, second))
            rows.append((first, second, len(common), *saved(one, other)))
    columns = ["first", "second", "worlds", "variance_ratio", "low", "high"]
    table = pd.DataFrame(rows, columns=columns)
    ratios = table["variance_ratio"][np.isfinite(table["variance_ratio"])]
    about = naming.quantity(outcome)
    if not len(ratios):
        return []
    low, middle, high = (words.number(float(np.quantile(ratios, q))) for q in (0.1, 0.5, 0.9))
    compared = words.counted(len(ratios), "difference")
    between = "settings of the levers" if _has_levers(result.points) else "neighbouring points"
    said = (
        f"For {compared} in {about} between {between}, common luck is worth {middle} times as "
        f"many worlds with luck of their own (the median; one in ten below {low}, one in ten "
        f"above {high}).",
        "All points share luck world by world, so differences between them are paired.",
        *_without_ratio(len(table) - len(ratios)),
    )
    return [Section("luck", "What common luck saved", said, {"pairs": table}, ())]


def _without_ratio(pairs: int) -> tuple[str, ...]:
    if not pairs:
        return ()
    others = words.counted(pairs, "other pair")
    return (f"For {others} the difference is the same in every world.",)


def _has_levers(points: pd.DataFrame) -> bool:
    return points["lever_point"].nunique() > 1


def _pairs(points: pd.DataFrame) -> list[tuple[int, int]]:
    """Pairs of points to compare, spread evenly over the study; at most `_PAIRS`."""
    numbers = points.sort_values(["uncertainty_point", "lever_point"])
    if _has_levers(points):
        group = numbers["uncertainty_point"].to_numpy()
    else:
        group = np.zeros(len(numbers), dtype=int)
    number = numbers["point"].to_numpy()
    neighbours = np.flatnonzero(group[1:] == group[:-1])
    places = np.linspace(0, len(neighbours) - 1, min(_PAIRS, len(neighbours))).round().astype(int)
    chosen = neighbours[np.unique(places)]
    return [(int(number[place]), int(number[place + 1])) for place in chosen]


def _by_point(result: StudyResult, outcome: str, points: list[int]) -> dict[int, pd.Series]:
    """An outcome in the first worlds of some points; 0 or 1 for what happens or not."""
    import pandas as pd

    from race_sim.analysis.paired import indicator

    frame = first_worlds(result, [outcome], _WORLDS_A_POINT, points)
    happened = indicator(frame, outcome)
    values = (frame[outcome] if happened is None else pd.Series(happened)).astype(float)
    found = {}
    for point in points:
        here = (frame["point"] == point).to_numpy()
        found[point] = pd.Series(values.to_numpy()[here], frame["world"].to_numpy()[here])
    return found
