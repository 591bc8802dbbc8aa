"""How the worlds ended: a hundred icons for the eye, shares with their intervals for the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from race_sim.outcomes import share
from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle, wrapped

if TYPE_CHECKING:
    from matplotlib.gridspec import GridSpec

ICONS = 100
_RARE = 0.15  # below this, an ending is shown a second time at its own scale
_LABEL_WIDTH = 1.55  # inches


class _Ending(NamedTuple):
    key: str
    label: str
    marker: str
    colour: str
    filled: bool


_ENDINGS = (
    _Ending("horizon", "no catastrophe", "o", style.FAINT_INK, False),
    _Ending("catastrophe", "catastrophe", "X", style.BLACK, True),
    _Ending("transition: us", "United States crosses the finish line", "^", style.BLUE, True),
    _Ending("transition: cn", "China crosses the finish line", "s", style.VERMILION, True),
    _Ending(
        "transition: lost", "finish line crossed, outcome lost to both", "D", style.PURPLE, True
    ),
)


def _kinds(worlds: pd.DataFrame) -> pd.Series:
    """The ending of each world; a transition with who won it."""
    ending = worlds["ending"].astype(str)
    winner = worlds["winner"].astype(str)
    transition = ("transition: " + winner).where(~worlds["lost_at_finish"], "transition: lost")
    return ending.where(ending != "transition", transition)


def icon_counts(shares: np.ndarray, icons: int = ICONS) -> np.ndarray:
    """Whole icons for each share, summing to `icons`: the largest remainders are rounded up."""
    exact = np.asarray(shares, dtype=float) * icons
    counts = np.floor(exact + 1e-9).astype(int)
    order = np.argsort(-(exact - counts), kind="stable")
    counts[order[: icons - counts.sum()]] += 1
    return counts


def _horizon_label(worlds: pd.DataFrame, transitions: bool) -> str:
    label = "neither catastrophe nor finish line" if transitions else "no catastrophe"
    last = worlds.loc[worlds["ending"].astype(str) == "horizon", "end_year"]
    # If no world reached the horizon, the data do not say when it was.
    return f"{label} by {words.year(float(last.max()))}" if len(last) else label


def _table(worlds: pd.DataFrame) -> pd.DataFrame:
    kinds = _kinds(worlds).value_counts()
    transitions = bool(worlds["ending"].astype(str).eq("transition").any())
    rows = []
    for ending in _ENDINGS:
        if ending.key.startswith("transition") and not transitions:
            continue
        count = int(kinds.get(ending.key, 0))
        label = _horizon_label(worlds, transitions) if ending.key == "horizon" else ending.label
        rows.append((ending.key, label, count, len(worlds), *share(count, len(worlds))))
    table = pd.DataFrame(
        rows, columns=["ending", "meaning", "count", "worlds", "share", "low", "high"]
    )
    table["icons"] = icon_counts(table["share"].to_numpy())
    return table


def _draw_icons(axes: Axes, table: pd.DataFrame, looks: dict[str, _Ending]) -> None:
    kinds = np.repeat(table["ending"].to_numpy(), table["icons"].to_numpy())
    for key in dict.fromkeys(kinds):
        look = looks[key]
        places = np.flatnonzero(kinds == key)
        axes.scatter(
            places % 10,
            -(places // 10),
            s=75.0 if look.marker == "D" else 115.0,
            marker=look.marker,
            facecolors=look.colour if look.filled else "none",
            edgecolors=look.colour,
            linewidths=1.2,
        )
    axes.set(xlim=(-0.7, 9.7), ylim=(-9.7, 0.7), aspect="equal", title="Of 100 such worlds")
    axes.set_anchor("NW")
    axes.axis("off")


def _label(row: pd.Series) -> str:
    text = words.percent_with_interval(row["share"], row["low"], row["high"])
    often = words.one_in(row["share"]) if row["share"] < _RARE else ""
    return f"{text}\n{often}" if often else text


def _draw_key(axes: Axes, place: float, look: _Ending) -> None:
    """The ending's icon, between its label and its bar."""
    axes.plot(
        -0.035,
        place,
        transform=axes.get_yaxis_transform(),
        marker=look.marker,
        markersize=9 if look.marker != "D" else 7.5,
        markerfacecolor=look.colour if look.filled else "none",
        markeredgecolor=look.colour,
        markeredgewidth=1.2,
        clip_on=False,
    )


