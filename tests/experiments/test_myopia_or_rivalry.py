"""Short sight or rivalry: sentences follow the numbers, steps are paired differences."""

import pytest

from race_sim.outcomes import estimate

WORLDS = 200


@pytest.fixture(scope="module")
def script(experiment):
    return experiment("myopia_or_rivalry")


@pytest.fixture(scope="module")
def played(script):
    return {one.key: script.play(one, WORLDS, 5, "coarse") for one in script.SETTINGS}


def test_steps_are_differences_of_the_levels(script, played):
    table, steps = script.table_of(played), script.steps_of(played)
    risk = table[table.measure == "catastrophe_risk"].set_index("setting").value
    for row in steps.itertuples():
        assert row.value == pytest.approx(risk[row.to] - risk[row._2])
        assert row.low <= row.value <= row.high
    first, second = steps.value[:2]
    whole = risk["planner"] - risk["baseline"]
    assert first + second == pytest.approx(whole)
    assert script.share_of_excess(played).value == pytest.approx(first / whole)


def test_sentences_turn_round_with_the_numbers(script, played, plain):
    table, steps = script.table_of(played), script.steps_of(played)
    told = plain(" ".join(script.sentences_on(played, table, steps, "coarse")))
    assert "each for itself, the chance of a catastrophe falls by" in told
    turned = played | {"baseline": played["planner"], "planner": played["baseline"]}
    table, steps = script.table_of(turned), script.steps_of(turned)
    told = plain(" ".join(script.sentences_on(turned, table, steps, "coarse")))
    assert "each for itself, the chance of a catastrophe rises by" in told
    assert "Of what the baseline risks more" not in told


def test_the_short_sighted_setting_is_the_baseline_itself(script, played):
    import race_sim

    own = race_sim.simulate("baseline", WORLDS, seed=5)
    assert (own.catastrophe_risk == played["baseline"].catastrophe_risk).all()
    assert estimate(own, "us_accelerating") == estimate(played["baseline"], "us_accelerating")
