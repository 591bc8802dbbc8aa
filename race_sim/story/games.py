"""The game that is being played: told when it changes, with what it means."""

from __future__ import annotations

from collections.abc import Iterator

from race_sim import words
from race_sim.game import Payoffs
from race_sim.story.sentence import Place, Sentence, World
from race_sim.yearly import StepRow


def payoffs_of(row: StepRow, side: str) -> Payoffs:
    """The payoffs of one side in a row of history."""
    return Payoffs(*(float(row[f"{side}_payoff_{joint}"]) for joint in Payoffs._fields))


def told_games(world: World) -> Iterator[Sentence]:
    """The first game, and every change of it. What a game means is said once."""
    explained: set[tuple[str, str]] = set()
    game_before = ""
    for step, row in enumerate(world.rows):
        game = row["game"]
        if game == game_before:
            continue
        name = words.GAME_NAMES[game]
        meaning = words.game_in_words(payoffs_of(row, "us"), payoffs_of(row, "cn"))
        if step == 0:
            text = f"the game is {name}"
        elif any(game == known for known, _ in explained):
            text = f"the game is {name} again"
        else:
            text = f"the game becomes {name}"
        if (game, meaning) not in explained:
            explained.add((game, meaning))
            text += f": {meaning}"
        game_before = game
        yield Sentence(step, Place.GAME, text)
