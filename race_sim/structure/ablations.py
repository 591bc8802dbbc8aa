"""Mechanisms switched off one by one, by values of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from race_sim.resolve import KIND_KEYS
from race_sim.scenario import Scenario, Value
from race_sim.structure.alternatives import SYMMETRICAL, on_both_sides


class Ablation(NamedTuple):
    """One mechanism, and how it is switched off.

    Attributes
    ----------
    key : str
    title : str
        The mechanism.
    why : str
        Why the model has it.
    values : mapping
        Parameters that switch it off.
    how : str
        The same in words.
    """

    key: str
    title: str
    why: str
    values: Mapping[str, Value]
    how: str

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario without the mechanism."""
        return scenario.with_values(self.values)


ABLATIONS: tuple[Ablation, ...] = (
    Ablation(
        "rivalry",
        "rivalry",
        "being ahead is worth something in itself",
        {"payoffs.rivalry": 0.0},
        "payoffs.rivalry 0",
    ),
    Ablation(
        "harm_aversion",
        "aversion to harm",
        "incidents hurt whoever decides",
        {"payoffs.harm_aversion": 0.0},
        "payoffs.harm_aversion 0",
    ),
    Ablation(
        "spillover",
        "harm that crosses",
        "a catastrophe does not stop at a border",
        {f"incidents.{kind}.spillover": 0.0 for kind in KIND_KEYS},
        "spillover of all kinds 0",
    ),
    Ablation(
        "prosperity",
        "prosperity",
        "progress is worth something without a rival",
        {"payoffs.prosperity": 0.0},
        "payoffs.prosperity 0",
    ),
    Ablation(
        "gap_elasticity",
        "hazard that grows with the safety gap",
        "capability that outruns safety is the danger",
        {"incidents.gap_elasticity": 0.0},
        "incidents.gap_elasticity 0",
    ),
    Ablation(
        "cut",
        "cut of the severity tail",
        "with an exponent below 1 the mean needs a cut",
        {"incidents.severity_ceiling": 1e9},
        "incidents.severity_ceiling 10^9, the largest allowed",
    ),
    Ablation(
        "diffusion",
        "diffusion",
        "a laggard learns what the leader has shown to be possible",
        {"progress.diffusion": 0.0},
        "progress.diffusion 0",
    ),
    Ablation(
        "exchange",
        "exchange of safety work",
        "safety work is published and talked about",
        {"exchange.openness": 0.0},
        "exchange.openness 0",
    ),
    Ablation(
        "controls",
        "export controls",
        "they slow China, and cool exchange and talks",
        {"export_control.level": 0.0},
        "export_control.level 0",
    ),
    Ablation(
        "asymmetry",
        "unlike endowments",
        "the two sides differ in what they have and in how they react",
        SYMMETRICAL,
        "China as the United States; no chips that controls reach",
    ),
    Ablation(
        "freeze",
        "freezes",
        "after an accident construction stops by law",
        on_both_sides("freeze_depth", 0.0),
        "freeze_depth 0 on both sides",
    ),
    Ablation(
        "scar",
        "scars",
        "the pace of before does not come back at once",
        on_both_sides("scar", 0.0),
        "scar 0 on both sides",
    ),
    Ablation(
        "contagion",
        "contagion of backlash",
        "reactor starts fell abroad as well",
        {"backlash.contagion": 0.0},
        "backlash.contagion 0",
    ),
    Ablation(
        "talent",
        "flight of talent",
        "restriction drives researchers out",
        {"talent.outflow": 0.0},
        "talent.outflow 0",
    ),
    Ablation(
        "lessons",
        "lessons of incidents",
        "an accident teaches what a test does not",
        {"learning.lesson": 0.0},
        "learning.lesson 0",
    ),
    Ablation(
        "evidence",
        "alarm from evidence",
        "beliefs about the hazard follow what is seen",
        {"alarm.strength": 100.0},
        "alarm.strength 100, the largest allowed: the prior hardly moves",
    ),
    Ablation(
        "forgetting",
        "forgetting",
        "alarm fades",
        {"alarm.memory_half_life": 200.0},
        "alarm.memory_half_life 200 years",
    ),
    Ablation(
        "talks",
        "talks",
        "shared alarm opens them",
        {"talks.pace": 0.0},
        "talks.pace 0",
    ),
    Ablation(
        "binding",
        "binding treaties",
        "rivals have bound themselves before",
        {"talks.binding_allowed": False},
        "talks.binding_allowed false",
    ),
    Ablation(
        "verification",
        "verification",
        "a breach that is found costs",
        {"talks.verification": 0.0},
        "talks.verification 0",
    ),
    Ablation(
        "lapse",
        "agreements that end by themselves",
        "agreements between rivals have ended so",
        {"talks.non_binding_lapse": 0.0, "talks.binding_lapse": 0.0},
        "both rates of lapse 0",
    ),
    Ablation(
        "belief",
        "learning of the rival's choices",
        "a side expects what it has seen",
        {"learning.belief_rate": 0.0},
        "learning.belief_rate 0: belief stays at its start",
    ),
    Ablation(
        "noise",
        "noise in choice",
        "a government is no calculator",
        {"choice.rationality": 1000.0},
        "choice.rationality 1000, the largest allowed",
    ),
)
