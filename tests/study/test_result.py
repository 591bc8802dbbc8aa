"""Results: what is read from a folder is what a run gave, and questions are checked."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.outcomes import COLUMNS
from race_sim.problems import InputError
from race_sim.study.result import open_study
from race_sim.study.run import run

pytestmark = pytest.mark.short


@settings(max_examples=15)
@given(
    st.lists(st.floats(0.0, 1.2), min_size=1, max_size=4, unique=True),
    st.sampled_from([(), ("ending",), ("lead", "first_incident_year", "winner")]),
    st.booleans(),
)
def test_what_is_read_is_what_was_written_to_the_last_bit(
    small_study, tmp_path_factory, values, outcomes, independent
):
    folder = tmp_path_factory.mktemp("read") / "s"
    levers = {"payoffs.rivalry": values, "talks.binding_allowed": [True, False]}
    study = small_study(levers=levers, worlds=30, outcomes=outcomes, independent=independent)
    kept = run(study, folder, "serial")
    read = open_study(folder)
    assert read.study == kept.study
    pd.testing.assert_frame_equal(read.points, kept.points, check_exact=True)
    pd.testing.assert_frame_equal(read.worlds(), kept.worlds(), check_exact=True)
    pd.testing.assert_frame_equal(
        read.summary, kept.summary, check_exact=True, check_dtype=bool(len(kept.summary))
    )
    assert read.played == kept.played == 60 * len(values)
    assert read.missing_share == kept.missing_share == 0.0


@pytest.fixture(scope="module")
def result(small_study):
    return run(small_study(worlds=5000), None, "threads", chunk=1024)


def test_estimates_are_those_of_the_worlds(result):
    frame = result.worlds()
    for outcome in ("catastrophe", "lead", "incidents"):
        there = frame.groupby("point")[outcome].mean().to_numpy(float)
        np.testing.assert_allclose(result.values(outcome), there, rtol=1e-12)
    came = frame["first_incident_year"].notna().groupby(frame["point"]).mean().to_numpy()
    np.testing.assert_allclose(result.values("first_incident_year"), came, rtol=1e-12)


def test_the_summary_has_a_row_for_each_point_and_numeric_outcome(result):
    numeric = [name for name, column in COLUMNS.items() if column.kind != "name"]
    assert result.summary["outcome"].tolist() == numeric * 2
    assert result.summary["point"].tolist() == [0] * len(numeric) + [1] * len(numeric)
    assert (result.summary["worlds"] == 5000).all()
    assert (result.summary["payoffs.rivalry"].unique() == [0.2, 0.9]).all()


def test_some_worlds_are_a_part_of_all(result):
    everything = result.worlds()
    for point in (0, 1):
        some = result.worlds(point, ["lead", "ending"])
        assert some.columns.tolist() == ["point", "world", "lead", "ending"]
        there = everything[everything["point"] == point].reset_index(drop=True)
        pd.testing.assert_frame_equal(some, there[some.columns], check_exact=True)


def test_questions_that_cannot_be_answered_are_told(result, small_study):
    with pytest.raises(InputError, match=r"point: 2; allowed: 0 to 1"):
        result.worlds(2)
    with pytest.raises(InputError, match="nonsense"):
        result.values("nonsense")
    with pytest.raises(InputError, match="ending"):
        result.values("ending")
    small = run(small_study(worlds=5, outcomes=["lead"]), None)
    with pytest.raises(InputError, match="incidents: is not kept; allowed: lead"):
        small.worlds(columns=["incidents"])
