"""How often intervals hold the truth, where it is known: of Sobol' indices, of importance sampling.

python benchmarks/interval_coverage.py [sobol] [rare] [--samples N] [--write]

With --write the tables go into docs/sensitivity.md and docs/rare-events.md.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
from markdown_tables import table
from scipy.stats import poisson

from race_sim import load_scenario
from race_sim.analysis import rare, sobol
from race_sim.documents import MODEL, write_block
from race_sim.study.sampling import saltelli

DOCS = Path(__file__).parent.parent / "docs"
BASE_POINTS = (64, 256, 1024)
RESAMPLES = 200
SOBOL_OF = (
    "race_sim/analysis/sobol.py",
    "race_sim/analysis/salib.py",
    "race_sim/study/sampling.py",
    "benchmarks/interval_coverage.py",
)
RARE_OF = (MODEL, "race_sim/analysis/rare", "benchmarks/interval_coverage.py")

Known = tuple[Callable[[np.ndarray], np.ndarray], np.ndarray, np.ndarray]


def ishigami(u: np.ndarray) -> np.ndarray:
    """Ishigami and Homma (1990), with a = 7 and b = 0.1."""
    x, y, z = (math.pi * (2.0 * u - 1.0)).T
    return np.sin(x) + 7.0 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def ishigami_indices() -> tuple[np.ndarray, np.ndarray]:
    """First-order and total indices in closed form."""
    a, b, pi = 7.0, 0.1, math.pi
    first = np.array([0.5 * (1.0 + b * pi**4 / 5.0) ** 2, a * a / 8.0, 0.0])
    both = b * b * pi**8 * (1.0 / 18.0 - 1.0 / 50.0)
    whole = first.sum() + both
    return first / whole, (first + np.array([both, 0.0, both])) / whole


def g_function(u: np.ndarray, a: np.ndarray) -> np.ndarray:
    """Sobol' (1993): the product of (|4 u - 2| + a) / (1 + a)."""
    return np.prod((np.abs(4.0 * u - 2.0) + a) / (1.0 + a), axis=1)


def g_indices(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """In closed form: variances 1 / (3 (1 + a)^2) of the factors, whose means are 1."""
    part = 1.0 / (3.0 * (1.0 + a) ** 2)
    whole = np.prod(1.0 + part) - 1.0
    others = np.array([np.prod(1.0 + np.delete(part, place)) for place in range(len(a))])
    return part / whole, part * others / whole


def known() -> dict[str, Known]:
    """Functions of three uncertainties with known first-order and total indices."""
    a, slopes = np.array([0.0, 1.0, 9.0]), np.array([1.0, 2.0, 3.0])
    shares = slopes**2 / (slopes**2).sum()
    return {
        "Ishigami": (ishigami, *ishigami_indices()),
        "g-function": (lambda u: g_function(u, a), *g_indices(a)),
        "sum": (lambda u: u @ slopes, shares, shares),
    }


def independent(count: int, d: int, seed: int) -> np.ndarray:
    """As a Saltelli sample, but of independent points."""
    first, second = np.random.default_rng(seed).random((2, count, d))
    blocks = np.repeat(first[:, None, :], d + 2, axis=1)
    for place in range(d):
        blocks[:, place + 1, place] = second[:, place]
    blocks[:, -1] = second
    return blocks.reshape(-1, d)


def sobol_coverage(samples: int) -> str:
    """Smallest and largest coverage over functions, uncertainties and both indices."""
    rows = []
    for points in BASE_POINTS:
        row = [str(points)]
        for sample in (independent, saltelli):
            shares = []
            for function, first, total in known().values():
                held = np.zeros((2, 3))
                for seed in range(samples):
                    values = function(sample(points, 3, seed))
                    found = sobol.indices("abc", values, resamples=RESAMPLES, seed=seed)
                    for place, (name, truth) in enumerate((("first", first), ("total", total))):
                        low, high = found[f"{name}_low"], found[f"{name}_high"]
                        held[place] += ((low <= truth) & (truth <= high)).to_numpy()
                shares.append(held / samples)
            row.append(f"{100 * np.min(shares):.0f} to {100 * np.max(shares):.0f} %")
        rows.append(row)
        print(row, flush=True)
    head = ("base points", "independent points", "Sobol' sample")
    how = (
        f"{samples} samples each of the Ishigami function, Sobol's g-function and a sum, "
        f"{RESAMPLES} resamples, a nominal coverage of 95 %; smallest and largest over functions, "
        "uncertainties and both indices:"
    )
    return f"{how}\n\n{table(head, rows)}"


RATE, EXPONENT, CEILING, YEARS = 0.5, 1.5, 10_000.0, 10.0
WORLDS = 40_000
MOMENTS = 4


def constant_hazard() -> dict[str, float | str]:
    """Both sides together have `RATE` incidents a year, whatever happens."""
    sides = {
        f"{side}.{key}": value
        for side in ("us", "cn")
        for key, value in {
            "policy": "always-accelerate",
            "scale": 1.0,
            "applications": 1.0,
            "freeze_depth": 0.0,
            "scar": 0.0,
        }.items()
    }
    return {
        **sides,
        "incidents.base_rate": RATE / 2.0,
        "incidents.gap_elasticity": 0.0,
        "incidents.severity_exponent": EXPONENT,
        "incidents.severity_ceiling": CEILING,
        "time.end": 2026.0 + YEARS,
    }


def rare_coverage(samples: int) -> str:
    """How often intervals of importance sampling hold the chance of a Poisson process."""
    scenario = load_scenario("baseline", constant_hazard())
    severe = scenario.parameters.incidents.chernobyl_severity**-EXPONENT
    last = CEILING**-EXPONENT
    # The race goes on until a moment is a catastrophe: the first of the moments must not be.
    several = poisson.sf(MOMENTS - 1, RATE * severe * YEARS) * (1 - last / severe) ** (MOMENTS - 1)
    truths = {
        "catastrophe": -math.expm1(-RATE * last * YEARS),
        f"chernobyl_moments_at_least:{MOMENTS}": float(several),
    }
    rows = []
    for name, truth in truths.items():
        held, low, events = 0, 0, []
        for seed in range(samples):
            found = rare.importance(scenario, name, worlds=WORLDS, seed=seed).weighted
            held += found.estimate.low <= truth <= found.estimate.high
            low += found.estimate.high < truth
            events.append(found.effective_events)
        rows.append(
            [
                f"`{name}`",
                f"1 in {1.0 / truth:,.0f}",
                f"{np.median(events):.0f}",
                f"{held} of {samples}",
                str(low),
            ]
        )
        print(rows[-1], flush=True)
    head = (
        "event",
        "chance",
        "effective events, median",
        "intervals that hold it",
        "that lie below it",
    )
    how = f"{WORLDS:,} worlds each, a nominal coverage of 95 %:"
    return f"{how}\n\n{table(head, rows)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=["sobol", "rare", []])
    parser.add_argument("--samples", type=int, help="of each; by default 200 and 100")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    for name, make, samples, page, of in (
        ("sobol", sobol_coverage, 200, "sensitivity.md", SOBOL_OF),
        ("rare", rare_coverage, 100, "rare-events.md", RARE_OF),
    ):
        if not options.parts or name in options.parts:
            text = make(options.samples or samples)
            print(text)
            if options.write:
                write_block(DOCS / page, f"coverage, {name}", text, of)


if __name__ == "__main__":
    main()
