"""The gap between the best American and Chinese models from 2023 on, a measure a panel."""

from __future__ import annotations

import pandas as pd
from matplotlib.ticker import FixedLocator, FuncFormatter

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
    "fitted to the first year": Look(
        "rule fitted to the first year", style.VERMILION, False, (0, (4, 2))
    ),
    "the gap stays": Look("the gap stays", style.GREEN, False, (0, (1, 1.2))),
}


@style.drawing()
def draw(bands: pd.DataFrame, scores: pd.DataFrame, draws: int, seed: int) -> Picture:
    """Months by which China was behind, with the bands of three forecasts.

    Parameters
    ----------
    bands, scores : DataFrame
        Of `race_sim.calibration.hindcast.run("capability-gap")`.
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
    check_frame("hindcast", bands, ["measure", "title", "forecast", "year", "seen"], "run")
    check_frame("hindcast", scores, ["measure", "forecast", "covered"], "run")
    bands = bands[bands["forecast"].isin(list(LOOKS))]
    titles = dict(zip(bands["measure"].astype(str), bands["title"].astype(str), strict=True))
    figure = new_sheet(
        "How far China was behind",
        "The model's growth and diffusion from the gap of mid 2023 on, by three measures",
        source_of(draws, seed),
        3.5,
        key="Pairs of lines, and filled areas, are 90 % bands. Noise about the path is taken from "
        "the same months.",
    )
    grid = figure.add_gridspec(2, len(titles), height_ratios=(1.0, 0.2))
    first = None
    for place, (measure, title) in enumerate(titles.items()):
        axes = figure.add_subplot(grid[0, place], sharey=first)
        first = first or axes
        part = bands[bands["measure"] == measure]
        for name, look in LOOKS.items():
            draw_forecast(axes, part[part["forecast"] == name], look)
        draw_seen(axes, part[part["forecast"] == "baseline"])
        axes.set_title(title[:1].upper() + title[1:])
        axes.xaxis.set_major_locator(FixedLocator([2024.0, 2025.0]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda year, _: f"{year:.0f}"))
        axes.tick_params(labelleft=place == 0)
        axes.grid()
        if place == 0:
            axes.set_ylabel("months of US progress")
    if first is not None:
        first.set_ylim(-12, 45)
    draw_legend_below(figure, grid[1, :], LOOKS)
    settle(figure)
    own = scores[scores["forecast"] == "baseline"]
    said = [
        f"{measure} {100 * covered:.0f} %"
        for measure, covered in zip(own["measure"], own["covered"], strict=True)
    ]
    return Picture(
        "hindcast-capability-gap",
        figure,
        bands,
        "Months by which China was behind from mid 2023 on, by three measures, with the 90 % bands "
        "of the baseline, of the rule fitted to the first year, and of a gap that stays. Share of "
        f"the dates within the baseline's band: {', '.join(said)}.",
        "The gap between the United States and China, seen and hindcast",
    )
