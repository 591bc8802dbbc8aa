"""Whether indices have settled: parts of a sample, and ranks by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from race_sim.analysis import convergence, sobol
from race_sim.study.sampling import saltelli

SLOPES = np.array([1.0, 3.0, 2.0])


def values_of(base):
    return saltelli(base, 3, 1) @ SLOPES


def test_parts_are_those_of_smaller_samples():
    """The first points of a Sobol' sequence are the smaller sample itself."""
    values = values_of(128)
    found = convergence.growing("abc", values, resamples=20)
    assert found["blocks"].unique().tolist() == [16, 32, 64, 128]
    for base in (16, 128):
        part = found[found["blocks"] == base].reset_index(drop=True)
        alone = sobol.indices("abc", values_of(base), resamples=20)
        assert part[alone.columns].equals(alone)
    assert found[found["blocks"] == 128]["rank"].tolist() == [3, 1, 2]


def test_intervals_get_narrower_with_the_square_root_of_the_sample():
    found = convergence.growing("abc", values_of(2048), resamples=300)
    width = (found["total_high"] - found["total_low"]).groupby(found["blocks"]).max()
    assert width.iloc[-1] / width.iloc[0] == pytest.approx(8**-0.5, rel=0.15)
    assert convergence.widest(found.tail(3))[1] == pytest.approx(width.iloc[-1])


def test_parts_that_are_too_small_or_have_holes():
    values = values_of(32)
    values[:5] = np.nan
    found = convergence.growing("abc", values, resamples=20)
    assert found.groupby("blocks")["analysed"].first().to_dict() == {16: 15, 32: 31}


def test_the_largest_change_is_from_half_to_whole():
    found = convergence.growing("abc", values_of(64), resamples=20)
    table = found.pivot(index="parameter", columns="blocks", values="total")
    expected = abs(table.loc["b", 64] - table.loc["b", 32])
    assert convergence.largest_change(found, ["b"]) == pytest.approx(expected)
    assert np.isnan(convergence.largest_change(found[found["blocks"] == 64], ["b"]))


def test_ranks_by_hand():
    values = np.array([0.1, 0.5, 0.4, 0.0])
    again = np.array([[0.1, 0.5, 0.4, 0.0], [0.1, 0.4, 0.5, 0.0], [0.6, 0.5, 0.4, 0.0]])
    found = convergence.stability(values, again, 2)
    assert found.top.tolist() == [1, 2]
    assert found.same_set == pytest.approx(2 / 3)
    assert found.same_order == pytest.approx(1 / 3)
    assert found.top_share.tolist() == pytest.approx([1 / 3, 1.0, 2 / 3, 0.0])


@given(arrays(float, (20, 4), elements=st.floats(0.0, 1.0)), st.integers(1, 6))
def test_the_set_is_the_same_at_least_as_often_as_the_order(again, count):
    found = convergence.stability(again.mean(axis=0), again, count)
    assert 0.0 <= found.same_order <= found.same_set <= 1.0
    assert found.top_share.sum() == pytest.approx(min(count, 4))


@pytest.mark.parametrize(
    ("set_share", "order_share", "count", "told"),
    [
        (0.97, 0.5, 2, "The same two come out on top in 97.0 % of 200 bootstrap resamples. "
         "Which these are has settled."),
        (0.6, 0.5, 2, "Which these are has not settled: more points are needed."),
        (1.0, 0.5, 3, "They come out in the same order in 50.0 % of 200 bootstrap resamples. "
         "This order has not settled"),
        (0.96, 0.96, 1, "It comes out on top in 96.0 %"),
    ],
)  # fmt: skip
def test_the_verdict_in_words(set_share, order_share, count, told):
    found = convergence.Stability(np.arange(count), set_share, order_share, np.zeros(3))
    said = convergence.settled_sentence(found, 200).replace("\N{NO-BREAK SPACE}", " ")
    assert told in said


def test_of_one_uncertainty_there_is_no_order():
    found = convergence.Stability(np.arange(1), 1.0, 1.0, np.ones(1))
    assert convergence.settled_sentence(found, 200) == ""


def test_who_is_firm_and_who_competes():
    shares = np.array([0.6, 1.0, 0.38, 0.02])
    found = convergence.Stability(np.array([1, 0]), 0.6, 0.6, shares)
    said = convergence.contenders_sentence(found, "abcd").replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "Firmly among them is b; for the rest compete a (on top in 60.0 %) and c (on top in "
        "38.0 %)."
    )
    assert convergence.contenders_sentence(found._replace(same_set=0.97), "abcd") == ""
    loose = found._replace(top_share=np.array([0.6, 0.9, 0.5, 0.0]))
    assert convergence.contenders_sentence(loose, "abcd").startswith("No place is firm; these")
