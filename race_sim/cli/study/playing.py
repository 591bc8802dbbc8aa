"""Studies that are ready-made, what one costs, and playing one: run, resume, retry."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped, progress
from race_sim.cli.options import (
    ChunkSize,
    EngineName,
    Json,
    NoReport,
    Out,
    Scheduler,
    StudyFile,
    StudyFolder,
    Workers,
)
from race_sim.cli.study.telling import (
    conclude,
    counted,
    duration,
    interruptible,
    on_workers,
    size,
)

if TYPE_CHECKING:
    from race_sim.study.plan import StudyPlan
    from race_sim.study.study import Study


def list_studies(json: Json = False) -> None:
    """List the ready-made studies; their names stand for a FILE."""
    from race_sim.study.study import Study
    from race_sim.study.study_file import study_names

    found = [Study.load(name) for name in study_names()]
    if json:
        print_json(
            [
                {
                    "name": study.name,
                    "title": study.title,
                    "question": study.question,
                    "levers": list(study.levers),
                    "uncertainties": list(study.uncertainties),
                    "prior": None if study.prior is None else study.prior.name,
                    "design": study.design.as_dictionary(),
                    "worlds": study.worlds,
                    "analyses": [request.kind for request in study.analyses],
                }
                for study in found
            ]
        )
        return
    print_table(
        ("Name", "Title", "Question"),
        [(study.name, study.title, study.question) for study in found],
    )
    typer.echo("\nWhat one costs: race-sim study plan NAME")


def plan(
    file: StudyFile,
    engine: EngineName = None,
    workers: Workers = None,
    chunk: ChunkSize = None,
    json: Json = False,
) -> None:
    """Say what a study will cost: time and disk, from a short trial."""
    from race_sim.study.plan import plan as plan_study
    from race_sim.study.study import Study
    from race_sim.study.study_file import folder_of

    study = Study.load(file)
    found = plan_study(study, engine, workers, chunk, folder_of(file))
    if json:
        print_json(found._asdict())
        return
    typer.echo(study.title)
    _print_prior(study)
    _print_plan(found)


def _print_prior(study: Study) -> None:
    if study.prior is None:
        return
    restricted = f", of {', '.join(study.prior.only)} only" if study.prior.only else ""
    unknown = counted(len(study.uncertainties), "uncertainty", "uncertainties")
    pairs = counted(len(study.correlations), "correlation")
    print_wrapped(f"{unknown}, with laws of the prior {study.prior.name}{restricted}; {pairs}.")


def _print_plan(found: StudyPlan) -> None:
    most = "at most " if found.is_most else ""
    points = counted(found.points, "point")
    if found.lever_points > 1 and found.uncertainty_points > 1:
        points += (
            f" ({counted(found.lever_points, 'setting')} of levers at each of "
            f"{found.uncertainty_points:,} of uncertainties)"
        )
    files = counted(found.files, "file")
    a_world = found.seconds_a_world * 1e6
    speed = f"{a_world:,.0f} µs" if a_world < 10_000 else f"{a_world / 1000:,.0f} ms"
    for line in (
        f"{points}, {most}{counted(found.worlds_a_point, 'world')} each: {most}"
        f"{counted(found.worlds, 'world')}, in {counted(found.chunks, 'chunk')} and "
        f"{files} at the end.",
        f"{_time(found)} "
        f"{on_workers(found.engine, found.workers)}, and {size(found.megabytes)} on disk.",
        f"A world takes {speed} on one worker (a trial of {found.trial_worlds:,}).",
    ):
        print_wrapped(line)


def _time(found: StudyPlan) -> str:
    from race_sim import words

    time = duration(found.seconds)
    if found.seconds < 1.0:
        return words.capital(time)
    return f"{'At most' if found.is_most else 'About'} {time}"


def run(
    file: StudyFile,
    out: Out = None,
    engine: EngineName = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    chunk: ChunkSize = None,
    no_report: NoReport = False,
    json: Json = False,
) -> None:
    """Run a study, analyse it, and write its report.

    The files go into results/study-NAME, or where --out says: a new or empty folder. What is
    finished is kept whatever happens; `race-sim study resume` goes on. The exit code is 3 if
    worlds failed.
    """
    from race_sim.study.run import run as run_study
    from race_sim.study.study import Study
    from race_sim.study.study_file import folder_of

    study = Study.load(file)
    folder = out or Path("results") / f"study-{study.name}"
    with interruptible(folder):
        with progress("Playing", "worlds") as tell:
            result = run_study(
                study, folder, engine, workers, scheduler, chunk, tell, folder_of(file)
            )
        conclude(result, not no_report, json)


def resume(
    folder: StudyFolder,
    engine: EngineName = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    no_report: NoReport = False,
    json: Json = False,
) -> None:
    """Go on with a study that was stopped.

    Only what is missing is played. The result is that of an uninterrupted run, to the last bit.
    Broken and missing files of a finished study are made again.
    """
    from race_sim.study.run import resume as resume_study

    with interruptible(folder):
        with progress("Playing", "worlds") as tell:
            result = resume_study(folder, engine, workers, scheduler, tell)
        conclude(result, not no_report, json)


def retry(
    folder: StudyFolder,
    failed: Annotated[
        bool, typer.Option("--failed", help="Try the worlds that failed. Has to be said.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            "--model",
            metavar="FILE:CLASS",
            help="The model, put right; without it, the one that the study began with.",
            show_default=False,
        ),
    ] = None,
    no_report: NoReport = False,
    json: Json = False,
) -> None:
    """Try the failed worlds of a finished study again.

    They meet the same luck. The exit code is 3 if some fail again.
    """
    from race_sim.problems import InputError, Problem
    from race_sim.study.retry import retry as retry_study

    if not failed:
        raise InputError("retry", [Problem("", "nothing to try", "--failed")])
    with interruptible(folder):
        with progress("Trying again", "worlds") as tell:
            result, tried = retry_study(folder, model, None, tell)
        mended = tried - len(result.failures)
        typer.echo(f"Tried again: {counted(tried, 'world')}; mended: {mended:,}", err=True)
        conclude(result, not no_report, json)
