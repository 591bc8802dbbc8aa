"""`race-sim policies`: who can sit in the chairs, and everything about one of them."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from race_sim.cli.console import emphasised, print_json, print_table, print_wrapped
from race_sim.cli.options import Json

app = typer.Typer(
    help="List the policies, or show all of one.",
    invoke_without_command=True,
    add_completion=False,
)


@app.callback()
def policies(context: typer.Context, json: Json = False) -> None:
    """List the policies, or show all of one."""
    if context.invoked_subcommand is not None:
        return
    from race_sim.policies import POLICIES

    if json:
        print_json([_as_dictionary(policy) for policy in POLICIES])
        return
    print_table(("Name", "What it does"), [(policy.name, policy.meaning) for policy in POLICIES])
    typer.echo(
        "\nAll of one: race-sim policies show NAME\nYour own: --policy path/to/file.py:function"
    )


@app.command("show")
def show(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A policy, or path.py:function.", show_default=False),
    ],
    json: Json = False,
) -> None:
    """Show a policy: other names, source, what it looks at, and its code."""
    import inspect

    from race_sim.own_policy import number_of, policy_of
    from race_sim.policy_index import HEADINGS, index_row

    policy = policy_of(number_of(name))
    if json:
        print_json(_as_dictionary(policy))
        return
    typer.echo(emphasised(policy.name))
    for heading, value in zip(HEADINGS[1:], index_row(policy)[1:], strict=True):
        print_wrapped(f"{heading}: {value or 'not given'}", hanging="    ")
    typer.echo(f"\n{inspect.getsource(policy.choose).rstrip()}")
    if policy.remember is not None:
        typer.echo(f"\n\n{inspect.getsource(policy.remember).rstrip()}")


def _as_dictionary(policy: Any) -> dict[str, Any]:
    from race_sim.policy_index import memory_in_words

    told = policy._asdict()
    del told["choose"], told["remember"]
    return {**told, "memory": memory_in_words(policy)}