def _draw_shares(axes: Axes, table: pd.DataFrame, looks: dict[str, _Ending], title: str) -> None:
    for place, (_, row) in enumerate(table.iterrows()):
        look = looks[row["ending"]]
        axes.barh(-place, row["share"], height=0.3, color=style.tint(look.colour, 0.45))
        axes.errorbar(
            row["share"],
            -place,
            xerr=[[row["share"] - row["low"]], [row["high"] - row["share"]]],
            color=style.INK,
            capsize=4.0,
            linewidth=1.4,
            capthick=1.4,
            clip_on=False,
            zorder=3,
        )
        _draw_key(axes, -place, look)
        axes.text(1.03, -place, _label(row), transform=axes.get_yaxis_transform(), va="center")
    figure = axes.get_figure(root=True)
    assert figure is not None
    axes.set_yticks(
        [-place for place in range(len(table))],
        ["\n".join(wrapped(figure, text, _LABEL_WIDTH, style.MEDIUM)) for text in table["meaning"]],
    )
    axes.tick_params(axis="y", length=0, pad=20.0, labelsize=style.MEDIUM, labelcolor=style.INK)
    axes.set(ylim=(-len(table) + 0.5, 0.5), title=title)
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    axes.grid(axis="x")


@style.drawing()
def draw(worlds: pd.DataFrame, title: str, seed: int | None = None) -> Picture:
    """How the race ended: an icon array of 100, and shares with 95 % Wilson intervals.

    Parameters
    ----------
    worlds : DataFrame
        One row a world, from `race_sim.simulate`.
    title : str
        What was simulated, for example the scenario's title.
    seed : int, optional
        For the source line.

    Returns
    -------
    Picture
        Table: one row an ending, columns `ending`, `meaning`, `count`, `worlds`, `share`, `low`,
        `high`, `icons`. A transition is told apart by who won, or whether it was lost to both.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    columns = ("ending", "winner", "lost_at_finish", "end_year")
    check_frame("endings", worlds, columns, "race_sim.simulate")
    table = _table(worlds)
    looks = {ending.key: ending for ending in _ENDINGS}
    # Few worlds leave wide intervals, which there is no use in enlarging.
    rare = table[(table["share"] < _RARE) & (table["high"] < 2 * _RARE)]

    headline = "How the race ends"
    source = words.source_line(
        len(worlds), seed, "Lines and brackets: 95 % Monte-Carlo intervals (Wilson)"
    )
    heights = [len(table) + 0.9] + ([len(rare) + 0.9] if len(rare) else [])
    figure = new_sheet(headline, title, source, max(3.3, 0.62 * sum(heights) + 0.4))
    grid: GridSpec = figure.add_gridspec(
        len(heights), 2, width_ratios=(1.0, 1.15), height_ratios=heights, wspace=0.04
    )
    _draw_icons(figure.add_subplot(grid[:, 0]), table, looks)
    every = figure.add_subplot(grid[0, 1])
    _draw_shares(every, table, looks, "Every ending")
    every.set_xlim(0.0, 1.0)
    last = every
    if len(rare):
        last = figure.add_subplot(grid[1, 1])
        _draw_shares(last, rare, looks, "The rarer endings, enlarged")
        last.set_xlim(0.0, 1.1 * float(rare["high"].max()))
    last.set_xlabel("share of worlds, %")
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        "An icon array of 100 and shares with 95 % intervals from "
        f"{words.counted(len(worlds), 'world')}",
        *(
            f"{words.first_capital(row['meaning'])}: "
            f"{words.percent_with_interval(row['share'], row['low'], row['high'])}, "
            f"{words.counted(int(row['icons']), 'icon')}"
            for _, row in table.iterrows()
        ),
    )
    return Picture("endings", figure, table, alt, words.headed(headline, title))
