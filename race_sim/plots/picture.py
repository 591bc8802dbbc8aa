"""A picture: a figure, the table that it shows, and its description in words; saved whole."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from race_sim import MODEL_VERSION, __version__

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

DOTS_PER_INCH = 150


@dataclass(frozen=True)
class Picture:
    """A figure with the table that it shows.

    Attributes
    ----------
    name : str
        The name of its files, without their ending.
    figure : matplotlib.figure.Figure
        Made without pyplot, so that nothing global keeps it alive.
    table : DataFrame
        The numbers that the figure shows, one observation a row.
    alt : str
        What one sees, in words and numbers, for a reader who cannot see it.
    title : str
        What is shown, in one line.
    """

    name: str
    figure: Figure
    table: pd.DataFrame
    alt: str
    title: str = ""

    def png(self, metadata: Mapping[str, str] | None = None) -> bytes:
        """The figure as a PNG with its metadata; the same picture gives the same bytes.

        Parameters
        ----------
        metadata : mapping of str to str, optional
            Text to keep in the file, for example seed and scenario, beside `Title`,
            `Description` (the text of `alt`) and `Software`.
        """
        from race_sim.plots import style

        texts = {
            "Title": self.title or self.name,
            "Description": self.alt,
            "Software": f"race-sim {__version__}, model version {MODEL_VERSION}",
        }
        buffer = io.BytesIO()
        with style.drawing():
            self.figure.savefig(
                buffer,
                format="png",
                dpi=DOTS_PER_INCH,
                metadata={**texts, **(metadata or {})},
            )
        return buffer.getvalue()

    def save(self, folder: Path | str, metadata: Mapping[str, str] | None = None) -> list[Path]:
        """Write `<name>.png` and `<name>.csv` into a folder, which is made if need be.

        Both are made in memory first, so that nothing is written if one of them fails, and each
        is there whole or not at all.

        Returns
        -------
        list of Path
            The two files.

        Raises
        ------
        OSError
            If the folder or a file cannot be written.
        """
        from race_sim.study.store import written_aside

        folder = Path(folder)
        image = self.png(metadata)
        table = self.table.to_csv(index=False, lineterminator="\n").encode("utf-8")
        written = []
        for ending, content in ((".png", image), (".csv", table)):
            path = folder / f"{self.name}{ending}"
            with written_aside(path) as aside:
                aside.write_bytes(content)
            written.append(path)
        return written
