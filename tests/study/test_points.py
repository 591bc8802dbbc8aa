"""Designs: which points are tried, in which order, and what is refused."""

import numpy as np
import pytest

from race_sim.problems import InputError
from race_sim.study.study import Study

pytestmark = pytest.mark.short

TWO = {"payoffs.rivalry": [0.0, 1.0], "exchange.openness": [0.0, 0.5]}


def study(**given) -> Study:
    return Study(scenario="baseline", worlds=10, **given)


def values(found: Study, key: str) -> list:
    return [point.values[key] for point in found.points()]


def refusal(**given) -> str:
    with pytest.raises(InputError) as caught:
        study(**given)
    assert len(caught.value.problems) == 1
    return str(caught.value)


def test_without_a_design_there_is_a_grid_and_without_anything_varied_one_point():
    assert [point.values for point in study().points()] == [{}]
    assert len(study(uncertainties=TWO).points()) == 5 * 5


def test_the_last_key_of_a_grid_changes_fastest():
    found = study(uncertainties=TWO, design={"kind": "grid", "levels": 3})
    assert values(found, "payoffs.rivalry") == [0.0, 0.0, 0.0, 0.5, 0.5, 0.5, 1.0, 1.0, 1.0]
    assert values(found, "exchange.openness") == [0.0, 0.25, 0.5] * 3


def test_each_key_of_a_grid_may_have_its_own_number_of_values():
    levels = {"payoffs.rivalry": 2, "exchange": {"openness": 6}}
    found = study(uncertainties=TWO, design={"levels": levels})
    assert found.number_of_points() == (1, 12)
    assert sorted(set(values(found, "exchange.openness"))) == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    found = study(uncertainties=TWO, design={"levels": {"payoffs.rivalry": 2}})
    assert found.number_of_points() == (1, 10)
    assert "design.levels: us.belief: is no uncertainty" in refusal(
        uncertainties=TWO, design={"levels": {"us.belief": 3}}
    )


