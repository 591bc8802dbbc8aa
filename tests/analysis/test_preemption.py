"""Shared harm in the stage game: closed forms, exact cancelling, and counting another way."""

import math

import pytest

from race_sim import load_scenario
from race_sim.analysis import preemption
from race_sim.game import Payoffs
from race_sim.games.stage_game import StageGame
from race_sim.problems import InputError


@pytest.mark.parametrize(
    ("harm", "shared", "preempts", "worth"),
    [(10.0, 1.0, 1.25, 4.0), (10.0, 0.5, 3.125, 4.0), (10.0, 0.0, 5.0, 4.0), (2.0, 1.0, 1.25, 1.6)],
)
def test_smallest_game(harm, shared, preempts, worth):
    """Worked by hand: w = 1, l = 0.2, I = 1, q = 0.3."""
    found = preemption.triggers(1.0, 0.2, 1.0, 0.3, harm, shared)
    assert found == pytest.approx((preempts, worth))


def test_triggers_are_where_a_side_is_indifferent():
    w, less, cost, q, d, phi = 1.3, 0.4, 0.7, 0.2, 6.0, 0.35
    found = preemption.triggers(w, less, cost, q, d, phi)
    assert w * found.preemption - cost - q * d == pytest.approx(
        less * found.preemption - phi * q * d
    )
    assert w * found.zero_value == pytest.approx(cost + q * d)


def test_shared_harm_only_moves_the_worth():
    low, high = (preemption.triggers(1.0, 0.2, 1.0, 0.3, harm, 1.0) for harm in (1.0, 50.0))
    assert low.preemption == high.preemption
    assert high.zero_value > low.zero_value


def test_follower_that_gets_as_much_is_refused():
    with pytest.raises(InputError, match="follower"):
        preemption.triggers(1.0, 1.0, 1.0, 0.3, 10.0, 1.0)


def test_harm_by_hand():
    """Expected incidents of both sides, mean severity, alarm and aversion, from their own rules."""
    scenario = load_scenario("baseline")
    found = preemption.harms(scenario)["us"]
    weights = {kind: scenario[f"incidents.{kind}.weight"] for kind in preemption.KIND_KEYS}
    spill = sum(
        weight * scenario[f"incidents.{kind}.spillover"] for kind, weight in weights.items()
    ) / sum(weights.values())
    a, ceiling = 0.55, 1e4
    mean = 1.0 + (ceiling ** (1 - a) - 1) / (1 - a)
    exchange = 0.15 * (1 - 0.7 * 0.5)

    def incidents(growth, gain, deployment, own, other):
        safety = 2.2 * (own + exchange * (other + math.sqrt(own * other)))
        rate = 0.18 * math.log(10) * ((growth + gain) * (1 - own) - safety)
        return 0.03 * deployment * 10 ** (0.18 * 0.5) * (math.exp(4 * rate) - 1) / rate

    growth = 0.701 * 0.8**0.4 * scenario["cn.chips"] ** 0.4 * 1.2**0.2 * (1 - 0.4 * 0.5)
    own = incidents(0.701, 0.0, 1.0, 0.03, 0.03)
    other = incidents(growth, 0.5 * 0.4, 1.2, 0.03, 0.03)
    expected = 0.032 * 0.6 * mean * (own + spill * other)
    assert found.both_accelerate == pytest.approx(expected, rel=1e-9)


def test_place_cancels_exactly_between_equal_sides_that_share_all():
    scenario = load_scenario("baseline").with_values(preemption.EQUAL_SIDES)
    table = preemption.cancelling(scenario, (0.0, 1.0)).set_index(["shared", "side"])
    assert (table.loc[1.0, "place_cancels"] == 1.0).all()
    assert (table.loc[0.0, "place_cancels"] < 0.8).all()
    assert (table["choice_cancels"] < 0.9).all()
    for column in table:
        assert table.loc[(1.0, "us"), column] == table.loc[(1.0, "cn"), column]


def test_hazard_that_no_choice_moves_cancels_from_every_choice():
    scenario = load_scenario("baseline").with_values({preemption.ELASTICITY: 0.0})
    table = preemption.cancelling(scenario, (0.0, 0.5, 1.0))
    assert table["choice_cancels"].to_numpy() == pytest.approx(1.0, abs=1e-12)
    assert (table["alarm_needed"] == math.inf).all()


@pytest.mark.parametrize("side", ["us", "cn"])
def test_alarm_needed_is_where_the_best_reply_turns(side):
    scenario = load_scenario("baseline")
    table = preemption.cancelling(scenario, (1.0,)).set_index("side")
    needed = table.loc[side, "alarm_needed"]
    for factor, invests in ((0.999, False), (1.001, True)):
        values = {**preemption.spillovers(1.0), "alarm.prior": factor * needed}
        payoffs = getattr(StageGame.of(scenario.with_values(values)), side)
        assert (payoffs.invest_alone > payoffs.both_accelerate) is invests


def test_common_part_and_no_harm_at_all():
    assert preemption.common_part(1.0, 4.0) == preemption.common_part(4.0, 1.0) == 0.25
    assert preemption.common_part(0.0, 0.0) == 1.0
    safe = Payoffs(3.0, 2.0, 1.0, 0.0)
    assert preemption.alarm_needed(safe, Payoffs(0.0, 0.0, 0.0, 0.0), 0.6) == 0.0
