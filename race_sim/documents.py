"""Parts of a document that a script writes, and how to see that one of them is out of date.

A part stands between two comment lines:

    <!-- claims: begin; of model, race_sim/claims; state 3f2a9c1b7d60; text 0d9e8c7b6a51 -->
    ...
    <!-- claims: end -->

`of` names what its numbers depend on, `state` is the fingerprint of that when they were written,
and `text` that of the part itself. So a change of the model leaves no stale number behind unseen,
and no number can be changed by hand. A part that depends on nothing here, such as a measured
speed, has neither.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tokenize
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from race_sim.problems import InputError, Problem
from race_sim.rule_book import RULE_BOOK

MODEL = "model"
_PACKAGE = Path(__file__).parent
_ROOT = _PACKAGE.parent
_SOLVER = "foresight"
_LENGTH = 12
_HASHED = (".py", ".toml", ".csv", ".json")
_BLOCK = re.compile(
    r"^<!-- (?P<name>[^\n]+?): begin"
    r"(?:; of (?P<of>[^;\n]+); state (?P<state>\w+); text (?P<text>\w+))? -->\n"
    r"(?P<content>.*?)^<!-- (?P=name): end -->$",
    re.DOTALL | re.MULTILINE,
)
_EDGE = re.compile(r"^<!-- (?P<name>[^\n]+?): (?:begin|end)\b.*$", re.MULTILINE)
# Tokens that carry no meaning for what is computed.
_LAYOUT = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER)
# Where a line stands does: out of its `if`, the same line computes something else. No token of
# Python has a dollar sign.
_EDGES = {tokenize.NEWLINE: "$", tokenize.INDENT: "$>", tokenize.DEDENT: "$<"}
# What a scenario says about itself, and not about the race.
_WORDS = ("title", "question", "claim")


class Block(NamedTuple):
    """A part of a document between its two comment lines."""

    name: str
    content: str  # without blank lines at its ends
    of: tuple[str, ...]  # what its numbers depend on
    state: str  # fingerprint of that when it was written; "" if it depends on nothing
    text: str  # fingerprint of the content when it was written; "" likewise


def _short(digest: bytes | str) -> str:
    data = digest.encode() if isinstance(digest, str) else digest
    return hashlib.sha256(data).hexdigest()[:_LENGTH]


@cache
def code_of(source: str) -> str:
    r"""A Python source without comments, docstrings and layout: its tokens, its lines, its blocks.

    >>> print(code_of('def f(x):  # doubles\n    "Twice x."\n    return 2 * x\n'))
    def f ( x ) : $ $> return 2 * x $ $<
    """
    kept: list[str] = []
    begins = True  # whether the next token begins a logical line
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in _LAYOUT:
            continue
        if token.type in _EDGES:
            if token.type != tokenize.NEWLINE or not begins:  # a docstring leaves no line behind
                kept.append(_EDGES[token.type])
            begins = True
        elif not (begins and token.type == tokenize.STRING):
            kept.append(token.string)
            begins = False
    return " ".join(kept)


def _meaning(path: Path) -> str:
    """What a file says, whatever its comments and layout."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        # Without white space: Python versions cut strings with fields into other tokens.
        return re.sub(r"\s", "", code_of(text)).replace("{{", "{").replace("}}", "}")
    if path.suffix == ".toml":
        return json.dumps(tomllib.loads(text), sort_keys=True, default=str)
    return text


def _model_files() -> Iterator[Path]:
    for name in RULE_BOOK:
        path = _PACKAGE.joinpath(*name.split("."))
        yield path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    yield _PACKAGE / "resolve.py"
    yield _PACKAGE / "outcomes.py"
    yield from sorted((_PACKAGE / _SOLVER).glob("*.py"))


def _files(name: str) -> Iterator[Path]:
    if name == MODEL:
        yield from _model_files()
        return
    path = _ROOT / name
    if path.is_file():
        yield path
    elif path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix in _HASHED)
        yield from (file for file in found if "__pycache__" not in file.parts)
    else:
        allowed = f"{MODEL}, or a path from the project's root"
        raise InputError("document", [Problem(name, "no such file or folder", allowed)])


