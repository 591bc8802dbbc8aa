"""Designs: what a sweep is asked for, and what is refused."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.problems import InputError
from race_sim.study.design import (
    Vary,
    evenly_spaced,
    grid,
    parse_setting,
    parse_value,
    parse_vary,
)

pytestmark = pytest.mark.short


def test_a_range_includes_both_ends_and_has_no_rounding_dust():
    assert parse_vary("payoffs.rivalry=0:1.2:13").values == (
        0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2,
    )  # fmt: skip


@given(
    low=st.floats(-1e3, 1e3),
    width=st.floats(1e-3, 1e3),
    count=st.integers(2, 50),
)
def test_evenly_spaced_agrees_with_linspace(low, width, count):
    ours = evenly_spaced(low, low + width, count)
    np.testing.assert_allclose(ours, np.linspace(low, low + width, count), rtol=1e-9, atol=1e-9)


def test_lists_may_hold_names_numbers_and_switches():
    assert parse_vary("us.policy=always-safe,tit-for-tat").values == ("always-safe", "tit-for-tat")
    assert parse_vary("talks.binding_allowed=true,false").values == (True, False)
    assert parse_vary("payoffs.rivalry=0.5,2").values == (0.5, 2)


def test_a_value_is_toml_or_else_text():
    assert parse_value("0.5") == 0.5
    assert parse_value("true") is True
    assert parse_value('"quoted"') == "quoted"
    assert parse_value("always-safe") == "always-safe"
    assert parse_value("[1, 2]") == "[1, 2]"


def test_a_setting_may_hold_an_equals_sign_in_its_value():
    assert parse_setting("us.policy = a=b") == ("us.policy", "a=b")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("payoffs.rivalry", "KEY=LOW:HIGH:COUNT"),
        ("payoffs.rivalry=", "KEY=LOW:HIGH:COUNT"),
        ("payoffs.rivalri=0:1:3", "did you mean payoffs.rivalry"),
        ("payoffs.rivalry=0:1", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=0:1:3:4", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=0:one:3", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=0:1:1", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=1:1:3", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=0:inf:3", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=nan:1:3", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=0:1:2000000", "LOW:HIGH:COUNT"),
        ("payoffs.rivalry=1,1", "a value comes twice"),
    ],
)
def test_what_cannot_be_read_is_named_with_what_is_allowed(text, named):
    with pytest.raises(InputError, match="--vary") as error:
        parse_vary(text)
    assert named in str(error.value)


def test_a_setting_without_a_value_is_refused():
    with pytest.raises(InputError, match="KEY=VALUE"):
        parse_setting("payoffs.rivalry")


@given(st.lists(st.integers(1, 4), min_size=0, max_size=3))
def test_a_grid_holds_every_combination_once_and_the_last_changes_fastest(sizes):
    vary = [Vary(f"key{place}", tuple(range(size))) for place, size in enumerate(sizes)]
    points = grid(vary)
    assert len(points) == int(np.prod(sizes, dtype=int)) if sizes else len(points) == 1
    rows = [tuple(point.values()) for point in points]
    assert rows == sorted(rows)
    assert len(set(rows)) == len(rows)


def test_a_parameter_may_be_varied_only_once_and_a_grid_has_a_limit():
    one = Vary("payoffs.rivalry", (0.0, 1.0))
    with pytest.raises(InputError, match="varied twice"):
        grid([one, one])
    large = tuple(float(value) for value in range(1001))
    with pytest.raises(InputError, match="at most 1000000"):
        grid([Vary("payoffs.rivalry", large), Vary("payoffs.prosperity", large)])
