"""Which game do the two sides play before a Chernobyl moment, and which one after it?

The question. A grave accident changes what both sides stand to gain and to lose, and so the game
between them. Into which game, out of which, for how long, and does it matter whose accident it is?

The design. The baseline, many worlds. Followed is the first Chernobyl moment of each world, by its
host, if it happens at least five years before the horizon: so no world has seen one before, and all
can be followed equally long, whatever happens to them later. A moment in both countries in the same
quarter is counted apart. Games change without shocks too, so the same transitions are counted over
stretches of equal length without one. Then a shock of severity 100 is forced on every world at the
start of 2028, in one country or the other, and the same worlds are played without it, so that the
difference is the shock's doing.

What it measures. The game at the begin of the quarter of the shock, and a quarter, one year, two
and five years later; the race's end counts as a state. Shares with Wilson intervals; against the
same worlds without the shock, paired differences.

To run it: python experiments/shock_changes_the_game.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

import race_sim
from race_sim.analysis import game_transitions as transitions
from race_sim.analysis import paired, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.analysis.game_transitions import ENDED, HOSTS, STATES, GamePaths, Transitions
from race_sim.outcomes import share
from race_sim.plots import style, words
from race_sim.plots.picture import Picture
from race_sim.plots.transitions import OTHER, Matrix
from race_sim.plots.transitions import draw as draw_matrices
from race_sim.words import GAME_NAMES, SIDE_NAMES, listing

NAME = "shock_changes_the_game"
QUESTION = "Which game do the two sides play before a Chernobyl moment, and which one after it?"
WORLDS = 20_000
LAGS = {"a quarter": 1, "1 year": 4, "2 years": 8, "5 years": 20}  # steps, of a quarter each
LONGEST = max(LAGS.values())
FORCED = {host: f"chernobyl-2028-{host}" for host in HOSTS}
LEAST_SHOWN = 0.02  # share of a host's shocks from which on a game has a row or a column
FEWEST = 30  # worlds before, to speak of what becomes of them


class Played(NamedTuple):
    """The baseline, and the same worlds with a shock forced on each host."""

    natural: GamePaths
    forced: dict[str, GamePaths]
    forced_step: int
    nobody_before: np.ndarray  # bool: worlds without any Chernobyl moment before the forced one

    def after(self, host: str, lag: str) -> Transitions:
        """Transitions after the first Chernobyl moment of each world, by host."""
        return transitions.after_shock(self.natural, host, LAGS[lag], LONGEST)

    def at(self, host: str, lag: str) -> np.ndarray:
        """The state so long after the forced shock; `host` "nobody" for the same worlds without."""
        paths = self.natural if host == transitions.NOBODY else self.forced[host]
        return np.asarray(paths.games[self.nobody_before, self.forced_step + LAGS[lag]])


def play(worlds: int, seed: int) -> Played:
    """Play the baseline and both forced shocks."""
    natural = transitions.game_paths(race_sim.load_scenario("baseline"), worlds, seed)
    scenarios = {host: race_sim.load_scenario(name) for host, name in FORCED.items()}
    forced = {
        host: transitions.game_paths(scenario, worlds, seed) for host, scenario in scenarios.items()
    }
    one = scenarios[HOSTS[0]]
    time = one.parameters.time
    step = round((one.shocks[0].date - time.start) / time.step)
    undisturbed = (natural.first_step < 0) | (natural.first_step >= step)
    return Played(natural, forced, step, undisturbed)


def table_of(played: Played) -> pd.DataFrame:
    """All transitions: after natural shocks by host, and without any."""
    parts = []
    for lag, steps in LAGS.items():
        for host in (*HOSTS, transitions.BOTH):
            parts.append(
                transitions.transition_table(
                    "first in a world", played.after(host, lag), host=host, later=lag
                )
            )
        found = transitions.without_shock(played.natural, steps)
        parts.append(
            transitions.transition_table(
                "no shock", found, independent=False, host=transitions.NOBODY, later=lag
            )
        )
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def forced_table(played: Played) -> pd.DataFrame:
    """Each game's share after a forced shock, and how much larger than without the shock."""
    rows = []
    for host in HOSTS:
        for lag in LAGS:
            own, other = played.at(host, lag), played.at(transitions.NOBODY, lag)
            for number, state in enumerate(STATES):
                here, there = own == number, other == number
                if not here.any() and not there.any():
                    continue
                change = paired.share_difference(paired.turned(there, here))
                rows.append(
                    {
                        "host": host,
                        "later": lag,
                        "game": state,
                        **share(int(here.sum()), len(here))._asdict(),
                        **paired.columns("difference", change),
                        "worlds": len(here),
                    }
                )
    return pd.DataFrame(rows)


