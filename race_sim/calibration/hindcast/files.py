"""The files of hindcasts: sentences and tables, a set for each."""

from __future__ import annotations

from pathlib import Path

from race_sim.calibration.hindcast.result import Hindcast
from race_sim.study.store import write_text

KIND = "hindcast"


def text_of(found: Hindcast) -> str:
    """Question, findings and what stays unknown, as plain lines."""
    lines = [found.question, "", *(f"- {sentence}" for sentence in found.findings)]
    lines += ["", "What the data cannot tell:", *(f"- {sentence}" for sentence in found.unknown)]
    lines += ["", f"{found.draws:,} draws of each forecast, seed {found.seed}. Bands: 90 %."]
    return "\n".join(lines)


def keep_hindcast(found: Hindcast, folder: Path) -> None:
    """Write `<name>.txt`, and `<name>-<table>.csv` for its bands, scores and further tables."""
    write_text(folder / f"{found.name}.txt", text_of(found) + "\n")
    tables = {"bands": found.bands, "scores": found.scores, **found.tables}
    for name, table in tables.items():
        text = table.to_csv(index=False, lineterminator="\n")
        write_text(folder / f"{found.name}-{name}.csv", text)
