"""Experiments are scripts, not a package: they are loaded from their files."""

import importlib.util
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "experiments"


@cache
def _loaded(name: str) -> ModuleType:
    path = FOLDER / f"{name}.py"
    spec = importlib.util.spec_from_file_location(f"experiments_{name}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    if hasattr(module, "GRID"):
        module.GRID = "coarse"  # far-sighted play is solved in seconds there
    return module


@pytest.fixture(scope="session")
def experiment():
    """Load an experiment by its name."""
    return _loaded


def read(text: str) -> str:
    """A finding as one line, with plain spaces."""
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


@pytest.fixture(scope="session")
def plain():
    """A finding as one line, with plain spaces."""
    return read
