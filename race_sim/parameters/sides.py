"""What each side brings to the race: endowments, temper, and what a shock does to it."""

from pydantic import field_validator

from race_sim.own_policy import number_of
from race_sim.parameters.knob import GUESS, Section, choice, knob
from race_sim.policies import NUMBERS

POLICY_NAMES = tuple(NUMBERS)
_INDEX = "guess within what is known: the US leads in research and chips, China in data and scale"


class SideParameters(Section):
    """Defaults are those of the United States; China's differ as `CnParameters` says."""

    capability: float = knob(
        0.0,
        -10.0,
        10.0,
        "OOM",
        "capability at the start: log10 of effective training compute, US frontier 2026 = 0",
        "by definition",
        start_only=True,
    )
    safety_gap: float = knob(
        0.5,
        -0.5,
        12.0,
        "OOM",
        "by how much capability outruns safety at the start",
        GUESS,
        start_only=True,
    )
    talent: float = knob(
        1.0, 0.01, 10.0, "1", "talent at the start", "by definition", start_only=True
    )
    belief: float = knob(
        0.2,
        0.0,
        1.0,
        "probability",
        "estimate, at the start, of the chance that the rival invests in safety",
        GUESS,
        start_only=True,
    )
    research: float = knob(1.0, 0.01, 10.0, "1", "foundational research, US = 1", "by definition")
    chips: float = knob(1.0, 0.01, 10.0, "1", "chips, US = 1", "by definition")
    data: float = knob(1.0, 0.01, 10.0, "1", "data resources, US = 1", "by definition")
    applications: float = knob(1.0, 0.01, 10.0, "1", "strength in applications, US = 1", _INDEX)
    scale: float = knob(1.0, 0.01, 10.0, "1", "scale of deployment, US = 1", "by definition")
    policy: str = choice(
        "logit-response", POLICY_NAMES, "how it chooses", "the baseline's policy", others=True
    )
    freeze_depth: float = knob(
        0.45,
        0.0,
        1.0,
        "share",
        "share of progress that a freeze stops after the largest shock at home",
        "guess, after nuclear construction starts: Three Mile Island and Fukushima",
    )
    freeze_median: float = knob(
        15.0,
        0.1,
        600.0,
        "months",
        "median length of a freeze",
        "measured: 14.7 months over 19 freezes of all technologies that were lifted",
    )
    scar: float = knob(
        0.15,
        0.0,
        1.0,
        "share",
        "share of progress that the largest shock at home stops for long",
        "guess, after reactor starts following Three Mile Island",
    )

    @field_validator("policy")
    @classmethod
    def _known_policy(cls, name: str) -> str:
        number_of(name)  # raises InputError, which is a ValueError
        return name


class UsParameters(SideParameters):
    """The United States."""


class CnParameters(SideParameters):
    """China."""

    capability: float = knob(
        -0.4,
        -10.0,
        10.0,
        "OOM",
        "capability at the start: log10 of effective training compute, US frontier 2026 = 0",
        "published: China lags 7 months (4 to 14) at 0.68 OOM a year",
        start_only=True,
    )
    research: float = knob(0.8, 0.01, 10.0, "1", "foundational research, US = 1", _INDEX)
    chips: float = knob(
        0.8608,
        0.01,
        10.0,
        "1",
        "chips, US = 1",
        "calibrated: at export controls 0.5 the lag of 7 months is then a steady state",
    )
    data: float = knob(1.2, 0.01, 10.0, "1", "data resources, US = 1", _INDEX)
    scale: float = knob(1.2, 0.01, 10.0, "1", "scale of deployment, US = 1", _INDEX)
    freeze_depth: float = knob(
        0.95,
        0.0,
        1.0,
        "share",
        "share of progress that a freeze stops after the largest shock at home",
        "measured: no reactor start in China for 20 months after Fukushima, "
        "against about 15 at the earlier pace",
    )
    freeze_median: float = knob(
        20.0,
        0.1,
        600.0,
        "months",
        "median length of a freeze",
        "measured: 19.3 to 22.6 months in China after Fukushima",
    )
    scar: float = knob(
        0.40,
        0.0,
        1.0,
        "share",
        "share of progress that the largest shock at home stops for long",
        "measured: starts in China 5 to 10 years after Fukushima at 0.38 (0.20 to 0.65) of before",
    )
