"""Enmity or rivalry: what if it matters more who wins."""

from race_sim.literature.comparison.question import (
    HARD,
    LENIENT,
    OURS,
    Decider,
    Line,
    OurLine,
    OurPanel,
    Panel,
    Question,
    Silent,
)

_ENMITY = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_SETBACK_CHANCE = "chance that a race ends in a setback"
_PRIZES = (100.0, 200.0, 500.0, 1000.0, 2000.0, 3000.0, 4000.0, 5000.0)
_SAME_HAZARD = "whatever one chooses, the hazard is the same"

QUESTION = Question(
    "rivalry",
    "Is the race more dangerous if it matters more who wins?",
    (
        Panel(
            "armstrong2016",
            "enmity: how bad it is that a rival wins (share)",
            (
                Line("nobody's ability known", "disaster_risk_none", {"skill_weight": 0.5}),
                Line("own ability known", "disaster_risk_private", {"skill_weight": 0.5}),
                Line("all abilities known", "disaster_risk_public", {"skill_weight": 0.5}),
            ),
            "enmity",
            _ENMITY,
            danger="chance of a disaster",
        ),
        Panel(
            "han2020",
            "prize of the first to finish (payoff)",
            (
                Line("setback risk 0.6", "setback_chance", {"setback_risk": 0.6}),
                Line("setback risk 0.9", "setback_chance", {"setback_risk": 0.9}),
            ),
            "prize",
            _PRIZES,
        ),
        Panel(
            "han2021",
            "prize of the first to finish (payoff)",
            (
                Line("lenient punishers", "setback_chance_punishment", LENIENT),
                Line("hard punishers", "setback_chance_punishment", HARD),
            ),
            "prize",
            _PRIZES,
            danger=_SETBACK_CHANCE,
        ),
        Panel(
            "han2022",
            "prize of the first to finish (payoff)",
            (
                Line("lenient sanctions by peers", "setback_chance_peers", LENIENT),
                Line("hard sanctions by peers", "setback_chance_peers", HARD),
            ),
            "prize",
            _PRIZES,
            danger=_SETBACK_CHANCE,
        ),
        Panel(
            "emery_xu2023",
            "enmity: how bad it is that the rival wins (share)",
            (
                Line("nobody's ability known", "disaster_risk_none", {}),
                Line("own ability known", "disaster_risk_private", {}),
                Line("all abilities known", "disaster_risk_public", {}),
            ),
            "enmity",
            (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
            danger="chance of a disaster",
        ),
        Panel(
            "spt2023",
            "worth of a rival's safe win, downwards (prize)",
            (
                Line("the winner's risk", "disaster_winner", {}),
                Line("everybody's risk", "disaster_multiplicative", {}),
            ),
            "loser_share",
            (0.5, 0.4, 0.3, 0.2, 0.1, 0.0),
            danger="chance of a disaster",
        ),
        Panel(
            "kwa2025",
            "how far the most capable takes all (exponent)",
            (
                Line("a rival's share is worth nothing", "disaster", {}),
                Line("worth as much as one's own", "disaster", {"amity": 1.0}),
            ),
            "w",
            (0.0, 0.5, 1.0, 2.0, 3.0, 4.0, 5.0),
        ),
        Panel(
            "incentive_gradient",
            "enmity: value lost if a rival's friendly AI is first (share)",
            (
                Line("two developers", "disaster_risk", {}),
                Line("ten", "disaster_risk", {"players": 10}),
            ),
            "enmity",
            _ENMITY,
        ),
        Panel(
            "naude_dimitri2020",
            "intermediate prize, besides that of success (effort)",
            (Line("", "success", {}),),
            "intermediate_prize",
            (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
        ),
        Panel(
            "tan2025",
            "share of the value that the second gets, downwards",
            (Line("", "waiting_forgone", {}),),
            "follower_share",
            (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0),
        ),
        Panel(
            "katzke2025",
            "payoff of racing alone",
            (
                Line("the other's restraint likely (0.7)", "racing", {"trust": 0.7}),
                Line("unlikely (0.2)", "racing", {"trust": 0.2}),
            ),
            "temptation",
            (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0),
        ),
        Panel(
            "maim2025",
            "gain from a bid that goes through (payoff)",
            (
                Line("sabotage works nine times in ten", "takeover", {"sabotage": 0.9}),
                Line("three times in ten", "takeover", {"sabotage": 0.3}),
            ),
            "gain",
            (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0),
        ),
    ),
    (
        OurPanel(
            "payoffs.rivalry (payoff a year)",
            (0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2),
            lambda level: {"payoffs.rivalry": level},
            (
                OurLine("as in the baseline"),
                OurLine(_SAME_HAZARD, {"incidents.gap_elasticity": 0.0}),
            ),
        ),
    ),
    (
        Decider("han2020", "setback risk 0.6", "setback risk 0.9", "how likely a setback is"),
        Decider("han2021", "lenient punishers", "hard punishers", "how hard punishment is"),
        Decider(
            "han2022",
            "lenient sanctions by peers",
            "hard sanctions by peers",
            "how hard a breach of a pledge is punished",
        ),
        Decider(
            "kwa2025",
            "a rival's share is worth nothing",
            "worth as much as one's own",
            "amity",
        ),
        Decider(
            "katzke2025",
            "the other's restraint likely (0.7)",
            "unlikely (0.2)",
            "trust",
        ),
        Decider(
            OURS,
            "as in the baseline",
            _SAME_HAZARD,
            "whether the safety gap moves the hazard of incidents",
        ),
    ),
    (
        Silent("lacroix_mohseni2022", "nobody wins: all keep what they have or lose it"),
        Silent("loury1979", "hazards are given, not chosen"),
    ),
)
