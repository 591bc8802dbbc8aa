"""The safety-performance contest: its equilibrium by a root, by gradients and by brute search."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.literature import spt2023
from race_sim.literature.spt2023 import (
    RISKS,
    NoEquilibrium,
    equilibrium,
    outcome,
    payoffs,
    symmetric_equilibrium,
)
from race_sim.literature.spt2023_equilibrium import marginal_gains
from race_sim.literature.spt2023_response import Player, Rivals, best_response
from race_sim.literature.spt2023_symmetric import _point, _root, _values
from race_sim.problems import InputError

NAMES = Player._fields


def player_of(**values: Any) -> Player:
    usual = spt2023.Parameters.defaults()
    return Player(*(np.asarray(values.get(name, usual[name]), dtype=float) for name in NAMES))


def drawn(seed: int, count: int) -> dict[str, np.ndarray]:
    luck = np.random.default_rng(seed)
    return {
        "players": luck.integers(2, 6, count).astype(float),
        "safety_productivity": 10.0 ** luck.uniform(-0.5, 2.0, count),
        "performance_productivity": 10.0 ** luck.uniform(-0.5, 2.0, count),
        "safety_exponent": luck.uniform(0.2, 0.9, count),
        "performance_exponent": luck.uniform(0.2, 0.9, count),
        "safety_sensitivity": luck.uniform(0.0, 0.8, count),
        "disaster_cost": luck.uniform(0.0, 2.0, count),
        "price": 10.0 ** luck.uniform(-2.0, 0.0, count),
        "loser_share": luck.uniform(0.0, 0.5, count),
    }


def one(values: dict[str, np.ndarray], at: int) -> dict[str, Any]:
    return {name: float(value[at]) for name, value in values.items()}


def gradient(inputs: np.ndarray, risk: str, **values: Any) -> np.ndarray:
    """Slope of each player's payoff in the logarithms of its inputs, by central differences."""
    found = np.zeros_like(inputs)
    step = 1e-4
    for kind in range(2):
        for who in range(inputs.shape[1]):
            shifted = []
            for sign in (1.0, -1.0):
                other = inputs.copy()
                other[kind, who] *= np.exp(sign * step)
                shifted.append(payoffs(other[0], other[1], **values, risk=risk)[who])
            found[kind, who] = (shifted[0] - shifted[1]) / (2.0 * step)
    return found


def brute_force(xs: float, xp: float, count: int, risk: str, **values: Any) -> float:
    """The best payoff of player 1 while the others stay, by ever finer grids of payoffs only."""
    low, high = np.array([-25.0, -25.0]), np.array([6.0, 6.0])
    best = -np.inf
    for places in (160, *([24] * 9)):
        axes = [np.linspace(low[i], high[i], places) for i in range(2)]
        safety, speed = np.meshgrid(np.exp(axes[0]), np.exp(axes[1]), indexing="ij")
        others = np.ones((places, places, count - 1))
        value = payoffs(
            np.concatenate([safety[..., None], xs * others], axis=-1),
            np.concatenate([speed[..., None], xp * others], axis=-1),
            **values,
            risk=risk,
        )[..., 0]
        row, column = np.unravel_index(np.argmax(value), value.shape)
        best = max(best, float(value.max()))
        at = np.array([axes[0][row], axes[1][column]])
        reach = 2.0 * (high - low) / (places - 1)
        low, high = at - reach, at + reach
    others_idle = [0.0] + [xs] * (count - 1), [0.0] + [xp] * (count - 1)
    return max(best, float(payoffs(*others_idle, **values, risk=risk)[0]))


# The symmetric equilibrium.


