"""Writes docs/gallery.md anew: every figure of these pages, with the command that makes it.

A figure is found where a page shows it, and its command is that which writes this part of the page
(`tools/pages.py`). Only figures outside of such parts need a line in `BY_HAND`.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from race_sim.documents import blocks, write_block

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "gallery.md"
BLOCK = "gallery"
# What the text below depends on; that it names every figure, a test looks at.
OF = ("tools/gallery_page.py",)
# What makes figures that no script of a page makes, by the pattern of their paths.
BY_HAND = {
    "figures/page-game-*.png": "python tools/page_games.py",
    "figures/page*.png": "python tools/page_pictures.py",
}
# Where the text for those who cannot see a figure does not begin with its title.
CAPTIONS = {
    "command_or_market.png": "Command or market: what China pays, and what it buys",
    "command_or_market_us.png": "Command or market: what the United States pays, and what it buys",
    "claims.png": "Every claim: its effect in the baseline, and how often it holds elsewhere",
    "hindcast-reactor-starts.png": "Reactor starts before and after three accidents, by country",
    "hindcast-capability-gap.png": "By how many months China was behind",
    "alternatives.png": "Headline results under other forms of the model",
    "ablations.png": "Headline results with one mechanism off at a time",
}
# The figures of these pages first, and under these titles.
TITLES = {
    "docs/experiments.md": "Experiments",
    "docs/claims.md": "Claims",
    "docs/hindcasts.md": "Hindcasts",
    "docs/structure.md": "Structure",
    "docs/literature/": "Published models",
    "docs/textbook/": "Text-book",
}
OTHER = "The page"
_SHOWN = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?:\.\./|docs/)*(?P<path>figures/[^)\s]+\.png)\)")
_LONGEST = 90


class Figure(NamedTuple):
    """A figure with where it is shown, and how it is made."""

    path: str  # from docs/
    caption: str
    page: str  # from the project's root
    command: str


def _pages_tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("tools_pages", ROOT / "tools" / "pages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def caption_of(alt: str, block: str) -> str:
    """The first words of a figure's text for those who cannot see it: no number is among them.

    >>> caption_of("How long it lasts: the baseline, 90 % band", "one")
    'How long it lasts'
    >>> caption_of("12 rows and 3 columns", "a table")
    'A table'
    """
    first = re.split(r"[:.;?]|, over ", alt, maxsplit=1)[0].strip()
    if not first or len(first) > _LONGEST or re.search(r"\d", first):
        first = block
    if alt.startswith(f"{first}?"):
        first += "?"
    return first[:1].upper() + first[1:]


def _command(script: object, block: str, pages: ModuleType) -> str:
    """What makes a part of a page, as it is typed; of many experiments, the one."""
    command = list(script.command)  # type: ignore[attr-defined]
    if command[:2] == ["-m", "race_sim.cli"]:
        return " ".join(["race-sim", *command[2:]])
    if command[0] == "experiments/all.py":
        return f"python experiments/{block}.py"
    return " ".join(["python", *command])


def _by_hand(path: str) -> str:
    return next((made for pattern, made in BY_HAND.items() if fnmatch(path, pattern)), "")


def figures() -> Iterator[Figure]:
    """Every figure that a page shows, in the order of the pages, each once."""
    pages = _pages_tool()
    seen = set()
    for page in pages.pages():
        if page == PAGE:
            continue
        name = page.relative_to(ROOT).as_posix()
        text = page.read_text(encoding="utf-8")
        scripts = [script for script in pages.SCRIPTS if script.page == name]
        makers = {
            block.name: _command(script, block.name, pages)
            for script in scripts
            for block in blocks(text)
            if block.name in script.parts or pages.EVERY in script.parts
        }
        for shown in _SHOWN.finditer(text):
            path = shown["path"]
            if path not in seen:
                seen.add(path)
                inside = next((one.name for one in blocks(text) if shown[0] in one.content), "")
                caption = CAPTIONS.get(Path(path).name) or caption_of(shown["alt"], inside)
                yield Figure(path, caption, name, makers.get(inside) or _by_hand(path))


def _group(page: str) -> str:
    return next((title for start, title in TITLES.items() if page.startswith(start)), OTHER)


def _title(page: str) -> str:
    """The title of a page within a sentence."""
    first = (ROOT / page).read_text(encoding="utf-8").split("\n", 1)[0].removeprefix("# ")
    return first[:1].lower() + first[1:]


def content() -> str:
    """The gallery in Markdown: a table a group, a figure a row."""
    found = list(figures())
    parts = []
    for title in (OTHER, *TITLES.values()):
        rows = [one for one in found if _group(one.page) == title]
        if not rows:
            continue
        lines = [
            f"## {title}",
            "",
            "| figure | what it shows, and what makes it |",
            "| --- | --- |",
        ]
        for one in rows:
            picture = f"![{one.caption}]({one.path})"
            place = one.page.removeprefix("docs/")
            here = place != one.page  # README shows the page, and tells nothing of it
            told = f", told in [{_title(one.page)}]({place})" if here else ""
            lines.append(f"| {picture} | **{one.caption}**{told}<br>`{one.command}` |")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


if __name__ == "__main__":
    write_block(PAGE, BLOCK, content(), OF)
    print(f"{PAGE.name}: {len(list(figures()))} figures")
