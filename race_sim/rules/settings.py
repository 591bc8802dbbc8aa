"""The numbers that the rules read: a scenario resolved to plain floats, for one stretch of time.

`race_sim.scenario` makes these from a checked scenario. They hold no units and no checks: each
field says what it is and in what unit, and every rate is a year's. Numbers that a step needs
again and again (what is left of a memory after one step, say) are worked out once, beforehand.
"""

from typing import NamedTuple


class SideSettings(NamedTuple):
    """What is particular to one side."""

    growth: float  # OOM a year at full effort, from research, chips and data
    deployment: float  # applications x scale, relative to the United States in 2026
    policy: int  # number of the policy in race_sim.policies
    freeze_depth: float  # share of progress that a freeze at home stops
    freeze_log_median: float  # natural logarithm of the median freeze in years
    scar: float  # share of progress that the largest shock at home stops for long
    pause: float  # share of progress stopped by an agreed or imposed pause, now
    chip_exposure: float  # 1 when export controls reach this side's chips, else 0
    forced_severity: float  # severity of a shock forced in this step; 0 for none
    forced_kind: int  # its kind


class KindSettings(NamedTuple):
    """One kind of incident."""

    weight: float  # share of incidents of this kind
    spillover: float  # share of the harm that also falls on the rival


class RaceSettings(NamedTuple):
    """What is common to both sides, with the two sides."""

    us: SideSettings
    cn: SideSettings
    # time
    start: float  # year
    step: float  # years
    steps_per_decision: int
    # progress
    safety_productivity: float  # OOM a year for the whole budget
    share_accelerating: float  # share of the budget for safety when accelerating
    share_investing: float  # the same when investing
    diffusion: float  # share of the lag closed in a year
    gap_floor: float  # OOM
    gap_ceiling: float  # OOM
    # exchange and export controls
    openness: float  # share of the rival's safety work that arrives, before export controls
    control_level: float  # 0 to 1
    dependency_kept: float  # share of the chip dependency left after one step
    control_chill: float  # share of the exchange that full export controls stop
    # incidents
    hazard: float  # serious incidents a year at gap 0 and deployment 1
    gap_elasticity: float  # OOM of hazard for each OOM of gap
    severity_exponent: float  # Pareto exponent
    severity_ceiling: float  # the severity of a catastrophe
    ceiling_chance: float  # chance that an incident that is drawn reaches it
    chernobyl_severity: float
    mean_severity: float  # of the cut Pareto law
    mean_spillover: float  # over the kinds
    misaligned_system: KindSettings
    financial_meltdown: KindSettings
    weaponised_use: KindSettings
    societal_disruption: KindSettings
    # backlash
    contagion: float  # share of a freeze and scar that reaches the rival
    freeze_spread: float  # sigma of the lognormal freeze
    never_lifted: float  # share of freezes that have no end
    scar_kept: float  # share of a scar left after one step
    # talent
    talent_outflow: float  # share a year under full restriction
    talent_to_rival: float  # share of those who leave
    talent_return: float  # share of the shortfall made up in a year
    # learning and alarm
    lesson: float  # OOM of safety from an incident of the highest severity
    lesson_abroad: float  # share of it that the rival learns
    alarm_prior: float
    alarm_strength: float  # expected incidents that the prior is worth
    alarm_abroad: float  # weight of what happens abroad
    alarm_severity: float  # extra weight of an incident of the highest severity
    memory_kept: float  # share of what was seen that is left after one step
    memory_kept_half: float  # the same after half a step
    belief_rate: float  # share of the way that belief moves at one decision
    # talks
    talks_pace: float
    talks_threshold: float  # alarm above which talks move
    talks_base: float  # share of the pace when not both invest
    talks_chill: float  # share of the pace that full export controls stop
    talks_decay: float
    talks_kept: float  # share of the progress of talks that is left after one step
    talks_years: float  # years of undecayed drive that one step of it comes to
    non_binding_at: float
    binding_at: float
    lapse_below: float
    binding_allowed: int  # 1 or 0
    verification: float  # chance a year that a breach is found
    sanction: float  # payoff units
    breach_ends: float  # chance that a breach that is found ends the treaty
    exchange_non_binding: float  # factor on the exchange under a non-binding agreement
    exchange_binding: float  # the same under a binding treaty
    non_binding_lapse: float  # a year
    binding_lapse: float  # a year
    # payoffs
    prosperity: float
    rivalry: float
    harm_aversion: float
    restriction_cost: float  # welfare lost by a year of full restriction
    horizon: float  # years that an actor looks ahead
    lead_scale: float  # OOM
    contest: int  # form, number in race_sim.rules.contest.CONTESTS
    rationality: float
    error: float  # chance that what is done is not what was chosen
    alarm_threshold: float  # alarm at which the policy of that name invests
    solution: int  # whose rows of the table of strategies are in force
    # finish line
    finish_line: int  # 1 or 0
    transformative: float  # OOM
    finish_risk: float
    finish_elasticity: float
