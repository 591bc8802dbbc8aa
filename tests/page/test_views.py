"""What a player is told of a game."""

from hypothesis import given

from race_sim import quarter
from race_sim.game import GAMES
from race_sim.happened import Happened
from race_sim.page import game_record, scenario_data
from race_sim.page.standing import is_due, played, start_of
from race_sim.page.views import COLUMNS, happened_as, history_of, matrix_of, now_of, view_of
from race_sim.record import Row
from race_sim.rules.state import ACCELERATE, BINDING, CN, INVEST, US
from race_sim.scenario import load_scenario
from race_sim.testing import races


def record_of(**fields):
    return game_record.record_from(
        {"scenario": "baseline", "values": {}, "shocks": [], "seed": 1, "world": 0}
        | {"us": "person", "cn": "tit-for-tat"}
        | fields
    )


BASELINE = load_scenario("baseline")
PLAN = scenario_data.plan_for("baseline", (), ())
SETTINGS = PLAN.settings_at(0)


@given(races(BASELINE))
def test_the_matrix_is_that_of_the_outlook(race):
    found = matrix_of(SETTINGS, race, 3)
    outlook = quarter.look(SETTINGS, race, quarter.time_of(SETTINGS, 3))
    assert tuple(found["us"].values()) == tuple(outlook.us_payoffs)
    assert tuple(found["cn"].values()) == tuple(outlook.cn_payoffs)
    assert found["title"] == GAMES[outlook.game].title


@given(races(BASELINE))
def test_arrows_lead_to_the_better_payoff(race):
    found = matrix_of(SETTINGS, race, 0)
    for side in ("us", "cn"):
        mine, replies = found[side], found[f"{side}_replies"]
        invest = {"I": mine["both_invest"], "A": mine["invest_alone"]}
        accelerate = {"I": mine["accelerate_alone"], "A": mine["both_accelerate"]}
        for rival in "AI":
            better = "A" if accelerate[rival] > invest[rival] else "I"
            assert replies[rival] == better


def test_a_history_has_an_entry_a_step_in_every_column():
    standing = played(record_of(us_moves="AIA"))
    history = history_of(standing.rows)
    assert tuple(history) == COLUMNS and set(COLUMNS) <= set(Row._fields)
    assert {len(column) for column in history.values()} == {3}
    assert history["year"] == [row.year for row in standing.rows]


def test_the_present_is_that_of_the_state():
    standing = played(record_of(us_moves="AIA"))
    now = now_of(standing)
    race = standing.race
    assert now["year"] == quarter.time_of(standing.settings(), 3)
    assert (now["us"]["capability"], now["cn"]["capability"]) == (
        race.us.capability,
        race.cn.capability,
    )
    assert now["us"]["last"] == "A" and now["talks"] == race.talks


def test_a_freeze_is_told_while_it_lasts():
    start = start_of(PLAN)
    frozen = start.race._replace(us=start.race.us._replace(freeze_end=SETTINGS.start + 1.0))
    assert now_of(start._replace(race=frozen))["us"]["frozen_until"] == SETTINGS.start + 1.0
    for_ever = start.race._replace(us=start.race.us._replace(freeze_end=1e6))
    end = quarter.time_of(SETTINGS, PLAN.steps)
    assert now_of(start._replace(race=for_ever))["us"]["frozen_until"] == end
    over = start.race._replace(us=start.race.us._replace(freeze_end=SETTINGS.start))
    assert now_of(start._replace(race=over))["us"]["frozen_until"] is None


def test_what_happened_has_its_year_and_its_agreement():
    one = Happened(4, "agreement", "both", agreement=BINDING)
    assert happened_as(one, SETTINGS) == {
        "step": 4,
        "kind": "agreement",
        "side": "both",
        "severity": 0.0,
        "incident": "",
        "agreement": "binding",
        "lost": False,
        "year": SETTINGS.start + 4 * SETTINGS.step,
    }


def test_a_view_says_whose_move_it_is():
    record = record_of(cn="person")
    standing = played(record)
    view = view_of(record, standing)
    assert is_due(standing) and view["waits_for"] == ["us", "cn"]
    assert view["now"]["us"]["last"] in ("A", "I") and view["decision"] == 0
    assert game_record.read_record(view["game"], "game") == record


def test_letters_stand_for_actions():
    for side, number in (("us", US), ("cn", CN)):
        for letter, action in (("A", ACCELERATE), ("I", INVEST)):
            moves = {"us_moves": "A", "cn_moves": "A", f"{side}_moves": letter}
            standing = played(record_of(cn="person", **moves))
            assert (standing.race.us, standing.race.cn)[number].action == action