@pytest.mark.parametrize("risk", RISKS)
def test_conditions_hold_to_the_last_digits(risk: str) -> None:
    values = drawn(1, 40)
    found = symmetric_equilibrium(**values, risk=risk, check=False)
    compared = 0
    for at in range(40):
        if np.isnan(found.regret[at]):
            continue
        compared += 1
        count = int(values["players"][at])
        inputs = np.outer([found.safety_inputs[at], found.performance_inputs[at]], np.ones(count))
        here = {name: values[name][at] for name in NAMES}
        player = Player(*(np.full(count, here[name]) for name in NAMES))
        residual = marginal_gains(player, inputs, risk) - here["price"] * inputs
        assert np.max(np.abs(residual)) < 1e-13
        # The same by differences of payoffs, without any formula of ours.
        scale = np.maximum(here["price"] * inputs, 1e-3)
        assert np.max(np.abs(gradient(inputs, risk, **here)) / scale) < 1e-5
    assert compared >= 30


@pytest.mark.parametrize("risk", RISKS)
def test_the_regret_is_that_of_a_brute_search_over_both_inputs(risk: str) -> None:
    values = drawn(2, 6)
    values["disaster_cost"][:3] *= 3.0
    found = symmetric_equilibrium(**values, risk=risk, check=False)
    for at in range(6):
        here = {name: float(values[name][at]) for name in NAMES}
        point = float(found.safety_inputs[at]), float(found.performance_inputs[at])
        best = brute_force(*point, int(values["players"][at]), risk, **here)
        expected = max(best - float(found.payoffs[at]), 0.0)
        assert found.regret[at] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("risk", RISKS)
def test_the_best_response_is_that_of_a_brute_search(risk: str) -> None:
    """Against rivals who play anything."""
    values = drawn(5, 5)
    values["disaster_cost"][:3] = 0.0  # else it is best to stop under multiplicative risk
    values["loser_share"] *= 0.3
    values["price"] *= 0.05
    luck = np.random.default_rng(5)
    takes_part = 0
    for at in range(5):
        here = {name: float(values[name][at]) for name in NAMES}
        count = int(values["players"][at])
        xs, xp = (float(x) for x in 10.0 ** luck.uniform(-1.5, 0.5, 2))
        made = outcome([xs] * 2, [xp] * 2, **here)
        sigma, speed = made.odds[0] / (1.0 + made.odds[0]), made.performances[0]
        safe = sigma if risk == "winner" else sigma ** (count - 1)
        rivals = Rivals(np.log((count - 1) * speed), safe)
        best = best_response(player_of(**here), rivals, risk)
        takes_part += best.performance_input > 0.0
        assert best.payoff == pytest.approx(brute_force(xs, xp, count, risk, **here), abs=1e-9)
    assert takes_part >= 2


DRAWN = drawn(3, 40)
CANDIDATES = {risk: symmetric_equilibrium(**DRAWN, risk=risk, check=False) for risk in RISKS}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(RISKS),
    st.integers(0, 39),
    st.floats(-12.0, 5.0),
    st.floats(-12.0, 5.0),
)
def test_no_deviation_beats_what_the_search_found(
    risk: str, at: int, safety: float, speed: float
) -> None:
    here = one(DRAWN, at)
    others = int(here.pop("players")) - 1
    found = CANDIDATES[risk]
    if np.isnan(found.regret[at]):
        return
    xs = [np.exp(safety)] + [float(found.safety_inputs[at])] * others
    xp = [np.exp(speed)] + [float(found.performance_inputs[at])] * others
    most = found.payoffs[at] + found.regret[at] + 1e-12
    assert payoffs(xs, xp, **here, risk=risk)[0] <= most


def test_the_equation_has_no_safer_root_than_the_one_taken() -> None:
    """A dense scan of the equation against the bisection between its turning points."""
    values = drawn(4, 300)
    values["players"] = np.random.default_rng(4).integers(2, 9, 300).astype(float)
    values["safety_sensitivity"] *= 3.0
    several = 0
    for risk in RISKS:
        point = _point(values["players"], Player(*(values[name] for name in NAMES)), risk)
        z = np.linspace(-200.0, 200.0, 4001)[:, None]
        gap = _values(point, z).gap
        crossing = (gap[:-1] >= 0.0) != (gap[1:] >= 0.0)
        root = _root(point)
        several += int(np.sum(crossing.sum(axis=0) > 1))
        for at in range(300):
            places = z[:-1, 0][crossing[:, at]]
            if np.isnan(root[at]):
                assert places.size == 0
            elif places.size:
                assert places[-1] <= root[at] <= places[-1] + 0.101
    assert several > 0  # multiplicative risk has points with several candidates


