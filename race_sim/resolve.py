"""From a checked scenario to the plain numbers that the rules read.

A scenario's changes, pauses and forced shocks cut its time into stretches; within a stretch the
numbers do not change. `Plan` holds the state at the start and the settings of every stretch.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from race_sim.own_policy import number_of
from race_sim.policies import NUMBERS
from race_sim.rules import incidents, progress
from race_sim.rules.arithmetic import exponential, exponential_minus_one, logarithm
from race_sim.rules.contest import CONTESTS
from race_sim.rules.settings import KindSettings, RaceSettings, SideSettings
from race_sim.rules.state import ACCELERATE, NO_TREATY, Memory, Race, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race_sim.parameters import Parameters
    from race_sim.parameters.mechanisms import KindParameters
    from race_sim.parameters.sides import SideParameters
    from race_sim.scenario import Scenario

# Frictions of 2026: at these, what arrives is `exchange.openness` itself.
VISA_FRICTION_2026 = 0.30
DATA_FRICTION_2026 = 0.20

FAR_SIGHTED = ("equilibrium", "planner")

_LN_2 = 0.6931471805599453
KIND_KEYS = ("misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption")


def with_policies(
    settings: RaceSettings, us: int | None = None, cn: int | None = None
) -> RaceSettings:
    """The settings with other policies in the chairs, by their numbers; None leaves who sits there.

    Far-sighted policies need a plan that has been made for them: see `plan_of`.
    """
    if us is not None:
        settings = settings._replace(us=settings.us._replace(policy=us))
    if cn is not None:
        settings = settings._replace(cn=settings.cn._replace(policy=cn))
    return settings


class Stretch(NamedTuple):
    """A stretch of steps in which nothing of the scenario changes."""

    first_step: int
    last_step: int  # not included
    settings: RaceSettings


class Plan(NamedTuple):
    """A scenario made ready to run."""

    race: Race  # at the start
    steps: int
    stretches: tuple[Stretch, ...]
    strategies: tuple[tuple[float, ...], ...] = ()  # the table of the far-sighted policies

    def with_policies(self, us: int | None = None, cn: int | None = None) -> Plan:
        """The plan with other policies in the chairs from start to end: see `with_policies`.

        Much faster than checking and resolving another scenario.
        """
        stretches = tuple(
            stretch._replace(settings=with_policies(stretch.settings, us, cn))
            for stretch in self.stretches
        )
        return self._replace(stretches=stretches)

    def settings_at(self, step: int) -> RaceSettings:
        """The settings in force in a step.

        Raises
        ------
        IndexError
            If the step is outside the race.
        """
        for stretch in self.stretches:
            if stretch.first_step <= step < stretch.last_step:
                return stretch.settings
        raise IndexError(f"step {step} is outside the race (0 to {self.steps - 1})")


def kept_after(step: float, half_life: float) -> float:
    """Share left after one step of what halves in `half_life` years."""
    return exponential(-_LN_2 * step / half_life)


def years_of_drive(decay: float, step: float) -> float:
    """What a steady drive of one a year comes to in a step in which it decays: (1 - e^-dt) / d."""
    return -exponential_minus_one(-decay * step) / decay if decay > 0.0 else step


def step_of(parameters: Parameters, year: float) -> int:
    """The step in which a date falls."""
    # A date typed with a few decimals, such as 2028.3333, belongs to the step it names.
    return int((year - parameters.time.start) / parameters.time.step + 1e-6)


def steps_of(parameters: Parameters) -> int:
    """How many steps a race has."""
    return round((parameters.time.end - parameters.time.start) / parameters.time.step)


def _side_settings(
    parameters: Parameters,
    side: SideParameters,
    chip_exposure: float,
    pause: float,
    shock: tuple[float, int],
) -> SideSettings:
    rules = parameters.progress
    return SideSettings(
        growth=progress.growth(
            rules.base_rate,
            side.research,
            side.chips,
            side.data,
            rules.research_share,
            rules.chips_share,
            rules.data_share,
        ),
        deployment=side.applications * side.scale,
        policy=number_of(side.policy),
        freeze_depth=side.freeze_depth,
        freeze_log_median=logarithm(side.freeze_median / 12.0),
        scar=side.scar,
        pause=pause,
        chip_exposure=chip_exposure,
        forced_severity=shock[0],
        forced_kind=shock[1],
    )


def _kind_settings(kind: KindParameters, total_weight: float) -> KindSettings:
    return KindSettings(weight=kind.weight / total_weight, spillover=kind.spillover)


def _added(terms: Iterable[float]) -> float:
    """One after the other: `sum` itself rounds otherwise from Python 3.12 on."""
    total = 0.0
    for term in terms:
        total += term
    return total


def settings_of(
    parameters: Parameters,
    pauses: tuple[float, float] = (0.0, 0.0),
    shocks: tuple[tuple[float, int], tuple[float, int]] = ((0.0, 0), (0.0, 0)),
) -> RaceSettings:
    """The settings that parameters come to, with a pause and a forced shock for each side."""
    p = parameters
    step = p.time.step
    kinds = [getattr(p.incidents, key) for key in KIND_KEYS]
    total_weight = _added(kind.weight for kind in kinds)
    openness = (
        p.exchange.openness
        * (1.0 - p.exchange.visa_friction)
        * (1.0 - p.exchange.data_friction)
        / ((1.0 - VISA_FRICTION_2026) * (1.0 - DATA_FRICTION_2026))
    )
    return RaceSettings(
        us=_side_settings(p, p.us, 0.0, pauses[0], shocks[0]),
        cn=_side_settings(p, p.cn, 1.0, pauses[1], shocks[1]),
        start=p.time.start,
        step=step,
        steps_per_decision=round(p.time.decision_period / step),
        safety_productivity=p.progress.safety_productivity,
        share_accelerating=p.progress.share_accelerating,
        share_investing=p.progress.share_investing,
        diffusion=p.progress.diffusion,
        gap_floor=p.progress.gap_floor,
        gap_ceiling=p.progress.gap_ceiling,
        openness=openness,
        control_level=p.export_control.level,
        dependency_kept=exponential(step * logarithm(1.0 - p.export_control.dependency_decline)),
        control_chill=p.export_control.exchange_chill,
        hazard=p.incidents.base_rate,
        gap_elasticity=p.incidents.gap_elasticity,
        severity_exponent=p.incidents.severity_exponent,
        severity_ceiling=p.incidents.severity_ceiling,
        ceiling_chance=incidents.ceiling_chance(
            p.incidents.severity_exponent, p.incidents.severity_ceiling
        ),
        chernobyl_severity=p.incidents.chernobyl_severity,
        mean_severity=incidents.mean_severity(
            p.incidents.severity_exponent, p.incidents.severity_ceiling
        ),
        mean_spillover=_added(kind.weight * kind.spillover for kind in kinds) / total_weight,
        misaligned_system=_kind_settings(p.incidents.misaligned_system, total_weight),
        financial_meltdown=_kind_settings(p.incidents.financial_meltdown, total_weight),
        weaponised_use=_kind_settings(p.incidents.weaponised_use, total_weight),
        societal_disruption=_kind_settings(p.incidents.societal_disruption, total_weight),
        contagion=p.backlash.contagion,
        freeze_spread=p.backlash.freeze_spread,
        never_lifted=p.backlash.never_lifted,
        scar_kept=kept_after(step, p.backlash.scar_half_life),
        talent_outflow=p.talent.outflow,
        talent_to_rival=p.talent.to_rival,
        talent_return=p.talent.recovery,
        lesson=p.learning.lesson,
        lesson_abroad=p.learning.lesson_abroad,
        alarm_prior=p.alarm.prior,
        alarm_strength=p.alarm.strength,
        alarm_abroad=p.alarm.abroad,
        alarm_severity=p.alarm.severity_weight,
        memory_kept=kept_after(step, p.alarm.memory_half_life),
        memory_kept_half=kept_after(0.5 * step, p.alarm.memory_half_life),
        belief_rate=p.learning.belief_rate,
        talks_pace=p.talks.pace,
        talks_threshold=p.talks.threshold,
        talks_base=p.talks.base,
        talks_chill=p.export_control.talks_chill,
        talks_decay=p.talks.decay,
        talks_kept=exponential(-p.talks.decay * step),
        talks_years=years_of_drive(p.talks.decay, step),
        non_binding_at=p.talks.non_binding_at,
        binding_at=p.talks.binding_at,
        lapse_below=p.talks.lapse_below,
        binding_allowed=1 if p.talks.binding_allowed else 0,
        verification=p.talks.verification,
        sanction=p.talks.sanction,
        breach_ends=p.talks.breach_ends,
        exchange_non_binding=p.talks.non_binding_exchange,
        exchange_binding=p.talks.binding_exchange,
        non_binding_lapse=p.talks.non_binding_lapse,
        binding_lapse=p.talks.binding_lapse,
        prosperity=p.payoffs.prosperity,
        rivalry=p.payoffs.rivalry,
        harm_aversion=p.payoffs.harm_aversion,
        restriction_cost=p.payoffs.restriction_cost,
        horizon=p.payoffs.horizon,
        lead_scale=p.payoffs.lead_scale,
        contest=CONTESTS.index(p.payoffs.contest),
        rationality=p.choice.rationality,
        error=p.choice.error,
        alarm_threshold=p.choice.alarm_threshold,
        solution=0,
        finish_line=1 if p.finish_line.enabled else 0,
        transformative=p.finish_line.transformative,
        finish_risk=p.finish_line.risk,
        finish_elasticity=p.finish_line.elasticity,
    )


def _side_at_start(side: SideParameters) -> Side:
    return Side(
        capability=side.capability,
        safety=side.capability - side.safety_gap,
        talent=side.talent,
        freeze_depth=0.0,
        freeze_end=0.0,
        scar=0.0,
        seen=0.0,
        exposure=0.0,
        belief=side.belief,
        action=ACCELERATE,
        memory=Memory(0.0, 0.0, 0.0, 0.0),
    )


def race_at_start(parameters: Parameters) -> Race:
    """The state of the race before its first step."""
    return Race(
        us=_side_at_start(parameters.us),
        cn=_side_at_start(parameters.cn),
        chip_dependency=parameters.export_control.chip_dependency,
        talks=0.0,
        treaty=NO_TREATY,
        decisions=0,
    )


class _Strategies:
    """The table of the far-sighted policies of a plan, a solution for each set of parameters.

    A solution takes the parameters in force for lasting: nobody foresees a scenario's changes,
    pauses and shocks.
    """

    def __init__(self) -> None:
        self.table: tuple[tuple[float, ...], ...] = ()
        self._found: dict[RaceSettings, int] = {}

    def solved(self, settings: RaceSettings, parameters: Parameters) -> RaceSettings:
        """The settings with the place of their solution, which is found if somebody needs it."""
        seated = {settings.us.policy, settings.cn.policy}
        kinds = tuple(name for name in FAR_SIGHTED if NUMBERS[name] in seated)
        if not kinds:
            return settings
        lasting = settings._replace(
            us=settings.us._replace(pause=0.0, forced_severity=0.0, forced_kind=0),
            cn=settings.cn._replace(pause=0.0, forced_severity=0.0, forced_kind=0),
        )
        if lasting not in self._found:
            from race_sim.foresight.solution import rows_for

            self._found[lasting] = len(self.table) // 2
            self.table += rows_for(lasting, parameters, kinds)
        return settings._replace(solution=self._found[lasting])


def plan_of(scenario: Scenario) -> Plan:
    """The plan of a scenario: its state at the start, and the settings of each stretch.

    Where somebody plays `equilibrium` or `planner`, this solves the race for them, or takes the
    solution from where it has been kept.
    """
    parameters = scenario.parameters
    steps = steps_of(parameters)
    edges = {0, steps}
    for change in scenario.changes:
        edges.add(step_of(parameters, change.date))
    for pause in scenario.pauses:
        edges.update((step_of(parameters, pause.begin), step_of(parameters, pause.until)))
    for shock in scenario.shocks:
        step = step_of(parameters, shock.date)
        edges.update((step, step + 1))
    ordered = sorted(edge for edge in edges if 0 <= edge <= steps)

    stretches = []
    strategies = _Strategies()
    for first, last in pairwise(ordered):
        now = scenario.parameters_at(first)
        pauses = [0.0, 0.0]
        shocks = [(0.0, 0), (0.0, 0)]
        for number, side in enumerate(("us", "cn")):
            for pause in scenario.pauses:
                if side in pause.sides and (
                    step_of(parameters, pause.begin) <= first < step_of(parameters, pause.until)
                ):
                    pauses[number] = pause.share
            for shock in scenario.shocks:
                if shock.side == side and step_of(parameters, shock.date) == first:
                    shocks[number] = (shock.severity, KIND_KEYS.index(shock.kind))
        settings = settings_of(now, (pauses[0], pauses[1]), (shocks[0], shocks[1]))
        stretches.append(Stretch(first, last, strategies.solved(settings, now)))
    return Plan(race_at_start(parameters), steps, tuple(stretches), strategies.table)
