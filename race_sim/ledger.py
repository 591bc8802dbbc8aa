"""The ledger: what adds up over a race, and what a finished race comes to.

`Ledger` is kept while a race runs; `outcome_of` reduces it and the last state to an `Outcome`.
All fields are floats, so that the compiled loop can put them in one table. Dates that never
came are NaN.
"""

import math
from typing import NamedTuple

from race_sim.payoff import standing_gain, welfare_gain
from race_sim.quarter import Happenings, Outlook
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import (
    ACCELERATE,
    BINDING,
    CN,
    NOBODY,
    NON_BINDING,
    US,
    Race,
    safety_gap,
)

HORIZON = 0
CATASTROPHE = 1
TRANSITION = 2
ENDINGS = ("horizon", "catastrophe", "transition")


class GameTime(NamedTuple):
    """Steps, or the share of steps, spent in each named game, in the order of `game.GAMES`."""

    prisoners_dilemma: float
    deadlock: float
    one_sided_deadlock: float
    stag_hunt: float
    coordination: float
    chicken: float
    harmony: float
    asymmetric_dilemma: float
    called_bluff: float
    bully: float
    safe_leadership: float
    free_ride: float
    unilateral_safety: float
    matching_pennies: float


class Ledger(NamedTuple):
    """What adds up over a race."""

    steps: float
    us_incidents: float
    cn_incidents: float
    us_chernobyl_moments: float
    cn_chernobyl_moments: float
    first_incident_year: float
    us_first_chernobyl_year: float
    cn_first_chernobyl_year: float
    us_harm: float
    cn_harm: float
    us_restriction_years: float
    cn_restriction_years: float
    us_talent_lost: float
    cn_talent_lost: float
    us_accelerating: float  # steps
    cn_accelerating: float
    both_accelerating: float
    non_binding_year: float
    binding_treaty_year: float
    breaches_found: float
    us_welfare: float
    cn_welfare: float
    catastrophe_risk: float
    loss_risk: float
    drawn_scores: float
    drawn_at_ceiling: float
    us_payoff: float
    cn_payoff: float
    us_expected_payoff: float
    cn_expected_payoff: float
    games: GameTime


class Outcome(NamedTuple):
    """What a finished race comes to. Years are calendar years, NaN for never."""

    ending: float  # number in ENDINGS
    end_year: float
    catastrophe: float  # 1 or 0
    catastrophe_host: float  # number in SIDES, or 2 for nobody
    incidents: float
    us_incidents: float
    cn_incidents: float
    chernobyl_moments: float
    us_chernobyl_moments: float
    cn_chernobyl_moments: float
    first_incident_year: float
    first_chernobyl_year: float
    us_first_chernobyl_year: float
    cn_first_chernobyl_year: float
    us_harm: float
    cn_harm: float
    us_restriction_years: float
    cn_restriction_years: float
    us_talent_lost: float
    cn_talent_lost: float
    us_accelerating: float  # share of the time
    cn_accelerating: float
    both_accelerating: float
    non_binding_year: float
    binding_treaty_year: float
    breaches_found: float
    winner: float  # number in SIDES, or 2 for nobody
    lost_at_finish: float  # 1 or 0
    us_capability: float
    cn_capability: float
    us_gap: float
    cn_gap: float
    us_talent: float
    cn_talent: float
    lead: float  # of the United States, OOM
    leader: float  # number in SIDES, or 2 for neither
    us_welfare: float
    cn_welfare: float
    catastrophe_risk: float  # chances of a catastrophe, summed over the steps played
    loss_risk: float  # chance of a loss at the finish line, where it was crossed
    drawn_scores: float  # severity scores of drawn incidents, summed
    drawn_at_ceiling: float  # drawn incidents of the highest severity
    us_payoff: float  # what the actor plays for: welfare, and being ahead
    cn_payoff: float
    us_expected_payoff: float  # the same, each step's harm as it was to be expected
    cn_expected_payoff: float


