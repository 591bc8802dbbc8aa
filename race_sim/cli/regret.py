"""`race-sim regret`: what other policies would have gained, on average and with hindsight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped, progress
from race_sim.cli.options import Json, Name, Out, Seed, Settings, Threads, scenario_of

if TYPE_CHECKING:
    from race_sim.analysis.exploitability import Exploitability

_HEADINGS = ("Reply", "gain", "low", "high", "best in")


def regret(
    name: Name,
    us: Annotated[
        str | None,
        typer.Option(
            "--us",
            metavar="POLICY",
            help="Policy of the United States; the scenario's unless set.",
            show_default=False,
        ),
    ] = None,
    cn: Annotated[
        str | None,
        typer.Option(
            "--cn",
            metavar="POLICY",
            help="Policy of China; the scenario's unless set.",
            show_default=False,
        ),
    ] = None,
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="NUMBER", help="Worlds a reply.")
    ] = 2000,
    seed: Seed = 1,
    settings: Settings = None,
    out: Out = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """What each side would gain from another policy against its rival's, and with hindsight.

    The files go into results/regret-NAME-US-CN, or where --out says.
    """
    scenario = scenario_of(name, settings)

    from race_sim.analysis.exploitability import exploitability
    from race_sim.exploitability_files import KIND, keep_exploitability
    from race_sim.study.store import prepare_folder

    pair = [policy or str(scenario[f"{side}.policy"]) for side, policy in (("us", us), ("cn", cn))]
    label = "-".join(part.replace("/", "_").replace(":", "_") for part in pair)
    folder = out or Path("results") / f"regret-{scenario.name}-{label}"
    prepare_folder(folder, KIND)
    with progress("Playing", "replies") as tell:
        found = exploitability(scenario, us, cn, worlds, seed, threads=threads, progress=tell)
    title = scenario.title or scenario.name
    image = keep_exploitability(found, title, folder)
    if json:
        print_json({**_as_dictionary(found), "folder": f"{folder}", "picture": f"{image}"})
        return
    typer.echo(f"{title}: {worlds} worlds a reply, seed {seed}; 95 % Monte-Carlo intervals\n")
    _print(found)
    typer.echo(f"\nPicture: {image}\nTables: {folder}")


def _print(found: Exploitability) -> None:
    from race_sim.words import SIDE_NAMES, capital

    for side in ("us", "cn"):
        own = found.us if side == "us" else found.cn
        typer.echo(f"{capital(SIDE_NAMES[side])}, in place of {own}:")
        rows = found.replies[found.replies["side"] == side].sort_values(
            "gain", ascending=False, kind="stable"
        )
        print_table(
            _HEADINGS,
            [
                (
                    row["reply"],
                    *(f"{row[column]:.2f}" for column in ("gain", "low", "high")),
                    f"{100 * row['best_share']:.0f} %",
                )
                for _, row in rows.iterrows()
            ],
            numbers=(1, 2, 3, 4),
        )
        typer.echo()
    print_wrapped(
        "gain: mean expected payoff over the race less that of the side's own policy. best in: "
        "share of worlds in which no candidate's realised payoff is larger."
    )
    typer.echo()
    for sentence in found.sentences():
        print_wrapped(sentence)


def _as_dictionary(found: Exploitability) -> dict[str, Any]:
    return {
        "scenario": found.scenario,
        "us": found.us,
        "cn": found.cn,
        "worlds": found.worlds,
        "seed": found.seed,
        "replies": found.replies.to_dict("records"),
        "summary": found.summary.to_dict("records"),
        "total": found.total._asdict(),
        "sentences": list(found.sentences()),
    }
