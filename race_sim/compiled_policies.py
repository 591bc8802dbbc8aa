"""Users' own policies for the compiled loop: the rules once more, with users' functions in them.

`quarter.decide` and `quarter.advance` reach `choose_own` and `remember_own` through a few calls.
For a user's policy these few functions are copied with other functions in the place of those two;
all the rest of the rule book is the same compiled code.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any

import numba
from numba.extending import register_jitable

from race_sim import move, own_policy, policies, quarter
from race_sim.policies import FIRST_OWN
from race_sim.problems import InputError, Problem
from race_sim.resolve import Plan
from race_sim.rules.state import Memory

# As in race_sim.compiled.
_OPTIONS: Any = {
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "no_rewrites": True,
}
_ALLOWED = "numbers, if, for, while, race_sim.rules.arithmetic; docs/policies.md says more"


def own_numbers(plan: Plan) -> tuple[int, ...]:
    """The numbers of users' own policies that a plan plays, in rising order."""
    found: set[int] = set()
    for stretch in plan.stretches:
        found.update((stretch.settings.us.policy, stretch.settings.cn.policy))
    return tuple(sorted(number for number in found if number >= FIRST_OWN))


def _reason(error: Exception) -> str:
    """What the compiler says, without its advice: the first lines that name a cause."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    noise = ("Failed in", "During:", "There are", "- Of which", "Overload of", 'File "<', "raised")
    told = [line for line in lines if not line.startswith(noise)]
    return " ".join(told[:6])[:500]


def _copy(function: Any, **changed: Any) -> FunctionType:
    """A rule with other functions in the place of some that it calls, ready to be compiled."""
    other = FunctionType(function.__code__, {**function.__globals__, **changed}, function.__name__)
    register_jitable(**_OPTIONS)(other)
    return other


def _own_functions(plan: Plan, numbers: tuple[int, ...]) -> tuple[Any, Any]:
    """`choose_own` and `remember_own` for one or two policies of users, ready to be compiled."""
    first, second = numbers[0], numbers[-1]
    settings, race = plan.settings_at(0), plan.race
    choosers, keepers = [], []
    view = quarter.us_view(settings, race, quarter.look(settings, race, 0.0), 0.0)
    memory = race.us.memory
    for number in (first, second):
        policy = own_policy.policy_of(number)
        choosers.append(_compilable(policy.name, policy.choose, view, memory))
        keep = policy.remember or _keep_nothing
        keepers.append(_compilable(policy.name, keep, view, memory, race.us.action, race.cn.action))
    first_choose, second_choose = choosers
    first_remember, second_remember = keepers

    def choose_own(number, view, memory):  # type: ignore[no-untyped-def]
        if number == first:
            chance = 1.0 * first_choose(view, memory)
        else:
            chance = 1.0 * second_choose(view, memory)
        if not 0.0 <= chance <= 1.0:
            raise ValueError("not a chance from 0 to 1")
        return chance

    def remember_own(number, view, memory, own_action, rival_action):  # type: ignore[no-untyped-def]
        if number == first:
            a, b, c, d = first_remember(view, memory, own_action, rival_action)
        else:
            a, b, c, d = second_remember(view, memory, own_action, rival_action)
        kept = Memory(1.0 * a, 1.0 * b, 1.0 * c, 1.0 * d)
        # Infinity and NaN alike, when taken from themselves, do not leave zero.
        if kept[0] - kept[0] + kept[1] - kept[1] + kept[2] - kept[2] + kept[3] - kept[3] != 0.0:
            raise ValueError("not a Memory of four finite numbers")
        return kept

    for function in (choose_own, remember_own):
        register_jitable(**_OPTIONS)(function)
    return choose_own, remember_own


def _keep_nothing(view, memory, own_action, rival_action):  # type: ignore[no-untyped-def]
    return memory


def _compilable(name: str, function: Any, *arguments: Any) -> Any:
    """A user's function, compiled for arguments of these types.

    Raises
    ------
    InputError
        If it does not compile.
    """
    for helper in list(function.__globals__.values()):
        if isinstance(helper, FunctionType) and helper.__module__ == function.__module__:
            register_jitable(helper)  # what else it calls in the same file
    compiled = numba.njit(error_model="python")(function)
    typeof: Any = numba.typeof
    try:
        compiled.compile(tuple(typeof(argument) for argument in arguments))
    except Exception as error:  # the compiler has many ways to refuse
        problem = Problem(
            name,
            f"does not compile, so only Mesa can play it: {_reason(error)}",
            _ALLOWED,
        )
        raise InputError("policy", [problem]) from error
    return compiled


def rules_with(plan: Plan, numbers: tuple[int, ...]) -> tuple[Any, Any]:
    """`quarter.decide` and `quarter.advance` with the users' policies of these numbers.

    Raises
    ------
    InputError
        If one of them does not compile.
    """
    if not numbers:
        return quarter.decide, quarter.advance
    choose_own, remember_own = _own_functions(plan, numbers)
    choose = _copy(policies.choose, choose_own=choose_own)
    remember = _copy(policies.remember, remember_own=remember_own)
    decide = _copy(quarter.decide, choose=choose)
    return decide, _copy(quarter.advance, move_of=_copy(move.move_of, remember=remember))
