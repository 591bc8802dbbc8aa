"""What does it cost to slow down first, and when does it cost nothing?

The question. Neither side can afford to slow down first, it is said. What does a side pay that
turns to safety and stays there, whatever its rival does? Does it matter when it turns, and what
kind of rival it has? And under which conditions is there nothing to pay?

The design. One side, the mover, plays the baseline's logit response until it turns to always
investing in safety: in 2026, 2028 or 2030, or in the quarter after the first Chernobyl moment at
home or abroad. Its rival answers (logit response), reciprocates (tit for tat) or always
accelerates. Every case is compared with the same worlds, the same rival and a mover that never
turns; up to the turn the two are equal bit for bit, and afterwards they meet the same luck. Against
a rival that answers, the turn in 2026 is then played under other conditions: nobody minds who
leads, talks have what they lack, both fear twice the true hazard; and with the account closed
after five years.

What it measures. Expected payoffs over the race, of the mover and of its rival: progress, harm,
restriction, sanctions and what being ahead is worth, with each step's harm replaced by its
expectation (same mean, less noise). The mover's lead in the end. The chance of a catastrophe.

To run it: python experiments/first_mover.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

import race_sim
from race_sim.analysis import paired, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.analysis.turning import turn_after_shock, turn_at
from race_sim.outcomes import Estimate
from race_sim.plots.first_mover import MEASURES, draw
from race_sim.scenario import Scenario
from race_sim.words import RIVAL, SIDE_NAMES, capital, listing

NAME = "first_mover"
QUESTION = "What does it cost to slow down first, and when does it cost nothing?"
WORLDS = 10_000
SAFE = "always-safe"
BEFORE = "logit-response"  # what the mover plays until it turns
MOVERS = ("us", "cn")
DATES = (2026.0, 2028.0, 2030.0)
HOME, ABROAD = "after a shock at home", "after a shock abroad"
SHOCKS = (HOME, ABROAD)
FIRST = "from 2026"
MOST_NAMED = 8  # costly cases
CLOSED = 2031.0  # when the account is closed, in the last of the conditions


class Rival(NamedTuple):
    """A rival, by its policy, and how a sentence calls it."""

    policy: str
    label: str
    said: str


class Condition(NamedTuple):
    """Other conditions of the race."""

    label: str
    scenario: str
    values: dict[str, float]


RIVALS = (
    Rival("logit-response", "The rival answers", "answers"),
    Rival("tit-for-tat", "The rival reciprocates", "reciprocates"),
    Rival("always-accelerate", "The rival always accelerates", "always accelerates"),
)
CONDITIONS = (
    Condition("nobody minds who leads", "no-rivalry", {}),
    Condition("talks have what they lack", "binding-treaty", {}),
    Condition("both fear twice the hazard", "shared-anxiety", {}),
    Condition("account closed in 2031", "baseline", {"time.end": CLOSED}),
)
OTHERWISE = "The rival answers, from 2026, and ..."


class Case(NamedTuple):
    """One turn of one mover, and the same worlds without it."""

    mover: str
    group: str  # what is held fixed: the rival, or OTHERWISE
    label: str  # when it turns, or under which condition
    turned: pd.DataFrame
    stayed: pd.DataFrame

    def change(self, measure: str) -> Estimate:
        """What the turn changes, from the mover's chair; `measure` is one of `MEASURES`."""
        rival = RIVAL[self.mover]
        columns = {
            "own_payoff": f"{self.mover}_expected_payoff",
            "rival_payoff": f"{rival}_expected_payoff",
            "lead": "lead",
            "risk": "catastrophe_risk",
        }
        found = paired.difference(self.stayed, self.turned, columns[measure])
        if measure == "lead" and self.mover == "cn":  # the outcome is the United States' lead
            return wording.scaled(found, -1.0)
        return found


def scenario_of(
    mover: str, policy: str, name: str = "baseline", values: dict[str, float] | None = None
) -> Scenario:
    """A scenario in which the mover has not turned, and the rival plays a policy."""
    pair = {f"{mover}.policy": BEFORE, f"{RIVAL[mover]}.policy": policy}
    return race_sim.load_scenario(name, {**(values or {}), **pair})


def play(worlds: int, seed: int) -> list[Case]:
    """Play every case."""
    cases = []
    for mover in MOVERS:
        for rival in RIVALS:
            scenario = scenario_of(mover, rival.policy)
            stayed = race_sim.simulate(scenario, worlds=worlds, seed=seed)
            for date in DATES:
                turned = turn_at(scenario, mover, SAFE, date, worlds, seed)
                cases.append(Case(mover, rival.label, f"from {date:.0f}", turned, stayed))
            for label, host in ((HOME, mover), (ABROAD, RIVAL[mover])):
                turned = turn_after_shock(scenario, mover, SAFE, host, stayed, seed)
                cases.append(Case(mover, rival.label, label, turned, stayed))
        for condition in CONDITIONS:
            scenario = scenario_of(mover, BEFORE, condition.scenario, condition.values)
            stayed = race_sim.simulate(scenario, worlds=worlds, seed=seed)
            turned = turn_at(scenario, mover, SAFE, DATES[0], worlds, seed)
            cases.append(Case(mover, OTHERWISE, condition.label, turned, stayed))
    return cases


