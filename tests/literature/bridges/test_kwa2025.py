"""Kwa's race with split resources in our race, and where it is not one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.literature import kwa2025
from race_sim.literature.bridges import kwa2025 as bridge
from race_sim.literature.bridges.kwa2025 import (
    CASES,
    SETTINGS,
    Case,
    best_share,
    odds_of,
    place,
    plain_place,
    worth,
)
from race_sim.literature.bridges.limit import Docked, plan_at
from race_sim.literature.bridges.playing import played

shares = st.floats(0.01, 0.99)


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_the_race_gives_what_the_model_gives(rows: list[Docked]):
    # Five rows are estimates, each more than 4 standard errors off once in 16,000 seeds.
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 20


@given(us=shares, cn=shares, k=st.floats(0.1, 100.0), w=st.floats(0.0, 4.0), a=st.floats(0.2, 2.0))
def test_a_step_is_worth_the_formula_at_any_shares(us, cn, k, w, a):
    case = Case(k, w, a)
    survival = kwa2025.aligned(us, k, a) * kwa2025.aligned(cn, k, a)
    own = (1.0 - us) ** w / ((1.0 - us) ** w + (1.0 - cn) ** w)
    assert worth(place(us, case), place(cn, case)) == pytest.approx(
        100.0 * survival * own, abs=1e-7
    )


def test_another_share_than_the_equilibrium_has_a_better_reply():
    case = CASES[2]
    share = float(kwa2025.equilibrium(2, *case).safety_share)
    elsewhere = place(1.5 * share, case)
    best, most = best_share(elsewhere, case, share)
    assert abs(best - 1.5 * share) > 0.05
    assert most - worth(elsewhere, elsewhere) > 0.1


def test_shares_that_reply_to_each_other_come_to_the_equilibrium_from_elsewhere():
    case = CASES[1]
    share = 0.2
    for _ in range(18):
        share = 0.5 * (share + best_share(place(share, case), case, share)[0])
    assert share == pytest.approx(2.0 / 3.0, abs=1e-3)


def test_the_plain_gap_agrees_to_the_first_order_in_the_risk():
    errors = []
    for k in (10.0, 1e3, 1e5):
        case = Case(k, 1.0, 1.0)
        found = [
            1.0 - played(plan_at(one, one, (1, SETTINGS))).catastrophe_risk
            for one in (place(0.5, case), plain_place(0.5, case))
        ]
        errors.append((found[0] - found[1]) * odds_of(0.5, case) ** 2)
    # Two sides, each with an error of 1 / (2 odds^2).
    assert errors[-1] == pytest.approx(1.0, abs=1e-3)
    assert np.all(np.diff(errors) > 0.0)


@pytest.mark.parametrize(
    ("left_on", "value"),
    [("gap_elasticity", 0.18), ("hazard", 0.03), ("ceiling_chance", 0.006), ("lead_scale", 0.5)],
)
def test_it_is_not_their_race_where_ours_is_left_on(left_on: str, value: float):
    case = CASES[3]
    us, cn = place(0.05, case), place(0.4, case)

    def found(settings) -> float:
        end = played(plan_at(us, cn, (1, settings)))
        return (1.0 - end.catastrophe_risk) * (50.0 + end.us_payoff)

    assert abs(found(SETTINGS._replace(**{left_on: value})) - found(SETTINGS)) > 1.0
