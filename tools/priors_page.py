"""Writes the tables of docs/priors.md anew. Run it after a change of the prior."""

from pathlib import Path

from race_sim.documents import write_block
from race_sim.priors import load_prior
from race_sim.priors.markdown import certain_markdown, correlations_markdown, laws_markdown

PAGE = Path(__file__).parent.parent / "docs" / "priors.md"
MADE_OF = ("race_sim/priors", "race_sim/parameters")


def tables() -> dict[str, str]:
    """The tables of the page by the name of their part."""
    prior = load_prior("plausible")
    return {
        "laws": laws_markdown(prior),
        "certain": certain_markdown(prior),
        "correlations": correlations_markdown(prior),
    }


if __name__ == "__main__":
    for name, content in tables().items():
        write_block(PAGE, name, content, MADE_OF)
    print(f"{PAGE.name}: its tables are up to date")
