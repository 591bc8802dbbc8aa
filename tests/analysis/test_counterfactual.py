"""Counterfactuals of one world: equal until they part, and parting where they say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import race_sim
from race_sim.analysis.counterfactual import (
    CHOICE,
    HAPPENING,
    KINDS,
    OUTLOOK,
    STATE,
    counterfactual,
    first_steps,
    history_array,
)
from race_sim.problems import InputError
from race_sim.record import Row

CHANGES = [
    {"us.policy": "always-safe"},
    {"cn.policy": "tit-for-tat"},
    {"payoffs.rivalry": 0.5},
    {"alarm.prior": 1.5},
    {"us.freeze_median": 30.0},
    {"incidents.base_rate": 0.06},
    {"exchange.openness": 0.5, "talks.threshold": 0.3},
    {"time.decision_period": 1.0},
]


def test_every_column_of_a_history_is_of_one_kind():
    told = [name for names in KINDS.values() for name in names]
    assert sorted(told) == sorted(set(Row._fields) - {"year"})
    assert not set(OUTLOOK) & {*STATE, *CHOICE, *HAPPENING}


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(CHANGES), st.integers(0, 200), st.integers(0, 3))
def test_both_are_equal_bit_for_bit_until_they_part(change, world, seed):
    found = counterfactual("baseline", change, seed=seed, world=world)
    factual, other = found.factual.history, found.other.history
    until = len(factual) if found.parting is None else found.parting.step
    compared = ["world", "step", "year", *STATE, *CHOICE, *HAPPENING]
    assert factual.loc[: until - 1, compared].equals(other.loc[: until - 1, compared])
    before = [event for event in found.factual.events if event.step < until]
    assert before == [event for event in found.other.events if event.step < until]
    if found.parting is None:
        assert len(factual) == len(other)
        return
    parting = found.parting
    assert parting.year == factual["year"].iloc[until]
    for name in parting.columns:
        assert factual[name].iloc[until] != other[name].iloc[until]
    # Each kind's first difference is its first: nothing of that kind differs before.
    for one in found.partings:
        names = list(KINDS[one.kind])
        assert factual.loc[: one.step - 1, names].equals(other.loc[: one.step - 1, names])
        assert not factual.loc[one.step, names].equals(other.loc[one.step, names])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 500))
def test_a_change_of_nothing_changes_nothing_and_says_so(world):
    same = {"us.policy": "logit-response", "payoffs.rivalry": 0.76}
    found = counterfactual("baseline", same, seed=1, world=world)
    assert found.partings == () and found.parting is None
    assert found.outcomes.empty
    assert found.side_by_side["same"].all()
    assert "changes nothing" in found.sentences()[1]
    assert "as it was" in found.sentences()[0]
    assert not found.as_dictionary()["part"]


def test_what_is_only_counted_is_no_parting():
    found = counterfactual("baseline", {"payoffs.restriction_cost": 0.5}, seed=1, world=7)
    assert found.parting is None
    assert {"us_welfare", "cn_welfare"} <= set(found.outcomes["outcome"])
    assert "only what it is counted as" in found.sentences()[1]


def test_what_is_only_seen_is_no_parting():
    """Sides that never look see another game and do the same."""
    found = counterfactual("all-out-race", {"payoffs.rivalry": 0.1}, seed=1, world=3)
    assert found.parting is None
    assert found.first("outlook").step == 0
    assert (
        "face or believe differs from 2026 on" in found.sentences()[1]
        or "counted" in (found.sentences()[1])
    )


def test_another_policy_parts_at_the_first_other_choice():
    """Found another way: the step at which the factual side first does not invest."""
    for world in range(5):
        found = counterfactual("baseline", {"us.policy": "always-safe"}, seed=1, world=world)
        races = found.factual.history["us_invests"].eq(False)
        assert found.parting.kind == "choice"
        assert found.parting.step == int(races.idxmax())
        assert found.parting.columns == ("us_invests",)
        assert found.other.outcome["us_accelerating"] == 0.0


def test_a_catastrophe_that_is_prevented_is_told():
    before = race_sim.simulate("baseline", worlds=400, seed=1)
    changed = race_sim.load_scenario("baseline", {"payoffs.rivalry": 0.0})
    after = race_sim.simulate(changed, worlds=400, seed=1)
    world = int(before["world"][before["catastrophe"] & ~after["catastrophe"]].iloc[0])
    found = counterfactual("baseline", {"payoffs.rivalry": 0.0}, seed=1, world=world)
    assert "The change prevents the catastrophe." in found.sentences()
    told = " ".join(found.sentences())
    assert f"ends it in {before['end_year'][world]:g}" in told and "still open in 2046" in told
    turned = counterfactual(changed, {"payoffs.rivalry": 0.76}, seed=1, world=world)
    assert "The change brings a catastrophe about." in turned.sentences()
    row = found.outcomes.set_index("outcome").loc["lead"]
    assert row["difference"] == after["lead"][world] - before["lead"][world]
    only_first, only_second = found.events_at(int(found.factual.history["step"].iloc[-1]))
    assert any(event.kind == "catastrophe" for event in only_first)
    assert not any(event.kind == "catastrophe" for event in only_second)
    # The longer history's steps are all there, beside nothing.
    both = found.side_by_side
    assert len(both) == 80
    assert both["us_gap"].isna().sum() == 80 - len(found.factual.history)


def test_side_by_side_holds_both_histories():
    found = counterfactual("baseline", {"cn.policy": "always-safe"}, seed=1, world=7)
    both = found.side_by_side
    np.testing.assert_array_equal(both["cn_gap"], found.factual.history["cn_gap"])
    np.testing.assert_array_equal(both["cn_gap_but"], found.other.history["cn_gap"])
    assert both["same"].idxmin() == min(one.step for one in found.partings)


def test_first_steps_of_made_up_histories():
    first = np.zeros((2, 4, len(Row._fields)))
    second = first.copy()
    second[0, 2, Row._fields.index("talks")] = 1.0
    second[0, 3, Row._fields.index("us_invests")] = 1.0
    second[1, 1:, :] = np.nan  # over after its first step
    found = first_steps(first, second)
    assert found["state"].tolist() == [2, -1]
    assert found["choice"].tolist() == [3, -1]
    assert found["happening"].tolist() == [-1, -1]


def test_a_history_as_an_array_is_that_of_the_compiled_loop():
    from race_sim.compiled import record_worlds
    from race_sim.resolve import plan_of

    model = race_sim.RaceModel("baseline", seed=1, world=7)
    model.run()
    _, rows = record_worlds(plan_of(model.scenario), 1, np.array([7]))
    assert np.array_equal(history_array(model.history), rows[:, : len(model.history)])


@pytest.mark.parametrize("key", ["time.step", "time.start", "time.end"])
def test_another_clock_is_refused(key):
    values = {"time.step": 0.125, "time.start": 2025.0, "time.end": 2040.0}
    with pytest.raises(InputError, match=rf"{key}: .*luck goes by steps"):
        counterfactual("baseline", {key: values[key]}, seed=1)


def test_bad_values_and_addresses_are_refused():
    with pytest.raises(InputError, match=r"us\.polcy"):
        counterfactual("baseline", {"us.polcy": "always-safe"})
    with pytest.raises(InputError, match="world"):
        counterfactual("baseline", {"us.policy": "always-safe"}, world=-1)
