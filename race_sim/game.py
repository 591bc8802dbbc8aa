"""The stage game: what each side stands to gain from each joint action, and the game's name.

At every step the present rates are extrapolated over a planning horizon T for each of the four
joint actions. The payoff of side i with rival j is

    U_i = B dc_i T + V T contest((lead of i after T) / scale) - kappa w_i H (L_i + spill L_j)
          - [i accelerates, j invests, binding treaty] verification x sanction

with prosperity B, rivalry V, aversion to harm kappa, alarm w_i, mean severity H, and L the
incidents expected over the horizon while the safety gap moves at its present rate. The contest is
tanh unless `payoffs.contest` names another form (`race_sim.rules.contest`).

>>> prisoners = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0,
...                     both_accelerate=1.0)
>>> GAMES[name_of(prisoners, prisoners)].title
"Prisoner's Dilemma"
"""

from typing import NamedTuple

from race_sim.rules import alarm, backlash, incidents, progress, talks
from race_sim.rules.contest import contest
from race_sim.rules.settings import RaceSettings, SideSettings
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, Side, safety_gap


class Payoffs(NamedTuple):
    """What one side gets from each joint action, seen from its own chair.

    In the letters of the repeated game's literature: reward R, sucker's payoff S,
    temptation T, punishment P.
    """

    both_invest: float
    invest_alone: float
    accelerate_alone: float
    both_accelerate: float


def payoff_of(payoffs: Payoffs, own_action: int, rival_action: int) -> float:
    """What a side gets from its own action and its rival's."""
    if own_action == INVEST:
        return payoffs.both_invest if rival_action == INVEST else payoffs.invest_alone
    return payoffs.accelerate_alone if rival_action == INVEST else payoffs.both_accelerate


class Game(NamedTuple):
    """A name for a pair of payoff tables, by best replies and by Pareto order."""

    key: str
    title: str
    meaning: str


# Actors by best replies: "races" (accelerating dominates), "safe" (investing dominates),
# "matches" (does as the rival does) and "differs" (does the opposite).
GAMES = (
    Game(
        "prisoners_dilemma",
        "Prisoner's Dilemma",
        "accelerating dominates for both, and both would rather both invest",
    ),
    Game(
        "deadlock",
        "Deadlock",
        "accelerating dominates for both, and both are content with it",
    ),
    Game(
        "one_sided_deadlock",
        "One-Sided Deadlock",
        "accelerating dominates for both, and one of them would rather both invest",
    ),
    Game(
        "stag_hunt",
        "Stag Hunt",
        "each wants to do as the other does, and both investing is best for both",
    ),
    Game(
        "coordination",
        "Coordination",
        "each wants to do as the other does, but not both prefer that to be investing",
    ),
    Game("chicken", "Chicken", "each wants to do the opposite of the other"),
    Game("harmony", "Harmony", "investing dominates for both"),
    Game(
        "asymmetric_dilemma",
        "Asymmetric Dilemma",
        "accelerating dominates for one, and the other matches it",
    ),
    Game(
        "called_bluff",
        "Called Bluff",
        "accelerating dominates for one, who would rather both invest; the other gives way",
    ),
    Game(
        "bully",
        "Bully",
        "accelerating dominates for one, who is content with it; the other gives way",
    ),
    Game(
        "safe_leadership",
        "Safe Leadership",
        "investing dominates for one, and the other matches it",
    ),
    Game(
        "free_ride",
        "Free Ride",
        "investing dominates for one, and the other accelerates behind it",
    ),
    Game(
        "unilateral_safety",
        "Unilateral Safety",
        "investing dominates for one and accelerating for the other",
    ),
    Game(
        "matching_pennies",
        "Matching Pennies",
        "one wants to do as the other does, who wants to do the opposite",
    ),
)
PRISONERS_DILEMMA = 0
DEADLOCK = 1
ONE_SIDED_DEADLOCK = 2
STAG_HUNT = 3
COORDINATION = 4
CHICKEN = 5
HARMONY = 6
ASYMMETRIC_DILEMMA = 7
CALLED_BLUFF = 8
BULLY = 9
SAFE_LEADERSHIP = 10
FREE_RIDE = 11
UNILATERAL_SAFETY = 12
MATCHING_PENNIES = 13

