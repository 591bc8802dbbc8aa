"""Fleets after an accident, counted again from the list of reactors."""

import pandas as pd
import pytest

from race_sim.calibration.fleet import estimates
from race_sim.calibration.tables import read_table


@pytest.fixture(scope="module")
def found():
    return {estimate.key: estimate for estimate in estimates()}


@pytest.mark.parametrize(
    ("key", "bloc", "event"),
    [
        ("shock.fleet.germany", "West Germany", "2011-03-11"),
        ("shock.fleet.russia", "USSR", "1986-04-26"),
    ],
)
def test_shares_closed_come_from_the_list_of_reactors(found, key, bloc, event):
    day = pd.Timestamp(event)
    units = read_table("nuclear_reactors_wikipedia")
    units = units[units["bloc"] == bloc]
    running = units[(units["commercial"] <= day) & ~(units["closed"] < day)]
    closed = running[running["closed"] <= day + pd.DateOffset(years=5)]
    assert found[key].value == pytest.approx(len(closed) / len(running), abs=0.03)


def test_the_737_max_stayed_down_longer_in_china(found):
    assert found["shock.freeze.cn_us"].value == pytest.approx(2.3, abs=0.05)
