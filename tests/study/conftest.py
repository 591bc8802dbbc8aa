"""What tests of studies share: small studies, what a folder holds, and processes that are ended."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from race_sim.study.store import MANIFEST
from race_sim.study.study import Study

MODELS = Path(__file__).parent / "models"
# Worlds of four steps, for models in Python.
SHORT = {"time.end": 2030.0, "time.step": 1.0, "time.decision_period": 1.0}
RIVALRY = {"payoffs.rivalry": [0.2, 0.9]}


@pytest.fixture(scope="session")
def small_study():
    """A study of two points that can be changed."""

    def made(**changes):
        return Study(
            **{"scenario": "baseline", "levers": RIVALRY, "worlds": 600, "seed": 4, **changes}
        )

    return made


@pytest.fixture(scope="session")
def own_study():
    """A study of two points and 300 short worlds, in a model of `models/faults.py`."""

    def made(name="FaultyModel", **changes):
        given = {"scenario": "baseline", "set": SHORT, "levers": RIVALRY, "worlds": 300, "seed": 4}
        return Study(**{**given, "model": f"{MODELS / 'faults.py'}:{name}", **changes})

    return made


@pytest.fixture(scope="session")
def content():
    """Every file of a study by name: bytes, and of the manifest what does not tell of sessions."""

    def read(folder):
        found = {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file() and path.name not in (".lock", MANIFEST)
        }
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        del manifest["sessions"]
        return found | {MANIFEST: manifest}

    return read


@pytest.fixture
def start():
    """Start Python on some code, with arguments; what still runs at the end is killed."""
    running = []

    def started(code, *arguments, **environment):
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONWARNINGS": "ignore"} | environment,
        )
        running.append(process)
        return process

    yield started
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()
