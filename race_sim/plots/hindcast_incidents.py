"""Reports of AI incidents a year, against what the growth of the model's hazard says."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator, NullLocator

from race_sim.plots import style
from race_sim.plots.frames import check_frame
from race_sim.plots.hindcast_panels import (
    Look,
    draw_forecast,
    draw_legend_below,
    draw_seen,
    source_of,
)
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

LOOKS = {
    "baseline": Look("baseline", style.BLUE, True),
    "the trend before goes on": Look(
        "the trend before goes on", style.VERMILION, False, (0, (4, 2))
    ),
    "counts stay": Look("counts stay", style.GREEN, False, (0, (1, 1.2))),
}


@style.drawing()
def draw(
    bands: pd.DataFrame, counts: pd.DataFrame, scores: pd.DataFrame, draws: int, seed: int
) -> Picture:
    """Reports a year on a logarithmic axis, forecast from two years on.

    Parameters
    ----------
    bands, counts, scores : DataFrame
        Of `race_sim.calibration.hindcast.run("incident-counts")`: its bands, its table "counts"
        and its scores.
    draws, seed : int
        For the source line.

    Returns
    -------
    Picture
        Table: the bands that are shown.

    Raises
    ------
    InputError
        If a table is empty or lacks a column.
    """
    check_frame("hindcast", bands, ["origin", "forecast", "year", "seen", "low", "high"], "run")
    check_frame("hindcast", counts, ["year", "seen"], "run")
    check_frame("hindcast", scores, ["origin", "forecast", "covered"], "run")
    bands = bands[bands["forecast"].isin(list(LOOKS))]
    origins = list(bands["origin"].unique())
    figure = new_sheet(
        "Reports of AI incidents a year",
        "The growth of the model's hazard while both sides accelerate, from the counts known",
        source_of(draws, seed),
        3.6,
        key="Pairs of lines, and filled areas, are 90 % bands. Logarithmic axis; years before the "
        "bands were known to the forecasts.",
    )
    grid = figure.add_gridspec(2, len(origins), height_ratios=(1.0, 0.2))
    first = None
    for place, origin in enumerate(origins):
        axes = figure.add_subplot(grid[0, place], sharey=first)
        first = first or axes
        part = bands[bands["origin"] == origin]
        for name, look in LOOKS.items():
            rows = part[part["forecast"] == name]
            draw_forecast(axes, rows.assign(low=rows["low"].clip(lower=1.0)), look)
        draw_seen(axes, counts)
        axes.set_yscale("log")
        axes.set_title(origin)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_locator(FixedLocator([10, 30, 100, 300, 1000]))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{count:,.0f}"))
        axes.yaxis.set_minor_locator(NullLocator())
        axes.tick_params(labelleft=place == 0)
        axes.grid()
        if place == 0:
            axes.set_ylabel("reports")
    if first is not None:
        first.set_ylim(9.0, 1000.0)
    draw_legend_below(figure, grid[1, :], LOOKS)
    settle(figure)
    own = scores[scores["forecast"] == "baseline"]
    said = [
        f"{100 * covered:.0f} % with {origin}"
        for origin, covered in zip(own["origin"], own["covered"], strict=True)
    ]
    return Picture(
        "hindcast-incident-counts",
        figure,
        bands,
        "Reports of AI incidents a year, with the 90 % bands of the baseline's hazard, of the "
        "trend before, and of counts that stay, from two years on. Share of later years within the "
        f"baseline's band: {' and '.join(said)}.",
        "Reports of AI incidents, seen and hindcast",
    )
