"""How do rivalry, and an open exchange on safety, bear on the danger?

The question. Rivalry makes a safe outcome less likely, it is said, and researchers on both sides
would rather work together. How much more dangerous is the race the more leading is worth? How much
safer does an open exchange make it? And do safer actors take more risks, and so undo some of that
(risk compensation; Peltzman, S., 1975, Journal of Political Economy 83, 677-726)?

The design. A grid over the worth of leading (`payoffs.rivalry`, 0 to 1.2) and the openness of the
exchange (`exchange.openness`, 0 to 0.6), under common luck. Then, at the baseline's rivalry, the
effect of opening the exchange from 0 to 0.6 is taken apart: the choices that both sides make in
the closed exchange are played again, world by world, in the open one. What that changes is the
direct effect; what the choices of the open exchange change beyond it is the answer of the actors.
(The few worlds that end sooner in the closed exchange go on by the actors' own policies.)

What it measures. The share of worlds that end in a catastrophe, Chernobyl moments, and the share of
time in which a side accelerates. All differences are paired.

To run it: python experiments/rivalry_and_openness.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

import race_sim
from race_sim.analysis import paired, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.analysis.replay import replay
from race_sim.outcomes import Estimate, estimate
from race_sim.plots import style, words
from race_sim.plots.marks import Look, draw_estimate, signed
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet
from race_sim.study.design import Vary
from race_sim.study.result import StudyResult
from race_sim.study.sweep import sweep
from race_sim.words import SIDE_NAMES

NAME = "rivalry_and_openness"
QUESTION = "How do rivalry, and an open exchange on safety, bear on the danger?"
WORLDS = 4_000
RIVALRY = Vary("payoffs.rivalry", (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2))
OPENNESS = Vary("exchange.openness", (0.0, 0.15, 0.3, 0.45, 0.6))
BASELINE_OPENNESS = 0.15
OUTCOMES = ("catastrophe", "chernobyl_moments", "us_accelerating", "cn_accelerating")


class Apart(NamedTuple):
    """An open exchange taken apart: three tables of the same worlds, at the baseline's rivalry."""

    closed: pd.DataFrame
    same_choices: pd.DataFrame  # open, with the choices of the closed exchange
    open: pd.DataFrame


def take_apart(worlds: int, seed: int) -> Apart:
    """Play the closed and the open exchange, and the choices of the one in the other."""
    closed, opened = (
        race_sim.load_scenario("baseline", {OPENNESS.key: openness})
        for openness in (OPENNESS.values[0], OPENNESS.values[-1])
    )
    return Apart(
        race_sim.simulate(closed, worlds=worlds, seed=seed),
        replay(closed, opened, worlds=worlds, seed=seed),
        race_sim.simulate(opened, worlds=worlds, seed=seed),
    )


def effects_of(apart: Apart) -> pd.DataFrame:
    """One row an outcome and effect: what opening the exchange changes, in all and by parts."""
    pairs = {
        "all": (apart.closed, apart.open),
        "direct": (apart.closed, apart.same_choices),
        "answer": (apart.same_choices, apart.open),
    }
    rows = []
    for outcome in OUTCOMES:
        for effect, (before, after) in pairs.items():
            found = paired.difference(before, after, outcome)
            row = {"outcome": outcome, "effect": effect, **found._asdict()}
            rows.append(row | {"worlds": len(before)})
    return pd.DataFrame(rows)


def undone(apart: Apart, outcome: str) -> Estimate | None:
    """What share of the direct effect the answer undoes; None if that effect is not clear."""
    direct = paired.difference(apart.closed, apart.same_choices, outcome)
    if wording.direction(direct) == 0:
        return None
    columns = [table[outcome].to_numpy(dtype=float) for table in apart]
    return paired.ratio(columns[1] - columns[2], columns[1] - columns[0])


def _effect(effects: pd.DataFrame, outcome: str, effect: str) -> Estimate:
    row = effects[(effects["outcome"] == outcome) & (effects["effect"] == effect)].iloc[0]
    return Estimate(row["value"], row["low"], row["high"])


class Grid:
    """The worlds of every point of the grid."""

    def __init__(self, swept: StudyResult):
        self.swept = swept
        self.points = swept.points
        self._tables: dict[int, pd.DataFrame] = {}

    def at(self, rivalry: float, openness: float) -> pd.DataFrame:
        """The worlds at one point."""
        chosen = self.points[
            np.isclose(self.points[RIVALRY.key], rivalry)
            & np.isclose(self.points[OPENNESS.key], openness)
        ]
        point = int(chosen["point"].iloc[0])
        if point not in self._tables:
            self._tables[point] = self.swept.worlds(point)
        return self._tables[point]

    def surface(self, outcome: str) -> np.ndarray:
        """Estimates over the grid, shape (openness, rivalry)."""
        return np.array(
            [
                [estimate(self.at(rivalry, openness), outcome).value for rivalry in RIVALRY.values]
                for openness in OPENNESS.values
            ]
        )

    def table(self) -> pd.DataFrame:
        """One row a point and outcome: estimate, and paired difference from the closed exchange."""
        rows = []
        for rivalry in RIVALRY.values:
            for openness in OPENNESS.values:
                own, closed = self.at(rivalry, openness), self.at(rivalry, OPENNESS.values[0])
                for outcome in OUTCOMES:
                    change = paired.difference(closed, own, outcome)
                    rows.append(
                        {
                            RIVALRY.key: rivalry,
                            OPENNESS.key: openness,
                            "outcome": outcome,
                            **estimate(own, outcome)._asdict(),
                            **paired.columns("against_closed", change),
                            "worlds": len(own),
                        }
                    )
        return pd.DataFrame(rows)


