"""Writes the measured parts of docs/hindcasts.md anew, and its figures.

python tools/hindcast_page.py [--draws 10000] [--seed 1]

About a minute and a half on one processor.
"""

import argparse
from pathlib import Path

import pandas as pd

from race_sim.calibration.hindcast import HINDCASTS, run
from race_sim.calibration.hindcast.reactor_forecasts import BASELINE, FITTED, FORECASTS, NO_SHOCK
from race_sim.calibration.hindcast.result import Hindcast, row_of, rows_of
from race_sim.calibration.starts import EVENT_NAMES
from race_sim.documents import MODEL, write_block
from race_sim.plots.hindcast import draw

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "hindcasts.md"
FIGURES = DOCS / "figures"
OF = (
    MODEL,
    "race_sim/data",
    "race_sim/calibration/hindcast",
    "race_sim/calibration/freezes.py",
    "race_sim/calibration/incidents.py",
    "race_sim/calibration/intervals.py",
    "race_sim/calibration/shock_fits.py",
    "race_sim/calibration/shock_likelihood.py",
    "race_sim/calibration/shock_shapes.py",
    "race_sim/calibration/shocks.py",
    "race_sim/calibration/starts.py",
)
OWNERS = {"us": "United States", "cn": "China"}


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ("---",) * len(head), *rows))


def bullets(sentences: tuple[str, ...]) -> str:
    """Sentences as a list."""
    return "\n".join(f"- {sentence}" for sentence in sentences)


def yes(value: bool) -> str:
    """A flag in words."""
    return "yes" if value else "no"


def reactor_scores(found: Hindcast) -> str:
    """A forecast a row."""
    summary = {row["forecast"]: row for row in rows_of(found.tables["summary"])}
    rows = [
        (
            name,
            f"{row['covered']} of {row['windows']}",
            f"{row['covered_low']:.2f} to {row['covered_high']:.2f}",
            f"{row['years_covered']:.2f}",
            f"{row['crps']:.1f}",
            f"{row['log_score']:.2f}",
        )
        for name, row in ((name, summary[name]) for name in FORECASTS)
    ]
    head = ("forecast", "totals in the band", "share", "years in it", "CRPS, starts", "log score")
    return table(head, rows)


def reactor_blocs(found: Hindcast) -> str:
    """A bloc a row: starts before and after, and what three forecasts say."""
    rows = []
    for row in rows_of(found.scores, forecast=BASELINE):
        where = {key: row[key] for key in ("event", "bloc", "role", "side")}
        said = [
            row_of(found.scores, forecast=name, **where) for name in (BASELINE, FITTED, NO_SHOCK)
        ]
        rows.append(
            (
                EVENT_NAMES[row["event"]],
                row["bloc"] + ("" if row["counted"] else " (seen otherwise)"),
                row["role"],
                OWNERS[row["side"]],
                f"{row['starts_before']:.0f}",
                f"{row['seen']:.0f}",
                *(f"{one['median']:.0f} ({one['low']:.0f} to {one['high']:.0f})" for one in said),
                yes(row["covered"]),
            )
        )
    head = ("accident", "bloc", "part", "parameters of", "five years before", "after")
    return table((*head, "baseline", "fitted", "no shock", "baseline covers"), rows)


def tried(frame: pd.DataFrame) -> str:
    """Parameters tried on the cases that must be covered."""
    rows = [
        (
            f"{row['bloc']}, {row['role']}",
            OWNERS[row["side"]],
            row["parameters"],
            f"{row['median']:.0f} ({row['low']:.0f} to {row['high']:.0f})",
            f"{row['seen']:.0f}",
            f"{100 * row['chance_so_few']:.1f} %",
            f"{row['crps']:.1f}",
            yes(row["covered"]),
        )
        for row in rows_of(frame)
    ]
    head = ("case", "parameters of", "changed", "ten years", "seen", "chance of so few", "CRPS")
    return table((*head, "covered"), rows)


def gap_scores(found: Hindcast) -> str:
    """A measure and forecast a row."""
    rows = [
        (
            row["measure"],
            row["forecast"],
            f"{row['covered']:.2f}",
            f"{row['crps']:.1f}",
            f"{row['crps_after_first_year']:.1f}",
            f"{row['last_median']:.1f} ({row['last_low']:.1f} to {row['last_high']:.1f})",
            f"{row['last_seen']:.1f}",
        )
        for row in rows_of(found.scores)
    ]
    head = ("measure", "forecast", "dates in the band", "CRPS, months", "after the first year")
    return table((*head, "at the end", "seen"), rows)


def gap_fits(found: Hindcast) -> str:
    """Diffusion fitted to each measure."""
    rows = [
        (
            row["title"],
            f"{row['diffusion']:.2g} ({row['low']:.2g} to {row['high']:.2g})",
            f"{row['first_year']:.2g} ({row['first_year_low']:.2g} to "
            f"{row['first_year_high']:.2g})",
        )
        for row in rows_of(found.tables["diffusion"])
    ]
    return table(("measure", "diffusion a year, all dates", "first year only"), rows)


def incident_scores(found: Hindcast) -> str:
    """What is known and a forecast a row."""
    rows = [
        (
            row["origin"],
            row["forecast"],
            f"{row['covered'] * row['years']:.0f} of {row['years']}",
            f"{row['log_score']:.2f}",
            f"{row['crps']:.0f}",
            f"{row['last_median']:.0f} ({row['last_low']:.0f} to {row['last_high']:.0f})",
            f"{row['last_seen']:.0f}",
        )
        for row in rows_of(found.scores)
    ]
    head = ("known", "forecast", "years in the band", "log score", "CRPS, reports", "2025", "seen")
    return table(head, rows)


def figure(found: Hindcast) -> str:
    """The figure of a hindcast, written; the line that shows it."""
    picture = draw(found.name, found.bands, found.scores, found.tables, found.draws, found.seed)
    picture.save(FIGURES, {"Seed": f"{found.seed}", "Draws": f"{found.draws}"})
    return f"![{picture.alt}](figures/{picture.name}.png)"


def main() -> None:
    """Play, and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=10_000, help="random draws of each forecast")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draws")
    chosen = parser.parse_args()
    reactors, gap, incidents = (run(name, chosen.draws, chosen.seed) for name in HINDCASTS)
    how = f"{chosen.draws:,} draws of each forecast, seed {chosen.seed}; 90 % bands and intervals."
    parts = {
        "reactors": f"{how}\n\n{bullets(reactors.findings)}\n\n{figure(reactors)}",
        "reactors, scores": reactor_scores(reactors),
        "reactors, blocs": reactor_blocs(reactors),
        "reactors, tried": tried(reactors.tables["tried"]),
        "gap": f"{how}\n\n{bullets(gap.findings)}\n\n{figure(gap)}",
        "gap, scores": f"{gap_scores(gap)}\n\n{gap_fits(gap)}",
        "incidents": f"{how}\n\n{bullets(incidents.findings)}\n\n{figure(incidents)}",
        "incidents, scores": incident_scores(incidents),
        "unknown": "\n\n".join(
            f"**{found.name}**\n\n{bullets(found.unknown)}" for found in (reactors, gap, incidents)
        ),
    }
    for name, content in parts.items():
        write_block(PAGE, name, content, OF)
    print(f"{PAGE.name}: its parts are up to date")


if __name__ == "__main__":
    main()
