"""Replies: replacing a policy's number in a plan is the same as another scenario."""

import pytest

import race_sim
from race_sim.analysis import replies
from race_sim.analysis.replies import plan_of_reply, play_replies
from race_sim.policies import NUMBERS, POLICIES
from race_sim.resolve import FAR_SIGHTED, plan_of

UNSOLVED = [policy.name for policy in POLICIES if policy.name not in FAR_SIGHTED]


@pytest.mark.short
@pytest.mark.parametrize("name", ["baseline", "chernobyl-2028-us", "us-pause-2027"])
@pytest.mark.parametrize("side", ["us", "cn"])
def test_the_plan_is_that_of_the_scenario_with_the_policy(name, side):
    scenario = race_sim.load_scenario(name)
    plan = plan_of(scenario)
    for reply in UNSOLVED:
        expected = plan_of(scenario.with_values({f"{side}.policy": reply}))
        assert plan_of_reply(scenario, plan, side, reply) == expected


@pytest.mark.short
def test_a_reply_is_played_to_the_end_where_the_scenario_changes_policies():
    scenario = race_sim.load_scenario("baseline")
    change = {"date": 2030.0, "set": {"us.policy": "always-safe"}}
    from race_sim.events import Change

    changing = scenario.model_copy(update={"changes": (Change.model_validate(change),)})
    plan = plan_of_reply(changing, plan_of(changing), "us", "tit-for-tat")
    assert len(plan.stretches) == 2
    assert {stretch.settings.us.policy for stretch in plan.stretches} == {NUMBERS["tit-for-tat"]}


@pytest.mark.short
def test_a_solved_policy_gets_its_table(monkeypatch):
    """It is solved from the scenario, so the plan is made anew."""
    assert sorted(FAR_SIGHTED) == ["equilibrium", "planner"]
    asked = []

    def spy(scenario):
        asked.append(scenario["cn.policy"])
        return plan_of(scenario.with_values({"cn.policy": "always-safe"}))

    scenario = race_sim.load_scenario("baseline")
    plan = plan_of(scenario)
    monkeypatch.setattr(replies, "plan_of", spy)
    made = plan_of_reply(scenario, plan, "cn", "equilibrium")
    assert asked == ["equilibrium"]
    assert made.stretches[0].settings.cn.policy == NUMBERS["equilibrium"]
    assert plan_of_reply(scenario, plan, "cn", "always-safe") is not None
    assert asked == ["equilibrium"]


def test_the_scenario_as_it_is_comes_first():
    scenario = race_sim.load_scenario("baseline")
    found = play_replies(scenario, "cn", ("always-safe", "logit-response"), 30, 2, first_world=5)
    assert found.replies == ("logit-response", "always-safe")
    worlds = race_sim.simulate(scenario, worlds=30, seed=2, first_world=5)
    assert found.realised[0].tolist() == worlds["cn_payoff"].tolist()
    assert found.expected[0].tolist() == worlds["cn_expected_payoff"].tolist()
    assert found.risk[0].tolist() == worlds["catastrophe_risk"].tolist()