def table_of(cases: list[Case]) -> pd.DataFrame:
    """What each turn changes: a row a case and measure, with its paired interval."""
    rows = [
        {
            "mover": case.mover,
            "group": case.group,
            "case": case.label,
            "measure": measure,
            **case.change(measure)._asdict(),
            "worlds": len(case.turned),
        }
        for case in cases
        for measure in MEASURES
    ]
    return pd.DataFrame(rows)


class _Reader:
    """Looks up estimates in the table."""

    def __init__(self, table: pd.DataFrame):
        self.rows = table.set_index(["mover", "group", "case", "measure"])
        self.cases = list(dict.fromkeys((row.group, row.case) for row in table.itertuples()))

    def change(self, mover: str, group: str, case: str, measure: str) -> Estimate:
        row = self.rows.loc[(mover, group, case, measure)]
        return Estimate(row["value"], row["low"], row["high"])

    def signs(self, mover: str, measure: str) -> dict[tuple[str, str], int]:
        """By group and case: whether the turn raises the measure, lowers it, or neither."""
        return {key: wording.direction(self.change(mover, *key, measure)) for key in self.cases}


def sentences_on(table: pd.DataFrame) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the table."""
    read = _Reader(table)
    for mover in MOVERS:
        yield _on_turn(read, mover)
    for mover in MOVERS:
        yield _on_rivals(read, mover)
    for mover in MOVERS:
        yield _on_waiting(read, mover)
    for mover in MOVERS:
        yield _on_conditions(read, mover)
    yield from _on_verdict(read)


def _on_turn(read: _Reader, mover: str) -> str:
    group = RIVALS[0].label
    own, rival, lead, risk = (read.change(mover, group, FIRST, one) for one in MEASURES)
    return (
        f"If {SIDE_NAMES[mover]} turns to safety in 2026 and {SIDE_NAMES[RIVAL[mover]]} answers, "
        f"its own expected payoff over the race {wording.moves(own)}, its rival's "
        f"{wording.moves(rival)}; its lead in the end {wording.moves(lead, 'OOM')}, and the chance "
        f"of a catastrophe {wording.points(risk)}."
    )


def _on_rivals(read: _Reader, mover: str) -> str:
    parts = [
        f"against a rival that {rival.said} its payoff "
        f"{wording.moves(read.change(mover, rival.label, FIRST, 'own_payoff'))} and its lead "
        f"{wording.moves(read.change(mover, rival.label, FIRST, 'lead'), 'OOM')}"
        for rival in RIVALS[1:]
    ]
    return f"{capital(SIDE_NAMES[mover])}, turning in 2026: {listing(parts)}."


def _on_waiting(read: _Reader, mover: str) -> str:
    group = RIVALS[0].label
    later = [f"from {date:.0f}" for date in DATES[1:]]
    parts = [
        f"{case}, {wording.moves(read.change(mover, group, case, 'own_payoff'))}"
        for case in (*later, *SHOCKS)
    ]
    return (
        f"{capital(SIDE_NAMES[mover])}, turning later against a rival that answers: its payoff, "
        f"{'; '.join(parts)}."
    )


def _on_conditions(read: _Reader, mover: str) -> str:
    parts = [
        f"{label}, {wording.moves(read.change(mover, OTHERWISE, label, 'own_payoff'))}"
        for label in (condition.label for condition in CONDITIONS)
    ]
    return (
        f"{capital(SIDE_NAMES[mover])}, turning in 2026 under other conditions: its payoff, "
        f"{'; '.join(parts)}."
    )


def _named(mover: str, group: str, case: str) -> str:
    rival = next((rival for rival in RIVALS if rival.label == group), None)
    who = SIDE_NAMES[mover]
    if rival is None:
        return f"{who} where {case.replace('account closed', 'the account is closed')}"
    return f"{who} {case} against a rival that {rival.said}"


def _on_verdict(read: _Reader) -> Iterator[str]:
    for measure, what in (("own_payoff", "payoff"), ("lead", "lead")):
        signs = {
            (mover, *key): sign
            for mover in MOVERS
            for key, sign in read.signs(mover, measure).items()
        }
        costly = [key for key, sign in signs.items() if sign < 0]
        gains = sum(sign > 0 for sign in signs.values())
        head = (
            f"Of {len(signs)} cases, the turn costs the mover {what} in {len(costly)}, gains it "
            f"{what} in {gains}, and does neither measurably in "
            f"{len(signs) - len(costly) - gains}"
        )
        if 0 < len(costly) <= MOST_NAMED:
            yield f"{head}. It costs {'; '.join(_named(*key) for key in costly)}."
        else:
            yield f"{head}."


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    table = table_of(play(worlds, seed))
    sentences = tuple(sentences_on(table))
    picture = draw(table, worlds, seed)
    return Finding(NAME, QUESTION, sentences, (picture,), worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
