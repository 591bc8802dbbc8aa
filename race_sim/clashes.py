"""Values of parameters that clash. Standard library only: the page asks too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from race_sim.problems import Problem
from race_sim.resolve import KIND_KEYS

if TYPE_CHECKING:
    from race_sim.parameters import Parameters


def clashes(parameters: Parameters) -> Iterator[Problem]:
    """Values of parameters that do not fit together, although each by itself is allowed."""
    incidents = parameters.incidents
    if not any(getattr(incidents, kind).weight for kind in KIND_KEYS):
        yield Problem("incidents", "all weights of kinds are 0", "at least one weight above 0")
    if incidents.chernobyl_severity >= incidents.severity_ceiling:
        yield Problem(
            "incidents.chernobyl_severity",
            f"{incidents.chernobyl_severity:g}",
            f"below incidents.severity_ceiling, {incidents.severity_ceiling:g}",
        )
    step = parameters.time.step
    talent = parameters.talent
    if (talent.outflow + talent.recovery) * step > 1.0:
        yield Problem(
            "talent.outflow",
            f"{talent.outflow:g} with talent.recovery {talent.recovery:g}",
            f"together at most {1.0 / step:g}: all there is in one step of {step:g} years",
        )
    if parameters.progress.diffusion * step > 1.0:
        yield Problem(
            "progress.diffusion",
            f"{parameters.progress.diffusion:g}",
            f"at most {1.0 / step:g}: the whole lag in one step of {step:g} years",
        )
    talks = parameters.talks
    if talks.lapse_below > talks.non_binding_at:
        yield Problem(
            "talks.lapse_below",
            f"{talks.lapse_below:g}",
            f"up to talks.non_binding_at, {talks.non_binding_at:g}",
        )
