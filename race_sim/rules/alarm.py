"""Alarm, belief and lessons: what an actor makes of what it has seen."""

from race_sim.rules.arithmetic import logarithm_10


def severity_score(severity: float, ceiling: float) -> float:
    """From 0 for the smallest serious incident to 1 for the highest severity, on a log scale."""
    return logarithm_10(severity) / logarithm_10(ceiling)


def alarm(prior: float, strength: float, seen: float, exposure: float) -> float:
    """How large an actor believes the hazard to be, relative to the truth.

    The mean of a Gamma-Poisson estimate: the prior is worth `strength` expected incidents.
    """
    return (prior * strength + seen) / (strength + exposure)


def exposure_gain(
    own_hazard: float, rival_hazard: float, abroad_weight: float, step: float
) -> float:
    """Incidents that were to be expected in one step, those abroad at a lower weight."""
    return (own_hazard + abroad_weight * rival_hazard) * step


def seen_gain(score: float, severity_weight: float) -> float:
    """What one incident adds to what has been seen at home."""
    return 1.0 + severity_weight * score


def belief_after(belief: float, rival_action: int, rate: float) -> float:
    """Belief moves a share of the way towards what the rival has just done."""
    return belief + rate * (rival_action - belief)
