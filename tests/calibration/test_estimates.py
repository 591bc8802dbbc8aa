"""The list of all estimates: names, intervals, and the parameters that they speak for."""

import math
import subprocess
import sys

import pytest

from race_sim.calibration.estimates import estimates, for_knob, topic
from race_sim.calibration.tables import DATA
from race_sim.parameters import knobs


def test_every_estimate_is_complete():
    every = estimates()
    keys = [estimate.key for estimate in every]
    assert len(set(keys)) == len(keys)
    for estimate in every:
        assert estimate.meaning and estimate.unit and estimate.data and estimate.method
        assert topic(estimate)
        assert math.isfinite(estimate.value)
        if math.isnan(estimate.low):
            assert math.isnan(estimate.high)
        else:
            assert estimate.low <= estimate.value <= estimate.high, estimate.key


def test_who_speaks_for_a_parameter_is_in_its_range_and_has_an_interval():
    for estimate in estimates():
        for key in estimate.knobs:
            knob = knobs()[key]
            assert knob.low <= estimate.low <= estimate.high <= knob.high, key
            assert estimate.low < estimate.high


def test_what_is_measured_names_a_file_that_is_there():
    for estimate in estimates():
        if estimate.confidence == "measured" and ".csv" in estimate.data:
            for part in estimate.data.split("; "):
                assert (DATA / part).is_file(), estimate.key


def test_estimates_come_by_topic_and_the_first_one_speaks():
    topics = [topic(estimate) for estimate in estimates()]
    assert topics == sorted(topics, key=topics.index)
    assert for_knob("talks.binding_lapse", estimates())[0].key == "agr.hazard.binding"


@pytest.mark.short
def test_the_package_is_light_to_import():
    code = (
        "import sys, race_sim.calibration, race_sim.calibration.estimates, "
        "race_sim.calibration.tables; "
        "print([n for n in ('numpy', 'pandas', 'scipy', 'pydantic') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
