"""Every row of the compilation is computed here or quoted, and each difference has its reason."""

from race_sim.calibration.compiled_figures import SAME_AS, WHY, compared
from race_sim.calibration.estimates import estimates
from race_sim.calibration.quoted import parameter_rows


def test_no_row_is_lost():
    keys = {estimate.key for estimate in estimates()}
    for row in parameter_rows():
        assert SAME_AS.get(row.id, row.id) in keys, row.id


def test_every_difference_has_a_reason_and_only_differences_have_one():
    found = compared(estimates())
    assert {one.row.id for one in found if not one.agrees} == set(WHY)
    assert all(one.why for one in found if not one.agrees)
    assert len(found) > 35
    assert sum(one.agrees for one in found) > len(found) / 2
