"""The ranking, worked out again from the worlds of every pair."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis import paired
from race_sim.outcomes import mean
from race_sim.scenario import load_scenario
from race_sim.tournament.play import PAYOFFS
from race_sim.tournament.ranking import matrix_of, ties_with_first, unfirm_steps
from race_sim.tournament.tournament import tournament

NAMES = ("always-safe", "tit-for-tat", "always-accelerate", "logit-response")
pytestmark = pytest.mark.short


@pytest.fixture(scope="module")
def scores():
    """Every policy's score in every world, and its means by chair: arrays of shape (n, worlds)."""
    us = np.zeros((4, 60))
    cn = np.zeros((4, 60))
    for row, first in enumerate(NAMES):
        for column, second in enumerate(NAMES):
            scenario = load_scenario("baseline", {"us.policy": first, "cn.policy": second})
            table = race_sim.simulate(scenario, worlds=60, seed=5)
            us[row] += table[PAYOFFS[0]].to_numpy() / 4
            cn[column] += table[PAYOFFS[1]].to_numpy() / 4
    return (us + cn) / 2, us, cn


def test_scores_and_chairs_are_means_over_worlds(small, scores):
    ranking = small.ranking.set_index("policy")
    for name, values in zip(("score", "us_payoff", "cn_payoff"), scores, strict=True):
        for place, policy in enumerate(NAMES):
            expected = mean(values[place])
            assert paired.from_columns(ranking.loc[policy], name) == pytest.approx(expected)


def test_policies_come_by_their_scores(small, scores):
    order = [NAMES[place] for place in np.argsort(-scores[0].mean(axis=1))]
    assert small.ranking["policy"].tolist() == order
    assert small.ranking["rank"].tolist() == [1, 2, 3, 4]


def test_differences_are_paired_by_world(small, scores):
    places = [NAMES.index(name) for name in small.ranking["policy"]]
    for rank in range(1, 4):
        row = small.ranking.iloc[rank]
        for name, other in (("behind_first", 0), ("behind_previous", rank - 1)):
            expected = paired.mean_difference(scores[0][places[rank]], scores[0][places[other]])
            assert paired.from_columns(row, name) == pytest.approx(expected)


def test_pairing_narrows_the_intervals(small):
    row = small.ranking.iloc[1]
    reach = row["behind_first_high"] - row["behind_first_value"]
    unpaired = np.hypot(
        row["score_high"] - row["score_value"],
        small.ranking.iloc[0]["score_high"] - small.ranking.iloc[0]["score_value"],
    )
    assert reach < unpaired


def test_twins_are_tied_and_the_rest_is_firm(firm):
    """Contrite tit for tat is tit for tat where nobody errs."""
    assert unfirm_steps(firm.ranking) == 0 and ties_with_first(firm.ranking) == []
    names = ["tit-for-tat", "contrite-tit-for-tat", "always-accelerate"]
    found = tournament(names, worlds=40)
    assert found.ranking["policy"].tolist() == names
    assert unfirm_steps(found.ranking) == 1
    assert ties_with_first(found.ranking) == ["contrite-tit-for-tat"]
    assert found.ranking["behind_first_high"].iloc[1] == 0.0


def test_the_matrix_holds_the_means(small):
    frame = matrix_of(small.played)
    assert frame["us_policy"].tolist() == list(NAMES)
    for column, name in enumerate(NAMES):
        assert frame[f"us:{name}"].to_numpy() == pytest.approx(small.played.bimatrix.us[:, column])
        assert frame[f"cn:{name}"].to_numpy() == pytest.approx(small.played.bimatrix.cn[:, column])


def test_either_chair_with_an_even_chance(small):
    bimatrix = small.played.bimatrix
    for one in range(4):
        for other in range(4):
            chairs = (bimatrix.us[one, other] + bimatrix.cn[other, one]) / 2
            assert bimatrix.symmetric[one, other] == pytest.approx(chairs)
