"""Every figure of the pages is in the gallery, once, with a command that can be typed."""

import doctest
import importlib.util
import re
import shlex
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from race_sim.documents import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| !\[(?P<alt>[^\]]+)\]\((?P<path>[^)]+)\) \|.*<br>`(?P<command>[^`]+)` \|$", re.M
)


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("gallery_page", ROOT / "tools/gallery_page.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["gallery_page"] = module
    spec.loader.exec_module(module)
    return module


def test_every_figure_has_an_entry_and_every_entry_a_figure():
    there = {
        path.relative_to(ROOT / "docs").as_posix() for path in ROOT.glob("docs/figures/**/*.png")
    }
    rows = [found["path"] for found in ROW.finditer(PAGE)]
    assert sorted(rows) == sorted(there), "python tools/gallery_page.py; is it shown by a page?"


def test_the_gallery_is_what_its_script_writes(tool):
    (block,) = blocks(PAGE)
    assert block.content == tool.content(), "run make documents"


def test_the_examples_of_the_script(tool):
    failed, tried = doctest.testmod(tool)
    assert tried > 0 and failed == 0


def test_captions_hold_no_numbers():
    """They would be results, and are told where the figure is."""
    assert [row["alt"] for row in ROW.finditer(PAGE) if re.search(r"\d", row["alt"])] == []


def test_the_commands_can_be_typed():
    from race_sim.cli.app import app

    for command in sorted({row["command"] for row in ROW.finditer(PAGE)}):
        program, *words = shlex.split(command)
        if program == "race-sim":
            assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0, command
            continue
        assert program == "python", command
        source = (ROOT / words[0]).read_text(encoding="utf-8")
        # A script of an experiment takes options only; one that reads no words gets none.
        reads = re.search(r"\.add_argument\(\s*\"[a-z]", source) is not None
        assert reads or all(word.startswith("-") for word in words[1:2]), command
