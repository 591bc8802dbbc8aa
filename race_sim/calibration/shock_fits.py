"""What an accident does to a rate: posteriors on a grid, one for each shape.

A drop that fades and one that fades into a scar, as in `nuclear_shock_fits.csv` and
`nuclear_scar_fits.csv`, and the model's own rule. A trend from before the accident may go on beside
the effect.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy import stats

from race_sim.calibration import freezes, shock_shapes
from race_sim.calibration.shock_likelihood import (
    Array,
    Posterior,
    count_posterior,
    dispersion_of,
)
from race_sim.calibration.starts import CHERNOBYL, FUKUSHIMA, HOSTS, TMI, Window, window_of

TREND_SPREAD = 0.2  # a year: standard deviation of the prior of a trend
_YEARS_AFTER = {TMI: 7, CHERNOBYL: 20, FUKUSHIMA: 12}
_TRENDS = np.linspace(-0.6, 0.6, 13)
# Freezes whose length is documented; they need not be estimated.
_DOCUMENTED = {
    (TMI, "United States"): freezes.US_LICENSING,
    (FUKUSHIMA, "China"): freezes.CHINA_APPROVALS,
}
# Equally likely lengths where they are not: a lognormal law, as in the model.
_QUANTILES = (np.arange(7) + 0.5) / 7


def _midpoints(low: float, high: float, number: int) -> Array:
    return low + (high - low) * (np.arange(number) + 0.5) / number


def _trend_prior(dimensions: int) -> Array:
    prior = -0.5 * (_TRENDS / TREND_SPREAD) ** 2
    return prior.reshape((-1,) + (1,) * (dimensions - 1))


def drop_posterior(window: Window, with_trend: bool = False, before: int = 7) -> Posterior:
    """Drop and recovery time of a drop that fades: `drop`, `tau`, and `trend` if it is free.

    Flat priors on the drop from -0.5 (a rise) to 1, and on the logarithm of tau from a quarter of a
    year to 60 years, which means no recovery in the years seen.
    """
    years, counts = window.around(before, _YEARS_AFTER[window.event])
    axes = {"drop": np.linspace(-0.5, 1.0, 61), "tau": np.geomspace(0.25, 60.0, 45)}
    drop, tau = np.meshgrid(*axes.values(), indexing="ij")
    relative = shock_shapes.fading_drop(drop, tau, years)
    prior: Array | float = 0.0
    if with_trend:
        axes = {"trend": _TRENDS, **axes}
        relative = shock_shapes.trend(_TRENDS, years)[:, None, None] * relative
        prior = _trend_prior(3)
    return count_posterior(axes, relative, counts, dispersion_of(window.before(before)), prior)


def scar_posterior(window: Window, after: int, before: int = 5) -> Posterior:
    """A drop that fades into a lasting scar: `drop`, `scar` and `tau`, with flat priors."""
    years, counts = window.around(before, after)
    axes = {
        "drop": np.linspace(0.0, 1.0, 41),
        "scar": np.linspace(0.0, 1.0, 41),
        "tau": np.geomspace(0.25, 20.0, 25),
    }
    drop, scar, tau = np.meshgrid(*axes.values(), indexing="ij")
    relative = shock_shapes.drop_into_scar(drop, scar, tau, years)
    return count_posterior(axes, relative, counts, dispersion_of(window.before(before)))


@cache
def _freeze_lengths() -> Array:
    law = freezes.lognormal(freezes.lifted_lengths())
    months: Array = law.median * np.exp(law.spread * stats.norm.ppf(_QUANTILES))
    return months / 12.0


def rule_posterior(
    window: Window, after: int, before: int = 5, with_trend: bool = False
) -> Posterior:
    """The model's rule: `depth`, `freeze_years`, `scar`, `half_life`, and `trend` if it is free.

    The prior is flat on depths and scars with scar <= depth, since a scar is what is left of a
    freeze, and on the logarithm of the half-life from half a year to 60 years. The length of the
    freeze is the documented one, or one of seven equally likely ones of the lognormal law.
    """
    years, counts = window.around(before, after)
    name = _DOCUMENTED.get((window.event, window.bloc))
    lengths = np.array([freezes.documented(name) / 12.0]) if name else _freeze_lengths()
    axes = {
        "depth": _midpoints(0.0, 1.0, 25),
        "freeze_years": lengths,
        "scar": _midpoints(0.0, 1.0, 25),
        "half_life": np.geomspace(0.5, 60.0, 15),
    }
    depth, length, scar, half_life = np.meshgrid(*axes.values(), indexing="ij")
    relative = shock_shapes.freeze_and_scar(depth, length, scar, half_life, years)
    prior = np.where(scar <= depth, 0.0, -np.inf)
    if with_trend:
        axes = {"trend": _TRENDS, **axes}
        relative = shock_shapes.trend(_TRENDS, years)[:, None, None, None, None] * relative
        prior = prior[None] + _trend_prior(5)
    return count_posterior(axes, relative, counts, dispersion_of(window.before(before)), prior)


def trend_posterior(window: Window, before: int = 7) -> Posterior:
    """The trend of the years before an accident, from these alone: `trend`."""
    years, counts = window.around(before, 0)
    relative = shock_shapes.trend(_TRENDS, years)
    return count_posterior(
        {"trend": _TRENDS}, relative, counts, dispersion_of(counts), _trend_prior(1)
    )


def contagion_weights(event: str, values: Array) -> Array:
    """Likelihood of the bystanders' drop relative to the host's, at each value of it.

    Five years after against five before. Drops of the host are equally likely from 0 to 1; all
    other blocs together are the bystanders. Counts are divided by the dispersion of the world's.
    """
    world, host = window_of(event, "World"), window_of(event, HOSTS[event])
    dispersion = dispersion_of(world.before(5))
    drops = _midpoints(0.0, 1.0, 200)

    def log_likelihood(drop: Array, before: float, after: float) -> Array:
        share = (1.0 - drop) / (2.0 - drop)
        found: Array = after * np.log(share) + before * np.log1p(-share)
        return found / dispersion

    host_before, host_after = host.before(5).sum(), host.after(5).sum()
    at_host = log_likelihood(drops, host_before, host_after)
    abroad = log_likelihood(
        np.multiply.outer(values, drops),
        world.before(5).sum() - host_before,
        world.after(5).sum() - host_after,
    )
    together = at_host + abroad
    likelihood = np.exp(together - together.max()).sum(axis=1)
    return np.asarray(likelihood / likelihood.sum())
