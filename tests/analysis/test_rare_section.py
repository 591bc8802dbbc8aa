"""What a study says of rare events: tables from its summary, sentences and a picture."""

import math

import numpy as np
import pytest

from race_sim.analysis.rare import conditional, section
from race_sim.analysis.rare.study_section import point_table
from race_sim.problems import InputError
from race_sim.study.study import AnalysisRequest, Study

TWO = ("catastrophe", "catastrophe_risk")


@pytest.fixture(scope="module")
def result():
    return Study(
        title="A trial",
        scenario="baseline",
        levers={"us.policy": ("logit-response", "always-safe")},
        uncertainties={"incidents.severity_exponent": [0.4, 1.6]},
        design={"kind": "sobol", "points": 4},
        worlds=1000,
        seed=3,
        outcomes=TWO,
    ).run()


def test_the_summary_says_what_the_worlds_say(result):
    """Estimates, intervals and factor at each point, from means and intervals alone."""
    table = point_table(result.summary).set_index("point")
    for point in range(8):
        found = conditional(result.worlds(point))
        row = table.loc[point]
        assert row[["value", "low", "high"]].tolist() == pytest.approx(list(found.estimate))
        plain = row[["plain_value", "plain_low", "plain_high"]].tolist()
        assert plain == pytest.approx(list(found.plain))
        assert row["factor"] == pytest.approx(found.factor.value, rel=0.01)
        assert row["equal_worlds"] == pytest.approx(found.equal_worlds, rel=0.01)


def test_other_confidences_give_other_intervals(result):
    wide = point_table(result.summary, confidence=0.99)
    usual = point_table(result.summary)
    assert (wide["high"] - wide["low"]).to_numpy() == pytest.approx(
        ((usual["high"] - usual["low"]) * 2.5758293 / 1.9599640).to_numpy()
    )
    assert (wide["plain_high"] > usual["plain_high"]).all()
    np.testing.assert_array_equal(wide["factor"], usual["factor"])


def test_a_section_says_how_likely_and_by_how_much_better(result):
    found = section(result, AnalysisRequest("rare"))
    assert found.name == "rare-catastrophe_risk"
    assert all(sentence.endswith(".") for sentence in found.sentences)
    assert not any("nan" in sentence.split() for sentence in found.sentences)
    told = " ".join(found.sentences)
    assert "variance-reduction factor" in told
    table = found.tables["chances"]
    largest = table.loc[table["value"].idxmax()]
    assert f"at {largest['setting']}." in told
    assert (table["factor"] > 10.0).all()
    assert found.pictures[0].table["value"].is_monotonic_increasing
    by_name = section(result, AnalysisRequest("rare", outcome="catastrophe"))
    assert by_name.sentences == found.sentences


def test_points_without_worlds_are_left_out_and_told(fake_result):
    made = fake_result(
        {"catastrophe": [0.0, math.nan, 0.01], "catastrophe_risk": [1e-5, math.nan, 0.012]},
        half_width=1e-6,
        uncertainties={"payoffs.rivalry": [0.0, 1.2]},
        design={"kind": "grid", "levels": 3},
    )
    found = section(made, AnalysisRequest("rare"))
    assert found.tables["chances"]["point"].tolist() == [0, 2]
    assert "1\N{NO-BREAK SPACE}point without two worlds left out." in found.sentences
    assert any("10 in a million" in sentence for sentence in found.sentences)
    assert any("it came in no world" in sentence for sentence in found.sentences)


def test_one_point_is_told_without_a_range(fake_result):
    made = fake_result({"lost_at_finish": [0.1], "loss_risk": [0.11]}, half_width=0.01)
    found = section(made, AnalysisRequest("rare", outcome="loss_risk"))
    assert found.name == "rare-loss_risk"
    assert any(sentence.startswith("It is 11.0") for sentence in found.sentences)


def test_a_study_that_did_not_keep_both_outcomes_is_told_what_to_keep(fake_result):
    made = fake_result({"catastrophe": [0.1]})
    with pytest.raises(InputError, match='"catastrophe_risk" among the outcomes'):
        section(made, AnalysisRequest("rare"))
    with pytest.raises(InputError, match="has no conditional estimate"):
        section(made, AnalysisRequest("rare", outcome="us_welfare"))
    nothing = fake_result({name: [math.nan] for name in TWO})
    with pytest.raises(InputError, match="no point has two worlds"):
        section(nothing, AnalysisRequest("rare"))
