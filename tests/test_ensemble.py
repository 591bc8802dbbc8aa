"""Many worlds: the same bits however they are played, and luck that belongs to its address."""

import hashlib
import subprocess
import sys
import threading

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import race_sim
from race_sim.compiled import OUTCOME_COLUMNS
from race_sim.ensemble import as_scenario, blocks, default_threads
from race_sim.outcomes import OUTCOMES, outcome_frame
from race_sim.problems import InputError
from race_sim.record import Row
from race_sim.resolve import plan_of, step_of
from race_sim.scenario import Scenario
from race_sim.testing import (
    changes,
    checked,
    differing_columns,
    knob_tables,
    pauses,
    same_bits,
    scenarios,
    seeds,
    shocks,
)

BASELINE = race_sim.load_scenario("baseline")
EVENTFUL = {"incidents.base_rate": 0.3, "talks.pace": 3.0}


@pytest.fixture(scope="module")
def worlds():
    return race_sim.simulate(BASELINE, worlds=500, seed=1)


@pytest.mark.short
def test_one_row_a_world(worlds):
    assert worlds.columns.tolist() == ["world", *(column.name for column in OUTCOMES)]
    assert worlds.world.tolist() == list(range(500))
    assert worlds.catastrophe.any() and not worlds.catastrophe.all()


@pytest.mark.short
@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_do_not_matter(worlds, threads):
    assert same_bits(race_sim.simulate(BASELINE, 500, seed=1, threads=threads), worlds)


@pytest.mark.parametrize("block", [1, 7, 499, 500, 501])
@pytest.mark.parametrize("threads", [1, 2])
def test_blocks_do_not_matter(worlds, block, threads):
    parts = list(blocks(plan_of(BASELINE), 500, 1, threads=threads, block=block))
    assert [len(numbers) for numbers, _ in parts[:-1]] == [block] * (len(parts) - 1)
    numbers = np.concatenate([numbers for numbers, _ in parts])
    table = np.concatenate([table for _, table in parts])
    assert same_bits(outcome_frame(numbers, table), worlds)


@pytest.mark.short
@pytest.mark.parametrize("world", [0, 1, 123_456, 2**40 + 1])
def test_a_world_does_not_need_the_others(world):
    first = max(0, world - 3)
    together = race_sim.simulate(BASELINE, 8, seed=9, first_world=first)
    alone = race_sim.simulate(BASELINE, 1, seed=9, first_world=world)
    row = together[together.world == world].reset_index(drop=True)
    assert same_bits(row, alone)
    assert alone.world.tolist() == [world]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 2**62), min_size=1, max_size=6), seeds())
def test_order_of_worlds_does_not_matter(numbers, seed):
    scenario = BASELINE.with_values({"time.end": 2029.0, **EVENTFUL})
    paths = race_sim.trajectories(scenario, numbers, seed=seed)
    alone = [race_sim.trajectories(scenario, [number], seed=seed) for number in numbers]
    assert same_bits(paths, pd.concat(alone, ignore_index=True))


def test_trajectories_end_where_outcomes_say(worlds):
    paths = race_sim.trajectories(BASELINE, 500, seed=1)
    last = paths.groupby("world").last()
    assert (last.catastrophe.to_numpy() == worlds.catastrophe.to_numpy()).all()
    assert (last.year.to_numpy() + 0.25 == worlds.end_year.to_numpy()).all()
    assert paths.columns.tolist() == ["world", "step", *Row._fields]


def test_outcomes_add_up_what_trajectories_show(worlds):
    paths = race_sim.trajectories(BASELINE, 500, seed=1)
    by_world = paths.groupby("world")
    assert (by_world.us_incidents.sum() == worlds.us_incidents).all()
    assert (by_world.cn_chernobyl_moments.sum() == worlds.cn_chernobyl_moments).all()
    np.testing.assert_allclose(by_world.us_harm.sum(), worlds.us_harm, rtol=1e-12)
    np.testing.assert_allclose(1 - by_world.us_invests.mean(), worlds.us_accelerating, atol=1e-12)
    in_harmony = (paths.game == "harmony").groupby(paths.world).mean()
    np.testing.assert_allclose(in_harmony, worlds.time_in_harmony, atol=1e-12)
    np.testing.assert_allclose(
        (by_world.us_restriction.sum() * 0.25), worlds.us_restriction_years, rtol=1e-12
    )
    signed = paths[paths.treaty_signed == "binding"].groupby("world").year.min()
    assert signed.to_dict() == worlds.binding_treaty_year.dropna().to_dict()
    moments = paths[paths.us_chernobyl_moments + paths.cn_chernobyl_moments > 0]
    assert (
        moments.groupby("world").year.min().to_dict()
        == worlds.first_chernobyl_year.dropna().to_dict()
    )


