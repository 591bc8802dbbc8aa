"""Backlash: the freeze and the scar that a Chernobyl moment leaves, and pauses."""

from race_sim.rules.arithmetic import (
    clamp,
    exponential,
    logarithm_10,
    normal_quantile,
    positive_part,
)

FOREVER = 1e6  # years


def shock_scale(severity: float, chernobyl_severity: float, ceiling: float) -> float:
    """From one half for the smallest Chernobyl moment to one for the largest severity."""
    span = logarithm_10(ceiling / chernobyl_severity)
    return 0.5 + 0.5 * logarithm_10(severity / chernobyl_severity) / span


def freeze_years(uniform: float, log_median: float, spread: float, never_lifted: float) -> float:
    """Length of a freeze in years: lognormal, but for the share that is never lifted.

    A mixture cure model, turned round: Boag (1949), Journal of the Royal Statistical Society,
    Series B 11, 15-53.
    """
    lifted = 1.0 - never_lifted
    if uniform >= lifted:
        return FOREVER
    # Half a unit of the last place keeps the uniform number away from 0 and 1.
    return exponential(log_median + spread * normal_quantile(uniform / lifted + 5.5e-17))


def frozen_part(freeze_end: float, time: float, step: float) -> float:
    """Part of the step from `time` for which a freeze is on, from 0 to 1."""
    return clamp((freeze_end - time) / step, 0.0, 1.0)


def restriction(
    freeze_depth: float, freeze_end: float, scar: float, pause: float, time: float, step: float
) -> float:
    """Share of progress that regulation stops in the step from `time`.

    A scar is what is left when the freeze is over, so the larger of the two counts for as long as
    the freeze is on. A pause lets through a share of what they let through.
    """
    extra = positive_part(freeze_depth - scar) * frozen_part(freeze_end, time, step)
    return 1.0 - (1.0 - scar - extra) * (1.0 - pause)


def deeper_freeze(freeze_depth: float, freeze_end: float, new_depth: float, time: float) -> float:
    """Depth of a freeze when a new one meets one that may still be on at `time`.

    The deeper one counts, and it lasts as long as the longer one.
    """
    if freeze_end > time and freeze_depth > new_depth:
        return freeze_depth
    return new_depth


def deeper_scar(scar: float, new_scar: float) -> float:
    """A scar on a scar: each stops a share of what the other lets through."""
    return 1.0 - (1.0 - scar) * (1.0 - new_scar)
