"""`race-sim game`: the stage game of a scenario."""

import json

import pytest

import race_sim
from race_sim import equilibria
from race_sim.game import GAMES, Payoffs, name_of


def test_the_baseline_starts_as_a_prisoners_dilemma(type_in):
    text = type_in("game", "baseline").stdout
    assert "\nPrisoner's Dilemma. Accelerating dominates for both" in text
    assert "Pure equilibria: both accelerate.\n" in text
    assert "Mixed equilibrium: none.\n" in text
    assert "Better for both than that both accelerate: both invest.\n" in text


def test_the_matrix_holds_the_payoffs_and_marks_best_replies(type_in):
    row = race_sim.RaceModel("baseline").outlook
    lines = type_in("game", "baseline").stdout.splitlines()
    head = next(n for n, line in enumerate(lines) if "China invests" in line)
    invests, accelerates = (line.split()[3:] for line in lines[head + 1 : head + 3])
    us, cn = row.us_payoffs, row.cn_payoffs

    def cell(value, best):
        return f"{value:.2f}" + ("*" if best else "")

    assert invests == [
        cell(us.both_invest, us.both_invest >= us.accelerate_alone),
        cell(cn.both_invest, cn.both_invest >= cn.accelerate_alone),
        cell(us.invest_alone, us.invest_alone >= us.both_accelerate),
        cell(cn.accelerate_alone, cn.accelerate_alone >= cn.both_invest),
    ]
    assert accelerates == [
        cell(us.accelerate_alone, us.accelerate_alone >= us.both_invest),
        cell(cn.invest_alone, cn.invest_alone >= cn.both_accelerate),
        cell(us.both_accelerate, us.both_accelerate >= us.invest_alone),
        cell(cn.both_accelerate, cn.both_accelerate >= cn.invest_alone),
    ]


def test_set_changes_the_game(type_in):
    before = json.loads(type_in("game", "baseline", "--json").stdout)
    after = json.loads(
        type_in(
            "game", "baseline", "--set", "payoffs.rivalry=0", "--set", "alarm.prior=3", "--json"
        ).stdout
    )
    assert before["game"]["name"] == "prisoners_dilemma"
    assert after["game"]["name"] == "harmony"
    assert after["pure_equilibria"] == [{"us": "invest", "cn": "invest"}]


@pytest.mark.parametrize("world", [7, 11, 23])
def test_along_a_world_it_is_the_game_of_its_history(type_in, world):
    model = race_sim.RaceModel("chernobyl-2028-cn", seed=3, world=world)
    while model.year < 2031.5:
        model.step()
    line = ("game", "chernobyl-2028-cn", "--year", 2031.5, "--seed", 3, "--world", world)
    found = json.loads(type_in(*line, "--json").stdout)
    assert found["game"]["title"] == model.game
    us, cn = (Payoffs(**found["payoffs"][side]) for side in ("us", "cn"))
    assert (us, cn) == (model.us.payoffs, model.cn.payoffs)
    assert GAMES[name_of(us, cn)].key == found["game"]["name"]
    mixed = equilibria.mixed_equilibrium(us, cn)
    shown = found["mixed_equilibrium"]
    assert (shown and tuple(shown.values())) == mixed
    assert f"in world {world} of seed 3, 2031.5" in type_in(*line).stdout


def test_a_year_within_a_step_is_that_step(type_in):
    inside, begin = (
        json.loads(type_in("game", "baseline", "--year", year, "--world", 2, "--json").stdout)
        for year in (2030.2, 2030)
    )
    assert inside == begin and begin["year"] == 2030


def test_a_year_outside_the_race_is_refused(type_in):
    for year in (2025, 2046, "nan"):
        error = type_in("game", "baseline", "--year", year, code=2).stderr
        assert f"--year: {year}; allowed: a year from 2026, before 2046" in error


def test_a_year_after_the_end_of_a_world_is_refused(type_in):
    scenario = 'from = "baseline"\n[[shocks]]\ndate = 2028.0\nside = "us"\nseverity = 10000.0\n'
    with open("end.toml", "w") as file:
        file.write(scenario)
    error = type_in("game", "end.toml", "--year", 2030, code=2).stderr
    assert "ended in 2028.25 (catastrophe)" in error


@pytest.mark.parametrize("option", ["--seed", "--world"])
def test_a_world_without_a_year_is_refused(type_in, option):
    assert "without --year" in type_in("game", "baseline", option, 3, code=2).stderr
