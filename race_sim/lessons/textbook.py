"""A lesson as a page of the text-book: its text, its code, and what stands under each cell.

Works on notebooks as JSON holds them, and needs no notebook tools.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from race_sim.lessons.telling import IN_WORDS


class Page(NamedTuple):
    """A lesson as Markdown."""

    title: str  # of the first heading
    text: str  # without that heading
    pictures: dict[str, bytes]  # by file name


def text_of(source: Any) -> str:
    """A text of a notebook, which may be kept as a list of lines."""
    return source if isinstance(source, str) else "".join(source)


def _under(cell: Mapping[str, Any], stem: str, folder: str, pictures: dict[str, bytes]) -> Any:
    """What stands under a cell, part by part."""
    for output in cell["outputs"]:
        data = output.get("data", {})
        if "image/png" in data:
            name = f"{stem}-{len(pictures) + 1}.png"
            pictures[name] = base64.b64decode(text_of(data["image/png"]))
            alt = text_of(data["text/plain"]).replace("[", "(").replace("]", ")")
            yield f"![{' '.join(alt.split())}]({folder}/{name})"
        elif "text/markdown" in data:
            said = text_of(data["text/markdown"]).strip()
            if not said.startswith(IN_WORDS):  # here the picture has its description with it
                yield said
        else:
            plain = text_of(data["text/plain"] if data else output["text"])
            yield f"```text\n{plain.rstrip()}\n```"


def _parts(
    cells: list[Mapping[str, Any]], stem: str, folder: str, pictures: dict[str, bytes]
) -> Iterator[str]:
    for cell in cells:
        source = text_of(cell["source"]).strip()
        if cell["cell_type"] == "markdown":
            yield source
        elif source:
            yield f"```python\n{source}\n```"
            yield from _under(cell, stem, folder, pictures)


def page_of(notebook: Mapping[str, Any], stem: str, folder: str) -> Page:
    """The page of a notebook.

    Parameters
    ----------
    notebook : mapping
        As JSON holds it; its first cell begins with the title.
    stem : str
        Of the names of its pictures.
    folder : str
        Where they are, seen from the page.
    """
    cells = list(notebook["cells"])
    heading, _, rest = text_of(cells[0]["source"]).partition("\n")
    cells[0] = {"cell_type": "markdown", "source": rest}
    pictures: dict[str, bytes] = {}
    parts = [part for part in _parts(cells, stem, folder, pictures) if part]
    return Page(heading.lstrip("# ").strip(), "\n\n".join(parts), pictures)