def sentences_on(played: Played, forced: pd.DataFrame) -> Iterator[str]:
    """The finding; every number and every direction is read off the counts."""
    yield _on_how_many(played)
    for host in HOSTS:
        yield from _on_host(played, host)
    for host in HOSTS:
        yield from _on_forced(forced, host)


def _name(state: int) -> str:
    return "the end of the race" if state == ENDED else GAME_NAMES[STATES[state]]


def _share(part: int, whole: int) -> str:
    return wording.percent(share(part, whole))


def _on_how_many(played: Played) -> str:
    worlds = len(played.natural.host)
    counts = {
        host: int(transitions.followed(played.natural, host, LONGEST).sum())
        for host in (*HOSTS, transitions.BOTH)
    }
    return (
        f"Of {worlds:,} worlds, {sum(counts.values()):,} have their first Chernobyl moment at "
        f"least five years before the horizon: {counts['us']:,} in the United States, "
        f"{counts['cn']:,} in China and {counts[transitions.BOTH]:,} in both in the same quarter."
    )


def _on_host(played: Played, host: str) -> Iterator[str]:
    quarter = played.after(host, "a quarter")
    where = SIDE_NAMES[host]
    if quarter.total < FEWEST:
        yield f"Too few Chernobyl moments in {where} to say more of them: {quarter.total}."
        return
    calm = transitions.change_without_shock(played.natural, LAGS["a quarter"])
    common = int(quarter.before.argmax())
    yield (
        f"Before a Chernobyl moment in {where} the game is most often {_name(common)}, in "
        f"{_share(int(quarter.before[common]), quarter.total)} of them. A quarter later it is "
        f"another, or the race is over, in {_share(quarter.changed, quarter.total)}; without a "
        f"shock that happens from one quarter to the next in {wording.percent(calm)}."
    )
    counts = quarter.counts[common]
    order = [int(state) for state in np.argsort(-counts, kind="stable")[:3] if counts[state] > 0]
    told = [f"{_name(state)} in {_share(int(counts[state]), int(counts.sum()))}" for state in order]
    if counts.sum() >= FEWEST:
        yield f"Where it was {_name(common)}, it is then {listing(told)}."
    yield _on_growing(played, host)


def _on_growing(played: Played, host: str) -> str:
    """The game whose share grows most in the quarter, and what becomes of that share."""
    quarter = played.after(host, "a quarter")
    growth = (quarter.after - quarter.before)[:ENDED]
    grown = int(growth.argmax())
    if growth[grown] <= 0:
        return f"After a Chernobyl moment in {SIDE_NAMES[host]} no game is more common than before."
    later = [
        f"{_share(int(found.after[grown]), found.total)} after {lag}"
        for lag in LAGS
        for found in (played.after(host, lag),)
    ]
    return (
        f"What grows most after a Chernobyl moment in {SIDE_NAMES[host]} is {_name(grown)}: from "
        f"{_share(int(quarter.before[grown]), quarter.total)} of worlds before to {listing(later)}."
    )


