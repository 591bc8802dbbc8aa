"""`race-sim literature`: published models of the race: compared, shown, swept and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped, progress
from race_sim.cli.literature import checking, reading, sweeping
from race_sim.cli.options import Json, Out, Seed

if TYPE_CHECKING:
    from race_sim.literature.comparison.answer import Answer

_WORLDS = 10_000  # as `race_sim.literature.comparison` has them

app = typer.Typer(
    help="Published models of the race: compared, shown, swept and checked.",
    invoke_without_command=True,
    add_completion=False,
)


@app.callback()
def literature(
    context: typer.Context,
    question: Annotated[
        list[str] | None,
        typer.Option(
            "--question",
            metavar="NAME",
            help="rivalry, information, racers, technology, harm or warning_shots. May be "
            "repeated; all of them unless set.",
            show_default=False,
        ),
    ] = None,
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="NUMBER", help="Worlds a level of our race.")
    ] = _WORLDS,
    seed: Seed = 1,
    out: Out = None,
    json: Json = False,
) -> None:
    """Ask published models of the race, and this one, the same questions.

    Without a subcommand: one figure and one table a question, into results/literature or where
    --out says: a new or empty folder, or that of an earlier comparison, which is replaced.
    """
    if context.invoked_subcommand is not None:
        return
    from race_sim.literature.comparison import compare, question_named
    from race_sim.literature.comparison.files import KIND, save
    from race_sim.study.store import prepare_folder

    for name in question or ():
        question_named(name)  # a wrong name is told before any time is spent
    folder = out or Path("results") / "literature"
    prepare_folder(folder, KIND)
    with progress("Asking", "questions") as tell:
        answers = compare(question, worlds, seed, tell)
    if not json:
        for answer in answers:
            _print_answer(answer)
        typer.echo("Drawing the pictures ...", err=True)
    written = save(answers, folder)
    if json:
        print_json(
            {
                "worlds": worlds,
                "seed": seed,
                "questions": [_answer_as_dictionary(answer) for answer in answers],
                "files": [f"{path}" for path in written],
            }
        )
        return
    typer.echo(f"In {folder}: {', '.join(sorted(path.name for path in written))}.")


def _print_answer(answer: Answer) -> None:
    from race_sim.literature.comparison.sentences import sentences_on, value_in_words

    typer.echo(emphasised(answer.question.title) + "\n")
    rows = [
        (
            curve.title,
            curve.line,
            curve.moved,
            f"{curve.names[0]} to {curve.names[-1]}",
            value_in_words(curve, 0),
            value_in_words(curve, -1),
            curve.goes,
        )
        for curve in answer.curves
    ]
    print_table(("Model", "under", "moved", "from, to", "at first", "at last", "danger"), rows)
    typer.echo()
    for text in sentences_on(answer):
        print_wrapped(text, "- ", "  ")
    typer.echo()


def _answer_as_dictionary(answer: Answer) -> dict[str, Any]:
    from race_sim.literature.comparison.sentences import sentences_on

    return {
        "name": answer.question.name,
        "question": answer.question.title,
        "table": answer.table().to_dict("records"),
        "points": answer.points().to_dict("records"),
        "sentences": list(sentences_on(answer)),
    }


app.command("models")(reading.models)
app.command("show")(reading.show)
app.command("sweep")(sweeping.sweep)
app.command("regions")(sweeping.regions)
app.command("check")(checking.check)
