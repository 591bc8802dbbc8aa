"""Which levers lower the danger in most of what is plausible, and never do much harm?

The question. A lever that works in the baseline may work because of a number that nobody knows.
Which levers lower the chance of a catastrophe in most of what is plausible? Which are near the best
wherever one looks, and which may backfire?

The design. Points of a Latin hypercube of the prior `plausible`, all of its parameters varied at
once, and at each the same worlds with each lever and without any. Half of the points and their luck
come from one seed and half from the next, so that the ranking can be made twice. Levers differ in
what they would cost and in how hard they are pulled here, which is our choice: a rank says what a
lever of this strength does, not whether it is worth its price. One lever, a verified treaty from
the start, was added after a trial run had shown how little the levers on talks do.

What it measures. The reduction of the chance of a catastrophe (the mean of `catastrophe_risk`) at
each point; the share of points at which it is more than half a percentage point; its mean, median
and tenth percentile; the share of points at which a lever raises the chance by as much; regret, how
far a lever is from the best one; and the place of each lever by that share. Intervals are
bootstrapped over points.

To run it: python experiments/robust_levers.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from race_sim.analysis import robust_levers as levers
from race_sim.analysis import wording
from race_sim.analysis.experiment import Finding, command
from race_sim.outcomes import Estimate
from race_sim.plots import robust_levers as picture
from race_sim.plots import words
from race_sim.priors import load_prior
from race_sim.words import listing

NAME = "robust_levers"
QUESTION = "Which levers lower the danger in most of what is plausible, and never do much harm?"
PRIOR = "plausible"
DEPENDS_ON = ("race_sim/priors", "race_sim/analysis/robust_levers.py")
POINTS = 128  # for each of two seeds
WORLDS = 2 * POINTS * 512  # a lever
FEWEST_POINTS = 4
THRESHOLD = 0.005
OFTEN = 0.1  # a share of points that is worth a warning
_READY = levers.as_in("talks.binding_at", "talks.non_binding_at")
_EARLIER = levers.times(0.7, "talks.threshold")
_VERIFIED = levers.setting({"talks.verification": 1.0})
_SANCTION = levers.times(2.0, "talks.sanction")
LEVERS = (
    levers.Lever("verification", "every breach of a treaty is found", _VERIFIED),
    levers.Lever("sanction", "sanctions doubled", _SANCTION),
    levers.Lever("talks", "talks at seven tenths of the alarm", _EARLIER),
    levers.Lever("drawer", "a treaty ready in the drawer", _READY),
    levers.Lever(
        "treaty",
        "the four levers of treaties together",
        levers.together(_VERIFIED, _SANCTION, _EARLIER, _READY),
    ),
    levers.Lever(
        "decreed",
        "a verified treaty from the start",
        levers.setting(
            {
                "talks.threshold": 0.0,
                "talks.pace": 20.0,
                "talks.verification": 1.0,
                "talks.binding_lapse": 0.0,
                "talks.breach_ends": 0.0,
            }
        ),
    ),
    levers.Lever(
        "exchange",
        "no visa and data frictions",
        levers.setting({"exchange.visa_friction": 0.0, "exchange.data_friction": 0.0}),
    ),
    levers.Lever("controls", "no export controls", levers.setting({"export_control.level": 0.0})),
    levers.Lever("mutual_pause", "both pause in 2027", levers.pausing(("us", "cn"), 2027, 2028)),
    levers.Lever("us_pause", "the US pauses in 2027", levers.pausing(("us",), 2027, 2028)),
    levers.Lever("cn_pause", "China pauses in 2027", levers.pausing(("cn",), 2027, 2028)),
    levers.Lever(
        "investing",
        "when investing, half as much again for safety",
        levers.times(1.5, "progress.share_investing"),
    ),
    levers.Lever(
        "floor",
        "when accelerating, twice as much for safety",
        levers.times(2.0, "progress.share_accelerating"),
    ),
    levers.Lever(
        "science",
        "safety work half as productive again",
        levers.times(1.5, "progress.safety_productivity"),
    ),
    levers.Lever("us_safe", "the US is always safe", levers.setting({"us.policy": "always-safe"})),
    levers.Lever("cn_safe", "China is always safe", levers.setting({"cn.policy": "always-safe"})),
    levers.Lever(
        "awareness", "the hazard seen no smaller than it is", levers.at_least("alarm.prior", 1.0)
    ),
    levers.Lever(
        "memory", "alarm remembered twice as long", levers.times(2.0, "alarm.memory_half_life")
    ),
    levers.Lever(
        "gentle",
        "crackdowns half as deep",
        levers.times(0.5, "us.freeze_depth", "us.scar", "cn.freeze_depth", "cn.scar"),
    ),
)


def size_of(worlds: int) -> tuple[int, int]:
    """How many points a seed, and worlds a point, so many worlds a lever come to.

    Fewer points if there are few worlds, and always an even number of worlds a point.
    """
    points = min(POINTS, max(FEWEST_POINTS, worlds // (2 * 64)))
    return points, max(2, worlds // (2 * points) // 2 * 2)


def sentences_on(table: pd.DataFrame, danger: np.ndarray) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the table.

    `danger` is the chance of a catastrophe without any lever, at every point.
    """
    for sentence in (
        _on_danger(danger),
        _on_first(table),
        _on_last(table),
        _on_firmness(table),
        _on_regret(table),
        _on_harm(table),
    ):
        yield sentence.replace(" %", f"{words.NO_BREAK}%")


