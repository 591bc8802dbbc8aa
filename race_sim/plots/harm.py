"""How much harm: the share of worlds that end with at most so much, for each side.

An empirical distribution function shows every world. No smoothed density: harm comes in lumps,
and smoothing would invent worlds between them.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, NullLocator

from race_sim.outcomes import quantile, share
from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

SIDES = ("us", "cn")
CONFIDENCE = 0.95
_MOST_STEPS = 4000
_MARKED = (0.5, 0.9)  # quantiles that are written out
_UNIT = "smallest serious incident = 1"


def band_half_width(worlds: int, confidence: float = CONFIDENCE) -> float:
    """Half the height of a band that holds the whole true distribution function.

    The inequality of Dvoretzky, Kiefer and Wolfowitz with the constant of Massart (1990, Annals
    of Probability 18, 1269-1283).
    """
    return math.sqrt(math.log(2.0 / (1.0 - confidence)) / (2.0 * worlds))


def _steps(harm: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The harms above zero at which the distribution function rises, and where it rises to.

    Of a very large ensemble only some of them, evenly spaced in rank: finer than can be drawn.
    """
    values, counts = np.unique(harm, return_counts=True)
    reached = np.cumsum(counts) / len(harm)
    positive = values > 0.0
    values, reached = values[positive], reached[positive]
    if len(values) > _MOST_STEPS:
        kept = np.unique(np.linspace(0, len(values) - 1, _MOST_STEPS).round().astype(int))
        values, reached = values[kept], reached[kept]
    return values, reached


def _table(worlds: pd.DataFrame) -> pd.DataFrame:
    frames = []
    reach = band_half_width(len(worlds))
    for side in SIDES:
        harm = worlds[f"{side}_harm"].to_numpy(dtype=float)
        values, reached = _steps(harm)
        at_none = float((harm <= 0.0).mean())
        level = np.concatenate([[at_none], reached])
        frames.append(
            pd.DataFrame(
                {
                    "side": side,
                    "harm": np.concatenate([[0.0], values]),
                    "share_at_most": level,
                    "low": np.clip(level - reach, 0.0, 1.0),
                    "high": np.clip(level + reach, 0.0, 1.0),
                }
            )
        )
    return pd.concat(frames, ignore_index=True)


def _span(worlds: pd.DataFrame) -> tuple[float, float]:
    """The power of ten below all harm above zero, and a little more than the largest harm."""
    harm = worlds[[f"{side}_harm" for side in SIDES]].to_numpy(dtype=float)
    positive = harm[harm > 0.0]
    if not len(positive):
        return 1.0, 10.0
    low = 10.0 ** math.floor(math.log10(positive.min()))
    return low, max(1.5 * float(positive.max()), 10.0 * low)


def _draw_side(axes: Axes, table: pd.DataFrame, side: str, none: float, last: float) -> None:
    rows = table[table["side"] == side]
    # "none" has a place of its own at the left end of the logarithmic axis.
    x = np.concatenate([[none], rows["harm"].to_numpy()[1:], [last]])
    colour = style.SIDE_COLOURS[side]

    def held(name: str) -> np.ndarray:
        levels = rows[name].to_numpy()
        return np.append(levels, levels[-1])

    axes.fill_between(
        x, held("low"), held("high"), step="post", color=colour, alpha=0.15, linewidth=0
    )
    axes.step(
        x, held("share_at_most"), where="post", color=colour, linestyle=style.SIDE_DASHES[side]
    )


def _draw_markers(axes: Axes, worlds: pd.DataFrame, side: str, none: float) -> None:
    """Markers at no harm if any world has none, and at the quantiles that are written out."""
    harm = worlds[f"{side}_harm"].to_numpy(dtype=float)
    marked = [(quantile(harm, chance).value, chance) for chance in _MARKED]
    places = [place for place in marked if place[0] > 0.0]
    without = float((harm <= 0.0).mean())
    if without > 0.0:
        places.append((none, without))
    axes.plot(
        *zip(*places, strict=True),
        linestyle="none",
        marker=style.SIDE_MARKERS[side],
        color=style.SIDE_COLOURS[side],
        markeredgecolor="white",
        markersize=8,
        clip_on=False,
        zorder=4,
    )


def _said(worlds: pd.DataFrame, side: str) -> list[str]:
    """The numbers of one side, each as a line."""
    harm = worlds[f"{side}_harm"].to_numpy(dtype=float)
    middle, high = (quantile(harm, chance) for chance in _MARKED)
    without = share(int((harm <= 0.0).sum()), len(harm))
    return [
        f"no harm: {words.percent_with_interval(*without)}",
        f"half of worlds: at most {words.number_with_interval(*middle)}",
        f"nine in ten: at most {words.number_with_interval(*high)}",
    ]


def _draw_key(axes: Axes, worlds: pd.DataFrame) -> None:
    handles = [
        Line2D(
            [],
            [],
            color=style.SIDE_COLOURS[side],
            linestyle=style.SIDE_DASHES[side],
            marker=style.SIDE_MARKERS[side],
            markeredgecolor="white",
            markersize=8,
        )
        for side in SIDES
    ]
    texts = ["\n".join([style.SIDE_NAMES[side], *_said(worlds, side)]) for side in SIDES]
    axes.legend(
        handles,
        texts,
        loc="upper left",
        bbox_to_anchor=(1.02, 1.0),
        borderaxespad=0.0,
        handlelength=3.2,
        labelspacing=1.4,
    )


def _set_axes(axes: Axes, low: float, none: float, last: float) -> None:
    axes.set_xscale("log")
    axes.set(xlim=(none, last), ylim=(0.0, 1.03))
    decades = range(round(math.log10(low)), math.floor(math.log10(last)) + 1)
    ticks = [none, *(10.0**decade for decade in decades)]
    names = ["none", *(f"{tick:,.10g}" for tick in ticks[1:])]
    axes.set_xticks(ticks, names)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.axvspan(none, math.sqrt(none * low), color=style.RULE, alpha=0.35, linewidth=0)
    axes.set_xlabel(f"harm over the whole race ({_UNIT}; logarithmic axis)")
    axes.set_ylabel("share of worlds with at most so much harm, %")
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    axes.grid()


@style.drawing()
def draw(worlds: pd.DataFrame, title: str, seed: int | None = None) -> Picture:
    """The distribution of harm to each side, over a logarithmic axis with a place for none.

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
        Table: the steps of both curves, columns `side`, `harm`, `share_at_most`, `low`, `high`
        (a 95 % band for the whole curve).

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("harm", worlds, ["us_harm", "cn_harm"], "race_sim.simulate")
    table = _table(worlds)
    low, high = _span(worlds)
    none, last = low / 10.0**0.5, high

    headline = "How much harm each side suffers"
    source = words.source_line(
        len(worlds), seed, "Bands hold the whole curve with 95 %; brackets: 95 % intervals"
    )
    figure = new_sheet(headline, title, source, 4.4)
    axes = figure.add_subplot()
    _set_axes(axes, low, none, last)
    for side in SIDES:
        _draw_side(axes, table, side, none, last)
        _draw_markers(axes, worlds, side, none)
    _draw_key(axes, worlds)
    settle(figure)
    alt = words.sentence(
        words.headed(headline, title),
        f"Two empirical distribution curves from {words.counted(len(worlds), 'world')}, "
        f"harm on a logarithmic axis, {_UNIT}",
        *(f"{style.SIDE_NAMES[side]}: {'; '.join(_said(worlds, side))}" for side in SIDES),
    )
    return Picture("harm", figure, table, alt, words.headed(headline, title))
