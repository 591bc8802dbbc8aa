"""Who takes part in a tournament: policies, users' own ones, strategies of Axelrod's library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from race_sim.policies import NUMBERS
from race_sim.problems import InputError, Problem
from race_sim.scenario import Scenario

SOURCE = "tournament"
AXELROD = "axelrod:"
# Payoffs of all pairs are kept with how they vary together: 80 MB at this many.
MOST_ENTRANTS = 40


class Entrant(NamedTuple):
    """One who takes part.

    Attributes
    ----------
    name : str
        As it was asked for, and as tables call it.
    policy : str
        What the scenario's `us.policy` or `cn.policy` is set to.
    strategy : str
        The class of a strategy of the Axelrod library, or empty.
    """

    name: str
    policy: str
    strategy: str = ""

    @property
    def in_python(self) -> bool:
        """Whether its races are played by Mesa, in Python, since it cannot be compiled."""
        return bool(self.strategy)


def _entrant(name: str) -> Entrant:
    if name.lower().startswith(AXELROD):
        from race_sim.tournament.axelrod_strategies import strategy_named

        found = strategy_named(name[len(AXELROD) :]).__name__
        # The seat's own policy is not asked; this one keeps no memory.
        return Entrant(f"{AXELROD}{found}", "always-safe", found)
    return Entrant(name, name)


def _named(problem: Problem, name: str) -> Problem:
    return Problem(name, problem.what.removeprefix(f"{name}: "), problem.allowed)


def entrants_of(names: Sequence[str], scenario: Scenario) -> tuple[Entrant, ...]:
    """The entrants with these names; all policies in `race_sim.policies.POLICIES` if none is named.

    Parameters
    ----------
    names : sequence of str
        Policies by name, policies from a file as `my_policy.py:name`, and strategies of the
        Axelrod library as `axelrod:TitForTat`.
    scenario : Scenario
        The scenario that is to be played: it must take each of them in both chairs.

    Raises
    ------
    InputError
        With all that is wrong: names that are unknown or come twice, too many of them.
    """
    entrants: list[Entrant] = []
    problems: list[Problem] = []
    for name in names or tuple(NUMBERS):
        try:
            entrant = _entrant(name)
            seated(scenario, entrant, entrant)
        except InputError as error:
            own = [problem for problem in error.problems if not problem.where.startswith("cn.")]
            problems.extend(_named(problem, name) for problem in own or error.problems)
            continue
        if entrant.name in [other.name for other in entrants]:
            problems.append(Problem(entrant.name, "named twice", "each once"))
        entrants.append(entrant)
    if not problems and not 2 <= len(entrants) <= MOST_ENTRANTS:
        number = f"{len(entrants)} polic{'y' if len(entrants) == 1 else 'ies'}"
        problems.append(Problem("", number, f"from 2 to {MOST_ENTRANTS}"))
    if problems:
        raise InputError(SOURCE, problems)
    return tuple(entrants)


def seated(scenario: Scenario, us: Entrant, cn: Entrant) -> Scenario:
    """The scenario with one entrant in each chair, from its start to its end.

    Dated changes of a side's policy, if the scenario has any, are left out.

    Raises
    ------
    InputError
        If the scenario does not take one of them.
    """
    ours = ("us.policy", "cn.policy")
    changes = []
    for change in scenario.changes:
        values = {key: value for key, value in change.values.items() if key not in ours}
        if len(values) == len(change.values):
            changes.append(change)
        elif values:
            changes.append(change.model_copy(update={"assignments": tuple(values.items())}))
    played = scenario.model_copy(update={"changes": tuple(changes)})
    return played.with_values({"us.policy": us.policy, "cn.policy": cn.policy})
