"""Write the golden transcripts anew. Read their diff: it is the review of a change of the model.

make golden
"""

from pathlib import Path

from race_sim import RaceModel
from race_sim.transcript import transcript

FOLDER = Path(__file__).parent

# Both have incidents, an agreement, a treaty and a breach; the second has a forced shock.
WORLDS = (("baseline", 1, 24), ("chernobyl-2028-cn", 1, 0))


def path_of(scenario: str, seed: int, world: int) -> Path:
    """Where a golden transcript is kept."""
    return FOLDER / f"{scenario}-seed-{seed}-world-{world}.txt"


def played(scenario: str, seed: int, world: int) -> str:
    """The transcript of a world, played now."""
    model = RaceModel(scenario, seed=seed, world=world)
    model.run()
    return transcript(model)


def main() -> None:
    """Write every golden transcript."""
    for world in WORLDS:
        path_of(*world).write_text(played(*world), encoding="utf-8", newline="\n")
        print(path_of(*world).relative_to(FOLDER))


if __name__ == "__main__":
    main()
