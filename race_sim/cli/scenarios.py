"""`race-sim scenarios`: which scenarios there are, and everything about one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped
from race_sim.cli.options import Json, Name, Settings, scenario_of

if TYPE_CHECKING:
    from race_sim.parameters import Knob
    from race_sim.scenario import Scenario

app = typer.Typer(
    help="List the scenarios, or show all of one.",
    invoke_without_command=True,
    add_completion=False,
)


@app.callback()
def scenarios(context: typer.Context, json: Json = False) -> None:
    """List the scenarios, or show all of one."""
    if context.invoked_subcommand is not None:
        return
    from race_sim.scenario import load_scenario, scenario_names

    found = [load_scenario(name) for name in scenario_names()]
    if json:
        print_json([_texts(scenario) for scenario in found])
        return
    print_table(
        ("Name", "Title", "Question"),
        [(scenario.name, scenario.title, scenario.question) for scenario in found],
    )
    typer.echo("\nAll of one: race-sim scenarios show NAME")


@app.command("show")
def show(name: Name, settings: Settings = None, json: Json = False) -> None:
    """Show a scenario: its question, what is special about it, and every parameter."""
    from race_sim.parameters import knobs
    from race_sim.scenario import load_scenario

    scenario = scenario_of(name, settings)
    differences = scenario.differences(load_scenario("baseline"))
    if json:
        print_json(
            {
                **_texts(scenario),
                "differences": [
                    {"key": key, "value": own, "baseline": other}
                    for key, (own, other) in differences.items()
                ],
                **scenario.model_dump(
                    mode="json", by_alias=True, include={"changes", "shocks", "pauses"}
                ),
                "parameters": [
                    {**knob._asdict(), "value": scenario[key], "allowed": knob.allowed()}
                    for key, knob in knobs().items()
                ],
            }
        )
        return
    typer.echo(emphasised(scenario.title or scenario.name))
    if scenario.question:
        print_wrapped(f"Question: {scenario.question}")
    if scenario.claim:
        typer.echo(f"Claim: {scenario.claim} (see seeds/claims.toml)")
    _print_differences(scenario, differences)
    _print_parameters(scenario, differences)


def _texts(scenario: Scenario) -> dict[str, str]:
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "claim": scenario.claim,
    }


def _print_differences(scenario: Scenario, differences: dict[str, Any]) -> None:
    from race_sim import words

    lines = [
        f"{key} = {_shown(own)} (baseline: {_shown(other)})"
        for key, (own, other) in differences.items()
    ]
    for change in scenario.changes:
        lines += [f"{change.date:g}: {key} = {_shown(v)}" for key, v in change.values.items()]
    for shock in scenario.shocks:
        lines.append(
            f"{shock.date:g}: shock in {words.SIDE_NAMES[shock.side]}, "
            f"{shock.kind.replace('_', ' ')}, severity {shock.severity:g}"
        )
    for pause in scenario.pauses:
        who = words.listing([words.SIDE_NAMES[side] for side in pause.sides])
        lines.append(
            f"{pause.begin:g} to {pause.until:g}: a pause of {who} "
            f"stops {words.percent(pause.share)} of progress"
        )
    typer.echo(f"\n{emphasised('What differs from the baseline')}")
    for line in lines or ["Nothing."]:
        typer.echo(f"  {line}")


def _print_parameters(scenario: Scenario, differences: dict[str, Any]) -> None:
    from race_sim import words
    from race_sim.parameters import knobs

    section = ""
    for key, knob in knobs().items():
        if key.partition(".")[0] != section:
            section = key.partition(".")[0]
            about = getattr(scenario.parameters, section).__doc__ or ""
            typer.echo("")
            print_wrapped(f"{section}: {about}", bold=f"{section}:")
        notes = [_range(knob)]
        if key in differences:
            notes.append(f"baseline {_shown(differences[key][1])}")
        value = f"{key} = {_shown(scenario[key])} ({'; '.join(notes)})"
        print_wrapped(value, "  ", "      ", bold=key)
        print_wrapped(f"{words.capital(knob.meaning)}. Source: {knob.source}.", "      ", "      ")


def _range(knob: Knob) -> str:
    if knob.low is None or knob.high is None:
        return knob.allowed()
    unit = "" if knob.unit == "1" else f"{knob.unit}, "
    return f"{unit}from {knob.low:g} to {knob.high:g}"


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else f"{value}"
