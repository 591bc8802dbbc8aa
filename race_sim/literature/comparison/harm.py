"""Shared against private harm."""

from race_sim.analysis.preemption import AVERSION, spillovers
from race_sim.literature.comparison.question import (
    OURS,
    Decider,
    Line,
    OurLine,
    OurPanel,
    Panel,
    Question,
    Silent,
)
from race_sim.parameters import knobs
from race_sim.scenario import Value

_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

ADDED = "the share that crosses is added"
SPREAD = "it is spread and weighs the less"


def _spread(level: float) -> dict[str, Value]:
    """Harm weighs so much less that both sides' harm together weighs the same."""
    return {AVERSION: float(knobs()[AVERSION].default) / (1.0 + level)}


QUESTION = Question(
    "harm",
    "Is the race more dangerous if harm falls on all alike?",
    (
        Panel(
            "han2020",
            "share of setbacks that hit the other too",
            (
                Line("near the line, setback risk 0.77", "setback_chance", {"setback_risk": 0.77}),
                Line("deep in the dilemma, 0.6", "setback_chance", {"setback_risk": 0.6}),
            ),
            "shared_setback",
            _SHARES,
        ),
        Panel(
            "spt2023",
            "whose technology can fail: the winner's, or everybody's",
            (
                Line("two players, a disaster costs nothing", "", {}),
                Line("two players, a disaster costs a prize", "", {"disaster_cost": 1.0}),
            ),
            measures=("disaster_winner", "disaster_multiplicative"),
            names=("the winner's", "everybody's"),
            danger="chance of a disaster",
        ),
        Panel(
            "emery_xu2023",
            "the loser's share in causing the harm",
            (
                Line("own ability known", "disaster_risk_private", {"enmity": 1.0}),
                Line("all abilities known", "disaster_risk_public", {"enmity": 1.0}),
            ),
            "loser_share",
            (0.0, 0.1, 0.2, 0.3, 0.4, 0.5),
            danger="chance of a disaster",
        ),
        Panel(
            "tan2025",
            "share of the harm that hits the other too",
            (
                Line("no liability", "waiting_forgone", {}),
                Line("the first owes as much again", "waiting_forgone", {"liability": 10.0}),
            ),
            "shared",
            _SHARES,
        ),
    ),
    (
        OurPanel(
            "share of the harm that crosses the border, of every kind of incident",
            (0.0, 0.25, 0.5, 0.75, 1.0),
            spillovers,
            (
                OurLine(ADDED),
                OurLine(SPREAD, values_at=_spread),
            ),
        ),
    ),
    (
        Decider(
            "han2020",
            "near the line, setback risk 0.77",
            "deep in the dilemma, 0.6",
            "how likely a setback is",
        ),
        Decider("tan2025", "no liability", "the first owes as much again", "private liability"),
        Decider(OURS, ADDED, SPREAD, "whether sharing adds to all harm or spreads it"),
    ),
    (
        Silent("armstrong2016", "a disaster is the same for all"),
        Silent("han2021", "harm is that of Han et al. 2020"),
        Silent("han2022", "harm is that of Han et al. 2020"),
        Silent("kwa2025", "any failure ends in nothing for all"),
        Silent("lacroix_mohseni2022", "a failed group loses together"),
        Silent("naude_dimitri2020", "harm is not in the payoffs"),
        Silent("incentive_gradient", "an unfriendly AI is worth nothing to anybody"),
        Silent("loury1979", "harm is not in the payoffs"),
        Silent("katzke2025", "four payoffs, whatever they come from"),
        Silent("maim2025", "the loss from sabotage is private"),
    ),
)
