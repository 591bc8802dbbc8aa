"""Parameters of published models: ranges held on numbers and arrays, all problems at once."""

import math
from dataclasses import FrozenInstanceError, dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from race_sim.literature.parameter import ParameterSet, arrays_of, one_of, parameter
from race_sim.problems import InputError

pytestmark = pytest.mark.short


@dataclass(frozen=True)
class Parameters(ParameterSet):
    teams: int = parameter(2, "teams", 2, 10, "how many", whole=True)
    enmity: float = parameter(0.5, "share", 0.0, 1.0, "how bad")
    weight: float = parameter(1.0, "score", 0.0, math.inf, "how much", low_included=False)
    chance: float = parameter(0.1, "share", 0.0, 1.0, "how likely", high_included=False)


def problems_of(**values):
    with pytest.raises(InputError) as caught:
        Parameters.arrays("risk", **values)
    assert caught.value.source == "risk"
    return [problem.where for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"teams": 1}, ["teams"]),
        ({"teams": 2.5}, ["teams"]),
        ({"teams": [2, 11, 3]}, ["teams"]),
        ({"enmity": math.nan}, ["enmity"]),
        ({"enmity": [0.0, math.nan]}, ["enmity"]),
        ({"enmity": "much"}, ["enmity"]),
        ({"enmity": True}, ["enmity"]),
        ({"enmity": None}, ["enmity"]),
        ({"enmity": [[0.1], [0.2, 0.3]]}, ["enmity"]),
        ({"enmity": 1j}, ["enmity"]),
        ({"weight": 0.0}, ["weight"]),
        ({"weight": math.inf}, ["weight"]),
        ({"chance": 1.0}, ["chance"]),
        ({"enmity": -1e-300, "teams": 0, "weight": -1}, ["enmity", "teams", "weight"]),
        ({"colour": 1.0}, ["colour"]),
    ],
)
def test_what_is_not_allowed_is_refused_all_at_once(values, wrong):
    assert problems_of(**values) == wrong


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match=r"shapes do not fit: enmity \(2,\), weight \(3,\)"):
        Parameters.arrays("risk", enmity=[0.1, 0.2], weight=[1.0, 2.0, 3.0])


@given(
    values=arrays.arrays(
        np.float64,
        st.integers(0, 20),
        elements=st.one_of(
            st.floats(-0.5, 1.5), st.sampled_from([0.0, 1.0, math.nan, math.inf, -math.inf])
        ),
    )
)
def test_an_array_is_held_to_the_range_of_a_number(values):
    """One value at a time, by comparisons of Python, and all at once."""
    allowed = [0.0 <= value <= 1.0 for value in values.tolist()]
    if all(allowed):
        (found,) = Parameters.arrays("risk", enmity=values)
        assert np.array_equal(found, values)
    else:
        with pytest.raises(InputError) as caught:
            Parameters.arrays("risk", enmity=values)
        count = allowed.count(False)
        assert (f"and {count - 1} more" in str(caught.value)) == (count > 1)


def test_a_set_is_frozen_checked_and_of_single_numbers():
    found = Parameters(teams=3)
    with pytest.raises(FrozenInstanceError):
        found.enmity = 0.7
    with pytest.raises(InputError, match=r"enmity: 2;.*from 0 to 1"):
        Parameters(enmity=2)
    with pytest.raises(InputError, match="one number"):
        Parameters(enmity=[0.1, 0.2])
    assert Parameters.defaults() == {"teams": 2, "enmity": 0.5, "weight": 1.0, "chance": 0.1}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("teams", "a whole number from 2 to 10 (teams)"),
        ("enmity", "a number from 0 to 1 (share)"),
        ("weight", "a number, above 0 (score)"),
        ("chance", "a number from 0 to below 1 (share)"),
    ],
)
def test_what_is_allowed_is_said_in_words(name, text):
    assert Parameters.quantities()[name].allowed() == text


def test_values_of_several_sets_are_held_together():
    @dataclass(frozen=True)
    class More(ParameterSet):
        speed: float = parameter(1.0, "units", 0.0, math.inf, "how fast")

    found = arrays_of("risk", (More, {"speed": [1.0, 2.0]}), (Parameters, {"enmity": 0.5}))
    assert [one.tolist() for one in found] == [[1.0, 2.0], 0.5]
    with pytest.raises(InputError) as caught:
        arrays_of("risk", (More, {"speed": -1.0}), (Parameters, {"enmity": 2.0, "teams": 1}))
    assert [one.where for one in caught.value.problems] == ["speed", "enmity", "teams"]
    with pytest.raises(InputError, match=r"shapes do not fit: speed \(2,\), enmity \(3,\)"):
        arrays_of("risk", (More, {"speed": [1.0] * 2}), (Parameters, {"enmity": [0.5] * 3}))


def test_one_of_a_few_words():
    assert one_of("risk", "information", "none", ("none", "all")) == "none"
    for bad in ("some", 3, None, ["none"]):
        with pytest.raises(InputError, match="one of none, all"):
            one_of("risk", "information", bad, ("none", "all"))
