"""The results as a data frame: one row a form and headline."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from race_sim.game import GAMES
from race_sim.structure.results import Results
from race_sim.structure.verdict import Form

_TITLES = {game.key: game.title for game in GAMES}


def frame_of(results: Results, forms: Sequence[Form]) -> pd.DataFrame:
    """Every headline of every form with its interval, change and verdict.

    Returns
    -------
    DataFrame
        Columns `form`, `group`, `headline`, `kind`, `baseline`, `value`, `low`, `high`, `change`,
        `change_low`, `change_high`, `verdict`, `game_at_start`, `most_played`; shares from 0 to 1.
    """
    rows = []
    for form, judged in results.judged(forms):
        for row in judged:
            was = results.baseline.readings[row.headline.key].estimate()
            rows.append(
                {
                    "form": form.title,
                    "group": form.group,
                    "headline": row.headline.short,
                    "kind": row.headline.kind,
                    "baseline": was.value,
                    "value": row.value.value,
                    "low": row.value.low,
                    "high": row.value.high,
                    "change": row.change.value,
                    "change_low": row.change.low,
                    "change_high": row.change.high,
                    "verdict": row.verdict,
                    "game_at_start": _TITLES[form.found.start_game],
                    "most_played": _TITLES[form.found.most_played],
                }
            )
    return pd.DataFrame(rows)
