"""Open exchange: the parts of the effect add up, and are those of worlds played by hand."""

from dataclasses import replace

import pytest

import race_sim

WORLDS, SEED = 40, 5


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("open_exchange")


@pytest.fixture(scope="module")
def found(module):
    return module.play(WORLDS, SEED)


def risk(values):
    scenario = race_sim.load_scenario("baseline", values)
    return race_sim.simulate(scenario, WORLDS, seed=SEED).catastrophe_risk


def test_parts_add_up_to_what_free_actors_do(module, found):
    effects = module.effects_of(found)
    parts = (effects.direct_value + effects.answer_value).to_numpy()
    assert parts == pytest.approx(effects.all_value.to_numpy())
    row = effects[effects.actors == "rationality 15"].iloc[0]
    sharp = {"choice.rationality": 15.0}
    change = risk({**sharp, module.OPENNESS: 1.0}) - risk({**sharp, module.OPENNESS: 0.0})
    assert row.all_value == pytest.approx(change.mean())
    assert row.undone_value == pytest.approx(-row.answer_value / row.direct_value)


def test_replayed_choices_are_those_of_the_closed_exchange(module, found):
    """Nobody answers; only worlds that last longer than they did choose anew."""
    closed, replayed = (
        found.values[key]["us_accelerating"] for key in ("free choices 0", "same choices 1")
    )
    assert abs(closed - replayed).max() < 0.5
    assert (closed == replayed).mean() > 0.8
    free = found.values["free choices 1"]["us_accelerating"]
    assert (free != closed).mean() > 0.9


def test_fixed_policies_race_nothing_away(module, found):
    for line in ("both race", "US safe", "China safe"):
        assert found.direction(f"{line} 1", "catastrophe_risk") == -1
        assert found.change(f"{line} 1", "us_accelerating").value == 0.0


def test_sentences_turn_with_the_numbers(module, found, plain):
    text = [plain(one) for one in module.sentences_on(found, module.effects_of(found))]
    assert "it falls by" in text[0] and "undoes" in text[0]
    assert "rises by" in text[1]
    swapped = dict(found.values)
    for openness in ("0.15", "0.3", "0.6", "1"):
        closed, opened = "free choices 0", f"free choices {openness}"
        swapped[opened] = {
            name: 2.0 * found.values[closed][name] - found.values[opened][name]
            for name in found.values[opened]
        }
    turned = replace(found, values=swapped)
    other = [plain(one) for one in module.sentences_on(turned, module.effects_of(turned))]
    assert "falls by" in other[1] and "rises by" not in other[1]
    assert "in all it rises by" in other[0]
