"""Which game follows which: transitions between named games after a Chernobyl moment.

Only the first Chernobyl moment of a world is followed, whatever comes later: before it no world has
seen one, so that "before" means the same everywhere. It must lie so long before the horizon that
all of the lags can be seen. A world that has ended by then is counted as ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import nan
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim.analysis.paired import ratio
from race_sim.ensemble import trajectories
from race_sim.game import GAMES
from race_sim.outcomes import Estimate, share

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.scenario import Scenario

HOSTS = ("us", "cn")
BOTH, NOBODY = "both", "nobody"  # hosts: in the same step; in no step before the later one
ENDED = len(GAMES)  # in place of a game: the race is over
STATES = (*(game.key for game in GAMES), "ended")
_BLOCK = 500


class GamePaths(NamedTuple):
    """The games of many worlds, step by step, and where each had its first Chernobyl moment."""

    games: np.ndarray  # int8, shape (worlds, steps): number in GAMES, or ENDED
    first_step: np.ndarray  # int64, shape (worlds,): of the first Chernobyl moment, or -1
    host: np.ndarray  # of str, shape (worlds,): "us", "cn", "both", or "nobody"


class Transitions(NamedTuple):
    """How many worlds go from each state to each other."""

    counts: np.ndarray  # int64, shape (len(STATES), len(STATES)): before, after

    @property
    def total(self) -> int:
        """How many worlds are followed."""
        return int(self.counts.sum())

    @property
    def before(self) -> np.ndarray:
        """How many are in each state before, shape (len(STATES),)."""
        found: np.ndarray = self.counts.sum(axis=1)
        return found

    @property
    def after(self) -> np.ndarray:
        """How many are in each state after, shape (len(STATES),)."""
        found: np.ndarray = self.counts.sum(axis=0)
        return found

    @property
    def changed(self) -> int:
        """How many play another game after, or none."""
        return self.total - int(np.trace(self.counts))


def _block_of(frame: pd.DataFrame, numbers: range, steps: int) -> GamePaths:
    row = frame["world"].to_numpy() - numbers.start
    step = frame["step"].to_numpy()
    games = np.full((len(numbers), steps), ENDED, dtype=np.int8)
    games[row, step] = frame["game"].cat.codes.to_numpy()
    moments = np.zeros((2, len(numbers), steps), dtype=bool)
    for place, side in enumerate(HOSTS):
        moments[place, row, step] = frame[f"{side}_chernobyl_moments"].to_numpy() > 0
    either = moments[0] | moments[1]
    first = np.where(either.any(axis=1), either.argmax(axis=1), -1)
    us, cn = (side[np.arange(len(numbers)), np.maximum(first, 0)] for side in moments)
    names = np.select([first < 0, us & cn, us], [NOBODY, BOTH, "us"], "cn")
    return GamePaths(games, first, names)


def game_paths(scenario: Scenario, worlds: int, seed: int) -> GamePaths:
    """The games of the first `worlds` worlds; only a block of whole histories is in memory at once.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    time = scenario.parameters.time
    steps = round((time.end - time.start) / time.step)
    parts = []
    for start in range(0, max(worlds, 1), _BLOCK):
        numbers = range(start, min(start + _BLOCK, worlds))
        parts.append(_block_of(trajectories(scenario, numbers, seed), numbers, steps))
    return GamePaths(*(np.concatenate(arrays) for arrays in zip(*parts, strict=True)))


def _counted(before: np.ndarray, after: np.ndarray) -> Transitions:
    size = len(STATES)
    pairs = before.astype(np.int64) * size + after
    return Transitions(np.bincount(pairs, minlength=size * size).reshape(size, size))


def followed(paths: GamePaths, host: str, longest: int) -> np.ndarray:
    """Which worlds have their first Chernobyl moment there, `longest` steps before the horizon."""
    steps = paths.games.shape[1]
    found: np.ndarray = (paths.host == host) & (paths.first_step + longest < steps)
    return found


def after_shock(paths: GamePaths, host: str, lag: int, longest: int) -> Transitions:
    """From the game at the begin of the shock's step to that `lag` steps later.

    The shock falls into its step, so the game at that step's begin is the last one before it.
    """
    chosen = np.flatnonzero(followed(paths, host, longest))
    step = paths.first_step[chosen]
    return _counted(paths.games[chosen, step], paths.games[chosen, step + lag])


def _undisturbed(paths: GamePaths, lag: int) -> np.ndarray:
    """Which steps, of all but the last `lag`, see no Chernobyl moment until the later one."""
    steps = paths.games.shape[1]
    last = np.where(paths.first_step < 0, steps - 1, paths.first_step)
    found: np.ndarray = np.arange(lag, steps)[None, :] <= last[:, None]
    return found


def without_shock(paths: GamePaths, lag: int) -> Transitions:
    """From the game at any step to that `lag` steps later, with no Chernobyl moment in between.

    Nor before: these are the steps of all worlds up to their first Chernobyl moment, or to the end.
    So they tell how often the game changes without one. A world counts once for each step.
    """
    steps = paths.games.shape[1]
    chosen = _undisturbed(paths, lag)
    return _counted(paths.games[:, : steps - lag][chosen], paths.games[:, lag:][chosen])


def change_without_shock(paths: GamePaths, lag: int) -> Estimate:
    """In what share of such steps the game is another `lag` steps later.

    The interval treats worlds as independent, not the steps of one world.
    """
    steps = paths.games.shape[1]
    chosen = _undisturbed(paths, lag)
    changed = chosen & (paths.games[:, : steps - lag] != paths.games[:, lag:])
    return ratio(changed.sum(axis=1), chosen.sum(axis=1))


def transition_table(
    name: str, found: Transitions, independent: bool = True, **about: object
) -> pd.DataFrame:
    """Transitions as a table: a row a pair of states that occurs.

    Parameters
    ----------
    name : str
        What they were counted in.
    found : Transitions
    independent : bool
        Whether each is of another world. If not, there are no intervals.
    about
        More columns.

    Returns
    -------
    DataFrame
        `source`, what `about` says, `before`, `after`, `worlds` that go that way, `of` so many that
        were in the state before, and the share `value` with its Wilson interval `low`, `high`.
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    for before, after in zip(*np.nonzero(found.counts), strict=True):
        worlds, of = int(found.counts[before, after]), int(found.before[before])
        rows.append(
            {
                "source": name,
                **about,
                "before": STATES[before],
                "after": STATES[after],
                "worlds": worlds,
                "of": of,
                **(share(worlds, of) if independent else Estimate(worlds / of, nan, nan))._asdict(),
            }
        )
    columns = ["source", *about, "before", "after", "worlds", "of", "value", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def title_of(state: str) -> str:
    """A state as a picture names it."""
    titles = {game.key: game.title for game in GAMES}
    return titles.get(state, "the race is over")


def occurring(tables: Sequence[np.ndarray], least: float) -> list[int]:
    """States that hold at least so large a share of any of the counts, in the order of `STATES`."""
    return [
        state
        for state in range(len(STATES))
        if any(table.sum() > 0 and table[state] / table.sum() >= least for table in tables)
    ]
