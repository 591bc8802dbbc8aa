"""Docking with the Axelrod library: its strategies in our races, our policies in its matches.

Loading the library takes many seconds, so all that needs it is in this one file.
"""

import itertools
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import race_sim.tournament as package
from race_sim import RaceModel, load_scenario
from race_sim.problems import InputError
from race_sim.rules.state import INVEST
from race_sim.tournament.play import play
from race_sim.tournament.repeated import payoffs_of, play_repeated


@cache
def dock():
    """All that docks with the library, loaded by the first test that needs it."""
    from race_sim.tournament import axelrod_matches, axelrod_race, axelrod_strategies

    return SimpleNamespace(
        **{**vars(axelrod_strategies), **vars(axelrod_race), **vars(axelrod_matches)}
    )


# Ours, and theirs that is defined alike.
TWINS = {
    "always-safe": "Cooperator",
    "always-accelerate": "Defector",
    "tit-for-tat": "TitForTat",
    "suspicious-tit-for-tat": "SuspiciousTitForTat",
    "grim-trigger": "Grudger",
    "pavlov": "WinStayLoseShift",
    "contrite-tit-for-tat": "ContriteTitForTat",
    "best-reply": "Defector",  # in a Prisoner's Dilemma
    "level-1": "Defector",
    "fictitious-play": "Defector",
}
# Deterministic strategies of many kinds.
SAMPLE = (
    "Alternator",
    "CyclerCCD",
    "TitFor2Tats",
    "TwoTitsForTat",
    "GoByMajority",
    "HardTitForTat",
    "Prober",
    "ForgetfulGrudger",
    "Handshake",
    "Gradual",
    "AdaptiveTitForTat",
    "EvolvedANN5",
)
SHORT = {"time.end": 2031.0}  # twenty quarters


def match(us, cn, turns=200):
    return list(dock().axelrod.Match((us, cn), turns=turns, seed=1).play())


def letters(played):
    return [tuple(dock().C if action == INVEST else dock().D for action in pair) for pair in played]


def theirs(name):
    return dock().strategies()[name]()


@pytest.mark.parametrize(("us", "cn"), [*itertools.combinations_with_replacement(TWINS, 2)])
def test_policies_against_each_other_move_by_move(us, cn):
    """Three ways to the same 200 turns: ours alone, ours in their match, theirs."""
    expected = match(theirs(TWINS[us]), theirs(TWINS[cn]))
    assert letters(play_repeated(us, cn, turns=200)) == expected
    assert match(dock().PolicyPlayer(us), dock().PolicyPlayer(cn)) == expected


@pytest.mark.parametrize("policy", TWINS)
def test_policies_against_their_strategies_move_by_move(policy):
    for name in SAMPLE:
        expected = match(theirs(TWINS[policy]), theirs(name))
        assert match(dock().PolicyPlayer(policy), theirs(name)) == expected, name


def test_generous_titfortat_forgives_as_often_as_theirs():
    """At the standard payoffs both forgive with the chance 1/3 (Nowak and Sigmund, 1992)."""
    played = match(dock().PolicyPlayer("generous-tit-for-tat"), theirs("Defector"), turns=4000)
    share = np.mean([own == dock().C for own, _ in played])
    assert theirs("GTFT").init_kwargs == {"p": None}
    assert share == pytest.approx(1 / 3, abs=0.03)


def test_scores_agree_with_their_game():
    played = play_repeated("tit-for-tat", "suspicious-tit-for-tat", turns=50)
    pairs = letters(played)
    assert dock().standard_score(pairs) == pytest.approx(tuple(payoffs_of(played).mean(axis=0)))
    scored = dock().axelrod.Match((theirs("TitForTat"), theirs("SuspiciousTitForTat")), turns=50)
    scored.play()
    assert dock().standard_score(pairs) == pytest.approx(scored.final_score_per_turn())


@pytest.mark.parametrize("values", [{}, {"choice.error": 0.2}, {"time.decision_period": 1.0}])
@pytest.mark.parametrize("policy", ["tit-for-tat", "grim-trigger", "pavlov"])
@pytest.mark.parametrize("us", [True, False])
def test_in_a_race_they_do_what_our_policies_do(values, policy, us):
    """To the last bit, in either chair, with errors, and with choices that last a year."""
    seat = "us.policy" if us else "cn.policy"
    ours = RaceModel(load_scenario("baseline", {**values, seat: policy}), seed=3, world=4)
    ours.run()
    scenario = load_scenario("baseline", values)
    name = TWINS[policy]
    model = dock().AxelrodModel(scenario, name if us else "", "" if us else name, seed=3, world=4)
    model.run()
    assert model.outcome_values() == pytest.approx(ours.outcome_values(), abs=0.0, nan_ok=True)
    assert model.history.equals(ours.history)
    assert (model.us if us else model.cn).policy == f"axelrod:{name}"


