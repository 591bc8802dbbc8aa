"""The files of the page: what `static/` holds, by their paths."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "static"
ENDINGS = (".html", ".css", ".mjs", ".js", ".json", ".svg", ".txt")


@cache
def static_files() -> dict[str, bytes]:
    """Every file by its path below `static/`, with slashes; the rules in JavaScript are not."""
    return {
        path.relative_to(FOLDER).as_posix(): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file() and path.suffix in ENDINGS
    }
