"""A race of rounds: what its limit says is what the engine plays."""

import numpy as np
import pytest

from race_sim.literature.bridges import rounds
from race_sim.literature.bridges.playing import many, played, recorded
from race_sim.rules.state import CN, US

SAFE, UNSAFE, MATCHING = (rounds.POLICIES[name] for name in ("AS", "AU", "CS"))


@pytest.mark.parametrize(
    ("lasting", "parts"),
    [((100.0,), 1), ((100.0, 200.0 / 3.0), 3), ((62.5,), 2), ((985.0 / 12.0,), 12)],
)
def test_the_end_of_a_race_is_the_end_of_a_step(lasting, parts):
    assert rounds.parts_of_a_round(*lasting) == parts


@pytest.mark.parametrize(
    ("us", "cn", "lasts", "winner", "at_end"),
    [
        (SAFE, SAFE, 100.0, US, (100.0, 100.0)),
        (UNSAFE, UNSAFE, 200.0 / 3.0, US, (100.0, 100.0)),
        (SAFE, UNSAFE, 200.0 / 3.0, CN, (200.0 / 3.0, 100.0)),
        # Safe in the first round only: it stays one and a half steps less one behind.
        (UNSAFE, MATCHING, 200.0 / 3.0, US, (100.0, 99.5)),
        (MATCHING, MATCHING, 100.0, US, (100.0, 100.0)),
    ],
)
def test_who_moves_how_far_and_crosses_when(us, cn, lasts, winner, at_end):
    world = recorded(rounds.race_of(rounds.Terms(), us, cn))
    assert world.outcome.end_year == pytest.approx(lasts)
    assert world.outcome.winner == winner
    assert world.outcome.us_capability == pytest.approx(at_end[US])
    assert world.outcome.cn_capability == pytest.approx(at_end[CN])


def test_one_unsafe_round_is_never_forgotten():
    """A gap of 0 until then; the ceiling after it, though all later rounds are safe."""
    terms = rounds.Terms(rounds=12.0)
    plan = rounds.race_of(terms, SAFE, SAFE)
    first, later = plan.stretches
    slip = first.settings._replace(us=first.settings.us._replace(policy=1))
    slipped = plan._replace(stretches=(first._replace(settings=slip), later))
    world = recorded(slipped)
    parts = first.last_step
    assert world.rows["us_invests"].tolist() == [0.0] * parts + [1.0] * (world.steps - parts)
    np.testing.assert_allclose(world.rows["us_gap"][1:], rounds.CEILING, atol=1e-12)
    np.testing.assert_allclose(world.rows["cn_gap"], 0.0, atol=1e-12)
    assert world.outcome.winner == US
    assert world.outcome.loss_risk == pytest.approx(terms.setback_risk, abs=1e-10)
    assert recorded(plan).outcome.loss_risk == 0.0


@pytest.mark.parametrize("risk", [0.0, 1e-9, 0.3, 1.0])
def test_the_chance_of_a_setback_is_what_is_asked_for(risk):
    terms = rounds.Terms(setback_risk=risk, rounds=12.0)
    found = played(rounds.race_of(terms, UNSAFE, UNSAFE)).loss_risk
    assert found == pytest.approx(risk, rel=1e-9)


@pytest.mark.parametrize(("us", "cn"), [(UNSAFE, MATCHING), (MATCHING, UNSAFE), (SAFE, SAFE)])
def test_both_engines_play_the_same_race(us, cn):
    """The plain loop and the compiled one, in numbers far outside of what a scenario may hold."""
    plan = rounds.race_of(rounds.Terms(speed=3.0), us, cn)
    both = [
        {name: value for name, value in outcome._asdict().items() if value == value}
        for outcome in (played(plan), recorded(plan).outcome)
    ]
    assert both[0] == both[1]
    assert len(both[0]) > 30


def test_many_worlds_are_the_worlds_one_by_one():
    plan = rounds.race_of(rounds.Terms(rounds=12.0), UNSAFE, UNSAFE)
    table = many(plan, 20, seed=3)
    lost = [played(plan, seed=3, world=world).lost_at_finish for world in range(20)]
    assert table["lost_at_finish"].tolist() == lost
    assert 0.0 < sum(lost) < 20.0


def test_pauses_begin_with_the_second_round():
    terms = rounds.Terms()
    plan = rounds.race_of(terms, SAFE, UNSAFE, pauses=rounds.Pauses(0.1, 0.2))
    world = recorded(plan)
    parts = plan.stretches[0].last_step
    speeds = world.gains("us") * parts, world.gains("cn") * parts
    np.testing.assert_allclose(speeds[US], [1.0] * parts + [0.9] * (world.steps - parts))
    np.testing.assert_allclose(speeds[CN], [1.5] * parts + [1.2] * (world.steps - parts))
    assert world.outcome.end_year == pytest.approx(1.0 + 98.5 / 1.2)