@pytest.mark.parametrize("risk", RISKS)
def test_without_sensitivity_or_cost_the_closed_forms_are_simpler(risk: str) -> None:
    n = np.array([2.0, 3.0, 5.0])
    found = symmetric_equilibrium(n, safety_sensitivity=0.0, risk=risk, check=False)
    speed = 0.5 / 0.1 * found.safe * (n - 1.0) / n**2
    assert found.performance_inputs == pytest.approx(speed, rel=1e-12)
    assert found.odds == pytest.approx(10.0 * np.sqrt(found.safety_inputs), rel=1e-12)
    fixed = symmetric_equilibrium(n, safety_exponent=0.0, risk=risk, check=False)
    assert np.all(fixed.safety_inputs == 0.0)
    assert fixed.odds == pytest.approx(10.0 * fixed.performances**-0.25, rel=1e-12)
    even = symmetric_equilibrium(n[:2], performance_exponent=0.0, risk=risk)
    assert np.all(even.performance_inputs == 0.0)
    assert even.performances == pytest.approx(10.0, rel=1e-12)
    assert np.all(even.regret < 1e-12)


def test_linear_safety_has_an_equilibrium_only_if_the_first_unit_pays() -> None:
    # alpha = 1, theta = 0: the equation is (1 + s)^2 = A (1 + d) / (n r).
    found = symmetric_equilibrium(
        safety_exponent=1.0, safety_sensitivity=0.0, safety_productivity=[1.0, 5.0]
    )
    assert found.odds == pytest.approx(np.sqrt(np.array([1.0, 5.0]) / 0.2) - 1.0, rel=1e-12)
    with pytest.raises(NoEquilibrium, match="no equilibrium found") as error:
        symmetric_equilibrium(safety_exponent=1.0, safety_sensitivity=0.0, price=10.0)
    assert np.isnan(error.value.regret)


def test_inputs_near_nothing_keep_their_digits() -> None:
    """A costly disaster leaves hardly any performance; the conditions still hold."""
    found = symmetric_equilibrium(disaster_cost=1000.0)
    assert found.performance_inputs < 1e-8
    inputs = np.outer([found.safety_inputs, found.performance_inputs], np.ones(2))
    player = Player(*(np.full(2, float(x)) for x in player_of(disaster_cost=1000.0)))
    gained = marginal_gains(player, inputs, "winner")
    assert gained[0] == pytest.approx(0.1 * inputs[0], rel=1e-11)


def test_more_points_at_once_are_the_same_points() -> None:
    cost, price = np.array([0.0, 1.0, 2.0])[:, None], np.array([0.05, 0.1])
    grid = symmetric_equilibrium(disaster_cost=cost, price=price)
    assert grid.safe.shape == (3, 2)
    for row in range(3):
        for column in range(2):
            alone = symmetric_equilibrium(disaster_cost=cost[row, 0], price=price[column])
            assert alone.safe.shape == ()
            assert alone.safe == grid.safe[row, column]
            assert alone.payoffs == grid.payoffs[row, column]


# No equilibrium.


def test_five_with_a_shared_risk_and_a_costly_disaster_are_refused() -> None:
    with pytest.raises(NoEquilibrium) as error:
        symmetric_equilibrium(5, disaster_cost=1.0, risk="multiplicative")
    assert error.value.regret == pytest.approx(0.0686407, abs=1e-6)
    assert "0.39888" in error.value.candidate and "performance input 0 " in error.value.deviation
    found = symmetric_equilibrium(5, disaster_cost=1.0, risk="multiplicative", check=False)
    # Who stops gets -d (1 - sigma^4): by hand, another way to the regret.
    sigma = found.odds / (1.0 + found.odds)
    assert found.regret == pytest.approx(-(1.0 - sigma**4) - found.payoffs, abs=1e-12)
    with pytest.raises(NoEquilibrium, match="one of 2 such points"):
        symmetric_equilibrium([2, 5, 5], disaster_cost=1.0, risk="multiplicative")
    with pytest.raises(NoEquilibrium, match="player 5"):
        equilibrium(disaster_cost=[1.0, 1.0, 1.0, 1.0, 1.1], risk="multiplicative")


