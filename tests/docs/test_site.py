"""The documentation as a site: built strictly, whole, and without a request to anywhere."""

import ast
import doctest
import importlib
import json
import posixpath
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

import race_sim

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "tools" / "site"
# Loads something, as links to follow do not.
LOADS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "srcset"}

pytest.importorskip("mkdocs", reason="the site is built where the extra docs is installed")


class Page(HTMLParser):
    """What a page loads, where it leads, and what can be led to in it."""

    def __init__(self, text):
        super().__init__()
        self.loads, self.leads, self.anchors = [], [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.anchors |= {found.get("id"), found.get("name")} - {None}
        if tag in LOADS and found.get(LOADS[tag]):
            self.loads.append(found[LOADS[tag]])
        if tag == "a" and found.get("href"):
            self.leads.append(found["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built strictly."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    return folder


@pytest.fixture(scope="module")
def pages(site):
    return {
        path.relative_to(site).as_posix(): Page(path.read_text(encoding="utf-8"))
        for path in site.rglob("*.html")
    }


def tool(name):
    sys.path.insert(0, str(TOOLS))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(TOOLS))


def test_every_page_of_docs_is_in_the_site_and_can_be_found_from_the_first(site, pages):
    for source in ROOT.glob("docs/**/*.md"):
        name = source.relative_to(ROOT / "docs").with_suffix(".html").as_posix()
        name = "all-pages.html" if name == "README.html" else name.replace("README", "index")
        assert name in pages
    found, todo = set(), {"index.html"}
    while todo:
        name = todo.pop()
        found.add(name)
        paths = {href.partition("#")[0] for href in pages[name].leads}
        near = {posixpath.normpath(posixpath.join(posixpath.dirname(name), one)) for one in paths}
        todo |= (near & set(pages)) - found
    assert set(pages) - found == {"404.html"}


def test_every_link_and_anchor_within_the_site_leads_somewhere(site, pages):
    wrong = []
    for name, page in pages.items():
        for href in [*page.leads, *page.loads]:
            if re.match(r"[a-z]+:", href) or name == "404.html":
                continue
            path, _, anchor = href.partition("#")
            target = ((site / name).parent / unquote(path)).resolve() if path else site / name
            if not target.is_file():
                wrong.append((name, href))
            elif anchor and target.suffix == ".html":
                there = pages[target.relative_to(site.resolve()).as_posix()].anchors
                if unquote(anchor) not in there and anchor != "__codelineno-0-1":
                    wrong.append((name, href))
    assert wrong == []


def test_nothing_is_loaded_from_elsewhere(site, pages):
    loaded = [href for page in pages.values() for href in page.loads]
    assert [href for href in loaded if re.match(r"(?:[a-z]+:)?//", href)] == []
    for path in [*site.rglob("*.css"), *site.rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//", text) == [], path.name
        for host in ("unpkg.com", "jsdelivr", "cdnjs", "googleapis", "gstatic"):
            assert host not in text, path.name


def test_the_search_works_in_a_folder_and_knows_the_pages(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    places = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert {"model.html", "reference/commands.html", "tutorial/1-first-run.html"} <= places
    assert (site / "search" / "search_index.js").is_file()
    assert "assets/iframe-worker.js" in (site / "index.html").read_text(encoding="utf-8")


def test_all_that_the_package_exports_is_in_the_reference(site, pages):
    there = set().union(
        *(page.anchors for name, page in pages.items() if name.startswith("reference/python/"))
    )
    for name, home in race_sim._HOME.items():
        assert f"{home}.{name}" in there, name
    assert "race_sim.page.door.call" in there


def test_every_command_and_parameter_is_in_the_reference(pages):
    from race_sim.parameters import knobs

    reference = tool("command_reference")
    words = {
        "-".join(("race-sim", *words))
        for words, _ in reference.commands_of(reference.application())
    }
    assert words <= pages["reference/commands.html"].anchors
    page = tool("parameter_reference").parameters_page()
    assert all(f"| `{key}` |" in page for key in knobs())


def test_the_navigation_is_filled_from_folders_and_has_no_empty_section():
    nav = tool("navigation")
    wanted = [
        {"A": "a.md"},
        {"Books": [{"One": "books/"}]},
        {"None": "none/"},
        {"B": ["b/1.md", "b/"]},
    ]
    found = ["a.md", "books/2.md", "books/README.md", "b/1.md", "b/2.md"]
    assert nav.expanded(wanted, found) == [
        {"A": "a.md"},
        {"Books": [{"One": ["books/README.md", "books/2.md"]}]},
        {"B": ["b/1.md", "b/2.md"]},
    ]


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("[m](../model.md#a)", "[m](../model.md#a)"),
        ("[c](../../CONTRIBUTING.md)", "[c](../contributing.md)"),
        ("[`x`](../../race_sim/move.py) y", "`x` y"),
        ("![f](../figures/f.png)", "![f](../figures/f.png)"),
        ("[a](https://b.org) [b](#c)", "[a](https://b.org) [b](#c)"),
        ("`[a](../../x.py)`\n\n    [a](../../x.py)", "`[a](../../x.py)`\n\n    [a](../../x.py)"),
        ("[t](../tutorial/)", "[t](../tutorial/README.md)"),
    ],
)
def test_links_that_leave_the_site_become_text(text, becomes):
    links = tool("project_links")
    files = {"model.md", "contributing.md", "figures/f.png", "tutorial/README.md"}
    assert links.with_links(text, links.Place("docs/how-to/a.md", "how-to/a.md"), files) == becomes


def test_the_example_of_the_navigation():
    failed, tried = doctest.testmod(tool("navigation"))
    assert tried > 0 and failed == 0


def test_examples_in_docstrings_are_code_wherever_they_stand():
    fenced = tool("docstrings").fenced
    text = "Twice.\n\n>>> def twice(x):\n...     return 2 * x\n>>> twice(2)\n4\n\nThat is all."
    code = text.removeprefix("Twice.\n\n").removesuffix("\n\nThat is all.")
    assert fenced(text) == f"Twice.\n\n```pycon\n{code}\n```\n\nThat is all."
    behind = tool("docstrings").comment_behind
    assert behind("alarm: float  # 1.0: as large as the hazard") == "1.0: as large as the hazard"
    assert behind('name: str = "#"') == behind("a: int\n# next") == ""
    assert fenced("No example.\n\n    indented") == "No example.\n\n    indented"


def test_the_tools_of_the_site_import_nothing_heavy():
    names = {
        alias.name if isinstance(node, ast.Import) else node.module
        for path in TOOLS.glob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert not any(re.match(r"race_sim\.(cli|parameters|scenario|model)\b", name) for name in names)
