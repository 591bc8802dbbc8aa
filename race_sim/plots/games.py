"""Which game is being played: the share of worlds in each named game, step by step."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.labels import spread_within
from race_sim.plots.paths import paths_of, set_year_axis, step_length, wilson
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle, wrapped
from race_sim.problems import InputError, Problem

OTHER = "other"
SMALLEST = 0.01  # a game that never has a larger share is counted among the others


def game_shares(trajectories: pd.DataFrame, smallest: float = SMALLEST) -> pd.DataFrame:
    """The share of the worlds still running that play each game, at each step.

    Parameters
    ----------
    trajectories : DataFrame
        One row a world and step, with the columns `world`, `year` and `game`.
    smallest : float
        Games whose share never exceeds it are put together as `other`.

    Returns
    -------
    DataFrame
        One row a year and game: `year`, `game`, `title`, `count`, `worlds`, `share`, `low`,
        `high`. The shares of a year sum to one. Years in which too few of the worlds are left
        to speak of shares are not in it.
    """
    paths = paths_of(trajectories)
    enough = paths.enough()
    left = paths.left()[enough]
    years = paths.years[enough]
    names = trajectories["game"].astype(str).to_numpy()
    counts = {
        key: np.bincount(paths.column[names == key], minlength=len(enough))[enough]
        for key in style.GAME_TITLES
    }
    kept = [key for key in counts if (counts[key] / left).max() > smallest]
    rest = left - sum((counts[key] for key in kept), np.zeros_like(left))
    shown = {key: counts[key] for key in kept}
    if rest.any():
        shown[OTHER] = rest
    parts = []
    for key, count in shown.items():
        low, high = wilson(count, left)
        parts.append(
            pd.DataFrame(
                {
                    "year": years,
                    "game": key,
                    "title": style.GAME_TITLES.get(key, "other games"),
                    "count": count,
                    "worlds": left,
                    "share": count / left,
                    "low": low,
                    "high": high,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def _draw_bands(
    axes: Axes, table: pd.DataFrame, step: float
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Stack the bands, first game on top; the bounds of each, one place a step."""
    bounds = {}
    floor = np.ones(table["year"].nunique())
    for key, rows in table.groupby("game", sort=False):
        ceiling = floor
        floor = ceiling - rows["share"].to_numpy()
        years = rows["year"].to_numpy()
        band = style.GAME_BANDS.get(str(key), style.OTHER_BAND)
        axes.fill_between(
            np.append(years, years[-1] + step),
            np.append(floor, floor[-1]),
            np.append(ceiling, ceiling[-1]),
            step="post",
            facecolor=band.colour,
            hatch=band.hatch,
            edgecolor=style.INK,
            linewidth=0.5,
        )
        bounds[str(key)] = (floor, ceiling)
    return bounds


def _label_bands(
    axes: Axes, table: pd.DataFrame, bounds: dict[str, tuple[np.ndarray, np.ndarray]]
) -> None:
    """Each game's name and last share at the right, in the order of the bands, with its look."""
    titles = dict(zip(table["game"], table["title"], strict=True))
    last = table[table["year"] == table["year"].max()].set_index("game")["share"]
    keys = list(bounds)
    wanted = [float(bounds[key][0][-1] + bounds[key][1][-1]) / 2 for key in keys]
    height = 0.062
    # From the bottom up, so that bands without any width at the end keep their order.
    places = spread_within(wanted[::-1], [height] * len(keys), 0.0, 1.0)[::-1]
    right = axes.get_yaxis_transform()
    for key, middle, place in zip(keys, wanted, places, strict=True):
        band = style.GAME_BANDS.get(key, style.OTHER_BAND)
        axes.plot(
            [1.0, 1.025],
            [middle, place],
            transform=right,
            color=style.FAINT_INK,
            linewidth=0.7,
            clip_on=False,
        )
        patch = style.swatch(band)
        patch.set(transform=right, clip_on=False)
        patch.set_bounds(1.027, place - 0.36 * height, 0.035, 0.72 * height)
        axes.add_patch(patch)
        axes.text(
            1.072,
            place,
            f"{titles[key]}, {words.percent(last[key])}",
            transform=right,
            va="center_baseline",
        )


def _name_inside(
    axes: Axes,
    table: pd.DataFrame,
    bounds: dict[str, tuple[np.ndarray, np.ndarray]],
    step: float,
    marks: Sequence[tuple[float, str]],
) -> None:
    """Write each game's name into its band where the band is thickest, if it fits there."""
    titles = dict(zip(table["game"], table["title"], strict=True))
    years = np.sort(table["year"].unique())
    to_pixels = axes.transData.transform
    for key, (floor, ceiling) in bounds.items():
        text = axes.text(
            years[0],
            0.5,
            titles[key],
            ha="left",
            va="center_baseline",
            fontsize=style.SMALL,
            bbox={"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": "none"},
        )
        size = text.get_window_extent()
        pixel = to_pixels((years[0] + step, 0.0))[0] - to_pixels((years[0], 0.0))[0]
        wide = math.ceil((size.width + 16.0) / pixel)
        best, thickness = None, 0.0
        for first in range(len(years) - wide + 1):
            window = slice(first, first + wide)
            end = years[first] + wide * step
            clear = not any(years[first] <= date <= end for date, _ in marks)
            thick = float(ceiling[window].min() - floor[window].max())
            if clear and thick > thickness:
                best, thickness = first, thick
        needed = (size.height + 10.0) / axes.bbox.height
        if best is None or thickness < needed:
            text.remove()
            continue
        window = slice(best, best + wide)
        middle = float(ceiling[window].min() + floor[window].max()) / 2
        left = axes.transData.inverted().transform((to_pixels((years[best], 0.0))[0] + 8.0, 0.0))
        text.set_position((float(left[0]), middle))


