"""How durations, sizes and workers are told."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.cli.study.telling import duration, on_workers, size

SECONDS = {"d": 86_400, "h": 3600, "min": 60, "s": 1}


@given(st.floats(1.0, 1e8))
def test_a_duration_is_right_to_the_smaller_of_its_two_units(seconds):
    parts = re.findall(r"(\d+) (d|h|min|s)", duration(seconds))
    assert 1 <= len(parts) <= 2
    told = sum(int(number) * SECONDS[unit] for number, unit in parts)
    first = list(SECONDS).index(parts[0][1])
    smaller = SECONDS[list(SECONDS)[min(first + 1, 3)]]
    assert abs(told - seconds) <= max(smaller, 1.0)
    assert len(parts) == 1 or list(SECONDS).index(parts[1][1]) == first + 1


def test_durations_and_sizes_that_are_next_to_nothing_are_no_zeros():
    assert duration(0.2) == "less than a second" and size(0.01) == "less than 1 MB"


@pytest.mark.parametrize(
    ("engine", "workers", "told"),
    [
        ("serial", 1, "in this process alone"),
        ("threads", 2, "on 2 threads"),
        ("processes", 1, "on 1 process"),
        ("processes", 8, "on 8 processes"),
        ("dask", 3, "on 3 Dask workers"),
        ("executor", 2, "on 2 workers"),
    ],
)
def test_workers_are_called_what_they_are(engine, workers, told):
    assert on_workers(engine, workers) == told
