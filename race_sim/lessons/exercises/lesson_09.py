"""Lesson 9: an assumption on which the claim hangs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from race_sim.problems import InputError

if TYPE_CHECKING:
    from race_sim.outcomes import Estimate
    from race_sim.scenario import Value

WORLDS = 500
SEED = 1
MEASURE = "us_expected_payoff"


def effect_of_care(assumption: Mapping[str, Value]) -> Estimate:
    """What the United States gains if it is always careful, under an assumption."""
    from race_sim.analysis.paired import difference
    from race_sim.ensemble import simulate
    from race_sim.scenario import load_scenario

    answering = simulate(load_scenario("baseline", assumption), WORLDS, SEED)
    careful = simulate(
        load_scenario("baseline", {**assumption, "us.policy": "always-safe"}), WORLDS, SEED
    )
    return difference(answering, careful, MEASURE)


def makes_care_costly(assumption: Any) -> str:
    """Judges one assumption under which the claim holds: who is careful alone comes off worse.

    >>> makes_care_costly({"payoffs.rivalry": 1.0, "payoffs.horizon": 2.0})
    'One assumption at a time, or nobody knows which of them did it.'
    >>> makes_care_costly({"us.policy": "always-accelerate"})
    'The claim is about a careful United States. Leave its policy alone.'
    """
    if not isinstance(assumption, Mapping) or not all(isinstance(key, str) for key in assumption):
        return "Wanted is a key and its value in braces, as in the cells above."
    if len(assumption) != 1:
        return "One assumption at a time, or nobody knows which of them did it."
    if "us.policy" in assumption:
        return "The claim is about a careful United States. Leave its policy alone."
    try:
        found = effect_of_care(assumption)
    except InputError as error:
        return f"{error}."
    if found.high < 0.0:
        return ""
    told = f"({found.low:+.2f} to {found.high:+.2f} points)".replace("-", "\N{MINUS SIGN}")
    if found.low > 0.0:
        return f"There, too, the United States comes off better by being careful {told}."
    return f"There it makes no difference that one could tell from luck {told}."
