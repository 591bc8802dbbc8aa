"""`race-sim literature check`: known results, and our race in the limit that a model is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped, progress
from race_sim.cli.errors import FAILED
from race_sim.cli.options import Json

if TYPE_CHECKING:
    import pandas as pd


def check(
    name: Annotated[
        str | None,
        typer.Argument(metavar="[NAME]", help="A model; all unless named.", show_default=False),
    ] = None,
    json: Json = False,
) -> None:
    """Compute every known result of a model, and compare our race with it in its limit.

    The exit code is 1 if a number disagrees.
    """
    from race_sim.literature.catalogue import NAMES, model_named
    from race_sim.literature.check import bridge_table
    from race_sim.literature.known import reproduced

    names = NAMES if name is None else (model_named(name).name,)
    tables = {}
    with progress("Checking", "models") as tell:
        for number, one in enumerate(names, start=1):
            tables[one] = (reproduced(one), bridge_table(one))
            tell(number, len(names))
    wrong = sum(
        int((~table["agrees"].astype(bool)).sum()) for pair in tables.values() for table in pair
    )
    if json:
        print_json(
            {
                one: {"known": known.to_dict("records"), "bridge": bridge.to_dict("records")}
                for one, (known, bridge) in tables.items()
            }
        )
    else:
        _print_check(tables, name is not None)
    if wrong:
        raise typer.Exit(FAILED)


def _print_check(tables: dict[str, tuple[pd.DataFrame, pd.DataFrame]], detailed: bool) -> None:
    rows = []
    for name, (known, bridge) in tables.items():
        counts = [
            f"{int(table['agrees'].sum())} of {len(table)}" if len(table) else "none"
            for table in (known, bridge)
        ]
        rows.append((name, *counts))
    print_table(("Model", "known results that agree", "comparisons with our race"), rows)
    for name, (known, bridge) in tables.items():
        for _, row in known[~known["agrees"].astype(bool)].iterrows():
            part = f".{row['part']}" if row["part"] else ""
            print_wrapped(
                f"{name}: {row['call']}({row['arguments']}){part} is {row['found']:.10g}, known "
                f"{row['known']} ({row['source']})"
            )
        for _, row in bridge.iterrows():
            if detailed or not row["agrees"]:
                says = "" if row["agrees"] else "DISAGREES: "
                print_wrapped(
                    f"{says}{row['what']}: theirs {row['theirs']:.6g}, ours {row['ours']:.6g}, "
                    f"may differ by {row['tolerance']:.2g} ({row['why']})",
                    hanging="    ",
                )