def empty_ledger() -> Ledger:
    """The ledger of a race that has not begun."""
    never = math.nan
    return Ledger(
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        never,
        never,
        never,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        never,
        never,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        GameTime(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
    )


def first_year(known: float, happened: bool, time: float) -> float:
    """The year of the first time: what is known, else now if it has just happened."""
    if happened and known != known:
        return time
    return known


def one_if(condition: bool) -> float:
    """1.0 or 0.0."""
    return 1.0 if condition else 0.0


def game_time_after(games: GameTime, game: int) -> GameTime:
    """Game time with one more step in the game with this number."""
    return GameTime(
        games.prisoners_dilemma + one_if(game == 0),
        games.deadlock + one_if(game == 1),
        games.one_sided_deadlock + one_if(game == 2),
        games.stag_hunt + one_if(game == 3),
        games.coordination + one_if(game == 4),
        games.chicken + one_if(game == 5),
        games.harmony + one_if(game == 6),
        games.asymmetric_dilemma + one_if(game == 7),
        games.called_bluff + one_if(game == 8),
        games.bully + one_if(game == 9),
        games.safe_leadership + one_if(game == 10),
        games.free_ride + one_if(game == 11),
        games.unilateral_safety + one_if(game == 12),
        games.matching_pennies + one_if(game == 13),
    )


def ledger_after(
    ledger: Ledger,
    settings: RaceSettings,
    outlook: Outlook,
    happenings: Happenings,
    race_after: Race,
    time: float,
) -> Ledger:
    """The ledger with one more step in it; `time` is the year at which the step began."""
    us = happenings.us
    cn = happenings.cn
    us_harm = us.harm_at_home + cn.harm_abroad
    cn_harm = cn.harm_at_home + us.harm_abroad
    us_sanction = settings.sanction if happenings.breach == US else 0.0
    cn_sanction = settings.sanction if happenings.breach == CN else 0.0
    us_races = race_after.us.action == ACCELERATE
    cn_races = race_after.cn.action == ACCELERATE
    # No branch may stand inside a call with this many arguments: the compiler cannot read it.
    signed = race_after.treaty > happenings.treaty_before
    signed_non_binding = signed and race_after.treaty == NON_BINDING
    signed_binding = signed and race_after.treaty == BINDING
    both_race = us_races and cn_races
    us_gain = welfare_gain(
        settings, happenings.us_gain, us_harm, outlook.us.restriction, us_sanction
    )
    cn_gain = welfare_gain(
        settings, happenings.cn_gain, cn_harm, outlook.cn.restriction, cn_sanction
    )
    us_expected = welfare_gain(
        settings,
        happenings.us_gain,
        happenings.us_expected_harm,
        outlook.us.restriction,
        us_sanction,
    )
    cn_expected = welfare_gain(
        settings,
        happenings.cn_gain,
        happenings.cn_expected_harm,
        outlook.cn.restriction,
        cn_sanction,
    )
    standing = standing_gain(settings, race_after.us.capability - race_after.cn.capability)
    return Ledger(
        ledger.steps + 1.0,
        ledger.us_incidents + us.incidents,
        ledger.cn_incidents + cn.incidents,
        ledger.us_chernobyl_moments + us.chernobyl_moments,
        ledger.cn_chernobyl_moments + cn.chernobyl_moments,
        first_year(ledger.first_incident_year, us.incidents + cn.incidents > 0, time),
        first_year(ledger.us_first_chernobyl_year, us.chernobyl_moments > 0, time),
        first_year(ledger.cn_first_chernobyl_year, cn.chernobyl_moments > 0, time),
        ledger.us_harm + us_harm,
        ledger.cn_harm + cn_harm,
        ledger.us_restriction_years + outlook.us.restriction * settings.step,
        ledger.cn_restriction_years + outlook.cn.restriction * settings.step,
        ledger.us_talent_lost + happenings.us_talent_lost,
        ledger.cn_talent_lost + happenings.cn_talent_lost,
        ledger.us_accelerating + one_if(us_races),
        ledger.cn_accelerating + one_if(cn_races),
        ledger.both_accelerating + one_if(both_race),
        first_year(ledger.non_binding_year, signed_non_binding, time),
        first_year(ledger.binding_treaty_year, signed_binding, time),
        ledger.breaches_found + one_if(happenings.breach != NOBODY),
        ledger.us_welfare + us_gain,
        ledger.cn_welfare + cn_gain,
        ledger.catastrophe_risk + happenings.catastrophe_chance,
        ledger.loss_risk + happenings.loss_chance,
        ledger.drawn_scores + us.drawn_scores + cn.drawn_scores,
        ledger.drawn_at_ceiling + us.drawn_at_ceiling + cn.drawn_at_ceiling,
        ledger.us_payoff + us_gain + standing,
        ledger.cn_payoff + cn_gain - standing,
        ledger.us_expected_payoff + us_expected + standing,
        ledger.cn_expected_payoff + cn_expected - standing,
        game_time_after(ledger.games, outlook.game),
    )


def earlier(first: float, second: float) -> float:
    """The earlier of two years, either of which may be NaN."""
    if first != first:
        return second
    if second != second:
        return first
    return first if first < second else second


def host_of_catastrophe(settings: RaceSettings, happenings: Happenings) -> int:
    """Where the catastrophe happened: US, CN or NOBODY; US if on both sides in one step."""
    if happenings.catastrophe == 0:
        return NOBODY
    return US if happenings.us.worst >= settings.severity_ceiling else CN


def ending_of(happenings: Happenings) -> int:
    """How a race ends whose last step this was."""
    if happenings.catastrophe == 1:
        return CATASTROPHE
    if happenings.winner != NOBODY:
        return TRANSITION
    return HORIZON


def outcome_of(
    ledger: Ledger, settings: RaceSettings, race: Race, happenings: Happenings, end_year: float
) -> Outcome:
    """What a race comes to that ended in this state, with these last happenings, in this year."""
    lead = race.us.capability - race.cn.capability
    leader = NOBODY
    if lead > 0.0:
        leader = US
    if lead < 0.0:
        leader = CN
    return Outcome(
        float(ending_of(happenings)),
        end_year,
        float(happenings.catastrophe),
        float(host_of_catastrophe(settings, happenings)),
        ledger.us_incidents + ledger.cn_incidents,
        ledger.us_incidents,
        ledger.cn_incidents,
        ledger.us_chernobyl_moments + ledger.cn_chernobyl_moments,
        ledger.us_chernobyl_moments,
        ledger.cn_chernobyl_moments,
        ledger.first_incident_year,
        earlier(ledger.us_first_chernobyl_year, ledger.cn_first_chernobyl_year),
        ledger.us_first_chernobyl_year,
        ledger.cn_first_chernobyl_year,
        ledger.us_harm,
        ledger.cn_harm,
        ledger.us_restriction_years,
        ledger.cn_restriction_years,
        ledger.us_talent_lost,
        ledger.cn_talent_lost,
        ledger.us_accelerating / ledger.steps,
        ledger.cn_accelerating / ledger.steps,
        ledger.both_accelerating / ledger.steps,
        ledger.non_binding_year,
        ledger.binding_treaty_year,
        ledger.breaches_found,
        float(happenings.winner),
        float(happenings.lost_at_finish),
        race.us.capability,
        race.cn.capability,
        safety_gap(race.us),
        safety_gap(race.cn),
        race.us.talent,
        race.cn.talent,
        lead,
        float(leader),
        ledger.us_welfare,
        ledger.cn_welfare,
        ledger.catastrophe_risk,
        ledger.loss_risk,
        ledger.drawn_scores,
        ledger.drawn_at_ceiling,
        ledger.us_payoff,
        ledger.cn_payoff,
        ledger.us_expected_payoff,
        ledger.cn_expected_payoff,
    )


def game_shares(ledger: Ledger) -> GameTime:
    """Share of the steps spent in each named game."""
    games = ledger.games
    return GameTime(
        games.prisoners_dilemma / ledger.steps,
        games.deadlock / ledger.steps,
        games.one_sided_deadlock / ledger.steps,
        games.stag_hunt / ledger.steps,
        games.coordination / ledger.steps,
        games.chicken / ledger.steps,
        games.harmony / ledger.steps,
        games.asymmetric_dilemma / ledger.steps,
        games.called_bluff / ledger.steps,
        games.bully / ledger.steps,
        games.safe_leadership / ledger.steps,
        games.free_ride / ledger.steps,
        games.unilateral_safety / ledger.steps,
        games.matching_pennies / ledger.steps,
    )
