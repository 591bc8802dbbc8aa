"""The compiled loop: the rule book, compiled as it stands, run over many worlds.

Only this file and `compiled_policies.py` know Numba. Importing it registers the plain functions of
the rule book with the compiler; they stay plain functions everywhere else. The loop is compiled the
first time it is called on a machine, and kept on disk under a hash of the whole rule book: a
changed rule can never meet a stale compilation.
"""

from __future__ import annotations

import gc
import hashlib
import importlib
import inspect
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numba
import numpy as np
from numba.extending import overload, register_jitable

from race_sim import ledger, own_policy, quarter, record
from race_sim.compiled_policies import own_numbers, rules_with
from race_sim.plain_loop import play_plainly
from race_sim.policies import own
from race_sim.problems import InputError, PolicyError, Problem
from race_sim.resolve import Plan
from race_sim.rule_book import RULE_BOOK
from race_sim.rules import arithmetic
from race_sim.rules.state import Race

logger = logging.getLogger("race_sim")

# By name: a policy's function may be called as its file is.
MODULES: tuple[ModuleType, ...] = tuple(
    importlib.import_module(f"race_sim.{name}") for name in RULE_BOOK
)

OUTCOME_COLUMNS = ledger.Outcome._fields + tuple(
    f"time_in_{name}" for name in ledger.GameTime._fields
)
ROW_COLUMNS = record.Row._fields

# Called seldom or from many places: folding them into every caller only slows the compiler.
_KEPT_APART = {"with_incident", "choose", "remember", "power", "logarithm", "normal_quantile"}

# `numpy` error model: no test for division by zero, which the ranges of parameters rule out.
# `no_rewrites`: the rewrites are for arrays, and looking for them takes time.
_OPTIONS: Any = {
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "no_rewrites": True,
}


# Scaling by a power of two and taking it apart are exact, so doing them on the bits gives the
# same result as the C library's functions, which CPython calls, in a third of the time.
@overload(arithmetic.scaled, jit_options=_OPTIONS)
def _scaled(x, exponent):  # type: ignore[no-untyped-def]
    def on_bits(x, exponent):  # type: ignore[no-untyped-def]
        return x * np.int64((exponent + 1023) << 52).view(np.float64)

    return on_bits


@overload(arithmetic.fraction_and_exponent, jit_options=_OPTIONS)
def _fraction_and_exponent(x):  # type: ignore[no-untyped-def]
    def on_bits(x):  # type: ignore[no-untyped-def]
        bits = np.float64(x).view(np.int64)
        fraction = np.int64((bits & 0x000FFFFFFFFFFFFF) | 0x3FE0000000000000).view(np.float64)
        return fraction, (bits >> 52) - 1022

    return on_bits


# Users' own policies have loops of their own; in the others nobody plays them.
@overload(own.choose_own, jit_options=_OPTIONS)
def _choose_own(number, view, memory):  # type: ignore[no-untyped-def]
    def nobody(number, view, memory):  # type: ignore[no-untyped-def]
        return 0.0

    return nobody


@overload(own.remember_own, jit_options=_OPTIONS)
def _remember_own(number, view, memory, own_action, rival_action):  # type: ignore[no-untyped-def]
    def nobody(number, view, memory, own_action, rival_action):  # type: ignore[no-untyped-def]
        return memory

    return nobody


def _functions(module: ModuleType) -> list[FunctionType]:
    return [
        value
        for value in vars(module).values()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    ]


def _register() -> None:
    by_hand: set[Any] = {
        arithmetic.scaled,
        arithmetic.fraction_and_exponent,
        own.register_own,
        own.choose_own,
        own.remember_own,
    }
    for module in MODULES:
        for function in _functions(module):
            if function in by_hand:
                continue
            inlined = function.__name__ not in _KEPT_APART
            register_jitable(forceinline=inlined, **_OPTIONS)(function)


_register()


