"""An answer in sentences: every number and every direction is read off the curves."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from race_sim.analysis import wording
from race_sim.literature.catalogue import model_named
from race_sim.literature.comparison.answer import OUR_DANGER, OUR_LABEL, Answer, Curve
from race_sim.literature.comparison.direction import NO_EFFECT
from race_sim.literature.comparison.question import OURS, Decider
from race_sim.outcomes import Estimate
from race_sim.plots import words
from race_sim.words import listing


def sentences_on(answer: Answer) -> Iterator[str]:
    """Who says what, where they disagree, what decides, and who is silent."""
    yield _overview(answer)
    for decider in answer.question.deciders:
        yield on_decider(answer, decider)
    yield from answer.question.notes()
    told = {
        name
        for decider in answer.question.deciders
        if decider.model == OURS
        for name in (decider.first, decider.second)
    }
    ours = answer.of(OURS)
    for curve in ours:
        if curve.line not in told:
            yield _on_ours(curve)
    if not ours:
        yield f"Our race says nothing to this: {answer.question.why_not_ours}."
    if answer.question.silent:
        said = [f"{model_named(one.model).label()} ({one.why})" for one in answer.question.silent]
        yield f"Silent: {'; '.join(said)}."


def _ways(answer: Answer) -> dict[str, list[str]]:
    """Models by the direction of their curves; one with several directions is under each."""
    found: dict[str, list[str]] = {}
    for curve in answer.said():
        models = found.setdefault(curve.goes, [])
        if curve.title not in models:
            models.append(curve.title)
    return found


def disagree(answer: Answer) -> bool:
    """Whether not all curves go the same way."""
    return len(_ways(answer)) > 1


def _overview(answer: Answer) -> str:
    """Models that say one thing, then those that say several under different assumptions."""
    said: dict[str, list[str]] = {}  # the ways that each model goes
    for way, models in _ways(answer).items():
        for model in models:
            said.setdefault(model, []).append(way)
    alike: dict[tuple[str, ...], list[str]] = {}  # models that go the same ways
    for model in dict.fromkeys(curve.title for curve in answer.said()):
        alike.setdefault(tuple(sorted(said[model])), []).append(_in_sentence(model))
    one, several = (
        [
            f"{_in_words(ways)} in {listing(models)}"
            for ways, models in alike.items()
            if (len(ways) > 1) == more
        ]
        for more in (False, True)
    )
    parts = [f"it {part}" for part in one]
    if several:
        parts.append(f"depending on an assumption, it {'; it '.join(several)}")
    verdict = "The models disagree" if disagree(answer) else "The models agree"
    return f"{verdict} on where danger goes: {'; '.join(parts)}."


def _in_words(ways: Sequence[str]) -> str:
    """For example "falls or does not move"; what turns comes last."""
    told = ["does not move" if way == NO_EFFECT else way for way in ways]
    if len(told) == 1:
        return told[0]
    told = sorted(told, key=lambda way: ", then " in way)
    told = [f"first {way.replace(', then ', ' and then ')}" if ", " in way else way for way in told]
    return f"{', '.join(told[:-1])} or {told[-1]}"


def _in_sentence(title: str) -> str:
    return title if title != OUR_LABEL else "our race"


def value_in_words(curve: Curve, place: int) -> str:
    """Danger at one level of a curve, with its interval if it has one."""
    value, low, high = curve.values[place], curve.low[place], curve.high[place]
    if math.isnan(value):
        return "no equilibrium"
    if curve.unit == "share":
        if curve.model == OURS and not math.isnan(low):  # one world has no interval
            return wording.percent(Estimate(value, low, high))
        return words.percent(value)
    return words.number(value)


def clause(curve: Curve) -> str:
    """Where a curve goes, and from where to where, for the middle of a sentence."""
    first, last = value_in_words(curve, 0), value_in_words(curve, -1)
    if curve.goes == NO_EFFECT:
        same = first == last
        return (
            f"nothing changes ({first} throughout)" if same else f"hardly moves ({first}, {last})"
        )
    known = [place for place, value in enumerate(curve.values) if not math.isnan(value)]
    top = max(known, key=curve.values.__getitem__)
    bottom = min(known, key=curve.values.__getitem__)
    ends = (0, len(curve.values) - 1)
    turn = top if top not in ends else bottom if bottom not in ends else None
    if curve.safer:
        return f"danger {curve.goes}, as the {curve.danger} goes from {first} to {last}"
    if curve.goes in ("rises", "falls") or turn is None:
        return f"danger {curve.goes}, from {first} to {last}"
    middle = f"{value_in_words(curve, turn)} at {curve.names[turn]}"
    return (
        f"danger {curve.goes}: {first} at {curve.names[0]}, {middle}, {last} at {curve.names[-1]}"
    )


def on_decider(answer: Answer, decider: Decider) -> str:
    """What switching one assumption does, and whether it decides."""
    first = answer.curve(decider.model, decider.first)
    second = answer.curve(decider.model, decider.second)
    decides = "decides" if first.goes != second.goes else "changes the size, not the direction"
    return (
        f"{first.title}, {_range(first)}: {decider.assumption} {decides}. "
        f"{_labelled(first)}; {_labelled(second, capital=False)}."
    )


def _range(curve: Curve) -> str:
    plain = curve.danger in (OUR_DANGER, "chance of a disaster")
    danger = "" if plain else f" (danger: {curve.measured()})"
    return f"{curve.moved} from {curve.names[0]} to {curve.names[-1]}{danger}"


def _labelled(curve: Curve, *, capital: bool = True) -> str:
    label = words.first_capital(curve.line) if capital else curve.line
    return f"{label}: {clause(curve)}"


def _on_ours(curve: Curve) -> str:
    return f"Our race, {_range(curve)}. {_labelled(curve)}."
