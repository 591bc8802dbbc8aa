"""What a study costs beyond the bare kernel: by its size, and with many small chunks."""

from __future__ import annotations

import math
import statistics
from argparse import Namespace
from typing import Any

from children import in_turns, measured, to_disk
from markdown_tables import median, number, spread, table
from sizes import POINTS


def _beside_kernel(
    design: str, worlds: int, points: int, rounds: int
) -> tuple[list[dict[str, Any]], list[float], list[float]]:
    """What a study says each round, the kernel's seconds, and the study's cost above it in %."""
    arguments = {"design": design, "worlds": worlds, "points": points}
    studies, kernels = [], []
    for side in in_turns(("kernel", "study"), rounds):
        if side == "kernel":
            kernels.append(measured("kernel", **arguments).answer["seconds"])
        else:
            studies.append(to_disk("study", **arguments).answer)
    overheads = [
        100.0 * (study["seconds"] / kernel - 1.0)
        for study, kernel in zip(studies, kernels, strict=True)
    ]
    return studies, kernels, overheads


_COST_HEAD = (
    "seconds, study",
    "seconds, kernel",
    "storage and bookkeeping, %",
    "worlds a second",
    "peak memory, MB",
    "bytes a world",
    "files",
)


def _cost_row(
    studies: list[dict[str, Any]], kernels: list[float], overheads: list[float]
) -> list[str]:
    worlds = studies[0]["worlds"]
    return [
        median([study["seconds"] for study in studies]),
        median(kernels),
        spread(overheads),
        median([worlds / study["seconds"] for study in studies]),
        median([study["megabytes"] for study in studies]),
        median([study["bytes"] / worlds for study in studies]),
        median([study["files"] for study in studies]),
    ]


def _slope(x: list[float], y: list[float]) -> float:
    """Slope of the least-squares line through the logarithms."""
    return statistics.linear_regression(
        [math.log(each) for each in x], [math.log(each) for each in y]
    ).slope


def scale(options: Namespace) -> tuple[dict[str, Any], str]:
    """A study to disk by its size."""
    sizes = dict.fromkeys(options.sizes, options.rounds)
    if options.large:
        sizes[10**7] = options.large_rounds
    rows, kept = [], {}
    for size, rounds in sizes.items():
        found = _beside_kernel("four points", size // POINTS, 0, rounds)
        kept[size] = found
        rows.append([f"{size:,}", *_cost_row(*found)])
    peaks = {
        size: statistics.median(study["megabytes"] for study in studies)
        for size, (studies, _, _) in kept.items()
    }
    seconds = {
        size: statistics.median(study["seconds"] for study in studies)
        for size, (studies, _, _) in kept.items()
    }
    measures = {
        "slope of log seconds over log worlds, all sizes": _slope(
            list(seconds), list(seconds.values())
        ),
        "peak memory, largest size over smallest": peaks[max(sizes)] / peaks[min(sizes)],
    }
    measures_table = table(
        ("measure", "value"), [[name, number(value)] for name, value in measures.items()]
    )
    text = table(("worlds", *_COST_HEAD), rows) + "\n\n" + measures_table
    names = ("studies", "kernel seconds", "overheads, %")
    named = {size: dict(zip(names, found, strict=True)) for size, found in kept.items()}
    return {"sizes": named, **measures}, text


def small(options: Namespace) -> tuple[dict[str, Any], str]:
    """Many points with few worlds each."""
    points, worlds = options.small_points, options.small_worlds
    found = _beside_kernel("many points", worlds, points, options.rounds)
    row = [f"{points:,} x {worlds:,}", *_cost_row(*found)]
    names = ("studies", "kernel seconds", "overheads, %")
    return dict(zip(names, found, strict=True)), table(("points x worlds", *_COST_HEAD), [row])
