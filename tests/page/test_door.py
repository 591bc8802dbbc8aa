"""The door: each thing that can be asked, by example."""

import json

import pytest

from race_sim.page import game_record
from race_sim.page.door import ASKS, OTHERS, call
from race_sim.page.endings import FIRST_ENDING, outcome_in_words
from race_sim.page.standing import played
from race_sim.policies.catalogue import POLICIES
from race_sim.scenario import scenario_names


def to_the_end(ask, letters, **setting):
    """A game of a person against tit-for-tat that is over: the last view."""
    view = ask("new_game", **{"cn": "tit-for-tat", **setting})
    while not view["over"]:
        letter = letters[view["decision"] % len(letters)]
        view = ask("move", game=view["game"], us=letter)
    return view


@pytest.fixture(scope="module")
def finished(ask):
    return to_the_end(ask, "AAI", seed=3)


@pytest.mark.short
def test_scenarios_and_policies_are_all_there(ask):
    found = ask("scenarios")
    assert list(found["scenarios"]) == list(scenario_names())
    assert found["scenarios"]["baseline"]["values"] == {}
    assert found["knobs"]["payoffs.rivalry"]["low"] == 0.0
    assert set(ask("policies")["policies"]) == {policy.name for policy in POLICIES}


def test_what_an_answer_holds_is_the_askers(ask):
    ask("scenarios")["scenarios"].clear()
    ask("policies")["policies"].clear()
    ask("new_game")["game"].clear()
    assert ask("scenarios")["scenarios"] and ask("policies")["policies"] and ask("new_game")["game"]


@pytest.mark.short
def test_a_new_game_waits_for_the_person(ask):
    view = ask("new_game", cn="tit-for-tat")
    assert (view["step"], view["decision"], view["waits_for"]) == (0, 0, ["us"])
    assert view["game"]["us_moves"] == view["game"]["cn_moves"] == ""
    assert not view["over"] and view["outcome"] is None
    assert view["matrix"]["title"] == "Prisoner's Dilemma"
    assert all(column == [] for column in view["history"].values())


def test_a_game_of_two_policies_is_over_at_once(ask):
    view = ask("new_game", us="always-safe", cn="tit-for-tat")
    assert view["over"] and view["waits_for"] == []
    assert len(view["history"]["year"]) == view["step"]
    assert set(view["history"]["us_invests"]) == {1.0}


@pytest.mark.short
def test_a_move_is_what_happens(ask):
    view = ask("new_game", cn="tit-for-tat")
    for letter in "AIIA":
        view = ask("move", game=view["game"], us=letter)
    assert view["game"]["us_moves"] == "AIIA"
    assert view["history"]["us_invests"] == [0.0, 1.0, 1.0, 0.0]
    assert view["history"]["cn_invests"][1:] == view["history"]["us_invests"][:-1]
    assert view["now"]["us"]["last"] == "A" and view["now"]["cn"]["last"] == "I"


def test_two_persons_move_at_once(ask):
    view = ask("new_game", us="person", cn="person")
    assert view["waits_for"] == ["us", "cn"]
    view = ask("move", game=view["game"], us="A", cn="I")
    assert (view["history"]["us_invests"], view["history"]["cn_invests"]) == ([0.0], [1.0])
    after = ask("move", game=view["game"], us="I", cn="A")
    assert {**ask("undo", game=after["game"]), "answer": "move"} == view
    error = call({"ask": "move", "game": view["game"], "us": "A"})["error"]
    assert [(one["where"], one["what"]) for one in error["problems"]] == [("cn", "is missing")]


def test_undo_takes_moves_back_and_they_can_be_made_again(ask):
    first = ask("new_game", cn="grim-trigger")
    second = ask("move", game=first["game"], us="I")
    third = ask("move", game=second["game"], us="A")
    undone = ask("undo", game=third["game"])
    assert {**undone, "answer": "move"} == second
    assert {**ask("undo", game=third["game"], moves=2), "answer": "new_game"} == first
    assert ask("move", game=undone["game"], us="A") == third
    assert call({"ask": "undo", "game": third["game"], "moves": 3})["error"]["problems"] == [
        {"where": "moves", "what": "3", "allowed": "at most 2, as many as were made"}
    ]


