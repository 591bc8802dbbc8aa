"""Arms: what is played, what is compared, and words that follow the numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest

import race_sim
from race_sim.analysis import arm_worlds, arms, measures, paired
from race_sim.problems import InputError
from race_sim.resolve import plan_of

WORLDS, SEED, DATE = 300, 2, 2030.0
PLAIN = arms.Arm("plain", "no shock", since=DATE)
SHOCK = arms.Arm("shock", "a shock", shocks=(arms.shock(DATE, "cn"),), against="plain", since=DATE)
TALENT = measures.at("cn_talent", 2.0, "Talent", "Chinese talent")
SPEED = measures.mean_over("us_accelerates", 0.25, 3.0, "US accelerates", "the US accelerating")
SOON = measures.by("first_chernobyl_year", 1.0, "A moment within a year", "moments by then")
ALL = (
    measures.column("catastrophe"),
    measures.LATER_RISK,
    measures.LEAD,
    measures.TREATY,
    TALENT,
    SPEED,
    SOON,
)


@pytest.fixture(scope="module")
def found():
    return arms.play([PLAIN, SHOCK], ALL, WORLDS, SEED)


@pytest.fixture(scope="module")
def tables():
    """The same two scenarios, played another way."""
    plain = race_sim.load_scenario("baseline")
    shocked = plain.model_copy(update={"shocks": (arms.shock(DATE, "cn"),)})
    return tuple(race_sim.simulate(one, worlds=WORLDS, seed=SEED) for one in (plain, shocked))


def test_worlds_that_had_ended_do_not_count(found, tables):
    running = (tables[0].end_year > DATE).to_numpy()
    assert 0 < (~running).sum() < 20
    for arm in ("plain", "shock"):
        for measure in (one for one in ALL if one is not TALENT):  # which is of a later date
            assert np.array_equal(~np.isnan(found.values[arm][measure.key]), running)


def test_estimates_and_paired_differences_of_columns(found, tables):
    first, second = (one[tables[0].end_year > DATE] for one in tables)
    for name in ("catastrophe", "lead", "binding_treaty_year"):
        assert found.value("shock", name) == race_sim.outcomes.estimate(second, name)
        assert found.change("shock", name) == paired.difference(first, second, name)


def test_paths_by_the_history(found):
    for arm, scenario in ((PLAIN, PLAIN.built()), (SHOCK, SHOCK.built())):
        paths = race_sim.trajectories(scenario, worlds=WORLDS, seed=SEED)
        then = paths[paths.year == DATE + 2.0].set_index("world").cn_talent
        own = found.values[arm.key][TALENT.key]
        assert np.array_equal(own[then.index], then) and np.isnan(np.delete(own, then.index)).all()
        inside = paths[(paths.year > DATE) & (paths.year < DATE + 3.0)]
        racing = 1.0 - inside.groupby("world").us_invests.mean()
        assert found.values[arm.key][SPEED.key][racing.index] == pytest.approx(racing)


def test_later_risk_is_what_is_left_of_the_whole(found, tables):
    """Up to the shock both arms are the same worlds, so the changes agree to the last bit or so."""
    running = (tables[0].end_year > DATE).to_numpy()
    whole = (tables[1].catastrophe_risk - tables[0].catastrophe_risk)[running]
    assert found.change("shock", "later_catastrophe_risk").value == pytest.approx(whole.mean())
    later = found.values["plain"]["later_catastrophe_risk"][running]
    assert (later > 0.0).all() and (later < tables[0].catastrophe_risk[running]).all()


def test_a_chance_is_the_mean_of_what_happens():
    """Two estimates of one number: they differ by more than 4 sigma once in 16,000 seeds."""
    late = arms.Arm("late", "from 2036 on", since=2036.0)
    both = arms.play([late], [measures.LATER_RISK, measures.column("catastrophe")], 10_000, 5)
    chance, share = both.value("late", "later_catastrophe_risk"), both.value("late", "catastrophe")
    assert abs(chance.value - share.value) < 4 * (share.high - share.low) / 3.92


def test_dates_count_from_the_date(found):
    assert found.value("shock", SOON.key).value == 1.0
    assert found.value("plain", SOON.key).value < 0.5


def test_contrast_of_an_arm_with_itself_and_between_measures(found):
    assert found.contrast("shock", "shock", "lead").value == 0.0
    between = found.contrast("shock", "shock", "lead", TALENT.key)
    lead, talent = (
        found.values["shock"][key] - found.values["plain"][key] for key in ("lead", TALENT.key)
    )
    assert between.value == pytest.approx(np.nanmean(lead - talent))


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (2.0, 1.0, "by more than"),
        (1.0, 2.0, "by less than"),
        (-2.0, -1.0, "by more than"),
        (-1.0, -2.0, "by less than"),
        (0.0, -1.0, "by less than"),
        (1.0, 1.0, "by as much, so far as can be seen, as"),
        (1.0, -1.0, "in the other direction from"),
    ],
)
def test_sizes_of_changes_in_words(found, one, other, said):
    luck = np.random.default_rng(3).normal(size=100)
    values = {"plain": {"lead": luck}, "one": {"lead": luck + one}, "other": {"lead": luck + other}}
    made = arms.Results(
        (PLAIN, replace(SHOCK, key="one"), replace(SHOCK, key="other")),
        (measures.LEAD,),
        values,
        100,
        1,
    )
    assert made.by_more("one", "other", "lead") == said


def test_a_relative_change_is_the_ratio_of_the_means(found):
    relative = found.relative("shock", measures.LATER_RISK.key)
    before = found.value("plain", measures.LATER_RISK.key).value
    after = found.value("shock", measures.LATER_RISK.key).value
    assert relative.value == pytest.approx(after / before - 1.0)
    assert relative.low < relative.value < relative.high < 0.0


def test_same_scenarios_are_the_same_worlds():
    twin = arms.Arm("twin", "the same", {"payoffs.rivalry": 0.76}, against="plain")
    plain = arms.Arm("plain", "as it is")
    both = arms.play([plain, twin], [measures.LEAD], 50, SEED)
    assert both.values["plain"] is both.values["twin"]
    assert both.change("twin", "lead") == (0.0, 0.0, 0.0)
    assert "neither rises nor falls measurably" in both.moved("twin", "lead")


def test_one_seed_one_result(found):
    again = arms.play([PLAIN, SHOCK], ALL, WORLDS, SEED)
    assert again.table.equals(found.table)
    other = arms.play([PLAIN, SHOCK], [measures.LEAD], WORLDS, SEED + 1)
    assert other.value("plain", "lead") != found.value("plain", "lead")


def test_table_holds_it_all(found):
    table = found.table.set_index(["arm", "outcome"])
    assert len(table) == 2 * len(ALL) and "at" not in table
    row = table.loc[("shock", "lead")]
    assert paired.from_columns(row, "difference") == found.change("shock", "lead")
    assert (row.unit, row.compared_with, row.group) == ("OOM", "plain", "")
    assert math.isnan(table.loc[("plain", "lead")].difference_value)


def test_words_turn_when_the_numbers_do(found):
    swapped = {"plain": found.values["shock"], "shock": found.values["plain"]}
    turned = replace(found, values=swapped)
    assert found.direction("shock", TALENT.key) == -1 == -turned.direction("shock", TALENT.key)
    assert "Chinese talent falls by 0." in found.clause("shock", TALENT.key)
    assert "Chinese talent rises by 0." in turned.clause("shock", TALENT.key)
    assert found.said("shock", SPEED.key).split("(")[0].strip().endswith("%")
    assert "percentage points" in found.moved("shock", SPEED.key)


def test_only_a_part(found):
    part = found.only(["lead"], ["shock"])
    assert [measure.key for measure in part.measures] == ["lead"]
    assert part.change("shock", "lead") == found.change("shock", "lead")
    assert found.only() == found


def test_events_are_added_to_those_of_the_scenario():
    arm = arms.Arm(
        "all",
        "all",
        scenario="chernobyl-2028-cn",
        changes=(arms.change(2030, {"talks.pace": 2.0}),),
        pauses=(arms.pause(["us"], 2027, 2028),),
        shocks=(arms.shock(2031, "us", 10),),
    )
    scenario = arm.built()
    assert [shock.date for shock in scenario.shocks] == [2028.0, 2031.0]
    assert scenario.parameters_at(16).talks.pace == 2.0
    assert scenario.pauses[0].share == 1.0


@pytest.mark.parametrize(
    ("chosen", "kinds", "said"),
    [
        ([], [measures.LEAD], "arms: none"),
        ([PLAIN], [], "measures: none"),
        ([PLAIN, PLAIN], [measures.LEAD], "arms.plain: given twice"),
        ([SHOCK], [measures.LEAD], "arms.shock.against: plain; allowed: shock"),
        ([PLAIN, replace(SHOCK, values={"talks.speed": 1})], [measures.LEAD], "talks.speed"),
        ([replace(PLAIN, shocks=(arms.shock(2050, "us"),))], [measures.LEAD], r"shocks\[0\].date"),
    ],
)
def test_bad_arms(chosen, kinds, said):
    with pytest.raises(InputError, match=said):
        arms.play(chosen, kinds, 10, 1)


def test_a_race_that_is_foreseen_cannot_be_cut_short(monkeypatch):
    def with_table(scenario):  # as a far-sighted policy has one; solving it takes seconds
        return plan_of(scenario)._replace(strategies=((0.0,),))

    monkeypatch.setattr(arm_worlds, "plan_of", with_table)
    with pytest.raises(InputError, match="far-sighted policy"):
        arms.play([PLAIN], [measures.LATER_RISK], 10, 1)


def test_years_count_from_the_start_of_the_race_or_the_date():
    plain = arms.Arm("plain", "from the start")
    early = measures.at("us_talent", 0.0, "Talent", "US talent")
    assert arms.play([plain], [early], 20, 1).value("plain", early.key) == (1.0, 1.0, 1.0)
    late = measures.at("us_talent", 20.0, "Talent", "US talent")
    with pytest.raises(InputError, match="2050; allowed: the begin of a step, from 2026 to"):
        arms.play([PLAIN], [late], 20, 1)


def test_names_are_no_numbers():
    with pytest.raises(KeyError, match="is a name"):
        measures.column("ending")
