"""The number of racers."""

from race_sim.literature.comparison.question import Decider, Line, Panel, Question, Silent

_TEAMS = (2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)
_ENMITY = {"enmity": 0.25, "skill_weight": 3.0}

QUESTION = Question(
    "racers",
    "Do more racers make the race more dangerous?",
    (
        Panel(
            "armstrong2016",
            "teams",
            (
                Line("little at stake, own ability known", "disaster_risk_private", _ENMITY),
                Line("little at stake, all known", "disaster_risk_public", _ENMITY),
                Line(
                    "much at stake, own ability known",
                    "disaster_risk_private",
                    {"enmity": 1.0, "skill_weight": 3.0},
                ),
                Line(
                    "much at stake, nobody's known",
                    "disaster_risk_none",
                    {"enmity": 1.0, "skill_weight": 3.0},
                ),
            ),
            "teams",
            _TEAMS,
            danger="chance of a disaster",
        ),
        Panel(
            "spt2023",
            "players",
            (
                Line("the winner's risk", "disaster_winner", {}),
                Line("everybody's risk", "disaster_multiplicative", {}),
            ),
            "players",
            _TEAMS[:4],  # beyond, with everybody's risk, there is no symmetric equilibrium
            danger="chance of a disaster",
        ),
        Panel(
            "kwa2025",
            "racers",
            (
                Line("a rival's share is worth nothing", "disaster", {}),
                Line("worth as much as one's own", "disaster", {"amity": 1.0}),
            ),
            "players",
            _TEAMS,
        ),
        Panel(
            "incentive_gradient",
            "developers",
            (
                Line("some enmity", "disaster_risk", {}),
                Line("no enmity", "disaster_risk", {"enmity": 0.0}),
            ),
            "players",
            _TEAMS,
        ),
        Panel(
            "naude_dimitri2020",
            "teams that could race",
            (
                Line("equally strong", "success", {"falloff": 1.0}),
                Line("each half as strong as the next", "success", {"falloff": 0.5}),
            ),
            "teams",
            _TEAMS,
        ),
        Panel(
            "lacroix_mohseni2022",
            "developers in a group",
            (
                Line("three must keep the pact", "group_failure", {"cost": 0.1}),
                Line("one must", "group_failure", {"cost": 0.1, "needed": 1}),
            ),
            "group_size",
            (3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0),
        ),
        Panel(
            "loury1979",
            "hazard of success of a second racer (a year)",
            (Line("", "disaster_risk", {}),),
            "second_hazard",
            (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3),
        ),
    ),
    (),
    (
        Decider(
            "armstrong2016",
            "little at stake, own ability known",
            "little at stake, all known",
            "whether a team knows the others' ability",
        ),
        Decider(
            "armstrong2016",
            "little at stake, own ability known",
            "much at stake, own ability known",
            "enmity",
        ),
        Decider(
            "kwa2025",
            "a rival's share is worth nothing",
            "worth as much as one's own",
            "amity",
        ),
        Decider("incentive_gradient", "some enmity", "no enmity", "enmity"),
        Decider(
            "naude_dimitri2020",
            "equally strong",
            "each half as strong as the next",
            "how strong the added teams are",
        ),
        Decider(
            "lacroix_mohseni2022",
            "three must keep the pact",
            "one must",
            "how many must keep the pact",
        ),
        Decider("spt2023", "the winner's risk", "everybody's risk", "whose technology can fail"),
    ),
    (
        Silent("han2020", "races are between two, drawn from a population that may be any size"),
        Silent("han2021", "races are between two"),
        Silent("han2022", "races are between two"),
        Silent("emery_xu2023", "two states"),
        Silent("tan2025", "two players"),
        Silent("katzke2025", "two states"),
        Silent("maim2025", "two states"),
    ),
    why_not_ours="it has two sides",
)
