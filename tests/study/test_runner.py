"""The runner: which luck each point has, and all that is wrong with any point at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.problems import InputError
from race_sim.study.run import run
from race_sim.study.runner import seed_of

pytestmark = pytest.mark.short

FOUR = {"payoffs.rivalry": [0.74, 0.75, 0.76, 0.77]}
WORLDS = 8000


def lead(result):
    frame = result.worlds(columns=["lead"])
    return frame["lead"].to_numpy().reshape(len(result.points), -1)


def test_points_share_their_luck_world_by_world(small_study):
    result = run(small_study(levers=FOUR, worlds=WORLDS, outcomes=["lead"]), None, "threads")
    assert result.points["seed"].tolist() == [4, 4, 4, 4]
    together = np.corrcoef(lead(result))[np.triu_indices(4, 1)]
    assert together.min() > 0.5


def test_points_that_are_independent_have_luck_of_their_own(small_study):
    study = small_study(levers=FOUR, worlds=WORLDS, outcomes=["lead"], independent=True)
    result = run(study, None, "threads")
    assert result.points["seed"].nunique() == 4
    # Of independent points, 1 / sqrt(n) is the standard error of a correlation: four of them are
    # passed by one of six pairs once in 2600 times.
    together = np.corrcoef(lead(result))[np.triu_indices(4, 1)]
    assert np.abs(together).max() < 4 / np.sqrt(WORLDS)


def test_a_point_with_luck_of_its_own_is_the_world_of_that_seed(small_study):
    from race_sim import simulate

    study = small_study(independent=True, worlds=20)
    result = run(study, None, "serial")
    for point in study.points():
        seed = int(result.points["seed"][point.number])
        alone = simulate(study.scenario_at(point), 20, seed=seed)
        there = result.worlds(point.number).drop(columns="point")
        assert there.equals(alone)


@given(st.integers(0, 2**63 - 1))
def test_seeds_of_independent_points_differ_and_can_be_used(small_study, seed):
    study = small_study(independent=True, seed=seed)
    seeds = {seed_of(study, point) for point in range(300)}
    assert len(seeds) == 300 and all(0 <= one < 2**63 for one in seeds)
    assert seed_of(small_study(seed=seed), 7) == seed


def test_all_that_is_wrong_with_any_point_is_told_at_once_and_first(small_study, tmp_path):
    # Each value is allowed by itself; together, the treaty would end before it begins.
    study = small_study(levers={"time.end": [2027.0, 2030.0], "time.start": [2026.0, 2029.0]})
    with pytest.raises(InputError) as error:
        run(study, tmp_path / "s")
    assert "time" in str(error.value)
    assert not (tmp_path / "s" / "manifest.json").exists()
