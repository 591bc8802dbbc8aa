"""The mechanisms of the race: progress, incidents, backlash, alarm, talks."""

from race_sim.parameters.knob import GUESS, Section, knob, switch


class ProgressParameters(Section):
    """How capability and safety grow."""

    base_rate: float = knob(
        0.701,
        0.0,
        5.0,
        "OOM a year",
        "growth of capability at full effort with the endowments of the United States",
        "measured: training compute at the frontier grew 4.8 times a year (4.3 to 5.3) since "
        "2018, which is 0.68 OOM, with 3 % of effort on safety",
    )
    research_share: float = knob(0.4, 0.0, 1.0, "1", "elasticity of growth to research", GUESS)
    chips_share: float = knob(0.4, 0.0, 1.0, "1", "elasticity of growth to chips", GUESS)
    data_share: float = knob(0.2, 0.0, 1.0, "1", "elasticity of growth to data", GUESS)
    diffusion: float = knob(
        0.5,
        0.0,
        10.0,
        "share a year",
        "share of its lag that the laggard makes up in a year",
        "measured: trend of the gap between the best US and Chinese models, 2023 to 2025",
    )
    safety_productivity: float = knob(
        2.2,
        0.0,
        20.0,
        "OOM a year",
        "growth of safety if the whole budget went to it",
        GUESS,
    )
    share_accelerating: float = knob(
        0.03,
        0.0,
        1.0,
        "share",
        "share of the budget that goes to safety when accelerating",
        "published: safety is 1 to 5 % of AI research, by country (ETO, 2024)",
    )
    share_investing: float = knob(
        0.30,
        0.0,
        1.0,
        "share",
        "share of the budget that goes to safety when investing",
        "guess: ten times today's, near what calls for a third of the budget ask",
    )
    gap_floor: float = knob(-0.5, -5.0, 0.0, "OOM", "the smallest safety gap", GUESS)
    gap_ceiling: float = knob(12.0, 1.0, 30.0, "OOM", "the largest safety gap", GUESS)


class ExchangeParameters(Section):
    """The exchange between the two research communities."""

    openness: float = knob(
        0.15,
        0.0,
        1.0,
        "share",
        "share of the rival's safety work that arrives, at the frictions of 2026",
        GUESS,
    )
    visa_friction: float = knob(
        0.30,
        0.0,
        1.0,
        "share",
        "share of the exchange that visa policies stop; 0.30 in 2026",
        "guess, after the fall of AI scholars moving to the US since 2017",
    )
    data_friction: float = knob(
        0.20,
        0.0,
        1.0,
        "share",
        "share of the exchange that data-privacy laws stop; 0.20 in 2026",
        GUESS,
    )


class ExportControlParameters(Section):
    """Export controls on advanced chips."""

    level: float = knob(
        0.5, 0.0, 1.0, "share", "how tight the controls are: 0 none, 1 complete", GUESS
    )
    chip_dependency: float = knob(
        0.4,
        0.0,
        1.0,
        "share",
        "share of China's chip supply that controls can reach, at the start",
        GUESS,
        start_only=True,
    )
    dependency_decline: float = knob(
        0.12, 0.0, 0.99, "share a year", "by how much that share falls in a year", GUESS
    )
    exchange_chill: float = knob(
        0.7, 0.0, 1.0, "share", "share of the exchange that complete controls stop", GUESS
    )
    talks_chill: float = knob(
        0.7, 0.0, 1.0, "share", "share of the pace of talks that complete controls stop", GUESS
    )


class KindParameters(Section):
    """One kind of incident."""

    weight: float = knob(1.0, 0.0, 100.0, "1", "how common it is, relative to the others", GUESS)
    spillover: float = knob(
        0.5, 0.0, 1.0, "share", "share of its harm that also falls on the rival", GUESS
    )


class MisalignedSystemParameters(KindParameters):
    """An autonomous system that does harm: an industrial accident, mostly where it happens."""

    weight: float = knob(0.40, 0.0, 100.0, "1", "how common, relative to the others", GUESS)
    spillover: float = knob(0.30, 0.0, 1.0, "share", "share of harm that crosses", GUESS)


