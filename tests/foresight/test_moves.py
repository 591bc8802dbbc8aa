"""One decision on the reduced state against the rules' own steps, in steps without incidents."""

import numpy as np
import pytest

from race_sim.foresight.moves import hazard_at, moved
from race_sim.resolve import plan_of
from race_sim.rules.state import BINDING, NO_TREATY, NON_BINDING
from race_sim.scenario import load_scenario

pytestmark = pytest.mark.short

ACTIONS = ((0, 0), (0, 1), (1, 0), (1, 1))
DEPENDENCY = 0.3


@pytest.fixture(scope="module", params=[(0.25, 0.0), (0.0625, 0.8)], ids=["one step", "four"])
def rules(request):
    """Settings and start of the baseline, with steps of this length and so much export control."""
    step, level = request.param
    values = {"time.step": step, "export_control.level": level, "progress.diffusion": 0.2}
    plan = plan_of(load_scenario("baseline", values))
    return plan.settings_at(0), plan.race


@pytest.mark.parametrize("treaty", [NO_TREATY, NON_BINDING, BINDING])
@pytest.mark.parametrize("actions", ACTIONS)
def test_one_decision_is_what_the_rules_play(rules, played, actions, treaty):
    """Lead, gaps, progress, expected harm and standing, from random states."""
    settings, start = rules
    random = np.random.default_rng(7 + treaty)
    for _ in range(6):
        lead, us_gap, cn_gap = random.uniform((-2.0, -0.5, -0.5), (2.5, 2.5, 2.5))
        stopped = random.uniform(0.0, 0.9, 2)
        state = lead, us_gap, cn_gap, stopped, treaty, DEPENDENCY
        race, book = played(settings, start, state, actions)
        restrictions = np.array(stopped[0]), np.array(stopped[1])
        arrays = np.array(lead), np.array(us_gap), np.array(cn_gap)
        move = moved(settings, DEPENDENCY, treaty, restrictions, *arrays, *actions)
        assert race.treaty == treaty
        assert float(move.lead) == pytest.approx(race.us.capability - race.cn.capability)
        assert float(move.us_gap) == pytest.approx(race.us.capability - race.us.safety)
        assert float(move.cn_gap) == pytest.approx(race.cn.capability - race.cn.safety)
        assert float(move.us_gain) == pytest.approx(race.us.capability - 1.0)
        assert float(move.cn_gain) == pytest.approx(race.cn.capability - 1.0 + lead)
        # Expected incidents, by the harm that the ledger expects of them.
        standing = settings.rivalry * float(move.standing)
        for side, own, other, sign in (
            ("us", move.us_incidents, move.cn_incidents, 1.0),
            ("cn", move.cn_incidents, move.us_incidents, -1.0),
        ):
            harm = settings.mean_severity * float(own + settings.mean_spillover * other)
            welfare = getattr(book, f"{side}_welfare")  # without incidents: without harm
            expected = getattr(book, f"{side}_expected_payoff")
            assert expected - welfare - sign * standing == pytest.approx(
                -settings.harm_aversion * harm, rel=1e-9, abs=1e-12
            )
            assert getattr(book, f"{side}_payoff") == pytest.approx(welfare + sign * standing)
        chance = -np.expm1(-float(move.us_incidents + move.cn_incidents) * settings.ceiling_chance)
        # Summed over steps, the ledger's chances count the second of two catastrophes too.
        assert book.catastrophe_risk == pytest.approx(chance, rel=1e-2)


@pytest.mark.parametrize("actions", ACTIONS)
def test_gaps_are_held_between_floor_and_ceiling(rules, played, actions):
    settings, start = rules
    ends = settings.gap_floor, settings.gap_ceiling
    quiet = settings._replace(hazard=0.0)
    for us_gap, cn_gap in (ends, ends[::-1]):
        state = 0.5, us_gap, cn_gap, (0.0, 0.0), NO_TREATY, DEPENDENCY
        race, _ = played(quiet, start, state, actions)
        nothing = np.array(0.0), np.array(0.0)
        arrays = np.array(0.5), np.array(us_gap), np.array(cn_gap)
        move = moved(quiet, DEPENDENCY, NO_TREATY, nothing, *arrays, *actions)
        assert float(move.us_gap) == pytest.approx(race.us.capability - race.us.safety)
        assert float(move.cn_gap) == pytest.approx(race.cn.capability - race.cn.safety)
        assert ends[0] <= min(move.us_gap, move.cn_gap) <= max(move.us_gap, move.cn_gap) <= ends[1]


def test_arrays_are_states_one_by_one(rules):
    """Shapes broadcast, and no state's move depends on another's."""
    settings, _ = rules
    random = np.random.default_rng(3)
    stopped = random.uniform(size=(2, 2, 1, 1))
    lead, gap = random.uniform(-1.0, 1.0, (1, 3, 1)), random.uniform(0.0, 2.0, (1, 1, 4))
    whole = moved(settings, 0.1, NON_BINDING, (stopped[0], stopped[1]), lead, gap, gap + 0.1, 1, 0)
    for part in whole:
        assert part.shape == (2, 3, 4)
    one = moved(
        settings, 0.1, NON_BINDING, (stopped[0][1, 0, 0], stopped[1][1, 0, 0]),
        lead[0, 2, 0], gap[0, 0, 3], gap[0, 0, 3] + 0.1, 1, 0,
    )  # fmt: skip
    assert [float(part) for part in one] == pytest.approx([part[1, 2, 3] for part in whole])


def test_hazard_grows_tenfold_an_order_of_magnitude_of_elastic_gap(rules):
    settings, _ = rules
    free = np.array(0.0)
    one = settings._replace(gap_elasticity=1.0)
    ratio = hazard_at(one, one.us, free, np.array(2.0)) / hazard_at(one, one.us, free, np.array(1))
    assert float(ratio) == pytest.approx(10.0)
    assert float(hazard_at(one, one.us, np.array(1.0), np.array(3.0))) == 0.0
