"""Warning shots: incidents that show what is at stake."""

from collections.abc import Iterator

import numpy as np

from race_sim.analysis import arms
from race_sim.events import Change, Shock
from race_sim.literature import lacroix_mohseni2022
from race_sim.literature.catalogue import model_named
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
from race_sim.plots import words

DATE, HOST = 2028.0, "cn"
# As in experiments/warning_shots.py: an alarm whose prior is worth 100 expected incidents, and that
# forgets at once, hardly moves; nothing short of a catastrophe is a Chernobyl moment.
_NO_ALARM = {
    "alarm.strength": 100.0,
    "alarm.severity_weight": 0.0,
    "alarm.memory_half_life": 0.1,
}
_NO_CRACKDOWN = {"incidents.chernobyl_severity": 9_999.0}
_NO_LESSON = {"learning.lesson": 0.0}


def _shock(severity: float) -> tuple[Shock, ...]:
    return (arms.shock(DATE, HOST, severity),) if severity > 0.0 else ()


def _changes(line: OurLine) -> tuple[Change, ...]:
    return (arms.change(DATE, line.switched_off),) if line.switched_off else ()


_SETBACK = (0.6, 0.65, 0.7, 0.75, 0.8, 0.85)
_DAMAGE = (5.0, 7.5, 10.0, 12.5, 15.0, 17.5, 20.0)


def _cooperation() -> Iterator[str]:
    """How many times as many keep the pact once the risk is seen."""
    seen = (0.5, 0.8)
    before, after = lacroix_mohseni2022.mean_cooperation(cost=0.2, perceived_risk=np.array(seen))
    yield (
        f"{model_named('lacroix_mohseni2022').label()}: where keeping the pact costs a fifth, the "
        f"share that keeps it goes from {words.percent(before)} to {words.percent(after)}, "
        f"{after / before:.1f} times as many, when the risk that is seen goes from {seen[0]:g} to "
        f"{seen[1]:g}."
    )


QUESTION = Question(
    "warning_shots",
    "Does a warning shot make the rest of the race safer?",
    (
        Panel(
            "tan2025",
            "damage that ruin is seen to do (payoff)",
            (
                Line("all of it shared", "preemption_trigger", {}),
                Line("half of it shared", "preemption_trigger", {"shared": 0.5}),
            ),
            "damage",
            _DAMAGE,
            safer=True,
        ),
        Panel(
            "lacroix_mohseni2022",
            "risk that is seen",
            (
                Line("keeping the pact costs a fifth", "share_unsafe", {"cost": 0.2}),
                Line("costs two fifths", "share_unsafe", {"cost": 0.4}),
            ),
            "perceived_risk",
            (0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8),
        ),
        Panel(
            "han2020",
            "setback risk that is seen",
            (
                Line("unsafe speed 1.5", "unsafe_share", {"speed": 1.5}),
                Line("unsafe speed 3", "unsafe_share", {"speed": 3.0}),
            ),
            "setback_risk",
            _SETBACK,
        ),
        Panel(
            "han2021",
            "setback risk that is seen",
            (
                Line("lenient punishers", "unsafe_share_punishment", LENIENT),
                Line("hard punishers", "unsafe_share_punishment", HARD),
            ),
            "setback_risk",
            _SETBACK,
            danger="share of unsafe developers",
        ),
        Panel(
            "han2022",
            "setback risk that is seen",
            (
                Line("lenient sanctions by peers", "unsafe_share_peers", LENIENT),
                Line("hard sanctions by peers", "unsafe_share_peers", HARD),
            ),
            "setback_risk",
            _SETBACK,
            danger="share of unsafe developers",
        ),
        Panel(
            "spt2023",
            "what a disaster is seen to cost (prizes)",
            (Line("", "disaster_winner", {}),),
            "disaster_cost",
            (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0),
            danger="chance of a disaster",
        ),
    ),
    (
        OurPanel(
            "severity of an incident in China at the start of 2028",
            (0.0, 9.0, 30.0, 100.0),
            lambda _: {},
            (
                OurLine("as in the baseline"),
                OurLine("alarm alone", {}, {**_NO_CRACKDOWN, **_NO_LESSON}),
                OurLine("crackdown alone", {}, {**_NO_ALARM, **_NO_LESSON}),
                OurLine(
                    "alarm alone, no choice moves the hazard",
                    {"incidents.gap_elasticity": 0.0, "talks.pace": 0.0},
                    {**_NO_CRACKDOWN, **_NO_LESSON},
                ),
            ),
            ("none", "9", "30", "100"),
            DATE,
            _shock,
            _changes,
        ),
    ),
    (
        Decider("tan2025", "all of it shared", "half of it shared", "who bears the harm"),
        Decider(
            "lacroix_mohseni2022",
            "keeping the pact costs a fifth",
            "costs two fifths",
            "what keeping the pact costs",
        ),
        Decider("han2020", "unsafe speed 1.5", "unsafe speed 3", "how much faster unsafety is"),
        Decider(
            OURS,
            "alarm alone",
            "alarm alone, no choice moves the hazard",
            "whether a choice moves the hazard",
        ),
    ),
    (
        Silent("emery_xu2023", "nothing is seen before the race is over"),
        Silent("katzke2025", "four payoffs, whatever they come from"),
        Silent("maim2025", "a bid is stopped or goes through at once"),
        Silent("armstrong2016", "nothing is seen before the race is over"),
        Silent("naude_dimitri2020", "harm is not in the payoffs"),
        Silent("incentive_gradient", "nothing is seen before the race is over"),
        Silent("loury1979", "hazards are given, not chosen"),
        Silent("kwa2025", "nothing is seen before the race is over"),
    ),
    notes=_cooperation,
)
