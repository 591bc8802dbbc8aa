"""Writes the tables of docs/calibration.md anew. Run it after a change of data or defaults."""

from pathlib import Path

from race_sim.calibration.comparison import comparison
from race_sim.calibration.compiled_figures import compared
from race_sim.calibration.estimates import estimates
from race_sim.calibration.presentation import (
    compared_markdown,
    defaults_markdown,
    estimates_markdown,
)
from race_sim.documents import write_block

PAGE = Path(__file__).parent.parent / "docs" / "calibration.md"
MADE_OF = ("race_sim/calibration", "race_sim/data", "race_sim/parameters")


def tables() -> dict[str, str]:
    """The tables of the page by the name of their part."""
    every = estimates()
    return {
        "estimates": estimates_markdown(every),
        "defaults": defaults_markdown(comparison()),
        "compiled": compared_markdown(compared(every)),
    }


if __name__ == "__main__":
    for name, content in tables().items():
        write_block(PAGE, name, content, MADE_OF)
    print(f"{PAGE.name}: its tables are up to date")
