"""`race-sim literature models` and `show`: which published models there are, and one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped
from race_sim.cli.options import Json

if TYPE_CHECKING:
    from race_sim.literature.catalogue import Model

Named = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A model: see race-sim literature models.", show_default=False
    ),
]


def models(json: Json = False) -> None:
    """List the published models."""
    from race_sim.literature.catalogue import MODELS

    if json:
        print_json([model._asdict() for model in MODELS])
        return
    rows = [(one.name, one.label(), one.title, one.formulas) for one in MODELS]
    print_table(("Name", "Authors", "What it is", "Formulas"), rows)
    typer.echo("\nAll of one: race-sim literature show NAME")


def _show_dictionary(model: Model) -> dict[str, Any]:
    module = model.module()
    defaults = module.Parameters.defaults()
    return {
        **model._asdict(),
        "parameters": [
            {
                "name": name,
                "default": defaults.get(name),
                "unit": one.unit,
                "allowed": one.allowed(),
                "meaning": one.meaning,
            }
            for name, one in module.Parameters.quantities().items()
        ],
        "measures": [
            {"name": one.name, "title": one.title, "unit": one.unit} for one in module.MEASURES
        ],
    }


def show(name: Named, json: Json = False) -> None:
    """Show a model: citation, parameters with unit and range, measures."""
    from race_sim.literature.catalogue import model_named

    model = model_named(name)
    found = _show_dictionary(model)
    if json:
        print_json(found)
        return
    typer.echo(emphasised(f"{model.name}: {model.title}") + "\n")
    print_wrapped(model.citation)
    typer.echo(f"Formulas: {model.formulas}\n")
    rows = [
        (one["name"], f"{one['default']:g}", one["allowed"], one["meaning"])
        for one in found["parameters"]
    ]
    print_table(("Parameter", "default", "allowed", "meaning"), rows)
    typer.echo()
    print_table(
        ("Measure", "unit", "what it is"),
        [(one["name"], one["unit"], one["title"]) for one in found["measures"]],
    )
    typer.echo(f"\nIts page: docs/literature/{model.name}.md")
