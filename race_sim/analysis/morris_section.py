"""What elementary effects say, in words, tables and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis import convergence, morris
from race_sim.analysis.lever_table import missing_sentences
from race_sim.analysis.salib import Sample, samples_of
from race_sim.analysis.section import Section
from race_sim.plots import naming, words
from race_sim.words import number_word

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.plots.picture import Picture
    from race_sim.plots.sweeps import Outcome
    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

_WAYS = {1: "upward", -1: "downward", 0: "either way"}
# Below this part of the largest mean absolute effect, an uncertainty is said to matter little.
LITTLE = 0.1


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Which uncertainties matter for an outcome at all, at each lever point.

    Raises
    ------
    InputError
        If there are too few points with an estimate, or SALib is not installed.
    """
    import pandas as pd

    samples = samples_of(result, request.outcome)
    sentences: list[str] = []
    tables, pictures = [], []
    several = len(samples) > 1
    for lever_point, sample in samples.items():
        ending = f"-{lever_point}" if several else ""
        told, table, drawn = _at_lever(result, request, sample, ending)
        sentences += [f"With {sample.lever}: {told[0]}", *told[1:]] if several else told
        table.insert(0, "lever", sample.lever)
        table.insert(0, "lever_point", lever_point)
        tables.append(table)
        pictures += drawn
    return Section(
        f"morris-{request.outcome}",
        f"What matters for {naming.quantity(request.outcome)}",
        (*sentences, *missing_sentences(result)),
        {"effects": pd.concat(tables, ignore_index=True)},
        tuple(pictures),
    )


def _at_lever(
    result: StudyResult, request: AnalysisRequest, sample: Sample, ending: str
) -> tuple[list[str], pd.DataFrame, list[Picture]]:
    from race_sim.plots import elementary_effects
    from race_sim.plots.sweeps import outcome_of

    seed, levels = result.study.seed, result.study.design.levels
    table = morris.measures(
        sample.names,
        sample.inputs,
        sample.values,
        levels,
        request.resamples,
        request.confidence,
        seed,
    )
    table.insert(1, "meaning", [naming.meaning(key) for key in table["parameter"]])
    table.insert(2, "unit", [naming.unit_of(key) for key in table["parameter"]])
    ways = [morris.direction(share) for share in table["raised_share"]]
    table["direction"] = np.where(sample.ordered, ways, 0)
    rows = sample.values.reshape(-1, len(sample.names) + 1)
    known = np.isfinite(rows).all(axis=1)
    about = naming.quantity(request.outcome)
    left_out = int((~known).sum())
    missing = []
    if left_out:
        missing.append(
            f"{words.percent(left_out / len(known))} of the trajectories are left out, because at "
            "one of their points every world failed."
        )
    ordered = table.sort_values("rank", ignore_index=True)
    if table["mu_star"].max() == 0.0:
        told = [f"{words.first_capital(about)} never changes when an uncertainty is moved alone."]
        return [*told, *missing], ordered, []
    kept = np.repeat(known, rows.shape[1])
    single = morris.effects(sample.inputs[kept], sample.values[kept], levels)
    again = morris.resampled(single, request.resamples, seed)
    matter = int((table["mu_star_high"] >= LITTLE * table["mu_star"].max()).sum())
    count = min(request.top, matter)
    top = convergence.stability(table["mu_star"].to_numpy(), again, count)
    settled = [
        convergence.settled_sentence(top, request.resamples),
        convergence.contenders_sentence(top, sample.names),
    ]
    told = _sentences(ordered, count, about, outcome_of(request.outcome), int(known.sum()), settled)
    title = result.study.title or result.study.name
    if ending:
        title = f"{title}: {sample.lever}" if title else sample.lever
    drawn = elementary_effects.draw(
        ordered,
        request.outcome,
        title,
        request.confidence,
        name=f"morris-{request.outcome}{ending}",
    )
    return [*told, *missing], ordered, [drawn]


def _sentences(
    ordered: pd.DataFrame,
    count: int,
    about: str,
    outcome: Outcome,
    trajectories: int,
    settled: list[str],
) -> list[str]:
    named = ordered.head(count)
    parts = [
        f"{naming.in_words(row['parameter'])}, "
        + naming.amount_with_interval(
            outcome, row["mu_star"], row["mu_star_low"], row["mu_star_high"]
        )
        + f", {_WAYS[int(row['direction'])]}"
        for _, row in named.iterrows()
    ]
    every = number_word(len(ordered))
    if len(named) == len(ordered):
        head = f"By how much each uncertainty moves {about} when it alone is moved over its range"
    elif len(named) == 1:
        head = f"One of {every} uncertainties moves {about} most when it alone is moved"
    else:
        head = f"{words.first_capital(number_word(len(named)))} of {every} uncertainties move "
        head += f"{about} most, each moved alone over its range"
    said = [
        f"{head}: {'; '.join(parts)}.",
        "The number is the mean absolute elementary effect over "
        f"{words.counted(trajectories, 'trajectory', 'trajectories')}.",
        *settled,
    ]
    little = ordered[ordered["mu_star_high"] < LITTLE * ordered["mu_star"].max()]
    if len(little):
        verb = "matters" if len(little) == 1 else "matter"
        said.append(
            f"{words.first_capital(number_word(len(little)))} of {every} {verb} little, with an "
            "interval below a tenth of the largest effect: "
            f"{naming.listed(little['parameter'].tolist())}."
        )
    bent = named[named["sigma"] > named["mu_star"]]
    if len(bent):
        said.append(
            "The effect depends strongly on where it and the others are (standard deviation "
            f"above the mean) for {naming.listed(bent['parameter'].tolist())}."
        )
    return [sentence for sentence in said if sentence]
