"""The files of a run of the claims."""

from __future__ import annotations

from pathlib import Path

from race_sim.claims.run import ClaimsResult
from race_sim.study.provenance import versions
from race_sim.study.store import MANIFEST, begin_replacing, prepare_folder, write_json, write_text

KIND = "claims"


def save(result: ClaimsResult, folder: Path) -> Path:
    """Write tables and picture into a folder; the manifest comes last.

    Returns
    -------
    Path
        The picture.

    Raises
    ------
    InputError
        If the folder is a file, cannot be written to, or holds something else.
    """
    prepare_folder(folder, KIND)
    picture = result.picture()
    begin_replacing(folder)
    tables = {"tests": result.tests(), "boxes": result.boxes(), "scores": result.scores()}
    for name, table in tables.items():
        write_text(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))
    image, _ = picture.save(folder, {"Seed": f"{result.seed}", "Points": f"{result.points}"})
    about = {
        name: getattr(result, name)
        for name in ("prior", "points", "worlds", "baseline_worlds", "seed", "design_seed")
    }
    write_json(folder / MANIFEST, {"kind": KIND, **about, "versions": versions()})
    return image
