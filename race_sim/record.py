"""One row of a world's history: the state at a step's begin, the choices, and what happened."""

from typing import NamedTuple

from race_sim.quarter import Happenings, Outlook
from race_sim.rules.state import INVEST, NO_TREATY, Race


class Row(NamedTuple):
    """One step. States are those at its begin; what happened, happened in it. All floats."""

    year: float
    us_capability: float
    cn_capability: float
    us_safety: float
    cn_safety: float
    us_gap: float
    cn_gap: float
    us_talent: float
    cn_talent: float
    us_restriction: float
    cn_restriction: float
    us_alarm: float
    cn_alarm: float
    us_belief: float
    cn_belief: float
    us_hazard: float
    cn_hazard: float
    exchange: float
    chip_dependency: float
    talks: float
    treaty: float  # at the step's begin
    us_payoff_both_invest: float
    us_payoff_invest_alone: float
    us_payoff_accelerate_alone: float
    us_payoff_both_accelerate: float
    cn_payoff_both_invest: float
    cn_payoff_invest_alone: float
    cn_payoff_accelerate_alone: float
    cn_payoff_both_accelerate: float
    game: float  # number in race_sim.game.GAMES
    us_invests: float  # 1 or 0
    cn_invests: float
    us_incidents: float
    cn_incidents: float
    us_chernobyl_moments: float
    cn_chernobyl_moments: float
    us_worst_severity: float
    cn_worst_severity: float
    us_harm: float
    cn_harm: float
    treaty_signed: float  # number of the agreement signed in this step, or 0
    treaty_ended: float  # 1 if an agreement ended in this step
    breach: float  # number of the side whose breach was found, or 2 for nobody
    catastrophe: float
    winner: float


def row_of(
    race: Race, outlook: Outlook, happenings: Happenings, race_after: Race, time: float
) -> Row:
    """The row of one step: state and outlook before it, what happened, state after it."""
    us = race.us
    cn = race.cn
    before = race.treaty
    after = race_after.treaty
    us_invests = 1.0 if race_after.us.action == INVEST else 0.0
    cn_invests = 1.0 if race_after.cn.action == INVEST else 0.0
    signed = float(after) if after > before else 0.0
    ended = 1.0 if before != NO_TREATY and after == NO_TREATY else 0.0
    return Row(
        time,
        us.capability,
        cn.capability,
        us.safety,
        cn.safety,
        outlook.us.gap,
        outlook.cn.gap,
        us.talent,
        cn.talent,
        outlook.us.restriction,
        outlook.cn.restriction,
        outlook.us.alarm,
        outlook.cn.alarm,
        us.belief,
        cn.belief,
        outlook.us.hazard,
        outlook.cn.hazard,
        outlook.exchange,
        race.chip_dependency,
        race.talks,
        float(before),
        outlook.us_payoffs.both_invest,
        outlook.us_payoffs.invest_alone,
        outlook.us_payoffs.accelerate_alone,
        outlook.us_payoffs.both_accelerate,
        outlook.cn_payoffs.both_invest,
        outlook.cn_payoffs.invest_alone,
        outlook.cn_payoffs.accelerate_alone,
        outlook.cn_payoffs.both_accelerate,
        float(outlook.game),
        us_invests,
        cn_invests,
        float(happenings.us.incidents),
        float(happenings.cn.incidents),
        float(happenings.us.chernobyl_moments),
        float(happenings.cn.chernobyl_moments),
        happenings.us.worst,
        happenings.cn.worst,
        happenings.us.harm_at_home + happenings.cn.harm_abroad,
        happenings.cn.harm_at_home + happenings.us.harm_abroad,
        signed,
        ended,
        float(happenings.breach),
        float(happenings.catastrophe),
        float(happenings.winner),
    )
