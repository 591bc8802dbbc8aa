"""Drop and scar of reactor construction after three accidents, at the host and abroad.

Whole industries in whole countries stand for AI, as the only long record of what a grave accident
does to a technology that states pursue. What it cannot tell is said in each note.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from race_sim.calibration import shock_fits
from race_sim.calibration.estimate import Estimate
from race_sim.calibration.intervals import poisson_ratio
from race_sim.calibration.shock_likelihood import Posterior, interval_of
from race_sim.calibration.starts import (
    CHERNOBYL,
    EVENT_NAMES,
    FILE,
    FUKUSHIMA,
    TMI,
    five_year_ratio,
    window_of,
    windows,
)

_RATIOS = (
    ("us_tmi", TMI, "United States", "the host"),
    ("world_tmi", TMI, "World excl. US", "all others"),
    ("ussr_chernobyl", CHERNOBYL, "USSR", "the host"),
    ("eastern_europe_chernobyl", CHERNOBYL, "Eastern Europe", "a bystander"),
    ("france_chernobyl", CHERNOBYL, "France", "a bystander"),
    ("japan_chernobyl", CHERNOBYL, "Japan", "a bystander"),
    ("west_chernobyl", CHERNOBYL, "West excl. US", "bystanders"),
    ("china_fukushima", FUKUSHIMA, "China", "a bystander"),
    ("south_korea_fukushima", FUKUSHIMA, "South Korea", "a bystander"),
    ("russia_fukushima", FUKUSHIMA, "Russia", "a bystander"),
    ("rest_fukushima", FUKUSHIMA, "World excl. China", "all but China"),
)
_US_NOTE = (
    "Not identified: American starts fell from 1975 on, years before the accident, and about 40 "
    "units that were begun then and abandoned are missing from the list."
)
_USSR_NOTE = (
    "The end of the Soviet Union in 1991 is mixed in; with a trend from before the accident free, "
    "the drop is not identified."
)
_CHINA_NOTE = (
    "China was a bystander: what it would do after an accident at home is not known. The years "
    "before were the peak of a stimulus programme."
)


class Case(NamedTuple):
    """An accident and a bloc whose starts speak for a side of the model."""

    key: str
    event: str
    bloc: str
    years_after: int
    with_trend: bool  # whether a trend from before the accident is left free
    depth_knobs: tuple[str, ...]
    scar_knobs: tuple[str, ...]
    note: str


CASES = (
    Case(
        "us",
        TMI,
        "United States",
        7,
        True,
        ("us.freeze_depth",),
        ("us.scar",),
        _US_NOTE,
    ),
    Case(
        "cn",
        FUKUSHIMA,
        "China",
        12,
        False,
        ("cn.freeze_depth",),
        ("cn.scar",),
        _CHINA_NOTE,
    ),
    Case("ussr", CHERNOBYL, "USSR", 5, False, (), (), _USSR_NOTE),
)
# From the prior, scar <= depth, both flat: quantiles 0.05, 0.5 and 0.95 of the larger of two.
_PRIOR = "0.71 (0.22 to 0.97)"
_PRIOR_SCAR = "0.29 (0.03 to 0.78)"


@cache
def rule_fit(case: Case) -> Posterior:
    """Posterior of the model's freeze and scar for one case."""
    window = window_of(case.event, case.bloc)
    return shock_fits.rule_posterior(window, case.years_after, with_trend=case.with_trend)


def _said(found: tuple[float, float, float]) -> str:
    return f"{found[0]:.2f} ({found[1]:.2f} to {found[2]:.2f})"


def _other_list(event: str, bloc: str) -> str:
    """What the other list of reactors gives, if it has the bloc."""
    window = windows("geonuclear").get((event, bloc))
    if window is None:
        return ""
    return f"The other list of reactors gives {five_year_ratio(window).value:.2f}. "


def _ratios() -> list[Estimate]:
    found = []
    for key, event, bloc, role in _RATIOS:
        window = window_of(event, bloc)
        counts = window.before(5).sum(), window.after(5).sum()
        found.append(
            Estimate(
                f"shock.ratio.{key}",
                f"reactor starts in the five years after {EVENT_NAMES[event]} over those in the "
                f"five years before, {bloc} ({role})",
                *five_year_ratio(window),
                "ratio",
                FILE,
                f"{counts[0]:.0f} to {counts[1]:.0f} starts, exact binomial interval (Poisson)",
                "measured",
                note=_other_list(event, bloc) + (_US_NOTE if bloc == "United States" else ""),
            )
        )
    china = window_of(FUKUSHIMA, "China")
    before, later = int(china.before(5).sum()), int(china.after(10)[5:].sum())
    found.append(
        Estimate(
            "shock.ratio_later.china_fukushima",
            "reactor starts in China in years six to ten after Fukushima over those in the five "
            "years before",
            *poisson_ratio(later, before),
            "ratio",
            FILE,
            f"{before} to {later} starts, exact binomial interval",
            "measured",
            note=_CHINA_NOTE,
        )
    )
    return found


