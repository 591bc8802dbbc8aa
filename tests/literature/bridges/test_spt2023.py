"""The contest of safety and performance in our race, and where it is not one."""

import math

import numpy as np
import pytest

from race_sim.literature import spt2023
from race_sim.literature.bridges import spt2023 as bridge
from race_sim.literature.bridges.contest_limit import (
    best_input,
    incident_settings,
    line_settings,
    safe_if_first,
    safe_together,
    winning_chance,
)
from race_sim.literature.bridges.limit import Docked, plan_at
from race_sim.literature.bridges.playing import played
from race_sim.literature.bridges.spt2023 import (
    CASES,
    Player,
    inputs_in_equilibrium,
    log_odds,
    matched,
    payoff_in_race,
    plain,
)


@pytest.fixture(scope="module")
def rows() -> list[Docked]:
    return bridge.docked()


def test_the_race_gives_what_the_model_gives(rows: list[Docked]):
    # Six rows are estimates, each more than 4 standard errors off once in 16,000 seeds.
    assert [row for row in rows if not row.agrees] == []
    assert len(rows) == 45


def test_the_payoff_printed_by_the_authors_is_that_of_our_race():
    # dynapai, readme: A = B = 10, alpha = beta = theta = .5, d = 1, r = .1, Xs = 1, Xp = 2.
    player = Player(safety_sensitivity=0.5, disaster_cost=1.0)
    rival = matched(player, (1.0, 2.0))
    assert payoff_in_race(player, (1.0, 2.0), rival, "winner") == pytest.approx(
        -0.2099315, abs=5e-8
    )


@pytest.mark.parametrize("risk", spt2023.RISKS)
def test_payoffs_are_the_model_s_away_from_equilibrium_too(risk: str):
    rng = np.random.default_rng(11)
    for _ in range(20):
        us, cn = (
            Player(
                safety_productivity=rng.uniform(1.0, 30.0),
                performance_productivity=rng.uniform(1.0, 30.0),
                safety_exponent=rng.uniform(0.1, 0.9),
                performance_exponent=rng.uniform(0.1, 0.9),
                safety_sensitivity=rng.uniform(0.0, 1.0),
                disaster_cost=rng.uniform(0.0, 3.0),
                price=rng.uniform(0.01, 0.3),
                loser_share=rng.uniform(0.0, 0.9),
            )
            for _ in range(2)
        )
        inputs = rng.uniform(0.05, 5.0, size=(2, 2))
        parameters = dict(zip(Player._fields, map(list, zip(us, cn, strict=True)), strict=True))
        theirs = spt2023.payoffs(*inputs.T, **parameters, risk=risk)
        ours = payoff_in_race(us, tuple(inputs[0]), matched(cn, tuple(inputs[1])), risk)
        assert ours == pytest.approx(theirs[0], abs=1e-9)


def test_the_second_player_has_no_better_reply_either():
    case = CASES[1]
    us, cn = inputs_in_equilibrium(case)
    found, _ = best_input(
        lambda inputs: payoff_in_race(case.cn, inputs, matched(case.us, us), case.risk), cn
    )
    assert found == pytest.approx(cn, abs=1e-4)


def test_elsewhere_our_race_has_a_better_reply():
    case = CASES[0]
    us, cn = inputs_in_equilibrium(case)
    rival = matched(case.cn, [cn[0], 8.0 * cn[1]])
    _, most = best_input(lambda inputs: payoff_in_race(case.us, inputs, rival, case.risk), us)
    assert most - payoff_in_race(case.us, us, rival, case.risk) > 1e-3


def test_the_plain_gap_agrees_to_the_first_order_in_the_risk():
    errors = []
    for spent in (1.0, 1e2, 1e4, 1e6):
        odds = 10.0 ** log_odds(Player(), (spent, 1.0))
        ours = safe_if_first(plain(Player(), (spent, 1.0)), line_settings())
        # exp(-1/s) - s/(1+s) = -1/(2 s^2) + O(1/s^3)
        errors.append((odds / (1.0 + odds) - ours) * 2.0 * odds**2)
    assert errors == sorted(errors)
    assert errors[-1] == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize(
    ("left_on", "value"), [("diffusion", 0.3), ("finish_risk", 0.5), ("finish_elasticity", 0.35)]
)
def test_it_is_not_their_contest_where_the_race_is_left_on(left_on: str, value: float):
    case = CASES[1]
    us, cn = (
        matched(player, inputs)
        for player, inputs in zip(case[1:3], inputs_in_equilibrium(case), strict=True)
    )
    settings = line_settings()
    changed = settings._replace(**{left_on: value})
    before, after = (
        np.array([winning_chance(us, cn, one), safe_if_first(us, one), safe_if_first(cn, one)])
        for one in (settings, changed)
    )
    assert np.abs(after - before).max() > 0.01


def test_a_step_with_growth_is_not_their_contest():
    us, cn = (matched(Player(), (1.0, 1.0)) for _ in range(2))
    settings = incident_settings()
    growing = settings._replace(us=settings.us._replace(growth=1.0))
    assert safe_together(us, cn, settings) - safe_together(us, cn, growing) > 0.05


def test_harm_and_line_are_counted_once():
    # Under multiplicative risk nothing more is lost at the line, and the other way round.
    us, cn = (matched(Player(), (1.0, 1.0)) for _ in range(2))
    shared = played(plan_at(us, cn, (1, incident_settings())))
    alone = played(plan_at(us, cn, (1, line_settings())))
    assert shared.loss_risk == 0.0 and alone.catastrophe_risk == 0.0
    assert math.isclose(1.0 - shared.catastrophe_risk, (1.0 - alone.loss_risk) ** 2)
