"""Is it short sight or rivalry that makes the race dangerous?

The question. Both sides race into danger. Would they still, if they looked ahead without end and
reckoned with each other? Or is it enough that each cares for itself, however far it looks? How
much of the chance of a catastrophe is due to short sight, and how much to the conflict of interest?

The design. The same worlds, the same luck, other minds in both chairs, in three steps. The first
are the baseline's: they extrapolate present rates over a horizon of some years, and answer
their belief about the rival for one decision. Then the Markov perfect equilibrium (`equilibrium`):
far-sighted, each for itself, with the same payoffs, the same noise, and hazards as alarm makes them
appear. Then the same with the true hazard in mind (`foresight.true_hazard`). Then the planner
(`planner`), who knows it too and acts for both together. The three steps are short sight, misjudged
hazard and conflict of interest. Whoever is far-sighted here knows the law by which the race moves,
so short sight includes misforecasting. Beside the three steps: the planner with hazards as
alarm makes them appear, and one far-sighted side against a short-sighted one.

What it measures. The chance of a catastrophe (mean of `catastrophe_risk`), the time that both spend
accelerating, and expected payoffs; differences are paired world by world. The strategies are
solved on the grid `foresight.grid`; docs/far-sighted-play.md says how far to trust them.

To run it: python experiments/myopia_or_rivalry.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

import race_sim
from race_sim.analysis import paired, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.foresight.solution import solution_of
from race_sim.outcomes import Estimate, estimate
from race_sim.plots.myopia_or_rivalry import draw
from race_sim.resolve import settings_of
from race_sim.scenario import Scenario
from race_sim.words import RIVAL, SIDE_NAMES, capital, listing

NAME = "myopia_or_rivalry"
QUESTION = "Is it short sight or rivalry that makes the race dangerous?"
WORLDS = 20_000
GRID = "default"  # of the far-sighted policies; the tests take a coarse one
OTHER_GRID = "coarse"  # on which the shares are measured again, to show what the grid does
MYOPIC, EQUILIBRIUM, PLANNER = "logit-response", "equilibrium", "planner"


class Setting(NamedTuple):
    """Who sits in the chairs, and whether far-sighted actors know the true hazard."""

    key: str
    label: str
    us: str
    cn: str
    true_hazard: bool = False


SETTINGS = (
    Setting("baseline", "short-sighted (the baseline)", MYOPIC, MYOPIC),
    Setting("equilibrium", "far-sighted, each for itself", EQUILIBRIUM, EQUILIBRIUM),
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
    Setting("planner", "far-sighted, both together,\nhazard as believed", PLANNER, PLANNER),
    Setting("us_alone", "United States far-sighted alone", EQUILIBRIUM, MYOPIC),
    Setting("cn_alone", "China far-sighted alone", MYOPIC, EQUILIBRIUM),
)


class Step(NamedTuple):
    """From one setting to another."""

    name: str
    before: str
    after: str


SHORT_SIGHT, HAZARD, CONFLICT = "short sight", "misjudged hazard", "conflict of interest"
CHAIN = (
    Step(SHORT_SIGHT, "baseline", "equilibrium"),
    Step(HAZARD, "equilibrium", "equilibrium_true"),
    Step(CONFLICT, "equilibrium_true", "planner_true"),
)
AS_BELIEVED = (
    Step(SHORT_SIGHT, "baseline", "equilibrium"),
    Step(f"{CONFLICT}, hazard as believed", "equilibrium", "planner"),
)
ALONE = tuple(
    Step(f"short sight of {SIDE_NAMES[side]}", "baseline", f"{side}_alone") for side in SIDE_NAMES
)
STEPS = (*CHAIN, AS_BELIEVED[1], *ALONE)
RISK = "catastrophe_risk"
MEASURES = (RISK, "us_accelerating", "cn_accelerating", "us_expected_payoff", "cn_expected_payoff")


def scenario_of(setting: Setting, grid: str) -> Scenario:
    """The baseline with these minds in the chairs."""
    return race_sim.load_scenario(
        "baseline",
        {
            "us.policy": setting.us,
            "cn.policy": setting.cn,
            "foresight.true_hazard": setting.true_hazard,
            "foresight.grid": grid,
        },
    )


def play(setting: Setting, worlds: int, seed: int, grid: str) -> pd.DataFrame:
    """The worlds of a setting."""
    return race_sim.simulate(scenario_of(setting, grid), worlds, seed=seed)


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


def steps_of(played: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """What each step changes, paired: a row a step and measure."""
    rows = [
        {
            "step": step.name,
            "from": step.before,
            "to": step.after,
            "measure": measure,
            **paired.difference(played[step.before], played[step.after], measure)._asdict(),
        }
        for step in STEPS
        for measure in MEASURES
    ]
    return pd.DataFrame(rows)


def shares_of(played: dict[str, pd.DataFrame], chain: tuple[Step, ...]) -> dict[str, Estimate]:
    """Each step's share of the way from the first to the last setting of a chain, paired.

    Empty unless the first is measurably more dangerous than the last.
    """
    whole = paired.difference(played[chain[-1].after], played[chain[0].before], RISK)
    if wording.direction(whole) <= 0:
        return {}
    risk = {key: worlds[RISK].to_numpy() for key, worlds in played.items()}
    excess = risk[chain[0].before] - risk[chain[-1].after]
    return {step.name: paired.ratio(risk[step.before] - risk[step.after], excess) for step in chain}


class _Reader:
    """Looks up levels and changes."""

    def __init__(self, table: pd.DataFrame, steps: pd.DataFrame):
        self.levels = table.set_index(["setting", "measure"])
        self.steps = steps.set_index(["step", "measure"])

    def level(self, key: str, measure: str = RISK) -> str:
        row = self.levels.loc[(key, measure)]
        return wording.percent(Estimate(row["value"], row["low"], row["high"]))

    def change(self, step: str, measure: str = RISK) -> Estimate:
        row = self.steps.loc[(step, measure)]
        return Estimate(row["value"], row["low"], row["high"])


def sentences_on(
    played: dict[str, pd.DataFrame], table: pd.DataFrame, steps: pd.DataFrame
) -> Iterator[str]:
    """The finding in words; directions come from the numbers."""
    read = _Reader(table, steps)
    yield (f"With short-sighted actors the chance of a catastrophe is {read.level('baseline')}.")
    yield (
        "Short sight: if both look ahead without end and reckon with each other, each for itself, "
        f"it {wording.points(read.change(SHORT_SIGHT))}, to {read.level('equilibrium')}."
    )
    yield (
        "Misjudged hazard: if they also reckon with the true hazard, instead of what alarm makes "
        f"of it, it {wording.points(read.change(HAZARD))}, to {read.level('equilibrium_true')}."
    )
    yield (
        "Conflict of interest: if they also act for both together, it "
        f"{wording.points(read.change(CONFLICT))}, to {read.level('planner_true')}."
    )
    yield from _on_shares(played, read)
    yield from _on_one_side(read)
    for side, name in SIDE_NAMES.items():
        levels = [
            f"{read.level(key, f'{side}_accelerating')} {said}"
            for key, said in (
                ("baseline", "when short-sighted"),
                ("equilibrium", "in equilibrium"),
                ("equilibrium_true", "in equilibrium knowing the true hazard"),
                ("planner_true", "under the planner who knows it"),
            )
        ]
        yield f"Of its time {name} spends accelerating: {listing(levels)}."
    for side, name in SIDE_NAMES.items():
        changes = [
            f"{said} {wording.moves(read.change(step, f'{side}_expected_payoff'))}"
            for step, said in (
                (SHORT_SIGHT, "with far sight"),
                (HAZARD, "with the true hazard"),
                (CONFLICT, "from equilibrium to planner"),
            )
        ]
        yield f"The expected payoff of {name}, step by step: {listing(changes)}."


def _on_shares(played: dict[str, pd.DataFrame], read: _Reader) -> Iterator[str]:
    shares = shares_of(played, CHAIN)
    if shares:
        told = [f"{name} is {wording.percent(share)}" for name, share in shares.items()]
        yield (
            "Of what the baseline risks more than a planner who knows the true hazard, "
            f"{listing(told)}."
        )
    believed = shares_of(played, AS_BELIEVED)
    if believed:
        told = [
            f"{name.split(',')[0]} is {wording.percent(share)}" for name, share in believed.items()
        ]
        yield (
            f"With hazards as believed the planner's chance is {read.level('planner')}: of what "
            f"the baseline risks more than that, {listing(told)}."
        )


def _on_one_side(read: _Reader) -> Iterator[str]:
    for side, step in zip(SIDE_NAMES, ALONE, strict=True):
        own, rival = (f"{one}_expected_payoff" for one in (side, RIVAL[side]))
        answer = wording.scaled(read.change(step.name, f"{RIVAL[side]}_accelerating"), 100.0)
        yield (
            f"{capital(SIDE_NAMES[side])} far-sighted alone: the chance of a catastrophe "
            f"{wording.points(read.change(step.name))}; the time that the short-sighted rival "
            f"accelerates {wording.moves(answer, wording.POINTS)}; the payoff of the far-sighted "
            f"{wording.moves(read.change(step.name, own))}, that of the rival "
            f"{wording.moves(read.change(step.name, rival))}."
        )


def on_method(grid: str) -> Iterator[str]:
    """What short sight means here, and how well far-sighted play is solved."""
    parameters = scenario_of(SETTINGS[0], grid).parameters
    horizon = settings_of(parameters).horizon
    yield (
        f"Short sight means here: a horizon of {horizon:g} years, present rates extrapolated over "
        "it, and one decision weighed at a time. The far-sighted know the law of the race and the "
        "short-sighted do not, so the step holds misforecasting as well as the horizon. In "
        "another order the steps might share out the whole otherwise."
    )
    unsettled = []
    for setting in SETTINGS:
        if setting.us != setting.cn or setting.us == MYOPIC:
            continue
        own = scenario_of(setting, grid).parameters
        solution = solution_of(setting.us, settings_of(own), own)
        if solution.unsettled:
            label = setting.label.replace("\n", " ")
            unsettled.append(f"{solution.unsettled:,} of {solution.grid.states:,} ({label})")
    rest = (
        f"not at rest are states: {listing(unsettled)}" if unsettled else "all states are at rest"
    )
    yield f"The strategies are solved on the grid called {grid}; {rest}."


def on_grid(
    baseline: pd.DataFrame, worlds: int, seed: int, shares: dict[str, Estimate]
) -> Iterator[str]:
    """How the shares change with the grid, if there is another one to compare with."""
    if GRID == OTHER_GRID or not shares:
        return
    chosen = {setting.key: setting for setting in SETTINGS}
    elsewhere = {"baseline": baseline} | {
        step.after: play(chosen[step.after], worlds, seed, OTHER_GRID) for step in AS_BELIEVED
    }
    found = shares_of(elsewhere, AS_BELIEVED)
    told = [f"{name.split(',')[0]} is {wording.percent(share)}" for name, share in found.items()]
    gap = max(abs(found[name].value - shares[name].value) for name in found) if found else 0.0
    if told:
        yield (
            f"On the grid called {OTHER_GRID}, with hazards as believed, {listing(told)}: "
            f"{100.0 * gap:.1f} percentage points off. The intervals are Monte-Carlo intervals "
            "and know nothing of the grid; that difference is the better measure of how far to "
            "trust the shares."
        )


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
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
    sentences = (
        *sentences_on(played, table, steps),
        *on_method(GRID),
        *on_grid(played["baseline"], worlds, seed, shares_of(played, AS_BELIEVED)),
    )
    return Finding(NAME, QUESTION, sentences, (picture,), worlds, seed, {"steps": steps})


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
