"""The correlations of the prior are those that the data give."""

import pytest

from race_sim.priors import load_prior
from race_sim.priors.from_data import gap_with_closing_rate, median_with_spread

RANKS = {one.keys: one.rank for one in load_prior("plausible").correlations}


@pytest.mark.parametrize(
    ("keys", "worked_out"),
    [
        (("us.freeze_median", "backlash.freeze_spread"), median_with_spread),
        (("cn.capability", "progress.diffusion"), gap_with_closing_rate),
    ],
)
def test_the_correlations_are_those_that_resampling_gives(keys, worked_out):
    assert RANKS[keys] == pytest.approx(worked_out(), abs=0.02)


def test_there_are_no_others():
    assert len(RANKS) == 2
