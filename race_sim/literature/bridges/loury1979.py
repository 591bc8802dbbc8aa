"""Bridge to Loury's memoryless race: incidents at constant rates, and which comes first.

The limit, term by term:

- two racers with success hazards `h1` and `h2`: serious incidents in the United States and in China
  that are no catastrophes, with the gap elasticity at 0 so that the rate stays as it is;
- a disaster with hazard `m`: an incident, on either side, of the highest severity. Of all that
  come, the share `m / (h1 + h2 + m)` is, by the exponent of the severity law; so the sides' rates
  are `h1` and `h2` over the rest;
- the horizon `T`: how many steps are played;
- what comes first decides: the dates of the first Chernobyl moment on each side (every incident
  counts as one), and the date of the catastrophe, which ends the race;
- a hazard that grows as exp(g t): both sides accelerate at 1 OOM a year, with a gap elasticity of
  g / ln 10, and every incident is a disaster;
- everything else is off: nothing freezes, learns or fears.

Our race moves in steps. What comes first within one is not told, so the disaster is counted first,
as our engine ends a race by it, and two successes in a step are shared. That has the bias that the
chances in steps say, and none in the chance that nothing happens. In short steps it is the race in
continuous time.

Not matched: how much the racers invest. Loury's hazards are bought; those of our incidents are what
the gap and the rules make them. More than two racers are not a limit of ours either.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np

from race_sim.literature import loury1979
from race_sim.literature.bridges.limit import Docked, Position, plan_at, still_settings
from race_sim.literature.bridges.playing import many
from race_sim.resolve import Plan

CEILING = 100.0  # severity of a catastrophe, in units of the smallest serious incident
WORLDS = 20_000
SEED = 63


class Hazards(NamedTuple):
    """Rates a year, and the horizon in years."""

    first: float
    second: float
    disaster: float
    horizon: float


# What is docked: rates and horizon, with the length of a step; and in short steps.
RACES = ((Hazards(0.2, 0.1, 0.05, 10.0), 1.0), (Hazards(0.3, 0.1, 0.1, 5.0), 0.25))
SHORT = (Hazards(0.3, 0.1, 0.1, 5.0), 1.0 / 16.0)
GROWING = (0.02, 0.2, 10.0)  # h0, g and the horizon
ALL_AT_THE_CEILING = 1e-12  # an exponent of the severity law


def race_of(hazards: Hazards, step: float) -> Plan:
    """The plan of such a race; a whole number of steps, in years, makes the horizon."""
    total = hazards.first + hazards.second + hazards.disaster
    at_ceiling = hazards.disaster / total
    settings = still_settings(step)
    settings = settings._replace(
        us=settings.us._replace(deployment=hazards.first / (1.0 - at_ceiling)),
        cn=settings.cn._replace(deployment=hazards.second / (1.0 - at_ceiling)),
        hazard=1.0,
        severity_exponent=-math.log(at_ceiling) / math.log(CEILING),
        severity_ceiling=CEILING,
        ceiling_chance=at_ceiling,
        chernobyl_severity=1.0,
    )
    steps = round(hazards.horizon / step)
    return plan_at(Position(), Position(), (steps, settings))


class Seen(NamedTuple):
    """Who was first in each of many worlds: 1, 0, or a half each; and when, NaN for never."""

    first: np.ndarray
    second: np.ndarray
    disaster: np.ndarray
    time: np.ndarray  # years, the end of the step


def seen_in(plan: Plan, worlds: int = WORLDS) -> Seen:
    """Play many worlds of a race, and see what came first."""
    step = plan.stretches[0].settings.step
    table = many(plan, worlds, SEED)
    # The beginning of the step of the first Chernobyl moment; infinity for never.
    one, two = (
        np.nan_to_num(table[f"{side}_first_chernobyl_year"], nan=np.inf) for side in ("us", "cn")
    )
    earliest = np.minimum(one, two)
    lost = (table["catastrophe"] == 1.0) & (table["end_year"] <= earliest + 1.5 * step)
    happened = np.isfinite(earliest)
    share = np.where(one < two, 1.0, np.where(one > two, 0.0, 0.5))
    return Seen(
        np.where(lost | ~happened, 0.0, share),
        np.where(lost | ~happened, 0.0, 1.0 - share),
        lost.astype(float),
        np.where(happened, earliest + step, np.nan),
    )


def growing_race(base: float, growth: float, horizon: float, step: float) -> Plan:
    """The plan of a race in which the hazard of a disaster is `base exp(growth t)`."""
    settings = still_settings(step)
    settings = settings._replace(
        us=settings.us._replace(growth=1.0, deployment=base / 2.0),
        cn=settings.cn._replace(growth=1.0, deployment=base / 2.0),
        hazard=1.0,
        gap_elasticity=growth / math.log(10.0),
        severity_exponent=ALL_AT_THE_CEILING,
        severity_ceiling=CEILING,
        ceiling_chance=1.0,
    )
    return plan_at(Position(), Position(), (round(horizon / step), settings))


def _spread(chance: float, worlds: int = WORLDS) -> float:
    return 4.0 * math.sqrt(chance * (1.0 - chance) / worlds)


def _rows(hazards: Hazards, step: float) -> list[Docked]:
    """Who or what is first in a race in steps, and when."""
    known = loury1979.outcome_chances_in_steps(*hazards, step)
    found = seen_in(race_of(hazards, step))
    h1, h2, m, horizon = hazards
    at = f"rates {h1:g}, {h2:g}, {m:g}, {horizon:g} years, step {step:g}"
    why = f"4 standard errors of {WORLDS:,} worlds"
    parts = {
        "first is first": (known.first, found.first),
        "second is first": (known.second, found.second),
        "disaster is first": (known.disaster, found.disaster),
        "nothing happens": (known.nothing, np.isnan(found.time)),
    }
    rows = [
        # A win that is shared counts a half, which makes the spread smaller than that of a share.
        Docked(f"{name}, {at}", float(one), float(ours.mean()), _spread(float(one)), why)
        for name, (one, ours) in parts.items()
    ]
    times = found.time[~np.isnan(found.time)]
    error = 4.0 * float(times.std(ddof=1)) / math.sqrt(len(times))
    mean = float(times.mean())
    return [*rows, Docked(f"mean time in years, {at}", float(known.mean_time), mean, error, why)]


def _short_rows() -> list[Docked]:
    """A race in short steps against continuous time."""
    hazards, step = SHORT
    known = loury1979.outcome_chances(*hazards)
    found = seen_in(race_of(hazards, step))
    total = hazards.first + hazards.second + hazards.disaster
    # Of two events in a step the later one counts with a chance of one half.
    bias = 0.5 * step * total
    why = f"4 standard errors of {WORLDS:,} worlds, and the step"
    at = f"continuous time, step {step:g}"
    rows = [
        Docked(f"{name}, {at}", float(one), float(ours.mean()), _spread(one) + bias * one, why)
        for name, one, ours in (
            ("first is first", float(known.first), found.first),
            ("disaster is first", float(known.disaster), found.disaster),
        )
    ]
    # An event is dated to the end of its step, and comes in the middle of it on average.
    times = found.time[~np.isnan(found.time)] - step / 2.0
    error = 4.0 * float(times.std(ddof=1)) / math.sqrt(len(times)) + bias * step
    what = f"mean time in years, {at}"
    rows.append(Docked(what, float(known.mean_time), float(times.mean()), error, why))
    return rows


def _growing_row() -> Docked:
    base, growth, horizon = GROWING
    step = 0.25
    known = float(loury1979.growing_hazard_chance(*GROWING))
    lost = many(growing_race(base, growth, horizon, step), WORLDS, SEED)["catastrophe"]
    # The hazard in the middle of a step is its mean but for (g dt)^2 / 24, of the mean number.
    bias = -math.log1p(-known) * (growth * step) ** 2 / 24.0
    what = f"disaster under {base:g} exp({growth:g} t), {horizon:g} years"
    why = f"4 standard errors of {WORLDS:,} worlds, and the step"
    return Docked(what, known, float(lost.mean()), _spread(known) + bias, why)


@cache
def docked() -> list[Docked]:
    """Who or what is first, and when: in steps, in short ones, and under a growing hazard."""
    rows = [row for race in RACES for row in _rows(*race)]
    return [*rows, *_short_rows(), _growing_row()]