class FinancialMeltdownParameters(KindParameters):
    """A crash of markets that AI systems trade on: it crosses every border."""

    weight: float = knob(0.20, 0.0, 100.0, "1", "how common, relative to the others", GUESS)
    spillover: float = knob(0.90, 0.0, 1.0, "share", "share of harm that crosses", GUESS)


class WeaponisedUseParameters(KindParameters):
    """AI used as a weapon."""

    weight: float = knob(0.15, 0.0, 100.0, "1", "how common, relative to the others", GUESS)
    spillover: float = knob(0.60, 0.0, 1.0, "share", "share of harm that crosses", GUESS)


class SocietalDisruptionParameters(KindParameters):
    """Disruption of work, trust or order."""

    weight: float = knob(0.25, 0.0, 100.0, "1", "how common, relative to the others", GUESS)
    spillover: float = knob(0.44, 0.0, 1.0, "share", "share of harm that crosses", GUESS)


class IncidentParameters(Section):
    """How often incidents happen, and how bad they are."""

    base_rate: float = knob(
        0.03,
        0.0,
        5.0,
        "a year",
        "serious incidents at a safety gap of 0 and the deployment of the United States",
        "guess: with the baseline's gaps it gives Chernobyl moments at a rate that 11 years "
        "without one do not rule out (upper bound 0.27 a year)",
    )
    gap_elasticity: float = knob(
        0.18,
        0.0,
        2.0,
        "OOM for each OOM",
        "growth of the hazard with the safety gap",
        "measured: reported incidents grow with training compute to the power 0.22 "
        "(0.09 to 0.28), an upper bound for the hazard",
    )
    severity_exponent: float = knob(
        0.55,
        0.05,
        5.0,
        "1",
        "Pareto exponent of severity",
        "published: 0.5 to 0.6 for the cost of nuclear accidents (Wheatley, Sovacool and "
        "Sornette, 2017, Risk Analysis 37, 99-115)",
    )
    severity_ceiling: float = knob(
        10000.0,
        100.0,
        1e9,
        "smallest serious incident",
        "severity at which the law is cut: a catastrophe, which ends the race",
        "guess: with an exponent below 1 the mean needs a cut",
    )
    chernobyl_severity: float = knob(
        10.0,
        1.0,
        1e6,
        "smallest serious incident",
        "severity from which an incident is a Chernobyl moment",
        GUESS,
    )
    misaligned_system: MisalignedSystemParameters = MisalignedSystemParameters()
    financial_meltdown: FinancialMeltdownParameters = FinancialMeltdownParameters()
    weaponised_use: WeaponisedUseParameters = WeaponisedUseParameters()
    societal_disruption: SocietalDisruptionParameters = SocietalDisruptionParameters()


class BacklashParameters(Section):
    """What a Chernobyl moment sets off, besides what is particular to each side."""

    contagion: float = knob(
        0.35,
        0.0,
        1.0,
        "share",
        "share of the freeze and of the scar that reaches the rival",
        "guess, within what reactor starts abroad show after Chernobyl and Fukushima",
    )
    freeze_spread: float = knob(
        0.97,
        0.0,
        3.0,
        "1",
        "sigma of the lognormal length of a freeze",
        "measured: 19 freezes of all technologies that were lifted",
    )
    never_lifted: float = knob(
        0.0,
        0.0,
        1.0,
        "share",
        "share of freezes that are never lifted",
        "guess: 3 of 22 freezes of all technologies (0.04 to 0.32), none of them a state's on a "
        "whole technology that a rival went on with",
    )
    scar_half_life: float = knob(
        8.0,
        0.1,
        200.0,
        "years",
        "time in which half of a scar heals",
        "guess: below what fits to reactor starts give (19 years, 1.7 to 60), which hardly narrow "
        "their prior",
    )


