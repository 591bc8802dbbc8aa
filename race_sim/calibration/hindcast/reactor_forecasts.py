"""Forecasts of reactor starts after an accident, in draws: the rule's, and naive ones.

Each takes the rate of the five years before, a Gamma posterior with Jeffreys' prior, lets a share
of it through, and adds the noise of counts. The trend's takes the seven years before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from race_sim.calibration import freezes, shock_fits
from race_sim.calibration.hindcast.freeze_draws import (
    NEVER,
    Backlash,
    freezes_drawn,
    let_through,
    of_baseline,
)
from race_sim.calibration.shock_likelihood import (
    PRIOR_SHAPE,
    Array,
    dispersion_of,
    overdispersed,
)
from race_sim.calibration.shocks import CASES, rule_fit
from race_sim.calibration.starts import EVENT_DATES, EVENT_NAMES, HOSTS, TMI, Window

YEARS_BEFORE = 5
YEARS_AFTER = 10
BASELINE = "baseline"
NEVER_LIFTED = "baseline, some freezes never lifted"
OTHERS = "fitted to the other accidents"
OTHERS_NEVER_LIFTED = "fitted to the others, some freezes never lifted"
FITTED = "fitted to these years"
FITTED_TREND = "fitted to these years with a trend"  # where starts fell before the accident
NO_SHOCK = "no shock"
TREND = "the trend before goes on"
FORECASTS = (BASELINE, NEVER_LIFTED, OTHERS, OTHERS_NEVER_LIFTED, FITTED, NO_SHOCK, TREND)
# Whose parameters a bloc gets: planned economies those of China, all others those of the United
# States.
_AS_CHINA = ("China", "USSR", "Eastern Europe", "Russia")
_OWNERS = {"us": "the United States", "cn": "China"}


class Part(NamedTuple):
    """A bloc after an accident, and the part in which the rule sees it."""

    window: Window
    role: str  # "host" or "bystander"
    side: str  # "us" or "cn": whose parameters the baseline lends it

    @property
    def name(self) -> str:
        """Accident, bloc, part and side in words."""
        event, bloc = EVENT_NAMES[self.window.event], self.window.bloc
        return f"{bloc} after {event}, {self.role}, parameters of {_OWNERS[self.side]}"

    @property
    def years(self) -> int:
        """Years that can be forecast: ten, or those up to the next accident."""
        return len(self.window.after(YEARS_AFTER))


class Forecast(NamedTuple):
    """Means of the counts, and counts, both of shape (draws, years)."""

    means: Array
    counts: Array
    dispersion: float


def part_of(window: Window) -> Part:
    """The part that a bloc had in an accident."""
    return Part(
        window,
        "host" if HOSTS[window.event] == window.bloc else "bystander",
        "cn" if window.bloc in _AS_CHINA else "us",
    )


def dispersion_at(window: Window) -> float:
    """Variance over mean of the starts in the five years before."""
    return dispersion_of(window.before(YEARS_BEFORE))


def stratified(draws: int, generator: np.random.Generator) -> Array:
    """Uniform numbers, one in each of as many equal parts, in random order: less noise."""
    places: Array = generator.permutation(draws).astype(float)
    return (places + generator.random(draws)) / draws


def _levels(window: Window, draws: int, generator: np.random.Generator) -> Array:
    dispersion = dispersion_at(window)
    shape = PRIOR_SHAPE + window.before(YEARS_BEFORE).sum() / dispersion
    law = stats.gamma(shape, scale=dispersion / YEARS_BEFORE)
    return np.asarray(law.ppf(stratified(draws, generator)))


def _noisy(means: Array, window: Window, generator: np.random.Generator) -> Forecast:
    dispersion = dispersion_at(window)
    return Forecast(means, overdispersed(means, dispersion, generator), dispersion)


def by_rule(part: Part, drawn: Backlash, generator: np.random.Generator) -> Forecast:
    """The rule's forecast with these freezes and scars."""
    passed = let_through(drawn, part.years)
    levels = _levels(part.window, len(passed), generator)
    return _noisy(levels[:, None] * passed, part.window, generator)


