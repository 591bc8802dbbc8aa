"""The demonstration: a sweep of the rivalry, the baseline, a shock, and the story of one world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from race_sim.gallery import Drawn
    from race_sim.model import RaceModel
    from race_sim.study.result import StudyResult

BASELINE = "baseline"
SHOCK = "chernobyl-2028-cn"
RIVALRY = "payoffs.rivalry=0:1.2:13"
WORLD = 7


class Shown(NamedTuple):
    """One line of the reading guide: a picture, what it shows, and what one sees."""

    path: Path
    title: str
    finding: str


Progress = Callable[[int, int], None]


def demo(
    out: Path,
    worlds: int = 2000,
    seed: int = 1,
    threads: int | None = None,
    tell: Callable[[str], None] = print,
    progress: Progress | None = None,
) -> list[Shown]:
    """Run the demonstration into a folder.

    Parameters
    ----------
    out : Path
        Its parts go into folders of their own in it: `rivalry`, `baseline`,
        `chernobyl-2028-cn` and `one-world`.
    worlds : int
        Worlds a point.
    seed : int
    threads : int, optional
    tell : callable
        Called with a line about what is being done.
    progress : callable, optional
        Called with the number of worlds done and their total, for each part anew.

    Returns
    -------
    list of Shown
        A reading guide, one entry a picture, in the order in which to look at them.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    from race_sim.gallery import RUN, keep_sweep_pictures, keep_world
    from race_sim.model import RaceModel
    from race_sim.study.store import prepare_folder
    from race_sim.study.sweep import check_replaceable, sweep

    # All folders are tried before any time is spent.
    prepare_folder(out / "one-world", RUN)
    for part in (BASELINE, "rivalry", SHOCK):
        check_replaceable(out / part)

    def play(scenario: str, vary: list[str], part: str) -> tuple[StudyResult, list[Drawn]]:
        result = sweep(scenario, vary, worlds, seed, out / part, threads=threads, progress=progress)
        tell("Drawing the pictures ...")
        return result, keep_sweep_pictures(result)

    guide: list[Shown] = []
    tell(f"The baseline: {worlds} worlds.")
    guide += _on_worlds(
        *play(BASELINE, [], BASELINE),
        show=["endings", "harm", "first_chernobyl", "fan", "games"],
        years=[2026.0, 2031.0, 2045.0],
    )
    tell(f"Rivalry from weak to strong: {RIVALRY}, {worlds} worlds a point.")
    guide += _on_rivalry(*play(BASELINE, [RIVALRY], "rivalry"))
    tell(f"A Chernobyl moment in China in 2028: {worlds} worlds.")
    guide += _on_worlds(
        *play(SHOCK, [], SHOCK),
        show=["games", "fan", "endings"],
        years=[2028.0, 2028.25, 2030.0, 2033.0],
    )
    tell(f"One world of the baseline: number {WORLD}.")
    model = RaceModel(BASELINE, seed=seed, world=WORLD)
    model.run()
    guide.append(_on_world(model, keep_world(model, out / "one-world")))
    return guide


def _on_worlds(
    result: StudyResult, drawn: list[Drawn], show: list[str], years: list[float]
) -> Iterator[Shown]:
    from race_sim import findings
    from race_sim.ensemble import trajectories
    from race_sim.gallery import MOST_PATHS

    worlds = result.worlds()
    number = min(len(worlds), MOST_PATHS)
    paths = trajectories(result.study.scenario, number, result.study.seed)
    said = {
        "endings": findings.on_endings(worlds),
        "harm": findings.on_harm(worlds),
        "first_chernobyl": findings.on_first_chernobyl(worlds),
        "fan": findings.on_choices(paths),
        "games": findings.on_games(paths, years),
    }
    by_name = {one.picture.name: one for one in drawn}
    for name in show:
        yield Shown(by_name[name].path, by_name[name].picture.title, said[name])


def _on_rivalry(result: StudyResult, drawn: list[Drawn]) -> Iterator[Shown]:
    from race_sim import findings

    for one in drawn:
        if one.picture.name != "endings":  # the baseline's own, shown already
            text = findings.on_curve(
                result.summary, result.keys[0], "catastrophe", "Worlds that end in a catastrophe"
            )
            yield Shown(one.path, one.picture.title, text)


def _on_world(model: RaceModel, drawn: Drawn) -> Shown:
    from race_sim.gallery import STORY
    from race_sim.story import story

    told = story(model.scenario, model.history, model.events, model.outcome)
    finding = f"{told[-1].sentences[0]} Its story in words: {drawn.path.parent / STORY}"
    return Shown(drawn.path, drawn.picture.title, finding)
