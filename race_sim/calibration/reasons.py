"""Why a default is not its estimate, or has none: a reason for each, in words.

`race_sim.calibration.comparison` asks for one where it is needed, and refuses one where it is not.
"""

from __future__ import annotations

# Units, names and switches: nothing that data could say.
BY_DEFINITION = {
    "time.start": "the year for which the other defaults are meant",
    "time.end": "twenty years: what is asked for",
    "time.step": "a numerical choice; results at a twelfth of a year are compared in the docs",
    "time.decision_period": "a quarter: how often laboratories and ministries plan",
    "us.capability": "the unit: the US frontier at the start is 0",
    "us.talent": "the unit: talent is relative to the start",
    "cn.talent": "the unit: talent is relative to the start",
    "us.research": "the unit: the United States are 1",
    "us.chips": "the unit: the United States are 1",
    "us.data": "the unit: the United States are 1",
    "us.applications": "the unit: the United States are 1",
    "us.scale": "the unit: the United States are 1",
    "us.policy": "who sits in the chair is what a user varies",
    "cn.policy": "who sits in the chair is what a user varies",
    "talks.binding_allowed": "a switch: scenarios without a binding treaty turn it off",
    "choice.error": "no error unless a scenario wants one",
    "foresight.true_hazard": "as in the baseline, so that only the foresight differs",
    "foresight.grid": "a numerical choice",
    "finish_line.enabled": "a switch: the baseline has no finish line",
}

# No data fix these: each says what is missing.
FREE = {
    "us.safety_gap": "nobody measures how much capability safety knowledge covers",
    "cn.safety_gap": "nobody measures how much capability safety knowledge covers",
    "us.belief": "beliefs about the rival's next move are not observed; polls ask for wishes "
    "(pref.us_careful)",
    "cn.belief": "beliefs about the rival's next move are not observed; no comparable Chinese poll",
    "cn.data": "no count of usable training data by country; 1.2 says that China has somewhat more",
    "cn.applications": "no measure of use that is comparable in both countries; set equal",
    "cn.scale": "no measure of deployment comparable in both countries; 1.2 says somewhat more",
    "progress.research_share": "elasticities of AI progress have not been estimated; the three "
    "sum to 1",
    "progress.chips_share": "elasticities of AI progress have not been estimated; the three sum "
    "to 1",
    "progress.data_share": "elasticities of AI progress have not been estimated; the three sum "
    "to 1",
    "progress.safety_productivity": "papers on safety are counted (safe.growth), what they achieve "
    "is not",
    "progress.share_investing": "no state has yet done it; ten times today's share, near what "
    "calls for a third of the budget ask",
    "progress.gap_floor": "a bound that keeps states finite; hardly ever reached",
    "progress.gap_ceiling": "a bound that keeps states finite; hardly ever reached",
    "exchange.openness": "joint papers are counted, what knowledge arrives is not",
    "exchange.visa_friction": "moves of scholars to the US fell by 0.89 (tal.inflow), by secondary "
    "sources that disagree; the share of safety knowledge stopped is unknown",
    "exchange.data_friction": "no measure of what data-privacy laws stop",
    "export_control.level": "a description of policy in 2026 on a scale of ours",
    "export_control.chip_dependency": "the share of compute in China is published "
    "(cap.compute.share_cn), the share of its supply that controls can reach is not",
    "export_control.dependency_decline": "no series of Chinese chips by volume in the data",
    "export_control.exchange_chill": "controls came once, with other causes at work",
    "export_control.talks_chill": "controls came once, with other causes at work",
    "incidents.severity_ceiling": "no catastrophe has been seen; experts' chances "
    "(risk.cat.experts) are of deaths, not of this scale",
    "incidents.chernobyl_severity": "what makes a state crack down has not happened in AI",
    "incidents.misaligned_system.weight": "kinds of reports are counted (inc.kind.failures), "
    "kinds of serious incidents are too few",
    "incidents.financial_meltdown.weight": "no domain of the incident data is financial",
    "incidents.weaponised_use.weight": "kinds of reports are counted (inc.kind.misuse), and this "
    "one grows fastest (inc.growth.misuse), so any constant weight is a simplification",
    "incidents.societal_disruption.weight": "kinds of reports are counted (inc.kind.other), kinds "
    "of serious incidents are too few",
    "incidents.misaligned_system.spillover": "incident reports do not say where harm fell",
    "incidents.financial_meltdown.spillover": "incident reports do not say where harm fell; "
    "financial crises cross borders",
    "incidents.weaponised_use.spillover": "incident reports do not say where harm fell",
    "incidents.societal_disruption.spillover": "incident reports do not say where harm fell; set "
    "so that the mean over kinds is one half",
    "talent.recovery": "no series of talent that left and came back",
    "learning.lesson": "what an accident teaches is told in cases, not measured",
    "learning.lesson_abroad": "what an accident teaches is told in cases, not measured",
    "learning.belief_rate": "beliefs about the rival are not observed",
    "alarm.prior": "the true hazard is not known, so neither is how far beliefs are from it",
    "alarm.strength": "no series of beliefs and incidents to fit it to",
    "alarm.abroad": "no series of beliefs and incidents to fit it to",
    "alarm.severity_weight": "no series of beliefs and incidents to fit it to",
    "alarm.memory_half_life": "no series of alarm after a shock; reactor starts show scars, which "
    "the model has apart",
    "talks.pace": "the time from disaster to rule (agr.lag.binding) depends on pace, alarm and "
    "thresholds together, and cases without a rule are missing",
    "talks.threshold": "only the product of pace and alarm shows in the time to a rule",
    "talks.base": "no negotiation has been seen with and without both sides investing",
    "talks.decay": "talks that failed are not in the data: only cases that ended in a rule",
    "talks.non_binding_at": "a scale of ours: progress of talks has no unit",
    "talks.binding_at": "a scale of ours: 1 is a binding treaty",
    "talks.lapse_below": "a scale of ours: progress of talks has no unit",
    "talks.verification": "breaches that were never found are in no list",
    "talks.sanction": "a payoff: not measurable",
    "talks.breach_ends": "too few breaches with a known outcome; ends by breach are in "
    "agr.hazard.binding already",
    "talks.non_binding_exchange": "no exchange has been measured before and after an agreement",
    "talks.binding_exchange": "no exchange has been measured before and after an agreement",
    "payoffs.prosperity": "a weight in a payoff: not measurable",
    "payoffs.rivalry": "a weight in a payoff: not measurable",
    "payoffs.harm_aversion": "a weight in a payoff: not measurable",
    "payoffs.restriction_cost": "a weight in a payoff: set to the worth of a year's progress",
    "payoffs.contest": "a structural choice: no data tell the forms apart; all are compared",
    "payoffs.horizon": "how far governments look is not observed; four years is a US term",
    "payoffs.lead_scale": "what a lead is worth is not observed",
    "choice.rationality": "estimated from play in laboratories only, in other units of payoff",
    "choice.alarm_threshold": "1 sees the hazard as it is",
    "foresight.discount_rate": "discount rates of states are argued about, not measured",
    "finish_line.transformative": "no data on a capability that does not exist",
    "finish_line.risk": "experts' chances of extinction (risk.ext.ai_impacts, risk.ext.xpt) are of "
    "about this size, with no gap that they hold at",
    "finish_line.elasticity": "no data on a capability that does not exist",
}

