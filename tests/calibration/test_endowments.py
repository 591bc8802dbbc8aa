"""Research and chips of China: the solved chips keep the lag, by the rules themselves."""

import math

import pytest

import race_sim
from race_sim.calibration.endowments import estimates, steady_chips


def gap_after(years, **settings):
    """China's lag in OOM after some years of racing without incidents."""
    fixed = {
        "us.policy": "always-accelerate",
        "cn.policy": "always-accelerate",
        "incidents.base_rate": 0.0,
        "export_control.dependency_decline": 0.0,
        "time.end": 2026.0 + years,
    }
    model = race_sim.RaceModel(race_sim.load_scenario("baseline", {**fixed, **settings}), seed=1)
    model.run()
    last = model.history.iloc[-1]
    return last["us_capability"] - last["cn_capability"]


@pytest.mark.parametrize(("name", "months"), [("value", 7.0), ("low", 14.0), ("high", 4.0)])
def test_the_solved_chips_keep_the_lag_in_a_played_world(name, months):
    lag = months / 12.0 * math.log10(4.795)
    chips = getattr(steady_chips(), name)
    assert gap_after(5, **{"cn.chips": chips, "cn.capability": -lag}) == pytest.approx(
        lag, abs=2e-3
    )


def test_other_chips_do_not():
    lag = 7.0 / 12.0 * math.log10(4.795)
    assert gap_after(5, **{"cn.chips": 0.5, "cn.capability": -lag}) > lag + 0.1


def test_with_research_at_its_estimate_china_would_need_more_chips_than_the_us():
    """The reason given for not taking the estimate."""
    found = {estimate.key: estimate for estimate in estimates()}
    research = found["cn.research"].value
    assert gap_after(5, **{"cn.research": research, "cn.chips": 1.0}) > 0.45


def test_counts_of_models():
    found = {estimate.key: estimate for estimate in estimates()}
    assert found["cap.notable.us"].value == 60.0
    assert found["cn.research"].value == pytest.approx(45 / 120)
    assert found["cap.compute.ratio"].value == pytest.approx(0.2)
