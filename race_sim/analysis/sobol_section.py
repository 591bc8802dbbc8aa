"""What Sobol' indices say, in words, tables and pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from race_sim.analysis import convergence, sobol
from race_sim.analysis.lever_table import missing_sentences
from race_sim.analysis.salib import Sample, noise_share, samples_of
from race_sim.analysis.section import Section
from race_sim.plots import naming, words
from race_sim.words import number_word

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.plots.picture import Picture
    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

# A total index below this is not said to drive anything.
LEAST_TOTAL = 0.01
_WAYS = {1: "more of it raises the outcome", -1: "more of it lowers it", 0: "in no clear direction"}


def section(result: StudyResult, request: AnalysisRequest) -> Section:
    """Which uncertainties drive an outcome, at each lever point.

    Raises
    ------
    InputError
        If there are too few points with an estimate, or SALib is not installed.
    """
    import pandas as pd

    samples = samples_of(result, request.outcome)
    sentences: list[str] = []
    tables: dict[str, list[pd.DataFrame]] = {"indices": [], "convergence": []}
    pictures: list[Picture] = []
    for lever_point, sample in samples.items():
        several = len(samples) > 1
        told, found, drawn = _at_lever(
            result, request, sample, f"-{lever_point}" if several else ""
        )
        sentences += [f"With {sample.lever}: {told[0]}", *told[1:]] if several else told
        pictures += drawn
        for name, table in found.items():
            table.insert(0, "lever", sample.lever)
            table.insert(0, "lever_point", lever_point)
            tables[name].append(table)
    sentences += missing_sentences(result)
    joined = {name: pd.concat(parts, ignore_index=True) for name, parts in tables.items() if parts}
    about = naming.quantity(request.outcome)
    return Section(
        f"sobol-{request.outcome}",
        f"What drives {about}",
        tuple(sentences),
        joined,
        tuple(pictures),
    )


def _at_lever(
    result: StudyResult, request: AnalysisRequest, sample: Sample, ending: str
) -> tuple[list[str], dict[str, pd.DataFrame], list[Picture]]:
    from race_sim.plots import index_convergence, sensitivity

    seed, confidence = result.study.seed, request.confidence
    found = sobol.estimate(sample.names, sample.values, request.resamples, confidence, seed)
    table = found.table
    about = naming.quantity(request.outcome)
    if not found.varies:
        told = [
            f"{words.first_capital(about)} does not vary between the points of the sample, so "
            "there is no variance to share out among the uncertainties.",
            *_missing_blocks(found),
        ]
        return told, {"indices": table}, []
    ways = sobol.directions(sample.inputs, sample.values, sample.ordered, confidence)
    table = table.join(ways)
    table.insert(1, "meaning", [naming.meaning(key) for key in table["parameter"]])
    table.insert(2, "unit", [naming.unit_of(key) for key in table["parameter"]])
    counted = int((table["total"] >= LEAST_TOTAL).sum())
    top = convergence.stability(
        table["total"].to_numpy(), found.total, max(1, min(request.top, counted))
    )
    table["top_share"] = top.top_share
    parts = convergence.growing(sample.names, sample.values, request.resamples, confidence, seed)
    told = [
        *_drivers(table, top, about),
        _alone(found, top, confidence),
        *_settled(found, table, top, parts, request),
        *_noise(sample, result.study.independent),
        *_missing_blocks(found),
    ]
    title = result.study.title or result.study.name
    if ending:
        title = f"{title}: {sample.lever}" if title else sample.lever
    ordered = table.sort_values("total", ascending=False, kind="stable", ignore_index=True)
    shape = f"sobol-{request.outcome}{ending}"
    pictures = [
        sensitivity.draw(ordered, request.outcome, title, confidence, name=shape),
        index_convergence.draw(
            parts,
            [sample.names[place] for place in top.top],
            request.outcome,
            title,
            confidence,
            name=f"sobol-convergence-{request.outcome}{ending}",
        ),
    ]
    return told, {"indices": ordered, "convergence": parts}, pictures


def _drivers(table: pd.DataFrame, top: convergence.Stability, about: str) -> list[str]:
    from race_sim.plots.sensitivity import index_text

    parts = []
    for place in top.top:
        row = table.iloc[place]
        interval = index_text(row["total"], row["total_low"], row["total_high"])
        parts.append(f"{naming.in_words(row['parameter'])}, {interval}, {_WAYS[row['direction']]}")
    count, every = len(parts), len(table)
    if count == 1:
        head = f"One of {number_word(every)} uncertainties drives {about}"
    elif count == every:
        head = f"These {number_word(count)} uncertainties drive {about}"
    else:
        head = f"{words.first_capital(number_word(count))} of {number_word(every)} uncertainties "
        head += f"drive {about} most"
    said = [
        f"{head}: {'; '.join(parts)}.",
        "The number is the total index: the share of the variance between points that the "
        "uncertainty accounts for, alone and together with others.",
    ]
    rest = np.delete(table["total"].to_numpy(), top.top)
    if len(rest):
        said.append(f"The highest total index of the others is {max(rest.max(), 0.0):.2f}.")
    return said


def _share(values: np.ndarray, again: np.ndarray, confidence: float) -> str:
    """A sum of first-order indices as a percentage, with its interval."""
    tail = (1.0 - confidence) / 2
    low, high = np.quantile(again.sum(axis=1), [tail, 1.0 - tail])
    ends = [f"{100 * part:.0f}" for part in (values.sum(), low, high)]
    return f"{ends[0]}{words.NO_BREAK}% ({ends[1]} to {ends[2]})"


def _alone(found: sobol.Indices, top: convergence.Stability, confidence: float) -> str:
    first = found.table["first"].to_numpy()
    count = len(top.top)
    some = _share(first[top.top], found.first[:, top.top], confidence)
    every = _share(first, found.first, confidence)
    if count == len(first):
        return (
            f"Their first-order effects, without interactions, together explain {every} of the "
            "variance; the rest is interactions."
        )
    whose = (
        "Its first-order effect, without interactions, explains"
        if count == 1
        else ("Together their first-order effects, without interactions, explain")
    )
    return (
        f"{whose} {some} of the variance, and those of all {number_word(len(first))} uncertainties "
        f"{every}; the rest is interactions."
    )


def _settled(
    found: sobol.Indices,
    table: pd.DataFrame,
    top: convergence.Stability,
    parts: pd.DataFrame,
    request: AnalysisRequest,
) -> list[str]:
    count = len(top.top)
    said = [
        convergence.settled_sentence(top, len(found.total)),
        convergence.contenders_sentence(top, table["parameter"].tolist()),
    ]
    key, width = convergence.widest(table)
    interval = f"{100 * request.confidence:g}{words.NO_BREAK}% interval"
    line = (
        f"The widest {interval} of a total index is {width:.2f} wide, that of "
        f"{naming.in_words(key)}"
    )
    change = convergence.largest_change(parts, [str(table["parameter"].iloc[i]) for i in top.top])
    if not np.isnan(change):
        which = (
            "no index named above moves by more than"
            if count > 1
            else "the one named above moves by"
        )
        line += f"; from half of the sample to the whole, {which} {change:.2f}"
    said.append(
        f"{line}. Intervals are bootstrapped over {words.counted(found.blocks, 'base point')}."
    )
    below = table.loc[table["first_high"] < 0.0, "parameter"].tolist()
    if below:
        said.append(
            "No true index is negative, but a whole interval of a first-order index lies below "
            f"zero ({naming.listed(below)}): there are too few base points for such intervals."
        )
    return [sentence for sentence in said if sentence]


def _noise(sample: Sample, independent: bool) -> list[str]:
    share = noise_share(sample)
    if np.isnan(share):
        return []
    each = f"{words.counted(sample.worlds, 'world')} a point"
    if independent:
        return [
            f"The noise of {each} is {words.percent(share)} of the variance between points, and "
            "raises every total index by up to as much, since every point has luck of its own."
        ]
    return [
        f"The noise of {each} is at most {words.percent(share)} of the variance between points; "
        "all points share their luck, so that much of it cancels in the differences."
    ]


def _missing_blocks(found: sobol.Indices) -> list[str]:
    if not found.missing:
        return []
    share = found.missing / (found.missing + found.blocks)
    return [
        f"{words.percent(share)} of the base points are left out, because at one of the points "
        "that belong to them every world failed."
    ]
