"""`race-sim literature`: published models of the race: compared, shown, swept and checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped, progress
from race_sim.cli.literature import checking, reading, sweeping
from race_sim.cli.options import Json, Out, Seed

if TYPE_CHECKING:
    from race_sim.literature.comparison.answer import Answer, Curve

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
        _refuse_options(context)
        return
    from race_sim.address import check_address
    from race_sim.literature.comparison import compare, question_named
    from race_sim.literature.comparison.files import KIND, save
    from race_sim.study.store import prepare_folder

    for name in question or ():
        question_named(name)  # what is wrong is told before a folder is made
    check_address("simulate", seed, worlds, 0)
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


def _refuse_options(context: typer.Context) -> None:
    """Options of the comparison before the name of a subcommand."""
    from race_sim.problems import InputError, Problem

    given = [
        f"--{name}"
        for name in context.params
        if (source := context.get_parameter_source(name)) and source.name == "COMMANDLINE"
    ]
    if given:
        told = f"before {context.invoked_subcommand}"
        allowed = f"after it what it takes: race-sim literature {context.invoked_subcommand} --help"
        raise InputError("literature", [Problem(name, told, allowed) for name in given])


def _print_answer(answer: Answer) -> None:
    from race_sim.literature.comparison.sentences import sentences_on, value_in_words

    typer.echo(emphasised(answer.question.title) + "\n")
    for (title, moved), curves in _panels(answer).items():
        first = curves[0]
        print_wrapped(f"{title}: {moved} from {first.names[0]} to {first.names[-1]}")
        rows = [
            (
                curve.line or "-",
                value_in_words(curve, 0),
                value_in_words(curve, -1),
                curve.goes,
            )
            for curve in curves
        ]
        print_table((first.measured(), "at first", "at last", "danger"), rows)
        typer.echo()
    for text in sentences_on(answer):
        print_wrapped(text, "- ", "  ")
    typer.echo()


def _panels(answer: Answer) -> dict[tuple[str, str], list[Curve]]:
    """Curves of one model that move the same together."""
    found: dict[tuple[str, str], list[Curve]] = {}
    for curve in answer.curves:
        found.setdefault((curve.title, curve.moved), []).append(curve)
    return found


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
