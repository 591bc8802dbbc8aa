"""Links of pages that lead out of docs/: to a page of the site where there is one, else to none."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection
from typing import NamedTuple

# Files of the project that are pages of the site too.
PAGES = {
    "README.md": "index.md",
    "docs/README.md": "all-pages.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changes.md",
    "seeds/README.md": "seeds.md",
    "race_sim/data/README.md": "data.md",
}
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<target>[^)\s]+)\)")
_CODE = re.compile(r"^( *)(```+|~~~+).*?^\1\2 *$|^ {4}[^\n]*$|`[^`\n]+`", re.DOTALL | re.MULTILINE)


class Place(NamedTuple):
    """A page: where its file is in the project, and where it is in the site."""

    file: str
    page: str


def with_links(text: str, place: Place, pages: Collection[str]) -> str:
    """A page whose links lead to pages and files of the site.

    Parameters
    ----------
    text : str
        Markdown.
    place : Place
        Of the page.
    pages : collection of str
        All pages and files of the site.

    Returns
    -------
    str
        With links rewritten, and with plain text in the place of those that leave the site.
    """

    def link(found: re.Match[str]) -> str:
        target = found["target"]
        if re.match(r"[a-z]+:", target) or target.startswith("#"):
            return found.group()
        path, hash_sign, anchor = target.partition("#")
        file = posixpath.normpath(posixpath.join(posixpath.dirname(place.file), path))
        page = PAGES.get(file, file.removeprefix("docs/") if file.startswith("docs/") else file)
        if file == "docs":
            page = PAGES["docs/README.md"]
        if page not in pages and f"{page}/README.md" in pages:
            page = f"{page}/README.md"
        if page not in pages:
            return found["text"]
        way = posixpath.relpath(page, posixpath.dirname(place.page) or ".")
        return f"{found['image']}[{found['text']}]({way}{hash_sign}{anchor})"

    kept = [(one.start(), one.end()) for one in _CODE.finditer(text)]

    def outside_of_code(found: re.Match[str]) -> str:
        begin = found.start()
        inside = any(start <= begin < end for start, end in kept)
        return found.group() if inside else link(found)

    return _LINK.sub(outside_of_code, text)