# An estimate exists and the default is another number.
DIFFERS = {
    "us.freeze_depth": "a guess below the estimate, kept: American starts were falling before "
    "Three Mile Island, and with that trend free the interval is hardly narrower than its prior",
    "us.scar": "a guess below the estimate, kept: with the trend free the data say little; without "
    "it they put the scar so high that 0.15 is outside",
    "cn.freeze_depth": "near the top of the interval: not one start in 20 months, against about 15 "
    "at the earlier pace; the fit spreads the loss over years",
    "cn.freeze_median": "the one Chinese freeze of the same kind as the model's lasted 19 to 23 "
    "months; the estimate mixes in aircraft, games and chatbots",
    "backlash.never_lifted": "none in the baseline: the three that were never lifted closed one "
    "country's fleet, eight old reactors and one firm's service, and no state has so far given up "
    "a whole technology for good that a rival went on with",
    "backlash.contagion": "a guess between the three accidents, which disagree",
    "backlash.scar_half_life": "a guess shorter than the estimate, kept: the interval is hardly "
    "narrower than its prior; that China reached three quarters of its old pace 11 years after "
    "Fukushima would be 16 years, from a scar of 0.40",
    "cn.research": "a guess, kept: counts of notable models measure the output of an industry "
    "short of chips and money, which the model has apart; at the estimate China could hold its lag "
    "only with more chips than the United States",
    "cn.chips": "solved with a lag of 0.4 OOM, rounded",
    "progress.base_rate": "computed from growth of 0.68 OOM a year, rounded",
    "incidents.gap_elasticity": "below the estimate: reports grow with attention and use as well, "
    "so the estimate is an upper bound",
    "incidents.base_rate": "a guess: half of the posterior's mean, near its median; the interval "
    "spans three orders of magnitude",
    "talent.outflow": "a guess, kept: the estimate is of quiet times, the parameter of a country "
    "under full restriction, and multiplied by restriction",
    "talent.to_rival": "a guess, made without these counts and kept: they are of Chinese "
    "researchers going home, and the parameter is for all who leave either side",
}
