"""A world's history year by year."""

import pandas as pd
import pytest

import race_sim
from race_sim.yearly import yearly_summary, years_of


@pytest.fixture(scope="module")
def history():
    model = race_sim.RaceModel("chernobyl-2028-cn", seed=1, world=4)
    model.run()
    return model.history


def test_every_step_is_in_one_year(history):
    years = years_of(history)
    assert [row["step"] for year in years for row in year.rows] == history["step"].tolist()
    assert all(int(row["year"]) == year.year for year in years for row in year.rows)


def test_the_summary_agrees_with_a_grouping_by_pandas(history):
    summary = pd.DataFrame(yearly_summary(history)).set_index("year")
    by_year = history.groupby(history["year"].astype(int))
    for side in ("us", "cn"):
        for name in ("incidents", "chernobyl_moments", "harm"):
            expected = by_year[f"{side}_{name}"].sum()
            assert summary[f"{side}_{name}"].tolist() == pytest.approx(expected.tolist())
        assert summary[f"{side}_invests"].tolist() == by_year[f"{side}_invests"].mean().tolist()
        for name in ("capability", "gap", "alarm"):
            assert summary[f"{side}_{name}"].tolist() == by_year[f"{side}_{name}"].first().tolist()
    shares = by_year["game"].value_counts(normalize=True)
    for year, games in summary["games"].items():
        for game, share in games.items():
            assert shares[year, game] == pytest.approx(share)
        assert sum(games.values()) == pytest.approx(1.0)


def test_steps_that_begin_a_rounding_error_early_belong_to_the_year():
    scenario = race_sim.load_scenario("baseline", {"time.step": 0.1, "time.decision_period": 0.1})
    model = race_sim.RaceModel(scenario)
    model.run()
    assert {len(year.rows) for year in years_of(model.history)[:-1]} == {10}
