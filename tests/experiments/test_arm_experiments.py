"""What experiments with arms say: directions follow the numbers, whatever these are."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from race_sim.analysis import arms, measures
from race_sim.analysis.arms import Arm

FOLDER = Path(__file__).resolve().parents[2] / "experiments"
NAMES = sorted(
    path.stem
    for path in FOLDER.glob("*.py")
    if "\nARMS = " in path.read_text(encoding="utf-8")
    and "def sentences_on(found: Results)" in path.read_text(encoding="utf-8")
)
WORLDS = 40


def luck_of(key: str) -> np.random.Generator:
    return np.random.default_rng(list(key.encode()))


def made_up(module, shift: float) -> arms.Results:
    """Results that were never played; compared with others, every arm is changed by `shift`."""
    values = {}
    for arm in module.ARMS:
        own = values[arm.key] = {}
        for measure in module.MEASURES:
            level = luck_of(f"{module.NAME} {measure.key}").uniform(0.4, 0.5, WORLDS)
            change = shift * luck_of(f"{arm.key} {measure.key}").uniform(0.1, 0.3)
            numbers = level + change * bool(arm.against)
            happens = np.arange(WORLDS) < np.round(WORLDS * numbers.mean())
            own[measure.key] = happens.astype(float) if measure.share else numbers
    return arms.Results(module.ARMS, module.MEASURES, values, WORLDS, 1)


def text_of(module, found, plain) -> str:
    return plain(" ".join(module.sentences_on(found)))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_claimed_where_nothing_differs(experiment, plain, name):
    module = experiment(name)
    text = text_of(module, made_up(module, 0.0), plain)
    for claim in (
        r"\brises by",
        r"\bfalls by",
        r"\blower by",
        r"\bhigher by",
        r"\b(raises|lowers) it by",
    ):
        assert not re.search(claim, text), text
    assert "neither" in text


@pytest.mark.parametrize("name", NAMES)
def test_directions_turn_with_the_numbers(experiment, plain, name):
    module = experiment(name)
    up, down = (text_of(module, made_up(module, shift), plain) for shift in (1.0, -1.0))
    assert up.count("rises by") > 0 and down.count("falls by") > 0
    # Arms that are compared with one that has changed too may go either way.
    assert up.count("rises by") > down.count("rises by")
    assert down.count("falls by") > up.count("falls by")


def changes_of(arm: Arm) -> dict[float, dict[str, object]]:
    return {change.date: change.values for change in arm.changes}


def test_a_treaty_is_ready_at_its_date(experiment):
    module = experiment("treaty_in_the_drawer")
    by_key = {arm.key: arm for arm in module.ARMS}
    for case in ("cn", "us", "none"):
        scenario = by_key[f"{case}_drawer"].built()
        talks = scenario.parameters.talks
        steps = [scenario.parameters_at(step).talks.binding_at for step in (0, 3, 4, 79)]
        # Ready means: where a non-binding agreement would be signed, a binding one is.
        assert steps == [talks.binding_at] * 2 + [talks.non_binding_at] * 2
        assert [shock.side for shock in scenario.shocks] == [case] * (case != "none")
        assert changes_of(by_key[f"{case}_after_4"]) == {2032.0: module.READY}
    begun = by_key["cn_begun"].built()
    steps = [begun.parameters_at(step).talks.threshold for step in (0, 7, 8)]
    assert steps == [0.0, 0.0, talks.threshold]
    assert begun.parameters_at(8).talks == talks


def test_a_treaty_that_is_ready_only_brings_more(experiment):
    """World by world: until talks come so far for the first time, all is the same."""
    module = experiment("treaty_in_the_drawer")
    chosen = [arm for arm in module.ARMS if arm.key in ("cn_never", "cn_drawer", "cn_after_8")]
    found = arms.play(chosen, module.MEASURES, 150, 4)
    turned = found.turned("cn_drawer", module.SOON.key)
    assert turned.only_first == 0 and turned.only_second > 20
    assert found.change("cn_after_8", module.SOON.key)[0] == 0.0  # not before it is ready


def test_tempers_change_places(experiment):
    module = experiment("command_or_market")
    by_key = {arm.key: arm.built() for arm in module.ARMS}
    own, other = by_key["cn_own"], by_key["cn_all"]
    for part in module.PARTS:
        assert other[f"cn.{part}"] == own[f"us.{part}"] == other[f"us.{part}"]
        assert set(own.differences(by_key[f"cn_{part}"])) == {f"cn.{part}"}
    assert [shock.side for shock in by_key["us_all"].shocks] == ["us"]
    assert by_key["cn_shutdown"].pauses and not by_key["cn_calm"].shocks


def test_shares_of_channels(experiment):
    """What a channel does, from tables of worlds that are played without arms."""
    import race_sim

    module = experiment("export_controls")
    found = arms.play(module.ARMS, [measures.LEAD], 60, 2)
    line = "chips not reached"
    lead = {
        (chips, level): race_sim.simulate(
            race_sim.load_scenario(
                "baseline",
                {"export_control.level": level, "export_control.chip_dependency": chips},
            ),
            worlds=60,
            seed=2,
        ).lead
        for chips in (0.4, 0.0)
        for level in (0.0, 1.0)
    }
    whole = lead[0.4, 1.0] - lead[0.4, 0.0]
    without = lead[0.0, 1.0] - lead[0.0, 0.0]
    due = found.contrast(module.TIGHT, f"{line} 1", "lead")
    assert due.value == pytest.approx((whole - without).mean())


def test_early_and_late_are_compared_like_with_like(experiment):
    module = experiment("early_or_late_shock")
    for arm in module.ARMS:
        assert arm.since == arm.at
        assert all(shock.date == arm.since for shock in arm.shocks)
        assert (
            not arm.against
            or module.ARMS[[one.key for one in module.ARMS].index(arm.against)].at == arm.at
        )


def test_shock_without_contagion_is_compared_with_none(experiment):
    module = experiment("home_and_abroad")
    by_key = {arm.key: arm for arm in module.ARMS}
    for arm in module.ARMS:
        if arm.against:
            assert (
                replace(by_key[arm.against], shocks=arm.shocks).built().parameters
                == arm.built().parameters
            )
    assert by_key["us_alone"].built()["backlash.contagion"] == 0.0
