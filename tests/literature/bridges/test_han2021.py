"""Our race is that of Han et al. (2021) with pauses, controls or a crackdown from the second round.

Nothing here is drawn: all rows agree but for rounding.
"""

import pytest

from race_sim.literature.bridges import han2021 as bridge
from race_sim.literature.bridges.limit import docking_table
from race_sim.literature.bridges.playing import recorded
from race_sim.literature.bridges.rounds import Terms, worth_of
from race_sim.literature.han2021_play import Rules, play

WAYS = pytest.mark.parametrize(
    "way",
    [bridge.punishment, bridge.export_controls, bridge.crackdown],
    ids=lambda way: way.__name__,
)


def test_all_rows_agree():
    table = docking_table(bridge.docked())
    assert len(table) > 15
    assert table["agrees"].all(), table[~table["agrees"]].to_string()


@WAYS
@pytest.mark.parametrize(
    ("own", "rival"),
    # Rounds until the end: 197, 197/3, 141 3/7, 197/2.
    [(0.0, 1.0), (0.0, 0.0), (0.3, 1.5), (0.2, 0.5)],
)
def test_three_ways_to_slow_a_rival_are_their_punishment_played(way, own, rival):
    """A second way, which knows no formula: their race, round by round."""
    terms = Terms(setback_risk=0.4, found_out=0.25)
    worth = worth_of(terms, way(terms, own, rival))
    rules = Rules(**terms._asdict(), slowdown_own=own, slowdown_rival=rival)
    expected = play("PS", "AU", rules)
    assert worth.us == pytest.approx(float(expected.row), abs=1e-9)
    assert worth.cn == pytest.approx(float(expected.column), abs=1e-9)
    assert worth.rounds == pytest.approx(float(expected.rounds))


def test_a_crackdown_is_a_freeze_after_one_moment():
    plan = bridge.crackdown(Terms(), 0.1, 0.3)
    world = recorded(plan)
    parts = plan.stretches[-1].first_step
    moments = world.rows["cn_chernobyl_moments"]
    assert moments.sum() == 1.0 and moments[parts - 1] == 1.0
    assert world.rows["cn_restriction"][:parts].max() == 0.0
    assert world.rows["cn_restriction"][parts:] == pytest.approx(0.2)
    assert world.rows["us_restriction"][parts:] == pytest.approx(0.1)


def with_later(plan, **values):
    """The plan with other settings after the first round."""
    last = plan.stretches[-1]
    changed = last._replace(settings=last.settings._replace(**values))
    return plan._replace(stretches=(*plan.stretches[:-1], changed))


TERMS, OWN, RIVAL = bridge.POINTS[1]


@pytest.mark.parametrize(
    ("way", "mechanism"),
    [
        (bridge.export_controls, {"dependency_kept": 0.99}),  # chips are made at home
        (bridge.punishment, {"diffusion": 0.1}),  # the slowed punisher is pulled along
        (bridge.crackdown, {"talent_outflow": 0.1}),  # those who may not work leave
    ],
)
def test_a_mechanism_left_on_is_found_out(way, mechanism):
    plan = way(TERMS, OWN, RIVAL)
    as_docked = worth_of(TERMS, plan)
    changed = worth_of(TERMS, with_later(plan, **mechanism))
    assert abs(changed.cn - as_docked.cn) > 0.01


def test_a_freeze_that_is_lifted_is_found_out():
    plan = bridge.crackdown(TERMS, OWN, RIVAL)
    stretches = tuple(
        one._replace(settings=one.settings._replace(never_lifted=0.0)) for one in plan.stretches
    )
    changed = worth_of(TERMS, plan._replace(stretches=stretches))
    assert changed.rounds < worth_of(TERMS, plan).rounds - 1.0
