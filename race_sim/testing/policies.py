"""Hypothesis strategies for policies: what they see and remember, and policies themselves."""

from __future__ import annotations

from hypothesis import strategies as st

from race_sim.game import Payoffs
from race_sim.policies import POLICIES, Policy, View
from race_sim.rules.state import ACCELERATE, INVEST, SIDES, Memory

NOTHING = Memory(0.0, 0.0, 0.0, 0.0)


def actions() -> st.SearchStrategy[int]:
    """ACCELERATE or INVEST."""
    return st.sampled_from((ACCELERATE, INVEST))


def payoff_tables(largest: float = 1e9) -> st.SearchStrategy[Payoffs]:
    """Payoffs of one side: small whole numbers, so that ties are common, or any."""
    small = st.integers(-3, 3).map(float)
    entry = st.floats(-largest, largest)
    return st.builds(Payoffs, small, small, small, small) | st.builds(
        Payoffs, entry, entry, entry, entry
    )


def views() -> st.SearchStrategy[View]:
    """What an actor may see: any payoffs, any state within the ranges of the rules."""
    alarm = st.floats(0.0, 100.0)
    gap = st.floats(-0.5, 12.0)
    share = st.floats(0.0, 1.0)
    return st.builds(
        View,
        payoffs=payoff_tables(),
        rival_payoffs=payoff_tables(),
        belief=share,
        alarm=alarm,
        rival_alarm=alarm,
        lead=st.sampled_from((-0.4, 0.0, 0.4)) | st.floats(-20.0, 20.0),
        gap=gap,
        rival_gap=gap,
        restriction=share,
        rival_restriction=share,
        own_last=actions(),
        rival_last=actions(),
        decisions=st.integers(0, 8) | st.integers(0, 2000),
        treaty=st.integers(0, 2),
        time=st.floats(2026.0, 2046.0),
        rationality=st.floats(0.0, 1000.0),
        alarm_threshold=st.floats(0.0, 3.0),
        side=st.sampled_from(range(len(SIDES))),
        solution=st.just(0),
    )


@st.composite
def memories(draw: st.DrawFn, policy: Policy, longest: int = 12) -> Memory:
    """A memory that the policy can come to have: what it keeps of a few decisions."""
    memory = NOTHING
    if policy.remember is None:
        return memory
    seen = draw(views())
    for own, rival, payoffs in draw(
        st.lists(st.tuples(actions(), actions(), payoff_tables()), max_size=longest)
    ):
        memory = Memory(*policy.remember(seen._replace(payoffs=payoffs), memory, own, rival))
        seen = seen._replace(own_last=own, rival_last=rival, decisions=seen.decisions + 1)
    return memory


def policies() -> st.SearchStrategy[Policy]:
    """One of the policies that come with the package."""
    return st.sampled_from(POLICIES)


@st.composite
def memory_one_policies(draw: st.DrawFn) -> Policy:
    """Any policy that looks at both sides' last actions: a first chance, and four more.

    The four are the chances of investing after both invested, after investing alone, after
    accelerating alone, and after both accelerated (Nowak and Sigmund, 1990, Acta Applicandae
    Mathematicae 20, 247-265).
    """
    share = st.sampled_from((0.0, 1.0)) | st.floats(0.0, 1.0)
    first, both_invest, invest_alone, accelerate_alone, both_accelerate = (
        draw(share) for _ in range(5)
    )

    def choose(view: View, memory: Memory) -> float:
        if view.decisions == 0:
            return first
        if view.own_last == INVEST:
            return both_invest if view.rival_last == INVEST else invest_alone
        return accelerate_alone if view.rival_last == INVEST else both_accelerate

    return Policy(
        "memory-one",
        "memory_one",
        choose,
        None,
        "any policy that looks at the last actions",
        stochastic=True,
        memory=1,
        looks_at=("own_last", "rival_last", "decisions"),
    )
