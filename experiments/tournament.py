"""Which policy does best against all others, and is it the one that is best for the world?

The question. Axelrod's tournaments asked which strategy does best when it does not know whom it
will meet. In a race for AI the payoffs move, the chairs differ, and a catastrophe falls on both.
So: which policy earns its side most, whoever sits opposite? Is it also the one under which the
danger is least? And does the order survive a world in which what is done is not always what was
chosen?

The design. Every policy against every policy, itself included, in both chairs, under common luck:
once as the baseline is, and once with a chance of one in twenty that a decision goes wrong.

What it measures. A policy's score: its mean payoff over all opponents and both chairs, with each
step's harm at its expectation. The chance of a catastrophe in its races. Differences between
policies are paired by world.

To run it: python experiments/tournament.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from scipy.stats import spearmanr

import race_sim
from race_sim.analysis import paired, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.plots import style, words
from race_sim.plots.picture import Picture
from race_sim.plots.rows import label_rows, value_axis
from race_sim.plots.sheet import new_sheet, settle
from race_sim.tournament.play import Played, play
from race_sim.tournament.ranking import ranking_of, ties_with_first, unfirm_steps
from race_sim.words import listing

NAME = "tournament"
QUESTION = (
    "Which policy does best against all others, and is it the one that is best for the world?"
)
WORLDS = 1000
ERROR = 0.05
GRID = "default"  # of the far-sighted policies; the tests take a coarse one
SURE, ERRING = "as chosen", "with errors"
SETTINGS: dict[str, dict[str, float]] = {SURE: {}, ERRING: {"choice.error": ERROR}}


def play_both(worlds: int, seed: int) -> dict[str, Played]:
    """The tournament in both settings."""
    played = {}
    for setting, values in SETTINGS.items():
        scenario = race_sim.load_scenario("baseline", {**values, "foresight.grid": GRID})
        played[setting] = play(scenario=scenario, worlds=worlds, seed=seed)
    return played


def table_of(played: dict[str, Played]) -> pd.DataFrame:
    """One row a setting and policy: the columns of a ranking, with the setting in front."""
    parts = []
    for setting, one in played.items():
        ranking = ranking_of(one)
        ranking.insert(0, "setting", setting)
        parts.append(ranking)
    return pd.concat(parts, ignore_index=True)


def _of(table: pd.DataFrame, setting: str) -> pd.DataFrame:
    return table[table["setting"] == setting].reset_index(drop=True)


def sentences_on(table: pd.DataFrame) -> Iterator[str]:
    """The finding in sentences; every number and every order is read off the table."""
    sure, erring = _of(table, SURE), _of(table, ERRING)
    yield _on_first(sure, "As the baseline is")
    yield _on_first(erring, f"With errors in {100 * ERROR:g} % of decisions")
    yield _on_the_world(sure)
    yield from _on_chairs(sure)
    yield _on_errors(sure, erring)
    steps = len(sure) - 1
    yield (
        f"Of {steps} steps from rank to rank, {unfirm_steps(sure)} are not firm as the baseline "
        f"is, and {unfirm_steps(erring)} with errors: the paired interval holds zero."
    )


def _on_first(ranking: pd.DataFrame, where: str) -> str:
    first, second = ranking.iloc[0], ranking.iloc[1]
    score = wording.number(paired.from_columns(first, "score"))
    equals = ties_with_first(ranking)
    text = f"{where}, {first['policy']} has the highest score, {score}"
    if equals:
        return f"{text}; {listing(equals)} cannot be told from it."
    ahead = wording.number(paired.from_columns(second, "behind_first"))
    return f"{text}, ahead of {second['policy']} by {ahead}."


def _on_the_world(ranking: pd.DataFrame) -> str:
    safest = ranking.iloc[int(ranking["catastrophe_risk_value"].argmin())]
    first, last = ranking.iloc[0], ranking.iloc[-1]
    rank = float(spearmanr(ranking["score_value"], ranking["catastrophe_risk_value"]).statistic)
    risk = [
        wording.percent(paired.from_columns(row, "catastrophe_risk"))
        for row in (safest, first, last)
    ]
    same = (
        "this is also the policy with the highest score"
        if safest["policy"] == first["policy"]
        else f"in those of the policy with the highest score it is {risk[1]}"
    )
    return (
        f"The danger is least in the races of {safest['policy']}, a chance of a catastrophe of "
        f"{risk[0]}; {same}. In the races of the last, {last['policy']}, it is {risk[2]}. "
        f"Over all policies the rank correlation of score "
        f"and danger is {wording.plain(rank, 2)}."
    )


def _on_chairs(ranking: pd.DataFrame) -> Iterator[str]:
    for name, side in (("us_payoff", "the United States"), ("cn_payoff", "China")):
        best = ranking.iloc[int(ranking[f"{name}_value"].argmax())]
        yield (
            f"In the chair of {side}, {best['policy']} earns most, "
            f"{wording.number(paired.from_columns(best, name))}; its rank over both chairs is "
            f"{best['rank']}."
        )


def _on_errors(sure: pd.DataFrame, erring: pd.DataFrame) -> str:
    before = sure.set_index("policy")["rank"]
    change = (before - erring.set_index("policy")["rank"]).sort_values(kind="stable")
    if not change.any():
        return "Errors change no rank."
    fallen, risen = change.index[0], change.index[-1]
    return (
        f"Errors change the ranks of {int((change != 0).sum())} policies: {risen} rises furthest, "
        f"by {_ranks(change.iloc[-1])}, and {fallen} falls furthest, by "
        f"{_ranks(-change.iloc[0])}."
    )


def _ranks(number: int) -> str:
    return f"{int(number)} rank{'' if number == 1 else 's'}"


def _draw_scores(axes: Axes, table: pd.DataFrame, names: list[str]) -> None:
    looks = {SURE: (style.INK, "D"), ERRING: (style.ORANGE, "o")}
    for setting, (colour, marker) in looks.items():
        rows = _of(table, setting).set_index("policy")
        for place, name in enumerate(names):
            row = rows.loc[name]
            axes.plot(
                [row["score_low"], row["score_high"]], [-place, -place], color=colour, linewidth=1.6
            )
            axes.plot(row["score_value"], -place, marker=marker, markersize=6, color=colour)
    axes.legend(
        handles=[
            Line2D([], [], color=colour, marker=marker, markersize=6, linewidth=1.6, label=label)
            for (colour, marker), label in zip(
                looks.values(),
                ("as chosen", f"{100 * ERROR:g} % of decisions go wrong"),
                strict=True,
            )
        ],
        loc="lower left",
        bbox_to_anchor=(0.0, 1.0),
        ncols=2,
        borderaxespad=0.2,
    )
    label_rows(axes, names)
    value_axis(axes, "score: mean payoff over all opponents and both chairs")


def _draw_danger(axes: Axes, table: pd.DataFrame, names: list[str]) -> None:
    for setting, colour, marker in ((SURE, style.INK, "D"), (ERRING, style.ORANGE, "o")):
        rows = _of(table, setting).set_index("policy").loc[names]
        axes.plot(
            100.0 * rows["catastrophe_risk_value"].to_numpy(),
            -np.arange(len(names)),
            linestyle="none",
            marker=marker,
            markersize=6,
            color=colour,
        )
    axes.set(ylim=(-len(names) + 0.4, 0.6), yticks=[])
    axes.set_xlim(left=0.0)
    value_axis(axes, "chance of a catastrophe, %")


@style.drawing()
def draw(table: pd.DataFrame, worlds: int, seed: int) -> Picture:
    """Scores and danger of all policies, in both settings, by rank."""
    sure = _of(table, SURE)
    names = [str(name) for name in sure["policy"]]
    headline = "Which policy does best, and what it does to the world"
    title = "Every policy against every policy, 2026 to 2046"
    source = words.source_line(worlds, seed, "Lines: 95 % Monte-Carlo intervals", each="a pair")
    figure = new_sheet(headline, title, source, 0.235 * len(names) + 1.0)
    scores, danger = figure.subplots(1, 2, width_ratios=(1.5, 1.0))
    _draw_scores(scores, table, names)
    _draw_danger(danger, table, names)
    settle(figure)
    parts = [words.headed(headline, title)]
    for row in sure.to_dict("records"):
        parts.append(
            f"{row['rank']}, {row['policy']}: score {words.number(row['score_value'])}, chance of "
            f"a catastrophe {words.percent(row['catastrophe_risk_value'])}"
        )
    return Picture(NAME, figure, table, words.sentence(*parts), words.headed(headline, title))


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    table = table_of(play_both(worlds, seed))
    sentences = tuple(sentences_on(table))
    return Finding(NAME, QUESTION, sentences, (draw(table, worlds, seed),), worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
