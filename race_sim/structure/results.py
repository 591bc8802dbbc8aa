"""All of it played: the baseline, each alternative, each ablation, and each length of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from race_sim.scenario import Scenario
from race_sim.structure.ablations import ABLATIONS, Ablation
from race_sim.structure.alternatives import ALTERNATIVES, Alternative
from race_sim.structure.headlines import Measured, measure
from race_sim.structure.steps import measured_by_step, moments_by_step
from race_sim.structure.verdict import Form, Judged, effects_judged, judged


@dataclass(frozen=True, eq=False)
class Results:
    """Everything that was measured.

    Attributes
    ----------
    baseline : Measured
    alternatives, ablations : tuple of Form
        Paired with the baseline, world by world.
    steps : mapping of int to Measured
        By steps a year; not paired.
    moments : mapping of int to Measured
        The same for the forced moments alone, in the last step of their quarter.
    worlds, step_worlds : int
        How many in each run, and in each run at a length of step.
    seed : int
    """

    baseline: Measured
    alternatives: tuple[Form, ...]
    ablations: tuple[Form, ...]
    steps: Mapping[int, Measured]
    moments: Mapping[int, Measured]
    worlds: int
    step_worlds: int
    seed: int

    def judged(self, forms: Sequence[Form]) -> list[tuple[Form, list[Judged]]]:
        """Each form with its headlines; the effects of all of them are judged together."""
        together = effects_judged(forms)
        return [(form, judged(self.baseline, form, together)) for form in forms]


def _form(choice: Alternative | Ablation, scenario: Scenario, worlds: int, seed: int) -> Form:
    group = choice.group if isinstance(choice, Alternative) else "mechanism"
    found = measure(choice.of(scenario), worlds, seed)
    return Form(choice.key, choice.title, group, tuple(choice.values), found)


def play(
    scenario: Scenario,
    worlds: int,
    step_worlds: int,
    seed: int,
    tell: Callable[[str], object] = print,
) -> Results:
    """Play all forms of a scenario that stands for the baseline.

    Parameters
    ----------
    scenario : Scenario
    worlds : int
        In each run of a form.
    step_worlds : int
        In each run at a length of step.
    seed : int
    tell : callable
        Called with a line now and then.

    Raises
    ------
    InputError
        If an argument cannot be used.
    """
    baseline = measure(scenario, worlds, seed)
    tell(f"baseline: {worlds:,} worlds a run")
    alternatives = tuple(_form(choice, scenario, worlds, seed) for choice in ALTERNATIVES)
    tell(f"{len(alternatives)} alternatives")
    ablations = tuple(_form(choice, scenario, worlds, seed) for choice in ABLATIONS)
    tell(f"{len(ablations)} ablations")
    steps = measured_by_step(scenario, step_worlds, seed)
    tell(f"{len(steps)} lengths of step: {step_worlds:,} worlds a run")
    moments = moments_by_step(scenario, step_worlds, seed)
    return Results(baseline, alternatives, ablations, steps, moments, worlds, step_worlds, seed)
