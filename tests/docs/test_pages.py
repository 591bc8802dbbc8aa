"""`make documents`: it finds what is out of date, runs its script, and nothing else."""

import importlib.util
from pathlib import Path

import pytest

from race_sim.documents import with_block

pytestmark = pytest.mark.short

ROOT = Path(__file__).parents[2]
RULE = ["race_sim/rules/talent.py"]
PARTS = "<!-- {0}: begin -->\n<!-- {0}: end -->\n"


@pytest.fixture
def tool(tmp_path, monkeypatch):
    """The tool on a project of two pages, whose scripts write their parts anew."""
    spec = importlib.util.spec_from_file_location("tools_pages", ROOT / "tools" / "pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    fresh = with_block(PARTS.format("fresh"), "fresh", "1 %", RULE)
    (tmp_path / "one.md").write_text(fresh + PARTS.format("never") + PARTS.format("speed"))
    stale = with_block(PARTS.format("stale"), "stale", "2 %", RULE)
    state = stale.partition("state ")[2][:12]
    (tmp_path / "two.md").write_text(stale.replace(state, "0" * 12) + fresh)
    script = tmp_path / "writes.py"
    script.write_text(
        "import sys, pathlib\n"
        "from race_sim.documents import write_block\n"
        "page, *names = sys.argv[1:]\n"
        "for name in names:\n"
        "    if name != '--only':\n"
        f"        write_block(pathlib.Path(page), name, '3 %', {RULE!r})\n"
        "with open('log', 'a') as log: print(*sys.argv[1:], file=log)\n"
    )
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "MEASURED", {"one.md": ("speed",)})
    monkeypatch.setattr(
        module,
        "SCRIPTS",
        (
            module.Script("one.md", ("never",), ("writes.py", "one.md", "never"), 2),
            module.Script("one.md", ("fresh",), ("writes.py", "one.md", "fresh"), 30),
            module.Script("two.md", (module.EVERY,), ("writes.py", "two.md"), 3, "--only"),
        ),
    )
    return module


def test_it_says_what_is_out_of_date_and_writes_nothing(tool, capsys):
    before = (tool.ROOT / "two.md").read_text()
    assert tool.main([]) == 1
    said = capsys.readouterr().out
    assert "about 5 minutes" in said
    assert "one.md: never" in said and "two.md: stale" in said and "fresh" not in said
    assert (tool.ROOT / "two.md").read_text() == before


def test_it_runs_the_scripts_of_what_is_out_of_date(tool, capsys):
    assert tool.main(["--write"]) == 0
    assert (tool.ROOT / "log").read_text().splitlines() == [
        "one.md never",
        "two.md --only stale",
    ]
    capsys.readouterr()
    assert tool.main([]) == 0
    assert "up to date" in capsys.readouterr().out


def test_a_part_changed_by_hand_is_out_of_date(tool, capsys):
    assert tool.main(["--write"]) == 0
    page = tool.ROOT / "one.md"
    page.write_text(page.read_text().replace("1 %", "0.5 %"))
    assert tool.main([]) == 1
    assert "one.md: fresh" in capsys.readouterr().out


def test_a_script_that_fails_is_told(tool, capsys):
    (tool.ROOT / "writes.py").write_text("raise SystemExit(3)\n")
    assert tool.main(["--write"]) == 1
    assert capsys.readouterr().out.count("failed (3)") == 2


def test_all_takes_everything_and_a_script_of_two_parts_once(tool, monkeypatch, capsys):
    again = tool.SCRIPTS[0]._replace(parts=("fresh",))
    monkeypatch.setattr(tool, "SCRIPTS", (*tool.SCRIPTS, again))
    assert tool.main(["--all", "--write"]) == 1  # without names, two.md is left as it was
    assert (tool.ROOT / "log").read_text().splitlines() == [
        "one.md never",
        "one.md fresh",
        "two.md",
    ]
    assert "about 35 minutes" in capsys.readouterr().out


def test_a_page_that_is_not_there_is_told(tool, monkeypatch, capsys):
    (tool.ROOT / "two.md").unlink()
    assert tool.main(["--write"]) == 1
    said = capsys.readouterr().out
    assert "two.md: declared in tools/pages.py, and not there" in said
    assert (tool.ROOT / "log").read_text() == "one.md never\n"
