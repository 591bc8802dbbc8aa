"""All estimates, in one list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from race_sim.calibration.estimate import Estimate

TOPICS = {
    "shock": "Shocks: nuclear power and other technologies",
    "freeze": "Shocks: nuclear power and other technologies",
    "cap": "Capability",
    "progress": "Capability",
    "cn": "Capability",
    "inc": "Incidents",
    "incidents": "Incidents",
    "safe": "Safety",
    "tal": "Talent",
    "agr": "Agreements",
    "risk": "Judgements of experts and voters",
    "pref": "Judgements of experts and voters",
}


def topic(estimate: Estimate) -> str:
    """What an estimate is about, in words; by the first word of its key."""
    return TOPICS[estimate.key.partition(".")[0]]


@cache
def _all() -> tuple[Estimate, ...]:
    from race_sim.calibration import (
        agreements,
        compiled_figures,
        compute_growth,
        endowments,
        experts,
        fleet,
        freezes,
        gap,
        incident_kinds,
        incidents,
        safety_effort,
        severity,
        shocks,
        talent,
    )

    computed: list[Estimate] = []
    for part in (
        shocks,
        freezes,
        fleet,
        compute_growth,
        gap,
        endowments,
        incidents,
        incident_kinds,
        severity,
        safety_effort,
        talent,
        agreements,
        experts,
    ):
        computed += part.estimates()
    every = computed + compiled_figures.quoted_rows(computed)
    order = list(dict.fromkeys(TOPICS.values()))
    return tuple(sorted(every, key=lambda estimate: order.index(topic(estimate))))


def estimates() -> list[Estimate]:
    """Every estimate: those that are computed, and rows of `parameters.csv` for the rest.

    By topic; within one, those computed first. Made once and kept.

    Raises
    ------
    InputError
        If a data file is not sound.
    """
    return list(_all())


def for_knob(key: str, among: Iterable[Estimate]) -> list[Estimate]:
    """The estimates that speak for a parameter; the first is the one it is held against."""
    return [estimate for estimate in among if key in estimate.knobs]
