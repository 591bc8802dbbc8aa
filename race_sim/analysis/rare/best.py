"""The estimator that is best for an event: tried in a pilot, then used."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from race_sim.address import check_address
from race_sim.analysis.rare.estimators import RareEstimate, brute_force, conditional
from race_sim.analysis.rare.events import RareEvent
from race_sim.analysis.rare.importance import PILOT_WORLDS, best_tilt, pilots, with_tilt
from race_sim.ensemble import as_scenario, simulate
from race_sim.problems import InputError
from race_sim.scenario import Scenario


class Choice(NamedTuple):
    """An estimate, and the pilots that the choice of its method rests on.

    Attributes
    ----------
    found : RareEstimate
    pilots : tuple of RareEstimate
        Of each method and tilt that was tried.
    """

    found: RareEstimate
    pilots: tuple[RareEstimate, ...]

    def text(self) -> str:
        """The estimate in one sentence."""
        found = self.found
        told = (
            f"Chance of {found.event}: {found.estimate.value:.3g} "
            f"({found.estimate.low:.3g} to {found.estimate.high:.3g}), by {found.method}, "
            f"{found.worlds} worlds; as good as {found.factor:.3g} times as many by brute force."
        )
        if not found.is_reliable:
            told += f" Only {found.effective:.0f} worlds carry it: play more."
        return told


def rare_event(
    scenario: Scenario | str | Path,
    event: RareEvent,
    worlds: int = 20_000,
    seed: int = 0,
    first_world: int = 0,
    threads: int | None = None,
    confidence: float = 0.95,
) -> Choice:
    """The chance of an event by whichever method needs the fewest worlds for it.

    A pilot plays worlds of its own with each method. The conditional estimate is taken where the
    chance of the event is added up; else the tilt with the least variance, which may be none:
    then it is brute force.

    Parameters
    ----------
    scenario : Scenario, str or Path
    event : RareEvent
    worlds : int
        For the estimate.
    seed, first_world : int
    threads : int, optional
    confidence : float

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    check_address("rare event", seed, worlds, first_world)
    scenario = as_scenario(scenario)
    pilot_world = first_world + worlds
    tried: list[RareEstimate] = []
    try:
        tried += pilots(scenario, event, seed, pilot_world, threads=threads)
    except InputError:
        if not event.risk:
            raise
    if event.risk:
        pilot = simulate(scenario, PILOT_WORLDS, seed, pilot_world, threads)
        tried.append(conditional(pilot, event))
    best = best_tilt(tried)
    if best.method == "conditional":
        found = conditional(
            simulate(scenario, worlds, seed, first_world, threads), event, confidence
        )
    elif best.tilt == tried[0].tilt:
        found = brute_force(
            simulate(scenario, worlds, seed, first_world, threads), event, confidence
        )
    else:
        found = with_tilt(
            scenario, event, worlds, seed, first_world, best.tilt, threads, confidence
        )
    return Choice(found, tuple(tried))
