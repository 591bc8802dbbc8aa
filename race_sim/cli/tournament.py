"""`race-sim tournament`: every policy against every policy, under common luck."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped, progress
from race_sim.cli.options import Json, Out, Seed, Settings, Threads, scenario_of

if TYPE_CHECKING:
    from race_sim.tournament.tournament import Tournament

MOST_ROWS = 10


def tournament(
    policies: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[POLICIES]...",
            help="Policies by name, from a file as my_policy.py:name, or strategies of the "
            "Axelrod library as axelrod:TitForTat (slower). All policies unless named.",
            show_default=False,
        ),
    ] = None,
    scenario: Annotated[
        str,
        typer.Option(
            "--scenario", metavar="NAME", help="Name of a scenario, or path of a scenario file."
        ),
    ] = "baseline",
    worlds: Annotated[
        int, typer.Option("--worlds", metavar="NUMBER", help="Worlds a pair of policies.")
    ] = 1000,
    seed: Seed = 1,
    settings: Settings = None,
    out: Out = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Play every policy against every policy in both chairs; rank them, and see which spread.

    The files go into results/tournament-NAME, or where --out says: a new or empty folder, or that
    of an earlier tournament, which is replaced.
    """
    chosen = scenario_of(scenario, settings)
    folder = out or Path("results") / f"tournament-{chosen.name}"

    from race_sim.study.store import prepare_folder
    from race_sim.tournament.entrants import entrants_of
    from race_sim.tournament.files import KIND, save
    from race_sim.tournament.tournament import tournament as play

    entrants = entrants_of(policies or (), chosen)
    prepare_folder(folder, KIND)  # before any time is spent
    if any(entrant.in_python for entrant in entrants):
        typer.echo("Races with strategies of the Axelrod library are played in Python.", err=True)
    with progress("Playing", "races") as tell:
        found = play(policies or (), chosen, worlds, seed, threads, tell)
    if not json:
        print_summary(found)
        typer.echo("\nDrawing the pictures ...", err=True)
    written = save(found, folder)
    if json:
        print_json(_as_dictionary(found, written))
        return
    typer.echo(f"\nIn {folder}: {', '.join(sorted(path.name for path in written))}.")


def print_summary(found: Tournament) -> None:
    """Print the top of the ranking, then what came of it in sentences."""
    from race_sim.tournament.report import design, sentences

    print_wrapped(design(found))
    typer.echo()
    rows = []
    for row in found.ranking.head(MOST_ROWS).to_dict("records"):
        reach = row["score_high"] - row["score_value"]
        rows.append(
            (
                f"{row['rank']}",
                row["policy"],
                f"{row['score_value']:.2f} ±{reach:.2f}"
                if reach == reach
                else f"{row['score_value']:.2f}",
                f"{row['us_payoff_value']:.2f}",
                f"{row['cn_payoff_value']:.2f}",
                f"{100 * row['accelerating_value']:.0f} %",
                f"{100 * row['catastrophe_risk_value']:.1f} %",
            )
        )
    headings = ("Rank", "Policy", "score", "as US", "as China", "accelerates", "catastrophe")
    print_table(headings, rows, numbers=(2, 3, 4, 5, 6))
    left = len(found.ranking) - len(rows)
    if left > 0:
        typer.echo(f"... and {left} more in the ranking")
    typer.echo()
    for sentence in sentences(found):
        print_wrapped(sentence, "- ", "  ")


def _as_dictionary(found: Tournament, written: list[Path]) -> dict[str, Any]:
    from race_sim.tournament.evolution import alive, finite_population_table
    from race_sim.tournament.report import sentences

    played = found.played
    names = played.names
    return {
        "scenario": played.scenario.name,
        "worlds": played.worlds,
        "seed": played.seed,
        "ranking": found.ranking.to_dict("records"),
        "us_payoffs": played.bimatrix.us.tolist(),
        "cn_payoffs": played.bimatrix.cn.tolist(),
        "policies": list(names),
        "pure_equilibria": [
            {
                "us": names[one.us.index(1.0)],
                "cn": names[one.cn.index(1.0)],
                "regret_limit": one.regret_limit,
                "firm": one.firm,
            }
            for one in found.equilibria.pure
        ],
        "mixed_equilibria": [
            {
                side: {name: chance for name, chance in zip(names, shares, strict=True) if chance}
                for side, shares in (("us", one.us), ("cn", one.cn))
            }
            for one in found.equilibria.found
            if not one.pure
        ],
        "equilibria_complete": found.equilibria.complete,
        "survivors": dict(alive(found.evolution)),
        "finite_population": finite_population_table(found.evolution)
        .set_index("policy")["share"]
        .to_dict(),
        "sentences": list(sentences(found)),
        "files": [f"{path}" for path in written],
    }
