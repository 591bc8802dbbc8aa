"""A world's history, year by year: the short table behind its story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

StepRow = dict[str, Any]


class Year(NamedTuple):
    """One calendar year of one world: its steps, as rows of `RaceModel.history`."""

    year: int
    rows: tuple[StepRow, ...]

    def share_investing(self, side: str) -> float:
        """Share of the year's steps in which a side invested in safety."""
        return sum(bool(row[f"{side}_invests"]) for row in self.rows) / len(self.rows)

    def games(self) -> dict[str, float]:
        """Share of the year's steps in each game that was played, in order of appearance."""
        shares: dict[str, float] = {}
        for row in self.rows:
            shares[row["game"]] = shares.get(row["game"], 0.0) + 1 / len(self.rows)
        return shares

    def total(self, column: str) -> float:
        """Sum of a column over the year's steps."""
        return float(sum(row[column] for row in self.rows))


def years_of(history: pd.DataFrame) -> list[Year]:
    """The years of one world's history, in order.

    A step belongs to the calendar year in which it begins.
    """
    years: dict[int, list[StepRow]] = {}
    for row in history.to_dict("records"):
        # A step that begins a rounding error before a year belongs to that year.
        years.setdefault(int(row["year"] + 1e-6), []).append({str(k): v for k, v in row.items()})
    return [Year(year, tuple(rows)) for year, rows in years.items()]


_AT_BEGIN = ("capability", "gap", "talent", "restriction", "alarm", "belief", "hazard")
_SUMS = ("incidents", "chernobyl_moments", "harm")


def yearly_summary(history: pd.DataFrame) -> list[dict[str, Any]]:
    """One dictionary a year, of plain numbers and text.

    `us_invests` and `cn_invests` are shares of the year's steps, `games` the share of them in each
    game; incidents, Chernobyl moments and harm are sums over the year; all else is as it was when
    the year began.
    """
    summary = []
    for year in years_of(history):
        first = year.rows[0]
        entry: dict[str, Any] = {"year": year.year, "games": year.games()}
        for side in ("us", "cn"):
            entry[f"{side}_invests"] = year.share_investing(side)
            entry |= {f"{side}_{name}": float(first[f"{side}_{name}"]) for name in _AT_BEGIN}
            entry |= {f"{side}_{name}": year.total(f"{side}_{name}") for name in _SUMS}
        entry["treaty"] = str(first["treaty"])
        entry["talks"] = float(first["talks"])
        summary.append(entry)
    return summary
