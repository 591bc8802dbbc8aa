"""TOML files that come with the package or lie on disk: found by name or path, and read."""

from __future__ import annotations

import difflib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from race_sim.problems import InputError, Problem


class Kind(NamedTuple):
    """A kind of file, such as scenarios."""

    noun: str  # "scenario"
    folder: str  # of the package, where the ready-made ones are
    first: str  # the name that is listed first
    error: type[InputError]


class Place(NamedTuple):
    """A file that has been found, but not read."""

    kind: Kind
    name: str
    source: str  # how messages call it
    path: Path | None  # None for one that comes with the package


def names_of(kind: Kind) -> list[str]:
    """Names of the files of a kind that come with the package."""
    folder = resources.files("race_sim").joinpath(kind.folder)
    names = sorted(
        item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml")
    )
    return sorted(names, key=lambda name: name != kind.first)


def is_file(path: Path) -> bool:
    """Whether there is such a file; False for a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def looks_like_path(name: str | Path) -> bool:
    """Whether a name is meant as a path, whatever is there."""
    text = str(name)
    return isinstance(name, Path) or text.endswith(".toml") or "/" in text or "\\" in text


def locate(kind: Kind, name: str | Path, beside: Path | None = None) -> Place:
    """Find a ready-made file by its name, or another by its path, relative to `beside`.

    Raises
    ------
    InputError
        If there is neither; of the class of its kind, as all errors here.
    """
    text = str(name)
    known = names_of(kind)
    if isinstance(name, str) and name in known:
        return Place(kind, name, f"{kind.noun} {name!r}", None)
    path = Path(text) if beside is None else beside / text
    if looks_like_path(name) or is_file(path):
        return Place(kind, path.stem, str(path), path)
    near = difflib.get_close_matches(text, known, n=1)
    hint = f", did you mean {near[0]}?" if near else ""
    raise kind.error(
        f"{kind.noun} {text!r}",
        [Problem("", f"no such {kind.noun}{hint}", f"a path, or one of {', '.join(known)}")],
    )


def _content(place: Place) -> bytes:
    if place.path is None:
        folder = resources.files("race_sim").joinpath(place.kind.folder)
        return folder.joinpath(f"{place.name}.toml").read_bytes()
    try:
        return place.path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
    except ValueError as error:  # a zero byte in the name
        reason = str(error)
    raise place.kind.error(place.source, [Problem("", f"cannot be read: {reason}")])


def read(place: Place) -> dict[str, Any]:
    """The table of a file.

    Raises
    ------
    InputError
        If it is missing, cannot be read, or is not TOML.
    """
    refuse = place.kind.error
    try:
        text = _content(place).decode("utf-8-sig")  # some editors put a mark in front
    except UnicodeDecodeError as error:
        problem = Problem("", f"not a text file: byte {error.start} is not UTF-8", "UTF-8 TOML")
        raise refuse(place.source, [problem]) from None
    try:
        return tomllib.loads(text)
    except RecursionError:
        problem = Problem("", "broken TOML: too many lists or tables in one another")
    except ValueError as error:  # not only TOMLDecodeError: a number may have too many digits
        problem = Problem("", f"broken TOML: {error}")
    raise refuse(place.source, [problem])
