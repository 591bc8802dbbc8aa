"""The pages that are followed step by step do what they say: every command and block, in order.

Commands play few worlds here, and their pictures are not drawn; what is named as a file of
`results/` must be there in the end. Commands that serve, build or install are only read.
"""

import ast
import doctest
import re
import shlex
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from typer.testing import CliRunner

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("docs/tutorial/*.md"), *ROOT.glob("docs/how-to/*.md")])
FEW = {"demo": "4", "sweep": "4"}  # worlds
# They serve until they are stopped, need node, or compile the loop anew for a policy of one's own;
# test_commands.py reads them.
NOT_RUN = {"play", "page", "tournament"}
STEP = re.compile(
    r"^( *)```(?P<language>\w*) ?(?P<name>[\w.-]*)\n(?P<block>.*?)^\1```$"
    r"|(?:^|(?<=\n\n))(?P<commands>(?: {4,}[^\n]+\n)+)",
    re.DOTALL | re.MULTILINE,
)


class Walk:
    """A reader in an empty folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.names: dict[str, object] = {}

    def follow(self, step: re.Match[str]) -> None:
        """Do what a block says."""
        if step["commands"]:
            for line in step["commands"].splitlines():
                self.type(line.strip())
        elif step["name"]:
            (self.folder / step["name"]).write_text(step["block"], encoding="utf-8")
        elif ">>>" in step["block"]:
            test = doctest.DocTestParser().get_doctest(step["block"], self.names, "page", None, 0)
            assert doctest.DocTestRunner(verbose=False).run(test, clear_globs=False).failed == 0
            self.names = test.globs
        else:
            assert step["language"] == "python"
            exec(compile(step["block"], "page", "exec"), self.names)

    def type(self, line: str) -> None:
        """Type a command, with few worlds."""
        words = shlex.split(line)
        if words[0] != "race-sim":
            assert is_there(words), line
        elif words[1] not in NOT_RUN:
            from race_sim.cli.app import app

            if words[1] in FEW:
                words += ["--worlds", FEW[words[1]]]  # the last one counts
            result = CliRunner().invoke(app, words[1:], prog_name="race-sim")
            assert result.exit_code == 0, f"{line}\n{result.output}{result.exception}"


def is_there(words: list[str]) -> bool:
    """Whether what is run is in the project; what a page copies comes under another name."""
    if words[0] == "make":
        return (
            re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(), re.MULTILINE) is not None
        )
    if words[0] == "python":
        return (ROOT / words[1]).is_file() or Path(words[1]).name == "my_question.py"
    return words[0] in ("cp", ".")


class Picture(NamedTuple):
    """Stands for one that is drawn elsewhere: drawing takes most of a second."""

    name: str
    title: str = ""

    def save(self, folder, about):
        paths = [folder / f"{self.name}{ending}" for ending in (".png", ".csv")]
        for path in paths:
            path.write_text("")
        return paths


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_it_can_be_followed(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("race_sim.gallery.drawing", lambda name: lambda *_, **__: Picture(name))
    text = page.read_text(encoding="utf-8")
    walk = Walk(tmp_path)
    for step in STEP.finditer(text):
        walk.follow(step)
    files = re.findall(r"`(results/[\w./-]+\.\w+)`", text)
    if "make demo" in text:
        walk.type("race-sim demo --out results/demo")
    assert [name for name in files if not (tmp_path / name).is_file()] == []


def test_the_first_hour_is_a_chain():
    pages = sorted(ROOT.glob("docs/tutorial/[1-9]*.md"))
    index = (ROOT / "docs/tutorial/README.md").read_text()
    assert re.findall(r"\((\d-[\w-]+\.md)\)", index) == [page.name for page in pages]
    for page, after in pairwise(pages):
        assert f"Next: [{after.read_text().splitlines()[0][5:].lower()}]({after.name})" in (
            page.read_text().lower().replace("next:", "Next:")
        )
    assert all(page.read_text().startswith(f"# {page.name[0]}. ") for page in pages)


def test_the_blocks_of_a_page_are_found():
    found = list(STEP.finditer("a\n\n    race-sim run\n    make x\n\n```toml a.toml\nb = 1\n```\n"))
    assert [step["commands"] for step in found] == ["    race-sim run\n    make x\n", None]
    assert found[1]["name"] == "a.toml" and ast.literal_eval(found[1]["block"][4:]) == 1
