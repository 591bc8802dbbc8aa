"""Golden transcripts: two whole worlds, and what a transcript holds."""

import difflib
import importlib.util
from pathlib import Path

import pytest

from race_sim import RaceModel
from race_sim.transcript import transcript

pytestmark = pytest.mark.short

SCRIPT = Path(__file__).parent / "golden" / "regenerate.py"
specification = importlib.util.spec_from_file_location("regenerate", SCRIPT)
assert specification is not None and specification.loader is not None
regenerate = importlib.util.module_from_spec(specification)
specification.loader.exec_module(regenerate)


@pytest.mark.parametrize("world", regenerate.WORLDS, ids=lambda world: world[0])
def test_a_world_is_what_it_was(world):
    kept = regenerate.path_of(*world).read_text(encoding="utf-8").splitlines()
    now = regenerate.played(*world).splitlines()
    change = list(difflib.unified_diff(kept, now, "golden", "now", lineterm="", n=1))
    assert not change, "the model plays another world; if that is meant, run make golden:\n" + (
        "\n".join(change[:40])
    )


def test_a_golden_world_is_eventful():
    for world in regenerate.WORLDS:
        text = regenerate.played(*world)
        for word in ("Chernobyl moment", "is signed", "breach", "ends", "Prisoner's Dilemma"):
            assert word in text, (world, word)


def test_a_transcript_has_every_step_every_event_and_the_outcome():
    model = RaceModel("baseline", seed=2, world=3)
    model.run()
    lines = transcript(model).splitlines()
    assert sum(" accelerates  c " in line or " invests      c " in line for line in lines) == (
        2 * len(model.history)
    )
    assert sum(line.startswith("     * ") for line in lines) == len(model.events)
    assert f"  incidents: {model.outcome['incidents']}" in lines


def test_a_race_that_is_not_over_has_no_transcript():
    with pytest.raises(RuntimeError, match="not over"):
        transcript(RaceModel("baseline"))
