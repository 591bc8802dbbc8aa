"""The numbers of a fan chart: medians, bands and shares by year, and a few paths."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from race_sim.plots import style, words
from race_sim.plots.paths import Paths, wilson

SIDES = ("us", "cn")
_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
_LEVEL_NAMES = ("low_90", "low_50", "value", "high_50", "high_90")
_BAND = ("value", "low_90", "high_90")


def _spread(paths: Paths, values: np.ndarray, quantity: str, side: str) -> pd.DataFrame:
    enough = paths.enough()
    found = np.nanquantile(values[:, enough], _LEVELS, axis=0)
    return pd.DataFrame(
        {
            "quantity": quantity,
            "side": side,
            "series": "all worlds",
            "year": paths.years[enough],
            "worlds": paths.left()[enough],
            **dict(zip(_LEVEL_NAMES, found, strict=True)),
        }
    )


def _shares(paths: Paths, invests: np.ndarray, side: str) -> pd.DataFrame:
    enough = paths.enough()
    left = paths.left()[enough]
    count = np.nansum(invests[:, enough], axis=0)
    low, high = wilson(count, left)
    return pd.DataFrame(
        {
            "quantity": "investing",
            "side": side,
            "series": "all worlds",
            "year": paths.years[enough],
            "worlds": left,
            "value": count / left,
            "low_95": low,
            "high_95": high,
        }
    )


def _sample_rows(
    paths: Paths, values: np.ndarray, quantity: str, side: str, world: int
) -> pd.DataFrame:
    path = values[np.flatnonzero(paths.worlds == world)[0]]
    there = ~np.isnan(path)
    return pd.DataFrame(
        {
            "quantity": quantity,
            "side": side,
            "series": f"world {world}",
            "year": paths.years[there],
            "worlds": 1,
            "value": path[there],
        }
    )


def table_of(trajectories: pd.DataFrame, paths: Paths, samples: Sequence[int]) -> pd.DataFrame:
    """One row a quantity, side, series and year: all worlds, then each sample world.

    For all worlds, the median with the middle 50 and 90 %, or the share with its 95 % interval;
    only while enough of them are left.
    """
    parts = []
    for quantity in ("capability", "gap", "alarm", "investing", "chernobyl_moments"):
        for side in SIDES:
            column = "invests" if quantity == "investing" else quantity
            values = paths.spread_out(trajectories[f"{side}_{column}"])
            if quantity == "investing":
                parts.append(_shares(paths, values, side))
            elif quantity != "chernobyl_moments":
                parts.append(_spread(paths, values, quantity, side))
            parts.extend(_sample_rows(paths, values, quantity, side, world) for world in samples)
    columns = [
        "quantity", "side", "series", "year", "worlds", "value",
        "low_50", "high_50", "low_90", "high_90", "low_95", "high_95",
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True).reindex(columns=columns)


def moments_of(table: pd.DataFrame, side: str, series: str) -> np.ndarray:
    """The years of the Chernobyl moments of a sample world at one side."""
    rows = table[(table["quantity"] == "chernobyl_moments") & (table["side"] == side)]
    rows = rows[(rows["series"] == series) & (rows["value"] > 0)]
    return rows["year"].to_numpy()


def _numbers(rows: pd.DataFrame, quantity: str, names: Sequence[str]) -> list[float]:
    return [float(value) for value in rows.loc[quantity, list(names)].to_numpy()]


def alt_of(headline: str, title: str, table: pd.DataFrame, worlds: int) -> str:
    """The chart in words and numbers."""
    every = table[table["series"] == "all worlds"]
    # Half way through the endings if the worlds end early, else at the last step.
    half = every["worlds"] >= every["worlds"].max() / 2
    last = float(every.loc[half, "year"].max())
    parts = [words.headed(headline, title), f"Fan charts from {words.counted(worlds, 'world')}"]
    for side in SIDES:
        at_end = every[(every["side"] == side) & (every["year"] == last)].set_index("quantity")
        said = [
            f"{quantity} {words.number_with_interval(*_numbers(at_end, quantity, _BAND))}"
            for quantity in ("capability", "gap", "alarm")
        ]
        investing = _numbers(at_end, "investing", ("value", "low_95", "high_95"))
        said.append(f"share investing {words.percent_with_interval(*investing)}")
        parts.append(
            f"{style.SIDE_NAMES[side]} at {words.year(last)}, median and the middle 90 % of "
            f"worlds: {', '.join(said)}"
        )
    left = int(every.loc[every["year"] == last, "worlds"].iloc[0])
    parts.append(f"Still running then: {left:,} of {words.counted(worlds, 'world')}")
    return words.sentence(*parts)
