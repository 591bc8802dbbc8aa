"""The page of experiments: a section each, with question, design, finding and small figures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from race_sim.documents import blocks, with_block
from race_sim.study.store import write_text, written_aside

if TYPE_CHECKING:
    from race_sim.analysis.experiment import Finding
    from race_sim.plots.picture import Picture

FIGURES = "figures"
LARGEST_FIGURE = 300_000  # bytes
_DOTS_PER_INCH = 96
_DESIGN = "The design."


def design_of(description: str) -> str:
    r"""The paragraph of a script's description that says how it is designed, in one line.

    >>> design_of("Why?\n\nThe design. Two arms\nare played.\n\nWhat it measures. This.")
    'Two arms are played.'
    """
    for paragraph in description.split("\n\n"):
        if paragraph.strip().startswith(_DESIGN):
            return " ".join(paragraph.split()).removeprefix(_DESIGN).strip()
    return ""


def small_png(picture: Picture) -> bytes:
    """A picture for a page: few dots; the same picture gives the same bytes."""
    from PIL import Image

    from race_sim.plots import style

    drawn = io.BytesIO()
    with style.drawing():
        # Drawn as it was laid out: letters are a little wider where dots are few, and a long line
        # would leave the sheet.
        picture.figure.savefig(drawn, format="png", dpi=picture.figure.dpi)
    drawn.seek(0)
    written = io.BytesIO()
    with Image.open(drawn) as image:
        share = _DOTS_PER_INCH / picture.figure.dpi
        size = (round(image.width * share), round(image.height * share))
        # Not with fewer colours: thin lines of two series may then become one colour.
        small = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        small.save(written, format="png", optimize=True)
    return written.getvalue()


def section(finding: Finding, description: str, figures: Sequence[Picture]) -> str:
    """The section of an experiment, in Markdown.

    Parameters
    ----------
    finding : Finding
    description : str
        The docstring of its script.
    figures : sequence of Picture
        Those that lie beside the page as `figures/<name>.png`.
    """
    run = (
        f"{finding.worlds:,} worlds a setting, seed {finding.seed}, common luck; in brackets "
        f"{finding.intervals}. Made by `experiments/{finding.name}.py`."
    )
    items = [f"- {sentence}" for sentence in finding.sentences]
    shown = [f"![{picture.title}]({FIGURES}/{picture.name}.png)" for picture in figures]
    design = design_of(description)
    return "\n\n".join(
        [f"## {finding.question}", *([design] if design else []), "\n".join(items), *shown, run]
    )


def write_section(
    page: Path, finding: Finding, description: str, of: Sequence[str] = ()
) -> list[Path]:
    """Write an experiment's section of a page, and its figures beside it.

    A section that is not there yet is added at the end. A figure that is too large for a page is
    left out.

    Parameters
    ----------
    page : Path
    finding : Finding
    description : str
        The docstring of its script.
    of : sequence of str
        What its numbers depend on besides the model, the scenarios and its script.

    Returns
    -------
    list of Path
        The figures.

    Raises
    ------
    InputError
        If the page has the section twice, or `of` names what is not there.
    """
    images = {picture.name: small_png(picture) for picture in finding.pictures}
    figures = [one for one in finding.pictures if len(images[one.name]) <= LARGEST_FIGURE]
    text = page.read_text(encoding="utf-8")
    if finding.name not in [block.name for block in blocks(text)]:
        marks = f"<!-- {finding.name}: begin -->\n<!-- {finding.name}: end -->\n"
        text = f"{text.rstrip()}\n\n{marks}"
    depends = ("model", "race_sim/scenarios", f"experiments/{finding.name}.py", *of)
    content = section(finding, description, figures)
    write_text(page, with_block(text, finding.name, content, depends))
    written = []
    for picture in figures:
        path = page.parent / FIGURES / f"{picture.name}.png"
        with written_aside(path) as aside:
            aside.write_bytes(images[picture.name])
        written.append(path)
    return written
