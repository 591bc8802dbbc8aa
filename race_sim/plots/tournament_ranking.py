"""The ranking of a tournament: scores with intervals, by chair, and what each does to the world."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.rows import label_rows, notes_beside, value_axis
from race_sim.plots.sheet import new_sheet, settle
from race_sim.plots.tournament_matrix import short

_MADE_BY = "race_sim.tournament.ranking.ranking_of"
_COLUMNS = tuple(
    f"{name}_{part}"
    for name in ("score", "us_payoff", "cn_payoff", "catastrophe_risk", "behind_previous")
    for part in ("value", "low", "high")
)
_ROW = 0.235  # inches
_SEATS = (("us_payoff", "us", 0.0), ("cn_payoff", "cn", 0.0))


def _draw(axes: Axes, ranking: pd.DataFrame) -> None:
    for place, row in enumerate(ranking.to_dict("records")):
        ends = [row["us_payoff_value"], row["cn_payoff_value"]]
        axes.plot(ends, [-place, -place], color=style.RULE, linewidth=1.2, zorder=1)
        for name, side, _ in _SEATS:
            axes.plot(
                row[f"{name}_value"],
                -place,
                marker=style.SIDE_MARKERS[side],
                markersize=5.0,
                color=style.SIDE_COLOURS[side],
                markerfacecolor="white",
                markeredgewidth=1.3,
                zorder=2,
            )
        reach = [row["score_low"], row["score_high"]]
        axes.plot(
            reach,
            [-place, -place],
            marker="|",
            markersize=9,
            markeredgewidth=1.5,
            color=style.INK,
            linewidth=1.6,
            zorder=3,
        )
        axes.plot(row["score_value"], -place, marker="D", markersize=5.5, color=style.INK, zorder=4)


def _names(ranking: pd.DataFrame) -> list[str]:
    """Rank and name; a rank that is not firm against the one before begins with a tie sign."""
    names = []
    for place, row in enumerate(ranking.to_dict("records")):
        firm = place == 0 or row["behind_previous_low"] > 0.0
        names.append(f"{short(row['policy'], 36)}  {'' if firm else '≈ '}{row['rank']}")
    return names


@style.drawing()
def draw(ranking: pd.DataFrame, title: str, worlds: int, seed: int) -> Picture:
    """Scores of all policies, the best at the top, with those of both chairs.

    Parameters
    ----------
    ranking : DataFrame
        From `race_sim.tournament.ranking.ranking_of`.
    title : str
        What was simulated.
    worlds, seed : int
        For the source line.

    Returns
    -------
    Picture
        Table: `ranking`.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("tournament_ranking", ranking, ("rank", "policy", *_COLUMNS), _MADE_BY)
    headline = "Which policy does best"
    source = words.source_line(
        worlds,
        seed,
        "Score: mean payoff over all opponents, itself included, and both chairs. "
        "Brackets: 95 % Monte-Carlo intervals",
        each="a pair",
    )
    loose = any(not low > 0.0 for low in ranking["behind_previous_low"].iloc[1:])
    key = (
        "≈: cannot be told from the rank above, by the interval of the difference, paired world "
        "by world; that is narrower than the brackets suggest."
        if loose
        else ""
    )
    figure = new_sheet(headline, title, source, _ROW * len(ranking) + 1.1, key)
    axes = figure.add_subplot()
    _draw(axes, ranking)
    label_rows(axes, _names(ranking), 3.4)
    value_axis(axes, "mean payoff")
    risks = [f"{100.0 * risk:.1f}{words.NO_BREAK}%" for risk in ranking["catastrophe_risk_value"]]
    notes_beside(axes, risks, "chance of a\ncatastrophe\nin its races")
    axes.legend(
        handles=_legend(),
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=3,
        handletextpad=0.3,
        columnspacing=1.4,
        borderaxespad=0.2,
    )
    settle(figure)
    return Picture(
        "tournament_ranking",
        figure,
        ranking,
        _alt(headline, title, ranking),
        words.headed(headline, title),
    )


def _legend() -> list[Line2D]:
    handles = [
        Line2D([], [], color=style.INK, marker="D", markersize=5.5, linewidth=1.6, label="score")
    ]
    for side, name in style.SIDE_NAMES.items():
        handles.append(
            Line2D(
                [],
                [],
                linestyle="none",
                marker=style.SIDE_MARKERS[side],
                markersize=5.0,
                color=style.SIDE_COLOURS[side],
                markerfacecolor="white",
                markeredgewidth=1.3,
                label=f"as {'the ' if side == 'us' else ''}{name}",
            )
        )
    return handles


def _alt(headline: str, title: str, ranking: pd.DataFrame) -> str:
    parts = [words.headed(headline, title)]
    for row in ranking.to_dict("records"):
        score = words.number_with_interval(row["score_value"], row["score_low"], row["score_high"])
        parts.append(
            f"{row['rank']}, {row['policy']}: score {score}, as the United States "
            f"{words.number(row['us_payoff_value'])}, as China "
            f"{words.number(row['cn_payoff_value'])}, chance of a catastrophe "
            f"{words.percent(row['catastrophe_risk_value'])}"
        )
    return words.sentence(*parts)