def _draw_marks(axes: Axes, marks: Sequence[tuple[float, str]]) -> None:
    """Vertical lines at dates, their texts above the picture on as many lines as they need."""
    figure = axes.get_figure(root=True)
    assert figure is not None
    levels: list[float] = []  # how far each line of text is taken, in pixels
    for date, text in sorted(marks):
        axes.axvline(date, color=style.INK, linewidth=1.4, linestyle=(0, (4, 2)))
        room = axes.bbox.width / figure.dpi
        label = axes.annotate(
            wrapped(figure, text, room, style.MEDIUM)[0] if text else "",
            (date, 1.0),
            xycoords=axes.get_xaxis_transform(),
            xytext=(0.0, 4.0),
            textcoords="offset points",
            ha="left",
            va="bottom",
            annotation_clip=False,
        )
        box = label.get_window_extent()
        # Shift to the left what would leave the picture at the right.
        shift = min(0.0, axes.bbox.x1 - box.x1)
        begin = box.x0 + shift
        level = next((n for n, end in enumerate(levels) if end < begin - 8.0), len(levels))
        if level == len(levels):
            levels.append(0.0)
        levels[level] = box.x1 + shift
        label.xyann = (shift * 72.0 / figure.dpi, 4.0 + 14.0 * level)


def _check_marks(marks: Sequence[tuple[float, str]], start: float, end: float) -> None:
    outside = [(date, text) for date, text in marks if not start <= date <= end]
    if outside:
        allowed = f"from {words.year(start)} to {words.year(end)}"
        raise InputError(
            "plots.games",
            [
                Problem("marks", f"{text!r} at {words.year(date)}", allowed)
                for date, text in outside
            ],
        )


def _alt(headline: str, title: str, table: pd.DataFrame, marks: Sequence[tuple[float, str]]) -> str:
    years = np.sort(table["year"].unique())
    parts = [words.headed(headline, title), "Stacked shares of worlds by the game they play"]
    for year in years[[0, len(years) // 4, len(years) // 2, 3 * len(years) // 4, -1]]:
        rows = table[(table["year"] == year) & (table["share"] >= SMALLEST)]
        rows = rows.sort_values("share", ascending=False, kind="stable")
        played = [f"{row.title} {words.percent(row.share)}" for row in rows.itertuples()]
        parts.append(f"{words.year(year)}: {', '.join(played)}")
    parts.extend(f"Marked at {words.year(date)}: {text}" for date, text in sorted(marks))
    return words.sentence(*dict.fromkeys(parts))


@style.drawing()
def draw(
    trajectories: pd.DataFrame,
    title: str,
    seed: int | None = None,
    marks: Sequence[tuple[float, str]] = (),
) -> Picture:
    """Which game the two sides play, as shares of worlds, stacked over time.

    Parameters
    ----------
    trajectories : DataFrame
        One row a world and step, from `race_sim.trajectories`.
    title : str
        What was simulated, for example the scenario's title.
    seed : int, optional
        For the source line.
    marks : sequence of (float, str)
        Dates to mark with a line and a few words, such as a forced shock.

    Returns
    -------
    Picture
        Table: as from `game_shares`. Games whose share never exceeds 1 % are together in
        `other`.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column, or a mark lies outside of the race.
    """
    check_frame("games", trajectories, ("world", "year", "game"), "race_sim.trajectories")
    paths = paths_of(trajectories)
    step = step_length(paths)
    _check_marks(marks, float(paths.years[0]), float(paths.years[-1]) + step)
    table = game_shares(trajectories)
    last = float(table["year"].max()) + step
    reach = 100.0 * float((table["high"] - table["low"]).max()) / 2

    headline = "The game being played"
    source = words.source_line(
        len(paths.worlds),
        seed,
        "Shares of the worlds still running; at the right, those of the last step",
        f"95 % Monte-Carlo error of a share (Wilson): at most {reach:.1f} percentage points",
        *paths.cut_note(),
    )
    figure = new_sheet(headline, title, source, 4.6)
    axes = figure.add_subplot()
    set_year_axis(axes, paths, last)
    axes.set(ylim=(0.0, 1.0), ylabel="share of worlds, %")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    bounds = _draw_bands(axes, table, step)
    _label_bands(axes, table, bounds)
    if marks:
        figure.draw_without_rendering()  # lays the axes out, to measure the marks against
        _draw_marks(axes, marks)
    settle(figure)
    _name_inside(axes, table, bounds, step, marks)
    alt = _alt(headline, title, table, marks)
    return Picture("games", figure, table, alt, words.headed(headline, title))
