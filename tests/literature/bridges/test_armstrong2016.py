"""Our race is that of Armstrong, Bostrom and Shulman where all but the finish line is off.

Rows with luck allow 4 standard errors: for a right race one in 16,000 fails; the seed is fixed.
"""

import numpy as np
import pytest

from race_sim.literature import armstrong2016 as model
from race_sim.literature.bridges import armstrong2016 as bridge
from race_sim.literature.bridges.limit import docking_table
from race_sim.literature.bridges.playing import played
from race_sim.rules.state import CN, US


def test_all_rows_agree():
    table = docking_table(bridge.docked())
    assert len(table) > 15
    assert table["agrees"].all(), table[~table["agrees"]].to_string()


@pytest.mark.parametrize("safe", [0.0, 1e-12, 0.2, 0.5, 1.0 - 1e-12, 1.0])
def test_the_winner_is_safe_with_the_chance_that_its_team_plays(safe):
    """Also at the ends, where the gap would be endless."""
    outcome = played(bridge.race_of((3.0, 0.0), (safe, 0.7)))
    assert outcome.winner == US
    assert 1.0 - outcome.loss_risk == pytest.approx(safe, abs=1e-13)


@pytest.mark.parametrize(
    ("abilities", "safeties", "winner"),
    [
        ((0.5, 0.4), (0.5, 0.5), US),
        ((0.5, 0.4), (0.5, 0.3), CN),  # takes more risk
        ((0.4, 0.5), (0.5, 0.5), CN),
        ((0.4, 0.5), (0.2, 0.5), US),
    ],
)
def test_the_top_score_wins_in_either_chair(abilities, safeties, winner):
    outcome = played(bridge.race_of(abilities, safeties))
    assert outcome.winner == winner
    assert outcome.loss_risk == pytest.approx(1.0 - safeties[winner], abs=1e-12)
    scores = np.subtract(abilities, safeties)
    assert outcome.us_capability - outcome.cn_capability == pytest.approx(scores[0] - scores[1])


def test_stratified_draws_are_uniform_and_their_error_is_told_right():
    """Means of 300 small grids against 1/2 and 1/3: |z| < 3.9; and the error told, within 15 %."""
    means, errors = [], []
    for seed in range(300):
        drawn = bridge.drawn_abilities(1.0, cells=3, seed=seed)
        risks = drawn.max(axis=-1)
        means.append(risks.mean())
        errors.append(bridge.Drawn(risks, risks, risks).standard_error)
    means = np.array(means)
    spread = means.std(ddof=1)
    assert abs(means.mean() - 2.0 / 3.0) < 3.9 * spread / np.sqrt(300.0)
    assert np.sqrt(np.mean(np.square(errors))) == pytest.approx(spread, rel=0.15)


def apart(information, **more):
    races = bridge.drawn_races(0.5, 1.0, information, **more)
    return np.abs(races.risks - races.expected).max()


def test_ties_must_go_to_the_more_able():
    """Without the edge rounding decides, and against it the less able win."""
    assert apart("public") < 1e-9
    races = bridge.drawn_races(0.5, 1.0, "public", edge=-bridge.EDGE)
    theirs = model.disaster_risk(2, 0.5, 1.0, "public")
    assert races.risks.mean() - theirs > 20.0 * races.standard_error


@pytest.mark.parametrize("information", ["private", "public"])
@pytest.mark.parametrize(
    "mechanism",
    [
        {"diffusion": 0.5},  # the laggard is pulled along
        {"safety_productivity": 0.5},  # safety work lowers the gap
        {"finish_elasticity": 0.5},
    ],
    ids=lambda mechanism: next(iter(mechanism)),
)
def test_a_mechanism_left_on_is_found_out(information, mechanism):
    settings = bridge.one_year()._replace(**mechanism)
    assert apart(information, settings=settings) > 1e-3


def test_deviations_pay_where_teams_do_not_play_the_equilibrium(monkeypatch):
    """The search that finds no gain finds one if both are safe for no reason."""
    monkeypatch.setattr(
        bridge.armstrong2016, "safety", lambda abilities, *_: np.full(len(abilities), 0.9)
    )
    assert bridge.largest_gain(0.5, 1.0) > 0.1
