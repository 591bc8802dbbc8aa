"""Counterfactuals over many worlds: the same as one by one, and as two ensembles."""

import numpy as np
import pytest

import race_sim
from race_sim.analysis import paired
from race_sim.analysis.counterfactual import counterfactual
from race_sim.analysis.counterfactual_population import counterfactual_worlds
from race_sim.problems import InputError


@pytest.mark.parametrize(
    "change", [{"us.policy": "always-safe"}, {"payoffs.rivalry": 0.5}, {"us.freeze_median": 40.0}]
)
def test_each_world_parts_as_it_does_alone(change):
    found = counterfactual_worlds("baseline", change, worlds=12, seed=3, first_world=40)
    for row in found.parting.itertuples():
        alone = counterfactual("baseline", change, seed=3, world=row.world)
        expected = np.nan if alone.parting is None else alone.parting.year
        np.testing.assert_equal(row.year, expected)
        for kind in ("state", "outlook", "choice", "happening"):
            first = alone.first(kind)
            np.testing.assert_equal(
                getattr(row, f"{kind}_year"), np.nan if first is None else first.year
            )


def test_both_tables_are_those_of_simulate_in_any_block():
    found = counterfactual_worlds("baseline", {"payoffs.rivalry": 0.2}, worlds=600, seed=2)
    changed = race_sim.load_scenario("baseline", {"payoffs.rivalry": 0.2})
    assert found.factual.equals(race_sim.simulate("baseline", worlds=600, seed=2))
    assert found.other.equals(race_sim.simulate(changed, worlds=600, seed=2))
    counts = found.catastrophes
    assert sum(counts) == 600
    prevented = found.factual["catastrophe"] & ~found.other["catastrophe"]
    assert counts.only_first == int(prevented.sum()) > 0
    assert found.difference("lead") == paired.difference(found.factual, found.other, "lead")
    told = found.sentences()[1]
    assert f"prevents {counts.only_first} catastrophes" in told
    assert f"brings about {counts.only_second}" in told


def test_a_change_of_nothing_parts_no_world():
    found = counterfactual_worlds("baseline", {"payoffs.rivalry": 0.76}, worlds=50, seed=2)
    assert found.parted.value == 0.0
    assert found.parting["year"].isna().all()
    assert "none of 50 worlds takes another course" in found.sentences()[0]


def test_a_date_comes_no_earlier_than_what_makes_it_differ():
    """A later freeze can matter only after a Chernobyl moment."""
    found = counterfactual_worlds("baseline", {"us.freeze_depth": 0.9}, worlds=300, seed=2)
    parted = found.parting["year"].notna()
    shock = found.factual["first_chernobyl_year"]
    assert 0.5 < found.parted.value < 1.0
    assert (found.parting["year"][parted] > shock[parted]).all()
    # The others have none, or one that ends the race, or that nothing is left to differ after.
    spared = found.factual[~parted & shock.notna()]
    assert (spared["end_year"] - spared["first_chernobyl_year"] <= 0.25).all()


def test_bad_arguments():
    with pytest.raises(InputError, match="worlds"):
        counterfactual_worlds("baseline", {}, worlds=0)
    with pytest.raises(InputError, match=r"time\.step"):
        counterfactual_worlds("baseline", {"time.step": 0.125}, worlds=2)
