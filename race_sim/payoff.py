"""What one step is worth to a side: its welfare, and what being ahead is worth."""

from race_sim.rules.contest import contest
from race_sim.rules.settings import RaceSettings


def welfare_gain(
    settings: RaceSettings, gain: float, harm: float, restriction: float, sanction: float
) -> float:
    """Welfare of one step: prosperity x progress - harm - restriction - sanction, undiscounted."""
    return (
        settings.prosperity * gain
        - settings.harm_aversion * harm
        - settings.restriction_cost * restriction * settings.step
        - sanction
    )


def standing_gain(settings: RaceSettings, lead: float) -> float:
    """Worth of being ahead for one step: V contest(lead / scale), as in the stage game."""
    return settings.rivalry * settings.step * contest(settings.contest, lead / settings.lead_scale)
