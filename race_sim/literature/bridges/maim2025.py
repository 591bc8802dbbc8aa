"""Mutual assured AI malfunction as a limit of our race: a bid for dominance under a binding treaty.

The limit, term by term:

- the bid: a year in which one side accelerates and the other invests all it has in safety. The
  one gains 1 OOM, which is all that a lead can be worth (linear contest, scale 1), so the worth
  of a bid that goes through is the rivalry: gain. Neither harm nor prosperity counts.
- detection: verification, the chance that a breach of the binding treaty is found in a year.
- sabotage: the bid then comes to nothing and costs the loss besides, so the sanction is gain +
  loss, times the chance that sabotage works. In the stage game a side that accelerates alone
  expects gain - detection x sabotage x (gain + loss), which is the model's (1 - p) gain - p loss
  with p = detection x sabotage; holding back is worth 0, and better when that is below it.
- how often a bid is stopped: what is found ends the treaty with a chance of its own, which is set
  to that of sabotage, so that the treaty ends by a breach with the chance p.
- the rival holds back, and the side knows it: it invests, and the belief is 1.

What cannot be matched: a rival that makes a bid too. In our race nothing is found while both
accelerate, so what a bid is worth against a bid differs. At equality our side holds back and the
model's makes the bid. No model of payoffs is published; the conditions are ours.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from race_sim.compiled import ROW_COLUMNS, record_worlds
from race_sim.literature import maim2025 as theirs
from race_sim.literature.bridges.contest_limit import standard_error
from race_sim.literature.bridges.limit import Docked, Position, plan_at, still_settings
from race_sim.literature.bridges.playing import many, played
from race_sim.policies import NUMBERS
from race_sim.quarter import look
from race_sim.resolve import Plan
from race_sim.rules.contest import LINEAR
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import BINDING


def bid_settings(detection: float, sabotage: float, loss: float, gain: float) -> RaceSettings:
    """A year in which the United States may bid for dominance and China holds back."""
    settings = still_settings()
    return settings._replace(
        us=settings.us._replace(growth=1.0, policy=NUMBERS["best-reply"]),
        cn=settings.cn._replace(growth=1.0, policy=NUMBERS["always-safe"]),
        share_investing=1.0,
        rivalry=gain,
        horizon=1.0,
        contest=LINEAR,
        lead_scale=1.0,
        verification=detection,
        sanction=sabotage * (gain + loss),
        breach_ends=sabotage,
        binding_lapse=0.0,
    )


def bid_plan(settings: RaceSettings) -> Plan:
    """That year, with the treaty in force and a belief that the rival holds back."""
    knowing = Position(belief=1.0)
    plan = plan_at(knowing, knowing, (1, settings))
    return plan._replace(race=plan.race._replace(treaty=BINDING))


def holds_back(detection: float, sabotage: float, loss: float, gain: float) -> bool:
    """Whether a side that replies best does not make the bid, in a played race."""
    return played(bid_plan(bid_settings(detection, sabotage, loss, gain))).us_accelerating == 0.0


def expected(detection: float, sabotage: float, loss: float, gain: float) -> float:
    """What a bid is worth beforehand, over holding back, in the stage game."""
    plan = bid_plan(bid_settings(detection, sabotage, loss, gain))
    payoffs = look(plan.settings_at(0), plan.race, 0.0).us_payoffs
    return payoffs.accelerate_alone - payoffs.both_invest


def detection_needed(sabotage: float, loss: float, gain: float) -> float:
    """The chance of being noticed from which on the bid is not made, by bisection of played races.

    Infinite if it is made even where it is sure to be noticed.
    """
    if not holds_back(1.0, sabotage, loss, gain):
        return math.inf
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if holds_back(middle, sabotage, loss, gain) else (middle, high)
    return high


def bids(
    detection: float, sabotage: float, loss: float, gain: float, worlds: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Worlds in which the bid is made whatever it brings.

    Returns
    -------
    found, ended, payoff : ndarray of float, shape (worlds,)
        Whether it was found, whether that ended the treaty, and what it was worth; after a
        finding it is worth less by what sabotage is expected to cost.
    """
    settings = bid_settings(detection, sabotage, loss, gain)
    plan = bid_plan(settings).with_policies(us=NUMBERS["always-accelerate"])
    worth = many(plan, worlds, seed)
    _, rows = record_worlds(plan, seed, np.arange(worlds, dtype=np.int64))
    ended = rows[:, 0, ROW_COLUMNS.index("treaty_ended")]
    return worth["breaches_found"], ended, worth["us_payoff"]


# Detection, sabotage, loss and gain.
POINTS = ((0.8, 0.5, 1.0, 1.0), (0.9, 0.8, 1.0, 1.0), (0.3, 0.9, 5.0, 1.0), (0.1, 0.9, 5.0, 1.0))


@cache
def docked(worlds: int = 10_000, seed: int = 27) -> list[Docked]:
    """The condition beside what a side does in our race, and what is found there."""
    rows = []
    for number, point in enumerate(POINTS):
        detection, sabotage, loss, gain = point
        where = f"detection {detection:g}, sabotage {sabotage:g}, loss {loss:g}, gain {gain:g}"
        does, worth = float(theirs.deterred(*point)), float(theirs.value_of_bid(*point))
        rows += [
            Docked(
                f"deterred (1) or not (0), {where}", does, float(holds_back(*point)), 0.0, "exact"
            ),
            Docked(f"value of a bid, {where}", worth, expected(*point), 1e-12, "rounding"),
        ]
        found, ended, payoff = bids(*point, worlds, seed + number)
        why = f"4 standard errors of {worlds:,} worlds"
        for what, known, sample in (
            ("bids noticed", detection, found),
            ("bids stopped", detection * sabotage, ended),
            ("mean worth of a bid", worth, payoff),
        ):
            tolerance = 4.0 * standard_error(sample)
            rows.append(Docked(f"{what}, {where}", known, float(sample.mean()), tolerance, why))
    for sabotage, loss, gain in ((0.5, 3.0, 1.0), (0.9, 1.0, 1.0)):
        known = float(theirs.needed_detection(sabotage, loss, gain))
        what = f"detection from which a bid is deterred, sabotage {sabotage:g}, loss {loss:g}"
        found_needed = detection_needed(sabotage, loss, gain)
        rows.append(Docked(what, known, found_needed, 1e-9, "bisection"))
    return rows
