"""What the benchmarks of studies play: one small design for all of them."""

from __future__ import annotations

from functools import cache
from typing import Any

from race_sim import Study, load_scenario
from race_sim.scenario import Scenario

RIVALRY = (0.0, 0.4, 0.8, 1.2)
SEED = 1
COMPARED = ("catastrophe", "us_welfare")


@cache
def scenario_at(rivalry: float) -> Scenario:
    return load_scenario("baseline", {"payoffs.rivalry": rivalry})


def four_points(worlds: int) -> Study:
    """Four values of rivalry, so many worlds each."""
    return Study(
        name="four-points",
        scenario="baseline",
        levers={"payoffs.rivalry": list(RIVALRY)},
        worlds=worlds,
        seed=SEED,
    )


def many_points(points: int, worlds: int) -> Study:
    """Many points of four uncertainties, so few worlds each that a chunk is small."""
    uncertainties: dict[str, Any] = {
        "payoffs.rivalry": [0.0, 1.2],
        "exchange.openness": [0.0, 0.6],
        "choice.rationality": [2.0, 12.0],
        "talks.pace": [0.3, 3.0],
    }
    return Study(
        name="many-points",
        scenario="baseline",
        uncertainties=uncertainties,
        design={"kind": "latin-hypercube", "points": points},
        worlds=worlds,
        seed=SEED,
    )


def study_called(design: str, worlds: int, points: int) -> Study:
    return four_points(worlds) if design == "four points" else many_points(points, worlds)
