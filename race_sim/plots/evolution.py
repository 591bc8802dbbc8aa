"""Which policies spread: replicator dynamics over time, and a finite population in the long run."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.labels import spread_within
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.tournament_matrix import short

MOST_COLOURS = len(style.SERIES_COLOURS)
MOST_BARS = 12
LEAST_ROWS = 6  # so that a few bars do not grow fat
NAMED = 0.01  # share in the end from which a policy is named
_ONE = "one population, both chairs"


def _percent_axis(axis: object) -> None:
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))  # type: ignore[attr-defined]


def _draw_lines(axes: Axes, shares: pd.DataFrame, looks: dict[str, int]) -> None:
    times = shares.index.to_numpy(dtype=float)
    for name in shares.columns:
        place = looks.get(str(name))
        axes.plot(
            times,
            shares[name].to_numpy(),
            color=style.GREY if place is None else style.SERIES_COLOURS[place],
            linestyle="-" if place is None else style.SERIES_DASHES[place],
            linewidth=0.9 if place is None else 1.9,
            zorder=1 if place is None else 2,
        )
    axes.set_xscale("log")
    axes.set(xlim=(times[0], times[-1]), ylim=(0.0, None), ylabel="share of the population, %")
    axes.set_xlabel("time, in 1 / standard deviation of payoffs")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.margins(y=0.05)
    _percent_axis(axes.yaxis)
    axes.grid(axis="y")


def _label_lines(axes: Axes, shares: pd.DataFrame, looks: dict[str, int]) -> None:
    """The names of the survivors at the right, each with its share in the end."""
    last = shares.iloc[-1]
    names = [str(name) for name in last.index if last[name] >= NAMED]
    top = axes.get_ylim()[1]
    height = 0.055 * top
    wanted = [float(last[name]) for name in names]
    places = spread_within(wanted, [height] * len(names), 0.0, top)
    for name, share, place in zip(names, wanted, places, strict=True):
        look = looks.get(name)
        colour = style.FAINT_INK if look is None else style.SERIES_COLOURS[look]
        right = axes.get_yaxis_transform()
        axes.plot(
            [1.0, 1.03],
            [share, place],
            transform=right,
            color=colour,
            linewidth=0.8,
            clip_on=False,
        )
        axes.text(
            1.04,
            place,
            f"{short(name)} {words.percent(share)}",
            transform=right,
            va="center_baseline",
            fontsize=style.SMALL,
            color=style.INK,
        )


def _share(share: float) -> str:
    return words.percent(share) if share >= 0.00005 else f"below 0.01{words.NO_BREAK}%"


def _draw_bars(axes: Axes, finite: pd.DataFrame, looks: dict[str, int]) -> None:
    shown = finite.iloc[:MOST_BARS]
    for place, row in enumerate(shown.to_dict("records")):
        look = looks.get(row["policy"])
        colour = style.GREY if look is None else style.SERIES_COLOURS[look]
        axes.barh(-place, row["share"], height=0.62, color=colour)
        axes.annotate(
            _share(row["share"]),
            (row["share"], -place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.0},
        )
    drift = float(finite["share_by_drift"].iloc[0])
    axes.axvline(drift, color=style.INK, linewidth=1.0, linestyle=(0, (4, 2)))
    axes.annotate(
        "by drift alone",
        (drift, 0.0),
        xycoords=("data", "axes fraction"),
        xytext=(4, 3),
        textcoords="offset points",
        fontsize=style.SMALL,
        color=style.INK,
    )
    axes.set_yticks(
        [-place for place in range(len(shown))], [short(name) for name in shown["policy"]]
    )
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.set(ylim=(-max(len(shown), LEAST_ROWS) - 0.4, 0.6), xlabel="share of the time, %")
    axes.set_xlim(0.0, 1.25 * float(shown["share"].max()))
    _percent_axis(axes.xaxis)
    axes.grid(axis="x")


@style.drawing()
def draw(replicator: pd.DataFrame, finite: pd.DataFrame, title: str) -> Picture:
    """What spreads in a large population, and what a small one follows in the long run.

    Parameters
    ----------
    replicator : DataFrame
        From `race_sim.tournament.evolution.replicator_table`.
    finite : DataFrame
        From `race_sim.tournament.evolution.finite_population_table`.
    title : str
        What was simulated.

    Returns
    -------
    Picture
        Table: `replicator`, the population with both chairs only.

    Raises
    ------
    InputError
        If a frame is empty or lacks a column.
    """
    module = "race_sim.tournament.evolution"
    check_frame(
        "evolution",
        replicator,
        ("population", "time", "policy", "share"),
        f"{module}.replicator_table",
    )
    check_frame(
        "evolution",
        finite,
        ("policy", "share", "share_by_drift", "population", "intensity"),
        f"{module}.finite_population_table",
    )
    table = replicator[replicator["population"] == _ONE].reset_index(drop=True)
    shares = table.pivot(index="time", columns="policy", values="share")
    later = shares[shares.index > 0.0]
    last = later.iloc[-1].sort_values(ascending=False, kind="stable")
    alive = [str(name) for name in last.index if last[name] >= NAMED]
    looks = {name: place for place, name in enumerate(alive[:MOST_COLOURS])}
    population = int(finite["population"].iloc[0])
    headline = "Which policies spread"
    source = words.of_this_version(
        "Payoffs of the tournament, each policy in either chair with an even chance. Right: "
        f"{population} individuals that imitate what does better, intensity of selection "
        f"{words.number(float(finite['intensity'].iloc[0]))}, rare mutation"
    )
    left_out = len(finite) - MOST_BARS
    key = (
        "Left: replicator dynamics from equal shares; grey: what ends below 1 %"
        + (", or beyond the sixth place." if len(alive) > MOST_COLOURS else ".")
        + " Right: how often all follow a policy"
        + (f", {MOST_BARS} of {len(finite)}." if left_out > 0 else ".")
    )
    figure = new_sheet(headline, title, source + ".", 4.0, key)
    lines, bars = figure.subplots(1, 2, width_ratios=(1.0, 0.9))
    lines.set_title("A large population")
    bars.set_title(f"{population} individuals")
    _draw_lines(lines, later, looks)
    _draw_bars(bars, finite, looks)
    # Labels at the right of the lines need room that the layout does not know of.
    _label_lines(lines, later, looks)
    settle(figure)
    return Picture(
        "evolution",
        figure,
        table,
        _alt(headline, title, last, finite),
        words.headed(headline, title),
    )


def _alt(headline: str, title: str, last: pd.Series, finite: pd.DataFrame) -> str:
    alive = last[last >= NAMED]
    left = ", ".join(f"{name} {words.percent(share)}" for name, share in alive.items())
    right = ", ".join(
        f"{row['policy']} {words.percent(row['share'])}"
        for row in finite.iloc[:MOST_BARS].to_dict("records")
    )
    drift = words.percent(float(finite["share_by_drift"].iloc[0]))
    return words.sentence(
        words.headed(headline, title),
        f"A large population ends with {left}",
        f"A finite population follows, in shares of the time: {right}; by drift alone each {drift}",
    )
