"""`RaceModel` in the hands of others: the thinnest adapter to each, on two processes.

Each function plays the worlds 0 to `worlds` at each point of `designs.RIVALRY`, and gives rows of
(rivalry, world, *`COMPARED`) and when the first of them was in hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

from designs import COMPARED, RIVALRY, SEED, scenario_at
from mesa.datacollection import DataCollector
from sizes import WORKERS

from race_sim import RaceModel
from race_sim.compiled import OUTCOME_COLUMNS

Rows = list[tuple[float, ...]]

_PLACES = [OUTCOME_COLUMNS.index(name) for name in COMPARED]


def outcomes_of(model: RaceModel) -> list[float] | None:
    values = None if model.running else model.outcome_values()
    return values and [values[place] for place in _PLACES]


def outcomes_at(rivalry: float, world: int) -> tuple[float, ...]:
    model = RaceModel(scenario_at(rivalry), seed=SEED, world=world)
    model.run()
    return (rivalry, world, *outcomes_of(model))


class CollectedModel(RaceModel):
    """With parameters as keywords and a collector, as `batch_run` wants it."""

    def __init__(self, rivalry: float = 0.0, world: int = 0):
        super().__init__(scenario_at(rivalry), seed=SEED, world=world)
        self.datacollector = DataCollector({"outcomes": outcomes_of})

    def step(self) -> None:
        super().step()
        self.datacollector.collect(self)


def mesa_batch_run(worlds: int) -> tuple[Rows, float]:
    from mesa.batchrunner import batch_run

    found = batch_run(
        CollectedModel,
        {"rivalry": RIVALRY, "world": range(worlds)},
        number_processes=WORKERS,
        display_progress=False,
    )
    # All results come at once, at the end.
    return [(row["rivalry"], row["world"], *row["outcomes"]) for row in found], time.monotonic()


def race(rivalry: float = 0.0, world: int = 0) -> dict[str, float]:
    return dict(zip(COMPARED, outcomes_at(rivalry, world)[2:], strict=True))


def ema_workbench(worlds: int) -> tuple[Rows, float]:
    from ema_workbench import (
        IntegerParameter,
        Model,
        MultiprocessingEvaluator,
        Policy,
        RealParameter,
        ScalarOutcome,
        Scenario,
    )
    from ema_workbench.em_framework.callbacks import DefaultCallback

    arrivals = []

    class Callback(DefaultCallback):
        def __call__(self, experiment: Any, outcomes: Any) -> None:
            super().__call__(experiment, outcomes)
            if not arrivals:
                arrivals.append(time.monotonic())

    model = Model("race", function=race)
    model.uncertainties = [IntegerParameter("world", 0, 2**31 - 1)]
    model.levers = [RealParameter("rivalry", min(RIVALRY), max(RIVALRY))]
    model.outcomes = [ScalarOutcome(name) for name in COMPARED]
    scenarios = [Scenario(str(world), world=world) for world in range(worlds)]
    policies = [Policy(str(rivalry), rivalry=rivalry) for rivalry in RIVALRY]
    with MultiprocessingEvaluator(model, n_processes=WORKERS) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(
            scenarios, policies, callback=Callback, log_progress=True
        )
    columns = [experiments["rivalry"], experiments["world"], *(outcomes[n] for n in COMPARED)]
    return list(zip(*columns, strict=True)), arrivals[0]


def joblib_parallel(worlds: int) -> tuple[Rows, float]:
    from joblib import Parallel, delayed

    coming = Parallel(n_jobs=WORKERS, return_as="generator_unordered")(
        delayed(outcomes_at)(rivalry, world) for rivalry in RIVALRY for world in range(worlds)
    )
    rows = [next(coming)]
    first = time.monotonic()
    rows.extend(coming)
    return rows, first


PEERS: dict[str, Callable[[int], tuple[Rows, float]]] = {
    "Mesa batch_run": mesa_batch_run,
    "EMA workbench": ema_workbench,
    "joblib": joblib_parallel,
}


def versions() -> dict[str, str]:
    names = {"Mesa batch_run": "Mesa", "EMA workbench": "ema_workbench", "joblib": "joblib"}
    return {peer: version(name) for peer, name in names.items()}
