"""For tests of own policies, rules and engines: hypothesis strategies, a contract, comparisons.

>>> from hypothesis import given, settings
>>> import race_sim
>>> from race_sim.testing import scenarios
>>> @settings(max_examples=20)
... @given(scenarios(longest=4))
... def test_lead_is_a_difference(scenario):
...     world = race_sim.simulate(scenario, worlds=1).iloc[0]
...     assert world.lead == world.us_capability - world.cn_capability
>>> test_lead_is_a_difference()

A policy of one's own is held to what it declares by a class of two lines:

    from race_sim.testing import PolicyContract

    class TestCautious(PolicyContract):
        name = "my_policy.py:cautious"

Needs hypothesis and pytest, which come with the extra `test`.
"""

from race_sim.testing.comparison import differing_columns, same_bits
from race_sim.testing.contract import PolicyContract
from race_sim.testing.policies import (
    actions,
    memories,
    memory_one_policies,
    payoff_tables,
    policies,
    views,
)
from race_sim.testing.scenarios import (
    STEPS,
    changes,
    checked,
    clocks,
    dates,
    knob_tables,
    knob_values,
    pauses,
    scenarios,
    seeds,
    shocks,
    world_numbers,
)
from race_sim.testing.states import races

__all__ = [
    "STEPS",
    "PolicyContract",
    "actions",
    "changes",
    "checked",
    "clocks",
    "dates",
    "differing_columns",
    "knob_tables",
    "knob_values",
    "memories",
    "memory_one_policies",
    "pauses",
    "payoff_tables",
    "policies",
    "races",
    "same_bits",
    "scenarios",
    "seeds",
    "shocks",
    "views",
    "world_numbers",
]