def test_replay_is_where_the_moves_led(ask, finished):
    assert {**ask("replay", game=finished["game"]), "answer": "move"} == finished


def test_shocks_happen_on_their_date(ask):
    shock = {"date": 2026.5, "side": "cn", "severity": 300.0}
    view = ask("new_game", us="always-safe", cn="always-safe", shocks=[shock])
    hits = [one for one in view["happened"] if one["severity"] == 300.0]
    assert [(one["year"], one["side"], one["kind"]) for one in hits] == [
        (2026.5, "cn", "Chernobyl moment")
    ]


def test_the_matrix_follows_the_knobs_and_the_game_does_not(ask):
    view = ask("new_game")
    same = ask("matrix", game=view["game"])["matrix"]
    assert same == view["matrix"]
    calm = ask("matrix", game=view["game"], values={"payoffs.rivalry": 0.0})["matrix"]
    assert calm["us"] != same["us"]
    changed = ask("new_game", values={"payoffs.rivalry": 0.0})
    assert changed["matrix"] == calm


def test_a_knob_moves_the_matrix_after_the_scenario_has_changed_it(ask):
    game = ask("new_game", scenario="export-control-squeeze", cn="tit-for-tat")["game"]
    game = {**game, "us_moves": "IAIAI"}  # in 2027 its change is in force
    found = {
        level: ask("matrix", game=game, values={"export_control.level": level})["matrix"]["us"]
        for level in (0.0, 0.95)
    }
    view = ask("replay", game=game)
    assert found[0.95] == view["matrix"]["us"] != found[0.0]
    assert ask("matrix", game=game)["matrix"] == view["matrix"]


def test_a_forecast_has_the_asked_number_of_endings(ask):
    game = ask("new_game", cn="tit-for-tat")["game"]
    found = ask("forecast", game=game, us_plan="always-safe")
    assert len(found["endings"]) == found["worlds"] == 50
    assert len({one["us_capability"] for one in found["endings"]}) > 5
    assert all(one["us_accelerating"] == 0.0 for one in found["endings"])


def test_two_hundred_endings_begin_with_the_fifty(ask):
    game = {**ask("new_game", cn="tit-for-tat")["game"], "us_moves": "I" * 74}  # near its end
    few, many = (ask("forecast", game=game, worlds=worlds)["endings"] for worlds in (50, 200))
    assert len(many) == 200 and many[:50] == few


def test_to_keep_on_is_to_choose_as_last_time_even_if_that_went_wrong(ask):
    values = {"choice.error": 0.5}
    game = ask("new_game", cn="always-safe", values=values, seed=5)["game"]
    for letter in "III":
        view = ask("move", game=game, us=letter)
        game = view["game"]
    assert 0.0 in view["history"]["us_invests"]  # a choice that has gone wrong
    keep = ask("forecast", game=game)
    assert keep["endings"] == ask("forecast", game=game, us_plan="always-safe")["endings"]


@pytest.mark.parametrize("number", [0, 7, 49])
def test_an_ending_step_by_step_is_that_of_the_forecast(ask, number):
    game = ask("new_game", cn="alarm-threshold", scenario="chernobyl-2028-us", seed=11)["game"]
    for letter in "AIAAI":
        game = ask("move", game=game, us=letter)["game"]
    plan = {"us_plan": "tit-for-tat"}
    found = ask("ending", game=game, number=number, **plan)
    assert found["outcome"] == ask("forecast", game=game, **plan)["endings"][number]
    assert found["from_step"] == 5 and found["over"]
    before = ask("replay", game=game)["history"]
    assert all(found["history"][name][:5] == column for name, column in before.items())


