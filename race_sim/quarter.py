"""One step of the race (a quarter, by default), in order: the score that every engine plays.

    look -> decide -> advance

`look` works out what both sides face and the stage game between them, `decide` asks their
policies, and `advance` plays the step out: progress, incidents, backlash, talent, lessons,
alarm, talks, belief. Nothing here keeps anything: state goes in, state comes out, and luck is
asked for by address. The Mesa model, the compiled loop and the page all call these functions.
"""

from collections.abc import Sequence
from typing import NamedTuple

from race_sim import luck
from race_sim.chance import (
    agreement_ends,
    breach_in,
    catastrophe_chance_of,
    expected_harm_of,
    finish_of,
)
from race_sim.fallout import Fallout, fallout_of
from race_sim.game import (
    Conditions,
    Payoffs,
    conditions,
    exchange_now,
    name_of,
    stage_game,
)
from race_sim.move import Move, move_of
from race_sim.policies import choose
from race_sim.policies.view import View
from race_sim.rules import alarm, backlash, incidents, progress, talent, talks
from race_sim.rules.arithmetic import larger
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import (
    ACCELERATE,
    CN,
    INVEST,
    NO_TREATY,
    NOBODY,
    US,
    Race,
    Side,
)


class Outlook(NamedTuple):
    """What both sides see before they choose."""

    us: Conditions
    cn: Conditions
    exchange: float  # share of the rival's safety work that arrives
    us_payoffs: Payoffs
    cn_payoffs: Payoffs
    game: int  # number in race_sim.game.GAMES


class Happenings(NamedTuple):
    """What happened in one step."""

    us: Fallout
    cn: Fallout
    us_gain: float  # capability gained, OOM
    cn_gain: float
    us_talent_lost: float
    cn_talent_lost: float
    treaty_before: int
    breach: int  # whose breach was found: US, CN or NOBODY
    catastrophe: int  # 1 or 0
    winner: int  # who crossed the finish line first: US, CN or NOBODY
    lost_at_finish: int  # 1 or 0
    catastrophe_chance: float  # of this step, given the hazards in the middle of it
    loss_chance: float  # if somebody crossed the finish line, else 0
    us_expected_harm: float  # of this step, given the hazards in the middle of it
    cn_expected_harm: float


def time_of(settings: RaceSettings, step: int) -> float:
    """The year at which a step begins."""
    return settings.start + step * settings.step


def look(settings: RaceSettings, race: Race, time: float) -> Outlook:
    """What both sides face now, and the stage game between them."""
    us = conditions(settings, settings.us, race.us, race.cn, race.chip_dependency, time)
    cn = conditions(settings, settings.cn, race.cn, race.us, race.chip_dependency, time)
    exchange = exchange_now(settings, race.treaty)
    lead = race.us.capability - race.cn.capability
    us_payoffs, cn_payoffs = stage_game(settings, us, cn, lead, exchange, race.treaty)
    return Outlook(us, cn, exchange, us_payoffs, cn_payoffs, name_of(us_payoffs, cn_payoffs))


def view_of(
    settings: RaceSettings,
    race: Race,
    side: int,
    own: Side,
    rival: Side,
    own_now: Conditions,
    rival_now: Conditions,
    own_payoffs: Payoffs,
    rival_payoffs: Payoffs,
    time: float,
) -> View:
    """What one side sees, from its own chair."""
    return View(
        own_payoffs,
        rival_payoffs,
        own.belief,
        own_now.alarm,
        rival_now.alarm,
        own.capability - rival.capability,
        own_now.gap,
        rival_now.gap,
        own_now.restriction,
        rival_now.restriction,
        own.action,
        rival.action,
        race.decisions,
        race.treaty,
        time,
        settings.rationality,
        settings.alarm_threshold,
        side,
        settings.solution,
    )


def us_view(settings: RaceSettings, race: Race, outlook: Outlook, time: float) -> View:
    """What the United States sees before it chooses."""
    return view_of(
        settings,
        race,
        US,
        race.us,
        race.cn,
        outlook.us,
        outlook.cn,
        outlook.us_payoffs,
        outlook.cn_payoffs,
        time,
    )