RACES = 0
SAFE = 1
MATCHES = 2
DIFFERS = 3


def best_reply(payoffs: Payoffs, rival_action: int) -> int:
    """The best reply to what the rival does; investing where it makes no difference."""
    if rival_action == INVEST:
        better = payoffs.accelerate_alone > payoffs.both_invest
    else:
        better = payoffs.both_accelerate > payoffs.invest_alone
    return ACCELERATE if better else INVEST


def actor_type(payoffs: Payoffs) -> int:
    """RACES, SAFE, MATCHES or DIFFERS, by the two best replies."""
    to_invest = best_reply(payoffs, INVEST)
    to_accelerate = best_reply(payoffs, ACCELERATE)
    if to_invest == ACCELERATE:
        return RACES if to_accelerate == ACCELERATE else DIFFERS
    return MATCHES if to_accelerate == ACCELERATE else SAFE


def name_of(us: Payoffs, cn: Payoffs) -> int:
    """The number in `GAMES` of the game between two payoff tables.

    Named by best replies and, where they leave it open, by whether mutual safety or mutual
    acceleration is better for both (Rapoport and Guyer, 1966, General Systems 11, 203-214, for
    the symmetric games; Snyder and Diesing, 1977, Conflict among Nations, for Called Bluff and
    Bully). The order of the sides does not matter.
    """
    us_type = actor_type(us)
    cn_type = actor_type(cn)
    us_wants_safety = us.both_invest > us.both_accelerate
    cn_wants_safety = cn.both_invest > cn.both_accelerate
    if us_type == cn_type:
        if us_type == RACES:
            if us_wants_safety and cn_wants_safety:
                return PRISONERS_DILEMMA
            return ONE_SIDED_DEADLOCK if us_wants_safety or cn_wants_safety else DEADLOCK
        if us_type == SAFE:
            return HARMONY
        if us_type == DIFFERS:
            return CHICKEN
        return STAG_HUNT if us_wants_safety and cn_wants_safety else COORDINATION
    if us_type == RACES or cn_type == RACES:
        other = cn_type if us_type == RACES else us_type
        if other == SAFE:
            return UNILATERAL_SAFETY
        if other == MATCHES:
            return ASYMMETRIC_DILEMMA
        racer_wants_safety = us_wants_safety if us_type == RACES else cn_wants_safety
        return CALLED_BLUFF if racer_wants_safety else BULLY
    if us_type == SAFE or cn_type == SAFE:
        other = cn_type if us_type == SAFE else us_type
        return SAFE_LEADERSHIP if other == MATCHES else FREE_RIDE
    return MATCHING_PENNIES


class Conditions(NamedTuple):
    """What one side faces now: all that its payoffs and its progress need."""

    speed: float  # OOM a year if nothing went to safety
    strength: float  # square root of talent
    restriction: float
    gap: float
    hazard: float  # serious incidents a year
    alarm: float


def conditions(
    settings: RaceSettings,
    own_settings: SideSettings,
    own: Side,
    rival: Side,
    chip_dependency: float,
    time: float,
) -> Conditions:
    """The conditions of one side at a time."""
    stopped = backlash.restriction(
        own.freeze_depth, own.freeze_end, own.scar, own_settings.pause, time, settings.step
    )
    access = progress.chip_access(
        settings.control_level, chip_dependency, own_settings.chip_exposure
    )
    gap = safety_gap(own)
    return Conditions(
        progress.speed(
            own_settings.growth,
            stopped,
            access,
            own.talent,
            progress.diffusion_gain(own.capability, rival.capability, settings.diffusion),
        ),
        progress.strength(own.talent),
        stopped,
        gap,
        incidents.hazard(
            settings.hazard, own_settings.deployment, stopped, settings.gap_elasticity, gap
        ),
        alarm.alarm(settings.alarm_prior, settings.alarm_strength, own.seen, own.exposure),
    )


