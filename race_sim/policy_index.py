"""What is declared about each policy, in words: for the command line and the documentation."""

from __future__ import annotations

from race_sim.documents import table
from race_sim.policies import POLICIES, WHOLE_HISTORY, Policy

HEADINGS = ("Policy", "What it does", "Also called", "Looks at", "Memory", "Chance", "Source")


def memory_in_words(policy: Policy) -> str:
    """How far back it remembers."""
    if policy.memory == WHOLE_HISTORY:
        return "whole history"
    return "none" if policy.memory == 0 else "one decision"


def index_row(policy: Policy) -> tuple[str, ...]:
    """A policy as a row under `HEADINGS`."""
    looks_at = ", ".join(sight.replace("_", " ") for sight in policy.looks_at)
    return (
        policy.name,
        policy.meaning,
        ", ".join(policy.also_called) or "-",
        looks_at or "nothing",
        memory_in_words(policy),
        "yes" if policy.stochastic else "no",
        policy.citation,
    )


def index_table() -> str:
    """All policies as a Markdown table, in the order of `POLICIES`."""
    return table(HEADINGS, [index_row(policy) for policy in POLICIES])
