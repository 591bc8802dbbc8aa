"""The list of policies, and the chain that sends numbers to them."""

import importlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import race_sim.policies as package
from race_sim.game import Payoffs
from race_sim.policies import FIRST_OWN, NUMBERS, POLICIES, choose, remember
from race_sim.rules.state import ACCELERATE, INVEST, Memory
from race_sim.testing import actions, memories, views

pytestmark = pytest.mark.short

PLAIN = [policy for policy in POLICIES if policy.family != "far_sighted"]
EVERY_POLICY = pytest.mark.parametrize("policy", PLAIN, ids=lambda policy: policy.name)


@EVERY_POLICY
@settings(max_examples=30)
@given(data=st.data(), view=views(), own=actions(), rival=actions())
def test_chain_and_list_agree(policy, data, view, own, rival):
    """`choose` and `remember` send each number to the functions in the list."""
    number = NUMBERS[policy.name]
    memory = data.draw(memories(policy))
    assert choose(number, view, memory, ()) == policy.choose(view, memory)
    expected = memory if policy.remember is None else policy.remember(view, memory, own, rival)
    assert remember(number, view, memory, own, rival) == expected


def test_no_two_policies_are_confused(view):
    """A set of views on which every policy answers in its own way: a chain in disorder shows."""
    tables = (
        Payoffs(3.0, 0.0, 5.0, 1.0),
        Payoffs(3.0, 1.0, 2.0, 0.0),
        Payoffs(4.0, 1.0, 3.5, 1.2),
        Payoffs(3.0, 1.0, 4.0, 0.0),
    )
    seen = [
        view._replace(
            payoffs=table,
            rival_payoffs=table,
            belief=belief,
            alarm=alarm,
            lead=lead,
            own_last=own,
            rival_last=rival,
            decisions=decisions,
        )
        for table in tables
        for belief in (0.1, 0.9)
        for alarm, lead in ((0.6, -1.0), (0.6, 1.0), (1.2, 1.0))
        for own in (ACCELERATE, INVEST)
        for rival in (ACCELERATE, INVEST)
        for decisions in (0, 3)
    ]
    kept = Memory(0.0, 0.0, 0.0, 0.0), Memory(1.0, 3.0, 0.5, 0.2), Memory(0.0, 20.0, 0.1, 0.4)
    given_by = {
        policy.name: tuple(
            choose(NUMBERS[policy.name], one, memory, ()) for one in seen for memory in kept
        )
        for policy in PLAIN
    }
    same = {
        (one, other)
        for one in given_by
        for other in given_by
        if one < other and given_by[one] == given_by[other]
    }
    assert same == set()


def test_names_and_numbers():
    """The first six and their order, which the compiled loop and stored plans rely on."""
    assert [policy.name for policy in POLICIES][:6] == [
        "logit-response",
        "always-accelerate",
        "always-safe",
        "tit-for-tat",
        "grim-trigger",
        "best-reply",
    ]
    assert {policy.name: number for number, policy in enumerate(POLICIES)} == NUMBERS
    assert len(POLICIES) < FIRST_OWN


def test_every_entry_says_where_it_comes_from():
    for policy in POLICIES:
        assert policy.meaning and policy.citation
        module = importlib.import_module(f"race_sim.policies.{policy.family}")
        assert policy.choose.__module__ == module.__name__
        assert set(policy.looks_at) <= set(package.View._fields)


def test_a_family_is_a_file_and_a_file_is_a_family():
    assert package.__file__ is not None
    files = {path.stem for path in Path(package.__file__).parent.glob("*.py")}
    frame = {"__init__", "catalogue", "own", "policy", "view"}
    assert {policy.family for policy in POLICIES} == files - frame
