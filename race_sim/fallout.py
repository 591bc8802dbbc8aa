"""Fallout: what the incidents of one side in one step do, taken together."""

from typing import NamedTuple

from race_sim import luck
from race_sim.rules import alarm, backlash, incidents
from race_sim.rules.arithmetic import larger
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import US


class Fallout(NamedTuple):
    """The incidents at one host in one step: how many, how bad, and what follows."""

    incidents: int
    chernobyl_moments: int
    worst: float  # the highest severity; 0 without an incident
    harm_at_home: float  # in units of the smallest serious incident
    harm_abroad: float
    lessons: float  # sum of severity scores
    seen: float  # what they add to what has been seen at home
    home_depth: float  # freeze at the host: depth, end (year), and scar
    home_end: float
    home_scar: float
    abroad_depth: float  # freeze at the rival, by contagion
    abroad_end: float
    abroad_scar: float
    drawn_scores: float  # sum of severity scores, forced shocks left out
    drawn_at_ceiling: int  # incidents of the highest severity, forced shocks left out


def no_fallout() -> Fallout:
    """The fallout of a step without an incident."""
    return Fallout(0, 0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0)


def incident_at(
    settings: RaceSettings, host: int, seed: int, world: int, step: int, number: int
) -> tuple[float, int]:
    """Severity and kind of the random incident with this number in this step, by its address."""
    us_severity, cn_severity = luck.uniform_pair(seed, world, step, luck.SEVERITY, number)
    us_kind, cn_kind = luck.uniform_pair(seed, world, step, luck.KIND, number)
    severity = incidents.severity(
        us_severity if host == US else cn_severity,
        settings.severity_exponent,
        settings.severity_ceiling,
    )
    kind = incidents.incident_kind(
        us_kind if host == US else cn_kind,
        settings.misaligned_system.weight,
        settings.financial_meltdown.weight,
        settings.weaponised_use.weight,
    )
    return severity, kind


def freezes_after(
    settings: RaceSettings, host: int, seed: int, world: int, step: int, number: int
) -> tuple[float, float]:
    """Lengths in years of the freezes at the host and at the rival after a Chernobyl moment."""
    if host == US:
        us_uniform, cn_uniform = luck.uniform_pair(
            seed, world, step, luck.FREEZE_AFTER_US_INCIDENT, number
        )
    else:
        us_uniform, cn_uniform = luck.uniform_pair(
            seed, world, step, luck.FREEZE_AFTER_CN_INCIDENT, number
        )
    us_years = backlash.freeze_years(
        us_uniform,
        settings.us.freeze_log_median,
        settings.freeze_spread,
        settings.never_lifted,
    )
    cn_years = backlash.freeze_years(
        cn_uniform,
        settings.cn.freeze_log_median,
        settings.freeze_spread,
        settings.never_lifted,
    )
    if host == US:
        return us_years, cn_years
    return cn_years, us_years


def with_incident(
    settings: RaceSettings,
    host: int,
    fallout: Fallout,
    severity: float,
    kind: int,
    seed: int,
    world: int,
    step: int,
    number: int,
    begin: float,
) -> Fallout:
    """The fallout with one more incident in it; freezes begin at the year `begin`."""
    score = alarm.severity_score(severity, settings.severity_ceiling)
    chernobyl_moments = fallout.chernobyl_moments
    home_depth = fallout.home_depth
    home_end = fallout.home_end
    home_scar = fallout.home_scar
    abroad_depth = fallout.abroad_depth
    abroad_end = fallout.abroad_end
    abroad_scar = fallout.abroad_scar
    drawn_scores = fallout.drawn_scores
    drawn_at_ceiling = fallout.drawn_at_ceiling
    if number != luck.FORCED_SHOCK:
        drawn_scores = drawn_scores + score
        if severity >= settings.severity_ceiling:
            drawn_at_ceiling = drawn_at_ceiling + 1
    if severity >= settings.chernobyl_severity:
        home = settings.us if host == US else settings.cn
        abroad = settings.cn if host == US else settings.us
        scale = backlash.shock_scale(
            severity, settings.chernobyl_severity, settings.severity_ceiling
        )
        home_years, abroad_years = freezes_after(settings, host, seed, world, step, number)
        chernobyl_moments = chernobyl_moments + 1
        home_depth = larger(home_depth, scale * home.freeze_depth)
        home_end = larger(home_end, begin + home_years)
        home_scar = backlash.deeper_scar(home_scar, scale * home.scar)
        abroad_depth = larger(abroad_depth, settings.contagion * scale * abroad.freeze_depth)
        abroad_end = larger(abroad_end, begin + abroad_years)
        abroad_scar = backlash.deeper_scar(abroad_scar, settings.contagion * scale * abroad.scar)
    return Fallout(
        fallout.incidents + 1,
        chernobyl_moments,
        larger(fallout.worst, severity),
        fallout.harm_at_home + severity,
        fallout.harm_abroad + severity * incidents.spillover(settings, kind),
        fallout.lessons + score,
        fallout.seen + alarm.seen_gain(score, settings.alarm_severity),
        home_depth,
        home_end,
        home_scar,
        abroad_depth,
        abroad_end,
        abroad_scar,
        drawn_scores,
        drawn_at_ceiling,
    )


def fallout_of(
    settings: RaceSettings, host: int, count: int, seed: int, world: int, step: int, begin: float
) -> Fallout:
    """The fallout of `count` random incidents at a host, and of a shock forced on it."""
    fallout = no_fallout()
    for number in range(count):
        severity, kind = incident_at(settings, host, seed, world, step, number)
        fallout = with_incident(
            settings, host, fallout, severity, kind, seed, world, step, number, begin
        )
    own = settings.us if host == US else settings.cn
    if own.forced_severity > 0.0:
        fallout = with_incident(
            settings,
            host,
            fallout,
            own.forced_severity,
            own.forced_kind,
            seed,
            world,
            step,
            luck.FORCED_SHOCK,
            begin,
        )
    return fallout
