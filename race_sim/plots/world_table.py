"""What happened in one world, as one long table, and in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import pandas as pd

from race_sim.plots import style, words

SIDES = ("us", "cn")
LINES = ("capability", "gap", "alarm")


class EventLike(Protocol):
    """What a picture needs of an event: see `race_sim.model.Event`."""

    @property
    def year(self) -> float:
        """When it happened: the beginning of the step."""

    @property
    def kind(self) -> str:
        """What it is, for example "incident"."""

    @property
    def side(self) -> str:
        """Where: "us", "cn" or "both"."""

    @property
    def severity(self) -> float:
        """Of an incident."""

    @property
    def text(self) -> str:
        """In words."""


def _series(history: pd.DataFrame, quantity: str, side: str, column: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quantity": quantity,
            "side": side,
            "year": history["year"].to_numpy(dtype=float),
            "value": history[column].to_numpy(dtype=float),
            "text": "",
        }
    )


def _named(history: pd.DataFrame, quantity: str, column: str) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "quantity": quantity,
            "side": "both",
            "year": history["year"].to_numpy(dtype=float),
            "value": np.nan,
            "text": history[column].astype(str).to_numpy(),
        }
    )


def size_of(history: pd.DataFrame, events: list[EventLike], number: int) -> str:
    """What an incident is: "incident", "Chernobyl moment" or "catastrophe".

    The history counts the Chernobyl moments of a step and side; they are its most severe
    incidents.
    """
    event = events[number]
    row = history[np.isclose(history["year"].to_numpy(dtype=float), event.year)]
    if row.empty:
        return "incident"
    same = [
        other
        for other in events
        if other.kind == "incident" and other.year == event.year and other.side == event.side
    ]
    rank = sorted((other.severity for other in same), reverse=True).index(event.severity)
    if rank >= int(row[f"{event.side}_chernobyl_moments"].iloc[0]):
        return "incident"
    worst = max(
        other.severity for other in events if other.kind == "incident" and other.year == event.year
    )
    if bool(row["catastrophe"].iloc[0]) and event.severity == worst:
        return "catastrophe"
    return "Chernobyl moment"


def _quantity_of(history: pd.DataFrame, events: list[EventLike], number: int) -> str:
    kind = events[number].kind
    if kind == "incident":
        return size_of(history, events, number)
    # The incident that is a catastrophe has a row of its own.
    return "race ends" if kind == "catastrophe" else kind


def table_of(history: pd.DataFrame, events: list[EventLike]) -> pd.DataFrame:
    """One row an observation: columns `quantity`, `side`, `year`, `value`, `text`.

    Quantities are `capability`, `gap`, `alarm`, `restriction`, `invests`, `game`, `treaty`,
    each once a step, then the events, by their kind; of incidents, the value is the severity and
    the quantity says if one was a Chernobyl moment or a catastrophe.
    """
    parts = [
        _series(history, quantity, side, f"{side}_{quantity}")
        for quantity in (*LINES, "restriction", "invests")
        for side in SIDES
    ]
    parts.append(_named(history, "game", "game"))
    parts.append(_named(history, "treaty", "treaty"))
    rows = [
        (
            _quantity_of(history, events, number),
            event.side,
            float(event.year),
            float(event.severity) if event.kind == "incident" else np.nan,
            event.text,
        )
        for number, event in enumerate(events)
    ]
    if rows:
        parts.append(pd.DataFrame(rows, columns=parts[0].columns))
    return pd.concat(parts, ignore_index=True)


def ending_of(history: pd.DataFrame, events: Iterable[EventLike], end: float) -> str:
    """How and when the world ended, in words."""
    when = words.year(end)
    if bool(history["catastrophe"].iloc[-1]):
        return f"a catastrophe ends it in {when}"
    for event in events:
        if event.kind == "transition":
            return f"{style.SIDE_NAMES[event.side]} {event.text} in {when}"
    return f"still open in {when}"


def spans(values: np.ndarray) -> list[tuple[int, int, object]]:
    """Runs of equal values: where each begins, where it has ended, and the value."""
    found = []
    begin = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != values[begin]:
            found.append((begin, place, values[begin]))
            begin = place
    return found


def alt_of(headline: str, title: str, table: pd.DataFrame, ending: str, step: float) -> str:
    """The picture in words."""
    parts = [words.headed(headline, title), words.first_capital(ending)]
    for side in SIDES:
        own = table[table["side"] == side]
        said = []
        for quantity, name in zip(LINES, ("capability", "safety gap", "alarm"), strict=True):
            values = own.loc[own["quantity"] == quantity, "value"].to_numpy()
            said.append(f"{name} from {words.number(values[0])} to {words.number(values[-1])}")
        invests = own.loc[own["quantity"] == "invests", "value"].to_numpy()
        count = int((own["quantity"].isin(["incident", "Chernobyl moment", "catastrophe"])).sum())
        said.append(f"invests in safety {words.percent(float(invests.mean()))} of the time")
        said.append(words.counted(count, "incident"))
        parts.append(f"{style.SIDE_NAMES[side]}: {', '.join(said)}")
    games = table[table["quantity"] == "game"]
    years = games["year"].to_numpy()
    played = [
        f"{style.GAME_TITLES[str(game)]} {words.year(years[begin])} to "
        f"{words.year(years[end - 1] + step)}"
        for begin, end, game in spans(games["text"].to_numpy())
    ]
    parts.append(f"Games: {', '.join(played)}")
    told = table[
        table["quantity"].isin(
            ["Chernobyl moment", "catastrophe", "agreement", "agreement ends", "breach"]
        )
    ]
    for year, side, text in told[["year", "side", "text"]].to_numpy(dtype=object).tolist():
        parts.append(f"{words.year(year)}, {style.SIDE_NAMES.get(side, 'both')}: {text}")
    return words.sentence(*parts)
