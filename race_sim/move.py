"""A move: what one side does in one step, before anything goes wrong."""

from typing import NamedTuple

from race_sim.game import Conditions, share_of
from race_sim.policies import remember
from race_sim.policies.view import View
from race_sim.rules import alarm, incidents, progress, talent
from race_sim.rules.settings import RaceSettings, SideSettings
from race_sim.rules.state import Memory, Side


class Move(NamedTuple):
    """What one side does in one step, before anything goes wrong."""

    action: int
    capability: float  # after the step's progress, OOM
    safety: float  # the same
    hazard: float  # serious incidents a year, in the middle of the step's progress
    talent_lost: float
    belief: float  # after the decision
    memory: Memory


def move_of(
    settings: RaceSettings,
    own_settings: SideSettings,
    own: Side,
    now: Conditions,
    view: View,
    exchange: float,
    action: int,
    rival_action: int,
    decided: bool,
) -> Move:
    """Progress, talent lost, belief and memory of one side, given what both do."""
    share = share_of(settings, action)
    gain = progress.capability_rate(now.speed, share) * settings.step
    capability = own.capability + gain
    safety = own.safety + settings.step * progress.safety_rate(
        settings.safety_productivity,
        now.strength,
        share,
        share_of(settings, rival_action),
        exchange,
    )
    safety = progress.hold_gap(capability, safety, settings.gap_floor, settings.gap_ceiling)
    # The hazard of the whole step: that at its end would be too high while the gap grows, by an
    # error that is proportional to the length of the step.
    middle = 0.5 * (now.gap + (capability - safety))
    belief = own.belief
    memory = own.memory
    if decided:
        belief = alarm.belief_after(belief, rival_action, settings.belief_rate)
        memory = remember(own_settings.policy, view, memory, action, rival_action)
    return Move(
        action,
        capability,
        safety,
        incidents.hazard(
            settings.hazard,
            own_settings.deployment,
            now.restriction,
            settings.gap_elasticity,
            middle,
        ),
        talent.talent_loss(own.talent, now.restriction, settings.talent_outflow, settings.step),
        belief,
        memory,
    )
