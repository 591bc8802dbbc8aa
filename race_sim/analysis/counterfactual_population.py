"""Counterfactuals over many worlds: how many part, when, and what the change prevents or causes.

>>> found = counterfactual_worlds("baseline", {"us.policy": "always-safe"}, worlds=100, seed=1)
>>> found.parted.value, found.catastrophes.only_first >= found.catastrophes.only_second
(1.0, True)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from race_sim.address import check_address
from race_sim.analysis import wording
from race_sim.analysis.counterfactual import KINDS, check_clock, first_steps
from race_sim.analysis.paired import Turned, difference, share_difference, turned
from race_sim.compiled import OUTCOME_COLUMNS, record_worlds
from race_sim.ensemble import as_scenario
from race_sim.outcomes import Estimate, outcome_frame, quantile, share
from race_sim.quarter import time_of
from race_sim.resolve import plan_of

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from race_sim.parameters.checking import Value
    from race_sim.scenario import Scenario

_BLOCK = 512


@dataclass(frozen=True)
class CounterfactualWorlds:
    """Many worlds as they happened, and as they would have been with some values changed.

    Attributes
    ----------
    values : mapping of str to value
        What is changed, by dotted key.
    factual, other : DataFrame
        The outcomes of both, as from `race_sim.simulate`.
    parting : DataFrame
        One row a world: `world`, the year in which the two part (`year`, NaN if never), and the
        years in which anything of each kind first differs (`state_year`, `outlook_year`,
        `choice_year`, `happening_year`).
    """

    values: Mapping[str, Value]
    factual: pd.DataFrame
    other: pd.DataFrame
    parting: pd.DataFrame

    @property
    def parted(self) -> Estimate:
        """The share of worlds whose two histories part, with its Wilson interval."""
        return share(int(self.parting["year"].notna().sum()), len(self.parting))

    @property
    def year(self) -> Estimate:
        """The median year of parting, among worlds that part."""
        return quantile(self.parting["year"].to_numpy(), 0.5)

    @property
    def catastrophes(self) -> Turned:
        """In how many worlds there is a catastrophe in both, in one of them, or in neither."""
        first, second = (frame["catastrophe"].to_numpy() for frame in (self.factual, self.other))
        return turned(first, second)

    def difference(self, outcome: str) -> Estimate:
        """By how much an outcome is larger with the change, paired: see `paired.difference`."""
        return difference(self.factual, self.other, outcome)

    def sentences(self) -> tuple[str, ...]:
        """How many part, when, and the catastrophes that the change prevents or brings about."""
        changed = ", ".join(f"{key} = {value}" for key, value in self.values.items())
        count = len(self.parting)
        if not self.parting["year"].notna().any():
            return (f"With {changed}, none of {count:,} worlds takes another course.",)
        year = self.year
        counts = self.catastrophes
        change = share_difference(counts)
        return (
            f"With {changed}, {wording.percent(self.parted)} of {count:,} worlds take another "
            f"course; half of these have parted by {year.value:g}.",
            f"The change prevents {counts.only_first:,} catastrophes and brings about "
            f"{counts.only_second:,}; {counts.both:,} happen either way, not always in the same "
            f"year. The share of worlds that end in one {wording.points(change)}.",
        )


def counterfactual_worlds(
    scenario: Scenario | str | Path,
    values: Mapping[str, Value],
    worlds: int = 1000,
    seed: int = 0,
    first_world: int = 0,
) -> CounterfactualWorlds:
    """Play many worlds twice under the same luck, and compare them step by step.

    Parameters
    ----------
    scenario : Scenario, str or Path
    values : mapping of str to value
        What is changed at the start, by dotted key.
    worlds, seed, first_world : int
        As in `race_sim.simulate`.

    Raises
    ------
    InputError
        If an argument cannot be used, or a value changes the clock.
    """
    import pandas as pd

    check_address("counterfactual", seed, worlds, first_world)
    source = as_scenario(scenario)
    changed = source.with_values(values)
    check_clock("counterfactual", source, changed)
    plans = [plan_of(one) for one in (source, changed)]
    numbers = np.arange(first_world, first_world + worlds, dtype=np.int64)
    tables = [np.empty((worlds, len(OUTCOME_COLUMNS))) for _ in plans]
    steps: dict[str, list[np.ndarray]] = {kind: [] for kind in KINDS}
    for start in range(0, worlds, _BLOCK):
        block = numbers[start : start + _BLOCK]
        rows = []
        for plan, table in zip(plans, tables, strict=True):
            table[start : start + _BLOCK], played = record_worlds(plan, seed, block)
            rows.append(played)
        for kind, found in first_steps(rows[0], rows[1]).items():
            steps[kind].append(found)
    settings = plans[0].stretches[0].settings
    years = np.array([time_of(settings, step) for step in range(plans[0].steps)] + [np.nan])
    dates = {f"{kind}_year": years[np.concatenate(found)] for kind, found in steps.items()}
    told = [dates[f"{kind}_year"] for kind in KINDS if kind != "outlook"]
    parting = pd.DataFrame({"world": numbers, "year": np.fmin.reduce(told), **dates})
    frames = [outcome_frame(numbers, table) for table in tables]
    return CounterfactualWorlds(dict(values), frames[0], frames[1], parting)
