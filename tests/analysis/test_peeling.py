"""PRIM: planted boxes are found, the same ones every time, and none where there is none."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from race_sim.analysis.peeling import find_box, inside_limits, tried_box

POINTS = 500


def planted(dimensions: int, seed: int = 1, noise: float = 0.05):
    """A box in two numbers and a name; nine in ten of its points, and few others, are cases."""
    generator = np.random.default_rng(seed)
    frame = pd.DataFrame(
        generator.random((POINTS, dimensions)), columns=[f"x{i}" for i in range(dimensions)]
    )
    frame["x1"] = 10.0 + 5.0 * frame["x1"]
    frame["name"] = generator.choice(["a", "b", "c", "d"], POINTS)
    inside = (frame["x0"] > 0.5) & (frame["x1"] < 13.0) & frame["name"].isin(["a", "c"])
    flipped = generator.random(POINTS) < np.where(inside, 2 * noise, noise / 10)
    return frame, inside.to_numpy() ^ flipped, inside.to_numpy()


@pytest.mark.parametrize("dimensions", [4, 9])
def test_a_planted_box_is_found_among_other_dimensions(dimensions):
    frame, cases, inside = planted(dimensions)
    found = find_box(frame, cases)
    limits = {limit.key: limit for limit in found.limits}
    assert set(limits) == {"x0", "x1", "name"}
    assert limits["x0"].low == pytest.approx(0.5, abs=0.05)
    assert np.isnan(limits["x0"].high)
    assert limits["x1"].high == pytest.approx(13.0, abs=0.3)
    assert np.isnan(limits["x1"].low)
    assert limits["name"].kept == ("a", "c")
    assert all(limit.strength < 1e-6 for limit in found.limits)
    assert (found.inside == inside).mean() > 0.97


def test_coverage_and_density_are_those_of_the_points_within_the_limits():
    frame, cases, _ = planted(5)
    found = find_box(frame, cases)
    inside = inside_limits(frame, found.limits)
    np.testing.assert_array_equal(inside, found.inside)
    assert found.coverage == cases[inside].sum() / cases.sum()
    assert found.density == cases[inside].mean()
    assert found.base == cases.mean()
    first = found.path.iloc[0]
    assert (first["coverage"], first["density"], first["restricted"]) == (1.0, found.base, 0)
    assert (found.path["cases"] / found.path["points"]).to_numpy() == pytest.approx(
        found.path["density"].to_numpy()
    )


def test_a_box_keeps_the_share_of_cases_that_is_asked_for():
    """Cases everywhere in one half, denser in a corner of it: more coverage, a larger box."""
    generator = np.random.default_rng(2)
    frame = pd.DataFrame(generator.random((POINTS, 3)), columns=["x", "y", "z"])
    chance = np.where(frame["x"] > 0.5, np.where(frame["y"] > 0.7, 1.0, 0.25), 0.02)
    cases = generator.random(POINTS) < chance
    most = find_box(frame, cases, least_coverage=0.9)
    assert most.path.loc[most.step, "coverage"] >= 0.9
    assert [limit.key for limit in most.limits] == ["x"]
    assert {limit.key for limit in find_box(frame, cases).limits} == {"x", "y"}


def test_switches_and_whole_numbers_are_dimensions_too():
    generator = np.random.default_rng(3)
    frame = pd.DataFrame(
        {"on": generator.random(500) < 0.5, "count": generator.integers(1, 9, size=500)}
    )
    frame["other"] = generator.random(500)
    found = find_box(frame, (frame["on"] & (frame["count"] >= 6)).to_numpy())
    limits = {limit.key: limit for limit in found.limits}
    assert set(limits) == {"on", "count"}
    assert limits["on"].kept == ("True",)
    assert 5.0 < limits["count"].low <= 6.0
    assert (found.coverage, found.density) == (1.0, 1.0)


_SCRIPT = """
import numpy as np, pandas as pd
from race_sim.analysis.peeling import find_box
rng = np.random.default_rng(7)
frame = pd.DataFrame({"x": rng.random(300), "name": rng.choice(list("abcdef"), 300)})
cases = (frame["x"] > 0.6).to_numpy() & frame["name"].isin(list("bde")).to_numpy()
found = find_box(frame, cases)
print(repr(found.limits), found.step, found.path.to_json())
"""


@pytest.mark.slow
def test_the_same_box_in_every_process():
    """Whatever the order in which a process goes through sets of names."""
    said = set()
    for seed in ("0", "1"):
        said.add(
            subprocess.run(
                [sys.executable, "-W", "error", "-c", _SCRIPT],
                env={"PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
    assert len(said) == 1
    assert "kept=('b', 'd', 'e')" in said.pop()


def test_a_box_that_is_there_holds_on_points_that_it_was_not_fitted_to():
    frame, cases, _ = planted(5, seed=4)
    trial = tried_box(frame, cases, seed=1)
    assert trial.p_value < 1e-10
    assert trial.coverage > 0.8
    assert trial.density > 0.8
    assert tried_box(frame, cases, seed=1) == trial
    assert tried_box(frame, cases, seed=2) != trial


@pytest.mark.slow
def test_in_noise_a_box_is_believed_in_at_most_one_case_in_twenty():
    """Of 20 samples of noise at most 4: more come by chance once in 400 times at a rate of 5 %."""
    generator = np.random.default_rng(5)
    believed = 0
    for _ in range(20):
        frame = pd.DataFrame(generator.random((120, 3)), columns=["x", "y", "z"])
        cases = generator.random(120) < 0.3
        believed += tried_box(frame, cases).p_value < 0.05
    assert believed <= 4


def test_points_of_one_group_come_into_the_same_half(monkeypatch):
    from race_sim.analysis import peeling

    seen = []
    monkeypatch.setattr(peeling, "find_box", lambda frame, cases: seen.append(frame))
    groups = np.repeat(np.arange(40), 3)
    frame = pd.DataFrame({"group": groups})
    peeling.tried_box(frame, np.zeros(120, dtype=bool), groups)
    counts = seen[0]["group"].value_counts()
    assert len(counts) == 20
    assert set(counts) == {3}


@pytest.mark.parametrize("cases", [np.zeros(50, dtype=bool), np.ones(50, dtype=bool)])
def test_nothing_to_find(cases):
    frame = pd.DataFrame({"x": np.linspace(0.0, 1.0, 50)})
    assert find_box(frame, cases) is None
    assert find_box(frame.assign(x=1.0), np.arange(50) < 9) is None
