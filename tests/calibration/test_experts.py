"""What experts think, as hazards."""

import pytest

from race_sim.calibration.experts import estimates, hazards
from race_sim.calibration.tables import read_table


def test_hazards_of_experts_are_those_published():
    table = read_table("expert_probabilities")
    assert list(hazards().values()) == pytest.approx(table["hazard_per_year"].tolist(), abs=1e-5)


def test_a_hazard_gives_back_the_probability_it_comes_from():
    """Twelve per cent and two by 2100: over 78 years the survivors are 0.88 and 0.9787."""
    asked = {estimate.key: estimate for estimate in estimates()}["risk.cat.experts"]
    assert (1.0 - asked.value) ** 78 == pytest.approx(0.88, abs=1e-3)
    assert (1.0 - asked.low) ** 78 == pytest.approx(0.9787, abs=1e-3)
