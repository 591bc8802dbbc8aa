"""Anxiety or commitment: a treaty that holds from the start, and doses by hand."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis import arms

WORLDS, SEED = 60, 5


def test_commitment_holds_from_the_first_quarters(experiment):
    module = experiment("anxiety_or_commitment")
    by_key = {arm.key: arm for arm in module.ARMS}
    for key in (module.COMMITMENT, module.TOGETHER):
        rows = race_sim.trajectories(by_key[key].built(), 30, SEED)
        later = rows[rows.year >= 2027.0]
        assert (later.treaty == "binding").all()
    rows = race_sim.trajectories(by_key[module.ANXIETY].built(), 30, SEED)
    assert not (rows.treaty == "binding").any()


def test_anxiety_that_does_as_much(experiment):
    """Straight lines between doses, by hand."""
    module = experiment("anxiety_or_commitment")
    keys = [module._anxiety(module.FREE, prior) for prior in module.PRIORS]
    danger = dict(zip(keys, (0.05, 0.04, 0.03, 0.02, 0.015, 0.01, 0.005), strict=True))
    danger[module.COMMITMENT] = 0.0125

    def results(values):
        table = {key: {module.RISK: np.full(4, value)} for key, value in values.items()}
        chosen = tuple(arm for arm in module.ARMS if arm.key in values)
        return arms.Results(chosen, module.MEASURES[:1], table, 4, 1)

    assert module.prior_that_does_as_much(results(danger)) == pytest.approx(2.5)
    assert module.prior_that_does_as_much(results(danger | {module.COMMITMENT: 0.001})) is None
    assert module.prior_that_does_as_much(results(danger | {module.COMMITMENT: 0.09})) == 0.3
