"""The laws of the ready-made prior agree with the estimates, or say why not."""

import math

import pytest

from race_sim.calibration.estimates import estimates
from race_sim.priors import load_prior

PRIOR = load_prior("plausible")
SPOKEN_FOR = {
    key: estimate
    for estimate in estimates()
    for key in estimate.knobs
    if key in PRIOR.entries and math.isfinite(estimate.low + estimate.high)
}


def test_every_estimate_of_a_parameter_is_named_by_its_law_and_no_other():
    assert {key: law.estimate for key, law in PRIOR.entries.items() if law.estimate} == {
        key: estimate.key for key, estimate in SPOKEN_FOR.items()
    }


@pytest.mark.parametrize("key", SPOKEN_FOR)
def test_a_law_has_the_interval_of_its_estimate_or_says_why_not(key):
    estimate, law = SPOKEN_FOR[key], PRIOR.entries[key]
    # Rounded, and cut where the parameter's range ends: a twentieth of the interval at most.
    room = 0.05 * (estimate.high - estimate.low)
    low, high = law.distribution.at([0.05, 0.95])
    agrees = abs(low - estimate.low) <= room and abs(high - estimate.high) <= room
    assert agrees != bool(law.differs), (low, high, estimate.low, estimate.high)
