"""`race-sim sweep`: many worlds of a scenario, for every combination of the values tried."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from race_sim.cli.console import print_json, print_table, print_wrapped, progress
from race_sim.cli.options import Json, Name, Out, Seed, Settings, Threads, Worlds, scenario_of

if TYPE_CHECKING:
    from race_sim.gallery import Drawn
    from race_sim.outcomes import Estimate
    from race_sim.study.result import StudyResult

MOST_ROWS = 40


def sweep(
    name: Name,
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="KEY=LOW:HIGH:COUNT",
            help="A parameter to vary, evenly spaced, or KEY=VALUE,VALUE,... "
            "Given twice, it makes a grid; without it, there is one point.",
            show_default=False,
        ),
    ] = None,
    worlds: Worlds = 2000,
    seed: Seed = 1,
    settings: Settings = None,
    out: Out = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """Play many worlds under common luck; write a table, a summary and pictures.

    The files go into results/sweep-NAME, or where --out says: a new or empty folder, or that of
    an earlier sweep, which is replaced.
    """
    scenario = scenario_of(name, settings)

    from race_sim.study.design import parse_all

    design = parse_all(vary or [], "--vary")

    from race_sim.gallery import keep_sweep_pictures
    from race_sim.study.sweep import sweep as run_sweep

    folder = out or Path("results") / f"sweep-{scenario.name}"
    with progress("Playing", "worlds") as tell:
        result = run_sweep(scenario, design, worlds, seed, folder, threads=threads, progress=tell)
    if not json:
        print_summary(result)
        typer.echo("\nDrawing the pictures ...", err=True)
    drawn = keep_sweep_pictures(result)
    if json:
        print_json(_as_dictionary(result, drawn))
    else:
        print_places(result, drawn)


def _estimates(result: StudyResult, point: int) -> dict[str, Estimate]:
    from race_sim.outcomes import Estimate

    rows = result.summary[result.summary["point"] == point]
    columns = (rows[name] for name in ("outcome", "value", "low", "high"))
    return {outcome: Estimate(*found) for outcome, *found in zip(*columns, strict=True)}


def print_summary(result: StudyResult) -> None:
    """Print the headline outcomes with their intervals: a row a point, or a row an outcome."""
    worlds, seed = result.study.worlds, result.study.seed
    name = result.study.scenario.name
    typer.echo(f"{name}: {worlds} worlds a point, seed {seed}; 95 % Monte-Carlo intervals\n")
    if result.keys:
        _print_points(result)
    else:
        _print_outcomes(result)


# Outcome, heading, and whether its interval is Wilson's, which is not symmetric.
_POINT_COLUMNS = (
    ("catastrophe", "catastrophe", True),
    ("us_accelerating", "US races", False),
    ("cn_accelerating", "China races", False),
    ("binding_treaty_year", "treaty", True),
)
_POINT_NOTE = (
    "In %. catastrophe and treaty (a binding one): share of worlds. "
    "races: share of time in which the side accelerates."
)


def _percent(found: Estimate, skewed: bool) -> str:
    value, low, high = (100.0 * number for number in found)
    if skewed:
        return f"{value:.1f} ({low:.1f}-{high:.1f})"
    return f"{value:.1f} ±{high - value:.1f}" if high == high else f"{value:.1f}"


def _print_points(result: StudyResult) -> None:
    rows = []
    for place in range(min(len(result.points), MOST_ROWS)):
        point = result.points.iloc[place]
        estimates = _estimates(result, int(point["point"]))
        values = [_shown(point[key]) for key in result.keys]
        cells = [_percent(estimates[outcome], skewed) for outcome, _, skewed in _POINT_COLUMNS]
        rows.append((*values, *cells))
    headings = (*result.keys, *(heading for _, heading, _ in _POINT_COLUMNS))
    print_table(headings, rows, numbers=range(len(headings)))
    if len(result.points) > MOST_ROWS:
        typer.echo(f"... and {len(result.points) - MOST_ROWS} more points in the summary")
    typer.echo()
    print_wrapped(_POINT_NOTE)


def _shown(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _print_outcomes(result: StudyResult) -> None:
    from race_sim.outcomes import HEADLINES

    estimates = _estimates(result, 0)
    rows = []
    for outcome, title in HEADLINES:
        value, low, high = estimates[outcome]
        rows.append((title, f"{value:.3f}", f"{low:.3f}", f"{high:.3f}"))
    print_table(("Outcome", "estimate", "low", "high"), rows, numbers=(1, 2, 3))


def print_places(result: StudyResult, drawn: list[Drawn]) -> None:
    """Say where the files of a sweep are."""
    from race_sim.study.result import FAILURES, POINTS, SUMMARY
    from race_sim.study.shelf import WORLDS
    from race_sim.study.store import MANIFEST

    assert result.directory is not None
    typer.echo(f"\nIn {result.directory}:")
    files = [
        (WORLDS, "every world of every point"),
        (POINTS, "the values at each point"),
        (SUMMARY, "every outcome at every point, with intervals"),
        (FAILURES, "worlds that failed: none, with the compiled loop"),
        (MANIFEST, "scenario in full, seed and versions"),
        *((one.path.name, _headline(one, result)) for one in drawn),
    ]
    print_table(("File", "What it holds"), files)
    if drawn:
        typer.echo("Beside each picture is its table, as CSV.")


def _headline(one: Drawn, result: StudyResult) -> str:
    return one.picture.title.removesuffix(f": {result.study.scenario.title}")


def _as_dictionary(result: StudyResult, drawn: list[Drawn]) -> dict[str, Any]:
    points = []
    for place in range(len(result.points)):
        point = result.points.iloc[place]
        number = int(point["point"])
        points.append(
            {
                "point": number,
                "values": {key: point[key] for key in result.keys},
                "outcomes": {
                    outcome: found._asdict()
                    for outcome, found in _estimates(result, number).items()
                },
            }
        )
    return {
        "scenario": result.study.scenario.name,
        "worlds": result.study.worlds,
        "seed": result.study.seed,
        "keys": list(result.keys),
        "points": points,
        "folder": f"{result.directory}",
        "pictures": [f"{one.path}" for one in drawn],
    }
