"""A game on the page is the race that studies run, to the last bit."""

import numpy as np
import pytest

import race_sim
from race_sim import quarter
from race_sim.ledger import Outcome
from race_sim.outcomes import history_frame
from race_sim.page import endings, game_record
from race_sim.page.compiled_endings import compiled
from race_sim.page.standing import moves_of, played, played_on, seated, start_of
from race_sim.plain_loop import play_plainly
from race_sim.policies import choose
from race_sim.resolve import plan_of
from race_sim.rules.state import INVEST
from race_sim.scenario import load_scenario, scenario_names
from race_sim.testing import same_bits

PAIRS = (
    ("logit-response", "logit-response"),
    ("tit-for-tat", "grim-trigger"),
    ("alarm-threshold", "pledge-and-verify"),
)


def record_of(**fields):
    read = {"scenario": "baseline", "values": {}, "shocks": [], "seed": 1, "world": 0, **fields}
    return game_record.record_from(read)


def with_seats(name, us, cn):
    coarse = {"foresight.grid": "coarse"} if {us, cn} & {"equilibrium", "planner"} else {}
    return load_scenario(name, {"us.policy": us, "cn.policy": cn, **coarse})


def bits(values):
    return np.array(values, dtype=float).tobytes()


@pytest.mark.parametrize("name", scenario_names())
def test_policies_play_as_in_every_other_engine(name):
    for number, (us, cn) in enumerate(PAIRS):
        plan = plan_of(with_seats(name, us, cn))
        seed, world = 40 + number, 1000 * number
        found = played(record_of(scenario=name, seed=seed, world=world, us=us, cn=cn))
        values = play_plainly(plan, seed, world)[: len(Outcome._fields)]
        assert bits(found.outcome) == bits(values)


@pytest.mark.parametrize("name", scenario_names()[:4])
def test_every_step_is_that_of_the_model_in_mesa(name):
    us, cn = PAIRS[0]
    model = race_sim.RaceModel(with_seats(name, us, cn), seed=7, world=3)
    model.run()
    found = played(record_of(scenario=name, seed=7, world=3, us=us, cn=cn))
    rows = np.array(found.rows).reshape(1, len(found.rows), -1)
    assert same_bits(history_frame(np.array([3]), rows), model.history)
    assert bits(found.outcome) == bits(model.outcome_values()[: len(Outcome._fields)])


@pytest.mark.parametrize("us, cn", [("equilibrium", "planner"), ("planner", "best-reply")])
def test_the_far_sighted_play_as_they_were_solved(us, cn):
    plan = plan_of(with_seats("baseline", us, cn))
    for world in range(3):
        found = played(record_of(us=us, cn=cn, seed=2, world=world))
        assert bits(found.outcome) == bits(play_plainly(plan, 2, world)[: len(Outcome._fields)])


@pytest.mark.parametrize("persons", [("us",), ("cn",), ("us", "cn")])
@pytest.mark.parametrize("us, cn", [("tit-for-tat", "level-1"), ("win-stay", "grim-trigger")])
@pytest.mark.parametrize("error", [0.0, 0.2])
def test_persons_who_move_as_policies_would_have_their_race(us, cn, error, persons):
    # Where choices may go wrong, what was chosen is not what was done: it is asked of the policies.
    setting = {"us": us, "cn": cn, "values": {"choice.error": error}, "seed": 3, "world": 9}
    auto = played(record_of(**setting))
    chosen = dict(zip(("us", "cn"), map("".join, zip(*choices_of(auto), strict=True)), strict=True))
    assert len({*chosen["us"]} | {*chosen["cn"]}) == 2
    seats = dict.fromkeys(persons, "person") | {f"{side}_moves": chosen[side] for side in persons}
    found = played(record_of(**{**setting, **seats}))
    assert bits(found.rows) == bits(auto.rows) and bits(found.outcome) == bits(auto.outcome)
    assert found.happened == auto.happened


def choices_of(standing, seed=3, world=9):
    """What two sure policies have chosen at each decision of a race: letters in pairs."""
    now = start_of(standing.plan)
    for row in standing.rows:
        settings = now.settings()
        time = quarter.time_of(settings, now.step)
        outlook = quarter.look(settings, now.race, time)
        views = (
            quarter.us_view(settings, now.race, outlook, time),
            quarter.cn_view(settings, now.race, outlook, time),
        )
        chances = (
            choose(settings.us.policy, views[0], now.race.us.memory, ()),
            choose(settings.cn.policy, views[1], now.race.cn.memory, ()),
        )
        assert {*chances} <= {0.0, 1.0}
        yield ["I" if chance else "A" for chance in chances]
        actions = [INVEST if done else 1 - INVEST for done in (row.us_invests, row.cn_invests)]
        race, _ = quarter.advance(settings, now.race, outlook, *actions, seed, world, now.step)
        now = now._replace(step=now.step + 1, race=race)


def test_a_game_played_move_by_move_is_the_game_played_at_once(make_games):
    for game in make_games(6, seed=4):
        record = game_record.read_record(game, "game")
        plan = seated(record.plan(), record.us, record.cn)
        now, moves = start_of(plan), moves_of(record)
        number = max(len(one) for one in moves if one is not None)
        for made in range(number + 1):
            some = tuple(None if one is None else one[:made] for one in moves)
            now = played_on(now, record.seed, record.world, some)
        assert repr(now) == repr(played(record))  # repr: a NaN is itself


def test_endings_in_the_compiled_loop_are_those_in_plain_python(make_games):
    open_games = 0
    for game in make_games(12, seed=6):
        record = game_record.read_record(game, "game")
        standing = played(record)
        if standing.outcome is not None:
            continue
        open_games += 1
        plan = endings.continued(record, standing, {"us": "keep", "cn": "keep"})
        asked = (plan, standing.race, standing.ledger, standing.step, record.seed, 2**32, 3)
        assert bits(compiled(*asked)) == bits(endings.plainly(*asked))
    assert open_games > 4
