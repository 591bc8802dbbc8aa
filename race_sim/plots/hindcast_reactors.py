"""Reactor starts after three accidents, a bloc a panel, against what the model's rule says."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from race_sim.plots import style
from race_sim.plots.frames import check_frame
from race_sim.plots.hindcast_panels import Look, draw_forecast, draw_legend, draw_seen, source_of
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

LOOKS = {
    "baseline": Look("baseline", style.BLUE, True),
    "fitted to these years": Look("fitted to these years", style.VERMILION, False, (0, (4, 2))),
}
_EVENTS = {"TMI": "Three Mile Island", "Chernobyl": "Chernobyl", "Fukushima": "Fukushima"}
_COLUMNS = 4


def _panel(axes: Axes, seen: pd.DataFrame, bands: pd.DataFrame, covered: bool) -> None:
    for name, look in LOOKS.items():
        draw_forecast(axes, bands[bands["forecast"] == name], look, "mean")
    draw_seen(axes, seen)
    axes.axvline(-0.5, color=style.FAINT_INK, linewidth=0.9, linestyle=(0, (1, 1.5)))
    first = seen.iloc[0]
    host = " (host)" if first["role"] == "host" else ""
    axes.set_title(f"{first['bloc']}{host}\n{_EVENTS[first['event']]}", fontsize=style.SMALL)
    if not covered:
        axes.set_xlabel("total missed", loc="right", fontsize=style.SMALL, color=style.INK)
    axes.set_xlim(-5.6, 9.6)
    axes.set_xticks([-5, 0, 5])
    axes.set_ylim(bottom=-0.06 * axes.get_ylim()[1])
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.grid(axis="y")


@style.drawing()
def draw(
    bands: pd.DataFrame, starts: pd.DataFrame, scores: pd.DataFrame, draws: int, seed: int
) -> Picture:
    """Small multiples: starts by year, the baseline's band, and that of the rule fitted to them.

    Parameters
    ----------
    bands, starts, scores : DataFrame
        Of `race_sim.calibration.hindcast.run("reactor-starts")`: its bands and scores, and its
        table "starts".
    draws, seed : int
        For the source line.

    Returns
    -------
    Picture
        Table: the bands of the blocs shown.

    Raises
    ------
    InputError
        If a table is empty or lacks a column.
    """
    check_frame("hindcast", bands, ["event", "bloc", "role", "counted", "forecast", "year"], "run")
    check_frame("hindcast", starts, ["event", "bloc", "role", "year", "seen"], "run")
    check_frame("hindcast", scores, ["event", "bloc", "counted", "forecast", "covered"], "run")
    bands = bands[bands["counted"] & bands["forecast"].isin(list(LOOKS))]
    scores = scores[scores["counted"] & (scores["forecast"] == "baseline")]
    covered = scores.set_index(["event", "bloc"])["covered"]
    panels = list(dict.fromkeys(zip(starts["event"], starts["bloc"], strict=True)))
    rows = -(-(len(panels) + 1) // _COLUMNS)
    figure = new_sheet(
        "Reactor starts a year, before and after three accidents",
        "The model's freeze and scar after the largest shock, with the baseline's parameters",
        source_of(draws, seed),
        1.62 * rows + 0.25,
        key="Line in the band: mean. Years from the accident (dotted line). Planned economies "
        "have China's parameters, others those of the United States. Total missed: the starts of "
        "all years after the accident together are outside the baseline's 90 % band.",
    )
    grid = figure.subplots(rows, _COLUMNS, squeeze=False)
    for axes, (event, bloc) in zip(grid.flat, panels, strict=False):
        of_panel = (bands["event"] == event) & (bands["bloc"] == bloc)
        seen = starts[(starts["event"] == event) & (starts["bloc"] == bloc)]
        _panel(axes, seen, bands[of_panel], bool(covered[event, bloc]))
    for axes in grid.flat[len(panels) :]:
        axes.axis("off")
    draw_legend(grid.flat[len(panels)], LOOKS, loc="upper left", borderaxespad=0.0)
    settle(figure)
    missed = [
        f"{bloc} after {_EVENTS[event]}" for event, bloc in panels if not covered[event, bloc]
    ]
    return Picture(
        "hindcast-reactor-starts",
        figure,
        bands,
        f"Reactor starts a year in {len(panels)} blocs, from five years before an accident to ten "
        f"years after it, with the 90 % band of the baseline's freeze and scar. The total is "
        f"outside its band in {len(missed)}: {', '.join(missed) or 'none'}.",
        "Reactor starts after three accidents, seen and hindcast",
    )
