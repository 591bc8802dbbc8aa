"""Warning shots: what is compared with what, and the finding against worlds counted another way."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis import arms

WORLDS, SEED = 150, 5


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("warning_shots")


@pytest.fixture(scope="module")
def found(module):
    return arms.play(module.arms_of(module.CASES), module.MEASURES, WORLDS, SEED)


def test_an_incident_is_all_that_differs(module):
    built = {
        arm.key: (arm, arm.built()) for arm in module.arms_of((*module.CASES, module.FORESIGHT))
    }
    for arm, scenario in built.values():
        if arm.against:
            _, without = built[arm.against]
            assert scenario.model_copy(update={"shocks": ()}) == without
            (shock,) = scenario.shocks
            assert (shock.side, shock.date) == ("cn", 2028.0)
            assert shock.severity == float(arm.key.rpartition("_")[2])
            # Below a Chernobyl moment, or at least not a catastrophe.
            assert shock.severity < scenario["incidents.severity_ceiling"]
    assert module.WARNING < built["shared"][1]["incidents.chernobyl_severity"] < module.MOMENT


def test_alarm_has_no_say_where_no_choice_moves_the_hazard(module, found):
    assert module.worlds_changed(found, "fixed_100") == 0
    assert module.worlds_changed(found, "alarm_100") > WORLDS / 2


def test_choices_by_trajectories(module, found):
    """The share of time spent accelerating, counted from the rows of worlds."""
    arm = found.arm("shared_100")
    rows = race_sim.trajectories(arm.built(), WORLDS, SEED)
    inside = rows[(rows.year >= 2028.25) & (rows.year < 2033.25)]
    shares = 1.0 - inside.groupby("world").cn_invests.mean()
    values = found.values["shared_100"]["cn_choice"]
    counted = ~np.isnan(values)
    assert shares.reindex(np.flatnonzero(counted)).to_numpy() == pytest.approx(values[counted])


def test_channels_do_what_they_say(module):
    """No crackdown leaves no freeze; no alarm leaves alarm near its prior."""
    built = {arm.key: arm.built() for arm in module.arms_of(module.CASES)}
    alarm = race_sim.trajectories(built["alarm_100"], 40, SEED)
    without = race_sim.trajectories(built["alarm"], 40, SEED)
    at = alarm.year == 2028.5
    assert (alarm.cn_alarm[at].to_numpy() > without.cn_alarm[without.year == 2028.5] + 0.5).all()
    same = alarm.cn_restriction[at].to_numpy() == without.cn_restriction[without.year == 2028.5]
    assert same.all()
    crackdown = race_sim.trajectories(built["crackdown_100"], 40, SEED)
    now = crackdown[crackdown.year == 2028.25]
    assert (now.cn_restriction > 0.3).mean() > 0.8
    assert now.cn_alarm.to_numpy() == pytest.approx(0.6, abs=0.05)


def text_of(module, found, plain) -> list[str]:
    return [plain(text) for text in module.sentences_on(module.stage_games(), found)]


def test_sentences_turn_with_the_numbers(module, found, plain):
    forward = text_of(module, found, plain)
    swapped = dict(found.values)
    for case in module.CASES:
        for size in case.sizes:
            key = module.shot(case, size)
            swapped[key] = {  # the opposite change
                name: 2.0 * found.values[case.key][name] - values
                for name, values in found.values[key].items()
            }
    backward = text_of(
        module, arms.Results(found.arms, found.measures, swapped, WORLDS, SEED), plain
    )
    assert "Chernobyl moment makes both sides accelerate less" in forward[0]
    assert "Chernobyl moment makes neither side accelerate less" in backward[0]
    assert "alarm makes neither side do so" in forward[0]
    assert "it falls by" in forward[5] and "it rises by" in backward[5]
    same = dict(found.values) | {
        module.shot(case, size): found.values[case.key]
        for case in module.CASES
        for size in case.sizes
    }
    quiet = text_of(module, arms.Results(found.arms, found.measures, same, WORLDS, SEED), plain)
    assert not any(claim in text for claim in ("rises by", "falls by") for text in quiet)
    assert "neither side accelerate less" in quiet[0]
