"""The ranking: a policy's mean payoff over all opponents and both chairs, with paired intervals.

All races of a tournament meet the same luck, world by world. So a difference between two policies
is known far better than either mean, and the intervals of differences are what decides whether a
rank is firm.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from race_sim.analysis.paired import columns
from race_sim.outcomes import Estimate, share
from race_sim.tournament.bimatrix import Bimatrix
from race_sim.tournament.play import (
    CATASTROPHE,
    CN_ACCELERATING,
    KEPT,
    RISK,
    US_ACCELERATING,
    Played,
)


def order_of(bimatrix: Bimatrix) -> list[int]:
    """Policies from the highest score to the lowest; equal ones in their own order."""
    scores = [bimatrix.estimate(*bimatrix.score_weights(one)).value for one in _all(bimatrix)]
    return sorted(_all(bimatrix), key=lambda one: -scores[one])


def _all(bimatrix: Bimatrix) -> range:
    return range(len(bimatrix.names))


def score_difference(bimatrix: Bimatrix, first: int, second: int) -> Estimate:
    """By how much the first policy's score is above the second's, paired by world."""
    first_us, first_cn = bimatrix.score_weights(first)
    second_us, second_cn = bimatrix.score_weights(second)
    return bimatrix.estimate(first_us - second_us, first_cn - second_cn)


def is_firm(difference: Estimate) -> bool:
    """Whether the interval of a difference lies above zero."""
    return difference.low > 0.0


def ranking_of(played: Played) -> pd.DataFrame:
    """One row a policy, the best first.

    Columns: `rank`, `policy`, then with `_value`, `_low` and `_high` each: `score`, `us_payoff`
    and `cn_payoff` (its mean payoff as the United States and as China, over all opponents and
    itself), `behind_first` and `behind_previous` (paired differences of scores),
    `catastrophe_risk` (chance of a catastrophe in its races) and `accelerating` (share of time in
    which it accelerates).
    """
    bimatrix = played.bimatrix
    count = len(bimatrix.names)
    nothing = np.zeros((count, count))
    order = order_of(bimatrix)
    rows = []
    for rank, policy in enumerate(order):
        us, cn = bimatrix.seat_weights(policy)
        rows.append(
            {
                "rank": rank + 1,
                "policy": bimatrix.names[policy],
                **columns("score", bimatrix.estimate(us / 2, cn / 2)),
                **columns("us_payoff", bimatrix.estimate(us, nothing)),
                **columns("cn_payoff", bimatrix.estimate(nothing, cn)),
                **columns("behind_first", score_difference(bimatrix, order[0], policy)),
                **columns(
                    "behind_previous",
                    score_difference(bimatrix, order[max(rank - 1, 0)], policy),
                ),
                **columns("catastrophe_risk", played.conduct.estimate(policy)),
                **columns("accelerating", played.conduct.estimate(count + policy)),
            }
        )
    return pd.DataFrame(rows)


def unfirm_steps(ranking: pd.DataFrame) -> int:
    """How many neighbours in the ranking cannot be told apart by their scores."""
    return sum(not low > 0.0 for low in ranking["behind_previous_low"].iloc[1:])


def ties_with_first(ranking: pd.DataFrame) -> list[str]:
    """The policies whose score cannot be told from the first one's."""
    rest = ranking.iloc[1:]
    return [str(name) for name in rest.loc[~(rest["behind_first_low"] > 0.0), "policy"]]


def pairs_of(played: Played) -> pd.DataFrame:
    """One row an ordered pair: who plays the United States and who China, and what comes of it.

    Payoffs, chance of a catastrophe and shares of time accelerating are means over worlds with
    their intervals; `catastrophe` is the share of worlds that end in one.
    """
    names = played.names
    count = len(names)
    rows = []
    for us in range(count):
        for cn in range(count):
            payoffs = played.bimatrix.pair(us, cn)
            # `pairs` holds each quantity for all pairs, one quantity after another.
            kept = [number * count * count + us * count + cn for number in range(len(KEPT))]
            ended = round(float(played.pairs.mean[kept[CATASTROPHE]]) * played.worlds)
            rows.append(
                {
                    "us_policy": names[us],
                    "cn_policy": names[cn],
                    **columns("us_payoff", payoffs[0]),
                    **columns("cn_payoff", payoffs[1]),
                    **columns("catastrophe", share(ended, played.worlds)),
                    **columns("catastrophe_risk", played.pairs.estimate(kept[RISK])),
                    **columns("us_accelerating", played.pairs.estimate(kept[US_ACCELERATING])),
                    **columns("cn_accelerating", played.pairs.estimate(kept[CN_ACCELERATING])),
                    "worlds": played.worlds,
                    "played_by": _engine(played, us, cn),
                }
            )
    return pd.DataFrame(rows)


def _engine(played: Played, us: int, cn: int) -> str:
    in_python = played.entrants[us].in_python or played.entrants[cn].in_python
    return "Mesa" if in_python else "compiled loop"


def matrix_of(played: Played) -> pd.DataFrame:
    """The payoffs as a matrix: rows are what the United States plays, columns what China plays.

    Each column comes twice: `us:` what the United States gets, `cn:` what China gets.
    """
    bimatrix = played.bimatrix
    frame = pd.DataFrame({"us_policy": bimatrix.names})
    for side, table in (("us", bimatrix.us), ("cn", bimatrix.cn)):
        for column, name in enumerate(bimatrix.names):
            frame[f"{side}:{name}"] = table[:, column]
    return frame
