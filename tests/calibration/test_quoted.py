"""Rows of the compilation as they are quoted."""

import math

import pytest

from race_sim.calibration.quoted import parameter_row, parameter_rows, quoted
from race_sim.calibration.tables import DATA
from race_sim.problems import InputError


def test_sources_are_spelt_out():
    for row in parameter_rows():
        assert not row.source.startswith(("same", "as above", "reactor list")), row.id
        assert ".py" not in row.source, row.id
        for part in row.source.split("; "):
            if part.endswith(".csv") and " " not in part and "/" not in part:
                assert (DATA / part).is_file(), row.id


def test_a_quoted_row_is_not_called_measured():
    row = parameter_row("cap.invest.ratio")
    estimate = quoted(row)
    assert (estimate.value, estimate.low, estimate.high) == (row.central, row.low, row.high)
    assert quoted(parameter_row("agr.lag.info")).confidence == "published"
    assert quoted(parameter_row("safe.headcount")).confidence == "guess"
    assert math.isnan(quoted(parameter_row("tal.inflow")).low)


def test_a_row_that_is_not_there():
    with pytest.raises(InputError, match=r"parameters\.csv: id: no row 'cap\.luck'"):
        parameter_row("cap.luck")