def _on_forced(forced: pd.DataFrame, host: str) -> Iterator[str]:
    rows = forced[(forced["host"] == host) & (forced["game"] != "ended")]
    soon = rows[rows["later"] == "a quarter"]
    if soon.empty:
        return
    risen = soon.loc[soon["difference_value"].idxmax()]
    fallen = soon.loc[soon["difference_value"].idxmin()]
    parts = []
    for row in (risen, fallen):
        change = paired.from_columns(row, "difference")
        name = GAME_NAMES[str(row["game"])]
        parts.append(f"the share of worlds that play {name} {wording.points(change)}")
    yield (
        f"A shock of severity 100 forced on {SIDE_NAMES[host]} in 2028: a quarter later, compared "
        f"with the same worlds without it, {listing(parts)}."
    )
    name = GAME_NAMES[str(risen["game"])]
    later = rows[(rows["later"] == "5 years") & (rows["game"] == risen["game"])]
    if later.empty:
        yield f"Five years later no world plays {name}, with or without the shock."
        return
    change = paired.from_columns(later.iloc[0], "difference")
    sign = wording.direction(change)
    if sign == 0:
        yield f"Five years later the share that plays {name} cannot be told from that without it."
        return
    amount = wording.number(wording.scaled(change, 100.0 * sign), wording.POINTS)
    word = "larger" if sign > 0 else "smaller"
    yield f"Five years later the share that plays {name} is {word} than without it, by {amount}."


def _pooled(counts: np.ndarray, rows: list[int], columns: list[int]) -> np.ndarray:
    """The counts of chosen states, and those of all others together in a last row and column."""
    size = len(STATES)
    other_rows = [state for state in range(size) if state not in rows]
    other_columns = [state for state in range(size) if state not in columns]
    found = np.empty((len(rows) + 1, len(columns) + 1), dtype=np.int64)
    for place, group in enumerate([*([row] for row in rows), other_rows]):
        band = counts[group].sum(axis=0)
        found[place, :-1] = band[columns]
        found[place, -1] = band[other_columns].sum()
    return found


def draw(played: Played, table: pd.DataFrame, seed: int) -> Picture:
    """Two transition matrices, one a host: the game before and a quarter after the shock."""
    found = {host: played.after(host, "a quarter") for host in HOSTS}
    rows = transitions.occurring([one.before for one in found.values()], LEAST_SHOWN)
    columns = transitions.occurring([one.after for one in found.values()], LEAST_SHOWN)
    pooled = {host: _pooled(one.counts, rows, columns) for host, one in found.items()}
    keep_row = any(counts[-1].sum() for counts in pooled.values())
    keep_column = any(counts[:, -1].sum() for counts in pooled.values())
    matrices = [
        Matrix(
            f"Shock in {SIDE_NAMES[host]}",
            pooled[host][: None if keep_row else -1, : None if keep_column else -1],
            style.SIDE_COLOURS[host],
        )
        for host in HOSTS
    ]
    before = [transitions.title_of(STATES[state]) for state in rows] + [OTHER] * keep_row
    after = [transitions.title_of(STATES[state]) for state in columns] + [OTHER] * keep_column
    source = words.source_line(
        len(played.natural.host),
        seed,
        "The first Chernobyl moment of each world, if five years or more before the horizon. "
        f"Other games: those with less than {100 * LEAST_SHOWN:g} % for both hosts",
    )
    return draw_matrices(
        NAME,
        matrices,
        before,
        after,
        table,
        "The game before and after a Chernobyl moment",
        "The game in the quarter of the shock, and a quarter later; baseline, 2026 to 2046",
        source,
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    played = play(worlds, seed)
    table, forced = table_of(played), forced_table(played)
    sentences = tuple(sentences_on(played, forced))
    tables = {"forced_shocks": forced}
    return Finding(NAME, QUESTION, sentences, (draw(played, table, seed),), worlds, seed, tables)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
