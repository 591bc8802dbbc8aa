"""How a race ended, and what it came to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from race_sim import words
from race_sim.game import GAMES
from race_sim.rules.state import SIDES
from race_sim.story.sentence import World
from race_sim.story.standing import gap_text, lead_text


def told_ending(world: World) -> Iterator[str]:
    """Sentences on the ending and on the whole race."""
    outcome = world.outcome
    for text in (
        _ending(world),
        _incidents(world),
        _choices(outcome),
        _games(outcome),
        lead_text(outcome["lead"]),
        gap_text(outcome["us_gap"], outcome["cn_gap"]),
        _cost(outcome),
    ):
        yield words.capital(text) + "."


def _ending(world: World) -> str:
    outcome = world.outcome
    last = world.rows[-1]
    year = int(last["year"] + 1e-6)
    part = words.part_of_year(last["year"], world.step_length)
    when = f" {part} of {year}" if part else f" in {year}"
    if outcome["ending"] == "catastrophe":
        host = outcome["catastrophe_host"]
        return f"a catastrophe in {words.SIDE_NAMES[host]} ends the race{when}"
    if outcome["ending"] == "transition":
        winner = outcome["winner"]
        text = f"{words.SIDE_NAMES[winner]} crosses the finish line first{when}"
        if outcome["lost_at_finish"]:
            return f"{text}, but the outcome is lost to both"
        return f"{text}, and the outcome is not lost"
    return f"the race reaches its horizon, {outcome['end_year']:g}, without a catastrophe"


def _incidents(world: World) -> str:
    sizes = [event.text.partition(":")[0] for event in world.events if event.kind == "incident"]
    number = sum(size != "catastrophe" for size in sizes)
    chernobyl = sizes.count("Chernobyl moment")
    text = "besides it, there" if "catastrophe" in sizes else "there"
    if number == 0:
        return f"{text} was no serious incident"
    if number == 1:
        return f"{text} was one serious incident" + (", a Chernobyl moment" if chernobyl else "")
    text = f"{text} were {words.count(number, 'serious incident')}"
    if chernobyl == 1:
        return f"{text}, one of them a Chernobyl moment"
    if chernobyl == 0:
        return f"{text}, none of them a Chernobyl moment"
    return f"{text}, {words.number_word(chernobyl)} of them Chernobyl moments"


def _choices(outcome: Mapping[str, Any]) -> str:
    us, cn = (_of_the_time(outcome[f"{side}_accelerating"]) for side in SIDES)
    if us == cn:
        return f"each side accelerated {us} of the time"
    return f"the United States accelerated {us} of the time, and China {cn}"


def _of_the_time(share: float) -> str:
    return "all" if share == 1.0 else "none" if share == 0.0 else words.percent(share)


def _games(outcome: Mapping[str, Any]) -> str:
    played = sorted(
        ((float(outcome[f"time_in_{game.key}"]), game.key) for game in GAMES),
        key=lambda pair: -pair[0],
    )
    (first, first_key), *others = [(share, key) for share, key in played[:3] if share > 0.0]
    parts = [f"{words.GAME_NAMES[first_key]} {_of_the_time(first)} of the time"]
    parts += [f"{words.GAME_NAMES[key]} {words.percent(share)}" for share, key in others]
    return f"the game was {words.listing(parts)}"


def _cost(outcome: Mapping[str, Any]) -> str:
    us_harm, cn_harm = (words.size(outcome[f"{side}_harm"]) for side in SIDES)
    us_years, cn_years = (outcome[f"{side}_restriction_years"] for side in SIDES)
    if max(us_years, cn_years) < 0.05:
        regulation = "regulation cost no progress"
    else:
        regulation = f"regulation cost them {us_years:.1f} and {cn_years:.1f} years of progress"
    return (
        f"in units of the smallest serious incident, harm came to {us_harm} in the United States "
        f"and {cn_harm} in China; {regulation}"
    )
