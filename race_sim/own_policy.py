"""A user's own policy: one decorated function in a file of theirs.

    from race_sim import policy

    @policy(looks_at=("alarm",))
    def cautious(view, memory):
        return 1.0 if view.alarm > 0.8 else 0.0

`my_policy.py:cautious` is then its name, in scenarios and on the command line. In Mesa it runs as
it is, watched: what it raises, what it gives that is no chance, and a call that takes too long
become a `PolicyError` with the place in the file. The compiled loop compiles it.
"""

from __future__ import annotations

import ctypes
import difflib
import hashlib
import math
import sys
import threading
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from race_sim.policies import NUMBERS, POLICIES
from race_sim.policies.own import FIRST_OWN, register_own
from race_sim.policies.policy import WHOLE_HISTORY, Policy, Sight
from race_sim.policies.view import View
from race_sim.problems import InputError, PolicyError, Problem
from race_sim.rules.state import Memory

if TYPE_CHECKING:
    from race_sim.scenario import Scenario

TIME_LIMIT = 5.0  # seconds a call, in Mesa
FORM = "path/to/file.py:function, a function decorated with race_sim.policy"
EVERYTHING: tuple[Sight, ...] = get_args(Sight)
_MARK = "__race_sim_policy__"


class OwnPolicy(NamedTuple):
    """A policy from a user's file.

    Attributes
    ----------
    policy : Policy
        Its name is "file.py:function", as it was asked for.
    sha256 : str
        Hash of the text of its file.
    time_limit : float
        Seconds that a call may take in Mesa.
    """

    policy: Policy
    sha256: str
    time_limit: float


class _Declared(NamedTuple):
    remember: Callable[..., Any] | None
    also_called: tuple[str, ...]
    citation: str
    stochastic: bool
    memory: int
    looks_at: tuple[Sight, ...]
    time_limit: float


_loaded: list[OwnPolicy] = []
_numbers: dict[tuple[str, str], int] = {}  # name and hash to number
_loading = threading.RLock()


def policy(
    function: Callable[..., Any] | None = None,
    *,
    remember: Callable[..., Any] | None = None,
    also_called: tuple[str, ...] = (),
    citation: str = "",
    stochastic: bool = True,
    memory: int = WHOLE_HISTORY,
    looks_at: tuple[Sight, ...] = EVERYTHING,
    time_limit: float = TIME_LIMIT,
) -> Any:
    """Declare a function as a policy: `@policy` or `@policy(remember=..., ...)`.

    Parameters
    ----------
    function : callable
        `function(view, memory)`: the chance of investing, from 0 to 1.
    remember : callable, optional
        `remember(view, memory, own_action, rival_action)`: the `Memory` for the next decision.
    also_called, citation, stochastic, memory, looks_at
        As in `race_sim.policies.Policy`; `race_sim.testing.check_policy` holds them to it.
    time_limit : float
        Seconds that a call may take in Mesa.

    Returns
    -------
    callable
        The function, unchanged.
    """
    declared = _Declared(remember, also_called, citation, stochastic, memory, looks_at, time_limit)

    def mark(chooser: Callable[..., Any]) -> Callable[..., Any]:
        setattr(chooser, _MARK, declared)
        return chooser

    return mark if function is None else mark(function)


def is_own(name: str) -> bool:
    """Whether a name is that of a user's own policy: "file.py:function"."""
    place, colon, _ = name.rpartition(":")
    return bool(colon) and place.endswith(".py")


def own_policy(number: int) -> OwnPolicy:
    """The user's own policy with this number."""
    return _loaded[number - FIRST_OWN]


def load_own(name: str) -> int:
    """The number of the policy "file.py:function"; the file is read anew if it has changed.

    Raises
    ------
    InputError
        If there is no such file or function, the file cannot be run, or the function has not
        been decorated.
    """
    place, _, function = name.rpartition(":")
    if not is_own(name) or not function.isidentifier():
        raise InputError("policy", [Problem(name, "is no name of a policy", FORM)])
    try:
        source = Path(place).read_bytes()
    except OSError as error:
        problem = Problem(name, f"{place} cannot be read: {error.strerror or error}", FORM)
        raise InputError("policy", [problem]) from None
    sha256 = hashlib.sha256(source).hexdigest()
    with _loading:
        if (name, sha256) not in _numbers:
            found, time_limit = _policy_from(_module(Path(place), source, sha256), name, function)
            own = OwnPolicy(found, sha256, time_limit)
            _loaded.append(own)
            _numbers[name, sha256] = register_own(partial(_choose, own), partial(_remember, own))
        return _numbers[name, sha256]


def _module(path: Path, source: bytes, sha256: str) -> ModuleType:
    """The module of a user's file, made of the very text that was hashed.

    The import system would go by the file's time and size, and could run an older text.
    """
    name = f"race_sim_own_policy_{sha256[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    try:
        exec(compile(source, str(path), "exec"), vars(module))
    except Exception as error:  # whatever a user's file raises
        del sys.modules[name]
        line = _line_in(error, str(path))
        what = f"cannot be run: {type(error).__name__}: {error}"
        raise InputError("policy", [Problem(f"{path}{line}", what)]) from error
    return module


