"""Words, pictures, tables and links under a cell of a lesson.

In a notebook they are displayed. Elsewhere their text is printed, and `kept` collects them.
"""

from __future__ import annotations

import base64
import hashlib
import inspect
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.documents import table
from race_sim.page.links import ADDRESS, PORT, link_to

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.plots.picture import Picture

# Where the page is, if not where `race-sim play` with the port of the lessons serves it.
PAGE_VARIABLE = "RACE_SIM_PAGE"
_SHOWN_INCH = 96  # pixels
# Under a picture in a notebook, which has no place for a description of it.
IN_WORDS = "<details><summary>The picture in words</summary>"


class Output(NamedTuple):
    """What stands under a cell: by media type, and what is said about it."""

    data: dict[str, str]
    metadata: dict[str, Any]


_keeping: list[list[Output]] = []


@contextmanager
def kept() -> Iterator[list[Output]]:
    """Collect what is said and shown while the block runs, instead of displaying it.

    Pictures are not rendered then: their numbers and their description are there.
    """
    found: list[Output] = []
    _keeping.append(found)
    try:
        yield found
    finally:
        _keeping.pop()


def put(output: Output) -> None:
    """Display an output where this runs."""
    if _keeping:
        _keeping[-1].append(output)
        return
    ipython = sys.modules.get("IPython")  # in a notebook it is there
    if ipython is not None and ipython.get_ipython() is not None:
        ipython.display.display(output.data, metadata=output.metadata, raw=True)
    elif output.data["text/plain"]:
        print(output.data["text/plain"])


def markdown(text: str) -> Output:
    """Markdown as an output."""
    return Output({"text/markdown": text, "text/plain": text}, {})


def say(text: str) -> None:
    """Say something in Markdown; numbers in it come from the code that says it."""
    put(markdown(inspect.cleandoc(text)))


def rounded(value: float, digits: int = 2) -> str:
    """A number in words, with so many digits.

    >>> rounded(-24.06, 1)
    '\N{MINUS SIGN}24.1'
    """
    near = round(float(value), digits) + 0.0  # turns -0.0 into 0.0
    return f"{near:,.{digits}f}".replace("-", "\N{MINUS SIGN}")


def _cell(value: object, digits: int) -> str:
    return rounded(value, digits) if isinstance(value, float) else str(value)


def tabulate(head: Sequence[str], rows: Iterable[Sequence[object]], digits: int = 2) -> None:
    """Show a table; decimal numbers with so many digits."""
    put(markdown(table(head, [[_cell(cell, digits) for cell in row] for row in rows])))


def numbers_shown(frame: pd.DataFrame) -> str:
    """A fingerprint of the numbers that a picture shows, to nine digits."""
    text = frame.to_csv(index=False, lineterminator="\n", float_format="%.9g")
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def show(picture: Picture) -> None:
    """Show a picture, with its description for those who cannot see it."""
    image = "" if _keeping else base64.b64encode(picture.png()).decode("ascii")
    width = round(_SHOWN_INCH * float(picture.figure.get_size_inches()[0]))
    about = {"alt": picture.alt, "width": width}
    metadata = {"image/png": about, "race_sim": {"numbers": numbers_shown(picture.table)}}
    put(Output({"image/png": image, "text/plain": picture.alt}, metadata))
    put(
        Output(
            {"text/markdown": f"{IN_WORDS}\n\n{picture.alt}\n\n</details>", "text/plain": ""}, {}
        )
    )


def play(words: str, *, hint: bool = True, **setting: Any) -> None:
    """A link that opens the page at a game.

    Parameters
    ----------
    words : str
        What is to be done there.
    hint : bool
        Whether to say how the page is started.
    **setting
        Of the game, as for `race_sim.page.links.link_to`.

    Raises
    ------
    InputError
        If this is no game.
    """
    link = link_to(os.environ.get(PAGE_VARIABLE, ADDRESS), **setting)
    text = f"**[Open the game]({link})** {words}"
    if hint:
        start = f"`race-sim play --port {PORT}`"
        text += f"\n\n<small>Nothing there? Start the page first: {start}.</small>"
    say(text)
