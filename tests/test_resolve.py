"""From scenarios to the numbers that the rules read, and what they do in the race."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from race_sim import RaceModel, load_scenario, scenario_names, trajectories
from race_sim.parameters import Parameters
from race_sim.resolve import (
    KIND_KEYS,
    kept_after,
    plan_of,
    settings_of,
    step_of,
    steps_of,
)
from race_sim.scenario import Scenario


@pytest.fixture
def load(tmp_path):
    """A scenario from the text of its file."""

    def from_text(text: str) -> Scenario:
        path = tmp_path / "mine.toml"
        path.write_text(text)
        return load_scenario(path)

    return from_text


def baseline_settings(**values):
    return plan_of(load_scenario("baseline", values)).settings_at(0)


# Time


@pytest.mark.short
@given(st.integers(0, 79), st.floats(0, 0.999))
def test_a_date_belongs_to_the_step_around_it(step, part):
    assert step_of(Parameters(), 2026 + 0.25 * (step + part)) == step


@pytest.mark.short
@pytest.mark.parametrize("months", [1, 2, 3, 4, 6])
def test_a_date_with_few_decimals_belongs_to_the_step_it_names(months):
    scenario = load_scenario(
        "baseline", {"time.step": months / 12, "time.decision_period": months / 12}
    )
    for step in range(steps_of(scenario.parameters)):
        typed = float(f"{2026 + step * months / 12:.8f}")
        assert step_of(scenario.parameters, typed) == step


@pytest.mark.short
def test_steps_of_the_baseline():
    assert plan_of(load_scenario("baseline")).steps == 80


@pytest.mark.short
@given(st.floats(0.1, 200), st.floats(0.01, 1))
def test_half_is_left_after_a_half_life(half_life, step):
    assert kept_after(half_life, half_life) == pytest.approx(0.5, rel=1e-14)
    assert kept_after(step, half_life) ** (half_life / step) == pytest.approx(0.5, rel=1e-12)


# Numbers that are worked out beforehand, each in another way


@pytest.mark.short
def test_frictions_of_2026_leave_the_openness_as_it_is():
    assert baseline_settings().openness == pytest.approx(0.15, rel=1e-15)
    free = {"exchange.visa_friction": 0.0, "exchange.data_friction": 0.0}
    # By hand: 0.15 / (0.7 x 0.8) = 0.267857...
    assert baseline_settings(**free).openness == pytest.approx(0.26785714285714285)
    for friction in free:
        assert baseline_settings(**{friction: 1.0}).openness == 0.0


@pytest.mark.short
@pytest.mark.parametrize("exponent", [0.3, 0.55, 1.0, 1.7])
def test_mean_severity_is_that_of_the_cut_law(exponent):
    values = {"incidents.severity_exponent": exponent, "incidents.severity_ceiling": 1e4}
    law = stats.pareto(exponent)
    below, _ = integrate.quad(lambda x: x * law.pdf(x), 1, 1e4, limit=500)
    expected = below + 1e4 * law.sf(1e4)
    assert baseline_settings(**values).mean_severity == pytest.approx(expected, rel=1e-6)


@pytest.mark.short
def test_kinds_are_shares():
    settings = baseline_settings()
    kinds = [getattr(settings, key) for key in KIND_KEYS]
    assert sum(kind.weight for kind in kinds) == pytest.approx(1.0)
    # By hand: 0.40 x 0.30 + 0.20 x 0.90 + 0.15 x 0.60 + 0.25 x 0.44 = 0.50.
    assert settings.mean_spillover == pytest.approx(0.50)
    tenfold = {f"incidents.{key}.weight": 10 * getattr(settings, key).weight for key in KIND_KEYS}
    again = baseline_settings(**tenfold)
    for key in KIND_KEYS:
        assert getattr(again, key) == pytest.approx(getattr(settings, key))


@pytest.mark.short
def test_measured_growth_and_lag():
    """Frontier training compute grew 4.8 times a year (0.68 OOM), and China lags 7 months."""
    scenario = load_scenario("baseline")
    race = plan_of(scenario).race
    row = trajectories(scenario, worlds=1, seed=1).query("year < 2028").iloc[[0, -1]]
    years = row.year.iloc[1] - row.year.iloc[0]
    growth = (row.us_capability.iloc[1] - row.us_capability.iloc[0]) / years
    assert growth == pytest.approx(math.log10(4.8), abs=0.01)
    assert math.log10(4.3) < growth < math.log10(5.3)
    lag_months = 12 * (race.us.capability - race.cn.capability) / growth
    assert lag_months == pytest.approx(7, abs=0.2)
    lead = row.us_capability - row.cn_capability
    assert lead.iloc[1] == pytest.approx(lead.iloc[0], abs=0.02)


@pytest.mark.short
def test_deployment_and_start():
    settings = baseline_settings()
    race = plan_of(load_scenario("baseline")).race
    assert (settings.us.deployment, settings.cn.deployment) == (1.0, 1.2)
    assert (race.us.capability, race.cn.capability) == (0.0, -0.4)
    assert race.us.safety == -0.5
    assert race.cn.safety == pytest.approx(-0.9)
    assert race.us.belief == race.cn.belief == 0.2
    assert math.exp(settings.cn.freeze_log_median) == pytest.approx(20 / 12)


# Stretches


@pytest.mark.short
@pytest.mark.parametrize("name", scenario_names())
def test_stretches_cover_the_race_without_gap(name):
    plan = plan_of(load_scenario(name))
    edges = [0] + [stretch.last_step for stretch in plan.stretches]
    assert [stretch.first_step for stretch in plan.stretches] == edges[:-1]
    assert edges == sorted(set(edges))
    assert edges[-1] == plan.steps == 80
    for step in (-1, 80):
        with pytest.raises(IndexError, match=f"step {step} is outside the race"):
            plan.settings_at(step)


@pytest.mark.short
def test_a_change_holds_from_its_step_on():
    plan = plan_of(load_scenario("export-control-squeeze"))
    levels = [plan.settings_at(step).control_level for step in range(80)]
    assert levels == [0.5] * 4 + [0.95] * 76


@pytest.mark.short
def test_changes_in_any_order_and_at_the_start(load):
    scenario = load(
        """
        [[changes]]
        date = 2040-01-01
        set = { "alarm.prior" = 3.0 }
        [[changes]]
        date = 2026
        set = { "alarm.prior" = 1.0, "talks.pace" = 2.0 }
        [[changes]]
        date = 2030.3
        set = { "alarm.prior" = 2.0 }
        """
    )
    plan = plan_of(scenario)
    priors = [plan.settings_at(step).alarm_prior for step in range(80)]
    assert priors == [1.0] * 17 + [2.0] * 39 + [3.0] * 24
    assert {plan.settings_at(step).talks_pace for step in range(80)} == {2.0}
    assert scenario["alarm.prior"] == 0.6  # the start itself, before the change
    assert scenario.parameters_at(17).alarm.prior == 2.0


@pytest.mark.short
def test_a_change_is_the_same_as_another_start_from_then_on(load):
    changed = load('[[changes]]\ndate = 2026\nset = { "payoffs.rivalry" = 0.2 }')
    started = load_scenario("baseline", {"payoffs.rivalry": 0.2})
    assert trajectories(changed, 5, seed=3).equals(trajectories(started, 5, seed=3))


@pytest.mark.short
def test_settings_do_not_change_where_nothing_happens(load):
    plain = settings_of(Parameters())
    plan = plan_of(load_scenario("chernobyl-2028-us"))
    assert [step for step in range(80) if plan.settings_at(step) != plain] == [8]


# Events in the race


@pytest.mark.short
@pytest.mark.parametrize(
    ("name", "sides"), [("us-pause-2027", ["us"]), ("mutual-pause-2027", ["us", "cn"])]
)
def test_a_pause_stops_progress_in_its_steps_and_no_others(name, sides):
    model = RaceModel(load_scenario(name), seed=1, world=3)
    model.run()
    history = model.history
    assert not history[["us_incidents", "cn_incidents"]].head(12).any(axis=None)
    paused = history.year.between(2027, 2028, inclusive="left").to_numpy()
    assert paused.sum() == 4
    for side in ("us", "cn"):
        stopped = history[f"{side}_restriction"].to_numpy()[:12]
        expected = paused[:12].astype(float) * (side in sides)
        assert stopped.tolist() == expected.tolist()
        gain = np.diff(history[f"{side}_capability"])[:12]
        assert ((gain == 0) == (expected == 1)).all()


@pytest.mark.short
def test_a_pause_in_part_and_to_the_end(load):
    scenario = load(
        '[[pauses]]\nsides = ["cn"]\nfrom = 2045.5\nuntil = 2046\nshare = 0.4\n'
        '[[pauses]]\nsides = ["us"]\nfrom = 2026-02-15\nuntil = 2026-08-15\n'
    )
    plan = plan_of(scenario)
    assert [step for step in range(80) if plan.settings_at(step).cn.pause == 0.4] == [78, 79]
    # A pause begins with the step that its first date falls into, and ends with the step
    # before that of its last date.
    assert [step for step in range(80) if plan.settings_at(step).us.pause == 1.0] == [0, 1]


@pytest.mark.parametrize(
    ("name", "side", "severity", "kind"),
    [
        ("chernobyl-2028-cn", "cn", 100.0, "misaligned autonomous system"),
        ("chernobyl-2028-us", "us", 100.0, "misaligned autonomous system"),
        ("financial-meltdown-2028", "us", 300.0, "financial meltdown"),
    ],
)
def test_a_forced_shock_happens_in_every_world_that_lasts_till_then(name, side, severity, kind):
    step = 8
    paths = trajectories(load_scenario(name), worlds=200, seed=5)
    struck = paths[paths.step == step]
    alive = paths[paths.step == step - 1].query("not catastrophe")
    assert struck.world.tolist() == alive.world.tolist()
    assert (struck[f"{side}_worst_severity"] >= severity).all()
    assert (struck[f"{side}_chernobyl_moments"] >= 1).all()
    model = RaceModel(load_scenario(name), seed=5, world=int(struck.world.iloc[0]))
    model.run()
    texts = [event.text for event in model.events if event.step == step]
    assert f"Chernobyl moment: {kind}, severity {severity:.1f}" in texts


def test_a_shock_changes_nothing_before_it():
    plain = trajectories("baseline", worlds=50, seed=5).query("step < 8")
    struck = trajectories("chernobyl-2028-cn", worlds=50, seed=5).query("step < 8")
    assert len(plain) >= 8 * 45
    assert struck.reset_index(drop=True).equals(plain.reset_index(drop=True))
