"""Agreements: what both sides do under a treaty, counted from trajectories."""

from dataclasses import replace

import numpy as np
import pytest

import race_sim
from race_sim.analysis import arms

WORLDS, SEED = 60, 5


def alone(arm: arms.Arm) -> arms.Arm:
    """An arm that is compared with none."""
    return replace(arm, against="")


def test_accelerating_under_a_treaty_by_trajectories(experiment):
    module = experiment("agreements")
    arm = next(one for one in module.ARMS if one.key == "early unverified")
    found = arms.play([alone(arm)], module.UNDER, WORLDS, SEED)
    rows = race_sim.trajectories(arm.built(), WORLDS, SEED)
    bound = rows[rows.treaty == "binding"].groupby("world").us_invests.mean()
    values = found.values[arm.key][module.UNDER[0].key]
    assert 5 < len(bound) < WORLDS
    assert np.flatnonzero(~np.isnan(values)).tolist() == bound.index.tolist()
    assert values[bound.index] == pytest.approx(1.0 - bound.to_numpy())
