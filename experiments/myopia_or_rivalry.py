"""Is it short sight or rivalry that makes the race dangerous?

The question. Both sides race into danger. Would they still, if they looked ahead without end and
reckoned with each other? Or is it enough that each cares for itself, however far it looks? How
much of the chance of a catastrophe is due to short sight, and how much to the conflict of interest?

The design. The same worlds, the same luck, other minds in both chairs. First the baseline's logit
response, which extrapolates present rates over four years. Then the Markov perfect equilibrium
(`equilibrium`): far-sighted, each for itself, with the same payoffs, the same noise, and hazards as
alarm makes them appear. Then the planner (`planner`), far-sighted and for both together. The step
from the first to the second is short sight, that from the second to the third is the conflict of
interest. Short sight includes misforecasting: who is far-sighted here also knows the law by which
the race moves. Then the last two again with the true hazard in mind, and one far-sighted side
against a short-sighted one.

What it measures. The chance of a catastrophe (mean of `catastrophe_risk`), the time that both spend
accelerating, and expected payoffs; differences are paired world by world. The strategies are
solved on the grid `foresight.grid`; docs/far-sighted-play.md says how far to trust them.

To run it: python experiments/myopia_or_rivalry.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from typing import NamedTuple

import pandas as pd

import race_sim
from race_sim.analysis import paired, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.outcomes import Estimate, estimate
from race_sim.plots.myopia_or_rivalry import draw

NAME = "myopia_or_rivalry"
QUESTION = "Is it short sight or rivalry that makes the race dangerous?"
WORLDS = 20_000
GRID = "default"  # of the far-sighted policies
MYOPIC, EQUILIBRIUM, PLANNER = "logit-response", "equilibrium", "planner"


class Setting(NamedTuple):
    """Who sits in the chairs, and whether far-sighted actors know the true hazard."""

    key: str
    label: str
    us: str
    cn: str
    true_hazard: bool = False


BASELINE = Setting("baseline", "short-sighted", MYOPIC, MYOPIC)
SETTINGS = (
    BASELINE,
    Setting("equilibrium", "far-sighted, each for itself", EQUILIBRIUM, EQUILIBRIUM),
    Setting("planner", "far-sighted, both together", PLANNER, PLANNER),
    Setting(
        "equilibrium_true",
        "far-sighted, each for itself,\nknowing the true hazard",
        EQUILIBRIUM,
        EQUILIBRIUM,
        True,
    ),
    Setting(
        "planner_true",
        "far-sighted, both together,\nknowing the true hazard",
        PLANNER,
        PLANNER,
        True,
    ),
    Setting("us_only", "United States far-sighted alone", EQUILIBRIUM, MYOPIC),
    Setting("cn_only", "China far-sighted alone", MYOPIC, EQUILIBRIUM),
)
RISK = "catastrophe_risk"
MEASURES = (RISK, "us_accelerating", "cn_accelerating", "us_expected_payoff", "cn_expected_payoff")


def play(setting: Setting, worlds: int, seed: int, grid: str) -> pd.DataFrame:
    """The worlds of a setting."""
    scenario = race_sim.load_scenario(
        "baseline",
        {
            "us.policy": setting.us,
            "cn.policy": setting.cn,
            "foresight.true_hazard": setting.true_hazard,
            "foresight.grid": grid,
        },
    )
    return race_sim.simulate(scenario, worlds, seed=seed)


def table_of(played: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every measure of every setting, with its interval."""
    rows = [
        {
            "setting": setting.key,
            "label": setting.label,
            "measure": measure,
            **estimate(played[setting.key], measure)._asdict(),
        }
        for setting in SETTINGS
        for measure in MEASURES
    ]
    return pd.DataFrame(rows)


def share_of_excess(played: dict[str, pd.DataFrame]) -> Estimate:
    """Short sight's share of what the baseline risks more than the planner, paired."""
    risk = {key: worlds[RISK].to_numpy() for key, worlds in played.items()}
    return paired.ratio(risk["baseline"] - risk["equilibrium"], risk["baseline"] - risk["planner"])


