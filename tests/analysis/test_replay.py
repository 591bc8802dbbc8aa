"""Replay: the choices of one scenario in another."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import race_sim
from race_sim.analysis.replay import plan_with_choices, replay
from race_sim.policies import NUMBERS
from race_sim.problems import InputError
from race_sim.resolve import plan_of


@pytest.mark.parametrize(
    "name",
    ["baseline", "all-out-race", "chernobyl-2028-cn", "export-control-squeeze", "finish-line"],
)
def test_a_scenario_with_its_own_choices_is_itself(name):
    assert replay(name, name, worlds=60, seed=4).equals(race_sim.simulate(name, worlds=60, seed=4))


def test_choices_of_a_fixed_pair_are_its_policies():
    safe = race_sim.simulate("mutual-safety", worlds=60, seed=4)
    assert replay("mutual-safety", "baseline", worlds=60, seed=4).equals(safe)


def test_world_numbers_and_blocks():
    whole = replay("baseline", "open-exchange", worlds=1100, seed=4)
    part = replay("baseline", "open-exchange", worlds=20, seed=4, first_world=1015)
    assert part.equals(whole.iloc[1015:1035].reset_index(drop=True))


def test_choices_do_not_answer():
    """With the choices of a closed exchange, the shares of time are those of a closed exchange."""
    closed = race_sim.load_scenario("baseline", {"exchange.openness": 0.0})
    opened = race_sim.load_scenario("baseline", {"exchange.openness": 0.6})
    before = race_sim.simulate(closed, worlds=300, seed=4)
    same = replay(closed, opened, worlds=300, seed=4)
    whole = (before.ending == "horizon") & (same.ending == "horizon")
    assert whole.sum() > 250
    for column in ("us_accelerating", "cn_accelerating", "both_accelerating"):
        assert same[column][whole].equals(before[column][whole])
    assert (same.us_gap[whole] <= before.us_gap[whole]).mean() > 0.95


@given(st.data())
def test_both_sides_do_what_they_are_told(data):
    name = data.draw(st.sampled_from(["baseline", "us-pause-2027", "chernobyl-2028-us"]))
    told = data.draw(st.integers(0, 80))
    bits = st.lists(st.integers(0, 1), min_size=told, max_size=told)
    us, cn = (np.array(data.draw(bits), dtype=int) for _ in range(2))
    plain = plan_of(race_sim.load_scenario(name))
    plan = plan_with_choices(plain, us, cn)
    edges = [0, *(stretch.last_step for stretch in plan.stretches)]
    assert [stretch.first_step for stretch in plan.stretches] == edges[:-1]
    assert edges[-1] == 80
    policies = (NUMBERS["always-accelerate"], NUMBERS["always-safe"])
    for step in range(80):
        own, expected = plan.settings_at(step), plain.settings_at(step)
        if step < told:
            expected = expected._replace(
                us=expected.us._replace(policy=policies[us[step]]),
                cn=expected.cn._replace(policy=policies[cn[step]]),
            )
        assert own == expected


def test_bad_arguments():
    with pytest.raises(InputError, match="replay: worlds: 0"):
        replay("baseline", "baseline", worlds=0)
    shorter = race_sim.load_scenario("baseline", {"time.end": 2040.0})
    with pytest.raises(ValueError, match="same steps"):
        replay(shorter, "baseline", worlds=1)
