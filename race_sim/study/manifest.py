"""The manifest of a study: what is run, with what, and by which sessions.

What is run (`identity`) must be the same whenever a study is resumed. Sessions are only told.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from race_sim.parameters.checking import shown
from race_sim.problems import InputError, Problem
from race_sim.study import provenance
from race_sim.study.store import MANIFEST, read_manifest, write_json

if TYPE_CHECKING:
    from race_sim.study.study import Study
    from race_sim.study.user_model import UserModel

KIND = "study"
RUNNING = "unfinished"
FINISHED = "finished"

# Versions that decide the bits of a result. Others are told, but do not keep a study from being
# resumed: the rules use nothing of a library that could change a bit.
_DECIDING = ("model", "rule book")
_FIELDS = {
    "state": str,
    "study": dict,
    "chunk": int,
    "user_model": dict | None,
    "versions": dict,
    "sessions": list,
}


def new_manifest(study: Study, size: int, model: UserModel | None) -> dict[str, Any]:
    """The manifest of a study that has not begun.

    Parameters
    ----------
    study : Study
    size : int
        Worlds a chunk.
    model : UserModel or None
    """
    return {
        "kind": KIND,
        "state": RUNNING,
        "study": study.as_dictionary(),
        "chunk": size,
        "user_model": None if model is None else model._asdict(),
        "versions": provenance.versions(),
        "commit": provenance.commit(),
        "lock": provenance.lock_hash(),
        "sessions": [],
    }


def _flat(prefix: str, value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and value:
        return {
            key: inner
            for name, each in value.items()
            for key, inner in _flat(f"{prefix}.{name}" if prefix else str(name), each).items()
        }
    return {prefix: value}


def _identity(manifest: dict[str, Any]) -> dict[str, Any]:
    found = _flat("study", manifest["study"])
    found |= {f"versions.{name}": manifest["versions"].get(name) for name in _DECIDING}
    found["chunk"] = manifest["chunk"]
    model = manifest["user_model"]
    found["model.source"] = None if model is None else model["sha256"]
    return found


def differences(there: dict[str, Any], here: dict[str, Any]) -> list[Problem]:
    """In what the study of a folder differs from another; empty if in nothing that matters."""
    before, after = _identity(there), _identity(here)
    problems = []
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old != new:
            problems.append(Problem(key, f"{shown(old)} in the folder, {shown(new)} now"))
    return problems


def check_same(folder: Path, there: dict[str, Any], here: dict[str, Any]) -> None:
    """Refuse to go on with another study than the one that the folder holds.

    Raises
    ------
    InputError
        Naming what differs.
    """
    problems = differences(there, here)
    if problems:
        problems[-1] = problems[-1]._replace(allowed="the same study, or another folder")
        raise InputError(f"{folder} holds another study", problems)


def read(folder: Path) -> dict[str, Any]:
    """The manifest of a study's folder, finished or not.

    Raises
    ------
    InputError
        If there is none, or it is broken.
    """
    manifest = read_manifest(folder, KIND)
    problems = [
        Problem(name, f"{shown(manifest[name])}" if name in manifest else "missing", "as it was")
        for name, kind in _FIELDS.items()
        if name not in manifest or not isinstance(manifest[name], kind)
    ]
    if problems:
        raise InputError(str(folder / MANIFEST), problems)
    return manifest


def write(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest of a study's folder, whole or not at all."""
    write_json(folder / MANIFEST, manifest)