def fingerprint(seed):
    frame = race_sim.simulate("baseline", worlds=40, seed=seed)
    numbers = frame.select_dtypes("number").to_numpy(dtype=float)
    return hashlib.sha256(numbers.tobytes()).hexdigest()


@pytest.mark.short
def test_same_seed_gives_same_result_in_another_process():
    program = (
        "import hashlib, race_sim\n"
        "frame = race_sim.simulate('baseline', worlds=40, seed=31337)\n"
        "numbers = frame.select_dtypes('number').to_numpy(dtype=float)\n"
        "print(hashlib.sha256(numbers.tobytes()).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == fingerprint(31337)


@pytest.mark.short
def test_seeds_and_worlds_differ():
    prints = {fingerprint(seed) for seed in (0, 1, 2, 2**32, 2**32 + 1, 2**63 - 1)}
    assert len(prints) == 6
    # With many incidents, two worlds are alike only where a catastrophe comes at once.
    many = race_sim.simulate(BASELINE.with_values(EVENTFUL), 1000, seed=1)
    assert many.us_harm[many.end_year > 2027.0].is_unique


def before(paths, step):
    return paths[paths.step < step].reset_index(drop=True)


def split(one, other, step):
    """Two scenarios' paths before a step: they must agree there."""
    left = race_sim.trajectories(one, [0, 1, 2], seed=4)
    right = race_sim.trajectories(other, [0, 1, 2], seed=4)
    return differing_columns(before(left, step), before(right, step)), left, right


@settings(max_examples=200)
@given(st.data())
def test_what_comes_later_changes_nothing_before(data):
    # Common luck: whatever a scenario makes happen at a date, the past is the same to the bit.
    scenario = data.draw(scenarios(longest=30, events=False))
    scenario = checked(scenario, {**EVENTFUL, "time.end": scenario["time.end"]})
    last = plan_of(scenario).steps - 1
    first = data.draw(st.integers(0, last))
    kind = data.draw(st.sampled_from(["changes", "shocks", "pauses"]))
    make = {"changes": changes, "shocks": shocks, "pauses": pauses}[kind]
    event = data.draw(make(scenario, first))
    later = checked(scenario.model_copy(update={kind: (event,)}))
    date = event.begin if kind == "pauses" else event.date
    step = step_of(scenario.parameters, date)
    assert first <= step <= last
    assert split(scenario, later, step)[0] == []


@settings(max_examples=50)
@given(st.integers(1, 39), knob_tables(most=4))
def test_a_shorter_race_is_the_beginning_of_a_longer_one(steps, table):
    longer = checked(BASELINE.with_values({"time.end": 2036.0, **EVENTFUL}), table)
    shorter = longer.with_values({"time.end": 2026.0 + steps * 0.25})
    assert split(longer, shorter, steps)[0] == []


@pytest.mark.short
@pytest.mark.parametrize("name", ["chernobyl-2028-cn", "chernobyl-2028-us"])
def test_a_forced_shock_parts_the_paths(name):
    shocked = race_sim.load_scenario(name)
    step = step_of(shocked.parameters, shocked.shocks[0].date)
    differing, left, right = split(BASELINE, shocked, step)
    assert differing == []
    assert "us_alarm" in differing_columns(
        left[left.step == step + 1].reset_index(drop=True),
        right[right.step == step + 1].reset_index(drop=True),
    )


@settings(max_examples=60)
@given(st.sampled_from(["best-reply", "tit-for-tat", "always-safe"]), seeds())
def test_policies_share_their_luck_until_a_choice_differs(policy, seed):
    # Two policies under the same luck: worlds part when a choice differs, and not before.
    scenario = BASELINE.with_values({"time.end": 2036.0, **EVENTFUL})
    left = race_sim.trajectories(scenario, [0], seed=seed)
    right = race_sim.trajectories(scenario.with_values({"us.policy": policy}), [0], seed=seed)
    choices = ["us_invests", "cn_invests"]
    steps = min(len(left), len(right))
    same = (left[choices].iloc[:steps] == right[choices].iloc[:steps]).all(axis=1)
    assume(not same.all())
    parted = int(np.argmin(same.to_numpy()))
    assert same_bits(before(left, parted), before(right, parted))
    state = [name for name in Row._fields if name.startswith(("us_payoff", "us_alarm", "talks"))]
    here = left[left.step == parted][state].reset_index(drop=True)
    assert same_bits(here, right[right.step == parted][state].reset_index(drop=True))


@pytest.mark.short
def test_a_knob_without_effect_changes_nothing(worlds):
    # No finish line: its risk cannot matter.
    other = race_sim.simulate(BASELINE.with_values({"finish_line.risk": 50.0}), 500, seed=1)
    assert same_bits(other, worlds)
    moved = race_sim.simulate(BASELINE.with_values({"payoffs.rivalry": 0.75}), 500, seed=1)
    assert not same_bits(moved, worlds)


def test_progress_is_told_in_order():
    told = []
    race_sim.simulate(BASELINE, worlds=10_000, seed=1, threads=2, progress=told.append)
    assert told == [4096, 8192, 10_000]


def test_a_stopped_iteration_stops_its_threads():
    running = threading.active_count()
    for _ in blocks(plan_of(BASELINE), 100_000, 1, threads=2, block=64):
        break
    assert threading.active_count() == running


@pytest.mark.short
def test_scenario_by_name_path_or_itself(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text('from = "baseline"\n[payoffs]\nrivalry = 0.1\n')
    assert isinstance(as_scenario("baseline"), Scenario)
    assert as_scenario(BASELINE) is BASELINE
    mine = race_sim.simulate(file, worlds=20)
    again = race_sim.simulate(BASELINE.with_values({"payoffs.rivalry": 0.1}), worlds=20)
    assert same_bits(mine, again)


@pytest.mark.short
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ({"worlds": 0}, "worlds"),
        ({"worlds": -3}, "worlds"),
        ({"worlds": 10.0}, "worlds"),
        ({"worlds": True}, "worlds"),
        ({"worlds": 10**9}, "worlds"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**63}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"seed": "1"}, "seed"),
        ({"first_world": -1}, "first_world"),
        ({"first_world": 2**63}, "first_world"),
    ],
)
def test_bad_addresses_are_refused(arguments, named):
    with pytest.raises(InputError, match=f"{named}: .*allowed: a whole number from"):
        race_sim.simulate(BASELINE, **{"worlds": 5, **arguments})