def _line_in(error: BaseException, file: str) -> str:
    """The last line of a user's file that an error went through, as ", line 7"."""
    if isinstance(error, SyntaxError) and error.lineno is not None:
        return f", line {error.lineno}"
    lines = [
        frame.lineno
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).name == Path(file).name
    ]
    return f", line {lines[-1]}" if lines else ""


def _policy_from(module: ModuleType, name: str, function: str) -> tuple[Policy, float]:
    chooser = getattr(module, function, None)
    declared = getattr(chooser, _MARK, None)
    if not callable(chooser) or not isinstance(declared, _Declared):
        known = [key for key, value in vars(module).items() if hasattr(value, _MARK)]
        what = "has no policy of that name" if chooser is None else "is not decorated as a policy"
        raise InputError("policy", [Problem(name, what, ", ".join(known) or FORM)])
    text = (chooser.__doc__ or "").strip().splitlines()
    found = Policy(
        name,
        "own",
        chooser,
        declared.remember,
        text[0] if text else "a policy of one's own",
        declared.also_called,
        declared.citation,
        declared.stochastic,
        declared.memory,
        declared.looks_at,
    )
    return found, declared.time_limit


def _choose(own: OwnPolicy, view: View, memory: Memory) -> float:
    """The chance of investing that a user's own policy gives, or a `PolicyError`."""
    chance: Any = _watched(own, own.policy.choose, view, memory)
    try:
        value = float(chance)
    except (TypeError, ValueError):
        value = math.nan
    if not 0.0 <= value <= 1.0:
        raise _nonsense(own, own.policy.choose, f"gave {chance!r}, not a chance from 0 to 1")
    return value


def _remember(
    own: OwnPolicy, view: View, memory: Memory, own_action: int, rival_action: int
) -> Memory:
    """What a user's own policy keeps for its next decision, or a `PolicyError`."""
    keep = own.policy.remember
    if keep is None:
        return memory
    kept: Any = _watched(own, keep, view, memory, own_action, rival_action)
    try:
        values = Memory(*(float(value) for value in kept))
    except (TypeError, ValueError):
        raise _nonsense(own, keep, f"gave {kept!r}, not a Memory of four numbers") from None
    if not all(math.isfinite(value) for value in values):
        raise _nonsense(own, keep, f"gave {kept!r}, not a Memory of four finite numbers")
    return values


def _nonsense(own: OwnPolicy, function: Callable[..., Any], what: str) -> PolicyError:
    code = function.__code__
    return PolicyError(own.policy.name, code.co_filename, code.co_firstlineno, what)


class _TookTooLong(BaseException):
    """Thrown into a call that has run out of time."""


def _interrupt(thread: int, state: dict[str, Any], file: str) -> None:
    """Note the line at which a thread is in a file, and throw `_TookTooLong` into it."""
    with state["lock"]:
        if state["over"]:
            return
        frame: FrameType | None = sys._current_frames().get(thread)
        while frame is not None and frame.f_code.co_filename != file:
            frame = frame.f_back
        state["line"] = frame.f_lineno if frame is not None else None
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread), ctypes.py_object(_TookTooLong)
        )


def _watched(own: OwnPolicy, function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a user's function; what goes wrong is a `PolicyError` with its place in the file."""
    file = function.__code__.co_filename
    state: dict[str, Any] = {"lock": threading.Lock(), "over": False, "line": None}
    timer = threading.Timer(own.time_limit, _interrupt, (threading.get_ident(), state, file))
    timer.daemon = True
    timer.start()
    try:
        try:
            return function(*arguments)
        finally:
            with state["lock"]:
                state["over"] = True
            timer.cancel()
    except _TookTooLong:
        what = f"took more than {own.time_limit:g} s"
        line = state["line"] or function.__code__.co_firstlineno
        raise PolicyError(own.policy.name, file, line, what) from None
    except Exception as error:  # whatever a user's function raises
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == file
        ]
        line = lines[-1] if lines else function.__code__.co_firstlineno
        what = f"raised {type(error).__name__}: {error}"
        raise PolicyError(own.policy.name, file, line or 0, what) from error


def number_of(name: str) -> int:
    """The number of a policy by its name, a user's own included.

    Raises
    ------
    InputError
        If there is no such policy.
    """
    if name in NUMBERS:
        return NUMBERS[name]
    if is_own(name):
        return load_own(name)
    near = difflib.get_close_matches(name, NUMBERS, n=1)
    hint = f"is no policy, did you mean {near[0]}?" if near else "is no policy"
    raise InputError("policy", [Problem(name, hint, f"one of {', '.join(NUMBERS)}, or {FORM}")])


def own_sources(scenario: Scenario) -> dict[str, str]:
    """The users' own policies that a scenario seats: name to the hash of the file's text."""
    seated = [scenario.parameters.us.policy, scenario.parameters.cn.policy]
    for change in scenario.changes:
        seated += [f"{value}" for key, value in change.values.items() if key.endswith(".policy")]
    return {name: own_policy(load_own(name)).sha256 for name in sorted(set(seated)) if is_own(name)}


def policy_of(number: int) -> Policy:
    """The policy with this number, a user's own included."""
    return own_policy(number).policy if number >= FIRST_OWN else POLICIES[number]
