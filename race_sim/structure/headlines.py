"""The headline results of a scenario: one number a world for each, so that forms can be compared.

>>> from race_sim import load_scenario
>>> from race_sim.structure.headlines import measure
>>> found = measure(load_scenario("baseline"), worlds=500, seed=1)
>>> found.start_game
'prisoners_dilemma'
>>> found.readings["both_safe"].estimate().high < 0.0   # safety on both sides prevents catastrophes
True

A chance of a catastrophe is not counted but summed along each world, which has the same mean and
far less variance (see `race_sim.analysis.rare.conditional`). A catastrophe is an
incident of severity 10^4 or more, whatever the cut of the law is: see `risk_factor`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from race_sim import quarter
from race_sim.analysis.baseline import RACES, SAFE, SHOCK_AFTER, SHOCK_SEVERITY
from race_sim.analysis.paired import mean_difference, share_difference, turned
from race_sim.ensemble import simulate
from race_sim.game import GAMES
from race_sim.outcomes import GAME_COLUMNS, Estimate, mean, quantile, share
from race_sim.resolve import plan_of
from race_sim.rules.incidents import ceiling_chance
from race_sim.scenario import Scenario, Shock

if TYPE_CHECKING:
    import pandas as pd

SEVERITY = 1e4  # what counts as a catastrophe, in smallest serious incidents
YEARS = 10.0  # after the start: an early Chernobyl moment
_NEVER = 1e9

LEVEL = "level"
EFFECT = "effect"

# The runs that all headlines are read off: the baseline, and what is changed in it.
_RUNS: dict[str, Mapping[str, float | str]] = {
    "base": {},
    "both_race": {"us.policy": RACES, "cn.policy": RACES},
    "us_safe": {"us.policy": SAFE, "cn.policy": RACES},
    "cn_safe": {"us.policy": RACES, "cn.policy": SAFE},
    "both_safe": {"us.policy": SAFE, "cn.policy": SAFE},
    "no_rivalry": {"payoffs.rivalry": 0.0},
    "strong_rivalry": {"payoffs.rivalry": 1.2},
    "no_controls": {"export_control.level": 0.0},
    "full_controls": {"export_control.level": 1.0},
    "closed": {"exchange.openness": 0.0},
    "open": {"exchange.openness": 0.6},
}
_SHOCKS = {"us_moment": "us", "cn_moment": "cn"}


class Headline(NamedTuple):
    """One headline result.

    Attributes
    ----------
    key : str
    title : str
        What it is, in a few words.
    short : str
        The same, for the head of a column.
    kind : str
        LEVEL, or EFFECT if it is the change between two runs, whose sign can flip.
    runs : tuple of str
        The run it is read off; for an effect the first and the second.
    value : str
        What is read: "risk", "moment", "accelerating", "us_accelerating" or "treaty".
    turns : tuple of str
        Parameters that the effect itself sets, so that no alternative can set them.
    """

    key: str
    title: str
    short: str
    kind: str
    runs: tuple[str, ...]
    value: str
    turns: tuple[str, ...] = ()


_POLICIES = ("us.policy", "cn.policy")
HEADLINES: tuple[Headline, ...] = (
    Headline("catastrophe", "chance of a catastrophe", "catastrophe", LEVEL, ("base",), "risk"),
    Headline(
        "early_moment",
        "chance of a Chernobyl moment in the first ten years",
        "moment in ten years",
        LEVEL,
        ("base",),
        "moment",
    ),
    Headline(
        "accelerating",
        "share of the time that a side accelerates",
        "time racing",
        LEVEL,
        ("base",),
        "accelerating",
    ),
    Headline("treaty", "chance of a binding treaty", "binding treaty", LEVEL, ("base",), "treaty"),
    Headline(
        "us_safe",
        "catastrophe: only the United States always safe, against both always racing",
        "only US safe",
        EFFECT,
        ("both_race", "us_safe"),
        "risk",
        _POLICIES,
    ),
    Headline(
        "cn_safe",
        "catastrophe: only China always safe, against both always racing",
        "only China safe",
        EFFECT,
        ("both_race", "cn_safe"),
        "risk",
        _POLICIES,
    ),
    Headline(
        "both_safe",
        "catastrophe: both always safe, against both always racing",
        "both safe",
        EFFECT,
        ("both_race", "both_safe"),
        "risk",
        _POLICIES,
    ),
    Headline(
        "rivalry",
        "catastrophe: rivalry 1.2 against 0",
        "rivalry",
        EFFECT,
        ("no_rivalry", "strong_rivalry"),
        "risk",
        ("payoffs.rivalry",),
    ),
    Headline(
        "us_moment",
        "catastrophe: a Chernobyl moment in the United States in 2028",
        "moment in US",
        EFFECT,
        ("base", "us_moment"),
        "risk",
    ),
    Headline(
        "cn_moment",
        "catastrophe: a Chernobyl moment in China in 2028",
        "moment in China",
        EFFECT,
        ("base", "cn_moment"),
        "risk",
    ),
    Headline(
        "controls",
        "binding treaty: export controls 1 against 0",
        "controls on treaty",
        EFFECT,
        ("no_controls", "full_controls"),
        "treaty",
        ("export_control.level",),
    ),
    Headline(
        "openness",
        "catastrophe: openness of the exchange 0.6 against 0",
        "openness",
        EFFECT,
        ("closed", "open"),
        "risk",
        ("exchange.openness",),
    ),
    Headline(
        "compensation",
        "United States accelerating: openness of the exchange 0.6 against 0",
        "openness on racing",
        EFFECT,
        ("closed", "open"),
        "us_accelerating",
        ("exchange.openness",),
    ),
)
BY_KEY = {headline.key: headline for headline in HEADLINES}


def risk_factor(scenario: Scenario) -> float:
    """From the chance of the severity that ends the race to that of severity 10^4.

    1 where the law is cut at 10^4. Elsewhere the summed chance becomes the expected number of
    incidents of severity 10^4 or more: with a lower cut, of those that would have come to it; with
    a higher one this is a little more than the chance of at least one, since the race goes on.
    """
    incidents = scenario.parameters.incidents
    cut = ceiling_chance(incidents.severity_exponent, incidents.severity_ceiling)
    return ceiling_chance(incidents.severity_exponent, SEVERITY) / cut


def _risk(worlds: pd.DataFrame, factor: float, start: float) -> np.ndarray:
    del start
    return factor * worlds["catastrophe_risk"].to_numpy()


def _moment(worlds: pd.DataFrame, factor: float, start: float) -> np.ndarray:
    del factor
    early: np.ndarray = (worlds["first_chernobyl_year"] < start + YEARS - 1e-6).to_numpy(dtype=bool)
    return early


def _accelerating(worlds: pd.DataFrame, factor: float, start: float) -> np.ndarray:
    del factor, start
    return 0.5 * (worlds["us_accelerating"] + worlds["cn_accelerating"]).to_numpy()


def _us_accelerating(worlds: pd.DataFrame, factor: float, start: float) -> np.ndarray:
    del factor, start
    return worlds["us_accelerating"].to_numpy()


def _treaty(worlds: pd.DataFrame, factor: float, start: float) -> np.ndarray:
    del factor, start
    return worlds["binding_treaty_year"].notna().to_numpy(dtype=bool)


_VALUES: dict[str, Callable[[pd.DataFrame, float, float], np.ndarray]] = {
    "risk": _risk,
    "moment": _moment,
    "accelerating": _accelerating,
    "us_accelerating": _us_accelerating,
    "treaty": _treaty,
}


class Reading(NamedTuple):
    """A headline in one form of the model, world by world.

    Attributes
    ----------
    first, second : ndarray, shape (worlds,)
        Values in the two runs of an effect; a level has no first. Bool for what happens or not.
    """

    first: np.ndarray | None
    second: np.ndarray

    @property
    def values(self) -> np.ndarray:
        """One number a world whose mean is the headline."""
        own = self.second.astype(float)
        return own if self.first is None else own - self.first.astype(float)

    def estimate(self, confidence: float = 0.95) -> Estimate:
        """The headline with its interval."""
        yes_or_no = self.second.dtype == bool
        if self.first is None:
            if yes_or_no:
                return share(int(self.second.sum()), len(self.second), confidence)
            return mean(self.second, confidence)
        if yes_or_no:
            return share_difference(turned(self.first, self.second), confidence)
        return mean_difference(self.first, self.second, confidence)

    def change_from(self, other: Reading, confidence: float = 0.95) -> Estimate:
        """By how much the headline is larger than in another form, world by world."""
        if self.first is None and self.second.dtype == bool:
            return share_difference(turned(other.second, self.second), confidence)
        return mean_difference(other.values, self.values, confidence)


class Measured(NamedTuple):
    """All headlines in one form of the model."""

    readings: dict[str, Reading]
    start_game: str  # key of the game at the start
    most_played: str  # key of the game in which most of the time is spent
    game_time: dict[str, np.ndarray]  # share of the time in each game, world by world
    first_moment: Estimate  # median year of the first Chernobyl moment, inf for never

    def lead_of(self, game: str, confidence: float = 0.95) -> Estimate:
        """By how much more time is spent in the most played game than in another."""
        return mean_difference(self.game_time[game], self.game_time[self.most_played], confidence)


def with_moment(scenario: Scenario, side: str, delay: float = 0.0) -> Scenario:
    """The scenario with a Chernobyl moment forced on one side in 2028, or some years later."""
    date = scenario.parameters.time.start + SHOCK_AFTER + delay
    shock = Shock.model_validate({"date": date, "side": side, "severity": SHOCK_SEVERITY})
    return scenario.model_copy(update={"shocks": (*scenario.shocks, shock)})


def _median(worlds: pd.DataFrame, step: float) -> Estimate:
    """In the middle of its step, since an incident has no date within one."""
    years = worlds["first_chernobyl_year"].to_numpy() + 0.5 * step
    found = quantile(np.where(np.isnan(years), _NEVER, years), 0.5)
    return Estimate(*(np.inf if part > _NEVER / 2 else float(part) for part in found))


def measure(
    scenario: Scenario,
    worlds: int,
    seed: int,
    keys: tuple[str, ...] = tuple(BY_KEY),
    delay: float = 0.0,
) -> Measured:
    """Play all runs of the headlines in one form of the model.

    Parameters
    ----------
    scenario : Scenario
        The form: the baseline, or an alternative.
    worlds : int
        How many, in each run.
    seed : int
        The same seed pairs two forms world by world, as long as their steps are the same.
    keys : tuple of str
        The headlines that are wanted.
    delay : float
        Years by which the forced moments come later.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    wanted = [BY_KEY[key] for key in keys]
    needed = {"base", *(run for headline in wanted for run in headline.runs)}
    tables: dict[str, pd.DataFrame] = {}
    for name in needed:
        if name in _SHOCKS:
            played = with_moment(scenario, _SHOCKS[name], delay)
        else:
            played = scenario.with_values(_RUNS[name])
        tables[name] = simulate(played, worlds, seed=seed)
    factor, start = risk_factor(scenario), scenario.parameters.time.start
    readings = {}
    for headline in wanted:
        found = [_VALUES[headline.value](tables[run], factor, start) for run in headline.runs]
        readings[headline.key] = Reading(found[0] if len(found) == 2 else None, found[-1])
    base = tables["base"]
    time = {name.removeprefix("time_in_"): base[name].to_numpy() for name in GAME_COLUMNS}
    return Measured(
        readings,
        game_at_start(scenario),
        max(time, key=lambda game: float(time[game].mean())),
        time,
        _median(base, scenario.parameters.time.step),
    )


def game_at_start(scenario: Scenario) -> str:
    """The key of the game in the first step, which luck has no part in."""
    plan = plan_of(scenario)
    settings = plan.settings_at(0)
    outlook = quarter.look(settings, plan.race, settings.start)
    return GAMES[outlook.game].key