def _on_danger(danger: np.ndarray) -> str:
    middle, low, high = (
        words.percent(float(part)) for part in np.quantile(danger, (0.5, 0.1, 0.9))
    )
    return (
        f"At {len(danger):,} points of the prior the chance of a catastrophe without any lever is "
        f"{middle} at the median, {low} at the tenth percentile and {high} at the ninetieth. "
        "Intervals below are over points of the prior, not over luck; what a lever lowers on "
        "average is positive, what it raises negative."
    )


def _estimate(row: pd.Series, name: str) -> Estimate:
    return Estimate(row[f"{name}_value"], row[f"{name}_low"], row[f"{name}_high"])


def _told(row: pd.Series) -> str:
    mean = wording.scaled(_estimate(row, "mean"), 100.0)
    return (
        f"{row['label']} ({wording.percent(_estimate(row, 'lowers'))} of points; on average "
        f"{wording.number(mean)} percentage points)"
    )


def _on_first(table: pd.DataFrame) -> str:
    first = [_told(row) for _, row in table.head(5).iterrows()]
    return (
        f"The levers that lower the chance of a catastrophe by more than {100 * THRESHOLD:g} "
        f"percentage points at more points than the others do, the first five: {'; '.join(first)}."
    )


def _on_last(table: pd.DataFrame) -> str:
    last = [_told(row) for _, row in table.tail(3).iterrows()]
    return f"The three that do so at the fewest points: {'; '.join(last)}."


def _on_firmness(table: pd.DataFrame) -> str:
    first, second = table["rank_1"].to_numpy(), table["rank_2"].to_numpy()
    agreement = float(np.corrcoef(first, second)[0, 1])
    common = int(((first <= 5) & (second <= 5)).sum())
    top = table.iloc[0]
    return (
        f"How firm is the ranking? With the points resampled, {top['label']} takes place "
        f"{top['rank_low']} to {top['rank_high']} in 95 % of cases, and a lever's places are "
        f"{int((table['rank_high'] - table['rank_low']).median()) + 1} wide at the median. Made "
        f"from either seed alone, the two rankings have a rank correlation of {agreement:.2f}, and "
        f"{common} of the first five in common."
    )


def _on_regret(table: pd.DataFrame) -> str:
    mean = table.sort_values("mean_regret").iloc[0]
    largest = table.sort_values("maximum_regret").iloc[0]
    return (
        f"Regret is the distance from the best lever at a point. It is smallest on average for: "
        f"{mean['label']} ({100 * mean['mean_regret']:.3f} percentage points, or at least "
        f"{100 * mean['fitted_mean_regret']:.3f} if noise flatters the lever that looks best; it "
        f"is the best at {100 * mean['best']:.0f} % of points). It is smallest at the worst point "
        f"for: {largest['label']} ({100 * largest['maximum_regret']:.1f} percentage points)."
    )


def _on_harm(table: pd.DataFrame) -> str:
    harmful = table[table["raises"] > OFTEN].sort_values("raises", ascending=False)
    never = table[table["percentile_10"] >= 0.0]
    parts = [
        f"{row['label']} ({100 * row['raises']:.0f} % of points)" for _, row in harmful.iterrows()
    ]
    backfire = (
        f"Levers that raise the chance by more than {100 * THRESHOLD:g} percentage points at more "
        f"than {100 * OFTEN:.0f} % of points: {listing(parts)}."
        if parts
        else f"No lever raises the chance by more than {100 * THRESHOLD:g} percentage points at "
        f"more than {100 * OFTEN:.0f} % of points."
    )
    return (
        f"{backfire} At the tenth percentile of points, {len(never)} of {len(table)} levers still "
        "lower it or leave it as it is."
    )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Parameters
    ----------
    worlds : int
        Worlds a lever, over all points.
    seed : int
        Of half of the points and their luck; the other half has the next.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    points, each = size_of(worlds)
    prior = load_prior(PRIOR)
    samples = [levers.play(LEVERS, prior, points, each, one) for one in (seed, seed + 1)]
    table = levers.lever_ranking(samples, LEVERS, THRESHOLD, seed)
    danger = np.concatenate([sample.values[0] for sample in samples])
    played = 2 * points * each
    drawn = picture.draw(table, NAME, THRESHOLD, 2 * points, played, seed)
    sentences = tuple(sentences_on(table, danger))
    over = "95 % intervals over points of the prior"
    return Finding(NAME, QUESTION, sentences, (drawn,), played, seed, intervals=over)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS, of=DEPENDS_ON))
