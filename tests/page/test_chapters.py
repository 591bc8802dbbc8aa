"""The chapters' stories come out as they are told, in the worlds that were picked for them."""

import functools
import itertools
import json
import re

import pytest

from race_sim.page.door import call
from race_sim.page.static_files import static_files

DATA = json.loads(static_files()["chapters.json"])
WORDS = json.loads(static_files()["words.json"])
TOLD = WORDS["chapters"]
STORIES = {
    name.removeprefix("views/chapter_").removesuffix(".mjs"): text.decode("utf-8")
    for name, text in static_files().items()
    if name.startswith("views/chapter_")
}
SIDES, LETTERS = ("us", "cn"), ("I", "A")
GRAVE = ("Chernobyl moment", "catastrophe")


def ask(**request):
    answer = call(request)
    assert "error" not in answer, answer
    return answer


def new_game(race, **more):
    return ask(ask="new_game", **{**race, **more})


def replay(game, moves, **more):
    return ask(ask="replay", game={**game, "us_moves": moves, **more})


def every_row(length):
    return map("".join, itertools.product(LETTERS, repeat=length))


def incidents(view):
    return [one for one in view["happened"] if one["incident"]]


def has_accident(view):
    return any(one["kind"] in GRAVE for one in view["happened"])


def replies(matrix):
    return {(side, given): matrix[f"{side}_replies"][given] for side in SIDES for given in LETTERS}


@functools.cache
def _endings(request):
    return ask(ask="forecast", **json.loads(request))["endings"]


def endings(game, worlds, **plans):
    return _endings(json.dumps({"game": game, "worlds": worlds, **plans}))


def accidents(found):
    return sum(one["chernobyl_moments"] > 0 for one in found)


def catastrophes(found):
    return sum(one["ending"] == "catastrophe" for one in found)


