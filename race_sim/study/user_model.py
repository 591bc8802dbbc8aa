"""A user's own model: a `RaceModel` written in Python, named in a study file.

It travels as source text, so that workers on other machines need no copy of the file, and so that
a study can tell whether the file has changed since.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import linecache
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.problems import InputError, Problem

if TYPE_CHECKING:
    from race_sim.model import RaceModel

_loading = threading.Lock()
_FORMS = "package.module:Class or path/to/file.py:Class, a subclass of race_sim.RaceModel"


class UserModel(NamedTuple):
    """A model class as it was when the study began.

    Attributes
    ----------
    spec : str
        As in the study file.
    source : str
        The text of its file, or "" for a module that is imported by its name.
    sha256 : str
        Hash of the text of its file.
    """

    spec: str
    source: str
    sha256: str


def read_user_model(spec: str, folder: Path | None = None) -> UserModel:
    """The model that a study names; a file's path is relative to the study's folder.

    Raises
    ------
    InputError
        If there is no such file, module or class, or if it is no `RaceModel`.
    """
    place, _, name = spec.rpartition(":")
    if not place or not name.isidentifier():
        raise InputError("study", [Problem("model", f"{spec!r}", _FORMS)])
    if place.endswith(".py"):
        path = Path(place) if folder is None else folder / place
        try:
            source = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("study", [Problem("model", f"cannot be read: {error}")]) from None
        found = UserModel(spec, source, hashlib.sha256(source.encode()).hexdigest())
    else:
        found = UserModel(spec, "", _hash_of_module(place))
    class_of(found)
    return found


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise InputError("study", [Problem("model", f"cannot be imported: {error}")]) from None


def _hash_of_module(name: str) -> str:
    try:
        text = inspect.getsource(_imported(name))
    except (OSError, TypeError):
        problem = Problem("model", f"the source of {name} is not at hand", _FORMS)
        raise InputError("study", [problem]) from None
    return hashlib.sha256(text.encode()).hexdigest()


def _from_source(model: UserModel) -> ModuleType:
    name = f"race_sim_user_model_{model.sha256[:16]}"
    if name in sys.modules:
        return sys.modules[name]
    module = ModuleType(name)
    file = model.spec.rpartition(":")[0]
    lines = model.source.splitlines(keepends=True)
    # So that a traceback shows the lines, also where the file is not.
    linecache.cache[file] = (len(model.source), None, lines, file)
    module.__file__ = file
    sys.modules[name] = module
    try:
        exec(compile(model.source, file, "exec"), vars(module))
    except BaseException:
        del sys.modules[name]
        raise
    return module


def class_of(model: UserModel) -> type[RaceModel]:
    """The class itself.

    Raises
    ------
    InputError
        If it is not there, cannot be run, or is no `RaceModel`.
    """
    from race_sim.model import RaceModel

    place, _, name = model.spec.rpartition(":")
    if model.source:
        try:
            with _loading:  # threads must not see a module that is half made
                module = _from_source(model)
        except Exception as error:  # whatever the user's file raises
            what = f"{place} cannot be run: {type(error).__name__}: {error}"
            raise InputError("study", [Problem("model", what)]) from error
    else:
        module = _imported(place)
        if _hash_of_module(place) != model.sha256:
            what = f"{place} here is not the one that the study began with"
            raise InputError("study", [Problem("model", what)])
    found: Any = getattr(module, name, None)
    if not (isinstance(found, type) and issubclass(found, RaceModel)):
        what = f"{place} has no RaceModel called {name}"
        raise InputError("study", [Problem("model", what, _FORMS)])
    return found
