"""A counterfactual in sentences: every number and every direction is read off the two histories."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from race_sim.analysis.wording import plain
from race_sim.outcomes import COLUMNS
from race_sim.words import SIDE_NAMES, capital, count, listing, part_of_year, percent

if TYPE_CHECKING:
    from race_sim.analysis.counterfactual import Counterfactual, Parting
    from race_sim.model import Event, RaceModel

FACTUAL = "As it happened"
OTHER = "With the change"
_DOES = {True: "invests in safety", False: "accelerates"}
_DID = {True: "invested", False: "accelerated"}
_MOST_TOLD = 4


def change_in_words(found: Counterfactual) -> str:
    """What is changed, for example `us.policy = always-safe instead of logit-response`."""
    scenario = found.factual.scenario
    return listing(
        [
            f"{key} = {value} instead of {scenario[key]}"
            if scenario[key] != value
            else f"{key} = {value}, as it was"
            for key, value in found.values.items()
        ]
    )


def date_in_words(found: Counterfactual, year: float) -> str:
    """A step's date: `in the third quarter of 2031`."""
    part = part_of_year(year, found.factual.settings.step)
    whole = int(year + 1e-6)
    if not part:
        return f"in {whole}"
    return f"{part} of {whole}" if part.endswith("quarter") else f"{part} {whole}"


def sentences_on(found: Counterfactual) -> Iterator[str]:
    """The sentences of `Counterfactual.sentences`."""
    seed, world = found.factual.seed, found.factual.world
    yield f"World {world} of seed {seed}, the same luck, but {change_in_words(found)}."
    parting = found.parting
    if parting is None:
        yield _on_no_parting(found)
        return
    when = date_in_words(found, parting.year)
    if parting.step > 0:
        yield (
            f"The two histories are equal, bit for bit, for {count(parting.step, 'step')}. They "
            f"part {when}: {_on_first(found, parting)}."
        )
    else:
        yield f"The two histories part at the start, {when}: {_on_first(found, parting)}."
    yield from _on_later(found, parting)
    for name, model in ((FACTUAL, found.factual), (OTHER, found.other)):
        yield f"{name}, from then on: {_afterwards(model, parting.step)}."
    yield from _on_outcomes(found)


def _on_no_parting(found: Counterfactual) -> str:
    if len(found.outcomes):
        names = listing(list(found.outcomes["outcome"]))
        return (
            "No state, no choice and nothing that happens differs; only what it is counted as "
            f"does: {names}."
        )
    outlook = found.first("outlook")
    seen = (
        ""
        if outlook is None
        else f", although what both sides face or believe differs from {outlook.year:g} on"
    )
    return f"The change changes nothing: both histories are equal, bit for bit, to the end{seen}."


def _on_first(found: Counterfactual, parting: Parting) -> str:
    if parting.kind == "choice":
        return _on_choices(found, parting)
    if parting.kind == "happening":
        return _on_events(found, parting)
    verb = "differs" if len(parting.columns) == 1 else "differ"
    return f"{listing([_plain(name) for name in parting.columns])} {verb}"


def _plain(column: str) -> str:
    side, _, rest = column.partition("_")
    names = {"us": "US", "cn": "Chinese"}
    return f"{names[side]} {rest.replace('_', ' ')}" if side in names else column.replace("_", " ")


def _on_choices(found: Counterfactual, parting: Parting) -> str:
    parts = []
    for column in parting.columns:
        side = column.split("_")[0]
        before = bool(found.factual.history[column].iloc[parting.step])
        parts.append(f"{SIDE_NAMES[side]} {_DOES[not before]} where it {_DID[before]}")
    return listing(parts)


def _told(events: Sequence[Event]) -> str:
    if not events:
        return "nothing"
    said = [
        event.text if event.side == "both" else f"{event.text}, in {SIDE_NAMES[event.side]}"
        for event in events[:_MOST_TOLD]
    ]
    more = len(events) - len(said)
    return "; ".join(said) + (f"; and {count(more, 'event')} more" if more else "")


def _on_events(found: Counterfactual, parting: Parting) -> str:
    only_first, only_second = found.events_at(parting.step)
    if not only_first and not only_second:
        return f"the same happens with another {listing([_plain(c) for c in parting.columns])}"
    return f"as it happened, {_told(only_first)}; with the change, {_told(only_second)}"


def _on_later(found: Counterfactual, parting: Parting) -> Iterator[str]:
    """The first choice and the first happening that differ, where they come after the parting."""
    choice, happening = found.first("choice"), found.first("happening")
    if choice is not None and choice.step >= parting.step and choice is not parting:
        yield (
            f"The first choice that differs comes {date_in_words(found, choice.year)}: "
            f"{_on_choices(found, choice)}."
        )
    if choice is None:
        yield "No choice differs as long as both races last."
    if happening is not None and happening is not parting:
        yield (
            f"The first happening that differs comes {date_in_words(found, happening.year)}: "
            f"{_on_events(found, happening)}."
        )
    if happening is None:
        yield "The same incidents and agreements come in both."


def _afterwards(model: RaceModel, step: int) -> str:
    later = model.history[model.history["step"] >= step]
    invests = [
        f"{SIDE_NAMES[side]} {percent(float(later[f'{side}_invests'].mean()))}"
        for side in ("us", "cn")
    ]
    incidents = int(later["us_incidents"].sum() + later["cn_incidents"].sum())
    great = int(later["us_chernobyl_moments"].sum() + later["cn_chernobyl_moments"].sum())
    return (
        f"{count(incidents, 'incident')}, {count(great, 'Chernobyl moment')} among them; "
        f"time spent investing in safety: {listing(invests)}; {ending_in_words(model)}"
    )


def ending_in_words(model: RaceModel) -> str:
    """How a world ends: `a catastrophe in China ends it in 2039.5`."""
    outcome = model.outcome
    year = f"{outcome['end_year']:g}"
    if outcome["ending"] == "catastrophe":
        return f"a catastrophe in {SIDE_NAMES[outcome['catastrophe_host']]} ends it in {year}"
    if outcome["ending"] == "transition":
        lost = ", and the outcome is lost to both" if outcome["lost_at_finish"] else ""
        return f"{SIDE_NAMES[outcome['winner']]} crosses the finish line in {year}{lost}"
    return f"it is still open in {year}"


def _on_outcomes(found: Counterfactual) -> Iterator[str]:
    before, after = found.factual.outcome, found.other.outcome
    if before["catastrophe"] and not after["catastrophe"]:
        yield "The change prevents the catastrophe."
    if after["catastrophe"] and not before["catastrophe"]:
        yield "The change brings a catastrophe about."
    told = []
    for name in ("lead", "us_welfare", "cn_welfare", "us_payoff", "cn_payoff"):
        if name not in COLUMNS:
            continue
        one, two = (plain(float(outcome[name]), 2) for outcome in (before, after))
        unit = " OOM" if name == "lead" else ""
        if one != two:
            told.append(f"{_named(name)} {two}{unit} instead of {one}{unit}")
    if told:
        yield capital(f"{listing(told)}.")


def _named(outcome: str) -> str:
    return "the United States' lead in the end is" if outcome == "lead" else f"{_plain(outcome)} is"