def middle(found):
    return sorted(one["us_welfare"] for one in found)[len(found) // 2]


def test_every_chapter_has_its_setting_its_story_and_its_words():
    listed = re.findall(
        r'^  "(\w+)",$', static_files()["parts/chapter_list.mjs"].decode(), re.MULTILINE
    )
    assert listed == list(DATA) and set(listed) == set(STORIES)
    for name in listed:
        words = TOLD[name]
        assert {"title", "question", "minutes", "shows", "bets"} <= set(words)
        assert 2 <= int(words["minutes"]) <= 5
        for bet in words["bets"].values():
            assert {"ask", "short"} <= set(bet)
    assert 20 <= sum(int(TOLD[name]["minutes"]) for name in listed) <= 35


def texts(found):
    if isinstance(found, str):
        yield found
    elif isinstance(found, list):
        for one in found:
            yield from texts(one)
    else:
        for key, one in found.items():
            if key != "minutes":
                yield from texts(one)


def test_no_result_is_typed_into_the_words():
    """Numbers that a reader is told of a race come from the door; years and counts are set up."""
    for name in DATA:
        for text in texts(TOLD[name]):
            bare = re.sub(r"\{\w+\}|chapter \d|\b20[24]\d\b", "", text)
            assert not re.search(r"\d", bare.replace("at 1 it sees", "")), text


def test_no_jargon_before_the_play():
    first = " ".join(
        texts([TOLD["buttons"]["start"], TOLD["buttons"]["bets"], TOLD["table"]["start"]])
    )
    assert not re.search(r"dilemma|equilibri|payoff|dominat|Nash|alarm|capability|gap", first, re.I)
    before = {key: value for key, value in TOLD["table"].items() if key != "shows"}
    assert "ilemma" not in " ".join(texts(before))


def test_two_buttons_whatever_is_pressed_china_accelerates_and_nothing_happens():
    data = DATA["buttons"]
    game = new_game(data["race"])["game"]
    for row in every_row(2 * data["quarters"]):
        view = replay(game, row)
        assert view["happened"] == [] and not any(view["history"]["cn_invests"])
        assert view["matrix"]["game"] == "prisoners_dilemma"


def test_the_table_is_a_dilemma_and_its_arrows_lead_from_both_investing_to_both_racing():
    matrix = new_game(DATA["table"]["race"])["matrix"]
    assert matrix["title"] == "Prisoner's Dilemma"
    assert set(replies(matrix).values()) == {"A"}
    for side in SIDES:
        worth = matrix[side]
        assert worth["both_invest"] > worth["both_accelerate"] > worth["invest_alone"]
        assert worth["accelerate_alone"] > worth["both_invest"]


def test_three_accidents_one_choice_would_do_all_are_needed_or_nothing_helps():
    data = DATA["luck"]
    moves = data["moves"]
    enough, all_turned = {}, {}
    for name in ("one_is_enough", "all_are_needed", "nothing_helps"):
        game = new_game(data["race"], world=data[name])["game"]
        view = replay(game, moves)
        (one,) = view["happened"]
        assert (one["kind"], one["side"], one["step"]) == ("Chernobyl moment", "us", len(moves) - 1)
        assert not view["over"]
        other = [
            ask(ask="counterfactual", game=view["game"], side="us", decision=at)
            for at in range(len(moves))
        ]
        enough[name] = sum(not has_accident(told) for told in other)
        all_turned[name] = has_accident(replay(game, "I" * len(moves)))
    assert enough["one_is_enough"] > len(moves) / 2
    assert enough["all_are_needed"] == enough["nothing_helps"] == 0
    assert all_turned == {"one_is_enough": False, "all_are_needed": False, "nothing_helps": True}


def test_with_other_dice_the_same_choices_seldom_lead_to_an_accident():
    data = DATA["luck"]
    game = new_game(data["race"], world=data["first_other"])["game"]
    worlds = range(data["first_other"], data["first_other"] + data["others"])
    hit = sum(has_accident(replay(game, data["moves"], world=world)) for world in worlds)
    assert 0 < hit < data["others"] / 4


def test_fifty_endings_move_with_the_plan():
    data = DATA["futures"]
    game = new_game(data["race"])["game"]
    fast, safe = (
        endings(game, data["worlds"], us_plan=data["plans"][letter]) for letter in ("A", "I")
    )
    assert 0 < catastrophes(fast) < data["worlds"] / 5 and catastrophes(safe) == 0
    assert accidents(fast) > 0.9 * data["worlds"] and accidents(safe) < accidents(fast)
    assert middle(safe) > middle(fast)


def test_a_shock_turns_every_arrow_for_as_long_whatever_is_played():
    data = DATA["shock"]
    start = new_game(data["race"])["game"]
    before = replay(start, data["moves"])
    assert before["matrix"]["game"] == "prisoners_dilemma" and before["happened"] == []
    lasted = set()
    for row in every_row(6):
        view = replay(start, data["moves"] + row[0])
        assert view["matrix"]["game"] == "harmony"
        end = replay(start, data["moves"] + row)
        (shock,) = incidents(end)  # nothing else interferes
        assert shock["side"] == "cn" and shock["kind"] == "Chernobyl moment"
        harmony = 0
        while view["matrix"]["game"] == "harmony":
            harmony += 1
            view = replay(start, data["moves"] + row[: harmony + 1])
        lasted.add(harmony)
        assert replies(view["matrix"])["cn", "I"] == "A"
        just = replay(start, data["moves"] + row[0])["now"]["cn"]
        for key in ("alarm", "gap", "restriction"):
            assert view["now"]["cn"][key] < just[key]
    assert len(lasted) == 1 and 2 <= min(lasted) < data["most"] / 2


@pytest.mark.parametrize("row", ["I" * 8, "A" * 8, "AI" * 4, "IIIIAAAA", "AAIIIAIA"])
def test_talks_lead_to_a_signature_only_where_chips_are_traded(row):
    data = DATA["talks"]
    assert len(row) == data["quarters"]
    signed = {}
    for name in ("flow", "held"):
        values = {**data["values"], "export_control.level": data[name]}
        game = new_game(data["race"], values=values)["game"]
        view = replay(game, data["moves"] + row)
        assert len(incidents(view)) == 1 and not view["over"]
        signed[name] = any(one["kind"] == "agreement" for one in view["happened"])
    assert signed == {"flow": True, "held": False}


def test_a_treaty_turns_chinas_arrow_once_it_is_checked_often_enough():
    data = DATA["talks"]
    values = {**data["values"], "export_control.level": data["flow"]}
    view = replay(new_game(data["race"], values=values)["game"], data["treaty_moves"])
    assert view["now"]["agreement"] == "binding"
    assert replies(view["matrix"])["us", "I"] == "I" and replies(view["matrix"])["cn", "I"] == "A"
    arrows = "".join(
        ask(ask="matrix", game=view["game"], values={"talks.verification": at / 20})["matrix"][
            "cn_replies"
        ]["I"]
        for at in range(21)
    )
    assert re.fullmatch("A+I+", arrows) and arrows[10] == "A"


def test_four_players_can_be_told_apart_and_investing_ends_better_against_them():
    data = DATA["others"]
    rows = {}
    for cn in data["chairs"]:
        view = replay(new_game(data["race"], cn=cn)["game"], data["moves"])
        assert view["happened"] == []
        rows[cn] = "".join("I" if one else "A" for one in view["history"]["cn_invests"])
    assert rows["grim-trigger"] == "IIIAAA" and rows["tit-for-tat"] == "IIIAII"
    assert rows["planner"] == "IIIIII" and len(set(rows.values())) == len(rows)
    for cn in ("tit-for-tat", "logit-response"):  # the others take long without compiling
        game = new_game(data["race"], cn=cn)["game"]
        safe = endings(game, data["worlds"], us_plan="always-safe")
        fast = endings(game, data["worlds"], us_plan="always-accelerate")
        assert middle(safe) > middle(fast)


SPILLOVERS = ("misaligned_system", "financial_meltdown", "weaponised_use", "societal_disruption")
EXTREMES = {
    "rivalry": [{"payoffs.rivalry": end} for end in (0.0, 2.0)],
    "openness": [{"exchange.openness": end} for end in (0.0, 1.0)],
    "alarm": [{"alarm.prior": end} for end in (0.1, 3.0)],
    "crossing": [{f"incidents.{kind}.spillover": end for kind in SPILLOVERS} for end in (0.0, 1.0)],
}


def test_one_knob_alone_makes_both_want_to_invest_and_two_need_less_of_it():
    data = DATA["change"]
    start = new_game(data["race"])
    assert set(replies(start["matrix"]).values()) == {"A"}

    def rests(values):
        found = replies(ask(ask="matrix", game=start["game"], values=values)["matrix"])
        return found["us", "I"] == found["cn", "I"] == "I"

    assert list(EXTREMES) == data["knobs"]
    alone = [name for name in data["knobs"] if any(map(rests, EXTREMES[name]))]
    assert alone == ["rivalry"]
    assert not rests({"payoffs.rivalry": 0.2})
    assert rests({"payoffs.rivalry": 0.2, "alarm.prior": 2.0})
    chairs = {"us_plan": data["chair"], "cn_plan": data["chair"]}
    before = endings(start["game"], data["worlds"], **chairs)
    calm = new_game(data["race"], values={"payoffs.rivalry": 0.0})["game"]
    after = endings(calm, data["worlds"], **chairs)
    assert 0 < accidents(after) < accidents(before) / 2
