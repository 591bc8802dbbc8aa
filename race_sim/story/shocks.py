"""Incidents, the freezes that follow them, and what a scenario makes happen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from race_sim import words
from race_sim.resolve import kept_after, step_of
from race_sim.rules.incidents import KIND_NAMES
from race_sim.rules.state import SIDES
from race_sim.story.sentence import Place, Sentence, World

if TYPE_CHECKING:
    from race_sim.model import Event

_SMALLEST_FREEZE = 0.02  # share of progress; the end of a smaller one is not told


def told_incidents(world: World) -> Iterator[Sentence]:
    """Every incident with its kind, severity and place, and what a Chernobyl moment stops."""
    rows = world.rows
    hosts: dict[int, list[str]] = {}
    for event in world.events:
        if event.kind != "incident":
            continue
        yield Sentence(event.step, Place.INCIDENT, _incident(world, event))
        if event.text.startswith("Chernobyl moment"):
            hosts.setdefault(event.step, []).append(event.side)
    for step, sides in hosts.items():
        if step + 1 < len(rows):
            host = sides[0]
            yield Sentence(step, Place.AFTERMATH, _aftermath(world, step + 1, host))


def _incident(world: World, event: Event) -> str:
    size = event.text.partition(":")[0]
    place = words.SIDE_NAMES[event.side]
    kind = next(name for name in KIND_NAMES if name in event.text)
    detail = f"{kind}, severity {words.size(event.severity)}"
    if _is_forced(world, event):
        detail += " (the scenario's shock)"
    if size == "incident":
        return f"a serious incident happens in {place}: {detail}"
    return f"a {size} strikes {place}: {detail}"


def _is_forced(world: World, event: Event) -> bool:
    return any(
        shock.side == event.side
        and shock.severity == event.severity
        and step_of(world.scenario.parameters, shock.date) == event.step
        for shock in world.scenario.shocks
    )


def _aftermath(world: World, step: int, host: str) -> str:
    row = world.rows[step]
    rival = words.RIVAL[host]
    stopped, abroad = row[f"{host}_restriction"], row[f"{rival}_restriction"]
    return (
        f"after that, {words.percent(stopped)} of {words.SIDE_POSSESSIVES[host]} progress "
        f"is stopped, and {words.percent(abroad)} of {words.SIDE_POSSESSIVES[rival]}"
    )


def _pause(world: World, side: str, step: int) -> float:
    """Share of progress that a pause of the scenario stops in a step."""
    parameters = world.scenario.parameters
    for pause in world.scenario.pauses:
        begin, until = step_of(parameters, pause.begin), step_of(parameters, pause.until)
        if side in pause.sides and begin <= step < until:
            return pause.share
    return 0.0


def _stopped_by_backlash(world: World, side: str) -> list[float]:
    """Share of progress that freezes and scars stop, step by step, with pauses taken out."""
    shares: list[float] = []
    for step, row in enumerate(world.rows):
        let_through = 1.0 - _pause(world, side, step)
        if let_through > 0.0:
            shares.append(1.0 - (1.0 - row[f"{side}_restriction"]) / let_through)
        else:  # what is behind a full pause cannot be seen
            shares.append(shares[-1] if shares else 0.0)
    return shares


def told_freeze_ends(world: World) -> Iterator[Sentence]:
    """The end of every freeze: where progress comes back faster than a scar heals."""
    ends: dict[int, list[tuple[str, float]]] = {}
    for side in SIDES:
        shares = _stopped_by_backlash(world, side)
        step = 1
        while step < len(shares):
            begin = step
            while step < len(shares) and _thaws(world, shares, step):
                step += 1
            if shares[begin - 1] - shares[step - 1] > _SMALLEST_FREEZE and step > begin:
                ends.setdefault(begin, []).append((side, shares[step - 1]))
            step += 1
    for step, sides in ends.items():
        where = "on both sides" if len(sides) == 2 else f"in {words.SIDE_NAMES[sides[0][0]]}"
        text = f"the freeze ends {where}"
        left = [
            f"{words.percent(share)} of {words.SIDE_POSSESSIVES[side]} progress"
            for side, share in sides
            if share >= 0.005
        ]
        if left:
            text += f"; its scar still stops {words.listing(left)}"
        yield Sentence(step, Place.FREEZE_ENDS, text)


def _thaws(world: World, shares: list[float], step: int) -> bool:
    half_life = world.scenario.parameters_at(step).backlash.scar_half_life
    healed = shares[step - 1] * kept_after(world.step_length, half_life)
    return shares[step] < healed - 1e-9


def told_scenario(world: World) -> Iterator[Sentence]:
    """Changes and pauses that the scenario makes happen, if the race lasts so long."""
    parameters = world.scenario.parameters
    last = len(world.rows)
    for change in world.scenario.changes:
        step = step_of(parameters, change.date)
        if step < last:
            values = words.listing([f"{key} to {value}" for key, value in change.values.items()])
            yield Sentence(step, Place.SCENARIO, f"the scenario sets {values}")
    for pause in world.scenario.pauses:
        begin, until = step_of(parameters, pause.begin), step_of(parameters, pause.until)
        both = len(set(pause.sides)) == 2
        who = "both sides" if both else words.SIDE_NAMES[pause.sides[0]]
        if begin < last:
            verb = "pause" if both else "pauses"
            share = words.percent(pause.share)
            what = "all progress" if pause.share == 1.0 else f"{share} of progress"
            yield Sentence(begin, Place.SCENARIO, f"{who} {verb} {what}")
        if until < last:
            yield Sentence(until, Place.SCENARIO, f"the pause of {who} ends")
