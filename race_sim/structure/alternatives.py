"""Other plausible forms of the model: what each changes, and why it may be the right one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from race_sim.parameters.sides import UsParameters
from race_sim.rules.incidents import mean_severity
from race_sim.scenario import Scenario, Value

CUTS = (1e3, 1e5, 1e6)


class Alternative(NamedTuple):
    """One other form of the model.

    Attributes
    ----------
    key : str
    group : str
        The choice it is an alternative to.
    title : str
    values : mapping
        Parameters that make it.
    why : str
        Why it is plausible.
    """

    key: str
    group: str
    title: str
    values: Mapping[str, Value]
    why: str

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario in this form."""
        return scenario.with_values(self.values)


def on_both_sides(key: str, value: Value) -> dict[str, Value]:
    """A parameter of a side, set alike for both."""
    return {f"us.{key}": value, f"cn.{key}": value}


_LIKE_US = ("capability", "research", "chips", "data", "scale")
_REACTIONS = ("freeze_depth", "freeze_median", "scar")
_US = UsParameters()
# China with the endowments and the temper of the United States; controls find no chips to reach.
SYMMETRICAL: dict[str, Value] = {
    **{f"cn.{key}": getattr(_US, key) for key in (*_LIKE_US, *_REACTIONS)},
    "export_control.chip_dependency": 0.0,
}

_CONTEST = "form of the contest"
_CUT = "cut of the severity tail"
_TAIL = "severity tail"
_HORIZON = "planning horizon"
_CHOICE = "how sides choose"
_HAZARD = "hazard"
_BACKLASH = "backlash"
_RACE = "shape of the race"


def _cut(cut: float, same_weight: bool) -> Alternative:
    power = f"10^{len(str(int(cut))) - 1}"
    values: dict[str, Value] = {"incidents.severity_ceiling": cut}
    if not same_weight:
        return Alternative(
            f"cut_{power}",
            _CUT,
            f"severity cut at {power}",
            values,
            "with an exponent below 1 the mean needs a cut, and no data say where; mean severity, "
            "which both sides weigh, moves with it",
        )
    defaults = Scenario(name="defaults").parameters
    exponent = defaults.incidents.severity_exponent
    baseline = mean_severity(exponent, defaults.incidents.severity_ceiling)
    aversion = defaults.payoffs.harm_aversion * baseline / mean_severity(exponent, cut)
    return Alternative(
        f"cut_{power}_same_weight",
        _CUT,
        f"cut at {power}, harm weighed as before",
        {**values, "payoffs.harm_aversion": aversion},
        "the aversion to harm is free, so it may be fixed by what expected harm weighs",
    )


ALTERNATIVES: tuple[Alternative, ...] = (
    Alternative(
        "linear",
        _CONTEST,
        "linear, cut at -1 and 1",
        {"payoffs.contest": "linear"},
        "Che and Gale (2000): a lead beyond the scale decides the race for certain",
    ),
    Alternative(
        "relative_difference",
        _CONTEST,
        "relative difference",
        {"payoffs.contest": "relative-difference"},
        "Alcalde and Dahm (2007): what counts is the weaker side's share of the stronger",
    ),
    Alternative(
        "heavy_tailed",
        _CONTEST,
        "heavy-tailed",
        {"payoffs.contest": "heavy-tailed"},
        "surprises: noise with heavy tails leaves the laggard a chance for long",
    ),
    Alternative(
        "winner_takes_more",
        _CONTEST,
        "sharper: scale of leads 0.25 OOM",
        {"payoffs.lead_scale": 0.25},
        "a winner who takes nearly all, at half the lead",
    ),
    Alternative(
        "blunt_contest",
        _CONTEST,
        "blunter: scale of leads 1 OOM",
        {"payoffs.lead_scale": 1.0},
        "more than one can live well of the same technology",
    ),
    *(_cut(cut, same_weight) for cut in CUTS for same_weight in (False, True)),
    Alternative(
        "exponent_0.5",
        _TAIL,
        "severity exponent 0.5",
        {"incidents.severity_exponent": 0.5},
        "lower end of what is published for nuclear accidents",
    ),
    Alternative(
        "exponent_0.6",
        _TAIL,
        "severity exponent 0.6",
        {"incidents.severity_exponent": 0.6},
        "upper end of the same",
    ),
    *(
        Alternative(
            f"horizon_{years:g}",
            _HORIZON,
            f"horizon of {years:g} years",
            {"payoffs.horizon": years},
            reason,
        )
        for years, reason in (
            (2.0, "the horizon of a firm, or of half a term of office"),
            (3.0, "between the two"),
            (6.0, "a five-year plan with its preparation"),
            (8.0, "two terms of office"),
        )
    ),
    Alternative(
        "half_yearly",
        _CHOICE,
        "decisions every half year",
        {"time.decision_period": 0.5},
        "ministries are slower than laboratories",
    ),
    Alternative(
        "yearly",
        _CHOICE,
        "decisions every year",
        {"time.decision_period": 1.0},
        "a budget year",
    ),
    Alternative(
        "half_rationality",
        _CHOICE,
        "rationality 2.75",
        {"choice.rationality": 2.75},
        "half as sharp a response: rationality is a guess",
    ),
    Alternative(
        "double_rationality",
        _CHOICE,
        "rationality 11",
        {"choice.rationality": 11.0},
        "twice as sharp",
    ),
    Alternative(
        "best_reply",
        _CHOICE,
        "best reply to belief, without noise",
        on_both_sides("policy", "best-reply"),
        "the textbook's actor",
    ),
    Alternative(
        "fictitious_play",
        _CHOICE,
        "fictitious play",
        on_both_sides("policy", "fictitious-play"),
        "Brown (1951): beliefs from all that has been seen, none of it forgotten",
    ),
    Alternative(
        "level_2",
        _CHOICE,
        "level-2 thinking",
        on_both_sides("policy", "level-2"),
        "each takes the other for one who replies to a random actor",
    ),
    Alternative(
        "elasticity_0.09",
        _HAZARD,
        "gap elasticity 0.09",
        {"incidents.gap_elasticity": 0.09},
        "lower end of what reported incidents allow",
    ),
    Alternative(
        "elasticity_0.28",
        _HAZARD,
        "gap elasticity 0.28",
        {"incidents.gap_elasticity": 0.28},
        "upper end of the same",
    ),
    Alternative(
        "never_lifted",
        _BACKLASH,
        "three freezes in 22 never lifted",
        {"backlash.never_lifted": round(3.0 / 22.0, 4)},
        "three of the freezes of other technologies in the data had not been lifted",
    ),
    Alternative(
        "symmetrical",
        _RACE,
        "two sides alike",
        SYMMETRICAL,
        "most theory has no other: tells what is owed to who the two are",
    ),
    Alternative(
        "finish_line",
        _RACE,
        "finish line at 6 OOM",
        {"finish_line.enabled": True},
        "a race that somebody wins ends there; only catastrophes before it count",
    ),
)
