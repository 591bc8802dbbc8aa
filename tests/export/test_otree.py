"""The oTree project: whole, self-contained, and played through by its bots where oTree is."""

import ast
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from race_sim.export import class_pages
from race_sim.export.otree import RULES, otree_files, rules_zip, write_otree
from race_sim.page.door import call
from race_sim.problems import InputError

PAGES = ("Instructions", "Decide", "BothHaveDecided", "Results", "End")
CONFIG = {
    "scenario": "baseline",
    "seed": 1,
    "world": 1,
    "rounds": 2,
    "quarters_a_round": 1,
    "same_luck": True,
    "show_matrix": True,
    "seconds_to_decide": 30,
}
# Words of the template language, and what oTree itself knows in a template.
LANGUAGE = {"if", "elif", "else", "endif", "for", "in", "endfor", "empty", "endblock"}
LANGUAGE |= {"next_button", "formfield_errors", "and", "not", "or", "forloop"}


@pytest.fixture(scope="module")
def files():
    return otree_files()


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class") / "project"
    write_otree(folder)
    return folder


def texts(files):
    return {name: content.decode() for name, content in files.items() if name != RULES}


def test_the_folder_holds_the_files_and_nothing_else(files, project):
    there = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    assert there == set(files)
    assert {"README.md", "settings.py", "requirements.txt", "race/__init__.py"} <= there
    assert all((project / name).read_bytes() == content for name, content in files.items())
    assert [path.name for path in project.parent.iterdir()] == ["project"]


def test_python_is_python_and_every_page_has_its_template(files):
    trees = {name: ast.parse(text) for name, text in texts(files).items() if name.endswith(".py")}
    assert set(trees) == {"settings.py", "race/__init__.py", "race/tests.py"}
    for name, tree in trees.items():
        compile(tree, name, "exec")
    classes = {node.name for node in trees["race/__init__.py"].body if hasattr(node, "bases")}
    assert set(PAGES) <= classes
    assert {f"race/{page}.html" for page in PAGES} <= set(files)


def test_nothing_names_a_machine(files):
    for name, text in texts(files).items():
        assert not re.search(r"(?<![\w/:.<])/(?:home|Users|root|tmp|work|opt|usr)/", text), name
        hosts = set(re.findall(r"https?://([\w.]+)", text))
        assert hosts <= {"localhost"}, name


def test_the_zip_has_the_same_bytes_each_time_and_no_file_twice():
    packed = rules_zip()
    assert packed == rules_zip()
    names = zipfile.ZipFile(io.BytesIO(packed)).namelist()
    assert len(names) == len(set(names))
    assert all(name.startswith("race_sim/") for name in names)


def test_the_zip_plays_by_itself_and_plays_the_same_race(project):
    program = (
        "import json, sys; sys.path.insert(0, sys.argv[1])\n"
        "from race_sim.export import class_pages\n"
        "from race_sim.page.door import call\n"
        "import race_sim; assert sys.argv[1] in race_sim.__file__\n"
        "answer = call({'ask': 'new_game', 'us': 'person', 'cn': 'person', 'world': 1})\n"
        "for letter in 'AIIA':\n"
        "    answer = call({'ask': 'move', 'game': answer['game'], 'us': letter, 'cn': 'A'})\n"
        "page = class_pages.results(answer, json.loads(sys.argv[2]), 'us', 1, 'AA', 3)\n"
        "print(json.dumps([answer, page]))\n"
    )
    words = [sys.executable, "-I", "-S", "-c", program, str(project / RULES), json.dumps(CONFIG)]
    done = subprocess.run(words, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    answer = call({"ask": "new_game", "us": "person", "cn": "person", "world": 1})
    for letter in "AIIA":
        answer = call({"ask": "move", "game": answer["game"], "us": letter, "cn": "A"})
    page = class_pages.results(answer, CONFIG, "us", 1, "AA", 3)
    assert json.loads(done.stdout) == json.loads(json.dumps([answer, page]))


def names_in(template):
    """What a template asks for that it does not bring along itself."""
    asked, own = set(), set()
    for tag in re.findall(r"\{\{(.*?)\}\}", template):
        loop = re.match(r"\s*for ([\w, ]+) in ", tag)
        if loop:
            own |= {name.strip() for name in loop[1].split(",")}
        words = re.sub(r"\"[^\"]*\"|\.\w+", "", tag)
        if words.split()[0] in ("block", "extends", "include_sibling"):
            continue
        asked |= set(re.findall(r"[A-Za-z_]\w*", words))
    return asked - own - LANGUAGE


def test_pages_are_given_what_their_templates_ask_for(files):
    answer = call({"ask": "new_game", "us": "person", "cn": "person"})
    found = {"over": False, "welfare": {"us": 0.0, "cn": 0.0}, "choice": [], "luck": []}
    found["luck"] = call({"ask": "forecast", "game": answer["game"]})["endings"]
    given = {
        "Instructions": class_pages.instructions(answer, CONFIG, "us"),
        "Decide": class_pages.decide(answer, CONFIG, "us", 1),
        "BothHaveDecided": {},
        "Results": class_pages.results(answer, CONFIG, "us", 1, "AI", 0),
        "End": class_pages.end(answer, found, "us", [("AI", [])]),
    }
    for page in PAGES:
        text = files[f"race/{page}.html"].decode()
        for part in re.findall(r'include_sibling "([\w.]+)"', text):
            text += files[f"race/{part}"].decode()
        assert names_in(text) <= set(given[page]), page


def test_settings_can_be_played(files):
    settings = {}
    exec(compile(files["settings.py"], "settings.py", "exec"), settings)
    assert len(settings["SESSION_CONFIGS"]) == 3
    for config in settings["SESSION_CONFIGS"]:
        class_pages.check_settings(config, 24)


def test_other_folders_are_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "mine.txt"):
        with pytest.raises(InputError, match="allowed: a new or empty folder"):
            write_otree(place)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    assert write_otree(tmp_path / "empty")


def test_the_folder_one_is_in_will_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_otree(Path("."))
    assert {path.name for path in tmp_path.iterdir()} == {
        "README.md",
        "_static",
        "race",
        "requirements.txt",
        "settings.py",
    }


@pytest.mark.slow
def test_bots_play_whole_races(tmp_path):
    """With oTree 6, which pins packages that clash with ours: in an environment of its own."""
    otree = os.environ.get("OTREE") or shutil.which("otree")
    if otree is None:
        pytest.skip("no `otree` on the path, and OTREE names none")
    write_otree(tmp_path / "class")
    done = subprocess.run(
        [otree, "test", "race_unlucky", "2"],
        cwd=tmp_path / "class",
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=200,
    )
    told = done.stdout + done.stderr
    assert done.returncode == 0, told[-3000:]
    assert told.count("Bots completed session") == 3
