"""Scenario discovery: which points are of interest, and how limits are told."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from race_sim.analysis import discovery
from race_sim.analysis.peeling import Limit
from race_sim.study.study import AnalysisRequest


@given(arrays(float, st.integers(10, 60), elements=st.integers(0, 12).map(float)))
def test_the_worst_tenth_and_what_is_as_bad(values):
    cases, edge = discovery.cases_of_interest(values)
    if not cases.any():
        assert np.sort(values)[-round(0.1 * len(values))] == values.min()
        return
    assert cases.sum() >= round(0.1 * len(values))
    assert values[cases].min() > values[~cases].max() == edge
    # Without its mildest cases, fewer than a tenth would be left.
    assert (values > values[cases].min()).sum() < round(0.1 * len(values))
    mirrored, other = discovery.cases_of_interest(-values, better="high")
    np.testing.assert_array_equal(mirrored, cases)
    assert other == -edge


def test_a_threshold_is_strict_either_way():
    values = np.array([1.0, 2.0, 3.0])
    assert discovery.cases_of_interest(values, 2.0)[0].tolist() == [False, False, True]
    assert discovery.cases_of_interest(values, 2.0, "high")[0].tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (
            Limit("us.freeze_median", math.nan, 12.0, math.nan, 0.01),
            "United States: median length of a freeze (us.freeze_median) is at most 12 months",
        ),
        (
            Limit("exchange.openness", 0.25, math.nan, 0.01, math.nan),
            "share of the rival's safety work that arrives (exchange.openness) is at least 0.25",
        ),
        (
            Limit("payoffs.rivalry", 0.25, 0.5, 0.01, 0.01),
            "worth of being far ahead (payoffs.rivalry) is 0.25 to 0.5 payoff a year",
        ),
        (
            Limit("us.policy", math.nan, math.nan, 0.01, math.nan, ("always-safe", "calculating")),
            "United States: how it chooses (us.policy) is always-safe or calculating",
        ),
    ],
)
def test_limits_in_words(limit, told):
    assert discovery.limit_in_words(limit) == told


def test_a_box_planted_in_made_up_estimates_is_told(fake_result):
    result = fake_result(
        {
            "incidents": lambda points: np.where(
                (points["payoffs.rivalry"] > 0.9) & (points["exchange.openness"] < 0.3), 9.0, 2.0
            )
        },
        uncertainties={
            "payoffs.rivalry": [0.0, 1.2],
            "exchange.openness": [0.0, 0.6],
            "alarm.prior": [0.5, 2.0],
        },
        design={"kind": "sobol", "points": 128},
        failed=1293,
    )
    found = discovery.section(result, AnalysisRequest("prim", outcome="incidents"))
    limits = found.tables["limits"].set_index("parameter")
    assert sorted(limits.index) == ["exchange.openness", "payoffs.rivalry"]
    assert limits.loc["payoffs.rivalry", "low"] == pytest.approx(0.9, abs=0.04)
    assert limits.loc["exchange.openness", "high"] == pytest.approx(0.3, abs=0.03)
    assert limits.loc["payoffs.rivalry", "range_high"] == pytest.approx(1.2, abs=0.01)
    box = found.tables["box"].set_index("box")
    assert box.loc["box, all points", "coverage"] == 1.0
    assert isinstance(found.pictures[0].table, pd.DataFrame)
    assert found.sentences[-1].startswith("1.0\N{NO-BREAK SPACE}% of the worlds failed")
