"""Other luck and other choices in a game that is over, held to games played without the door."""

import pytest

from race_sim.page.door import OTHERS
from race_sim.page.endings import FIRST_ENDING, outcome_in_words
from race_sim.page.game_record import read_record
from race_sim.page.standing import moves_of, played_on, seated, start_of


def played_on_and_on(game, **changes):
    """A game to its end: persons make their last moves again and again."""
    record = read_record(game, "game")._replace(**changes)
    moves = tuple(one and one + one[-1] * 80 for one in moves_of(record))
    start = start_of(seated(record.plan(), record.us, record.cn))
    return played_on(start, record.seed, record.world, moves)


def finished(ask, us, cn_letters="", **setting):
    """A game that is over, in which persons have made these moves over and over."""
    game = ask("new_game", **setting)["game"]
    letters = {"us_moves": us * 27, "cn_moves": cn_letters * 27}
    standing = played_on_and_on(game, **letters)
    assert standing.outcome is not None
    return {**game, **{name: moves[: standing.race.decisions] for name, moves in letters.items()}}


@pytest.fixture(scope="module")
def two_persons(ask):
    """A game of two persons that is over well before the horizon."""
    game = finished(ask, "IAA", "AAI", cn="person", scenario="finish-line")
    assert len(game["us_moves"]) == len(game["cn_moves"]) < 60
    return game


def test_the_other_choice_may_make_the_race_longer_or_shorter(ask):
    """Longer: the person goes on as she chose last. Shorter: the moves after its end are gone."""
    for world in range(9):
        game = finished(ask, "AAI", cn="tit-for-tat", scenario="finish-line", world=world)
        short = ask("replay", game=game)
        other = ask("counterfactual", game=short["game"], side="us", decision=1)
        if len(other["history"]["year"]) > short["step"]:
            break
    view = ask("replay", game=other["game"])
    assert other["over"] and not view["over"] and view["step"] == short["step"]
    while not view["over"]:
        view = ask("move", game=view["game"], us=view["game"]["us_moves"][-1])
    assert (view["history"], view["outcome"]) == (other["history"], other["outcome"])
    back = ask("counterfactual", game=view["game"], side="us", decision=1)
    assert back["over"] and view["step"] > short["step"]
    assert all(back[name] == short[name] for name in ("game", "history", "outcome", "happened"))


def test_a_debrief_is_the_same_moves_in_other_worlds_and_other_chairs(ask, two_persons):
    found = ask("debrief", game=two_persons)
    made, steps = len(two_persons["us_moves"]), set()
    for number, told in enumerate(found["luck"]):
        standing = played_on_and_on(two_persons, world=FIRST_ENDING + number)
        assert outcome_in_words(standing.outcome) == told
        steps.add(standing.step)
    assert max(steps) > made
    for one in found["choice"]:
        standing = played_on_and_on(two_persons, **{one["side"]: one["policy"]})
        told = outcome_in_words(standing.outcome)
        assert told == {name: one[name] for name in told}
    assert len(found["choice"]) == 2 * len(OTHERS)


@pytest.mark.parametrize("side", ["us", "cn"])
def test_the_other_choice_of_either_person_is_that_game(ask, two_persons, side):
    own, made = two_persons[f"{side}_moves"], len(two_persons["us_moves"])
    for decision in (0, 1, made - 1):
        other = own[:decision] + ("A" if own[decision] == "I" else "I") + own[decision + 1 :]
        standing = played_on_and_on(two_persons, **{f"{side}_moves": other})
        found = ask("counterfactual", game=two_persons, side=side, decision=decision)
        assert found["outcome"] == outcome_in_words(standing.outcome)
        assert found["game"][f"{side}_moves"] == other[: standing.step]
    # The last of them makes it longer: what was changed is then made again.
    assert standing.step > made or side == "cn"
