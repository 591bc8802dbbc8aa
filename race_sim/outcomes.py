"""What a finished world comes to: the columns, their meaning, and summaries with their error.

Shares come with Wilson intervals, means with intervals from the normal law of large samples, and
quantiles with distribution-free intervals from order statistics. All are Monte-Carlo intervals:
they say how far the number may be from what infinitely many worlds of the same model would give,
and nothing about how far the model is from the world.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.game import GAMES
from race_sim.ledger import ENDINGS, GameTime
from race_sim.record import Row
from race_sim.rules.state import SIDES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

TREATIES = ("none", "non-binding", "binding")
SIDES_OR_NOBODY = (*SIDES, "nobody")


class OutcomeColumn(NamedTuple):
    """One column of the table of worlds."""

    name: str
    kind: str  # "name", "yes or no", "count", "year" or "number"
    unit: str
    meaning: str
    names: tuple[str, ...] = ()


def _name(name: str, names: tuple[str, ...], meaning: str) -> OutcomeColumn:
    return OutcomeColumn(name, "name", "", meaning, names)


def _flag(name: str, meaning: str) -> OutcomeColumn:
    return OutcomeColumn(name, "yes or no", "", meaning)


def _count(name: str, meaning: str) -> OutcomeColumn:
    return OutcomeColumn(name, "count", "1", meaning)


def _year(name: str, meaning: str) -> OutcomeColumn:
    return OutcomeColumn(name, "year", "year", meaning)


def _number(name: str, unit: str, meaning: str) -> OutcomeColumn:
    return OutcomeColumn(name, "number", unit, meaning)


_HARM = "smallest serious incident"

OUTCOMES: tuple[OutcomeColumn, ...] = (
    _name("ending", ENDINGS, "how the race ended"),
    _year("end_year", "when it ended"),
    _flag("catastrophe", "whether it ended in a catastrophe"),
    _name("catastrophe_host", SIDES_OR_NOBODY, "where the catastrophe happened"),
    _count("incidents", "serious incidents on both sides"),
    _count("us_incidents", "serious incidents in the United States"),
    _count("cn_incidents", "serious incidents in China"),
    _count("chernobyl_moments", "Chernobyl moments on both sides"),
    _count("us_chernobyl_moments", "Chernobyl moments in the United States"),
    _count("cn_chernobyl_moments", "Chernobyl moments in China"),
    _year("first_incident_year", "the first serious incident"),
    _year("first_chernobyl_year", "the first Chernobyl moment"),
    _year("us_first_chernobyl_year", "the first Chernobyl moment in the United States"),
    _year("cn_first_chernobyl_year", "the first Chernobyl moment in China"),
    _number("us_harm", _HARM, "harm to the United States, from both sides' incidents"),
    _number("cn_harm", _HARM, "harm to China, from both sides' incidents"),
    _number("us_restriction_years", "years", "share of US progress stopped, summed over time"),
    _number("cn_restriction_years", "years", "share of Chinese progress stopped, summed over time"),
    _number("us_talent_lost", "talent at the start", "talent that left the United States"),
    _number("cn_talent_lost", "talent at the start", "talent that left China"),
    _number("us_accelerating", "share", "share of the time that the United States accelerated"),
    _number("cn_accelerating", "share", "share of the time that China accelerated"),
    _number("both_accelerating", "share", "share of the time that both accelerated"),
    _year("non_binding_year", "the first non-binding agreement"),
    _year("binding_treaty_year", "the first binding treaty"),
    _count("breaches_found", "breaches of a binding treaty that were found"),
    _name("winner", SIDES_OR_NOBODY, "who crossed the finish line first"),
    _flag("lost_at_finish", "whether the outcome was then lost to both"),
    _number("us_capability", "OOM", "US capability at the end"),
    _number("cn_capability", "OOM", "Chinese capability at the end"),
    _number("us_gap", "OOM", "US safety gap at the end"),
    _number("cn_gap", "OOM", "Chinese safety gap at the end"),
    _number("us_talent", "talent at the start", "US talent at the end"),
    _number("cn_talent", "talent at the start", "Chinese talent at the end"),
    _number("lead", "OOM", "lead of the United States at the end"),
    _name("leader", SIDES_OR_NOBODY, "who leads at the end"),
    _number("us_welfare", "payoff", "US welfare: progress less harm, restriction and sanctions"),
    _number("cn_welfare", "payoff", "Chinese welfare, likewise"),
    _number("catastrophe_risk", "probability", "chance of a catastrophe, summed over its steps"),
    _number("loss_risk", "probability", "chance of loss at the finish line, if it was crossed"),
    _number("drawn_scores", "1", "severity scores of the incidents that chance drew, summed"),
    _count("drawn_at_ceiling", "incidents of the highest severity that chance drew"),
    _number("us_payoff", "payoff", "what the United States plays for: welfare, and being ahead"),
    _number("cn_payoff", "payoff", "what China plays for: welfare, and being ahead"),
    _number(
        "us_expected_payoff", "payoff", "us_payoff, with each step's harm as was to be expected"
    ),
    _number(
        "cn_expected_payoff", "payoff", "cn_payoff, with each step's harm as was to be expected"
    ),
    *(
        _number(f"time_in_{game.key}", "share", f"share of the time in the game {game.title}")
        for game in GAMES
    ),
)
COLUMNS = {column.name: column for column in OUTCOMES}
GAME_COLUMNS = tuple(f"time_in_{name}" for name in GameTime._fields)

_ROW_FLAGS = {"us_invests", "cn_invests", "treaty_ended", "catastrophe"}
_ROW_COUNTS = {
    "us_incidents",
    "cn_incidents",
    "us_chernobyl_moments",
    "cn_chernobyl_moments",
}
_ROW_NAMES: dict[str, tuple[str, ...]] = {
    "treaty": TREATIES,
    "treaty_signed": TREATIES,
    "game": tuple(game.key for game in GAMES),
    "breach": SIDES_OR_NOBODY,
    "winner": SIDES_OR_NOBODY,
}


def _named(values: np.ndarray, names: tuple[str, ...]) -> Any:
    import numpy as np
    import pandas as pd

    return pd.Categorical.from_codes(values.astype(np.int8), dtype=pd.CategoricalDtype(list(names)))


def typed_column(column: OutcomeColumn, values: np.ndarray) -> Any:
    """The values of a column, as floats from the loop, in the type that a reader expects."""
    import numpy as np

    if column.kind == "name":
        return _named(values, column.names)
    if column.kind == "yes or no":
        return values.astype(bool)
    if column.kind == "count":
        return values.astype(np.int32)
    return np.ascontiguousarray(values)


def outcome_frame(worlds: np.ndarray, table: np.ndarray) -> pd.DataFrame:
    """A table of outcomes as the loop writes it, as a data frame with a column `world` in front.

    Parameters
    ----------
    worlds : ndarray of int64, shape (n,)
    table : ndarray of float64, shape (n, len(OUTCOMES))
    """
    import pandas as pd

    columns: dict[str, Any] = {"world": worlds}
    for number, column in enumerate(OUTCOMES):
        columns[column.name] = typed_column(column, table[:, number])
    return pd.DataFrame(columns)


def history_frame(worlds: np.ndarray, rows: np.ndarray) -> pd.DataFrame:
    """Rows of history as the loop writes them, as a data frame; steps after a world's end left out.

    Parameters
    ----------
    worlds : ndarray of int64, shape (n,)
    rows : ndarray of float64, shape (n, steps, columns of `Row`)
        NaN after a world's end.
    """
    import numpy as np
    import pandas as pd

    count, steps, _ = rows.shape
    flat = rows.reshape(count * steps, len(Row._fields))
    played = ~np.isnan(flat[:, 0])
    flat = flat[played]
    columns: dict[str, Any] = {
        "world": np.repeat(worlds, steps)[played],
        "step": np.tile(np.arange(steps), count)[played],
    }
    for number, name in enumerate(Row._fields):
        values = flat[:, number]
        if name in _ROW_FLAGS:
            columns[name] = values.astype(bool)
        elif name in _ROW_COUNTS:
            columns[name] = values.astype(np.int32)
        elif name in _ROW_NAMES:
            columns[name] = _named(values, _ROW_NAMES[name])
        else:
            columns[name] = np.ascontiguousarray(values)
    return pd.DataFrame(columns)


class Estimate(NamedTuple):
    """A number from a sample of worlds, with its Monte-Carlo interval."""

    value: float
    low: float
    high: float

    def text(self, digits: int = 3) -> str:
        """The estimate in words, for example `0.039 (0.036 to 0.042)`."""
        return f"{self.value:.{digits}f} ({self.low:.{digits}f} to {self.high:.{digits}f})"


def share(successes: int, trials: int, confidence: float = 0.95) -> Estimate:
    """A share with its Wilson interval (Wilson, E. B., 1927, JASA 22, 209-212).

    NaN when there are no trials.
    """
    if trials == 0:
        return Estimate(math.nan, math.nan, math.nan)
    from scipy.stats import binomtest

    interval = binomtest(int(successes), int(trials)).proportion_ci(confidence, method="wilson")
    return Estimate(successes / trials, float(interval.low), float(interval.high))


def mean(values: np.ndarray, confidence: float = 0.95) -> Estimate:
    """A mean with the normal interval for large samples; NaN values are left out."""
    import numpy as np
    from scipy.special import ndtri

    values = np.asarray(values, dtype=float)
    values = values[~np.isnan(values)]
    if len(values) == 0:
        return Estimate(math.nan, math.nan, math.nan)
    centre = float(values.mean())
    if len(values) == 1:
        return Estimate(centre, math.nan, math.nan)
    reach = float(ndtri(0.5 + confidence / 2) * values.std(ddof=1) / math.sqrt(len(values)))
    return Estimate(centre, centre - reach, centre + reach)


def quantile(values: np.ndarray, probability: float, confidence: float = 0.95) -> Estimate:
    """A quantile with a distribution-free interval from order statistics; NaN left out.

    The interval is that of the binomial law (Conover, W. J., Practical Nonparametric Statistics,
    section 3.2); an end that the sample is too small for is infinite.
    """
    import numpy as np
    from scipy.stats import binom

    ordered = np.sort(np.asarray(values, dtype=float))
    ordered = ordered[~np.isnan(ordered)]
    count = len(ordered)
    if count == 0:
        return Estimate(math.nan, math.nan, math.nan)
    tail = (1.0 - confidence) / 2
    below = int(binom.ppf(tail, count, probability)) - 1
    above = int(binom.ppf(1.0 - tail, count, probability))
    return Estimate(
        float(np.quantile(ordered, probability)),
        float(ordered[below]) if below >= 0 else -math.inf,
        float(ordered[above]) if above < count else math.inf,
    )


def estimate(worlds: pd.DataFrame, outcome: str, confidence: float = 0.95) -> Estimate:
    """The share of worlds for a yes-or-no outcome or a date, the mean for any other.

    Raises
    ------
    KeyError
        If there is no such outcome, or it is a name.
    """
    column = COLUMNS[outcome]
    values = worlds[outcome]
    if column.kind == "yes or no":
        return share(int(values.sum()), len(values), confidence)
    if column.kind == "year":
        return share(int(values.notna().sum()), len(values), confidence)
    if column.kind == "name":
        raise KeyError(f"{outcome} is a name; count its values instead")
    return mean(values.to_numpy(), confidence)


# What a short summary shows, and how it is called there.
HEADLINES: tuple[tuple[str, str], ...] = (
    ("catastrophe", "catastrophe"),
    ("chernobyl_moments", "Chernobyl moments"),
    ("incidents", "incidents"),
    ("us_accelerating", "US accelerating, share of time"),
    ("cn_accelerating", "China accelerating, share of time"),
    ("binding_treaty_year", "binding treaty, share of worlds"),
    ("time_in_prisoners_dilemma", "time in Prisoner's Dilemma"),
    ("time_in_harmony", "time in Harmony"),
    ("us_welfare", "US welfare"),
    ("cn_welfare", "China welfare"),
)


def summarise(
    worlds: pd.DataFrame, outcomes: tuple[str, ...] | None = None, confidence: float = 0.95
) -> pd.DataFrame:
    """A table of estimates: one row an outcome, columns `value`, `low`, `high`, `worlds`."""
    import pandas as pd

    names = outcomes or tuple(name for name, _ in HEADLINES)
    rows = {name: estimate(worlds, name, confidence) for name in names}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high"])
    frame.index.name = "outcome"
    frame["worlds"] = len(worlds)
    return frame


def ending_shares(worlds: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """How the worlds ended: one row an ending, columns `value`, `low`, `high`, `worlds`."""
    import pandas as pd

    counts = worlds["ending"].value_counts()
    rows = {
        name: (*share(int(counts.get(name, 0)), len(worlds), confidence), int(counts.get(name, 0)))
        for name in ENDINGS
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["value", "low", "high", "worlds"])
    frame.index.name = "ending"
    return frame