def sentences_on(grid: Grid, apart: Apart, effects: pd.DataFrame) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the worlds."""
    yield _on_rivalry(grid)
    yield _on_openness(grid)
    yield _on_direct(effects)
    yield _on_answer(effects)
    yield _on_undone(apart, effects)


def _on_rivalry(grid: Grid) -> str:
    tables = [grid.at(rivalry, BASELINE_OPENNESS) for rivalry in RIVALRY.values]
    first, last = tables[0], tables[-1]
    change = paired.difference(first, last, "catastrophe")
    shares = [estimate(table, "catastrophe").value for table in tables]
    ups = sum(after > before for before, after in itertools.pairwise(shares))
    both = paired.difference(first, last, "us_accelerating")
    return (
        f"When leading is worth {RIVALRY.values[-1]:g} instead of {RIVALRY.values[0]:g} payoff a "
        f"year, the share of worlds that end in a catastrophe {wording.points(change)}, from "
        f"{wording.percent(estimate(first, 'catastrophe'))} to "
        f"{wording.percent(estimate(last, 'catastrophe'))}; it goes up at {ups} of "
        f"{len(shares) - 1} steps between. The share of time in which the United States "
        f"accelerates {wording.points(both)}."
    )


def _on_openness(grid: Grid) -> str:
    parts = []
    for rivalry in (RIVALRY.values[0], RIVALRY.values[-1]):
        closed = grid.at(rivalry, OPENNESS.values[0])
        opened = grid.at(rivalry, OPENNESS.values[-1])
        change = paired.difference(closed, opened, "catastrophe")
        parts.append(f"{wording.points(change)} where leading is worth {rivalry:g}")
    return (
        f"When the exchange opens from {OPENNESS.values[0]:g} to {OPENNESS.values[-1]:g}, that "
        f"share {'; it '.join(parts)}."
    )


def _on_direct(effects: pd.DataFrame) -> str:
    return (
        "At the baseline's rivalry, and with both sides doing, world by world, what they do in the "
        "closed exchange, opening it would change this: the share of worlds that end in a "
        f"catastrophe {wording.points(_effect(effects, 'catastrophe', 'direct'))}, and the number "
        "of Chernobyl moments "
        f"{wording.moves(_effect(effects, 'chernobyl_moments', 'direct'))}."
    )


def _on_answer(effects: pd.DataFrame) -> str:
    times = [_effect(effects, f"{side}_accelerating", "all") for side in ("us", "cn")]
    said = "; ".join(
        f"{SIDE_NAMES[side]}: the share of time in which it accelerates {wording.points(change)}"
        for side, change in zip(("us", "cn"), times, strict=True)
    )
    signs = {wording.direction(change) for change in times}
    verdict = {
        frozenset({1}): "Both answer by accelerating more",
        frozenset({-1}): "Both answer by accelerating less",
    }.get(frozenset(signs), "They do not answer alike")
    return (
        f"{verdict} ({said}). This answer alone changes the share of worlds that end in a "
        f"catastrophe: it {wording.points(_effect(effects, 'catastrophe', 'answer'))}; the number "
        f"of Chernobyl moments {wording.moves(_effect(effects, 'chernobyl_moments', 'answer'))}."
    )


def _on_undone(apart: Apart, effects: pd.DataFrame) -> str:
    parts = []
    for outcome, name in (
        ("catastrophe", "catastrophes"),
        ("chernobyl_moments", "Chernobyl moments"),
    ):
        found = undone(apart, outcome)
        if found is None:
            parts.append(f"for {name} there is no clear direct effect to undo")
            continue
        verb = {1: "undoes", 0: "neither undoes nor adds to, measurably,", -1: "adds"}[
            wording.direction(found)
        ]
        share = wording.scaled(found, -1.0 if wording.direction(found) < 0 else 1.0)
        of = "to" if wording.direction(found) < 0 else "of"
        parts.append(
            f"for {name} it {verb} {wording.percent(share)} {of} the direct effect"
            if wording.direction(found)
            else f"for {name} it {verb} the direct effect ({wording.percent(share)})"
        )
    both = [_effect(effects, name, "all") for name in ("catastrophe", "chernobyl_moments")]
    return (
        f"Risk compensation: {'; '.join(parts)}. In all, the share of worlds that end in a "
        f"catastrophe {wording.points(both[0])}, and the number of Chernobyl moments "
        f"{wording.moves(both[1])}."
    )


def _draw_map(axes: Axes, grid: Grid, outcome: str, title: str, digits: int) -> None:
    surface = 100.0 * grid.surface(outcome)
    x, y = np.array(RIVALRY.values), np.array(OPENNESS.values)
    axes.pcolormesh(x, y, surface, cmap="cividis", shading="nearest")
    middle = (surface.min() + surface.max()) / 2
    for row, openness in enumerate(y):
        for column, rivalry in enumerate(x):
            value = surface[row, column]
            axes.text(
                rivalry,
                openness,
                f"{value:.{digits}f}",
                ha="center",
                va="center",
                fontsize=style.SMALL,
                color="white" if value < middle else "black",
            )
    axes.set(title=title, xlabel="worth of leading (payoff a year)", xticks=x, yticks=y)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


_EFFECTS = {
    "direct": ("directly: the\nsame choices", "s", style.GREEN),
    "answer": ("by the answer:\nother choices", "^", style.VERMILION),
    "all": ("in all", "o", style.BLACK),
}


def _draw_effects(
    axes: Axes, effects: pd.DataFrame, outcome: str, factor: float, title: str
) -> None:
    digits = 1 if factor > 1.0 else 2
    for place, (effect, (_, marker, colour)) in enumerate(_EFFECTS.items()):
        shown = wording.scaled(_effect(effects, outcome, effect), factor)
        draw_estimate(axes, -place, shown, signed(shown.value, digits), Look(colour, marker))
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=0.8)
    axes.set_yticks(
        [-place for place in range(len(_EFFECTS))], [text for text, _, _ in _EFFECTS.values()]
    )
    axes.tick_params(axis="y", length=0, labelcolor=style.INK)
    axes.set(ylim=(-len(_EFFECTS) + 0.5, 0.6), title=title)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:g}".replace("-", "\N{MINUS SIGN}"))
    )
    axes.margins(x=0.12)


@style.drawing()
def draw(grid: Grid, effects: pd.DataFrame, worlds: int, seed: int) -> Picture:
    """Two maps over the grid, and an open exchange taken apart."""
    headline = "Rivalry, openness, and the danger"
    title = (
        "The baseline with other worths of leading and another openness of the exchange on safety; "
        "its own are 0.76 and 0.15"
    )
    source = words.source_line(
        worlds,
        seed,
        "A point, with the same luck. Brackets: 95 % intervals of paired differences",
    )
    figure = new_sheet(headline, title, source, 5.6)
    upper, lower = figure.subfigures(2, 1, height_ratios=(1.25, 1.0))
    maps = upper.subplots(1, 2, sharey=True)
    _draw_map(maps[0], grid, "catastrophe", "Catastrophe, % of worlds", 1)
    _draw_map(maps[1], grid, "us_accelerating", "United States accelerates, % of the time", 0)
    maps[0].set_ylabel("openness of the exchange")
    lower.suptitle(
        f"Opening the exchange from {OPENNESS.values[0]:g} to {OPENNESS.values[-1]:g}, at the "
        "baseline's rivalry: what it changes",
        x=0.01,
        ha="left",
        fontsize=style.MEDIUM,
    )
    parts = lower.subplots(1, 2, sharey=True)
    _draw_effects(parts[0], effects, "catastrophe", 100.0, "Catastrophe, percentage points")
    _draw_effects(parts[1], effects, "chernobyl_moments", 1.0, "Chernobyl moments a world")
    table = grid.table()
    first, last = (RIVALRY.values[0], RIVALRY.values[-1])
    alt = words.sentence(
        words.headed(headline, title),
        *(
            f"Leading worth {rivalry:g}, openness {openness:g}: catastrophe in "
            f"{wording.percent(estimate(grid.at(rivalry, openness), 'catastrophe'))} of worlds"
            for rivalry in (first, last)
            for openness in (OPENNESS.values[0], OPENNESS.values[-1])
        ),
        *(
            f"Opening the exchange, {text.replace(chr(10), ' ')}: the share of catastrophes "
            f"{wording.points(_effect(effects, 'catastrophe', effect))}, Chernobyl moments "
            f"{wording.moves(_effect(effects, 'chernobyl_moments', effect))}"
            for effect, (text, _, _) in _EFFECTS.items()
        ),
    )
    return Picture(NAME, figure, table, alt, words.headed(headline, title))


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    grid = Grid(sweep("baseline", [RIVALRY, OPENNESS], worlds=worlds, seed=seed))
    apart = take_apart(worlds, seed)
    effects = effects_of(apart)
    sentences = tuple(sentences_on(grid, apart, effects))
    picture = draw(grid, effects, worlds, seed)
    return Finding(NAME, QUESTION, sentences, (picture,), worlds, seed, {"open_exchange": effects})


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
