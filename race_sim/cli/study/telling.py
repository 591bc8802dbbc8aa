"""What the study commands say: durations, sizes, and how a study came out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped
from race_sim.cli.errors import FAILED_WORLDS, INTERRUPTED

if TYPE_CHECKING:
    from race_sim.analysis.report import Report
    from race_sim.study.result import StudyResult

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
# Of the table of outcomes: what fits beside each other. The report has all.
_COLUMNS = ("estimate", "low", "high", "lowest", "median", "highest", "±")
_NOUNS = {"threads": "thread", "processes": "process", "dask": "Dask worker"}


def duration(seconds: float) -> str:
    """A time in its two largest units, for example `3 min 20 s`."""
    if seconds < 1.0:
        return "less than a second"
    whole = round(seconds)
    for unit, name, smaller, below in (
        (_DAY, "d", _HOUR, "h"),
        (_HOUR, "h", _MINUTE, "min"),
        (_MINUTE, "min", 1, "s"),
    ):
        if whole >= unit:
            rest = whole % unit // smaller
            return f"{whole // unit} {name}" + (f" {rest} {below}" if rest else "")
    return f"{whole} s"


def size(megabytes: float) -> str:
    """So much on disk, for example `45 MB`."""
    if megabytes < 1.0:
        return "less than 1 MB"
    if megabytes < 1000.0:
        return f"{megabytes:.0f} MB"
    return f"{megabytes / 1000.0:.1f} GB"


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun, for example `2,000 worlds`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def on_workers(engine: str, workers: int) -> str:
    """Where a study is played, for example `on 2 threads`."""
    if engine == "serial":
        return "in this process alone"
    many = "processes" if engine == "processes" else ""
    return f"on {counted(workers, _NOUNS.get(engine, 'worker'), many)}"


@contextmanager
def interruptible(folder: Path) -> Iterator[None]:
    """Answer Ctrl-C by saying what is kept and how to go on.

    Raises
    ------
    typer.Exit
        With code 130 on Ctrl-C.
    """
    try:
        yield
    except KeyboardInterrupt:
        typer.echo(f"Interrupted: {_kept(folder)}", err=True)
        raise typer.Exit(INTERRUPTED) from None


def _kept(folder: Path) -> str:
    from race_sim.problems import InputError
    from race_sim.study.status import status

    try:
        found = status(folder)
    except InputError:  # it had not begun
        return "nothing had been begun."
    if found.state == "finished":
        return f"the study is finished. For its report: race-sim study report {folder}"
    return (
        f"{found.worlds_done:,} of {found.worlds_most:,} worlds are kept in {folder}. "
        f"To go on: race-sim study resume {folder}"
    )


def conclude(result: StudyResult, wants_report: bool, json: bool) -> None:
    """Say how a study came out, after its report has been made if it is wanted.

    Raises
    ------
    typer.Exit
        With code 3 if worlds failed.
    """
    report = None
    if wants_report:
        from race_sim.analysis.report import make_report

        typer.echo("Analysing and drawing ...", err=True)
        report = make_report(result)
    if json:
        print_json(as_dictionary(result, report))
    else:
        print_result(result, report)
    if len(result.failures):
        raise typer.Exit(FAILED_WORLDS)


def print_result(result: StudyResult, report: Report | None) -> None:
    """Print the outcomes, what failed, what the analyses found, and where all of it is."""
    from race_sim.analysis.report import overview

    points = counted(len(result.points), "point")
    typer.echo(emphasised(result.study.title))
    typer.echo(f"{counted(result.played, 'world')} at {points}; 95 % Monte-Carlo intervals\n")
    shown = overview(result).tables.get("outcomes")
    if shown is None:  # only names are kept
        print_wrapped(" ".join(overview(result).sentences))
    else:
        columns = [name for name in shown.columns if name in _COLUMNS]
        print_table(
            ("Outcome", *columns, "Unit"),
            [
                (str(row["outcome"]), *(_number(row[name]) for name in columns), str(row["unit"]))
                for _, row in shown.iterrows()
            ],
            numbers=range(1, len(columns) + 1),
        )
    _print_failures(result)
    if report is not None:
        print_report(report)
    typer.echo(f"\nTables: {result.directory}")
    if report is None:
        typer.echo(f"Analyses and figures: race-sim study report {result.directory}")


def _number(value: float) -> str:
    return "" if value != value else f"{value:.4g}"


def _print_failures(result: StudyResult) -> None:
    if not len(result.failures):
        return
    from race_sim.plots.words import percent

    first = result.failures.iloc[0]
    typer.echo()
    print_wrapped(
        f"{counted(len(result.failures), 'world')} failed ({percent(result.missing_share)}), the "
        f"first with {first['type']}: {first['message']}. See one: race-sim study replay "
        f"{result.directory} --point {first['point']} --world {first['world']}. Once the model "
        f"is put right: race-sim study retry {result.directory} --failed --model FILE:CLASS"
    )


def print_report(report: Report) -> None:
    """Print what the analyses found, in sentences, and where the report and figures are."""
    for kept in report.kept:
        if kept.section.name in ("overview", "failures"):
            continue
        typer.echo(f"\n{emphasised(kept.section.title)}")
        print_wrapped(" ".join(kept.section.sentences))
        for picture in kept.pictures:
            typer.echo(f"Figure: {picture}")
    typer.echo(f"\nReport: {report.page}")


def as_dictionary(result: StudyResult, report: Report | None) -> dict[str, Any]:
    """How a study came out, as JSON can hold it."""
    from race_sim.analysis.report import overview

    shown = overview(result).tables.get("outcomes")
    found: dict[str, Any] = {
        "study": result.study.name,
        "title": result.study.title,
        "points": len(result.points),
        "worlds": result.played,
        "failures": len(result.failures),
        "missing_share": result.missing_share,
        "outcomes": [] if shown is None else shown.to_dict("records"),
        "folder": f"{result.directory}",
    }
    if report is not None:
        found |= report_dictionary(report)
    return found


def report_dictionary(report: Report) -> dict[str, Any]:
    """A report, as JSON can hold it."""
    return {
        "report": f"{report.page}",
        "sections": [
            {
                "name": kept.section.name,
                "title": kept.section.title,
                "sentences": list(kept.section.sentences),
                "figures": [f"{path}" for path in kept.pictures],
                "tables": [f"{path}" for path in kept.tables],
            }
            for kept in report.kept
        ],
    }