def cn_view(settings: RaceSettings, race: Race, outlook: Outlook, time: float) -> View:
    """What China sees before it chooses."""
    return view_of(
        settings,
        race,
        CN,
        race.cn,
        race.us,
        outlook.cn,
        outlook.us,
        outlook.cn_payoffs,
        outlook.us_payoffs,
        time,
    )


def is_decision(settings: RaceSettings, step: int) -> bool:
    """Whether the sides choose anew at this step; otherwise they carry on."""
    return step % settings.steps_per_decision == 0


def action_of(chance_of_investing: float, uniform: float) -> int:
    """The action that a uniform number picks, given the chance of investing."""
    return INVEST if uniform < chance_of_investing else ACCELERATE


def with_error(settings: RaceSettings, chance_of_investing: float) -> float:
    """The chance of investing when what is done may not be what was chosen."""
    kept = 1.0 - settings.error
    return chance_of_investing * kept + (1.0 - chance_of_investing) * settings.error


def choice_uniforms(seed: int, world: int, step: int) -> tuple[float, float]:
    """The luck of both sides' choices in this step."""
    return luck.uniform_pair(seed, world, step, luck.CHOICE, 0)


def decide(
    settings: RaceSettings,
    strategies: Sequence[Sequence[float]],
    race: Race,
    outlook: Outlook,
    seed: int,
    world: int,
    step: int,
) -> tuple[int, int]:
    """What both sides do in this step: a pair of actions.

    `strategies` is the table of the far-sighted policies, empty where nobody plays them.
    """
    if not is_decision(settings, step):
        return race.us.action, race.cn.action
    time = time_of(settings, step)
    us_chance = choose(
        settings.us.policy, us_view(settings, race, outlook, time), race.us.memory, strategies
    )
    cn_chance = choose(
        settings.cn.policy, cn_view(settings, race, outlook, time), race.cn.memory, strategies
    )
    us_uniform, cn_uniform = choice_uniforms(seed, world, step)
    return (
        action_of(with_error(settings, us_chance), us_uniform),
        action_of(with_error(settings, cn_chance), cn_uniform),
    )


def side_after(
    settings: RaceSettings,
    own: Side,
    move: Move,
    rival_move: Move,
    own_fallout: Fallout,
    rival_fallout: Fallout,
    begin: float,
) -> Side:
    """The state of one side once the step has been played out; freezes start at `begin`."""
    safety = move.safety + settings.lesson * (
        own_fallout.lessons + settings.lesson_abroad * rival_fallout.lessons
    )
    safety = progress.hold_gap(move.capability, safety, settings.gap_floor, settings.gap_ceiling)
    freeze_depth = own.freeze_depth
    freeze_end = own.freeze_end
    scar = own.scar * settings.scar_kept
    # What a step brings comes in the middle of it on average, and has faded by its end.
    fresh = settings.memory_kept_half
    if own_fallout.chernobyl_moments > 0:
        freeze_depth = backlash.deeper_freeze(
            freeze_depth, freeze_end, own_fallout.home_depth, begin
        )
        freeze_end = larger(freeze_end, own_fallout.home_end)
        scar = backlash.deeper_scar(scar, own_fallout.home_scar)
    if rival_fallout.chernobyl_moments > 0:
        freeze_depth = backlash.deeper_freeze(
            freeze_depth, freeze_end, rival_fallout.abroad_depth, begin
        )
        freeze_end = larger(freeze_end, rival_fallout.abroad_end)
        scar = backlash.deeper_scar(scar, rival_fallout.abroad_scar)
    return Side(
        move.capability,
        safety,
        talent.talent_after(
            own.talent,
            move.talent_lost,
            rival_move.talent_lost,
            settings.talent_to_rival,
            settings.talent_return,
            settings.step,
        ),
        freeze_depth,
        freeze_end,
        scar,
        own.seen * settings.memory_kept
        + (own_fallout.seen + settings.alarm_abroad * rival_fallout.seen) * fresh,
        own.exposure * settings.memory_kept
        + alarm.exposure_gain(move.hazard, rival_move.hazard, settings.alarm_abroad, settings.step)
        * fresh,
        move.belief,
        move.action,
        move.memory,
    )