@pytest.mark.short
def test_all_that_is_wrong_is_told_at_once():
    with pytest.raises(InputError) as caught:
        race_sim.simulate(BASELINE, worlds=0, seed=-1, first_world=-1)
    assert [problem.where for problem in caught.value.problems] == ["seed", "worlds", "first_world"]


@pytest.mark.short
@pytest.mark.parametrize("numbers", [0, -1, [], [-1], [0, 2**63], ["a"], [1.5]])
def test_bad_worlds_of_trajectories_are_refused(numbers):
    with pytest.raises(InputError, match="allowed: a whole number from"):
        race_sim.trajectories(BASELINE, numbers)


@pytest.mark.short
def test_numpy_integers_are_integers():
    plain = race_sim.simulate(BASELINE, 5, seed=3, first_world=2)
    other = race_sim.simulate(BASELINE, np.int64(5), seed=np.int64(3), first_world=np.int64(2))
    assert same_bits(plain, other)


@pytest.mark.short
@pytest.mark.parametrize("threads", [0, -1])
def test_bad_threads_are_refused(threads):
    with pytest.raises(InputError, match="threads"):
        race_sim.simulate(BASELINE, 5, threads=threads)


@pytest.mark.short
def test_numpy_integers_are_integers_in_trajectories():
    assert same_bits(
        race_sim.trajectories(BASELINE, np.int64(3)), race_sim.trajectories(BASELINE, 3)
    )


def test_default_threads_is_at_least_one():
    assert default_threads() >= 1


def test_columns_of_the_loop_are_those_of_the_table():
    assert tuple(column.name for column in OUTCOMES) == OUTCOME_COLUMNS