@pytest.mark.parametrize(
    ("design", "points"),
    [
        ({"kind": "grid", "levels": 3}, 9),
        ({"kind": "list", "points": [{"payoffs.rivalry": 0.1}, {"payoffs.rivalry": 0.3}]}, 2),
        ({"kind": "latin-hypercube", "points": 7}, 7),
        ({"kind": "sobol", "points": 8}, 8),
        ({"kind": "saltelli", "points": 8}, 8 * (2 + 2)),
        ({"kind": "morris", "trajectories": 5}, 5 * (2 + 1)),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_every_lever_point_meets_every_uncertainty_point(design, points):
    known = {} if design["kind"] == "list" else TWO
    levers = {"us.policy": ["always-safe", "tit-for-tat"], "talks.verification": [0.1, 0.5, 0.9]}
    found = study(levers=levers, uncertainties=known, design=design)
    assert found.number_of_points() == (6, points)
    whole = found.points()
    assert [point.number for point in whole] == list(range(6 * points))
    alone = study(uncertainties=known, design=design).points()
    for point in whole:
        assert point.number == point.lever_point * points + point.uncertainty_point
        here = {key: value for key, value in point.values.items() if key not in levers}
        assert here == alone[point.uncertainty_point].values
        assert len(found.scenario_at(point).differences(found.scenario)) <= len(point.values)
    chosen = {point.lever_point: tuple(point.values[key] for key in levers) for point in whole}
    assert len(set(chosen.values())) == 6


@pytest.mark.parametrize("kind", ["latin-hypercube", "sobol", "saltelli", "morris"])
def test_drawn_points_follow_the_seed_of_the_study_or_their_own(kind):
    size = {"trajectories": 8} if kind == "morris" else {"points": 8}
    design = {"kind": kind, **size}

    def drawn(seed, own=None):
        mine = {} if own is None else {"seed": own}
        return study(uncertainties=TWO, design=design | mine, seed=seed).points()

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert drawn(2, own=1) == drawn(1) == drawn(3, own=1)


def test_sobol_points_are_balanced_in_the_values_too():
    found = study(uncertainties=TWO, design={"kind": "sobol", "points": 64})
    rivalry = np.array(values(found, "payoffs.rivalry"))
    assert (np.bincount((rivalry * 64).astype(int), minlength=64) == 1).all()


def test_a_law_without_ends_of_its_own_keeps_to_its_middle_on_the_levels_of_morris():
    spread = {"distribution": "normal", "mean": 1.0, "deviation": 0.1}  # cut at 0 and 10
    design = {"kind": "morris", "trajectories": 10, "levels": 4}
    found = study(uncertainties={"payoffs.rivalry": spread, "us.belief": [0.0, 0.3]}, design=design)
    # Standard normal quantiles of 1/8 and 3/8.
    expected = 1.0 + 0.1 * np.array([-1.1503494, -0.3186394, 0.3186394, 1.1503494])
    assert sorted(set(values(found, "payoffs.rivalry"))) == pytest.approx(expected, rel=1e-6)
    assert sorted(set(values(found, "us.belief"))) == pytest.approx([0.0, 0.1, 0.2, 0.3])


def test_listed_points_are_taken_as_they_are():
    points = [
        {"payoffs": {"rivalry": 1}, "us.policy": "always-safe"},
        {"us.policy": "tit-for-tat", "payoffs.rivalry": 0.25},
    ]
    found = study(design={"kind": "list", "points": points})
    assert [point.values for point in found.points()] == [
        {"payoffs.rivalry": 1.0, "us.policy": "always-safe"},
        {"payoffs.rivalry": 0.25, "us.policy": "tit-for-tat"},
    ]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"design": {"kind": "random"}}, "design.kind: 'random'; allowed: grid, list"),
        ({"design": 3}, "design: 3; allowed: a table"),
        ({"design": {"level": 3}}, "design.level: unknown here, did you mean levels?"),
        ({"design": {"kind": "sobol"}}, "design.points: missing; allowed: how many"),
        ({"design": {"kind": "sobol", "points": 30}}, "30; allowed: a power of two, such as 16 or"),
        ({"design": {"kind": "saltelli", "points": 1000000}}, "such as 524288"),
        ({"design": {"kind": "sobol", "points": 8, "seed": -1}}, "design.seed: -1"),
        ({"design": {"kind": "grid", "levels": 1}}, "design.levels: 1"),
        ({"design": {"kind": "grid", "levels": 1001}}, "1002001 points; allowed: at most 1000000"),
        ({"design": {"kind": "morris", "levels": 3}}, "design.levels: 3; allowed: a multiple of 2"),
    ],
)
def test_a_design_that_cannot_be_used_is_refused(given, told):
    assert told in refusal(uncertainties=TWO, **given)


@pytest.mark.parametrize(
    ("points", "told"),
    [
        (None, "design.points: missing"),
        ([], "design.points: []"),
        ([3], "design.points: [3]"),
        ([{"payoffs.rivalri": 1.0}], "design.points[0]: payoffs.rivalri: unknown key, did you"),
        ([{"payoffs.rivalry": 99.0}], "design.points[0]: payoffs.rivalry: 99.0; allowed: a number"),
        (
            [{"payoffs.rivalry": 1.0, "us.belief": 0.1}, {"us.belief": 0.2}],
            "design.points[1]: lacks payoffs.rivalry; allowed: the same keys everywhere",
        ),
    ],
)
def test_a_list_of_points_that_cannot_be_used_is_refused(points, told):
    given = {"kind": "list"} | ({} if points is None else {"points": points})
    assert told in refusal(design=given)


def test_a_list_says_its_values_itself():
    listed = {"kind": "list", "points": [{"payoffs.rivalry": 1.0}]}
    assert "uncertainties: beside a list" in refusal(
        uncertainties={"us.belief": [0, 1]}, design=listed
    )
    assert "is a lever too" in refusal(levers={"payoffs.rivalry": [0.0, 1.0]}, design=listed)


def test_a_drawn_design_needs_something_uncertain():
    assert "sobol without uncertainties" in refusal(design={"kind": "sobol", "points": 8})


@pytest.mark.slow
def test_a_large_design_is_made_in_seconds():
    from time import process_time

    from race_sim.parameters import knobs

    shares = [key for key, knob in knobs().items() if knob.low == 0.0 and knob.high == 1.0][:20]
    assert len(shares) == 20
    found = study(
        uncertainties={key: [0.0, 0.1] for key in shares},
        design={"kind": "latin-hypercube", "points": 50_000},
    )
    begin = process_time()
    assert len(found.points()) == 50_000
    assert process_time() - begin < 15.0  # about one on a machine with nothing else to do