def steps_of(played: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Paired differences of the chance of a catastrophe between settings."""
    pairs = (
        ("short sight", "baseline", "equilibrium"),
        ("conflict of interest", "equilibrium", "planner"),
        ("misjudged hazard", "equilibrium", "equilibrium_true"),
        ("conflict of interest, true hazard", "equilibrium_true", "planner_true"),
        ("short sight of the United States", "baseline", "us_only"),
        ("short sight of China", "baseline", "cn_only"),
    )
    rows = [
        {
            "step": name,
            "from": before,
            "to": after,
            **paired.difference(played[before], played[after], RISK)._asdict(),
        }
        for name, before, after in pairs
    ]
    return pd.DataFrame(rows)


def sentences_on(
    played: dict[str, pd.DataFrame], table: pd.DataFrame, steps: pd.DataFrame, grid: str
) -> tuple[str, ...]:
    """The finding in words; directions come from the numbers."""

    def level(key: str, measure: str = RISK) -> Estimate:
        chosen = table[(table.setting == key) & (table.measure == measure)].iloc[0]
        return Estimate(chosen["value"], chosen["low"], chosen["high"])

    def step(name: str) -> Estimate:
        chosen = steps[steps.step == name].iloc[0]
        return Estimate(chosen["value"], chosen["low"], chosen["high"])

    told = [
        f"With short-sighted actors the chance of a catastrophe is "
        f"{wording.percent(level('baseline'))}, in the far-sighted equilibrium "
        f"{wording.percent(level('equilibrium'))}, under the planner "
        f"{wording.percent(level('planner'))}.",
        "Short sight: if both look ahead and reckon with each other, each for itself, the chance "
        f"of a catastrophe {wording.points(step('short sight'))}.",
        "Conflict of interest: if they also act for both together, it "
        f"{wording.points(step('conflict of interest'))}.",
    ]
    excess = paired.difference(played["planner"], played["baseline"], RISK)
    if wording.direction(excess) > 0:
        told.append(
            "Of what the baseline risks more than the planner, short sight is "
            f"{wording.percent(share_of_excess(played))}; the rest is the conflict of interest."
        )
    told += [
        "If far-sighted actors know the true hazard, instead of what alarm makes of it, the chance "
        f"of a catastrophe in equilibrium {wording.points(step('misjudged hazard'))}; the "
        "planner's is then another: from equilibrium to planner it "
        f"{wording.points(step('conflict of interest, true hazard'))}.",
        "One far-sighted side is enough for part of it: with the United States far-sighted alone "
        f"the chance {wording.points(step('short sight of the United States'))}, with China alone "
        f"it {wording.points(step('short sight of China'))}.",
    ]
    for side, name in (("us", "The United States"), ("cn", "China")):
        measure = f"{side}_accelerating"
        told.append(
            f"{name} spends {wording.percent(level('baseline', measure))} of the time accelerating "
            f"when short-sighted, {wording.percent(level('equilibrium', measure))} in equilibrium "
            f"and {wording.percent(level('planner', measure))} under the planner."
        )
    for side, name in (("us", "the United States"), ("cn", "China")):
        change = paired.difference(
            played["equilibrium"], played["planner"], f"{side}_expected_payoff"
        )
        told.append(
            f"From equilibrium to planner the expected payoff of {name} {wording.moves(change)}."
        )
    told.append(
        f"The strategies are those of the grid called {grid}; short sight here is a horizon of "
        "four years, extrapolated, and includes not knowing the law of the race."
    )
    return tuple(told)


def run(*, worlds: int, seed: int) -> Finding:
    """Play all settings under common luck.

    Raises
    ------
    InputError
        If worlds or seed cannot be used.
    EngineError
        If far-sighted play cannot be solved.
    """
    played = {setting.key: play(setting, worlds, seed, GRID) for setting in SETTINGS}
    table, steps = table_of(played), steps_of(played)
    picture = draw(table, steps, GRID, worlds, seed)
    sentences = sentences_on(played, table, steps, GRID)
    return Finding(NAME, QUESTION, sentences, (picture,), worlds, seed, {"steps": steps})


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__, WORLDS))
