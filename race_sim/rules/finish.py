"""The optional finish line: who gets there first, and whether both lose."""

from race_sim.rules.arithmetic import exponential, power_of_ten


def loss_at_finish(risk: float, elasticity: float, gap: float) -> float:
    """Chance that the outcome is lost to both when the leader crosses with this safety gap."""
    return 1.0 - exponential(-risk * power_of_ten(elasticity * gap))