def _drops() -> list[Estimate]:
    found = []
    for case in CASES:
        window = window_of(case.event, case.bloc)
        flat = shock_fits.drop_posterior(window)
        free = shock_fits.drop_posterior(window, with_trend=True)
        found.append(
            Estimate(
                f"shock.drop.{case.key}",
                f"drop of reactor starts at once, fading since, {case.bloc} after "
                f"{EVENT_NAMES[case.event]}, if nothing else had changed",
                *flat.interval("drop"),
                "share",
                FILE,
                "grid posterior, quasi-Poisson, seven years before and up to twenty after; "
                f"variance {flat.dispersion:.1f} times the mean",
                "measured",
                note=f"Recovery time {flat.interval('tau')[0]:.0f} years "
                f"({flat.interval('tau')[1]:.1f} to {flat.interval('tau')[2]:.0f}; the prior ends "
                f"at 60). With a free trend from before the accident the drop is "
                f"{_said(free.interval('drop'))}. {case.note}",
            )
        )
    return found


def _of_rule(fits: dict[str, Posterior]) -> list[Estimate]:
    found = []
    for case in CASES:
        fit = fits[case.key]
        where = f"{case.bloc} after {EVENT_NAMES[case.event]}"
        method = (
            "grid posterior of the model's freeze and scar, quasi-Poisson, five years before and "
            f"{case.years_after} after{', trend free' if case.with_trend else ''}"
        )
        other = ""
        if case.with_trend:
            window = window_of(case.event, case.bloc)
            flat = shock_fits.rule_posterior(window, case.years_after)
            other = (
                f" Without a trend: depth {_said(flat.interval('depth'))}, scar "
                f"{_said(flat.interval('scar'))}."
            )
        for name, meaning, knobs, prior in (
            ("depth", "share of starts that the freeze stopped", case.depth_knobs, _PRIOR),
            (
                "scar",
                "share of starts that the scar stopped at first",
                case.scar_knobs,
                _PRIOR_SCAR,
            ),
        ):
            found.append(
                Estimate(
                    f"shock.{'freeze_depth' if name == 'depth' else name}.{case.key}",
                    f"{meaning}, {where}",
                    *fit.interval(name),
                    "share",
                    FILE,
                    method,
                    "measured",
                    knobs,
                    f"The prior alone says {prior}. {case.note}{other}",
                )
            )
    return found


def pooled_half_life() -> tuple[float, float, float]:
    """Half-life of scars in years, one for the United States, the USSR and China."""
    fits = [rule_fit(case) for case in CASES]
    together = np.prod([fit.marginal("half_life") for fit in fits], axis=0)
    # Its prior is flat in the logarithm, and so is interpolation between the points.
    logs = interval_of(np.log(fits[0].axes["half_life"]), together / together.sum())
    middle, low, high = (float(np.exp(value)) for value in logs)
    return middle, low, high


def estimates() -> list[Estimate]:
    """What three accidents did to reactor starts, with 90 % intervals."""
    fits = {case.key: rule_fit(case) for case in CASES}
    shares = (np.arange(100) + 0.5) / 100
    by_event = {event: shock_fits.contagion_weights(event, shares) for event in EVENT_NAMES}
    pooled = np.prod(list(by_event.values()), axis=0)
    each = "; ".join(
        f"{EVENT_NAMES[event]} {_said(interval_of(shares, weights))}"
        for event, weights in by_event.items()
    )
    return [
        *_ratios(),
        *_drops(),
        *_of_rule(fits),
        Estimate(
            "shock.scar_half_life",
            "time in which half of a scar heals",
            *pooled_half_life(),
            "years",
            FILE,
            "grid posterior, one half-life for the United States, the USSR and China",
            "measured",
            ("backlash.scar_half_life",),
            "Barely identified: the prior, flat in the logarithm from 0.5 to 60 years, alone says "
            "5.5 (0.6 to 47), and the upper end here is the prior's. A scar that never heals and "
            "an industry that was ending anyway look the same.",
        ),
        Estimate(
            "shock.contagion",
            "drop of starts in all other blocs over the drop at the host",
            *interval_of(shares, pooled / pooled.sum()),
            "share",
            FILE,
            "grid posterior, one share for the three accidents, five years before and after",
            "measured",
            ("backlash.contagion",),
            f"One by one: {each}. The host's drop is overstated where starts were falling already, "
            f"as in the United States, and so the share abroad understated.",
        ),
    ]
