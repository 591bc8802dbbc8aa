"""Talks, agreements and what they do to the exchange between the two research communities."""

from race_sim.rules.arithmetic import clamp, exponential, logarithm, positive_part
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import BINDING, INVEST, NO_TREATY, NON_BINDING

TALKS_CEILING = 1.5


def exchange(
    openness: float,
    control_level: float,
    control_chill: float,
    treaty: int,
    non_binding_factor: float,
    binding_factor: float,
) -> float:
    """Share of the rival's safety work that arrives, given export controls and agreements.

    At most 1: no more arrives than has been done.
    """
    share = openness * (1.0 - control_chill * control_level)
    if treaty == NON_BINDING:
        share = share * non_binding_factor
    if treaty == BINDING:
        share = share * binding_factor
    return share if share < 1.0 else 1.0


def talks_after(
    talks: float,
    settings: RaceSettings,
    us_alarm: float,
    cn_alarm: float,
    us_action: int,
    cn_action: int,
) -> float:
    """Progress of the talks after one step: driven by shared alarm, slowed by export controls.

    With the drive D of the step and the decay d, x(t) = x e^-dt + D (1 - e^-dt) / d solves
    dx/dt = D - d x exactly, whatever the length of the step.
    """
    shared_alarm = us_alarm if us_alarm < cn_alarm else cn_alarm
    drive = positive_part(shared_alarm - settings.talks_threshold)
    will = 1.0 if us_action == INVEST and cn_action == INVEST else settings.talks_base
    chill = 1.0 - settings.talks_chill * settings.control_level
    rate = settings.talks_pace * drive * will * chill
    return clamp(talks * settings.talks_kept + rate * settings.talks_years, 0.0, TALKS_CEILING)


def treaty_after(treaty: int, talks: float, settings: RaceSettings) -> int:
    """The agreement that stands once talks have come this far."""
    if settings.binding_allowed == 1 and talks >= settings.binding_at:
        return BINDING
    if treaty == NO_TREATY and talks >= settings.non_binding_at:
        return NON_BINDING
    if treaty == NON_BINDING and talks < settings.lapse_below:
        return NO_TREATY
    return treaty


def chance_in_step(chance_a_year: float, step: float) -> float:
    """Chance within one step of something that has this chance within a year."""
    if chance_a_year >= 1.0:
        return 1.0
    return 1.0 - exponential(step * logarithm(1.0 - chance_a_year))


def lapse_chance(treaty: int, settings: RaceSettings) -> float:
    """Chance within one step that an agreement ends by itself."""
    if treaty == NON_BINDING:
        return 1.0 - exponential(-settings.non_binding_lapse * settings.step)
    if treaty == BINDING:
        return 1.0 - exponential(-settings.binding_lapse * settings.step)
    return 0.0
