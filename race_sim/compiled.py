"""The compiled loop: the rule book, compiled as it stands, run over many worlds.

This is the only file that knows Numba. Importing it registers the plain functions of the rule
book with the compiler; they stay plain functions everywhere else. The loop is compiled the first
time it is called on a machine, and kept on disk under a hash of the whole rule book: a changed
rule can never meet a stale compilation.
"""

from __future__ import annotations

import gc
import hashlib
import inspect
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import numba
import numpy as np
from numba.extending import overload, register_jitable

from race_sim import chance, fallout, game, ledger, luck, move, policies, quarter, record
from race_sim.policies import calculating, constant, reciprocal, view
from race_sim.resolve import Plan
from race_sim.rules import (
    alarm,
    arithmetic,
    backlash,
    finish,
    incidents,
    progress,
    settings,
    state,
    talent,
    talks,
)

logger = logging.getLogger("race_sim")

RULE_BOOK: tuple[ModuleType, ...] = (
    arithmetic,
    luck,
    settings,
    state,
    progress,
    incidents,
    backlash,
    talent,
    alarm,
    talks,
    finish,
    game,
    view,
    constant,
    reciprocal,
    calculating,
    policies,
    fallout,
    move,
    chance,
    quarter,
    ledger,
    record,
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


def _functions(module: ModuleType) -> list[FunctionType]:
    return [
        value
        for value in vars(module).values()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    ]


def _register() -> None:
    by_hand: set[Any] = {arithmetic.scaled, arithmetic.fraction_and_exponent}
    for module in RULE_BOOK:
        for function in _functions(module):
            if function in by_hand:
                continue
            inlined = function.__name__ not in _KEPT_APART
            register_jitable(forceinline=inlined, **_OPTIONS)(function)


_register()


@cache
def rule_book_hash() -> str:
    """SHA-256 of the source of every file of the rule book, as it was when first asked for."""
    digest = hashlib.sha256()
    for module in RULE_BOOK:
        assert module.__file__ is not None
        digest.update(Path(module.__file__).read_bytes())
    return digest.hexdigest()


def _build(book: str) -> Any:
    # `book` is a variable of the closure, so Numba's cache on disk is keyed by its value.
    def run(stretches, first_steps, start, steps, seed, worlds, outcomes, rows):  # type: ignore[no-untyped-def]
        book  # noqa: B018
        for number in range(worlds.shape[0]):
            world = worlds[number]
            race = start
            book_keeping = ledger.empty_ledger()
            stretch = 0
            step = 0
            while True:
                now = stretches[stretch]
                time = quarter.time_of(now, step)
                outlook = quarter.look(now, race, time)
                us_action, cn_action = quarter.decide(now, race, outlook, seed, world, step)
                after, happenings = quarter.advance(
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
    try:
        return numba.njit(cache=True, **options)(run)
    except RuntimeError as error:  # no folder that can be written to
        logger.warning("The compiled loop cannot be kept on disk: %s", error)
        return numba.njit(**options)(run)


_lock = threading.Lock()
_loop: Any = None


def _announce() -> None:
    logger.warning("Compiling the loop: once on this machine, less than ten seconds ...")


def _compile(plan: Plan) -> Any:
    loop = _build(rule_book_hash())
    timer = threading.Timer(0.8, _announce)
    timer.daemon = True
    timer.start()
    was_enabled = gc.isenabled()
    gc.disable()  # the compiler makes many objects and little garbage
    try:
        _call(loop, plan, 0, np.empty(0, np.int64), _no_outcomes(0), _no_rows(plan))
    finally:
        timer.cancel()
        if was_enabled:
            gc.enable()
    return loop


def compiled_loop(plan: Plan) -> Any:
    """The compiled loop, ready to be called; compiles it when that has not been done before."""
    global _loop
    with _lock:
        if _loop is None:
            # Ctrl-C goes to the main thread, and is lost if that is in a callback of the compiler.
            pool = ThreadPoolExecutor(max_workers=1)
            try:
                _loop = pool.submit(_compile, plan).result()
            finally:
                pool.shutdown(wait=False)
    return _loop


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


def _call(
    loop: Any,
    plan: Plan,
    seed: int,
    worlds: np.ndarray,
    outcomes: np.ndarray,
    rows: np.ndarray,
) -> None:
    records, first_steps = stretches_of(plan)
    loop(records, first_steps, plan.race, plan.steps, seed, worlds, outcomes, rows)


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
