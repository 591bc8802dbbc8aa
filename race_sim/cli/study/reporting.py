"""The report of a study, and the study in the form of another tool: report, export."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from race_sim.cli.console import print_json
from race_sim.cli.options import Json, StudyFolder
from race_sim.cli.study.telling import print_report, report_dictionary

_File = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where to put it.", show_default=False),
]


def report(folder: StudyFolder, out: _File = None, json: Json = False) -> None:
    """Write the report of a finished study: page, figures, tables.

    The page is one file of HTML, FOLDER/report/report.html, or where --out says; it needs no
    other file. Figures and tables go into FOLDER/report as PNG and CSV.
    """
    from race_sim.analysis.report import make_report
    from race_sim.study.result import open_study

    made = make_report(open_study(folder), out)
    if json:
        print_json(report_dictionary(made))
    else:
        print_report(made)


def export(folder: StudyFolder, out: _File = None, json: Json = False) -> None:
    """Write a study in the form of the EMA workbench.

    Experiments and outcomes, for its load_results, in FOLDER/report/experiments.tar.gz or where
    --out says.
    """
    from race_sim.analysis.report import FOLDER
    from race_sim.analysis.workbench import save_experiments
    from race_sim.study.result import open_study

    path = save_experiments(open_study(folder), out or folder / FOLDER / "experiments.tar.gz")
    if json:
        print_json({"file": f"{path}"})
    else:
        typer.echo(f"Experiments and outcomes: {path}")
