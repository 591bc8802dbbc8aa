"""`race-sim calibrate`: estimates from data, and every default against its estimate."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped
from race_sim.cli.options import Json, Out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race_sim.calibration.comparison import DefaultRow
    from race_sim.calibration.estimate import Estimate

_INDENT = "    "
_HEADINGS = ("Estimate", "Value", "90 % interval", "Confidence", "Unit")


def calibrate(
    details: Annotated[
        bool,
        typer.Option(
            "--details",
            help="Also what each estimate is, its caveats, and why the other defaults are free.",
        ),
    ] = False,
    out: Out = None,
    json: Json = False,
) -> None:
    """Estimate parameters from data, and hold every default against its estimate.

    Every estimate with its 90 % interval, whether it is measured, published or a guess, its data
    and how it is made; then the defaults. With --out, all of it as CSV files.
    """
    from race_sim.calibration.comparison import comparison
    from race_sim.calibration.estimates import estimates, topic
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
    for name, group in groupby(every, key=topic):
        typer.echo(f"{emphasised(name)}\n")
        _print_estimates(list(group), details)
        typer.echo()
    _print_compared([row for row in rows if row.estimate])
    if details:
        _print_free(rows)
    typer.echo()
    print_wrapped(counts(rows).sentence())
    if not details:
        typer.echo("What each estimate is, caveats and free choices: --details")
    for path in written:
        typer.echo(f"Wrote {path}")


def _print_estimates(group: list[Estimate], details: bool) -> None:
    """A line of figures for each estimate, aligned, and below it data and method."""
    from race_sim.calibration.presentation import interval_text
    from race_sim.calibration.rounding import figure

    rows = [
        (one.key, figure(one.value), interval_text(one), one.confidence, one.unit) for one in group
    ]
    widths = [max(map(len, column)) for column in zip(_HEADINGS, *rows, strict=True)]

    def line(cells: Iterable[str]) -> str:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        return "  ".join(padded).rstrip()

    typer.echo(emphasised(line(_HEADINGS)))
    for estimate, row in zip(group, rows, strict=True):
        typer.echo(line(row))
        if details:
            print_wrapped(estimate.meaning, _INDENT, _INDENT)
        print_wrapped(f"{estimate.data}: {estimate.method}", _INDENT, _INDENT)
        if details and estimate.note:
            print_wrapped(f"Caveat: {estimate.note}", _INDENT, _INDENT)
        if details and estimate.knobs:
            print_wrapped(f"For {', '.join(estimate.knobs)}", _INDENT, _INDENT)


def _print_compared(rows: list[DefaultRow]) -> None:
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
        if row.reason:
            print_wrapped(f"{row.knob.key}: {row.reason}", hanging=_INDENT, bold=row.knob.key)


def _print_free(rows: list[DefaultRow]) -> None:
    from race_sim.calibration.presentation import default_text

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