def test_two_of_them_play_in_a_race_as_in_a_match():
    names = ("Prober", "Gradual")
    calm = {"incidents.base_rate": 0.0}  # nothing ends the race early
    model = dock().AxelrodModel(load_scenario("baseline", calm), *names)
    model.run()
    assert dock().match_of(model.history) == match(*(theirs(name) for name in names), turns=80)


@pytest.mark.parametrize("name", ["Random", "GTFT", "FirstByJoss"])
def test_dice_are_those_of_the_address(name):
    def moves(world):
        model = dock().AxelrodModel(load_scenario("baseline"), name, name, seed=2, world=world)
        model.run()
        return dock().match_of(model.history)

    assert moves(1) == moves(1)
    assert dock().seed_of(2, 1, 0) != dock().seed_of(2, 1, 1) != dock().seed_of(2, 2, 1)
    if name == "Random":
        assert moves(1) != moves(2)
        assert any(us != cn for us, cn in moves(1))  # each chair has its own


def test_a_sample_plays_twenty_quarters():
    scenario = load_scenario("baseline", SHORT)
    for name in SAMPLE:
        model = dock().AxelrodModel(scenario, name, "", seed=1)
        model.run()
        assert len(dock().match_of(model.history)) == len(model.history) <= 20
        assert model.most_decisions == 20


def test_strategies_can_be_seated():
    assert len(dock().strategies()) >= 240
    for name, strategy in list(dock().strategies().items())[::8]:
        assert isinstance(dock().new_player(name, 80, 0.0, 1), strategy)


def test_what_they_are_told_of_the_match():
    values = {**SHORT, "time.decision_period": 0.5, "choice.error": 0.1}
    model = dock().AxelrodModel(load_scenario("baseline", values), "TitForTat", "")
    told = model.us._player.match_attributes
    assert told["length"] == 10 and told["noise"] == 0.1
    assert told["game"].RPST() == (3, 1, 0, 5)


def test_names_are_taken_as_they_are_written():
    for name in ("TitForTat", "Tit For Tat", "tit-for-tat", "titfortat"):
        assert dock().strategy_named(name) is dock().axelrod.TitForTat


def test_unknown_and_cheating_strategies_are_refused():
    with pytest.raises(InputError, match="TitFourTat: no such strategy; allowed: TitForTat"):
        dock().strategy_named("TitFourTat")
    with pytest.raises(InputError, match="Darwin: does not keep to the rules"):
        dock().strategy_named("Darwin")


def test_the_own_score_of_a_race_is_the_mean_of_what_was_played():
    model = dock().AxelrodModel(load_scenario("baseline", SHORT), "Alternator", "")
    model.run()
    history = model.history
    key = {
        (True, True): "both_invest",
        (True, False): "invest_alone",
        (False, True): "accelerate_alone",
        (False, False): "both_accelerate",
    }
    us = [
        row[f"us_payoff_{key[row['us_invests'], row['cn_invests']]}"]
        for row in history.to_dict("records")
    ]
    cn = [
        row[f"cn_payoff_{key[row['cn_invests'], row['us_invests']]}"]
        for row in history.to_dict("records")
    ]
    assert dock().own_score(history) == pytest.approx((np.mean(us), np.mean(cn)))
    assert dock().standard_score(dock().match_of(history))[0] > 0.0


def test_files_that_are_not_searched_for_examples_hold_none():
    folder = Path(package.__file__).parent
    assert [path.name for path in folder.glob("axelrod_*.py") if ">>>" in path.read_text()] == []


def test_they_take_part_in_tournaments():
    found = play(["tit-for-tat", "axelrod:Tit For Tat", "always-accelerate"], worlds=3, seed=4)
    assert found.names == ("tit-for-tat", "axelrod:TitForTat", "always-accelerate")
    assert [entrant.in_python for entrant in found.entrants] == [False, True, False]
    assert (found.bimatrix.us[0] == found.bimatrix.us[1]).all()
    assert (found.bimatrix.cn[:, 0] == found.bimatrix.cn[:, 1]).all()
    assert found.bimatrix.us[0, 0] == found.bimatrix.us[1, 1]
