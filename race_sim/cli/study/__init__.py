"""`race-sim study`: studies planned, run, resumed, checked, replayed and reported."""

from __future__ import annotations

import typer

from race_sim.cli.study import checking, keeping, playing, reporting

app = typer.Typer(
    help="Run studies of any size: plan, run, resume, check, replay, report.\n\n"
    "Exit codes: 0 all well; 1 a run that cannot go on, or a check that fails; 2 bad input; "
    "3 the study is finished, and some of its worlds failed; 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Begin with: race-sim study run rivalry-and-openness",
)

# In the order in which one needs them.
app.command("list")(playing.list_studies)
app.command("plan")(playing.plan)
app.command("run")(playing.run)
app.command("status")(keeping.status)
app.command("resume")(playing.resume)
app.command("retry")(playing.retry)
app.command("verify")(checking.verify)
app.command("replay")(checking.replay)
app.command("report")(reporting.report)
app.command("export")(reporting.export)
