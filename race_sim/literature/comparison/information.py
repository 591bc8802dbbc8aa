"""Information: what if racers know more of each other."""

from collections.abc import Iterator

import numpy as np

from race_sim.literature import armstrong2016
from race_sim.literature.catalogue import model_named
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

_CHANCES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
_SEEN = "what racers know of abilities"
_BASELINE = "as in the baseline"
_SAME_HAZARD = "whatever one chooses, the hazard is the same"
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def _crossing() -> Iterator[str]:
    """Where public and private information are equally dangerous, from the model's own function."""
    enmity = armstrong2016.Parameters().enmity
    weight = float(armstrong2016.crossing(enmity))
    around = np.array([0.9, 1.1]) * weight
    private, public = (
        armstrong2016.disaster_risk(2, enmity, around, level) for level in ("private", "public")
    )
    said = ["less" if one < other else "more" for one, other in zip(public, private, strict=True)]
    yield (
        f"{model_named('armstrong2016').label()}: two teams with enmity {enmity:g} that know all "
        f"abilities are in {said[0]} danger than teams that know their own as long as ability "
        f"counts for less than {weight:.3f}, and in {said[1]} danger beyond."
    )


QUESTION = Question(
    "information",
    "Is the race more dangerous if racers know more of each other?",
    (
        Panel(
            "armstrong2016",
            _SEEN,
            (
                Line("ability counts little", "", {"skill_weight": 1.0}),
                Line("ability counts much", "", {"skill_weight": 3.0}),
            ),
            measures=("disaster_risk_none", "disaster_risk_private", "disaster_risk_public"),
            names=("nothing", "their own", "all"),
            danger="chance of a disaster",
        ),
        Panel(
            "armstrong2016",
            "how much ability counts beside risk-taking (score)",
            (
                Line("their own ability known", "disaster_risk_private", {}),
                Line("all abilities known", "disaster_risk_public", {}),
            ),
            "skill_weight",
            (0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
            danger="chance of a disaster",
            beside=True,
        ),
        Panel(
            "han2020",
            "chance that an unsafe round is found out",
            (
                Line("short race, the prize counts", "setback_chance", {}),
                Line("slow race, each round counts", "setback_chance", {"rounds": 1e6}),
            ),
            "found_out",
            _CHANCES,
        ),
        Panel(
            "emery_xu2023",
            _SEEN,
            (
                Line("the contest decides little", "", {"decisiveness": 4.0}),
                Line("the contest decides much", "", {"decisiveness": 32.0}),
            ),
            measures=("disaster_risk_none", "disaster_risk_private", "disaster_risk_public"),
            names=("nothing", "their own", "all"),
            danger="chance of a disaster",
        ),
        Panel(
            "maim2025",
            "chance that a bid is noticed",
            (
                Line("sabotage works nine times in ten", "bids", {"sabotage": 0.9}),
                Line("three times in ten", "bids", {"sabotage": 0.3}),
            ),
            "detection",
            _CHANCES,
        ),
    ),
    (
        OurPanel(
            "learning.belief_rate: how fast belief follows what the rival does (share)",
            _SHARES,
            lambda level: {"learning.belief_rate": level},
            (OurLine("what each believes of the other"),),
        ),
        OurPanel(
            "alarm.abroad: weight of what happens abroad (share)",
            _SHARES,
            lambda level: {"alarm.abroad": level},
            (
                OurLine(_BASELINE),
                OurLine(_SAME_HAZARD, {"incidents.gap_elasticity": 0.0}),
            ),
        ),
    ),
    (
        Decider(
            "armstrong2016",
            "ability counts little",
            "ability counts much",
            "how much ability counts beside risk-taking",
        ),
        Decider(
            "han2020",
            "short race, the prize counts",
            "slow race, each round counts",
            "what haste is for",
        ),
        Decider(
            "emery_xu2023",
            "the contest decides little",
            "the contest decides much",
            "how decisive the contest is",
        ),
        Decider(
            "maim2025",
            "sabotage works nine times in ten",
            "three times in ten",
            "what can be done about what is noticed",
        ),
        Decider(
            OURS, _BASELINE, _SAME_HAZARD, "whether the safety gap moves the hazard of incidents"
        ),
    ),
    (
        Silent("han2021", "an unsafe round is always seen"),
        Silent("han2022", "pledges and their breach are always seen"),
        Silent("spt2023", "all is known"),
        Silent("kwa2025", "all is known"),
        Silent("naude_dimitri2020", "all is known"),
        Silent("lacroix_mohseni2022", "payoffs are seen and imitated, nothing else"),
        Silent("tan2025", "all is known"),
        Silent("katzke2025", "trust is given, not learnt"),
        Silent("incentive_gradient", "all is known"),
        Silent("loury1979", "hazards are given, not chosen"),
    ),
    notes=_crossing,
)