def some_never_lifted(
    drawn: Backlash, generator: np.random.Generator, without: str = ""
) -> Backlash:
    """The same freezes, of which some are never lifted, as often as in the list of freezes.

    The share is drawn from its posterior: a Beta law with Jeffreys' prior. Freezes that an event of
    the date `without` triggered are left out of the list.
    """
    table = freezes.cases(without)
    without_end = int((~table["lifted"]).sum())
    share = generator.beta(
        0.5 + without_end, 0.5 + len(table) - without_end, size=len(drawn.freeze_years)
    )
    never = generator.random(len(share)) < share
    return drawn._replace(freeze_years=np.where(never, NEVER, drawn.freeze_years))


def of_other_accidents(part: Part, draws: int, generator: np.random.Generator) -> Backlash:
    """Freezes and scars as after the other accidents: the United States, the USSR and China.

    One of the other two cases for each draw. Abroad, depth and scar are multiplied by the
    contagion that the other two accidents show. Lengths are those of the list of freezes, without
    the freezes that this accident triggered.
    """
    others = [case for case in CASES if case.event != part.window.event]
    samples = [rule_fit(case).sample(draws, generator) for case in others]
    chosen = generator.integers(len(others), size=draws)
    depth, scar, half_life = (
        np.choose(chosen, [sample[name] for sample in samples])
        for name in ("depth", "scar", "half_life")
    )
    lengths = freezes.lognormal(freezes.lifted_lengths(EVENT_DATES[part.window.event]))
    years = freezes_drawn(np.log(lengths.median / 12.0), lengths.spread, generator.random(draws))
    if part.role == "bystander":
        shares = (np.arange(100) + 0.5) / 100
        events = [event for event in HOSTS if event != part.window.event]
        weights = np.prod([shock_fits.contagion_weights(event, shares) for event in events], axis=0)
        reach = generator.choice(shares, size=draws, p=weights / weights.sum())
        depth, scar = reach * depth, reach * scar
    return Backlash(depth, years, scar, half_life)


def fitted(
    part: Part, draws: int, generator: np.random.Generator, with_trend: bool = False
) -> Forecast:
    """The rule with parameters from the very years that are forecast.

    No forecast, but it tells whether the rule can cover these years at all.
    """
    fit = shock_fits.rule_posterior(part.window, part.years, YEARS_BEFORE, with_trend)
    sample = fit.sample(draws, generator)
    drawn = Backlash(*(sample[name] for name in Backlash._fields))
    means = sample["level"][:, None] * let_through(drawn, part.years)
    if with_trend:
        means = means * np.exp(sample["trend"][:, None] * (np.arange(part.years) + 0.5))
    return _noisy(means, part.window, generator)


def trend_goes_on(part: Part, draws: int, generator: np.random.Generator) -> Forecast:
    """No shock, and the trend of the seven years before goes on."""
    sample = shock_fits.trend_posterior(part.window).sample(draws, generator)
    years = np.arange(part.years) + 0.5
    means = sample["level"][:, None] * np.exp(sample["trend"][:, None] * years)
    return _noisy(means, part.window, generator)


def forecasts(part: Part, draws: int, generator: np.random.Generator) -> dict[str, Forecast]:
    """All forecasts of one bloc after one accident."""
    of_rule = of_baseline(part.side, part.role, stratified(draws, generator))
    of_others = of_other_accidents(part, draws, generator)
    unchanged = np.repeat(_levels(part.window, draws, generator)[:, None], part.years, axis=1)
    found = {
        BASELINE: by_rule(part, of_rule, generator),
        NEVER_LIFTED: by_rule(part, some_never_lifted(of_rule, generator), generator),
        OTHERS: by_rule(part, of_others, generator),
        OTHERS_NEVER_LIFTED: by_rule(
            part,
            some_never_lifted(of_others, generator, EVENT_DATES[part.window.event]),
            generator,
        ),
        FITTED: fitted(part, draws, generator),
        NO_SHOCK: _noisy(unchanged, part.window, generator),
        TREND: trend_goes_on(part, draws, generator),
    }
    if part.window.event == TMI and part.role == "host":
        found[FITTED_TREND] = fitted(part, draws, generator, with_trend=True)
    return found