@cache
def rule_book_hash() -> str:
    """SHA-256 of the source of every file of the rule book, as it was when first asked for.

    The files that solve far-sighted play are in it: worlds depend on them too.
    """
    digest = hashlib.sha256()
    for module in MODULES:
        assert module.__file__ is not None
        digest.update(Path(module.__file__).read_bytes())
    for path in sorted((Path(__file__).parent / "foresight").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _build(book: str, decide: Any, advance: Any, keep: bool) -> Any:
    # `book` is a variable of the closure, so Numba's cache on disk is keyed by its value.
    def run(  # type: ignore[no-untyped-def]
        stretches,
        first_steps,
        strategies,
        start,
        start_ledger,
        start_step,
        steps,
        seed,
        worlds,
        outcomes,
        rows,
    ):
        book  # noqa: B018
        for number in range(worlds.shape[0]):
            world = worlds[number]
            race = start
            book_keeping = start_ledger
            step = start_step
            stretch = 0
            while first_steps[stretch + 1] <= step:
                stretch += 1
            while True:
                now = stretches[stretch]
                time = quarter.time_of(now, step)
                outlook = quarter.look(now, race, time)
                us_action, cn_action = decide(now, strategies, race, outlook, seed, world, step)
                after, happenings = advance(
                    now, race, outlook, us_action, cn_action, seed, world, step
                )
                book_keeping = ledger.ledger_after(
                    book_keeping, now, outlook, happenings, after, time
                )
                if rows.shape[0] > 0:
                    row = record.row_of(race, outlook, happenings, after, time)
                    for column, value in enumerate(row):
                        rows[number, step, column] = value
                race = after
                step += 1
                if step == steps or quarter.is_over(happenings):
                    break
                if step == first_steps[stretch + 1]:
                    stretch += 1
            column = 0
            for value in ledger.outcome_of(
                book_keeping, now, race, happenings, quarter.time_of(now, step)
            ):
                outcomes[number, column] = value
                column += 1
            for value in ledger.game_shares(book_keeping):
                outcomes[number, column] = value
                column += 1

    options: dict[str, Any] = {"nogil": True, "error_model": "numpy", "no_rewrites": True}
    if not keep:
        return numba.njit(**options)(run)
    try:
        return numba.njit(cache=True, **options)(run)
    except RuntimeError as error:  # no folder that can be written to
        logger.warning("The compiled loop cannot be kept on disk: %s", error)
        return numba.njit(**options)(run)


_lock = threading.Lock()
_loops: dict[tuple[int, ...], Any] = {}


def _announce(numbers: tuple[int, ...]) -> None:
    if numbers:
        names = ", ".join(own_policy.policy_of(number).name for number in numbers)
        logger.warning("Compiling the loop with %s: about ten seconds ...", names)
    else:
        logger.warning("Compiling the loop: once on this machine, about ten seconds ...")


def _compile(plan: Plan, numbers: tuple[int, ...]) -> Any:
    if numbers:
        play_plainly(plan, 0, 0)  # watched, unlike the compiled loop: an endless call ends here
    timer = threading.Timer(0.8, _announce, [numbers])
    timer.daemon = True
    timer.start()
    was_enabled = gc.isenabled()
    gc.disable()  # the compiler makes many objects and little garbage
    try:
        decide, advance = rules_with(plan, numbers)
        loop = _build(rule_book_hash(), decide, advance, keep=not numbers)
        _call(loop, plan, 0, np.empty(0, np.int64), _no_outcomes(0), _no_rows(plan))
    finally:
        timer.cancel()
        if was_enabled:
            gc.enable()
    return loop


def compiled_loop(plan: Plan) -> Any:
    """The compiled loop, ready to be called; compiles it when that has not been done before.

    Raises
    ------
    InputError
        If a user's own policy does not compile, or more than two are played.
    """
    numbers = own_numbers(plan)
    if len(numbers) > 2:
        names = ", ".join(own_policy.policy_of(number).name for number in numbers)
        problem = Problem(names, f"{len(numbers)} policies of users in one scenario", "two")
        raise InputError("policy", [problem])
    with _lock:
        if numbers not in _loops:
            # Ctrl-C goes to the main thread, and is lost if that is in a callback of the compiler.
            pool = ThreadPoolExecutor(max_workers=1)
            try:
                _loops[numbers] = pool.submit(_compile, plan, numbers).result()
            finally:
                pool.shutdown(wait=False)
        return _loops[numbers]


def _no_outcomes(worlds: int) -> np.ndarray:
    return np.empty((worlds, len(OUTCOME_COLUMNS)))


def _no_rows(plan: Plan) -> np.ndarray:
    return np.empty((0, plan.steps, len(ROW_COLUMNS)))


def _dtype(example: Any) -> np.dtype:
    """The structured type of a NamedTuple of numbers, nested ones included."""
    fields: list[Any] = []
    for name, value in zip(example._fields, example, strict=True):
        if isinstance(value, tuple):
            fields.append((name, _dtype(value)))
        else:
            fields.append((name, np.int64 if isinstance(value, int) else np.float64))
    return np.dtype(fields)


def stretches_of(plan: Plan) -> tuple[np.ndarray, np.ndarray]:
    """The settings of a plan's stretches as records, and the step at which each begins."""
    resolved = [stretch.settings for stretch in plan.stretches]
    records = np.array(resolved, dtype=_dtype(resolved[0]))
    first_steps = [stretch.first_step for stretch in plan.stretches]
    return records, np.array([*first_steps, plan.steps], dtype=np.int64)


@lru_cache(maxsize=4)
def strategy_table(strategies: tuple[tuple[float, ...], ...]) -> np.ndarray:
    """The table of the far-sighted policies as an array; one row of zeros where nobody plays."""
    if not strategies:
        return np.zeros((1, 1))
    return np.array(strategies, dtype=np.float64)


def _call(
    loop: Any,
    plan: Plan,
    seed: int,
    worlds: np.ndarray,
    outcomes: np.ndarray,
    rows: np.ndarray,
    begin: tuple[Race, ledger.Ledger, int] | None = None,
) -> None:
    if begin is None:
        begin = plan.race, ledger.empty_ledger(), 0
    records, first_steps = stretches_of(plan)
    strategies = strategy_table(plan.strategies)
    arguments = records, first_steps, strategies, *begin, plan.steps
    numbers = own_numbers(plan)
    if not numbers:
        loop(*arguments, seed, worlds, outcomes, rows)
        return
    outcomes[:] = np.nan
    try:
        loop(*arguments, seed, worlds, outcomes, rows)
    except Exception as error:  # whatever a user's policy raises
        world = int(worlds[int(np.isnan(outcomes[:, 0]).argmax())])
        play_plainly(plan, seed, world)  # raises a PolicyError that says where
        names = ", ".join(own_policy.policy_of(number).name for number in numbers)
        what = f"raised {type(error).__name__} in the compiled loop only: {error}"
        raise PolicyError(names, "compiled", 0, what, f"seed {seed}, world {world}") from error


def run_worlds(plan: Plan, seed: int, worlds: np.ndarray, outcomes: np.ndarray) -> None:
    """Play worlds and write what each comes to into `outcomes`.

    Parameters
    ----------
    plan : Plan
    seed : int
    worlds : ndarray of int64, shape (n,)
        Numbers of the worlds.
    outcomes : ndarray of float64, shape (n, len(OUTCOME_COLUMNS)), C order
        Filled in place.
    """
    _call(compiled_loop(plan), plan, seed, worlds, outcomes, _no_rows(plan))


def run_on(
    plan: Plan,
    race: Race,
    kept: ledger.Ledger,
    step: int,
    seed: int,
    worlds: np.ndarray,
    outcomes: np.ndarray,
) -> None:
    """Play on from a state at the begin of a step, as `run_worlds` plays from the start.

    Parameters
    ----------
    race : Race
    kept : Ledger
        What had added up by then.
    step : int
        The step that comes next.
    """
    loop = compiled_loop(plan)
    _call(loop, plan, seed, worlds, outcomes, _no_rows(plan), (race, kept, step))


def record_worlds(plan: Plan, seed: int, worlds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Play worlds and keep every step.

    Returns
    -------
    outcomes : ndarray of float64, shape (n, len(OUTCOME_COLUMNS))
    rows : ndarray of float64, shape (n, steps, len(ROW_COLUMNS))
        NaN after a world's end.
    """
    outcomes = _no_outcomes(len(worlds))
    rows = np.full((len(worlds), plan.steps, len(ROW_COLUMNS)), np.nan)
    _call(compiled_loop(plan), plan, seed, worlds, outcomes, rows)
    return outcomes, rows
