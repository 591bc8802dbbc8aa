"""The package as a whole: light to import, and rules that need the standard library only."""

import ast
import json
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import race_sim
from race_sim.record import Row
from race_sim.resolve import plan_of

pytestmark = pytest.mark.short

PACKAGE = Path(race_sim.__file__).parent
HEAVY = ("numpy", "pandas", "numba", "mesa", "matplotlib", "scipy", "pyarrow", "pydantic", "typer")

# What the page runs in a browser, besides the folders of rules and policies.
PAGE_FILES = ["game.py", "luck.py", "move.py", "fallout.py", "chance.py", "quarter.py"]
PAGE_FILES += ["payoff.py", "ledger.py", "record.py"]
PAGE_FILES += [
    path.relative_to(PACKAGE).as_posix()
    for folder in ("rules", "policies")
    for path in sorted((PACKAGE / folder).glob("*.py"))
]


def python(program, *arguments, flags=()):
    """What a new process prints."""
    done = subprocess.run(
        [sys.executable, *flags, "-c", program, *arguments], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def heavy_after(statement):
    """The heavy libraries that a statement brings in."""
    program = (
        f"import sys, json\n{statement}\n"
        f"print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))"
    )
    return set(json.loads(python(program)))


def test_importing_the_package_is_light():
    assert heavy_after("import race_sim") == set()
    assert heavy_after("import race_sim; dir(race_sim); race_sim.__version__") == set()
    assert heavy_after("from race_sim import rules, policies, quarter, ledger, record") == set()


def test_a_scenario_needs_pydantic_only():
    found = heavy_after("import race_sim; race_sim.load_scenario('baseline')")
    assert found == {"pydantic"}


def test_outcomes_and_transcripts_wait_for_their_libraries():
    assert heavy_after("import race_sim.outcomes, race_sim.transcript") == set()


def test_the_compiled_loop_does_not_need_mesa_nor_mesa_the_compiled_loop():
    assert {"numba", "numpy"} <= heavy_after("import race_sim; race_sim.simulate")
    assert "mesa" not in heavy_after("import race_sim; race_sim.simulate")
    found = heavy_after("import race_sim; race_sim.RaceModel")
    assert "mesa" in found and "numba" not in found


def test_everything_named_is_there():
    for name in race_sim.__all__:
        assert getattr(race_sim, name) is not None
    assert set(race_sim.__all__) <= set(dir(race_sim))
    with pytest.raises(AttributeError, match="no attribute 'simulatte'"):
        race_sim.simulatte  # noqa: B018


def imports_of(path):
    """Every module that a file imports when it runs, wherever the import stands."""
    found = []
    tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
    typing_only = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if node in typing_only:
            continue
        if isinstance(node, ast.Import):
            found += [(alias.name, None) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            found += [(node.module, alias.name) for alias in node.names]
    return found


def file_of(module, name):
    """The file of the package that `from module import name` reads."""
    inner = Path(*module.split(".")[1:])
    for candidate in (inner / f"{name}.py", inner / str(name) / "__init__.py"):
        if (PACKAGE / candidate).is_file():
            return candidate.as_posix()
    as_file = inner.with_suffix(".py") if inner.parts else Path("__init__.py")
    return (as_file if (PACKAGE / as_file).is_file() else inner / "__init__.py").as_posix()


@pytest.mark.parametrize("path", PAGE_FILES)
def test_page_files_import_the_standard_library_only(path):
    for module, name in imports_of(path):
        if module.split(".")[0] == "race_sim":
            assert file_of(module, name) in PAGE_FILES, f"{path} imports {module} {name}"
        else:
            assert module.split(".")[0] in sys.stdlib_module_names, f"{path} imports {module}"


def test_the_walk_finds_imports():
    assert ("numpy", None) in imports_of("compiled.py")
    assert ("mesa", None) in imports_of("model.py")
    assert ("pandas", None) not in imports_of("story/sentence.py")


# Plays a world with nothing but the rule book; no site-packages, so no library to fall back on.
BARE = """
import pickle, sys
sys.path.insert(0, sys.argv[1])
with open(sys.argv[2], "rb") as file:
    plan_race, steps, stretches = pickle.load(file)
from race_sim import ledger, quarter, record
race, book, rows = plan_race, ledger.empty_ledger(), []
for step in range(steps):
    settings = next(s for first, last, s in stretches if first <= step < last)
    time = quarter.time_of(settings, step)
    outlook = quarter.look(settings, race, time)
    us, cn = quarter.decide(settings, (), race, outlook, 5, 3, step)
    after, happenings = quarter.advance(settings, race, outlook, us, cn, 5, 3, step)
    book = ledger.ledger_after(book, settings, outlook, happenings, after, time)
    rows.append(record.row_of(race, outlook, happenings, after, time))
    race = after
    if quarter.is_over(happenings):
        break
end = quarter.time_of(settings, len(rows))
outcome = ledger.outcome_of(book, settings, race, happenings, end)
outside = {"numpy", "pandas", "numba", "mesa", "pydantic"} & set(sys.modules)
assert not outside, outside
for row in [*rows, outcome]:
    print(" ".join(value.hex() for value in row))
"""


@pytest.mark.parametrize("name", ["baseline", "finish-line", "export-control-squeeze"])
def test_a_world_can_be_played_with_the_standard_library_alone(tmp_path, name):
    plan = plan_of(race_sim.load_scenario(name, {"incidents.base_rate": 0.1}))
    file = tmp_path / "plan.pickle"
    stretches = [tuple(stretch) for stretch in plan.stretches]
    file.write_bytes(pickle.dumps((plan.race, plan.steps, stretches)))
    lines = python(BARE, str(PACKAGE.parent), str(file), flags=["-I", "-S"]).splitlines()

    model = race_sim.RaceModel(
        race_sim.load_scenario(name, {"incidents.base_rate": 0.1}), seed=5, world=3
    )
    model.run()
    assert len(lines) - 1 == len(model.history)
    for line, (_, row) in zip(lines[:-1], model.history.iterrows(), strict=True):
        bare = Row(*map(float.fromhex, line.split()))
        for column in ("us_capability", "cn_gap", "us_alarm", "cn_payoff_both_invest", "talks"):
            assert getattr(bare, column) == row[column], column
    last = [float.fromhex(text) for text in lines[-1].split()]
    np.testing.assert_array_equal(last, model.outcome_values()[: len(last)])


def test_scenarios_come_with_the_package():
    names = race_sim.scenario_names()
    assert names[0] == "baseline"
    assert {f"{name}.toml" for name in names} == {
        path.name for path in (PACKAGE / "scenarios").glob("*.toml")
    }
