"""How fast the published models are over many points, beside a plain Python loop.

In each round, in turn: a function of a model once on arrays of points, with all its checks, and a
plain loop of the same closed form, one point at a time and without checks, over a part of them. The
ratio is of points a second. Both must give the same numbers.

    python benchmarks/literature.py [--rounds N] [--points N] [--only NAME ...] [--write PAGE]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from markdown_tables import median, spread, table

from race_sim.documents import write_block
from race_sim.literature import armstrong2016, han2020

SEED = 1
IN_THE_LOOP = 50_000  # points
MAP_SIZE = 400  # points a side
HEAD = ("what", "points", "seconds", "points a second, times a plain loop")


def risk_of_one(teams: int, enmity: float, skill_weight: float, information: str) -> float:
    """The textbook form of the risk of Armstrong and others at one point."""
    n, e, mu = teams, enmity, skill_weight
    if information == "none":
        return max(0.0, 1.0 - mu / (n * e)) if e else 0.0
    if information == "private":
        bound = (n - 1) * e + 1
        return 1.0 - n * mu / ((n + 1) * bound) if mu <= bound else (bound / mu) ** n / (n + 1)
    if not e:
        return 0.0
    m = min(e, mu)
    below = (m - mu / (n + 1) * (1.0 - (1.0 - m / mu) ** (n + 1))) / e
    return below + max(0.0, 1.0 - mu / e)


def armstrong(rounds: int, points: int) -> list[list[str]]:
    """A row for each information level."""
    draw = np.random.default_rng(SEED)
    teams = draw.integers(2, 20, points, endpoint=True)
    enmity = draw.random(points)
    skill_weight = 5.0 * (1.0 - draw.random(points))  # above 0
    few = [values[:IN_THE_LOOP].tolist() for values in (teams, enmity, skill_weight)]
    rows = []
    for information in armstrong2016.INFORMATION:
        seconds, ratios = [], []
        for _ in range(rounds):
            begin = time.perf_counter()
            found = armstrong2016.disaster_risk(teams, enmity, skill_weight, information)
            middle = time.perf_counter()
            plain = [risk_of_one(n, e, mu, information) for n, e, mu in zip(*few, strict=True)]
            end = time.perf_counter()
            np.testing.assert_allclose(plain, found[: len(plain)], rtol=1e-9, atol=1e-9)
            seconds.append(middle - begin)
            ratios.append(points / (middle - begin) / (len(plain) / (end - middle)))
        known = "no" if information == "none" else information
        title = f"Armstrong et al. 2016, risk, {known} information"
        rows.append([title, f"{points:,}", median(seconds), spread(ratios)])
    return rows


def region_of_one(speed: float, setback_risk: float) -> int:
    """The region of Han and others at one point, from the textbook lines at the defaults."""
    prize, benefit, cost = 100.0, 4.0, 1.0  # the prize a round
    safe, with_unsafe = prize / 2 + benefit / 2 - cost, benefit / (speed + 1) - cost
    alone = speed * prize + speed * benefit / (speed + 1)
    both = speed * prize / 2 + benefit / 2
    wanted = setback_risk > 1.0 - safe / both
    chosen = setback_risk > 1.0 - (safe + with_unsafe) / (alone + both)
    return (1 if chosen else 2) if wanted else (4 if chosen else 3)


def han(rounds: int, points: int) -> list[list[str]]:
    """The map of regions; a row."""
    size = MAP_SIZE
    across, up = np.linspace(1.0, 5.0, size), np.linspace(0.0, 1.0, size)
    few = [(speed, risk) for risk in up.tolist() for speed in across.tolist()][:IN_THE_LOOP]
    seconds, ratios = [], []
    for _ in range(rounds):
        begin = time.perf_counter()
        found = han2020.region_map(across, up).region
        middle = time.perf_counter()
        plain = [region_of_one(*one) for one in few]
        end = time.perf_counter()
        np.testing.assert_array_equal(plain, found.ravel()[: len(plain)])
        seconds.append(middle - begin)
        ratios.append(found.size / (middle - begin) / (len(plain) / (end - middle)))
    title = f"Han et al. 2020, regions, {size} x {size}"
    return [[title, f"{size * size:,}", median(seconds), spread(ratios)]]


# A model's name, and what measures it: from rounds and points to rows.
MODELS: dict[str, Callable[[int, int], list[list[str]]]] = {
    "armstrong2016": armstrong,
    "han2020": han,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="+", choices=MODELS, default=list(MODELS))
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    rows = [row for name in options.only for row in MODELS[name](options.rounds, options.points)]
    text = table(HEAD, rows)
    print(text)
    if options.write:
        write_block(options.write, "literature", text)


if __name__ == "__main__":
    main()
