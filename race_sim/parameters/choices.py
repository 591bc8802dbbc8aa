"""What actors want, how they choose, how long the race is, and where it may end."""

from race_sim.parameters.knob import GUESS, Section, choice, knob, switch
from race_sim.rules.contest import CONTESTS


class TimeParameters(Section):
    """The clock."""

    start: float = knob(2026.0, 1900.0, 2200.0, "year", "begin", "by definition", start_only=True)
    end: float = knob(2046.0, 1900.0, 2300.0, "year", "end", "by definition", start_only=True)
    step: float = knob(
        0.25, 0.01, 1.0, "years", "length of a step", "by definition", start_only=True
    )
    decision_period: float = knob(
        0.25,
        0.01,
        10.0,
        "years",
        "time between decisions: a whole number of steps",
        "a quarter: how often laboratories and ministries plan",
        start_only=True,
    )


class PayoffParameters(Section):
    """What the actors want. Payoff weights cannot be measured: sweep them."""

    prosperity: float = knob(
        0.065, 0.0, 10.0, "payoff for each OOM", "worth of own progress", GUESS
    )
    rivalry: float = knob(
        0.76,
        0.0,
        10.0,
        "payoff a year",
        "worth of being far ahead, and cost of being behind",
        GUESS,
    )
    harm_aversion: float = knob(
        0.032,
        0.0,
        10.0,
        "payoff for each smallest serious incident",
        "cost of harm",
        GUESS,
    )
    restriction_cost: float = knob(
        0.045,
        0.0,
        10.0,
        "payoff a year",
        "welfare lost by a year of full restriction, besides the progress it stops",
        "guess: as much again as the progress of such a year is worth",
    )
    horizon: float = knob(4.0, 0.25, 50.0, "years", "how far an actor looks ahead", GUESS)
    lead_scale: float = knob(
        0.5, 0.01, 20.0, "OOM", "lead at which most of the worth of being ahead is had", GUESS
    )
    contest: str = choice(
        "tanh",
        CONTESTS,
        "form of the contest: how the worth of a lead x, in units of payoffs.lead_scale, levels "
        "off; tanh x, x cut at -1 and 1, sign(x) (1 - exp(-|x|)), or x / sqrt(1 + x^2)",
        "guess: the logistic form of Hirshleifer (1989, Public Choice 63, 101-112); all forms have "
        "slope 1 at no lead",
    )


class ChoiceParameters(Section):
    """How actors choose."""

    rationality: float = knob(
        5.5, 0.0, 1000.0, "a unit of payoff", "sharpness of a logit response", GUESS
    )
    error: float = knob(
        0.0,
        0.0,
        1.0,
        "probability",
        "chance that what is done is not what was chosen: a trembling hand",
        "by definition: without error unless a scenario says otherwise",
    )
    alarm_threshold: float = knob(
        1.0,
        0.0,
        100.0,
        "1",
        "alarm at which the policy alarm-threshold invests; 1 sees the hazard as it is",
        GUESS,
    )


class FinishLineParameters(Section):
    """An optional finish line: the first to get there wins, or both lose."""

    enabled: bool = switch(False, "whether there is a finish line", GUESS)
    transformative: float = knob(
        6.0, -10.0, 60.0, "OOM", "capability at which the leader wins", GUESS
    )
    risk: float = knob(
        0.05, 0.0, 100.0, "1", "mu: hazard of losing the outcome at a safety gap of 0", GUESS
    )
    elasticity: float = knob(
        0.3, 0.0, 5.0, "OOM for each OOM", "growth of that hazard with the safety gap", GUESS
    )
