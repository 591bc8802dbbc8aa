"""What happened in a step, one thing an entry: incidents, breaches, agreements, the end.

Standard library only: the Mesa model and the page tell it, each in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from race_sim.fallout import incident_at
from race_sim.quarter import Happenings
from race_sim.rules.incidents import KIND_NAMES
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import CN, NO_TREATY, NOBODY, SIDES, US, Race


class Happened(NamedTuple):
    """One thing that happened.

    Attributes
    ----------
    step : int
    kind : str
        "incident", "Chernobyl moment", "catastrophe" (each an incident), "breach", "agreement",
        "agreement ends", "transition".
    side : str
        "us", "cn" or "both".
    severity : float
        Of an incident, in units of the smallest serious one; else 0.
    incident : str
        The kind of an incident, else "".
    agreement : int
        Which one was signed or ended, as in `race_sim.rules.state`; else 0.
    lost : bool
        Whether the outcome of a transition is lost to both.
    """

    step: int
    kind: str
    side: str
    severity: float = 0.0
    incident: str = ""
    agreement: int = NO_TREATY
    lost: bool = False


def incidents_in(
    settings: RaceSettings, host: int, happenings: Happenings, seed: int, world: int, step: int
) -> list[tuple[float, int]]:
    """Severity and kind of every incident of a host in a step, a forced shock last."""
    own = settings.us if host == US else settings.cn
    count = (happenings.us if host == US else happenings.cn).incidents
    forced = 1 if own.forced_severity > 0.0 else 0
    found = [
        incident_at(settings, host, seed, world, step, number) for number in range(count - forced)
    ]
    if forced:
        found.append((own.forced_severity, own.forced_kind))
    return found


def size_of(settings: RaceSettings, severity: float) -> str:
    """An incident by its size: "incident", "Chernobyl moment" or "catastrophe"."""
    if severity >= settings.severity_ceiling:
        return "catastrophe"
    return "Chernobyl moment" if severity >= settings.chernobyl_severity else "incident"


def happened_in(
    settings: RaceSettings,
    before: Race,
    after: Race,
    happenings: Happenings,
    seed: int,
    world: int,
    step: int,
) -> Iterator[Happened]:
    """All that happened in a step, in the order of the rules."""
    for host in (US, CN):
        for severity, kind in incidents_in(settings, host, happenings, seed, world, step):
            size = size_of(settings, severity)
            yield Happened(step, size, SIDES[host], severity, KIND_NAMES[kind])
    if happenings.breach != NOBODY:
        yield Happened(step, "breach", SIDES[happenings.breach])
    if before.treaty != NO_TREATY and after.treaty == NO_TREATY:
        yield Happened(step, "agreement ends", "both", agreement=before.treaty)
    if after.treaty > before.treaty:
        yield Happened(step, "agreement", "both", agreement=after.treaty)
    if happenings.catastrophe == 0 and happenings.winner != NOBODY:
        side = SIDES[happenings.winner]
        yield Happened(step, "transition", side, lost=happenings.lost_at_finish == 1)
