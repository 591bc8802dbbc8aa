"""The contract that every policy keeps, and the chain that sends numbers to policies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.policies import NUMBERS, POLICIES, View, choose, remember
from race_sim.rules.state import ACCELERATE, INVEST, Memory

pytestmark = pytest.mark.short

PAYOFF = st.floats(-1e9, 1e9)
ACTION = st.sampled_from((ACCELERATE, INVEST))
VIEWS = st.builds(
    View,
    payoffs=st.builds(Payoffs, PAYOFF, PAYOFF, PAYOFF, PAYOFF),
    belief=st.floats(0.0, 1.0),
    alarm=st.floats(0.0, 100.0),
    lead=st.floats(-20.0, 20.0),
    gap=st.floats(-5.0, 30.0),
    own_last=ACTION,
    rival_last=ACTION,
    decisions=st.integers(0, 2000),
    treaty=st.integers(0, 2),
    rationality=st.floats(0.0, 1000.0),
)
MEMORIES = st.builds(Memory, *[st.floats(-1e6, 1e6)] * 4)
EVERY_POLICY = pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)


@EVERY_POLICY
@given(view=VIEWS, memory=MEMORIES)
def test_a_policy_gives_a_probability(policy, view, memory):
    chance = policy.choose(view, memory)
    assert isinstance(chance, float)
    assert 0.0 <= chance <= 1.0


@EVERY_POLICY
@given(view=VIEWS, memory=MEMORIES, own=ACTION, rival=ACTION)
def test_a_policy_has_no_state_of_its_own(policy, view, memory, own, rival):
    """The same view and memory always give the same answer, whatever was asked in between."""
    before = policy.choose(view, memory)
    kept = remember(NUMBERS[policy.name], view, memory, own, rival)
    policy.choose(view._replace(belief=1.0 - view.belief), kept)
    assert policy.choose(view, memory) == before
    assert remember(NUMBERS[policy.name], view, memory, own, rival) == kept
    assert isinstance(kept, Memory)


@EVERY_POLICY
@given(view=VIEWS, memory=MEMORIES, own=ACTION, rival=ACTION)
def test_chain_and_list_agree(policy, view, memory, own, rival):
    """`choose` and `remember` send each number to the functions in the list."""
    number = NUMBERS[policy.name]
    assert choose(number, view, memory) == policy.choose(view, memory)
    expected = memory if policy.remember is None else policy.remember(view, memory, own, rival)
    assert remember(number, view, memory, own, rival) == expected


def test_no_two_policies_are_confused():
    """A set of views on which every policy answers in its own way: a chain in disorder shows."""
    payoffs = Payoffs(3.0, 0.0, 5.0, 1.0), Payoffs(3.0, 1.0, 2.0, 0.0)
    views = [
        View(table, 0.4, 0.6, 0.0, 0.5, ACCELERATE, rival, decisions, 0, 1.0)
        for table in payoffs
        for rival in (ACCELERATE, INVEST)
        for decisions in (0, 3)
    ]
    memories = Memory(0.0, 0.0, 0.0, 0.0), Memory(1.0, 0.0, 0.0, 0.0)
    answers = {
        number: tuple(choose(number, view, memory) for view in views for memory in memories)
        for number in range(len(POLICIES))
    }
    assert len(set(answers.values())) == len(POLICIES)


def test_names_and_numbers():
    """The first six and their order, which stored results and the compiled loop rely on."""
    assert [policy.name for policy in POLICIES][:6] == [
        "logit-response",
        "always-accelerate",
        "always-safe",
        "tit-for-tat",
        "grim-trigger",
        "best-reply",
    ]
    assert {policy.name: number for number, policy in enumerate(POLICIES)} == NUMBERS
    assert all(policy.meaning for policy in POLICIES)
