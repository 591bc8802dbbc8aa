"""The navigation: "folder/" stands for the pages of a folder that nothing else names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

# Pages that come first in their folder, if they are there; the others follow as they come.
FIRST = ("README.md", "index.md", "comparison.md")


def named_in(nav: Any) -> Iterator[str]:
    """Every page and folder that a navigation names."""
    if isinstance(nav, str):
        yield nav
    else:
        for one in nav.values() if isinstance(nav, dict) else nav:
            yield from named_in(one)


def _order(path: str) -> int:
    name = path.rpartition("/")[2]
    return FIRST.index(name) if name in FIRST else len(FIRST)


def expanded(nav: Any, pages: Iterable[str]) -> Any:
    """A navigation with pages in the place of folders; sections without a page are left out.

    >>> expanded([{"Home": "a.md"}, {"More": "b/"}, {"None": "c/"}], ["a.md", "b/2.md", "b/1.md"])
    [{'Home': 'a.md'}, {'More': ['b/2.md', 'b/1.md']}]
    """
    found = list(pages)
    named = set(named_in(nav))

    def of(one: Any) -> Any:
        if isinstance(one, dict):
            ((title, inside),) = one.items()
            members = of(inside)
            return {title: members} if members else None
        if isinstance(one, list):
            members = [of(member) for member in one]
            spliced = [some if isinstance(some, list) else [some] for some in members]
            return [member for some in spliced for member in some if member]
        if not one.endswith("/"):
            return one if one in found else None
        inside = [page for page in found if page.startswith(one) and page not in named]
        return sorted(inside, key=_order)

    return of(nav)