def alarm_of(settings: RaceSettings, side: Side) -> float:
    """How large a side believes the hazard to be, relative to the truth."""
    return alarm.alarm(settings.alarm_prior, settings.alarm_strength, side.seen, side.exposure)


def advance(
    settings: RaceSettings,
    race: Race,
    outlook: Outlook,
    us_action: int,
    cn_action: int,
    seed: int,
    world: int,
    step: int,
) -> tuple[Race, Happenings]:
    """Play out one step, given what both sides do: the next state, and what happened.

    Parameters
    ----------
    settings : RaceSettings
        The numbers in force in this step.
    race : Race
        The state at the step's begin, as `look` has seen it.
    outlook : Outlook
        What `look` made of it.
    us_action, cn_action : int
        ACCELERATE or INVEST.
    seed, world, step : int
        The address of this step's luck.

    Returns
    -------
    tuple of (Race, Happenings)
    """
    time = time_of(settings, step)
    begin = time_of(settings, step + 1)
    decided = is_decision(settings, step)
    us = move_of(
        settings,
        settings.us,
        race.us,
        outlook.us,
        us_view(settings, race, outlook, time),
        outlook.exchange,
        us_action,
        cn_action,
        decided,
    )
    cn = move_of(
        settings,
        settings.cn,
        race.cn,
        outlook.cn,
        cn_view(settings, race, outlook, time),
        outlook.exchange,
        cn_action,
        us_action,
        decided,
    )
    us_uniform, cn_uniform = luck.uniform_pair(seed, world, step, luck.INCIDENT_COUNT, 0)
    us_count = incidents.incident_count(us_uniform, us.hazard * settings.step)
    cn_count = incidents.incident_count(cn_uniform, cn.hazard * settings.step)
    us_fallout = fallout_of(settings, US, us_count, seed, world, step, begin)
    cn_fallout = fallout_of(settings, CN, cn_count, seed, world, step, begin)
    us_after = side_after(settings, race.us, us, cn, us_fallout, cn_fallout, begin)
    cn_after = side_after(settings, race.cn, cn, us, cn_fallout, us_fallout, begin)

    breach = breach_in(settings, race.treaty, us_action, cn_action, seed, world, step)
    if agreement_ends(settings, race.treaty, breach, seed, world, step):
        talks_now = 0.0
        treaty = NO_TREATY
    else:
        talks_now = talks.talks_after(
            race.talks,
            settings,
            # Mean alarm of the step: its incidents have come after half of it, on average.
            0.5 * (outlook.us.alarm + alarm_of(settings, us_after)),
            0.5 * (outlook.cn.alarm + alarm_of(settings, cn_after)),
            us_action,
            cn_action,
        )
        treaty = talks.treaty_after(race.treaty, talks_now, settings)

    catastrophe = 0
    if larger(us_fallout.worst, cn_fallout.worst) >= settings.severity_ceiling:
        catastrophe = 1
        winner = NOBODY  # nobody wins a race that a catastrophe has ended
        lost = 0
        loss_chance = 0.0
    else:
        winner, lost, loss_chance = finish_of(settings, us, cn, seed, world, step)
    return (
        Race(
            us_after,
            cn_after,
            race.chip_dependency * settings.dependency_kept,
            talks_now,
            treaty,
            race.decisions + 1 if decided else race.decisions,
        ),
        Happenings(
            us_fallout,
            cn_fallout,
            us.capability - race.us.capability,
            cn.capability - race.cn.capability,
            us.talent_lost,
            cn.talent_lost,
            race.treaty,
            breach,
            catastrophe,
            winner,
            lost,
            catastrophe_chance_of(settings, us, cn),
            loss_chance,
            expected_harm_of(settings, settings.us, settings.cn, us, cn),
            expected_harm_of(settings, settings.cn, settings.us, cn, us),
        ),
    )


def is_over(happenings: Happenings) -> bool:
    """Whether this step ended the race."""
    return happenings.catastrophe == 1 or happenings.winner != NOBODY
