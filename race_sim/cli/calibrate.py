"""`race-sim calibrate`: estimates from data, and every default against its estimate."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped
from race_sim.cli.options import Json, Out

if TYPE_CHECKING:
    from race_sim.calibration.comparison import DefaultRow
    from race_sim.calibration.estimate import Estimate

_INDENT = "    "


def calibrate(out: Out = None, json: Json = False) -> None:
    """Estimate parameters from data, and hold every default against its estimate.

    Every estimate with its 90 % interval, its data, how it is made, and whether it is measured,
    published or a guess; then every default. With --out, also as CSV files.
    """
    from race_sim.calibration.comparison import comparison
    from race_sim.calibration.estimates import estimates
    from race_sim.calibration.presentation import counts, default_record, estimate_record

    every, rows = estimates(), comparison()
    written = _write(every, rows, out) if out else []
    if json:
        print_json(
            {
                "estimates": [estimate_record(estimate) for estimate in every],
                "defaults": [default_record(row) for row in rows],
                "files": [f"{path}" for path in written],
            }
        )
        return
    _print_estimates(every)
    _print_defaults(rows)
    typer.echo()
    print_wrapped(counts(rows).sentence())
    for path in written:
        typer.echo(f"Wrote {path}")


def _print_estimates(every: list[Estimate]) -> None:
    from race_sim.calibration.estimates import topic
    from race_sim.calibration.presentation import estimate_text

    typer.echo("Estimates, with 90 % intervals\n")
    for name, group in groupby(every, key=topic):
        typer.echo(f"{emphasised(name)}\n")
        for estimate in group:
            unit = "" if estimate.unit == "1" else f" {estimate.unit}"
            head = f"{estimate.key}: {estimate_text(estimate)}{unit}; {estimate.confidence}"
            print_wrapped(head, hanging=_INDENT, bold=estimate.key)
            print_wrapped(f"{estimate.meaning}", _INDENT, _INDENT)
            print_wrapped(f"{estimate.data}: {estimate.method}", _INDENT, _INDENT)
        typer.echo()


def _print_defaults(rows: list[DefaultRow]) -> None:
    from race_sim.calibration.presentation import default_text, estimate_text

    typer.echo(f"{emphasised('Defaults that have an estimate')}\n")
    print_table(
        ("Parameter", "Default", "Estimate", "Status"),
        [
            (row.knob.key, default_text(row), estimate_text(row.estimate), row.status_text())
            for row in rows
            if row.estimate
        ],
    )
    typer.echo(f"\n{emphasised('Why a default is not its estimate')}\n")
    for row in rows:
        if row.estimate and row.reason:
            print_wrapped(f"{row.knob.key}: {row.reason}", hanging=_INDENT, bold=row.knob.key)
    for heading, status in (
        ("Free choices: no data fix them, sweep them", "free choice"),
        ("Units, names and switches", "by definition"),
    ):
        typer.echo(f"\n{emphasised(heading)}\n")
        for row in rows:
            if row.status == status:
                text = f"{row.knob.key} = {default_text(row)}: {row.reason}"
                print_wrapped(text, hanging=_INDENT, bold=row.knob.key)


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """A record with one text for its parameters, since a cell of a CSV file holds no list."""
    return {**record, "knobs": " ".join(record["knobs"])}


def _write(every: list[Estimate], rows: list[DefaultRow], folder: Path) -> list[Path]:
    import pandas as pd

    from race_sim.calibration.presentation import default_record, estimate_record
    from race_sim.study.store import make_writable, write_text

    make_writable(folder)
    written = []
    for name, records in (
        ("estimates.csv", [_flat(estimate_record(estimate)) for estimate in every]),
        ("defaults.csv", [default_record(row) for row in rows]),
    ):
        written.append(folder / name)
        write_text(written[-1], pd.DataFrame(records).to_csv(index=False, lineterminator="\n"))
    return written
