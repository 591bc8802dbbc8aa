"""Writes what the page reads of scenarios, parameters and policies, and solves far-sighted play.

Run it after a change of scenarios, parameters, policies or rules: python tools/page_data.py
"""

import gzip
import json
from pathlib import Path

from race_sim import MODEL_VERSION
from race_sim.parameters import knobs
from race_sim.policies.catalogue import POLICIES
from race_sim.resolve import plan_of
from race_sim.scenario import flat_values, load_scenario, scenario_names

FOLDER = Path(__file__).parent.parent / "race_sim" / "page"


def scenario_entry(name: str) -> dict:
    """A scenario: its words, the values that differ from the defaults, and its events."""
    scenario = load_scenario(name)
    values = flat_values(scenario.parameters)
    return {
        "title": scenario.title,
        "question": scenario.question,
        "values": {key: value for key, value in values.items() if value != knobs()[key].default},
        "changes": [{"date": one.date, "values": one.values} for one in scenario.changes],
        "pauses": [
            {"begin": one.begin, "until": one.until, "sides": list(one.sides), "share": one.share}
            for one in scenario.pauses
        ],
        "shocks": [
            {"date": one.date, "side": one.side, "severity": one.severity, "kind": one.kind}
            for one in scenario.shocks
        ],
    }


def knob_entry(key: str) -> dict:
    """A parameter: its default, unit, range or choices, and meaning."""
    knob = knobs()[key]
    entry = {"default": knob.default, "unit": knob.unit, "meaning": knob.meaning}
    if knob.choices:
        return {**entry, "choices": list(knob.choices)}
    return (
        entry if isinstance(knob.default, bool) else {**entry, "low": knob.low, "high": knob.high}
    )


def page_data() -> dict:
    """All of `scenarios.json`."""
    return {
        "model": MODEL_VERSION,
        "scenarios": {name: scenario_entry(name) for name in scenario_names()},
        "knobs": {key: knob_entry(key) for key in knobs()},
        "policies": {
            one.name: {
                "family": one.family,
                "meaning": one.meaning,
                "citation": one.citation,
                "stochastic": one.stochastic,
            }
            for one in POLICIES
        },
    }


def strategies() -> tuple[tuple[float, ...], ...]:
    """The far-sighted strategies of the baseline, on the coarse grid."""
    values = {"us.policy": "equilibrium", "cn.policy": "planner", "foresight.grid": "coarse"}
    return plan_of(load_scenario("baseline", values)).strategies


def packed(table: tuple[tuple[float, ...], ...]) -> bytes:
    """The strategies in few bytes, the same ones each time."""
    return gzip.compress(json.dumps(table).encode(), mtime=0)


if __name__ == "__main__":
    text = json.dumps(page_data(), indent=1, ensure_ascii=False) + "\n"
    (FOLDER / "scenarios.json").write_text(text, encoding="utf-8")
    (FOLDER / "strategies.json.gz").write_bytes(packed(strategies()))
    print("race_sim/page: scenarios.json and strategies.json.gz are up to date")
