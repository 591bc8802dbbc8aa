"""Sweeps of published models: every point as by hand, and what is refused."""

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.literature import armstrong2016
from race_sim.literature.catalogue import Measure, model_named
from race_sim.literature.sweep import sweep
from race_sim.problems import InputError
from race_sim.study.design import Vary

NONE, PRIVATE = "disaster_risk_none", "disaster_risk_private"


@settings(max_examples=20)
@given(
    teams=st.lists(st.integers(2, 12), min_size=1, max_size=3, unique=True),
    enmity=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4, unique=True),
    weight=st.floats(0.1, 5.0),
)
def test_every_point_is_what_the_model_gives_there(teams, enmity, weight):
    """The grid in one call, against one call of the function for each point."""
    vary = [Vary("teams", tuple(teams)), Vary("enmity", tuple(enmity))]
    table = sweep("armstrong2016", vary, {"skill_weight": weight}, [PRIVATE, NONE])
    points = list(itertools.product(teams, enmity))
    rows = iter(table.itertuples(index=False))
    for measure, information in ((PRIVATE, "private"), (NONE, "none")):
        for n, e in points:
            row = next(rows)
            assert (row.teams, row.enmity, row.measure) == (n, e, measure)
            assert row.value == pytest.approx(
                armstrong2016.disaster_risk(n, e, weight, information), rel=1e-12
            )
    assert next(rows, None) is None


def test_a_grid_in_the_syntax_of_our_sweeps():
    table = sweep("armstrong2016", ["enmity=0:1:3", "teams=2,5"], measures=[NONE])
    assert table.columns.tolist() == ["enmity", "teams", "measure", "value", "title", "unit"]
    assert table["enmity"].tolist() == [0.0, 0.0, 0.5, 0.5, 1.0, 1.0]
    assert table["teams"].tolist() == [2.0, 5.0] * 3
    assert set(table["unit"]) == {"share"} and "disaster" in table["title"][0]


def test_without_anything_varied_there_is_one_point_a_measure():
    table = sweep("tan2025")
    assert table["measure"].tolist() == [
        one.name for one in model_named("tan2025").module().MEASURES
    ]
    assert table.columns.tolist() == ["measure", "value", "title", "unit"]


def test_each_measure_is_one_call(monkeypatch):
    module = model_named("armstrong2016").module()
    calls = []

    def of(**values):
        calls.append(values)
        return values["enmity"]

    monkeypatch.setattr(module, "MEASURES", (Measure("own", "own measure", "share", of),))
    table = sweep("armstrong2016", ["enmity=0:1:101", "teams=2,3"])
    assert len(calls) == 1
    assert table["value"].tolist() == table["enmity"].tolist()


def test_a_million_points_take_seconds():
    """The largest grid that is allowed, with its table."""
    begin = time.perf_counter()
    table = sweep(
        "armstrong2016", ["enmity=0:1:1000", "skill_weight=0.1:5:1000"], measures=[PRIVATE]
    )
    assert len(table) == 1_000_000
    assert time.perf_counter() - begin < 10.0
    assert np.isfinite(table["value"]).all()


@pytest.mark.parametrize(
    ("model", "vary", "values", "measures", "words"),
    [
        ("armstrong", [], {}, None, "is no model, did you mean armstrong2016"),
        ("armstrong2016", ["enmitty=0:1:3"], {}, None, "did you mean enmity"),
        ("armstrong2016", ["payoffs.rivalry=0:1:3"], {}, None, "unknown key"),
        ("armstrong2016", ["enmity=0:1"], {}, None, "LOW:HIGH:COUNT"),
        ("armstrong2016", ["enmity"], {}, None, "KEY=VALUE"),
        ("armstrong2016", ["enmity=0,2"], {}, None, "enmity: 2; allowed: a number from 0 to 1"),
        ("armstrong2016", ["enmity=0,true"], {}, None, "enmity: True"),
        ("armstrong2016", ["enmity=0,much"], {}, None, "'much'"),
        ("armstrong2016", ["enmity=0,nan"], {}, None, "enmity: nan"),
        ("armstrong2016", ["teams=2,2.5"], {}, None, "a whole number"),
        ("armstrong2016", ["teams=2,2"], {}, None, "comes twice"),
        ("armstrong2016", ["teams=2,3", "teams=4,5"], {}, None, "varied twice"),
        ("armstrong2016", ["teams=2,3"], {"teams": 4}, None, "both varied and set"),
        ("armstrong2016", [], {"tems": 4}, None, "is no parameter"),
        ("armstrong2016", [], {"enmity": [0.1, 0.2]}, None, "several values"),
        ("armstrong2016", [], {"enmity": "much"}, None, "'much'"),
        ("armstrong2016", [], {}, ["disaster_risk"], "did you mean disaster_risk"),
        ("armstrong2016", [], {}, [], "measure: none"),
        ("armstrong2016", [], {}, [NONE, NONE], "comes twice"),
        (
            "armstrong2016",
            ["enmity=0:1:1001", "skill_weight=1:2:1001"],
            {},
            None,
            "1,002,001 points",
        ),
        ("armstrong2016", [Vary("enmity", ())], {}, None, "no values"),
        ("armstrong2016", [Vary("colour", (1.0,))], {}, None, "is no parameter"),
    ],
)
def test_bad_input_is_one_clear_error(model, vary, values, measures, words):
    with pytest.raises(InputError) as caught:
        sweep(model, vary, values, measures)
    assert words in str(caught.value)


def test_all_that_is_wrong_with_values_is_said_at_once():
    with pytest.raises(InputError) as caught:
        sweep("armstrong2016", ["enmity=-1,2"], {"teams": 1, "skill_weight": 0})
    assert [one.where for one in caught.value.problems] == ["teams", "skill_weight", "enmity"]
