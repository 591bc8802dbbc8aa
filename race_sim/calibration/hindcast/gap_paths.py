"""The gap between the two sides by the model's rule, month by month, and noise about it.

`race_sim.rules.progress` is called as it stands, with both sides accelerating.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from race_sim.calibration.hindcast.elementwise import on_arrays
from race_sim.calibration.hindcast.freeze_draws import baseline
from race_sim.calibration.hindcast.result import row_of
from race_sim.calibration.shock_likelihood import Array, Posterior, grid_posterior
from race_sim.calibration.tables import read_table
from race_sim.rules import progress

_STEP = 1.0 / 12.0
_COMPUTE_GROWTH = "running top 10, all, 2018-"
_gain = on_arrays(progress.diffusion_gain, 3)
_speed = on_arrays(progress.speed, 5)
_rate = on_arrays(progress.capability_rate, 2)


class Series(NamedTuple):
    """A measure of the gap: months of the leader's progress, at whole months from the start."""

    key: str
    title: str
    begin: str
    months: Array
    gaps: Array


def measures() -> list[Series]:
    """The measures of the gap from mid 2023 on."""
    months = read_table("capability_gap_us_china")
    compute = read_table("epoch_frontier_compute_by_quarter")
    compute = compute[compute["date"] >= "2023-07-01"]
    pace = baseline().us.growth * (1.0 - baseline().share_accelerating)
    found = []
    for key, title, table, column, factor in (
        ("scores", "gap in benchmark scores", months, "gap_months_of_us_trend", 1.0),
        ("delay", "delay behind the same US score", months, "china_lag_months", 1.0),
        ("compute", "gap in training compute", compute, "gap_oom", 12.0 / pace),
    ):
        dates = table["date"]
        since = (dates.dt.year - dates.iloc[0].year) * 12 + dates.dt.month - dates.iloc[0].month
        found.append(
            Series(
                key,
                title,
                f"{dates.iloc[0]:%Y-%m-%d}",
                since.to_numpy(float),
                factor * table[column].to_numpy(float),
            )
        )
    return found


def growth_drawn(draws: int, generator: np.random.Generator) -> Array:
    """Growth at full effort in OOM a year, from the growth of training compute at the frontier."""
    row = row_of(read_table("epoch_compute_growth"), series=_COMPUTE_GROWTH)
    effort = 1.0 - baseline().share_accelerating
    drawn = generator.normal(row["oom_per_year"], row["se"], size=draws) / effort
    return np.asarray(np.maximum(drawn, 0.01))


def paths(start: Array, growth: Array, diffusion: Array, months: Array) -> Array:
    """Gap in months of the leader's progress, by the model's rule.

    Parameters
    ----------
    start : array
        Gap at the start, in the same unit.
    growth : array
        The leader's growth at full effort, OOM a year; the laggard's is in proportion, as in the
        baseline.
    diffusion : array
        Share of its lag that the laggard makes up in a year.
    months : array, shape (dates,)
        Whole months from the start.

    Returns
    -------
    array, with the dates as the last axis
    """
    settings = baseline()
    share = settings.share_accelerating
    # Export controls reach so much of China's chips at the baseline's start.
    access = progress.chip_access(settings.control_level, _dependency(), settings.cn.chip_exposure)
    start, growth, diffusion = np.broadcast_arrays(start, growth, diffusion)
    follower = growth * (settings.cn.growth / settings.us.growth)
    leader_rate = _rate(_speed(growth, 0.0, 1.0, 1.0, 0.0), share)
    gap = start / 12.0 * leader_rate
    zero = np.zeros_like(gap)
    found = []
    for month in range(int(months[-1]) + 1):
        if month in months:
            found.append(gap * 12.0 / leader_rate)
        speed = _speed(follower, 0.0, access, 1.0, _gain(-gap, zero, diffusion))
        gap = gap + _STEP * (leader_rate - _rate(speed, share))
    return np.stack(found, axis=-1)


def _dependency() -> float:
    from race_sim.scenario import load_scenario

    return load_scenario("baseline").parameters.export_control.chip_dependency


def steady_gap(diffusion: float) -> float:
    """Gap in months at which the laggard keeps pace, at the baseline's growth."""
    settings = baseline()
    access = progress.chip_access(settings.control_level, _dependency(), settings.cn.chip_exposure)
    short = settings.us.growth - settings.cn.growth * access
    return 12.0 * short / diffusion / (settings.us.growth * (1.0 - settings.share_accelerating))


class Fit(NamedTuple):
    """Posterior of diffusion, start and persistence of noise, and the noise at each point."""

    posterior: Posterior
    squares: Array  # sum of squared innovations
    number: int


def fit(series: Series, until: int | None = None) -> Fit:
    """Diffusion that the gap shows, with autoregressive noise, on a grid.

    Flat priors on the logarithm of diffusion from 0.05 to 20 a year, on the start, and on the
    persistence of noise from one date to the next; the noise's size is integrated out under
    Jeffreys' prior.
    """
    kept = series.months <= (series.months[-1] if until is None else until)
    months, gaps = series.months[kept], series.gaps[kept]
    axes = {
        "diffusion": np.geomspace(0.05, 20.0, 61),
        "start": np.linspace(0.4 * gaps[0], 1.6 * gaps[0], 25),
        "persistence": np.linspace(0.0, 0.95, 20),
    }
    diffusion, start = np.meshgrid(axes["diffusion"], axes["start"], indexing="ij")
    path = paths(start, np.array(baseline().us.growth), diffusion, months)
    errors = (gaps - path)[..., None, :]
    persistence = axes["persistence"][:, None]
    innovations = errors[..., 1:] - persistence * errors[..., :-1]
    first = errors[..., 0] ** 2 * (1.0 - axes["persistence"] ** 2)
    squares = first + (innovations**2).sum(axis=-1)
    log_likelihood = -0.5 * len(gaps) * np.log(squares)
    log_likelihood = log_likelihood + 0.5 * np.log1p(-(axes["persistence"] ** 2))
    return Fit(grid_posterior(axes, log_likelihood), squares, len(gaps))


def noise_drawn(
    found: Fit, dates: int, draws: int, generator: np.random.Generator
) -> tuple[dict[str, Array], Array]:
    """Draws from a fit, and noise about its path of shape (draws, dates)."""
    weights = found.posterior.weights
    flat = generator.choice(weights.size, size=draws, p=weights.ravel())
    places = np.unravel_index(flat, weights.shape)
    drawn = {
        name: axis[place]
        for (name, axis), place in zip(found.posterior.axes.items(), places, strict=True)
    }
    size = np.sqrt(found.squares.ravel()[flat] / generator.chisquare(found.number, size=draws))
    persistence = drawn["persistence"]
    noise = np.empty((draws, dates))
    noise[:, 0] = size / np.sqrt(1.0 - persistence**2) * generator.standard_normal(draws)
    for date in range(1, dates):
        noise[:, date] = persistence * noise[:, date - 1] + size * generator.standard_normal(draws)
    return drawn, noise
