"""Kinds of incidents."""

import pytest

from race_sim.calibration.incident_kinds import estimates
from race_sim.calibration.schemas_ai import DOMAINS
from race_sim.calibration.tables import read_table


def test_kinds_are_all_there_is():
    found = estimates()
    assert sum(estimate.value for estimate in found) == pytest.approx(1.0)
    table = read_table("ai_incidents_by_year")
    others = [f"mit_{name}" for name in DOMAINS if "failures" not in name and "misuse" not in name]
    assert found[2].method.startswith(f"{int(table[others].sum().sum())} of 849 ")
