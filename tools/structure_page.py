"""Writes the measured parts of docs/structure.md, the ablation table of docs/model.md, and figures.

python tools/structure_page.py [--worlds 2000] [--step-worlds 20000] [--seed 1]

About four minutes on two processors.
"""

import argparse
from pathlib import Path

from race_sim import load_scenario
from race_sim.documents import MODEL, write_block
from race_sim.plots import structure as pictures
from race_sim.structure import tables
from race_sim.structure.frame import frame_of
from race_sim.structure.headlines import HEADLINES
from race_sim.structure.results import Results, play

DOCS = Path(__file__).parent.parent / "docs"
PAGE = DOCS / "structure.md"
MODEL_PAGE = DOCS / "model.md"
FIGURES = DOCS / "figures"
OF = (
    MODEL,
    "race_sim/structure",
    "race_sim/analysis/baseline.py",
    "race_sim/analysis/paired.py",
)


def figure(results: Results, name: str) -> str:
    """One of the two figures, written; the lines that show it."""
    forms = getattr(results, name)
    headline, title = {
        "alternatives": ("Other plausible forms of the model", "What each makes of the headlines"),
        "ablations": ("Mechanisms switched off one by one", "What is left of each headline"),
    }[name]
    source = (
        f"{results.worlds:,} worlds a run, seed {results.seed}, common luck; intervals at 95 % are "
        "in the table beside the figure."
    )
    columns = [one.short for one in HEADLINES]
    picture = pictures.forms(frame_of(results, forms), columns, name, headline, title, source)
    picture.save(FIGURES, {"Seed": f"{results.seed}", "Worlds": f"{results.worlds}"})
    return f"![{picture.alt}](figures/{name}.png)"


def main() -> None:
    """Play, and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=2000, help="worlds a run")
    parser.add_argument("--step-worlds", type=int, default=20000, help="for the lengths of step")
    parser.add_argument("--seed", type=int, default=1, help="seed of luck")
    chosen = parser.parse_args()
    results = play(load_scenario("baseline"), chosen.worlds, chosen.step_worlds, chosen.seed)
    how = f"{results.worlds:,} worlds a run, seed {results.seed}."
    steps_how = f"{results.step_worlds:,} worlds a run, seeds {results.seed} and following."
    alternatives, ablations = results.alternatives, results.ablations
    parts = {
        "headlines": f"{how}\n\n{tables.baseline_table(results.baseline)}",
        "flips": f"{how}\n\n{tables.flips(results, alternatives)}",
        "choices": tables.reasons_table(),
        "alternatives": "\n\n".join(
            [
                figure(results, "alternatives"),
                how,
                tables.levels_table(results, alternatives, "alternative"),
                tables.effects_table(results, alternatives, "alternative"),
            ]
        ),
        "steps": "\n\n".join(
            [
                steps_how,
                tables.steps_sentence(results),
                tables.steps_table(results),
                tables.moments_sentence(results),
                tables.moments_table(results),
            ]
        ),
        "mechanisms": "\n\n".join(
            [
                how,
                tables.flips(results, ablations, "without"),
                figure(results, "ablations"),
            ]
        ),
    }
    for name, content in parts.items():
        write_block(PAGE, name, content, OF)
    write_block(MODEL_PAGE, "ablations", f"{how}\n\n{tables.mechanisms_table(results)}", OF)
    print(f"{PAGE.name}, {MODEL_PAGE.name} and two figures are up to date")


if __name__ == "__main__":
    main()
