"""What a table shows, in one sentence with its numbers: the reading guide of pictures.

Each function takes a table and gives a sentence. Intervals are 95 % Monte-Carlo intervals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race_sim import words
from race_sim.outcomes import Estimate, quantile, share

if TYPE_CHECKING:
    import pandas as pd


def percent(found: Estimate) -> str:
    """A share with its interval, for example `3.9 % (3.1 to 4.8)`."""
    value, low, high = (f"{100 * number:.1f}" for number in found)
    return f"{value} % ({low} to {high})"


def _share_where(condition: pd.Series) -> Estimate:
    return share(int(condition.sum()), len(condition))


def on_endings(worlds: pd.DataFrame) -> str:
    """How many worlds end in a catastrophe."""
    return f"{percent(_share_where(worlds['catastrophe']))} of the worlds end in a catastrophe."


def on_harm(worlds: pd.DataFrame) -> str:
    """Median and ninth decile of harm, by side."""
    parts = []
    for side, name in words.SIDE_NAMES.items():
        harm = worlds[f"{side}_harm"].to_numpy()
        middle, high = quantile(harm, 0.5).value, quantile(harm, 0.9).value
        parts.append(f"{words.size(middle)} to {name} (one world in ten: above {words.size(high)})")
    return f"The median harm is {words.listing(parts)}, in smallest serious incidents."


def on_first_chernobyl(worlds: pd.DataFrame) -> str:
    """How many worlds see a Chernobyl moment, and when half of them have seen one."""
    years = worlds["first_chernobyl_year"]
    text = f"{percent(_share_where(years.notna()))} of the worlds see a Chernobyl moment"
    middle = years.fillna(float("inf")).quantile(0.5, interpolation="lower")
    if middle == float("inf"):
        return f"{text}."
    return f"{text}; half of all worlds have seen one by the end of {int(middle)}."


def on_choices(paths: pd.DataFrame) -> str:
    """In how many worlds both accelerate in the first step and in the last."""
    races = ~paths["us_invests"] & ~paths["cn_invests"]
    first, last = (
        percent(_share_where(races[paths["year"] == year]))
        for year in (paths["year"].min(), paths["year"].max())
    )
    return f"Both accelerate in {first} of the worlds at the start, and in {last} at the end."


def games_in(paths: pd.DataFrame, year: float) -> pd.Series:
    """Share of worlds in each game at a date, the most played first."""
    now = paths.loc[paths["year"].between(year - 1e-6, year + 1e-6), "game"]
    return now.value_counts(normalize=True)


def on_games(paths: pd.DataFrame, years: list[float]) -> str:
    """The game that is played most at each of some dates."""
    parts = []
    for year in years:
        shares = games_in(paths, year)
        if len(shares):
            name = words.GAME_NAMES[str(shares.index[0])]
            parts.append(
                f"{year:g}: {name} in {words.percent(float(shares.iloc[0]))} of the worlds"
            )
    return f"The game played most: {'; '.join(parts)}."


def on_curve(summary: pd.DataFrame, key: str, outcome: str, title: str) -> str:
    """What an outcome is at both ends of a sweep of one parameter."""
    rows = summary[summary["outcome"] == outcome].sort_values(key)
    ends = []
    for place in (0, -1):
        row = rows.iloc[place]
        found = Estimate(float(row["value"]), float(row["low"]), float(row["high"]))
        ends.append(f"{percent(found)} at {row[key]:g}")
    return f"{title}: from {ends[0]} to {ends[1]}."
