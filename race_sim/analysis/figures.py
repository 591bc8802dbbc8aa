"""The figures of a study that follow from what is varied, or that its file asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race_sim.analysis.first_worlds import first_worlds
from race_sim.analysis.section import Section
from race_sim.plots import drawing, words
from race_sim.problems import InputError, Problem
from race_sim.study.requests import FIGURE_OUTCOMES

if TYPE_CHECKING:
    from race_sim.plots.picture import Picture
    from race_sim.study.result import StudyResult

_CURVE_OUTCOMES = ("catastrophe", "us_accelerating", "cn_accelerating", "binding_treaty_year")
_TITLES = {
    "sweep_curve": "Outcomes against what is varied",
    "sweep_map": "A map of what is varied",
    "endings": "How the worlds ended",
    "harm": "Harm",
    "first_chernobyl": "The first Chernobyl moment",
}
MOST_WORLDS = 200_000  # in one picture


def figures(result: StudyResult) -> list[Section]:
    """A section for each figure; one that was asked for and cannot be drawn says why."""
    asked = result.study.figures
    found = []
    for name in asked or _automatic(result):
        try:
            found.append(_figure(result, name))
        except InputError as error:
            sentence = f"This figure could not be drawn. {error}"
            found.append(Section(name, _TITLES[name], (sentence,), {}, ()))
    return found


def _automatic(result: StudyResult) -> list[str]:
    """The figures that suit a study whose file names none."""
    from race_sim.outcomes import GAME_COLUMNS
    from race_sim.plots.sweeps import is_numeric

    there = set(result.summary["outcome"].unique())
    keys = [key for key in result.keys if result.points[key].nunique() > 1]
    if len(keys) == 1 and there and is_numeric(result.points[keys[0]]):
        return ["sweep_curve"]
    grid = result.study.design.kind == "grid"
    if len(keys) == 2 and grid and there >= {"catastrophe", *GAME_COLUMNS}:
        return ["sweep_map"]
    kept = set(result.study.outcomes)
    if not keys and (not kept or kept.issuperset(FIGURE_OUTCOMES["endings"])):
        return ["endings"]
    return []


def _figure(result: StudyResult, name: str) -> Section:
    study = result.study
    if name == "sweep_curve":
        picture, said = _curve(result)
    elif name == "sweep_map":
        keys = [key for key in result.keys if result.points[key].nunique() > 1]
        picture = drawing(name)(result.summary, keys, "catastrophe", study.title, seed=study.seed)
        said = ["The chance of a catastrophe over both parameters, and the game played most."]
    else:
        picture, said = _of_worlds(result, name)
    return Section(name, _TITLES[name], tuple(said), {}, (picture,))


def _curve(result: StudyResult) -> tuple[Picture, list[str]]:
    from race_sim.analysis.overview import main_outcomes
    from race_sim.plots import naming
    from race_sim.plots.sweeps import is_numeric, outcome_of

    there = set(result.summary["outcome"].unique())
    usual = [name for name in _CURVE_OUTCOMES if name in there]
    outcomes = list(dict.fromkeys([*main_outcomes(result)[:2], *usual]))[:4]
    varied = [key for key in result.keys if result.points[key].nunique() > 1]
    if not varied:
        raise InputError("sweep_curve", [Problem("", "nothing is varied", "two points or more")])
    key = varied[0]
    study = result.study
    picture = drawing("sweep_curve")(result.summary, key, outcomes, study.title, seed=study.seed)
    name = outcomes[0]
    rows = result.summary[result.summary["outcome"] == name].sort_values(key, kind="stable")
    how = outcome_of(name)
    if len(varied) > 1 or not is_numeric(result.points[key]):
        return picture, [f"{words.first_capital(naming.quantity(name))} against {key}."]
    ends = [
        f"{how.with_interval(row['value'], row['low'], row['high'])} at {row[key]:g}"
        for row in (rows.iloc[0], rows.iloc[-1])
    ]
    about = words.first_capital(naming.quantity(name))
    return picture, [f"{about}, from the lowest {key} to the highest: {ends[0]}, {ends[1]}."]


def _of_worlds(result: StudyResult, name: str) -> tuple[Picture, list[str]]:
    from race_sim import findings

    study = result.study
    smallest = int(result.summary["worlds"].min()) if len(result.summary) else MOST_WORLDS
    each = max(1, min(MOST_WORLDS // len(result.points), smallest))
    worlds = first_worlds(result, FIGURE_OUTCOMES[name], each)
    title = study.title
    said = []
    if len(result.points) > 1:
        title = f"{title}, all points together"
        said = [f"These are {words.counted(len(worlds), 'world')}, at most {each:,} of each point."]
    elif len(worlds) < result.played:
        said = [f"These are the first {words.counted(len(worlds), 'world')}."]
    if name == "first_chernobyl":
        time = study.scenario.parameters.time
        picture = drawing(name)(worlds, title, time.start, time.end, seed=study.seed)
        return picture, [findings.on_first_chernobyl(worlds), *said]
    tell = findings.on_endings if name == "endings" else findings.on_harm
    return drawing(name)(worlds, title, seed=study.seed), [tell(worlds), *said]