def test_a_sweep_has_a_gap_where_there_is_no_equilibrium() -> None:
    measures = {measure.name: measure.of for measure in spt2023.MEASURES}
    assert set(measures) >= {"disaster_winner", "disaster_multiplicative"}
    danger = measures["disaster_multiplicative"](players=[2, 5], disaster_cost=1.0)
    assert np.isfinite(danger[0]) and np.isnan(danger[1])
    danger = measures["disaster_winner"](**spt2023.Parameters.defaults())
    assert danger == pytest.approx(1.0 - 0.787161, abs=1e-6)


# Players who differ.

CASES: list[dict[str, Any]] = [
    {"performance_productivity": [10.0, 20.0], "disaster_cost": 1.0},
    {"disaster_cost": [0.5, 2.0]},
    {"safety_productivity": [10.0, 5.0], "performance_productivity": [10.0, 20.0]},
    {"price": [0.1, 0.2, 0.3], "safety_sensitivity": [0.0, 0.3, 0.6]},
    {"safety_exponent": [0.3, 0.7], "performance_exponent": [0.6, 0.4], "disaster_cost": 0.5},
    {"loser_share": [0.0, 0.4], "safety_productivity": 20.0},
]


REFUSED = CASES[:2]  # under multiplicative risk: one would rather stop


@pytest.mark.parametrize("values", REFUSED, ids=[", ".join(case) for case in REFUSED])
def test_one_who_would_rather_stop_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(NoEquilibrium, match="by safety input 0 and performance input 0"):
        equilibrium(**values, risk="multiplicative")
    found = equilibrium(**values, risk="multiplicative", check=False)
    stops = int(np.argmax(found.regret))
    inputs = np.stack([found.safety_inputs, found.performance_inputs])
    inputs[:, stops] = 0.0
    gained = payoffs(*inputs, **values, risk="multiplicative") - found.payoffs
    assert found.regret[stops] == pytest.approx(gained[stops], abs=1e-14)


@pytest.mark.parametrize(
    ("values", "risk"),
    [(case, risk) for case in CASES for risk in RISKS if risk == "winner" or case not in REFUSED],
)
def test_no_player_gains(values: dict[str, Any], risk: str) -> None:
    found = equilibrium(**values, risk=risk)
    assert np.all(found.regret < 1e-12)
    inputs = np.stack([found.safety_inputs, found.performance_inputs])
    assert np.max(np.abs(gradient(inputs, risk, **values))) < 1e-8
    count = inputs.shape[1]
    player = Player(*(np.broadcast_to(one, (count,)) for one in player_of(**values)))
    gained = marginal_gains(player, inputs, risk)
    assert np.max(np.abs(gained / (player.price * inputs) - 1.0)) < 1e-11
    assert found.payoffs == pytest.approx(payoffs(*inputs, **values, risk=risk), abs=1e-14)


def test_players_in_another_order_play_the_same() -> None:
    there = equilibrium(performance_productivity=[10.0, 20.0], disaster_cost=[0.5, 1.0])
    back = equilibrium(performance_productivity=[20.0, 10.0], disaster_cost=[1.0, 0.5])
    assert back.safety_inputs[::-1] == pytest.approx(there.safety_inputs, rel=1e-10)
    assert back.payoffs[::-1] == pytest.approx(there.payoffs, abs=1e-12)


