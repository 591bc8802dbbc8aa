"""The facade: it says what the functions say, in words and in plain values, and converts."""

import builtins
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim import load_scenario
from race_sim.game import GAMES, Payoffs, name_of
from race_sim.games import dilemma, dominance, equilibria, ordinal, welfare
from race_sim.games.converters import matrices
from race_sim.games.stage_game import StageGame
from race_sim.games.telling import aligned, in_words, matrix
from race_sim.problems import InputError

pytestmark = pytest.mark.short

PAYOFFS = st.builds(Payoffs, *[st.integers(-3, 3).map(float)] * 4)
PRISONER = Payoffs(3.0, 0.0, 5.0, 1.0)
STAG_HUNT = Payoffs(4.0, 0.0, 3.0, 2.0)
CHICKEN = Payoffs(3.0, 1.0, 4.0, 0.0)
DEADLOCK = Payoffs(2.0, 1.0, 4.0, 3.0)


@settings(max_examples=40)
@given(PAYOFFS, PAYOFFS)
def test_it_says_what_the_functions_say(us, cn):
    game = StageGame(us, cn)
    assert game == StageGame(us, cn) and hash(game) == hash(StageGame(us, cn))
    assert game.title == GAMES[name_of(us, cn)].title
    assert game.nash_equilibria == equilibria.nash_equilibria(us, cn)
    assert game.risk_dominant == dominance.risk_dominant(us, cn)
    assert game.payoff_dominant == dominance.payoff_dominant(us, cn)
    assert game.temptation == (dilemma.temptation(us), dilemma.temptation(cn))
    assert game.mutual_threshold == dilemma.mutual_threshold(us, cn)
    assert game.welfare == welfare.welfare_of(us, cn)
    assert game.ordinal_types == ordinal.ordinal_types(us, cn)


@settings(max_examples=60)
@given(PAYOFFS, PAYOFFS)
def test_text_and_json_are_there_for_every_game_ties_or_not(us, cn):
    game = StageGame(us, cn)
    text = str(game)
    assert text.startswith(game.title) and "None" not in text and "-0.00" not in text
    assert max(map(len, text.splitlines())) <= 100
    together = " ".join(text.split())
    for joint in game.pure_equilibria:
        assert in_words(joint) in together
    assert ("infinitely many" in together) == game.is_continuum
    assert ("border between" in together) == (len(game.ordinal_types) > 1)
    plain = game.as_dictionary(rationality=2.0)
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert len(plain["ordinal_type"]["types"]) == len(game.ordinal_types)
    assert "logit_equilibrium" not in game.as_dictionary()


@pytest.mark.parametrize(
    ("us", "cn", "said"),
    [
        (PRISONER, PRISONER, "from a discount factor of 0.500 from one decision"),
        (PRISONER, PRISONER, "Price of anarchy 3.00, price of stability 3.00"),
        (STAG_HUNT, STAG_HUNT, "better for both (payoff dominant): both invest"),
        (STAG_HUNT, STAG_HUNT, "safer one to expect (risk dominant): both accelerate"),
        (STAG_HUNT, STAG_HUNT, "needs no patience"),
        (CHICKEN, CHICKEN, "No equilibrium is better for both; neither is safer to expect"),
        (CHICKEN, CHICKEN, "no credible threat"),
        (DEADLOCK, PRISONER, "No patience holds the United States to investing"),
        (PRISONER, CHICKEN, "Pd Ch, Prisoner's Dilemma / Chicken, number 61 of 144"),
        (
            Payoffs(1.0, 4.0, 3.0, 2.0),
            PRISONER,
            "United States' best outcome needs China to accelerate",
        ),
    ],
)
def test_what_the_text_makes_of_known_games(us, cn, said):
    assert said in " ".join(str(StageGame(us, cn)).split())


def test_an_equilibrium_can_be_better_and_safer():
    own = Payoffs(9.0, 0.0, 1.0, 2.0)
    said = "Better for both and safer to expect: both invest (payoff and risk dominant)."
    assert said in " ".join(str(StageGame(own, own)).split())


def test_columns_are_aligned():
    lines = aligned(matrix(StageGame(PRISONER, PRISONER)))
    assert len({len(line) for line in lines}) == 1


def test_of_a_scenario_at_its_start_and_along_a_world():
    import race_sim

    scenario = load_scenario("baseline")
    start = StageGame.of(scenario)
    model = race_sim.RaceModel(scenario, seed=4, world=9)
    assert start == StageGame.of("baseline")
    assert (start.us, start.cn) == (model.us.payoffs, model.cn.payoffs)
    while model.year < 2029.0:
        model.step()
    later = StageGame.of("baseline", year=2029.0, seed=4, world=9)
    assert (later.us, later.cn) == (model.us.payoffs, model.cn.payoffs)
    assert later != start


def test_a_change_of_rationality_at_a_date_is_in_force_then(tmp_path):
    from race_sim.games.from_scenario import along, at_start

    path = tmp_path / "later.toml"
    path.write_text(
        'from = "baseline"\n[[changes]]\ndate = 2028.0\nset = { "choice.rationality" = 2.0 }\n'
    )
    scenario = load_scenario(path)
    assert at_start(scenario).rationality == 5.5
    assert along(scenario, 2027.75).rationality == 5.5
    assert along(scenario, 2028.0).rationality == 2.0


def test_the_game_of_nashpy_has_the_same_payoffs_and_equilibria():
    game = StageGame(STAG_HUNT, CHICKEN)
    theirs = game.to_nashpy()
    assert np.array_equal(theirs.payoff_matrices, np.array(matrices(STAG_HUNT, CHICKEN)))
    found = [(row[0], column[0]) for row, column in theirs.support_enumeration()]
    assert np.array(found) == pytest.approx(np.array(game.nash_equilibria))


def test_the_game_of_gambit_has_names_and_the_same_payoffs():
    pygambit = pytest.importorskip("pygambit")
    game = StageGame(STAG_HUNT, CHICKEN)
    theirs = game.to_gambit()
    assert theirs.title == game.title and list(theirs.players) == ["United States", "China"]
    for player in theirs.players:
        assert list(theirs.get_strategies(player)) == ["invest", "accelerate"]
    for ours, table in zip(matrices(STAG_HUNT, CHICKEN), theirs.to_arrays(float), strict=True):
        assert np.array_equal(np.array(ours), table)
    assert pygambit.nash.enumpure_solve(theirs).equilibria == []


@pytest.mark.parametrize(
    ("library", "convert", "extra"),
    [("nashpy", StageGame.to_nashpy, "games"), ("pygambit", StageGame.to_gambit, "gambit")],
)
def test_a_missing_library_is_named_with_what_brings_it(monkeypatch, library, convert, extra):
    real = builtins.__import__

    def without(name, *rest):
        if name == library:
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=rf"{library} is not installed.*race-sim\[{extra}\]"):
        convert(StageGame(PRISONER, PRISONER))


def test_nothing_but_the_standard_library_is_needed_to_compute():
    """The browser runs these modules too."""
    import subprocess
    import sys

    script = (
        "import sys\n"
        "from race_sim.game import Payoffs\n"
        "from race_sim.games.stage_game import StageGame\n"
        "game = StageGame(Payoffs(3.0, 0.0, 5.0, 1.0), Payoffs(3.0, 1.0, 4.0, 0.0))\n"
        "str(game), game.as_dictionary(2.0)\n"
        "heavy = {'numpy', 'pandas', 'scipy', 'matplotlib', 'mesa', 'pydantic', 'nashpy', "
        "'pygambit', 'numba'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