def _baseline() -> str:
    """What the baseline sets besides the defaults."""
    text = (_PACKAGE / "scenarios" / "baseline.toml").read_text(encoding="utf-8")
    kept = {key: value for key, value in tomllib.loads(text).items() if key not in _WORDS}
    return json.dumps(kept, sort_keys=True, default=str)


@cache
def _fingerprint(of: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for name in of:
        if name == MODEL:
            from race_sim.parameters import knobs

            defaults = {knob.key: knob.default for knob in knobs().values()}
            digest.update((json.dumps(defaults) + _baseline()).encode())
        for path in _files(name):
            digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0")
            digest.update(_meaning(path).encode() + b"\0")
    return digest.hexdigest()[:_LENGTH]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table.

    >>> print(table(["key", "value"], [["one", "1"]]))
    | key | value |
    | --- | --- |
    | one | 1 |
    """
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows))


def fingerprint(of: Iterable[str]) -> str:
    """Fingerprint of what numbers depend on: files by what they say, parameters by their defaults.

    Parameters
    ----------
    of : iterable of str
        "model" (the rule book, its solver, how worlds are read, the defaults of all parameters,
        and what the baseline sets besides), or paths of files and folders from the project's root.

    Raises
    ------
    InputError
        If there is no such file or folder.
    """
    return _fingerprint(tuple(of))


def blocks(text: str) -> list[Block]:
    """The parts of a document that scripts write, in order."""
    return [
        Block(
            found["name"],
            found["content"].strip("\n"),
            tuple(name.strip() for name in found["of"].split(",")) if found["of"] else (),
            found["state"] or "",
            found["text"] or "",
        )
        for found in _BLOCK.finditer(text)
    ]


def with_block(text: str, name: str, content: str, of: Sequence[str] = ()) -> str:
    """A document with another content in one of its parts.

    Raises
    ------
    InputError
        If the document has not exactly one part of that name.
    """
    places = [found for found in _BLOCK.finditer(text) if found["name"] == name]
    if len(places) != 1:
        what = f"found {len(places)} times"
        allowed = f"the lines <!-- {name}: begin --> and <!-- {name}: end -->, once"
        raise InputError("document", [Problem(name, what, allowed)])
    content = content.strip("\n")
    stamp = f"; of {', '.join(of)}; state {fingerprint(of)}; text {_short(content)}" if of else ""
    new = f"<!-- {name}: begin{stamp} -->\n\n{content}\n\n<!-- {name}: end -->"
    return text[: places[0].start()] + new + text[places[0].end() :]


def write_block(document: Path, name: str, content: str, of: Sequence[str] = ()) -> None:
    """Write one part of a document anew, whole or not at all.

    Parameters
    ----------
    document : Path
    name : str
        Of the part; its two comment lines must be there.
    content : str
        Markdown.
    of : sequence of str
        What its numbers depend on, see `fingerprint`; nothing for what the model does not make.

    Raises
    ------
    InputError
        If the document has not exactly one part of that name, or `of` names what is not there.
    """
    from race_sim.study.store import write_text

    write_text(document, with_block(document.read_text(encoding="utf-8"), name, content, of))


def stale(text: str) -> list[Problem]:
    """What is wrong with the parts of a document: out of date, changed by hand, no whole part."""
    found = []
    for edge in _EDGE.finditer(_BLOCK.sub("", text)):
        allowed = "one line for its begin, as its script writes it, and one for its end"
        found.append(Problem(edge["name"], f"a comment line on its own: {edge.group()}", allowed))
    names = [block.name for block in blocks(text)]
    for name in sorted({name for name in names if names.count(name) > 1}):
        found.append(Problem(name, f"found {names.count(name)} times", "once"))
    for block in blocks(text):
        if not block.of:
            continue
        if block.text != _short(block.content):
            found.append(Problem(block.name, "changed by hand", "what its script writes"))
        if block.state != fingerprint(block.of):
            what = f"out of date: {' or '.join(block.of)} has changed since it was written"
            found.append(Problem(block.name, what, "what its script writes now"))
    return found