def test_of_several_equilibria_it_is_the_safest() -> None:
    """Three with a shared risk of whom one stops: which one, is left open by the conditions."""
    safety, speed = np.array([11.0, 10.4, 14.6]), np.array([12.5, 12.5, 7.4])
    shared: dict[str, Any] = {"disaster_cost": 0.96, "risk": "multiplicative"}
    inputs = np.geomspace(1e-6, 20.0, 80)
    safe = []
    for idle in range(3):
        rest = [one for one in range(3) if one != idle]
        two = equilibrium(2, safety[rest], speed[rest], **shared)
        # What the third would get if it joined: without it, it has what its inputs at zero give.
        xs, xp = np.zeros((2, 80, 80, 3))
        xs[..., rest], xp[..., rest] = two.safety_inputs, two.performance_inputs
        xs[..., idle], xp[..., idle] = np.meshgrid(inputs, inputs)
        joins = payoffs(xs, xp, safety, speed, **shared)[..., idle].max()
        xs[..., idle] = xp[..., idle] = 0.0
        if joins < payoffs(xs, xp, safety, speed, **shared)[0, 0, idle]:
            safe.append(float(two.safe))
    assert len(safe) >= 2 and max(safe) - min(safe) > 0.01
    found = equilibrium(3, safety, speed, **shared)
    assert found.safe == pytest.approx(max(safe), rel=1e-9)
    assert np.all(found.regret < 1e-12)


@pytest.mark.parametrize("risk", RISKS)
def test_players_who_hardly_differ_play_as_if_alike(risk: str) -> None:
    """The joint solution against the root of one equation."""
    close = equilibrium(3, safety_productivity=[10.0, 10.0, 10.0 + 1e-9], risk=risk)
    alike = symmetric_equilibrium(3, risk=risk)
    assert close.safety_inputs == pytest.approx(alike.safety_inputs, rel=1e-8)
    assert close.safe == pytest.approx(alike.safe, rel=1e-8)
    same = equilibrium(3, risk=risk)
    assert same.payoffs.tolist() == [float(alike.payoffs)] * 3
    assert same.safe == alike.safe


def test_the_best_response_to_equals_is_one_of_all_inputs() -> None:
    """A player far ahead: the search must look where the others are not."""
    player = player_of(price=1e-3, performance_productivity=1e4)
    rivals = Rivals(np.log(np.array(3.0)), np.array(0.4))
    best = best_response(player, rivals, "winner")
    values = {name: float(value) for name, value in zip(NAMES, player, strict=True)}
    xs, xp = float(best.safety_input), float(best.performance_input)
    for factor in (0.5, 0.99, 1.01, 2.0):
        for other in ((xs * factor, xp), (xs, xp * factor)):
            wins = values["performance_productivity"] * other[1] ** 0.5
            share = wins / (wins + 3.0)
            odds = 10.0 * other[0] ** 0.5 * wins**-0.25
            assert share * odds / (1.0 + odds) - 1e-3 * sum(other) < best.payoff


# Bad input.


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: symmetric_equilibrium(1), "players: 1; allowed"),
        (lambda: symmetric_equilibrium(2.5), "players"),
        (lambda: symmetric_equilibrium(price=np.nan), "price: nan"),
        (lambda: symmetric_equilibrium(price=0.0), "price: 0"),
        (lambda: symmetric_equilibrium(safety_exponent=1.2), "safety_exponent"),
        (lambda: symmetric_equilibrium(loser_share=1.0), "loser_share"),
        (lambda: symmetric_equilibrium(risk="shared"), "risk: 'shared'"),
        (lambda: symmetric_equilibrium(price=[0.1, 0.2], disaster_cost=[1, 2, 3]), "do not fit"),
        (lambda: equilibrium(1), "players"),
        (lambda: equilibrium(price=[0.1]), "players: 1"),
        (lambda: equilibrium(3, price=[0.1, 0.2]), "for each of 3 players"),
        (lambda: equilibrium(price=[0.1, 0.2], disaster_cost=[1, 2, 3]), "do not fit"),
        (lambda: equilibrium(price=[[0.1, 0.2]]), "one number"),
        (lambda: equilibrium(price=[0.1, np.nan]), "price: nan"),
    ],
)
def test_bad_input_is_said_clearly(call: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        call()
