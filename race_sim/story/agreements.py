"""Talks, agreements, breaches."""

from __future__ import annotations

from collections.abc import Iterator

from race_sim import words
from race_sim.story.sentence import Place, Sentence, World

# Shares of the way to a non-binding agreement.
_UNDER_WAY = 0.10
_OVER = 0.05
_STALL = 0.8  # of the peak
_REVIVAL = 1.3  # times the trough


def told_agreements(world: World) -> Iterator[Sentence]:
    """Agreements signed and ended, and breaches found."""
    breached = {event.step for event in world.events if event.kind == "breach"}
    for event in world.events:
        if event.kind == "agreement":
            yield Sentence(event.step, Place.AGREEMENT, event.text)
        elif event.kind == "breach":
            side = words.SIDE_NAMES[event.side]
            text = f"{side} is caught in breach of the treaty and is sanctioned"
            yield Sentence(event.step, Place.BREACH, text)
        elif event.kind == "agreement ends":
            binding = "treaty" in event.text
            what = "binding treaty" if binding else "non-binding agreement"
            if event.step in breached:
                text = f"that is the end of the {what}"
            else:
                text = f"the {what} lapses"
            yield Sentence(event.step, Place.AGREEMENT, text)


def told_talks(world: World) -> Iterator[Sentence]:
    """How talks go as long as there is no agreement."""
    stage = "idle"
    turning_point = 0.0  # the peak while they move, the trough while they stall
    for step, row in enumerate(world.rows):
        goal = world.scenario.parameters_at(step).talks.non_binding_at
        way = row["talks"] / goal
        if row["treaty"] != "none":
            stage = "idle"
        elif stage == "idle":
            if way >= _UNDER_WAY:
                stage, turning_point = "moving", way
                yield Sentence(step, Place.TALKS, "talks get under way")
        elif stage == "moving":
            turning_point = max(turning_point, way)
            if way < _STALL * turning_point:
                text = (
                    f"talks stall, after {words.percent(turning_point)} "
                    "of the way to a non-binding agreement"
                )
                stage, turning_point = "stalled", way
                yield Sentence(step, Place.TALKS, text)
        else:
            turning_point = min(turning_point, way)
            if way < _OVER:
                stage = "idle"
            elif way > _REVIVAL * turning_point and way >= _UNDER_WAY:
                stage, turning_point = "moving", way
                yield Sentence(step, Place.TALKS, "talks move again")
