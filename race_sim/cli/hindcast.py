"""`race-sim hindcast`: the model's rules played over years that are known, and scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped, progress
from race_sim.cli.options import Json, Out, Seed

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.calibration.hindcast.result import Hindcast

# Limits of the share that is covered are in the first sentence, and in the files.
_NOT_SHOWN = ("covered_low", "covered_high")


def hindcast(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME",
            help="reactor-starts, capability-gap or incident-counts; all unless given.",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[
        int, typer.Option("--draws", metavar="NUMBER", help="Random draws of each forecast.")
    ] = 2000,
    seed: Seed = 1,
    out: Out = None,
    json: Json = False,
) -> None:
    """Play the model's rules over years that are known, and score them.

    The files go into results/hindcast, or where --out says.
    """
    from race_sim.calibration.hindcast import HINDCASTS, run
    from race_sim.calibration.hindcast.files import KIND, keep_hindcast
    from race_sim.plots.hindcast import draw
    from race_sim.study.provenance import versions
    from race_sim.study.store import MANIFEST, begin_replacing, prepare_folder, write_json

    folder = out or Path("results") / "hindcast"
    prepare_folder(folder, KIND)
    names = HINDCASTS if name is None else (name,)
    found = []
    with progress("Playing", "hindcasts") as tell:
        for place, one in enumerate(names):
            found.append(run(one, draws, seed))
            tell(place + 1, len(names))
    pictures = [draw(f.name, f.bands, f.scores, f.tables, draws, seed) for f in found]
    begin_replacing(folder)
    for one_found, picture in zip(found, pictures, strict=True):
        keep_hindcast(one_found, folder)
        picture.save(folder, {"Seed": f"{seed}", "Draws": f"{draws}"})
    manifest = {"kind": KIND, "hindcasts": list(names), "draws": draws, "seed": seed}
    write_json(folder / MANIFEST, {**manifest, "versions": versions()})
    if json:
        print_json({"folder": f"{folder}", "hindcasts": [_as_dictionary(one) for one in found]})
        return
    for one_found in found:
        _print(one_found)
    typer.echo(f"Pictures and tables: {folder}")


def _print(found: Hindcast) -> None:
    typer.echo(f"{found.name} ({found.draws:,} draws, seed {found.seed}; 90 % bands)\n")
    table = found.tables.get("summary", found.scores)
    _print_scores(table)
    typer.echo()
    print_wrapped(found.question)
    for sentence in found.findings:
        print_wrapped(sentence, "- ", "  ")
    typer.echo("\nWhat the data cannot tell:")
    for sentence in found.unknown:
        print_wrapped(sentence, "- ", "  ")
    typer.echo()


def _print_scores(table: pd.DataFrame) -> None:
    columns = [
        column
        for column in table.columns
        if column not in _NOT_SHOWN and not column.startswith("last_")
    ]
    numbers = [place for place, column in enumerate(columns) if table[column].dtype.kind in "fiu"]

    def cells(column: str) -> list[str]:
        if table[column].dtype.kind == "f":
            return [f"{value:.2f}" for value in table[column]]
        return [f"{value}" for value in table[column]]

    print_table(
        [column.replace("_", " ") for column in columns],
        list(zip(*map(cells, columns), strict=True)),
        numbers,
    )


def _as_dictionary(found: Hindcast) -> dict[str, Any]:
    return {
        "name": found.name,
        "question": found.question,
        "draws": found.draws,
        "seed": found.seed,
        "scores": found.scores.to_dict("records"),
        "findings": list(found.findings),
        "unknown": list(found.unknown),
    }
