"""`race-sim game`: the stage game of a scenario."""

import json

import pytest

import race_sim
from race_sim.game import GAMES, Payoffs, name_of
from race_sim.games import equilibria
from race_sim.games.stage_game import StageGame


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


def test_json_is_complete_and_says_what_the_library_says(type_in):
    found = json.loads(type_in("game", "baseline", "--json").stdout)
    game = StageGame.of("baseline")
    assert found["temptation"] == game.temptation._asdict()
    assert found["fear"] == game.fear._asdict()
    assert found["discount_threshold"]["mutual"] == game.mutual_threshold
    assert found["welfare"] == game.welfare._asdict()
    assert found["ordinal_type"]["types"] == [
        {"key": "Pd Pd", "title": "Prisoner's Dilemma", "number": 66}
    ]
    rationality = race_sim.load_scenario("baseline").parameters.choice.rationality
    assert found["logit_equilibrium"] == game.logit_equilibrium(rationality)._asdict()
    assert found["logit_selection"] == {"us_invests": 0.0, "cn_invests": 0.0}


def test_the_text_tells_a_student_what_is_at_stake(type_in):
    text = type_in("game", "baseline").stdout
    game = StageGame.of("baseline")
    lines = text.splitlines()
    (tempted,) = [line for line in lines if line.startswith("Temptation")]
    assert tempted.split()[-2:] == [f"{value:.2f}" for value in game.temptation]
    (afraid,) = [line for line in lines if line.startswith("Fear")]
    assert afraid.split()[-2:] == [f"{value:.2f}" for value in game.fear]
    together = " ".join(text.split())
    assert f"a discount factor of {game.mutual_threshold:.3f}" in together
    assert f"Lost to anarchy: {game.welfare.lost_to_anarchy:.2f}" in together
    assert "Ordinal type: Pd Pd, Prisoner's Dilemma, number 66 of 144." in together
    assert "Logit equilibrium at rationality 5.5" in together


MAP = ("--map", "payoffs.rivalry=0,0.76", "--map", "payoffs.harm_aversion=0.1,0.032,0")


def test_a_map_names_the_game_at_every_pair_of_values(type_in):
    found = json.loads(type_in("game", "baseline", *MAP, "--json").stdout)["map"]
    assert found["keys"] == ["payoffs.rivalry", "payoffs.harm_aversion"]
    assert len(found["points"]) == 6
    for point in found["points"]:
        changed = race_sim.load_scenario("baseline", point["values"])
        assert point["game"] == StageGame.of(changed).name
    text = type_in("game", "baseline", *MAP).stdout
    counts = [line.split() for line in text.split("%\n")[-1].splitlines() if line]
    assert sum(int(words[-2]) for words in counts) == 6


def test_pictures_and_their_tables_go_where_out_says(type_in, tmp_path):
    line = ("game", "baseline", "--year", 2030, "--out", "here", "--json")
    found = json.loads(type_in(*line).stdout)
    assert [*found["files"]] == ["here/stage_game.png", "here/stage_game.csv"]
    assert all((tmp_path / file).stat().st_size > 0 for file in found["files"])
    text = type_in("game", "baseline", *MAP, "--out", "there").stdout
    names = ["game_map.csv", "game_map.png", "stage_game.csv", "stage_game.png"]
    assert sorted(path.name for path in (tmp_path / "there").iterdir()) == names
    assert all(name in text for name in names)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (("--map", "payoffs.rivalry=0:1:3"), "two different parameters"),
        (("--map", "payoffs.rivalry=0:1:3") * 2, "two different parameters"),
        ((*MAP, "--map", "alarm.prior=1,2"), "two different parameters"),
        (("--map", "payoffs.rivalry=0:1:3", "--map", "alarm.prior=1"), "two or more"),
        (("--map", "payoffs.rivalry=0:1:300", "--map", "alarm.prior=0:1:300"), "at most 40000"),
        (("--map", "payoffs.rivalry=0:1:3", "--map", "alarm.prio=1,2"), "alarm.prio"),
        (("--map", "payoffs.rivalry=0:1:3", "--map", "alarm.prior=-1,2"), "alarm.prior"),
        ((*MAP, "--year", 2030), "leave out --year"),
    ],
)
def test_a_map_that_cannot_be_drawn_is_refused_and_nothing_is_written(
    type_in, tmp_path, line, said
):
    assert said in type_in("game", "baseline", *line, "--out", "map", code=2).stderr
    assert list(tmp_path.iterdir()) == []