def test_an_ending_moved_through_by_hand_is_that_of_the_forecast(ask):
    # The luck of ending k is world FIRST_ENDING + k; from the first step on it is a game there.
    game = ask("new_game", cn="tit-for-tat", seed=21)["game"]
    told = ask("forecast", game=game, us_plan="always-safe")["endings"][3]
    record = game_record.read_record(game, "game")._replace(world=FIRST_ENDING + 3)
    standing = played(record)
    while standing.outcome is None:
        record = record.with_moves(record.us_moves + "I", "")
        standing = played(record)
    assert outcome_in_words(standing.outcome) == told


def test_the_other_choice_parts_where_it_was_made(ask, finished):
    decision = 4
    found = ask("counterfactual", game=finished["game"], side="us", decision=decision)
    assert found["parts_at"] == decision
    moves, others = finished["game"]["us_moves"], found["game"]["us_moves"]
    assert [n for n, pair in enumerate(zip(moves, others, strict=False)) if len({*pair}) > 1] == [4]
    ours, theirs = finished["history"], found["history"]
    assert all(ours[name][:4] == theirs[name][:4] for name in ours)
    assert ours["us_invests"][4] != theirs["us_invests"][4]
    assert found["over"]
    again = ask("counterfactual", game=found["game"], side="us", decision=decision)
    assert again["outcome"] == finished["outcome"] and again["history"] == finished["history"]


def test_the_other_choice_in_a_game_that_goes_on_stops_where_it_stands(ask):
    game = ask("new_game", cn="grim-trigger")["game"]
    for letter in "IIII":
        view = ask("move", game=game, us=letter)
        game = view["game"]
    found = ask("counterfactual", game=game, side="us", decision=1)
    assert not found["over"] and len(found["history"]["year"]) == len(view["history"]["year"])
    assert found["game"]["us_moves"] == "IAII"
    assert found["history"]["cn_invests"] == [1.0, 1.0, 0.0, 0.0]


def test_a_debrief_tells_luck_from_choice(ask, finished):
    found = ask("debrief", game=finished["game"])
    assert found["outcome"] == finished["outcome"]
    assert len(found["luck"]) == 50
    assert [(one["side"], one["policy"]) for one in found["choice"]] == [
        ("us", name) for name in OTHERS
    ]
    for one in found["choice"]:  # the same luck with that policy in the chair
        setting = {name: finished["game"][name] for name in ("seed", "world", "cn")}
        other = ask("new_game", us=one["policy"], **setting)["outcome"]
        assert other == {name: one[name] for name in other}


def test_a_debrief_needs_a_finished_game_of_a_person(ask):
    game = ask("new_game")["game"]
    assert "not over" in call({"ask": "debrief", "game": game})["error"]["message"]
    game = ask("new_game", us="always-safe", cn="always-safe")["game"]
    assert "nobody" in call({"ask": "debrief", "game": game})["error"]["message"]


def test_every_answer_is_json_and_says_what_was_asked(ask, finished):
    game = ask("new_game")["game"]
    requests = {name: {"game": game} for name in ASKS} | {
        "scenarios": {},
        "policies": {},
        "new_game": {},
        "move": {"game": game, "us": "A"},
        "undo": {"game": ask("move", game=game, us="A")["game"]},
        "ending": {"game": game, "number": 1},
        "counterfactual": {"game": finished["game"], "side": "us", "decision": 0},
        "debrief": {"game": finished["game"]},
    }
    for name, fields in requests.items():
        answer = ask(name, **fields)
        assert answer["answer"] == name
        assert json.loads(json.dumps(answer, allow_nan=False)) == answer


