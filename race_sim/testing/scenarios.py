"""Hypothesis strategies for scenarios: knobs, clocks, events, seeds of luck and worlds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from race_sim import luck
from race_sim.parameters import knobs
from race_sim.problems import ScenarioError
from race_sim.resolve import FAR_SIGHTED, KIND_KEYS
from race_sim.rules.state import SIDES
from race_sim.scenario import Change, Pause, Scenario, Shock, Value, load_scenario

STEPS = (0.01, 0.0625, 0.1, 0.25, 0.5, 1.0)
_CLOCK = "time."
_START = 2026.0


def seeds() -> st.SearchStrategy[int]:
    """A seed of luck: small ones, the largest, and any between."""
    return st.integers(0, 9) | st.integers(0, luck.LARGEST_SEED) | st.just(luck.LARGEST_SEED)


def world_numbers() -> st.SearchStrategy[int]:
    """The number of a world that every engine can play."""
    return st.integers(0, 9) | st.integers(0, luck.LARGEST_WORLD // 2)


def knob_values(key: str) -> st.SearchStrategy[Any]:
    """An allowed value of the knob with this dotted key; its default and both ends often.

    Far-sighted policies are left out: each new set of parameters would have to be solved for them.

    Raises
    ------
    KeyError
        If there is no such knob.
    """
    knob = knobs()[key]
    if knob.choices:
        return st.sampled_from([name for name in knob.choices if name not in FAR_SIGHTED])
    if isinstance(knob.default, bool):
        return st.booleans()
    assert knob.low is not None and knob.high is not None
    ends = st.sampled_from([knob.default, knob.low, knob.high])
    return ends | st.floats(knob.low, knob.high)


@st.composite
def knob_tables(
    draw: st.DrawFn, keys: Iterable[str] | None = None, most: int = 12
) -> dict[str, Value]:
    """Values for a few knobs, at most `most` of `keys` (by default any but the clock)."""
    chosen = list(keys) if keys is not None else [key for key in knobs() if _is_off_clock(key)]
    names = draw(st.lists(st.sampled_from(chosen), max_size=most, unique=True))
    return {name: draw(knob_values(name)) for name in names}


def _is_off_clock(key: str) -> bool:
    return not key.startswith(_CLOCK)


@st.composite
def clocks(draw: st.DrawFn, longest: int = 40) -> dict[str, Value]:
    """A clock: steps of 0.01 to 1 year, up to `longest` of them, one to four a decision."""
    step = draw(st.sampled_from(STEPS))
    steps = draw(st.integers(1, longest))
    per_decision = draw(st.integers(1, 4))
    return {
        "time.start": _START,
        "time.end": _START + steps * step,
        "time.step": step,
        "time.decision_period": per_decision * step,
    }


@st.composite
def dates(draw: st.DrawFn, scenario: Scenario, first_step: int = 0) -> float:
    """A date in a scenario's race, in its `first_step` or later."""
    time = scenario.parameters.time
    steps = round((time.end - time.start) / time.step)
    step = draw(st.integers(first_step, steps - 1))
    within = draw(st.sampled_from([0.0, 0.5, 0.9]))
    return time.start + (step + within) * time.step


@st.composite
def changes(draw: st.DrawFn, scenario: Scenario, first_step: int = 0) -> Change:
    """A change at a date of a few knobs that may change on the way."""
    changeable = [key for key, knob in knobs().items() if not knob.start_only]
    values = draw(knob_tables(changeable, most=4).filter(bool))
    return Change.model_validate({"date": draw(dates(scenario, first_step)), "set": values})


@st.composite
def shocks(draw: st.DrawFn, scenario: Scenario, first_step: int = 0) -> Shock:
    """A forced shock at a date: any size up to a catastrophe."""
    ceiling = scenario.parameters.incidents.severity_ceiling
    return Shock(
        date=draw(dates(scenario, first_step)),
        side=draw(st.sampled_from(SIDES)),
        severity=draw(st.sampled_from([1.0, 10.0, 100.0, ceiling]) | st.floats(1.0, ceiling)),
        kind=draw(st.sampled_from(KIND_KEYS)),
    )


@st.composite
def pauses(draw: st.DrawFn, scenario: Scenario, first_step: int = 0) -> Pause:
    """A pause of one side or both, up to the end of the race at most."""
    begin = draw(dates(scenario, first_step))
    end = scenario.parameters.time.end
    return Pause.model_validate(
        {
            "sides": draw(st.sampled_from([("us",), ("cn",), ("us", "cn")])),
            "from": begin,
            "until": min(end, begin + draw(st.sampled_from([0.5, 1.0, 3.0]))),
            "share": draw(st.sampled_from([0.0, 0.5, 1.0]) | st.floats(0.0, 1.0)),
        }
    )


@st.composite
def scenarios(draw: st.DrawFn, longest: int = 40, events: bool = True) -> Scenario:
    """A scenario that can be played: a few knobs anywhere in their ranges, any clock, events.

    Parameters
    ----------
    longest : int
        The most steps.
    events : bool
        Whether there may be changes, shocks and pauses.
    """
    scenario = checked(load_scenario("baseline"), draw(clocks(longest)) | draw(knob_tables()))
    if events:
        scenario = checked(
            scenario.model_copy(
                update={
                    "changes": tuple(draw(st.lists(changes(scenario), max_size=2))),
                    "shocks": tuple(draw(st.lists(shocks(scenario), max_size=2))),
                    "pauses": tuple(draw(st.lists(pauses(scenario), max_size=1))),
                }
            )
        )
    return scenario


def checked(scenario: Scenario, values: dict[str, Value] | None = None) -> Scenario:
    """The scenario with other values, checked anew; the example is given up if it is refused."""
    try:
        return scenario.with_values(values or {"time.start": scenario["time.start"]})
    except ScenarioError:
        reject()
