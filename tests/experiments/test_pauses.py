"""Pauses: what is left of a lost lead, and what both together do, counted another way."""

import pytest

import race_sim
from race_sim.analysis import arms

WORLDS, SEED = 60, 5


def test_what_is_left_of_a_lost_lead(experiment):
    module = experiment("pauses")
    keys = (module.NONE, "us 0", "us 1", "cn 0", "cn 1", "both 0", "both 1")
    chosen = [arm for arm in module.ARMS if arm.key in keys]
    found = arms.play(chosen, module.MEASURES, WORLDS, SEED)
    left = module.still_missing(found, "us", "lead")
    lead = {
        name: race_sim.trajectories(scenario, WORLDS, SEED).set_index(["world", "year"])
        for name, scenario in (
            ("none", race_sim.load_scenario("baseline")),
            ("pause", found.arm("us 1").built()),
        )
    }
    early = {
        name: (rows.us_capability - rows.cn_capability).xs(2028.0, level="year")
        for name, rows in lead.items()
    }
    lost = (early["pause"] - early["none"]).dropna()
    late = (found.values["us 1"]["lead"] - found.values[module.NONE]["lead"])[lost.index]
    assert lost.mean() < -0.4
    assert left.value == pytest.approx(late.mean() / lost.mean())
    paused = lead["pause"].loc[(slice(None), [2027.0, 2028.0]), "us_capability"].unstack()
    assert (paused[2028.0] == paused[2027.0]).all()  # a complete stop
    beyond = module.beyond_the_sum(found).value
    risk = {key: found.value(key, module.RISK.key).value for key in keys}
    by_hand = risk["both 1"] - risk["us 1"] - risk["cn 1"] + risk[module.NONE]
    assert beyond == pytest.approx(by_hand)
