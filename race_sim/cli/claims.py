"""`race-sim claims`: every claim put to the test, in the baseline and over the prior."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped, progress
from race_sim.cli.options import Json, Out, Seed

if TYPE_CHECKING:
    from race_sim.claims.run import ClaimsResult

_POINTS, _WORLDS, _BASELINE = 1024, 512, 10_000  # as `race_sim.claims.run` has them


def claims(
    out: Out = None,
    seed: Seed = 1,
    points: Annotated[
        int, typer.Option("--points", metavar="NUMBER", help="Points of the prior.")
    ] = _POINTS,
    worlds: Annotated[
        int,
        typer.Option("--worlds", metavar="NUMBER", help="Worlds at a point and scenario, at most."),
    ] = _WORLDS,
    baseline_worlds: Annotated[
        int,
        typer.Option(
            "--baseline-worlds", metavar="NUMBER", help="Worlds a scenario in the baseline."
        ),
    ] = _BASELINE,
    design_seed: Annotated[
        int,
        typer.Option(
            "--design-seed",
            metavar="NUMBER",
            help="Seed of the points: they are the same whatever the luck.",
        ),
    ] = 1,
    prior: Annotated[
        str, typer.Option("--prior", metavar="NAME", help="A prior's name, or its file.")
    ] = "plausible",
    file: Annotated[
        Path | None,
        typer.Option(
            "--file",
            metavar="FILE",
            help="Claims; those of seeds/claims.toml unless set.",
            show_default=False,
        ),
    ] = None,
    docs: Annotated[
        Path | None,
        typer.Option(
            "--docs",
            metavar="FILE",
            help="Write the parts of this page, and its figure. Plays other seeds too, to say "
            "what they change: takes three times as long.",
            show_default=False,
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Put the claims of the article to the test, in the baseline and over a prior.

    Prints a row a claim: its weakest test, the share of what is plausible in which the claim
    holds, and the verdict. The files go into results/claims, or where --out says.
    """
    from race_sim.claims.files import KIND, save
    from race_sim.claims.run import run_claims
    from race_sim.study.store import prepare_folder

    folder = out or Path("results") / "claims"
    prepare_folder(folder, KIND)
    if docs is not None:
        from race_sim.claims.document import check_page, write_page

        check_page(docs)

    def play(luck: int, design: int) -> ClaimsResult:
        with progress("Playing", "runs") as tell:
            return run_claims(file, points, worlds, baseline_worlds, luck, design, prior, tell)

    found = play(seed, design_seed)
    image = save(found, folder)
    if docs is not None:
        others = [play(seed + 1, design_seed), play(seed, design_seed + 1)]
        write_page(docs, found, others)
    if json:
        print_json(
            {
                "claims": found.table().to_dict("records"),
                "tests": found.tests().to_dict("records"),
                "boxes": found.boxes().to_dict("records"),
                "folder": f"{folder}",
                "picture": f"{image}",
            }
        )
        return
    _print(found)
    typer.echo(f"\nPicture: {image}\nTables: {folder}")


def _print(found: ClaimsResult) -> None:
    from race_sim.plots.words import percent_with_interval

    rows = [
        (
            str(row["id"]),
            str(row["effect_text"]),
            str(row["needed_text"]),
            percent_with_interval(row["share_value"], row["share_low"], row["share_high"]),
            str(row["verdict_text"]),
        )
        for _, row in found.table().iterrows()
    ]
    print_table(("Claim", "Effect", "needs", "share of the prior", "verdict"), rows)
    typer.echo()
    print_wrapped(
        "Effect: the test of the claim that comes out weakest in the baseline, with its 95 % "
        "interval. share of the prior: points at which all its tests hold, of those decided. "
        f"{found.source()}."
    )
