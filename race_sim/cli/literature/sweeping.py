"""`race-sim literature sweep` and `regions`: one published model over a grid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped
from race_sim.cli.errors import FAILED
from race_sim.cli.literature.reading import Named
from race_sim.cli.options import Json, Out, Settings, values_of

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.literature.catalogue import Model

_MOST_ROWS = 40


def sweep(
    name: Named,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="KEY=LOW:HIGH:COUNT",
            help="A parameter to vary, evenly spaced, or KEY=VALUE,VALUE,... "
            "Given twice, it makes a grid; without it, there is one point.",
            show_default=False,
        ),
    ] = None,
    settings: Settings = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            "--measure",
            metavar="NAME",
            help="A measure of the model. May be repeated; all of them unless set.",
            show_default=False,
        ),
    ] = None,
    out: Out = None,
    json: Json = False,
) -> None:
    """Compute the measures of a model over a grid of its parameters.

    Without --out the table is printed. With it, table and picture go into that folder: a new or
    empty one, or that of an earlier sweep of a model.
    """
    from race_sim.literature.catalogue import model_named
    from race_sim.literature.sweep import sweep as run

    model = model_named(name)
    values = values_of(settings, keys=())
    folder_kind = "sweep of a published model"
    if out is not None:
        from race_sim.study.store import prepare_folder

        prepare_folder(out, folder_kind)
    from race_sim.literature.deviations import NoEquilibrium

    try:
        table = run(name, vary or [], values, measure or None)
    except NoEquilibrium as error:
        typer.echo(f"Error: {error}", err=True)
        raise typer.Exit(FAILED) from None
    written: list[Path] = []
    if out is not None:
        written = _keep_sweep(table, model, values, out, folder_kind)
    if json:
        print_json(
            {"model": name, "set": values, "table": table.to_dict("records")}
            | {"files": [f"{path}" for path in written]}
        )
        return
    _print_sweep(table)
    if written:
        typer.echo(f"\nIn {out}: {', '.join(path.name for path in written)}.")


def _print_sweep(table: pd.DataFrame) -> None:
    keys = [key for key in table.columns if key not in ("measure", "value", "title", "unit")]
    rows = [
        (*(f"{row[key]:g}" for key in keys), row["measure"], f"{row['value']:.6g}", row["unit"])
        for _, row in table.head(_MOST_ROWS).iterrows()
    ]
    headings = (*keys, "measure", "value", "unit")
    print_table(headings, rows, numbers=(*range(len(keys)), len(keys) + 1))
    if len(table) > _MOST_ROWS:
        typer.echo(f"... and {len(table) - _MOST_ROWS:,} more rows")


def _keep_sweep(
    table: pd.DataFrame, model: Model, values: dict[str, Any], folder: Path, kind: str
) -> list[Path]:
    from race_sim.plots import literature_sweep
    from race_sim.study.provenance import versions
    from race_sim.study.store import MANIFEST, begin_replacing, write_json, write_text

    keys = [key for key in table.columns if key not in ("measure", "value", "title", "unit")]
    quantities = model.module().Parameters.quantities()
    labels = {
        key: key if one.unit == "1" else f"{key} ({one.unit})" for key, one in quantities.items()
    }
    picture = None
    if 1 <= len(keys) <= 2:
        picture = literature_sweep.draw(table, model.label(), labels, _told(values))
    begin_replacing(folder)
    if picture is not None:
        written = picture.save(folder, {"Model": model.name})
    else:  # one point, or more parameters than a sheet has directions
        written = [folder / f"{literature_sweep.NAME}.csv"]
        write_text(written[0], table.to_csv(index=False, lineterminator="\n"))
    about_run = {"kind": kind, "model": model.name, "set": values, "varied": keys}
    write_json(folder / MANIFEST, {**about_run, "versions": versions()})
    return [*written, folder / MANIFEST]


def regions(settings: Settings = None, out: Out = None, json: Json = False) -> None:
    """Draw the map of regions of DSAIR: where safety is wanted, and where it is chosen.

    Over the speed of unsafe developers and the risk of a setback, on a grid of 400 by 400; --set
    changes any other parameter of han2020. The files go into results/regions, or where --out says.
    """
    from race_sim.literature import han2020
    from race_sim.plots import dsair_regions
    from race_sim.study.provenance import versions
    from race_sim.study.store import MANIFEST, begin_replacing, prepare_folder, write_json

    kind = "map of regions"
    folder = out or Path("results") / "regions"
    values = values_of(settings, keys=())
    _check_region_values(values)
    prepare_folder(folder, kind)
    picture = dsair_regions.draw(*han2020.region_map(**values), about=_told(values))
    begin_replacing(folder)
    written = picture.save(folder, {"Model": "han2020"})
    write_json(folder / MANIFEST, {"kind": kind, "set": values, "versions": versions()})
    if json:
        print_json({"set": values, "files": [f"{path}" for path in written]})
        return
    print_wrapped(picture.alt)
    typer.echo(f"\nIn {folder}: {', '.join(path.name for path in written)}.")


def _check_region_values(values: dict[str, Any]) -> None:
    import inspect

    from race_sim.literature import han2020
    from race_sim.problems import InputError, Problem

    axes = ("speed", "setback_risk")
    allowed = [name for name in inspect.signature(han2020.regions).parameters if name not in axes]
    problems = [
        Problem(key, "cannot be set here", ", ".join(allowed))
        for key in values
        if key not in allowed
    ]
    if problems:
        raise InputError("--set", problems)


def _told(values: dict[str, Any]) -> str:
    return ", ".join(f"{key} = {value:g}" for key, value in values.items())
