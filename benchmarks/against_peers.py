"""Studies against other tools: the same model, design and worlds."""

from __future__ import annotations

import tempfile
from argparse import Namespace
from collections import defaultdict
from pathlib import Path
from typing import Any

from children import Measured, in_turns, measured, rate, to_disk
from markdown_tables import median, number, spread, table
from sizes import FEW

STUDIES = {"study, threads": "threads", "study, processes": "processes"}


def study_and_digest(worlds: int, engine: str, compared: int) -> tuple[Measured, str]:
    """A study from nothing, and the hash of its first worlds."""
    with tempfile.TemporaryDirectory() as place:
        folder = str(Path(place) / "study")
        found = measured("study_from_nothing", folder=folder, worlds=worlds, engine=engine)
        return found, measured("digest_of_study", folder=folder, worlds=compared).answer["digest"]


def peers(options: Namespace) -> tuple[dict[str, Any], str]:
    """Studies against other tools, all with the same model."""
    versions = measured("peer_versions").answer
    small = options.peer_worlds
    sizes = dict.fromkeys(versions, small) | dict.fromkeys(STUDIES, options.study_worlds)
    same = "study, threads, the same few worlds"
    sizes[same] = small
    found: dict[str, list[Measured]] = defaultdict(list)
    rates: dict[str, list[float]] = defaultdict(list)
    steady: dict[str, list[float]] = defaultdict(list)
    digests = set()
    for side in in_turns(sizes, options.rounds):
        if side in versions:
            few, many = (measured("peer", name=side, worlds=n) for n in (FEW, small))
            digests.add(many.answer["digest"])
        else:
            engine = STUDIES.get(side, "threads")
            few = to_disk("study_from_nothing", worlds=FEW, engine=engine)
            many, digest = study_and_digest(sizes[side], engine, small)
            digests.add(digest)
        found[side].append(many)
        rates[side].append(many.answer["worlds"] / many.seconds)
        more = many.answer["worlds"] - few.answer["worlds"]
        steady[side].append(rate(more, many.seconds - few.seconds))
    if len(digests) != 1:
        raise SystemExit("the outcomes of the sides are not the same")
    rows = []
    for side, runs in found.items():
        rows.append(
            [
                f"{side} ({versions[side]})" if side in versions else side,
                number(runs[0].answer["worlds"]),
                median([run.seconds for run in runs]),
                median(rates[side]),
                "" if side == same else median(steady[side]),
                median([run.first for run in runs]),
                median([run.megabytes for run in runs]),
            ]
        )
    head = (
        "tool",
        "worlds",
        "seconds, with start-up",
        "worlds a second, with start-up",
        "worlds a second, without",
        "seconds to the first result",
        "peak memory, MB",
    )
    ratios = {}
    for side in STUDIES:
        for what, values in (("with start-up", rates), ("without start-up", steady)):
            best = [
                max(values[peer][place] for peer in versions) for place in range(options.rounds)
            ]
            ratios[f"{side}, worlds a second {what}, over the best peer"] = [
                ours / theirs for ours, theirs in zip(values[side], best, strict=True)
            ]
    ratios["seconds of the quickest peer over those of a study, the same few worlds"] = [
        min(found[peer][place].seconds for peer in versions) / found[same][place].seconds
        for place in range(options.rounds)
    ]
    text = table(head, rows) + "\n\n" + _ratio_table(ratios)
    kept = {side: [run._asdict() for run in each] for side, each in found.items()}
    return {"runs": kept, "without start-up": steady, "ratios": ratios}, text


def _ratio_table(ratios: dict[str, list[float]]) -> str:
    return table(
        ("ratio", "median (smallest to largest)"),
        [[name, spread(values)] for name, values in ratios.items()],
    )
