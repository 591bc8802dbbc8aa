"""The compiled loop: the whole rule book is in it, and no stale compilation can be met."""

import ast
import importlib
import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numba.core.registry import cpu_target

import race_sim
from race_sim import compiled
from race_sim.compiled import (
    MODULES,
    OUTCOME_COLUMNS,
    ROW_COLUMNS,
    record_worlds,
    rule_book_hash,
    run_worlds,
    stretches_of,
)
from race_sim.resolve import plan_of
from race_sim.rules.settings import RaceSettings

PACKAGE = Path(race_sim.__file__).parent
FILES = {Path(str(module.__file__)).relative_to(PACKAGE).as_posix() for module in MODULES}
# Files of rules and policies that hold no function and no type that the loop reads.
EMPTY = {"rules/__init__.py"}
# Types only: to be listed too, so that a moved field makes a new compilation.
TYPES = ("rules/settings.py", "policies/view.py")
# What is said of policies, for people: it plays no part in the loop.
ABOUT = {"policies/policy.py", "policies/catalogue.py"}
PLAN = plan_of(race_sim.load_scenario("baseline"))


def imported_by(path):
    """Files of the package that a file imports, outside `if TYPE_CHECKING`."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("race_sim"):
            continue
        inner = Path(*node.module.split(".")[1:])
        candidates = [inner.with_suffix(".py"), inner / "__init__.py"] if inner.parts else []
        candidates += [(inner / alias.name).with_suffix(".py") for alias in node.names]
        candidates += [inner / alias.name / "__init__.py" for alias in node.names]
        found |= {name.as_posix() for name in candidates if (PACKAGE / name).is_file()}
    return found


@pytest.mark.short
@pytest.mark.parametrize("folder", ["rules", "policies"])
def test_every_file_with_functions_is_in_the_rule_book(folder):
    there = {path.relative_to(PACKAGE).as_posix() for path in (PACKAGE / folder).glob("*.py")}
    assert there - FILES - EMPTY - ABOUT - set(TYPES) == set()


@pytest.mark.short
def test_rule_book_is_closed():
    # What the rule book imports is in the rule book.
    needed = set().union(*(imported_by(path) for path in FILES))
    assert needed - FILES - EMPTY - ABOUT - set(TYPES) == set()
    assert {"quarter.py", "fallout.py", "game.py", "luck.py"} <= needed  # the walk finds something


@pytest.mark.parametrize("path", TYPES)
def test_types_are_in_the_rule_book(path):
    assert path in FILES


def functions_of(path):
    """Names of all functions at the top of a file."""
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]


ALL_FUNCTIONS = [
    (path, name)
    for path in sorted(FILES)
    for name in functions_of(path)
    if name != "register_own"  # called before a race, never in one
]


@pytest.mark.short
def test_every_function_is_registered():
    context = cpu_target.typing_context
    context.refresh()
    missed = []
    for path, name in ALL_FUNCTIONS:
        module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        function = getattr(importlib.import_module(f"race_sim.{module}"), name)
        assert inspect.isfunction(function), "the rules stay plain functions"
        try:
            context.resolve_value_type(function)
        except ValueError:
            missed.append(f"{path}: {name}")
    assert missed == []
    assert len(ALL_FUNCTIONS) > 90


@pytest.mark.short
def test_a_function_that_is_not_registered_is_noticed():
    context = cpu_target.typing_context
    with pytest.raises(ValueError, match="Cannot determine Numba type"):
        context.resolve_value_type(functions_of)


@pytest.mark.parametrize("path", sorted(FILES))
def test_hash_covers_every_file(monkeypatch, tmp_path, path):
    hash_now = rule_book_hash.__wrapped__  # not as it was when first asked for
    plain = hash_now()
    copy = tmp_path / "changed.py"
    copy.write_bytes((PACKAGE / path).read_bytes() + b"\n")
    module = next(m for m in MODULES if Path(str(m.__file__)) == PACKAGE / path)
    monkeypatch.setattr(module, "__file__", str(copy))
    assert hash_now() != plain


PROGRAM = """
import sys
import race_sim
assert race_sim.__file__.startswith(sys.argv[1]), race_sim.__file__
table = race_sim.simulate("baseline", 3, seed=1)
model = race_sim.RaceModel("baseline", seed=1, world=2)
model.run()
assert model.outcome["us_gap"] == table["us_gap"][2], "the engines differ"
print(table["us_gap"].tolist())
"""


@pytest.mark.slow
def test_a_changed_rule_makes_a_new_compilation(tmp_path):
    # In a copy of the package: play, change one rule, play again, change it back, play again.
    copy = tmp_path / "race_sim"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    cache = tmp_path / "cache"
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path),
        "NUMBA_CACHE_DIR": str(cache),
        "NUMBA_OPT": "0",  # what is compiled counts here, not how fast it runs
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def play():
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(tmp_path)],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def compilations():
        return len(list(cache.rglob("*.nbc")))

    rule = copy / "rules" / "progress.py"
    text = rule.read_text(encoding="utf-8")
    assert text.count("return own_speed * (1.0 - safety_share)") == 1
    first = play()
    compiled_once = compilations()
    rule.write_text(text.replace("(1.0 - safety_share)", "(0.99 - safety_share)"), encoding="utf-8")
    changed = play()
    assert changed != first
    assert compilations() > compiled_once
    rule.write_text(text, encoding="utf-8")
    before = compilations()
    assert play() == first
    assert compilations() == before  # the first compilation serves again


@pytest.mark.short
def test_records_hold_the_settings():
    scenario = race_sim.load_scenario("mutual-pause-2027")
    plan = plan_of(scenario)
    records, first_steps = stretches_of(plan)
    assert len(records) == len(plan.stretches) > 1
    assert first_steps.tolist() == [*(s.first_step for s in plan.stretches), plan.steps]
    for record, stretch in zip(records, plan.stretches, strict=True):
        assert list(record.dtype.names) == list(RaceSettings._fields)
        assert as_plain(record, stretch.settings) == stretch.settings


def as_plain(record, example):
    """A structured record as the NamedTuple that it was made from."""
    values = []
    for name, value in zip(example._fields, example, strict=True):
        inner = record[name]
        values.append(as_plain(inner, value) if isinstance(value, tuple) else inner.item())
    return type(example)(*values)


@pytest.mark.short
def test_outcomes_and_rows_are_filled_in_place():
    worlds = np.array([3, 1], dtype=np.int64)
    outcomes = np.full((2, len(OUTCOME_COLUMNS)), -999.0)
    run_worlds(PLAN, 1, worlds, outcomes)
    assert not (outcomes == -999.0).any()
    recorded, rows = record_worlds(PLAN, 1, worlds)
    assert outcomes.tobytes() == recorded.tobytes()
    assert rows.shape == (2, PLAN.steps, len(ROW_COLUMNS))
    ended = (outcomes[:, OUTCOME_COLUMNS.index("end_year")] - 2026.0) / 0.25
    played = (~np.isnan(rows)).all(axis=2).sum(axis=1)
    assert played.tolist() == ended.tolist()


@pytest.mark.short
def test_settings_of_other_types_are_refused_by_the_compiler():
    # A whole number in place of a float would be another record, so another compilation.
    class Pair(NamedTuple):
        one: float
        two: int

    assert compiled._dtype(Pair(1.0, 2)) == np.dtype([("one", "<f8"), ("two", "<i8")])
    assert compiled._dtype(PLAN.stretches[0].settings)["us"]["growth"] == np.float64


@pytest.mark.short
def test_every_scenario_has_records_of_one_type():
    # One compilation serves all: no scenario turns a float into an integer.
    types = {
        stretches_of(plan_of(race_sim.load_scenario(name)))[0].dtype
        for name in race_sim.scenario_names()
    }
    assert len(types) == 1