def share_of(settings: RaceSettings, action: int) -> float:
    """Share of the budget that an action puts into safety."""
    return settings.share_investing if action == INVEST else settings.share_accelerating


def joint_payoffs(
    settings: RaceSettings,
    us: Conditions,
    cn: Conditions,
    lead: float,
    exchange: float,
    treaty: int,
    us_action: int,
    cn_action: int,
) -> tuple[float, float]:
    """What both sides get from one joint action; `us` and `cn` are `Conditions`."""
    us_share = share_of(settings, us_action)
    cn_share = share_of(settings, cn_action)
    us_rate = progress.capability_rate(us.speed, us_share)
    cn_rate = progress.capability_rate(cn.speed, cn_share)
    us_safety = progress.safety_rate(
        settings.safety_productivity, us.strength, us_share, cn_share, exchange
    )
    cn_safety = progress.safety_rate(
        settings.safety_productivity, cn.strength, cn_share, us_share, exchange
    )
    years = settings.horizon
    elasticity = settings.gap_elasticity
    us_incidents = incidents.expected_incidents(us.hazard, elasticity, us_rate - us_safety, years)
    cn_incidents = incidents.expected_incidents(cn.hazard, elasticity, cn_rate - cn_safety, years)
    standing = (
        settings.rivalry
        * years
        * contest(settings.contest, (lead + (us_rate - cn_rate) * years) / settings.lead_scale)
    )
    harm = settings.harm_aversion * settings.mean_severity
    spill = settings.mean_spillover
    us_payoff = (
        settings.prosperity * us_rate * years
        + standing
        - harm * us.alarm * (us_incidents + spill * cn_incidents)
    )
    cn_payoff = (
        settings.prosperity * cn_rate * years
        - standing
        - harm * cn.alarm * (cn_incidents + spill * us_incidents)
    )
    if treaty == BINDING and us_action != cn_action:
        expected_sanction = settings.verification * settings.sanction
        if us_action == ACCELERATE:
            us_payoff = us_payoff - expected_sanction
        else:
            cn_payoff = cn_payoff - expected_sanction
    return us_payoff, cn_payoff


def stage_game(
    settings: RaceSettings,
    us: Conditions,
    cn: Conditions,
    lead: float,
    exchange: float,
    treaty: int,
) -> tuple[Payoffs, Payoffs]:
    """The payoffs of both sides in all four joint actions: a pair (`Payoffs`, `Payoffs`)."""
    us_both_invest, cn_both_invest = joint_payoffs(
        settings, us, cn, lead, exchange, treaty, INVEST, INVEST
    )
    us_alone_safe, cn_alone_racing = joint_payoffs(
        settings, us, cn, lead, exchange, treaty, INVEST, ACCELERATE
    )
    us_alone_racing, cn_alone_safe = joint_payoffs(
        settings, us, cn, lead, exchange, treaty, ACCELERATE, INVEST
    )
    us_both_race, cn_both_race = joint_payoffs(
        settings, us, cn, lead, exchange, treaty, ACCELERATE, ACCELERATE
    )
    return (
        Payoffs(us_both_invest, us_alone_safe, us_alone_racing, us_both_race),
        Payoffs(cn_both_invest, cn_alone_safe, cn_alone_racing, cn_both_race),
    )


def exchange_now(settings: RaceSettings, treaty: int) -> float:
    """The openness of the exchange between the two research communities, now."""
    return talks.exchange(
        settings.openness,
        settings.control_level,
        settings.control_chill,
        treaty,
        settings.exchange_non_binding,
        settings.exchange_binding,
    )
