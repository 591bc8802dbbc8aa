"""Every policy keeps the contract that is published for users: one class of tests each."""

from race_sim.policies import POLICIES
from race_sim.testing import PolicyContract

for _policy in POLICIES:
    _title = "Test" + _policy.name.title().replace("-", "")
    globals()[_title] = type(
        _title, (PolicyContract,), {"name": _policy.name, "__doc__": _policy.meaning}
    )


def test_every_policy_is_held_to_it():
    held = {value.name for key, value in globals().items() if key.startswith("Test")}
    assert held == {policy.name for policy in POLICIES}
