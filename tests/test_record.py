"""One row of history: states at the step's begin, choices and happenings in it."""

import math

import pytest
from hypothesis import given, settings

import race_sim
from race_sim import quarter
from race_sim.game import GAMES, name_of
from race_sim.record import Row, row_of
from race_sim.resolve import plan_of
from race_sim.rules.state import ACCELERATE, BINDING, INVEST, NO_TREATY, NOBODY, NON_BINDING, US
from race_sim.scenario import Shock
from race_sim.testing import scenarios, seeds


def one_step(scenario, step=0, us=ACCELERATE, cn=INVEST, race=None, seed=1, world=0):
    """A step played by hand: race, outlook, happenings, race after, time and its row."""
    plan = plan_of(scenario)
    now = plan.settings_at(step)
    race = race or plan.race
    time = quarter.time_of(now, step)
    outlook = quarter.look(now, race, time)
    after, happenings = quarter.advance(now, race, outlook, us, cn, seed, world, step)
    return race, outlook, happenings, after, row_of(race, outlook, happenings, after, time)


BASELINE = race_sim.load_scenario("baseline")


def test_every_value_is_a_float():
    # The compiled loop puts rows into one table of floats.
    row = one_step(BASELINE)[-1]
    assert [type(value) for value in row] == [float] * len(Row._fields)


def test_state_is_that_at_the_begin_and_choices_those_in_the_step():
    race, outlook, _, after, row = one_step(BASELINE, us=INVEST, cn=ACCELERATE)
    assert (row.year, row.us_capability, row.cn_capability) == (2026.0, 0.0, -0.4)
    assert (row.us_gap, row.cn_gap) == (0.5, 0.5)
    assert (row.us_belief, row.cn_belief) == (0.2, 0.2)
    assert (row.us_invests, row.cn_invests) == (1.0, 0.0)
    assert row.us_hazard == outlook.us.hazard
    assert after.us.capability > race.us.capability == row.us_capability
    assert after.cn.belief == pytest.approx(0.2 + 0.25 * 0.8) and row.cn_belief == 0.2


def test_sides_are_not_mixed_up():
    values = {
        "us.talent": 2.0,
        "cn.talent": 3.0,
        "us.belief": 0.3,
        "cn.belief": 0.7,
        "us.safety_gap": 1.0,
        "cn.safety_gap": 2.0,
        "us.capability": 5.0,
        "cn.capability": 7.0,
        "us.applications": 2.0,
        "incidents.gap_elasticity": 0.0,
        "incidents.base_rate": 0.01,
    }
    row = one_step(BASELINE.with_values(values))[-1]
    assert (row.us_talent, row.cn_talent) == (2.0, 3.0)
    assert (row.us_belief, row.cn_belief) == (0.3, 0.7)
    assert (row.us_safety, row.cn_safety) == (4.0, 5.0)
    assert (row.us_hazard, row.cn_hazard) == pytest.approx((0.02, 0.012))


def test_happenings_of_a_forced_shock():
    shock = Shock(date=2026.0, side="cn", severity=500.0, kind="financial_meltdown")
    quiet = BASELINE.with_values({"incidents.base_rate": 0.0})
    row = one_step(quiet.model_copy(update={"shocks": (shock,)}))[-1]
    assert (row.us_incidents, row.cn_incidents) == (0.0, 1.0)
    assert (row.us_chernobyl_moments, row.cn_chernobyl_moments) == (0.0, 1.0)
    assert (row.us_worst_severity, row.cn_worst_severity) == (0.0, 500.0)
    assert row.cn_harm == 500.0
    assert row.us_harm == pytest.approx(450.0)  # nine tenths of a meltdown cross the border
    assert row.catastrophe == 0.0


@pytest.mark.parametrize(
    ("before", "values", "talks", "signed", "ended", "breach"),
    [
        (NO_TREATY, {"alarm.prior": 0.5}, 0.0, 0, 0, NOBODY),
        (NO_TREATY, {"alarm.prior": 0.5}, 0.5, NON_BINDING, 0, NOBODY),
        (NO_TREATY, {"alarm.prior": 0.5}, 1.4, BINDING, 0, NOBODY),
        (
            NON_BINDING,
            {"alarm.prior": 0.5, "talks.non_binding_lapse": 0.0},
            1.4,
            BINDING,
            0,
            NOBODY,
        ),
        (NON_BINDING, {"alarm.prior": 0.5}, 0.01, 0, 1, NOBODY),
        (BINDING, {"talks.verification": 1.0, "talks.breach_ends": 1.0}, 1.0, 0, 1, US),
        (
            BINDING,
            {"talks.verification": 1.0, "talks.breach_ends": 0.0, "talks.binding_lapse": 0.0},
            1.0,
            0,
            0,
            US,
        ),
    ],
)
def test_agreements_and_breaches(before, values, talks, signed, ended, breach):
    scenario = BASELINE.with_values(values | {"incidents.base_rate": 0.0})
    race = plan_of(scenario).race._replace(treaty=before, talks=talks)
    row = one_step(scenario, us=ACCELERATE, cn=INVEST, race=race)[-1]
    assert row.treaty == before
    assert (row.treaty_signed, row.treaty_ended, row.breach) == (signed, ended, breach)


def test_finish_line():
    values = {"finish_line.enabled": True, "finish_line.transformative": 0.1}
    row = one_step(BASELINE.with_values(values))[-1]
    assert row.winner == US
    assert one_step(BASELINE)[-1].winner == NOBODY


@settings(max_examples=60)
@given(scenarios(longest=8), seeds())
def test_rows_of_a_path_hang_together(scenario, seed):
    paths = race_sim.trajectories(scenario, 2, seed=seed)
    for _, path in paths.groupby("world"):
        for side in ("us", "cn"):
            gap = path[f"{side}_capability"] - path[f"{side}_safety"]
            assert gap.to_numpy() == pytest.approx(path[f"{side}_gap"].to_numpy())
            assert (path[f"{side}_harm"] >= 0.0).all()
            assert path[f"{side}_belief"].between(0.0, 1.0).all()
            assert path[f"{side}_restriction"].between(0.0, 1.0).all()
            assert (path[f"{side}_talent"] >= 0.0).all()
            assert (path[f"{side}_chernobyl_moments"] <= path[f"{side}_incidents"]).all()
            had = path[f"{side}_incidents"] > 0
            assert (had == (path[f"{side}_worst_severity"] >= 1.0)).all()
        assert path.talks.between(0.0, 1.5).all()
        assert path.exchange.between(0.0, 1.0).all()
        assert path.step.tolist() == list(range(len(path)))
        assert not path.catastrophe.iloc[:-1].any()
        assert path.isna().sum().sum() == 0
        # An agreement signed or ended in one step is the treaty of the next.
        following = path.treaty.iloc[1:].tolist()
        for row, then in zip(path.iloc[:-1].itertuples(), following, strict=True):
            if row.treaty_signed != "none":
                assert then == row.treaty_signed
            elif row.treaty_ended:
                assert then == "none" != row.treaty
            else:
                assert then == row.treaty


@settings(max_examples=40)
@given(scenarios(longest=6), seeds())
def test_the_game_is_that_of_the_payoffs_in_the_row(scenario, seed):
    from race_sim.game import Payoffs

    for row in race_sim.trajectories(scenario, 1, seed=seed).to_dict("records"):
        us, cn = (
            Payoffs(*(row[f"{side}_payoff_{action}"] for action in Payoffs._fields))
            for side in ("us", "cn")
        )
        assert GAMES[name_of(us, cn)].key == row["game"]
        assert all(math.isfinite(value) for value in (*us, *cn))
