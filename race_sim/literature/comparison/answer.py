"""Asking a question: the curves of every model and of our race, and where each goes."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis import arms, measures
from race_sim.literature.catalogue import model_named
from race_sim.literature.comparison.direction import direction, sampled_direction
from race_sim.literature.comparison.question import (
    ASIDE,
    OURS,
    Line,
    OurLine,
    OurPanel,
    Panel,
    Question,
)
from race_sim.literature.sweep import measures_of

if TYPE_CHECKING:
    import pandas as pd

OUR_LABEL = "Our race"
OUR_DANGER = "chance of a catastrophe"


@dataclass(frozen=True)
class Curve:
    """Danger at each level of what is moved.

    Attributes
    ----------
    model : str
        Its name in the catalogue, or `OURS`.
    title : str
        Its name for readers.
    line : str
        The assumption under which; empty where a panel has one curve.
    moved : str
        What is moved.
    names : tuple of str
        The levels as they are written.
    places : tuple of float
        Where they stand on an axis.
    named : bool
        Whether the levels are names and not numbers.
    danger, unit : str
        What is measured; "share" for a chance or a share.
    values, low, high : tuple of float
        At each level, and the 95 % Monte-Carlo interval; of a published model these are equal.
    goes : str
        Where danger goes: rises, falls, no effect, rises then falls, ...
    assumptions : str
        All other parameters that are not at their defaults.
    safer : bool
        Whether more of what is measured is less danger.
    beside : bool
        Whether it stands beside the answers and is none, see `Panel`.
    """

    model: str
    title: str
    line: str
    moved: str
    names: tuple[str, ...]
    places: tuple[float, ...]
    named: bool
    danger: str
    unit: str
    values: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    goes: str
    assumptions: str
    safer: bool = False
    beside: bool = False

    def measured(self) -> str:
        """What is measured, and whether more of it is less danger."""
        return f"{self.danger}, more is safer" if self.safer else self.danger


@dataclass(frozen=True)
class Answer:
    """What all models say to a question.

    Attributes
    ----------
    question : Question
    curves : tuple of Curve
        Those of published models in the order of their years, then ours.
    worlds, seed : int
        Of our race, a level.
    """

    question: Question
    curves: tuple[Curve, ...]
    worlds: int
    seed: int

    def of(self, model: str) -> list[Curve]:
        """The curves of a model."""
        return [curve for curve in self.curves if curve.model == model]

    def said(self) -> list[Curve]:
        """The curves that answer the question, without what stands beside."""
        return [curve for curve in self.curves if not curve.beside]

    def curve(self, model: str, line: str) -> Curve:
        """One curve; KeyError if there is none."""
        return {(one.model, one.line): one for one in self.curves}[model, line]

    def table(self) -> pd.DataFrame:
        """A row a curve: what is moved, from where to where, danger at both ends, direction."""
        import pandas as pd

        rows = [
            {
                "model": curve.title,
                "moved": curve.moved,
                "from": curve.names[0],
                "to": curve.names[-1],
                "danger": curve.measured(),
                "unit": curve.unit,
                "at_from": curve.values[0],
                "at_to": curve.values[-1],
                "direction": curve.goes,
                "assumption": curve.line,
                "held_at": curve.assumptions,
            }
            for curve in self.curves
        ]
        return pd.DataFrame(rows)

    def directions(self) -> pd.DataFrame:
        """A row a curve: `question`, `model`, `title`, `line`, `moved`, `direction`."""
        import pandas as pd

        rows = [
            {
                "question": self.question.name,
                "model": curve.model,
                "title": curve.title,
                "line": curve.line,
                "moved": curve.moved,
                "direction": curve.goes,
            }
            for curve in self.said()
        ]
        return pd.DataFrame(rows)

    def points(self) -> pd.DataFrame:
        """A row a level of a curve, with the interval: what the figure shows."""
        import pandas as pd

        rows = []
        for curve in self.curves:
            for place, name in enumerate(curve.names):
                rows.append(
                    {
                        "question": self.question.name,
                        "model": curve.model,
                        "title": curve.title,
                        "line": curve.line,
                        "moved": curve.moved,
                        "level": name,
                        "place": curve.places[place],
                        "named": curve.named,
                        "danger": curve.measured(),
                        "unit": curve.unit,
                        "beside": curve.beside,
                        "value": curve.values[place],
                        "low": curve.low[place],
                        "high": curve.high[place],
                        "direction": curve.goes,
                    }
                )
        return pd.DataFrame(rows)


def told(values: dict[str, object]) -> str:
    """Parameters and their values, for a cell of a table."""
    return ", ".join(
        f"{key} {value:g}" if isinstance(value, int | float) else f"{key} {value}"
        for key, value in values.items()
    )


def curve_of(panel: Panel, line: Line) -> Curve:
    """One curve of a published model: one vectorised call, or one for each named level."""
    model = model_named(panel.model)
    defaults: dict[str, float] = model.module().Parameters.defaults()
    if panel.measures:
        chosen = measures_of(panel.model, panel.measures)
        values = [float(one.of(**{**defaults, **line.fixed})) for one in chosen]
        danger = chosen[0]
    else:
        if isinstance(line.measure, str):
            (danger,) = measures_of(panel.model, [line.measure])
        else:
            danger, defaults = line.measure, {}
        levels = np.array(panel.levels)
        found = danger.of(**{**defaults, **line.fixed, panel.parameter: levels})
        values = [float(one) for one in np.broadcast_to(found, levels.shape)]
    fixed = tuple(values)
    return Curve(
        panel.model,
        model.label() + (ASIDE if panel.beside else ""),
        line.label,
        panel.moved,
        panel.level_names(),
        panel.places(),
        bool(panel.names),
        panel.danger or danger.title,
        danger.unit,
        fixed,
        fixed,
        fixed,
        direction([-value for value in values] if panel.safer else values, danger.unit),
        told(dict(line.fixed)),
        panel.safer,
        panel.beside,
    )


def _arms(panel: OurPanel) -> Iterable[arms.Arm]:
    for number, line in enumerate(panel.lines):
        for place, level in enumerate(panel.levels):
            yield arms.Arm(
                f"{number} {place}",
                line.label,
                {**line.values, **panel.values_at(level), **line.values_at(level)},
                changes=panel.changes(line),
                shocks=panel.shocks_at(level),
                since=panel.since,
            )


def our_curves(panel: OurPanel, worlds: int, seed: int) -> list[Curve]:
    """The curves of our race: every level of every line plays the same worlds.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    risk = measures.RISK if math.isinf(panel.since) else measures.LATER_RISK
    found = arms.play(_arms(panel), [risk], worlds, seed)
    curves = []
    for number, line in enumerate(panel.lines):
        keys = [f"{number} {place}" for place in range(len(panel.levels))]
        estimates = [found.value(key, risk.key) for key in keys]
        curves.append(
            Curve(
                OURS,
                OUR_LABEL,
                line.label,
                panel.moved,
                panel.level_names(),
                panel.places(),
                bool(panel.names),
                OUR_DANGER,
                "share",
                tuple(one.value for one in estimates),
                tuple(one.low for one in estimates),
                tuple(one.high for one in estimates),
                sampled_direction([found.values[key][risk.key] for key in keys]),
                _held(line),
            )
        )
    return curves


def _held(line: OurLine) -> str:
    return told({**line.values, **line.switched_off}) or "the baseline"


def ask(question: Question, worlds: int, seed: int) -> Answer:
    """Ask all models and our race.

    Parameters
    ----------
    question : Question
    worlds, seed : int
        Of our race, a level.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    curves = [curve_of(panel, line) for panel in question.panels for line in panel.lines]
    for panel in question.ours:
        curves += our_curves(panel, worlds, seed)
    return Answer(question, tuple(curves), worlds, seed)
