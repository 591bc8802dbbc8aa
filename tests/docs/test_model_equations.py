"""The equations of docs/model.md, played as they stand on the page, beside the rules."""

import math
import random
import re
from pathlib import Path
from statistics import NormalDist
from types import SimpleNamespace

import pytest

from race_sim import chance, load_scenario, move, payoff, quarter
from race_sim.fallout import with_incident
from race_sim.game import joint_payoffs, payoff_of
from race_sim.parameters import Parameters, knobs
from race_sim.policies.calculating import logit_response
from race_sim.resolve import plan_of
from race_sim.rules import alarm, backlash, finish, incidents, progress, talks
from race_sim.rules.contest import CONTESTS
from race_sim.rules.state import BINDING, INVEST, NON_BINDING

pytestmark = pytest.mark.short

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```python (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
SECTIONS = tuple(Parameters.model_fields)
FUNCTIONS = {
    name: getattr(math, name) for name in ("sqrt", "exp", "log", "log10", "tanh", "copysign")
}
SEEDS = range(12)
SIDES = [("us", "cn"), ("cn", "us")]


def close(value):
    return pytest.approx(value, rel=1e-9, abs=1e-12)


class Case:
    """Parameters around the defaults, a state that play leads to, and what the rules make of it."""

    def __init__(self, seed):
        draw = random.Random(seed)
        values = {"payoffs.contest": CONTESTS[seed % len(CONTESTS)], "choice.error": 0.1}
        for key, knob in knobs().items():
            # The reduced clock and starts stay: what is tested is what is done with them.
            if isinstance(knob.default, float) and not key.startswith(("time.", "choice.error")):
                value = knob.default * draw.uniform(0.8, 1.25)
                values[key] = min(max(value, knob.low), knob.high)
        self.parameters = load_scenario("baseline", values).parameters
        plan = plan_of(load_scenario("baseline", values))
        self.settings, self.race, self.seed = plan.settings_at(0), plan.race, seed
        self.step = draw.randrange(4, 40)
        for step in range(self.step):
            actions = draw.randrange(2), draw.randrange(2)
            outlook = quarter.look(self.settings, self.race, quarter.time_of(self.settings, step))
            after, happenings = quarter.advance(
                self.settings, self.race, outlook, *actions, seed, 1, step
            )
            if quarter.is_over(happenings):
                break
            self.race = after
        # Something of everything: a freeze that ends within the step, a scar, a treaty, talks.
        time = quarter.time_of(self.settings, self.step)
        frozen = {
            "freeze_depth": draw.uniform(0, 1),
            "freeze_end": time + 0.1,
            "scar": draw.uniform(0, 0.5),
        }
        self.race = self.race._replace(
            us=self.race.us._replace(**frozen),
            cn=self.race.cn._replace(scar=0.2, talent=0.9),
            treaty=draw.choice([0, NON_BINDING, BINDING]),
            talks=draw.uniform(0, 1.2),
        )
        self.time = time
        self.outlook = quarter.look(self.settings, self.race, time)

    def plays(self, name, **names):
        """What the equations of a block give, with these names beside parameters and functions."""
        sections = {section: getattr(self.parameters, section) for section in SECTIONS}
        scope = FUNCTIONS | sections | {"race": self.race} | names
        if name != "contest":
            exec(BLOCKS["contest"], scope)
        exec(BLOCKS[name], scope)
        return SimpleNamespace(**scope)

    def view(self, side):
        """A side as the equations know it: its state, and what follows from it."""
        state, now = getattr(self.race, side), getattr(self.outlook, side)
        return SimpleNamespace(**{**state._asdict(), **now._asdict()})

    def chairs(self, us, cn):
        """Names of the equations from a chair: own, rival, side, and the settings of the side."""
        return {
            "own": self.view(us),
            "rival": self.view(cn),
            "side": getattr(self.parameters, us),
            "reach": 1 if us == "cn" else 0,
        }


@pytest.fixture(scope="module")
def cases():
    return [Case(seed) for seed in SEEDS]


def rates_of(case, us, cn, own_action, rival_action):
    names = case.chairs(us, cn)
    shares = (case.parameters.progress.share_accelerating, case.parameters.progress.share_investing)
    found = case.plays("progress", **names, invests=own_action == INVEST)
    safe = case.plays(
        "safety",
        **names,
        share=shares[own_action],
        rival_share=shares[rival_action],
        factor=factor_of(case),
    )
    return found, safe


def factor_of(case):
    talks = case.parameters.talks
    return {NON_BINDING: talks.non_binding_exchange, BINDING: talks.binding_exchange}.get(
        case.race.treaty, 1
    )


def test_every_block_of_equations_is_played_here():
    source = Path(__file__).read_text(encoding="utf-8")
    assert len(BLOCKS) >= 20
    for name in BLOCKS:
        assert f'"{name}"' in source


@pytest.mark.parametrize(("us", "cn"), SIDES)
@pytest.mark.parametrize("own_action", [0, 1])
@pytest.mark.parametrize("rival_action", [0, 1])
def test_progress_safety_and_hazard(cases, us, cn, own_action, rival_action):
    for case in cases:
        now, settings = getattr(case.outlook, us), case.settings
        found, safe = rates_of(case, us, cn, own_action, rival_action)
        assert found.growth == close(getattr(settings, us).growth)
        assert found.speed == close(now.speed)
        moved = move.move_of(
            settings,
            getattr(settings, us),
            getattr(case.race, us),
            now,
            getattr(quarter, f"{us}_view")(settings, case.race, case.outlook, case.time),
            case.outlook.exchange,
            own_action,
            rival_action,
            True,
        )
        state = getattr(case.race, us)
        step = settings.step
        capability = state.capability + found.capability_rate * step
        safety = state.safety + safe.safety_rate * step
        assert safe.arrives == close(case.outlook.exchange)
        assert moved.capability == close(capability)
        floor, ceiling = settings.gap_floor, settings.gap_ceiling
        gap = min(max(capability - safety, floor), ceiling)
        assert moved.capability - moved.safety == close(gap)
        names = case.chairs(us, cn)
        assert case.plays("hazard", **names).hazard == close(now.hazard)
        names["own"].gap = case.plays("middle", **names, gap_after=gap).middle_gap
        assert case.plays("hazard", **names).hazard == close(moved.hazard)
        belief = case.plays("belief", **names, rival_action=rival_action).belief
        assert belief == close(moved.belief)


def test_chip_dependency_falls(cases):
    for case in cases:
        kept = case.race.chip_dependency * case.settings.dependency_kept
        assert case.plays("dependency").chip_dependency == close(kept)


@pytest.mark.parametrize("uniform", [0.0, 0.3, 0.9, 0.99, 0.99999])
def test_severity(cases, uniform):
    for case in cases:
        settings = case.settings
        found = case.plays("severity", uniform=uniform)
        severity = incidents.severity(
            uniform, settings.severity_exponent, settings.severity_ceiling
        )
        assert found.severity == close(severity)
        assert found.score == close(alarm.severity_score(severity, settings.severity_ceiling))


@pytest.mark.parametrize(("us", "cn"), SIDES)
def test_backlash(cases, us, cn):
    """A shock at `us`: the freeze and scar there and abroad, by the same luck."""
    for case in cases:
        settings, number = case.settings, 0 if us == "us" else 1
        severity = settings.chernobyl_severity * 7.0
        if severity > settings.severity_ceiling:
            continue
        empty = quarter.fallout_of(settings, number, 0, 1, 2, 3, 0.0)
        fell = with_incident(settings, number, empty, severity, 0, 1, 2, 3, 0, 0.0)
        for place, contagion, depth, end, scar in (
            (us, 1, fell.home_depth, fell.home_end, fell.home_scar),
            (cn, settings.contagion, fell.abroad_depth, fell.abroad_end, fell.abroad_scar),
        ):
            names = case.chairs(place, us if place == cn else cn)
            lengths = {"severity": severity, "contagion": contagion}
            found = case.plays("shock", **names, **lengths, normal=0.7)
            assert (found.new_depth, found.new_scar) == (close(depth), close(scar))
            years = backlash.freeze_years(
                NormalDist().cdf(0.7),
                getattr(settings, place).freeze_log_median,
                settings.freeze_spread,
                0.0,
            )
            assert found.freeze_years == pytest.approx(years, rel=1e-6)
            assert end > 0.0
            scars = case.plays("scar", **names, new_scar=scar).scar
            kept = getattr(case.race, place).scar * settings.scar_kept
            assert scars == close(backlash.deeper_scar(kept, scar))


@pytest.mark.parametrize(("us", "cn"), SIDES)
def test_restriction_within_a_step(cases, us, cn):
    for case in cases:
        state, step = getattr(case.race, us), case.settings.step
        frozen = backlash.frozen_part(state.freeze_end, case.time, step)
        for pause in (0.0, 0.4):
            found = case.plays("restriction", **case.chairs(us, cn), frozen=frozen, pause=pause)
            assert found.restriction == close(
                backlash.restriction(
                    state.freeze_depth, state.freeze_end, state.scar, pause, case.time, step
                )
            )


@pytest.mark.parametrize(("us", "cn"), SIDES)
def test_what_is_left_after_a_step(cases, us, cn):
    """Talent, alarm, lessons, talks: against `advance`, with what happened in it."""
    for case in cases:
        settings, step = case.settings, case.step
        # Both accelerate, and hazards are small enough for the gap not to meet its ends.
        after, happened = quarter.advance(
            settings, case.race, case.outlook, 0, 0, case.seed, 5, step
        )
        names = case.chairs(us, cn)
        assert case.plays("talent", **names).talent_after == close(getattr(after, us).talent)
        moves = {}
        for side in (us, cn):
            moves[side] = move.move_of(
                settings,
                getattr(settings, side),
                getattr(case.race, side),
                getattr(case.outlook, side),
                getattr(quarter, f"{side}_view")(settings, case.race, case.outlook, case.time),
                case.outlook.exchange,
                0,
                0,
                True,
            )
            view = case.view(side)
            view.hazard = moves[side].hazard
            names["own" if side == us else "rival"] = view
        home, abroad = ([getattr(happened, side).lessons] for side in (us, cn))
        counts = [getattr(happened, side).incidents for side in (us, cn)]
        # A sum of scores is as good as the scores, but for the one of each incident.
        home += [0.0] * (counts[0] - 1) if counts[0] else []
        abroad += [0.0] * (counts[1] - 1) if counts[1] else []
        found = case.plays(
            "alarm", **names, home=home if counts[0] else [], abroad=abroad if counts[1] else []
        )
        state = getattr(after, us)
        assert found.seen == close(state.seen)
        assert found.exposure == close(state.exposure)
        assert found.alarm_after == close(quarter.alarm_of(settings, state))
        safety = progress.hold_gap(
            moves[us].capability,
            moves[us].safety + found.lesson,
            settings.gap_floor,
            settings.gap_ceiling,
        )
        assert state.safety == close(safety)


@pytest.mark.parametrize("actions", [(0, 0), (0, 1), (1, 1)])
def test_talks_and_agreements(cases, actions):
    for case in cases:
        names = case.chairs("us", "cn")
        for tense in (0.5, 2.0, 9.0):
            names["own"].alarm = tense
            names["rival"].alarm = tense + 0.5
            found = case.plays("talks", **names, both_invest=actions == (1, 1))
            after = talks.talks_after(case.race.talks, case.settings, tense, tense + 0.5, *actions)
            assert found.talks_after == close(after)
        found = case.plays("agreements")
        settings = case.settings
        assert found.non_binding_ends == close(talks.lapse_chance(NON_BINDING, settings))
        assert found.binding_ends == close(talks.lapse_chance(BINDING, settings))
        chance_of = talks.chance_in_step(settings.verification, settings.step)
        assert found.breach_found == close(chance_of)


@pytest.mark.parametrize(("us", "cn"), SIDES)
@pytest.mark.parametrize("own_action", [0, 1])
@pytest.mark.parametrize("rival_action", [0, 1])
def test_the_stage_game(cases, us, cn, own_action, rival_action):
    for case in cases:
        settings = case.settings
        names = case.chairs(us, cn)
        for side, other, action, answer, key in (
            (us, cn, own_action, rival_action, "own"),
            (cn, us, rival_action, own_action, "rival"),
        ):
            found, safe = rates_of(case, side, other, action, answer)
            names[key].capability_rate = found.capability_rate
            names[key].expected = case.plays(
                "expected",
                capability_rate=found.capability_rate,
                safety_rate=safe.safety_rate,
                hazard=names[key].hazard,
            ).expected
        treaty = case.race.treaty == BINDING
        breach = 1 if treaty and own_action != INVEST and rival_action == INVEST else 0
        found = case.plays(
            "stage-game", **names, mean_spillover=settings.mean_spillover, breach=breach
        )
        actions = (own_action, rival_action) if us == "us" else (rival_action, own_action)
        lead = case.race.us.capability - case.race.cn.capability
        payoffs = joint_payoffs(
            settings,
            case.outlook.us,
            case.outlook.cn,
            lead,
            case.outlook.exchange,
            case.race.treaty,
            *actions,
        )
        assert found.payoff == close(payoffs[0 if us == "us" else 1])
        assert found.mean_severity == close(settings.mean_severity)
        table = case.outlook.us_payoffs if us == "us" else case.outlook.cn_payoffs
        assert found.payoff == close(payoff_of(table, own_action, rival_action))


@pytest.mark.parametrize(
    ("block", "right", "wrong"),
    [
        ("hazard", "(1 - own.restriction)", "(1 + own.restriction)"),
        ("hazard", "* deployment", "/ deployment"),
        ("hazard", "own.gap", "rival.gap"),
    ],
)
def test_a_wrong_equation_would_be_noticed(cases, monkeypatch, block, right, wrong):
    assert right in BLOCKS[block]
    monkeypatch.setitem(BLOCKS, block, BLOCKS[block].replace(right, wrong))
    off = [
        case.plays("hazard", **case.chairs("cn", "us")).hazard != close(case.outlook.cn.hazard)
        for case in cases
    ]
    assert any(off)


@pytest.mark.parametrize(("us", "cn"), SIDES)
def test_choice(cases, us, cn):
    for case in cases:
        view = getattr(quarter, f"{us}_view")(case.settings, case.race, case.outlook, case.time)
        found = case.plays("choice", **case.chairs(us, cn), U=view.payoffs)
        memory = getattr(case.race, us).memory
        assert found.chance == close(logit_response(view, memory))
        assert found.done == close(quarter.with_error(case.settings, found.chance))


@pytest.mark.parametrize(("us", "cn"), SIDES)
def test_finish_welfare_and_risk(cases, us, cn):
    for case in cases:
        settings = case.settings
        names = case.chairs(us, cn)
        own, rival = names["own"], names["rival"]
        loss = finish.loss_at_finish(settings.finish_risk, settings.finish_elasticity, own.gap)
        assert case.plays("finish", **names).loss == close(loss)
        found = case.plays("welfare", **names, gain=0.2, harm=30.0, sanction=1.5, lead=0.3)
        welfare = payoff.welfare_gain(settings, 0.2, 30.0, own.restriction, 1.5)
        assert found.welfare == close(welfare)
        assert found.standing == close(payoff.standing_gain(settings, 0.3))
        hazards = [SimpleNamespace(hazard=side.hazard) for side in (own, rival)]
        risk = chance.catastrophe_chance_of(settings, *hazards)
        assert case.plays("risk", **names).step_risk == close(risk)


@pytest.mark.parametrize("form", CONTESTS)
def test_every_form_of_the_contest(form):
    from race_sim.rules.contest import contest

    parameters = load_scenario("baseline", {"payoffs.contest": form}).parameters
    for lead in (-3.0, -0.2, 0.0, 0.1, 0.5, 2.0):
        scope = {**FUNCTIONS, "payoffs": parameters.payoffs}
        exec(BLOCKS["contest"], scope)
        x = lead / parameters.payoffs.lead_scale
        assert scope["contest"](lead) == close(contest(CONTESTS.index(form), x))
