"""What the reference reads besides docstrings as they are.

Examples are shown as code wherever in a docstring they stand, and a field of a class that has a
comment behind it has that for its meaning.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(
    r"(?:^>>> .*\n(?:^(?!>>>)\S.*\n?|^>>> .*\n?|^\.\.\. ?.*\n?|^ +\S.*\n?)*)", re.M
)


def fenced(text: str) -> str:
    """A docstring with its examples between fences."""
    return _EXAMPLE.sub(
        lambda found: f"```pycon\n{found.group().rstrip()}\n```\n", f"{text}\n"
    ).rstrip()


def comment_behind(source: str) -> str:
    """The comment behind a field, without its sign; "" if there is none."""
    found = re.search(r"\s#\s*(.+)$", source.rstrip())
    return found[1] if found and "\n" not in source.strip() else ""


class Docstrings(griffe.Extension):
    """Puts fences around examples, and makes comments behind fields their docstrings."""

    def on_object(self, *, obj: Any, **kwargs: Any) -> None:
        """Change the docstring of an object as it is read, unless it has a section of examples."""
        if obj.docstring and not re.search(r"^Examples?\n---", obj.docstring.value, re.M):
            obj.docstring.value = fenced(obj.docstring.value)
        if not obj.docstring and obj.is_attribute and obj.parent and obj.parent.is_class:
            meaning = comment_behind(obj.source)
            if meaning:
                text = f"{meaning[:1].upper()}{meaning[1:].rstrip('.')}."
                obj.docstring = griffe.Docstring(text, parent=obj)
