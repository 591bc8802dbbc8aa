"""Where claims hold: how tests are combined, and that more worlds go where they are needed."""

import numpy as np
import pytest

from race_sim.claims import judging
from race_sim.claims.claim import Claim, Run, Side
from race_sim.claims.judging import combined, in_baseline, over_points
from race_sim.priors import load_prior

POINTS = load_prior("plausible").points(6, seed=4)


def test_a_claim_fails_where_one_test_fails_and_holds_where_all_hold():
    tests = [np.array([1, 1, 1, 0, 0, -1]), np.array([1, 0, -1, 0, -1, -1])]
    assert combined(tests).tolist() == [1, 0, -1, 0, -1, -1]


@pytest.fixture
def claims(comparison):
    """A claim that is plain, and one that noise decides."""
    side, other = (Side(Run(name, (), 2029.0)) for name in ("all-out-race", "mutual-safety"))
    plain = comparison("us_gap", higher=True, threshold=0.1)
    noisy = comparison("incidents", higher=True, threshold=0.05)
    return [
        Claim("plain", "", "", (_between(plain, side, other),)),
        Claim("noisy", "", "", (_between(noisy, side, other),)),
    ]


def _between(test, side, other):
    from dataclasses import replace

    return replace(test, side=side, reference=(other,))


@pytest.fixture
def asked(monkeypatch):
    """What is played: at each look the worlds and the points of each run."""
    looks = []
    play = judging.play

    def noted(tasks, points, worlds, *rest):
        looks.append((worlds, {run: task.points.tolist() for run, task in tasks.items()}))
        return play(tasks, points, worlds, *rest)

    monkeypatch.setattr(judging, "play", noted)
    return looks


def test_runs_are_played_once_and_again_only_where_a_claim_is_open(claims, asked):
    plain, noisy = over_points(claims, POINTS, 512, seed=1)
    assert [worlds for worlds, _ in asked] == [range(0, 32), range(32, 128), range(128, 512)]
    every = list(range(len(POINTS)))
    assert list(asked[0][1].values()) == [every, every]
    assert set(asked[2][1]) <= set(asked[0][1])
    played = [max(map(len, runs.values()), default=0) for _, runs in asked]
    assert played[0] > played[2] or noisy.open == len(POINTS)
    assert plain.held == len(POINTS) and plain.open == 0
    assert plain.share.value == 1.0
    assert noisy.held + noisy.failed + noisy.open == len(POINTS)


def test_the_same_seed_gives_the_same_states_and_they_do_not_depend_on_company(claims):
    both = over_points(claims, POINTS, 128, seed=3)
    alone = over_points(claims[1:], POINTS, 128, seed=3)
    assert np.array_equal(both[1].states, alone[0].states)


def test_in_the_baseline_all_worlds_are_paired(claims):
    found = in_baseline(claims, 200, seed=2)
    (test,) = claims[0].tests
    assert found[test].state == 1
    assert found[test].kind == "difference"
    assert found == in_baseline(claims, 200, seed=2)
    told = []
    in_baseline(claims, 40, seed=2, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