class TalentParameters(Section):
    """Who leaves, and who comes back."""

    outflow: float = knob(
        0.10,
        0.0,
        1.0,
        "share a year",
        "share of talent that leaves under full restriction",
        "guess: in quiet times 2.3 % a year (1.4 to 3.7) leave the US, and this is a crisis",
    )
    to_rival: float = knob(
        0.4, 0.0, 1.0, "share", "share of those who leave that goes to the rival", GUESS
    )
    recovery: float = knob(
        0.05, 0.0, 1.0, "share a year", "share of a shortfall that is made up in a year", GUESS
    )


class LearningParameters(Section):
    """What an incident teaches, and how beliefs move."""

    lesson: float = knob(
        0.3, 0.0, 10.0, "OOM", "safety learnt from an incident of the highest severity", GUESS
    )
    lesson_abroad: float = knob(
        0.5, 0.0, 1.0, "share", "share of that lesson that the rival learns", GUESS
    )
    belief_rate: float = knob(
        0.25,
        0.0,
        1.0,
        "share",
        "share of the way that belief moves, at a decision, to what the rival has just done",
        GUESS,
    )


class AlarmParameters(Section):
    """How evidence makes and unmakes alarm."""

    prior: float = knob(
        0.6,
        0.01,
        50.0,
        "1",
        "how large both believe the hazard to be at the start, relative to the truth",
        GUESS,
    )
    strength: float = knob(
        1.2, 0.01, 100.0, "incidents", "expected incidents that the prior is worth", GUESS
    )
    abroad: float = knob(0.6, 0.0, 1.0, "share", "weight of what happens abroad", GUESS)
    severity_weight: float = knob(
        3.0, 0.0, 100.0, "incidents", "extra weight of an incident of the highest severity", GUESS
    )
    memory_half_life: float = knob(
        5.0, 0.1, 200.0, "years", "time in which half of what was seen is forgotten", GUESS
    )


class TalksParameters(Section):
    """Talks and agreements."""

    pace: float = knob(1.0, 0.0, 20.0, "a year", "pace of talks under shared alarm", GUESS)
    threshold: float = knob(1.0, 0.0, 20.0, "1", "alarm of both above which talks move", GUESS)
    base: float = knob(
        0.25, 0.0, 1.0, "share", "share of the pace when not both invest in safety", GUESS
    )
    decay: float = knob(0.3, 0.0, 10.0, "share a year", "share of progress lost in a year", GUESS)
    non_binding_at: float = knob(
        0.4, 0.01, 1.5, "1", "progress at which a non-binding agreement is signed", GUESS
    )
    binding_at: float = knob(
        1.0, 0.01, 1.5, "1", "progress at which a binding treaty is signed", GUESS
    )
    lapse_below: float = knob(
        0.1, 0.0, 1.5, "1", "progress below which a non-binding agreement lapses", GUESS
    )
    binding_allowed: bool = switch(True, "whether a binding treaty is possible at all", GUESS)
    verification: float = knob(
        0.5, 0.0, 1.0, "probability a year", "chance that a breach of a treaty is found", GUESS
    )
    sanction: float = knob(4.0, 0.0, 1000.0, "payoff", "what a breach that is found costs", GUESS)
    breach_ends: float = knob(
        0.5, 0.0, 1.0, "probability", "chance that a breach that is found ends the treaty", GUESS
    )
    non_binding_exchange: float = knob(
        1.5, 0.0, 10.0, "factor", "exchange under a non-binding agreement", GUESS
    )
    binding_exchange: float = knob(
        2.0, 0.0, 10.0, "factor", "exchange under a binding treaty", GUESS
    )
    non_binding_lapse: float = knob(
        0.134,
        0.0,
        5.0,
        "a year",
        "rate at which a non-binding agreement ends by itself",
        "measured: 7 ends in 52 years of understandings (0.063 to 0.252)",
    )
    binding_lapse: float = knob(
        0.052,
        0.0,
        5.0,
        "a year",
        "rate at which a binding treaty ends by itself",
        "measured: 12 ends in 232 years of binding limits between rivals (0.030 to 0.084)",
    )