WRONG = {
    "no table": ([1], "", "a list of 1"),
    "nothing": ({}, "ask", "null"),
    "no such ask": ({"ask": "mowe"}, "ask", "did you mean move?"),
    "too many fields": ({"ask": "policies", "x": 1}, "x", "is no field"),
    "no such scenario": ({"ask": "new_game", "scenario": "baselin"}, "scenario", "mean baseline?"),
    "no such key": ({"ask": "new_game", "values": {"a.b": 1}}, "values.a.b", "is no parameter"),
    "a fixed key": (
        {"ask": "new_game", "values": {"time.end": 2600}},
        "values.time.end",
        "cannot be changed here",
    ),
    "out of range": (
        {"ask": "new_game", "values": {"payoffs.rivalry": 11}},
        "values.payoffs.rivalry",
        "11",
    ),
    "a number of many digits": (
        {"ask": "new_game", "values": {"payoffs.rivalry": 10**5000}},
        "values.payoffs.rivalry",
        "a number of many digits",
    ),
    "clashing values": (
        {"ask": "new_game", "values": {"incidents.chernobyl_severity": 1e6}},
        "values.incidents.chernobyl_severity",
        "1e+06",
    ),
    "not a number": (
        {"ask": "new_game", "values": {"payoffs.rivalry": float("nan")}},
        "values.payoffs.rivalry",
        "nan",
    ),
    "a truth value as a number": ({"ask": "new_game", "seed": True}, "seed", "true"),
    "a seed too large": ({"ask": "new_game", "seed": 2**31}, "seed", "2147483648"),
    "a shock too early": (
        {"ask": "new_game", "shocks": [{"date": 1950, "side": "us", "severity": 2}]},
        "shocks[0].date",
        "1950",
    ),
    "too many shocks": ({"ask": "new_game", "shocks": [{}] * 5}, "shocks", "a list of 5"),
    "far sight elsewhere": (
        {"ask": "new_game", "cn": "planner", "values": {"payoffs.rivalry": 1}},
        "values",
        "planner has been solved for the baseline's values only",
    ),
    "no game": ({"ask": "move", "us": "A"}, "game", "is missing"),
    "an empty game": ({"ask": "replay", "game": {}}, "game.model", "is missing"),
}


@pytest.mark.parametrize("request_, where, what", WRONG.values(), ids=WRONG)
def test_what_cannot_be_asked_is_answered_with_its_place(request_, where, what):
    error = call(request_)["error"]
    assert where in [one["where"] for one in error["problems"]]
    assert any(what in one["what"] for one in error["problems"]), error


GAMES_WRONG = {
    "another model": ({"model": "1"}, "model", "made with model version"),
    "a third letter": ({"us_moves": "AX"}, "us_moves", "'AX'"),
    "more moves than decisions": ({"us_moves": "A" * 300}, "us_moves", "300 moves"),
    "no end of moves": ({"us_moves": "A" * 401}, "us_moves", "AAA"),
    "moves of a policy": ({"cn_moves": "A"}, "cn_moves", "moves of a policy"),
    "two persons out of step": ({"cn": "person", "us_moves": "A"}, "cn_moves", "not as many"),
}


@pytest.mark.parametrize("changes, where, what", GAMES_WRONG.values(), ids=GAMES_WRONG)
def test_a_game_that_cannot_be_is_answered_with_its_place(ask, changes, where, what):
    game = {**ask("new_game")["game"], **changes}
    (problem,) = call({"ask": "replay", "game": game})["error"]["problems"]
    assert problem["where"].endswith(where) and what in problem["what"]


def test_a_game_that_is_over_has_no_more_moves_than_decisions(ask, finished):
    game = finished["game"]
    assert ask("replay", game=game)["over"]
    error = call({"ask": "replay", "game": {**game, "us_moves": game["us_moves"] + "A"}})["error"]
    assert f"{len(game['us_moves'])}: it is over then" in error["message"]


def test_a_game_that_is_over_takes_no_move_and_has_no_endings(finished):
    for request in (
        {"ask": "move", "us": "A"},
        {"ask": "forecast"},
        {"ask": "ending", "number": 0},
    ):
        error = call({**request, "game": finished["game"]})["error"]
        assert "is over" in error["message"]


def test_a_side_that_a_policy_plays_takes_neither_moves_nor_plans(ask):
    game = ask("new_game")["game"]
    for request, where in (
        ({"ask": "move", "us": "A", "cn": "A"}, "cn"),
        ({"ask": "forecast", "cn_plan": "always-safe"}, "cn_plan"),
        ({"ask": "counterfactual", "side": "cn", "decision": 0}, "side"),
    ):
        (problem,) = call({**request, "game": game})["error"]["problems"]
        assert problem["where"] == where and "policy" in problem["what"]
