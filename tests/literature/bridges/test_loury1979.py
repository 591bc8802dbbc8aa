"""Our incidents are Loury's memoryless race where nothing moves.

Rows with luck allow 4 standard errors: for a right race one in 16,000 fails; the seed is fixed.
"""

import math

import numpy as np
import pytest

from race_sim.literature import loury1979 as model
from race_sim.literature.bridges import loury1979 as bridge
from race_sim.literature.bridges.limit import docking_table

WORLDS = 5_000


def test_all_rows_agree():
    table = docking_table(bridge.docked())
    assert len(table) > 12
    assert table["agrees"].all(), table[~table["agrees"]].to_string()


def test_every_world_ends_in_one_way():
    seen = bridge.seen_in(bridge.race_of(bridge.RACES[0][0], 1.0), WORLDS)
    nothing = np.isnan(seen.time)
    np.testing.assert_array_equal(seen.first + seen.second + seen.disaster + nothing, 1.0)


HAZARDS = bridge.Hazards(0.2, 0.1, 0.05, 10.0)


@pytest.mark.parametrize(
    ("of_race", "of_side"),
    [
        ({}, {}),
        ({"gap_elasticity": 0.18}, {"growth": 0.7}),  # the hazard follows the gap
        ({}, {"pause": 0.3}),  # what does not run does no harm
    ],
    ids=["all off", "growth", "a pause"],
)
def test_only_with_all_off_it_is_memoryless(of_race, of_side):
    """The share of worlds in which nothing happens: right, or off by far more than 3.9."""
    plan = bridge.race_of(HAZARDS, 0.25)
    settings = plan.stretches[0].settings._replace(**of_race)
    settings = settings._replace(
        us=settings.us._replace(**of_side), cn=settings.cn._replace(**of_side)
    )
    changed = plan._replace(stretches=(plan.stretches[0]._replace(settings=settings),))
    nothing = np.isnan(bridge.seen_in(changed, WORLDS).time)
    chance = float(model.outcome_chances(*HAZARDS).nothing)
    off = (nothing.mean() - chance) / math.sqrt(chance * (1.0 - chance) / WORLDS)
    assert (abs(off) > 6.0) == bool(of_side)
    assert (abs(off) < 3.9) != bool(of_side)


def test_a_race_without_disasters_is_the_second_racers_mirror():
    """Rates exchanged, the chances are: over 5,000 worlds each, |z| < 3.9 of their difference."""
    one = bridge.seen_in(bridge.race_of(bridge.Hazards(0.2, 0.1, 0.01, 10.0), 0.5), WORLDS)
    other = bridge.seen_in(bridge.race_of(bridge.Hazards(0.1, 0.2, 0.01, 10.0), 0.5), WORLDS)
    apart = one.first - other.second
    assert abs(apart.mean()) < 3.9 * apart.std(ddof=1) / math.sqrt(WORLDS)
    assert one.first.mean() > 1.5 * one.second.mean()
