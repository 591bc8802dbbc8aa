"""Forms of the contest: what all share, their laws of noise, and the same bits in every engine."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import race_sim
from race_sim import compiled  # noqa: F401  (registers the rule book with the compiler)
from race_sim.foresight.moves import contest_at
from race_sim.problems import ScenarioError
from race_sim.resolve import plan_of
from race_sim.rules.contest import CONTESTS, contest
from race_sim.testing import differing_columns

pytestmark = pytest.mark.short

FORMS = pytest.mark.parametrize("form", range(len(CONTESTS)), ids=CONTESTS)
LEADS = st.floats(-1e6, 1e6)
# The noise of a lead under which the chance of winning is (1 + contest) / 2, by its own scale.
NOISE = {
    "tanh": stats.logistic(scale=0.5),
    "linear": stats.uniform(-1.0, 2.0),
    "relative-difference": stats.laplace(),
    "heavy-tailed": stats.t(2, scale=math.sqrt(0.5)),
}


@FORMS
def test_slope_is_one_at_no_lead(form):
    """So that rivalry means the same in every form."""
    for small in (1e-6, 1e-9):
        assert contest(form, small) / small == pytest.approx(1.0, abs=2e-6)


@FORMS
@given(x=LEADS, y=LEADS)
def test_odd_to_the_last_bit_rising_and_bounded(form, x, y):
    low, high = sorted((x, y))
    assert contest(form, -x) == -contest(form, x)
    assert contest(form, low) <= contest(form, high) + 1e-15
    assert -1.0 <= contest(form, x) <= 1.0


@FORMS
def test_ends_at_one(form):
    assert contest(form, 0.0) == 0.0
    assert contest(form, 1e6) == pytest.approx(1.0, abs=1e-11)


@FORMS
def test_winning_is_having_the_larger_lead_after_noise(form):
    """Twice the distribution function of each form's noise, less one, as SciPy has it."""
    x = np.linspace(-6.0, 6.0, 2001)
    found = [contest(form, float(value)) for value in x]
    np.testing.assert_allclose(found, 2.0 * NOISE[CONTESTS[form]].cdf(x) - 1.0, atol=1e-14)


def test_tanh_is_the_ratio_form_of_tullock_in_capability():
    """A chance of winning K_i^r / (K_i^r + K_j^r), for a lead of log10(K_i / K_j) OOM."""
    scale, lead = 0.5, np.linspace(-3.0, 3.0, 61)
    exponent = 2.0 / (scale * math.log(10.0))
    ours = 10.0**lead
    chance = ours**exponent / (ours**exponent + 1.0)
    found = [contest(0, float(x) / scale) for x in lead]
    np.testing.assert_allclose(found, 2.0 * chance - 1.0, atol=1e-14)


@FORMS
def test_arrays_of_the_far_sighted_are_the_rules(form):
    settings = plan_of(race_sim.load_scenario("baseline")).settings_at(0)._replace(contest=form)
    lead = np.concatenate([np.linspace(-4.0, 4.0, 401), [0.0, 1e-9, -1e-9, 50.0, -50.0]])
    one_by_one = [contest(form, float(value) / settings.lead_scale) for value in lead]
    np.testing.assert_allclose(contest_at(settings, lead), one_by_one, rtol=1e-14, atol=0.0)


def test_compiled_function_gives_the_same_bits():
    def all_forms(x, out):
        for i in range(len(x)):
            for form in range(4):
                out[i, form] = contest(form, x[i])

    random = np.random.default_rng(5)
    x = np.concatenate([random.normal(0.0, 2.0, 3000), random.normal(0.0, 1e-6, 300), [0.0, -0.0]])
    plain, fast = np.zeros((len(x), 4)), np.zeros((len(x), 4))
    all_forms(x.tolist(), plain)
    numba.njit(error_model="numpy")(all_forms)(x, fast)
    assert np.array_equal(plain.view(np.int64), fast.view(np.int64))


@FORMS
def test_engines_agree_bit_for_bit(form):
    scenario = race_sim.load_scenario(
        "baseline", {"payoffs.contest": CONTESTS[form], "incidents.base_rate": 0.2}
    )
    paths = race_sim.trajectories(scenario, [0, 3], seed=4)
    for world in (0, 3):
        model = race_sim.RaceModel(scenario, seed=4, world=world)
        model.run()
        path = paths[paths.world == world].reset_index(drop=True)
        assert differing_columns(model.history, path) == []


def test_forms_differ_in_what_actors_do_and_play_for():
    tables = [
        race_sim.simulate(race_sim.load_scenario("baseline", {"payoffs.contest": name}), 200)
        for name in CONTESTS
    ]
    default = race_sim.simulate("baseline", 200)
    assert tables[0].equals(default)  # the form of every scenario that names none
    for other in tables[1:]:
        assert not np.array_equal(other["us_accelerating"], default["us_accelerating"])
        assert not np.array_equal(other["us_payoff"], default["us_payoff"])


def test_an_unknown_form_is_one_clear_error():
    with pytest.raises(ScenarioError) as caught:
        race_sim.load_scenario("baseline", {"payoffs.contest": "step"})
    assert [problem.where for problem in caught.value.problems] == ["payoffs.contest"]
    assert caught.value.problems[0].allowed == "one of " + ", ".join(CONTESTS)
