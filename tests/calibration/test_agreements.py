"""How long agreements last, against the published table, and delays after disasters."""

import math

import pytest

from race_sim.calibration.agreements import NO_LIMIT_BETWEEN_RIVALS, delays, estimates, kinds
from race_sim.calibration.tables import read_table


def test_every_row_of_the_published_table_is_reproduced():
    found = kinds()
    for row in read_table("agreement_fits").to_dict("records"):
        kind = found[row["set"]]
        assert (kind.agreements, kind.ended) == (row["n"], row["ended"])
        assert kind.years == pytest.approx(row["years_at_risk"], abs=0.06)
        assert kind.hazard == pytest.approx(
            (row["hazard_per_year"], row["hazard_lo90"], row["hazard_hi90"]), abs=6e-4
        )
        assert kind.half_life == pytest.approx(
            (row["half_life_years"], row["half_life_lo90"], row["half_life_hi90"]), rel=2e-3
        )


def test_what_is_left_out_of_limits_between_rivals_is_there():
    table = read_table("agreement_lifetimes").set_index("agreement")
    left_out = table.loc[list(NO_LIMIT_BETWEEN_RIVALS)]
    assert (left_out["binding"] == 1).all() and (left_out["rivals"] == 1).all()


def test_half_lives_and_hazards_are_one_statement():
    for kind in kinds().values():
        reversed_limits = (kind.hazard[0], kind.hazard[2], kind.hazard[1])
        for life, hazard in zip(kind.half_life, reversed_limits, strict=True):
            assert life * hazard == pytest.approx(math.log(2.0))


def test_delays_after_disasters():
    found = {estimate.key: estimate for estimate in estimates()}
    assert sorted(delays(level="international", binding=True))[4] == 21.2
    assert found["agr.lag.binding"].value == 21.2
    assert "median of 9 (quartiles 9 and 32)" in found["agr.lag.binding"].method
    assert found["agr.lag.national"].value == pytest.approx(13.9)
    assert found["agr.moratorium"].value == pytest.approx(34.0, abs=0.05)
