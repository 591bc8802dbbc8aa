"""The story of one world in words: what each side did, what happened, and how it ended.

>>> from race_sim import RaceModel, load_scenario
>>> model = RaceModel(load_scenario("baseline"), seed=1, world=7)
>>> model.run()
>>> told = story(model.scenario, model.history, model.events, model.outcome)
>>> told[0].years, told[0].sentences[0]
('2026', 'Both sides accelerate.')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim import words
from race_sim.story.agreements import told_agreements, told_talks
from race_sim.story.choices import told_choices
from race_sim.story.ending import told_ending
from race_sim.story.games import told_games
from race_sim.story.sentence import World, joined
from race_sim.story.shocks import told_freeze_ends, told_incidents, told_scenario
from race_sim.story.standing import told_standing
from race_sim.yearly import years_of

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.model import Event
    from race_sim.scenario import Scenario

__all__ = ["Passage", "as_text", "story"]


class Passage(NamedTuple):
    """What is told of one year, or of a stretch of years that were alike."""

    years: str  # "2026", "2027 to 2029" or "The end"
    sentences: tuple[str, ...]


def story(
    scenario: Scenario,
    history: pd.DataFrame,
    events: Iterable[Event],
    outcome: Mapping[str, Any],
) -> list[Passage]:
    """The story of one finished world, year by year; quiet years that are alike go together.

    Parameters
    ----------
    scenario : Scenario
        For the pauses, changes and shocks that it makes happen.
    history : DataFrame
        As `RaceModel.history`.
    events : iterable of race_sim.model.Event
        As `RaceModel.events`.
    outcome : mapping
        As `RaceModel.outcome`.
    """
    world = World(scenario, years_of(history), list(events), outcome)
    news = [
        *told_scenario(world),
        *told_freeze_ends(world),
        *told_talks(world),
        *told_games(world),
        *told_incidents(world),
        *told_agreements(world),
        *told_standing(world),
    ]
    passages: list[Passage] = []
    quiet_since = 0
    for year in world.years:
        steps = range(int(year.rows[0]["step"]), int(year.rows[-1]["step"]) + 1)
        told = [one for one in news if one.step in steps]
        sentences = joined(world, [*told_choices(world, year, quiet=not told), *told])
        if not told and quiet_since and passages[-1].sentences == sentences:
            passages[-1] = Passage(f"{quiet_since} to {year.year}", sentences)
            continue
        quiet_since = 0 if told else year.year
        passages.append(Passage(f"{year.year}", sentences))
    passages.append(Passage("The end", tuple(told_ending(world))))
    return passages


def as_text(passages: Sequence[Passage], width: int = 80) -> str:
    """The story as text, each passage with its years in the margin."""
    margin = max(len(passage.years) for passage in passages) + 2
    return "\n".join(
        words.wrapped(
            " ".join(passage.sentences),
            max(width, margin + 20),
            first=passage.years.ljust(margin),
            others=" " * margin,
        )
        for passage in passages
    )
