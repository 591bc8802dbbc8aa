"""The value of information, against closed forms.

A choice between doing nothing, worth 0, and doing something, worth a + sum of b_i x_i with x_i
standard normal. Knowing x_i before choosing is worth the unit normal loss integral
s phi(a / s) - |a| Phi(-|a| / s), with s = |b_i|; knowing all, the same with s^2 = sum of b_i^2
(Raiffa and Schlaifer, 1961, Applied Statistical Decision Theory, section 5.3).
"""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.stats import qmc

from race_sim.analysis import information_value
from race_sim.problems import InputError

A = 0.3
B = {"strong": 1.0, "weak": 0.4, "none": 0.0}


def closed_form(spread: float) -> float:
    if spread == 0.0:
        return 0.0
    return spread * stats.norm.pdf(A / spread) - abs(A) * stats.norm.cdf(-abs(A) / spread)


@pytest.fixture(scope="module")
def points():
    unit = qmc.Sobol(len(B), rng=1).random(2048)
    return pd.DataFrame(stats.norm.ppf(unit), columns=list(B))


@pytest.fixture(scope="module")
def values(points):
    return np.array([np.zeros(len(points)), A + points.to_numpy() @ np.array(list(B.values()))])


def test_normal_two_choices_have_the_known_values(points, values):
    table = information_value.information_table(values, points, better="high")
    assert table["parameter"].tolist() == ["everything", "strong", "weak", "none"]
    found = table.set_index("parameter")
    everything = closed_form(float(np.hypot(1.0, 0.4)))
    assert found.loc["everything", "value"] == pytest.approx(everything, rel=0.02)
    for name, slope in B.items():
        assert found.loc[name, "value"] == pytest.approx(closed_form(slope), abs=0.012)
        assert found.loc[name, "upper"] == pytest.approx(closed_form(slope), abs=0.012)
    assert found.loc["none", "low"] <= 0.0
    assert found.loc["weak", "low"] > 0.0


def test_lower_and_higher_is_better_are_mirror_images(points, values):
    high = information_value.information_table(values, points, better="high", resamples=50)
    low = information_value.information_table(-values, points, better="low", resamples=50)
    pd.testing.assert_frame_equal(high, low)


def test_curves_are_followed():
    """Which choice is best turns three times along the parameter: no straight line sees it."""
    generator = np.random.default_rng(2)
    known = generator.uniform(-np.pi, np.pi, size=1500)
    values = np.array([np.zeros(1500), np.sin(known) + generator.normal(size=1500)])
    found, _ = information_value.partial_value(values, known, better="high")
    expected = 1.0 / np.pi  # the mean of max(0, sin)
    assert found.low < expected < found.high
    assert found.value == pytest.approx(expected, rel=0.15)


@pytest.mark.parametrize("kind", ["names", "switches", "few numbers"])
def test_parameters_with_few_values(kind):
    generator = np.random.default_rng(3)
    code = generator.integers(2, size=1000)
    known = {"names": np.array(["a", "b"])[code], "switches": code > 0, "few numbers": 2.5 * code}
    values = np.array([np.zeros(1000), 2.0 * code - 1.0 + generator.normal(size=1000)])
    found, _ = information_value.partial_value(values, known[kind], better="high")
    assert found.value == pytest.approx(0.5, abs=0.08)  # one half of the time, 1 is gained


def test_the_truth_lies_between_the_two_estimates_where_there_is_nothing_to_know():
    """40 useless parameters: the cross-fitted value is not above 0 on average, the plain one is."""
    generator = np.random.default_rng(4)
    values = np.array([np.zeros(200), generator.normal(size=200)])
    found = [
        information_value.partial_value(values, generator.random(200), "high", resamples=10)
        for _ in range(40)
    ]
    learnt = np.array([estimate.value for estimate, _ in found])
    upper = np.array([plain for _, plain in found])
    assert learnt.mean() < 2 * learnt.std() / np.sqrt(40)
    assert (upper > -1e-12).all()
    assert upper.mean() > learnt.mean()


def test_perfect_information_with_noisy_estimates():
    """Cross-fitted over halves of the worlds it is too small on average, plain too large."""
    generator = np.random.default_rng(5)
    truth = np.array([np.zeros(20_000), generator.normal(size=20_000)])
    noisy = [truth + generator.normal(size=truth.shape) for _ in range(2)]
    halves = (noisy[0], noisy[1])
    expected = stats.norm.pdf(0.0)
    learnt, plain = information_value.perfect_value(
        (noisy[0] + noisy[1]) / 2, halves, "high", resamples=20
    )
    assert learnt.value < expected < plain
    exact, same = information_value.perfect_value(truth, None, "high", resamples=20)
    assert exact.value == same == pytest.approx(expected, rel=0.02)


def test_nothing_is_gained_where_one_choice_is_best_everywhere(points):
    values = np.array([np.zeros(len(points)), 1.0 + np.abs(points["strong"].to_numpy())])
    table = information_value.information_table(values, points, better="high", resamples=20)
    assert (table[["value", "low", "high"]] == 0.0).all(axis=None)
    assert table["upper"].abs().max() < 1e-12


def test_too_few_points_are_refused(points, values):
    with pytest.raises(InputError, match="29 points"):
        information_value.information_table(values[:, :29], points.head(29))
