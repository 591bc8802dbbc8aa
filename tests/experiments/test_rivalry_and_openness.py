"""Rivalry and openness: the finding against worlds counted another way."""

import numpy as np
import pytest

import race_sim

WORLDS, SEED = 120, 5


@pytest.fixture(scope="module")
def module(experiment):
    return experiment("rivalry_and_openness")


@pytest.fixture(scope="module")
def grid(module):
    return module.Grid(
        module.sweep("baseline", [module.RIVALRY, module.OPENNESS], worlds=WORLDS, seed=SEED)
    )


@pytest.fixture(scope="module")
def apart(module):
    return module.take_apart(600, SEED)


def at(rivalry: float, openness: float):
    values = {"payoffs.rivalry": rivalry, "exchange.openness": openness}
    scenario = race_sim.load_scenario("baseline", values)
    return race_sim.simulate(scenario, worlds=WORLDS, seed=SEED)


def test_points_of_the_grid_are_simulated_worlds(module, grid):
    for rivalry, openness in ((0.0, 0.6), (0.4, 0.15), (1.2, 0.0)):
        found = grid.at(rivalry, openness).drop(columns="point", errors="ignore")
        assert found.reset_index(drop=True).equals(at(rivalry, openness))


def test_surface_and_table(module, grid):
    surface = grid.surface("us_accelerating")
    assert surface.shape == (len(module.OPENNESS.values), len(module.RIVALRY.values))
    assert surface[-1, 0] == pytest.approx(at(0.0, 0.6).us_accelerating.mean())
    table = grid.table().set_index(["payoffs.rivalry", "exchange.openness", "outcome"])
    row = table.loc[(1.2, 0.6, "chernobyl_moments")]
    opened, closed = at(1.2, 0.6).chernobyl_moments, at(1.2, 0.0).chernobyl_moments
    assert row.value == pytest.approx(opened.mean())
    assert row.against_closed_value == pytest.approx((opened - closed).mean())
    assert len(table) == 7 * 5 * len(module.OUTCOMES)


def test_parts_of_the_effect_add_up(module, apart):
    effects = module.effects_of(apart).set_index(["outcome", "effect"]).value
    for outcome in module.OUTCOMES:
        parts = effects[outcome, "direct"] + effects[outcome, "answer"]
        assert parts == pytest.approx(effects[outcome, "all"], abs=1e-12)
    assert effects["chernobyl_moments", "all"] == pytest.approx(
        apart.open.chernobyl_moments.mean() - apart.closed.chernobyl_moments.mean()
    )
    # Told what to do, nobody answers; only worlds that last longer than they did choose anew.
    assert abs(effects["us_accelerating", "direct"]) < 0.01


def test_share_undone(module, apart):
    found = module.undone(apart, "chernobyl_moments")
    closed, same, opened = (table.chernobyl_moments.mean() for table in apart)
    assert found.value == pytest.approx((opened - same) / (closed - same))
    assert found.low < found.value < found.high
    nothing = apart._replace(same_choices=apart.closed)
    assert module.undone(nothing, "chernobyl_moments") is None


def said(module, grid, apart, plain) -> list[str]:
    return [plain(text) for text in module.sentences_on(grid, apart, module.effects_of(apart))]


def test_text_turns_when_the_numbers_do(module, grid, apart, plain):
    forward = said(module, grid, apart, plain)
    backward = said(module, grid, module.Apart(*reversed(apart)), plain)
    assert "Chernobyl moments falls by" in forward[2]
    assert "Chernobyl moments falls by" in backward[2]  # their answer, undone
    assert "Chernobyl moments rises by" in forward[3]
    assert "Chernobyl moments rises by" in backward[3]  # the direct effect, undone
    assert "accelerating more" in forward[3] and "accelerating less" in backward[3]
    assert "Chernobyl moments falls by" in forward[4]
    assert "Chernobyl moments rises by" in backward[4]


def test_text_claims_nothing_where_nothing_differs(module, grid, apart, plain):
    same = module.Apart(*[apart.closed] * 3)
    text = " ".join(said(module, grid, same, plain)[2:])
    for claim in (" rises by ", " falls by ", "undoes", "accelerating more"):
        assert claim not in text
    assert text.count("there is no clear direct effect to undo") == 2


def test_text_of_an_answer_that_adds(module, apart, plain):
    """An answer in the same direction as the direct effect adds to it."""
    moments = apart.same_choices.chernobyl_moments
    fewer = apart.open.assign(chernobyl_moments=np.maximum(moments - 1, 0))
    adding = apart._replace(open=fewer)
    text = plain(module._on_undone(adding, module.effects_of(adding)))
    assert "for Chernobyl moments it adds" in text
