"""Better safety technology, and whether it is spent on safety or on speed."""

from typing import Any

import numpy as np

from race_sim.literature import kwa2025, spt2023
from race_sim.literature.catalogue import Measure
from race_sim.literature.comparison.question import (
    HARD,
    LENIENT,
    OURS,
    Decider,
    Line,
    OurLine,
    OurPanel,
    Panel,
    Question,
    Silent,
)

_PRODUCTIVITY = (5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 35.0, 40.0)
_SETBACK = tuple(float(one) for one in np.linspace(1.0, 0.0, 21).round(2))
_SETBACK_CHANCE = "chance that a race ends in a setback"
_EFFECT = (1.0, 5.0, 10.0, 20.0, 40.0, 60.0, 80.0, 100.0)
_BOUND = 0.5  # of performance, in the contest that has one


def _held(safety_productivity: Any) -> Any:
    """Danger if everybody's inputs stay what they were with the least productivity."""
    before = spt2023.symmetric_equilibrium(safety_productivity=_PRODUCTIVITY[0])
    inputs = ([before.safety_inputs] * 2, [before.performance_inputs] * 2)
    found = [
        1.0 - spt2023.outcome(*inputs, safety_productivity=float(one)).safe
        for one in np.ravel(safety_productivity)
    ]
    return np.reshape(found, np.shape(safety_productivity))


def _kwa_held(k: Any) -> Any:
    """Danger if every racer's share of resources for safety stays what it was with the least k."""
    share = kwa2025.equilibrium(k=_EFFECT[0]).safety_share
    return 1.0 - kwa2025.aligned(share, k=k) ** 2


def _valley(contest: str, limit: float | None) -> Any:
    def of(steepness: Any) -> Any:
        return 1.0 - spt2023.valley(steepness, performance_limit=limit, contest=contest).safe

    return of


_TITLE = "chance of a disaster"
HELD = Measure("held", _TITLE, "share", _held)
KWA_HELD = Measure("held", _TITLE, "share", _kwa_held)
RATIO = Measure("ratio", _TITLE, "share", _valley("ratio", None))
RATIO_BOUND = Measure("ratio_bound", _TITLE, "share", _valley("ratio", _BOUND))
LOGISTIC = Measure("logistic", _TITLE, "share", _valley("logistic", None))
LOGISTIC_BOUND = Measure("logistic_bound", _TITLE, "share", _valley("logistic", 1.0))

QUESTION = Question(
    "technology",
    "Does better safety technology make the race safer?",
    (
        Panel(
            "han2020",
            "chance that haste ends in a setback, downwards",
            (
                Line("short race, the prize counts", "setback_chance", {}),
                Line("slow race, each round counts", "setback_chance", {"rounds": 1e6}),
            ),
            "setback_risk",
            _SETBACK,
        ),
        Panel(
            "han2021",
            "chance that haste ends in a setback, downwards",
            (
                Line("lenient punishers", "setback_chance_punishment", LENIENT),
                Line("hard punishers", "setback_chance_punishment", HARD),
            ),
            "setback_risk",
            _SETBACK,
            danger=_SETBACK_CHANCE,
        ),
        Panel(
            "han2022",
            "chance that haste ends in a setback, downwards",
            (
                Line("lenient sanctions by peers", "setback_chance_peers", LENIENT),
                Line("hard sanctions by peers", "setback_chance_peers", HARD),
            ),
            "setback_risk",
            _SETBACK,
            danger=_SETBACK_CHANCE,
        ),
        Panel(
            "spt2023",
            "odds of safety from one unit of input",
            (
                Line("everybody adapts", "disaster_winner", {}),
                Line("nobody adapts", HELD, {}),
            ),
            "safety_productivity",
            _PRODUCTIVITY,
            danger=_TITLE,
        ),
        Panel(
            "spt2023",
            "risk that a unit of speed adds, downwards (valley)",
            (
                Line("ratio contest", RATIO, {}),
                Line("ratio contest, speed bounded", RATIO_BOUND, {}),
                Line("logistic contest", LOGISTIC, {}),
                Line("logistic contest, speed bounded", LOGISTIC_BOUND, {}),
            ),
            "steepness",
            (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
        ),
        Panel(
            "kwa2025",
            "how effective safety work is (odds)",
            (
                Line("everybody adapts", "disaster", {}),
                Line("nobody adapts", KWA_HELD, {}),
            ),
            "k",
            _EFFECT,
        ),
        Panel(
            "tan2025",
            "chance of ruin at deployment, downwards",
            (
                Line("all harm is shared", "waiting_forgone", {}),
                Line("no harm is shared", "waiting_forgone", {"shared": 0.0}),
            ),
            "ruin_chance",
            (0.5, 0.4, 0.3, 0.2, 0.1, 0.0),
        ),
    ),
    (
        OurPanel(
            "progress.safety_productivity (OOM a year)",
            (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0),
            lambda level: {"progress.safety_productivity": level},
            (
                OurLine("as in the baseline"),
                OurLine(
                    "both always accelerate",
                    {"us.policy": "always-accelerate", "cn.policy": "always-accelerate"},
                ),
            ),
        ),
    ),
    (
        Decider(
            "han2020",
            "short race, the prize counts",
            "slow race, each round counts",
            "what haste is for",
        ),
        Decider("spt2023", "everybody adapts", "nobody adapts", "whether players adapt"),
        Decider("kwa2025", "everybody adapts", "nobody adapts", "whether racers adapt"),
        Decider("spt2023", "ratio contest", "logistic contest", "the form of the contest"),
        Decider(
            "spt2023",
            "logistic contest",
            "logistic contest, speed bounded",
            "whether there is a most that speed can reach",
        ),
        Decider("tan2025", "all harm is shared", "no harm is shared", "who bears the harm"),
        Decider(
            OURS,
            "as in the baseline",
            "both always accelerate",
            "whether anybody turns from speed to safety",
        ),
    ),
    (
        Silent("emery_xu2023", "safety is chosen, and nothing makes it cheaper"),
        Silent("armstrong2016", "safety is chosen, and nothing makes it cheaper"),
        Silent("naude_dimitri2020", "has no safety work: building AGI is itself the danger"),
        Silent("lacroix_mohseni2022", "a pact is kept or broken; its cost is not a technology"),
        Silent("incentive_gradient", "money buys safety at a given rate"),
        Silent("loury1979", "the hazard of a disaster is given"),
        Silent("katzke2025", "four payoffs, whatever they come from"),
        Silent("maim2025", "sabotage stands for safety"),
    ),
)
