"""What the tests of the page need: games made at random, Pyodide, the built page."""

import os
import pickle
import random
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from race_sim.page import endings, scenario_data
from race_sim.page.build.pyodide import pyodide_files
from race_sim.page.door import call
from race_sim.policies.catalogue import NUMBERS
from race_sim.problems import InputError
from race_sim.rules.state import SIDES


def asked(ask, **fields):
    """The answer to a request that has one."""
    answer = call({"ask": ask, **fields})
    assert "error" not in answer, answer["error"]["message"]
    return answer


def random_setting(dice):
    """A game at random: scenario, a few values, shocks, luck and seats, a person in one or both."""
    setting = {
        "scenario": dice.choice(scenario_data.scenario_names()),
        "seed": dice.choice([0, 1, dice.randrange(2**31)]),
        "world": dice.randrange(2**31),
        "us": "person",
        "cn": dice.choice(["person", *NUMBERS]),
    }
    if dice.random() < 0.3:
        setting["us"], setting["cn"] = setting["cn"], setting["us"]
    far = {setting["us"], setting["cn"]} & {"equilibrium", "planner"}
    if far:
        setting["scenario"] = "baseline"
    elif dice.random() < 0.6:
        free = [key for key in scenario_data.knobs() if not key.startswith(scenario_data.FIXED)]
        setting["values"] = {key: random_value(dice, key) for key in dice.sample(free, 3)}
    if dice.random() < 0.3:
        setting["shocks"] = [{"date": 2026.0 + dice.random(), "side": "cn", "severity": 40.0}]
    return setting


def random_value(dice, key):
    """A value of a parameter, not far from its default."""
    knob = scenario_data.knobs()[key]
    if "choices" in knob:
        return dice.choice(knob["choices"])
    if isinstance(knob["default"], bool):
        return dice.random() < 0.5
    low, high = knob["low"], knob["high"]
    if isinstance(knob["default"], int):
        return dice.randint(int(low), min(int(high), int(low) + 10))
    return min(max(knob["default"] * dice.uniform(0.5, 1.5), low), high)


def random_games(count, seed):
    """Games played by letters at random, some of them to their ends: their records."""
    dice, found = random.Random(seed), []
    while len(found) < count:
        answer = call({"ask": "new_game", **random_setting(dice)})
        if "error" in answer:  # values that do not fit together
            continue
        game = answer["game"]
        persons = [side for side in SIDES if game[side] == "person"]
        number = min(dice.choice([10, 10, 30, 90]), dice.randrange(1, 100), answer["steps"])
        for side in persons:
            game[f"{side}_moves"] = "".join(dice.choice("AI") for _ in range(number))
        error = call({"ask": "replay", "game": game}).get("error")
        if error:  # it was over earlier; the error says when
            number = int(error["problems"][0]["allowed"].partition(":")[0])
            for side in persons:
                game[f"{side}_moves"] = game[f"{side}_moves"][:number]
        found.append(game)
    return found


@pytest.fixture(scope="session")
def make_games():
    """Games at random: how many, and from which seed."""
    return random_games


@pytest.fixture(scope="session")
def ask():
    """Ask the door for something that it can give."""
    return asked


@pytest.fixture(autouse=True)
def plain_endings():
    """Each test begins with endings in plain Python, whatever was tested before."""
    endings.use(endings.plainly)
    yield
    endings.use(endings.plainly)


@pytest.fixture(scope="session")
def node():
    """Node.js, without which there is no Pyodide here."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("Node.js is not installed")
    return found


@pytest.fixture(scope="session")
def pyodide_folder(node):
    """A folder with Pyodide: what PYODIDE names, else what npm gives."""
    named = os.environ.get("PYODIDE")
    if named:
        return Path(named)
    try:
        pyodide_files()
    except InputError as error:
        pytest.skip(f"no Pyodide: {error}; set PYODIDE to its folder, or install npm")
    return None


def once_for_all_workers(name, make, tmp_path_factory):
    """What `make` gives, made by the first worker that asks for it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    kept = shared / f"{name}.pickle"
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
        return pickle.loads(kept.read_bytes())


@pytest.fixture(scope="session")
def site(pyodide_folder, tmp_path_factory):
    """Every file of the static version by its path."""
    from race_sim.page.build.static import site_files

    return once_for_all_workers("site", lambda: site_files(pyodide_folder), tmp_path_factory)


@pytest.fixture(scope="session")
def single_file(site, tmp_path_factory):
    """The one-file version."""
    from race_sim.page.build.one_file import one_file

    return once_for_all_workers("single_file", lambda: one_file(site), tmp_path_factory)
