"""How far-sighted actors look ahead: read by the policies `equilibrium` and `planner` only."""

from race_sim.parameters.knob import GUESS, Section, choice, knob, switch

GRIDS = ("coarse", "default", "fine")


class ForesightParameters(Section):
    """The far-sighted policies."""

    discount_rate: float = knob(
        0.05,
        0.005,
        1.0,
        "a year",
        "how much less a far-sighted actor minds what comes a year later",
        GUESS,
        start_only=True,
    )
    true_hazard: bool = switch(
        False,
        "whether far-sighted actors know the true hazard, instead of what they believe",
        "by definition: as in the baseline, so that only the foresight differs",
        start_only=True,
    )
    grid: str = choice(
        "default",
        GRIDS,
        "how fine the states of the reduced race are",
        "by definition",
        start_only=True,
    )
