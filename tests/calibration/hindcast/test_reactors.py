"""The hindcast of reactor starts: the rule as it is, what it must cover, and where it fails."""

import numpy as np
import pytest

from race_sim.calibration.hindcast import (
    freeze_draws,
    reactor_forecasts,
    reactor_words,
    reactors,
)
from race_sim.calibration.hindcast.result import row_of
from race_sim.calibration.shock_shapes import freeze_and_scar
from race_sim.calibration.starts import window_of
from race_sim.scenario import load_scenario

CASES = (("TMI", "United States"), ("Chernobyl", "USSR"), ("Fukushima", "China"))
US, USSR, CHINA = CASES


@pytest.fixture(scope="module")
def found():
    """The hindcast with three blocs, the others take too long."""
    patched = pytest.MonkeyPatch()
    few = [reactor_forecasts.part_of(window_of(*case)) for case in CASES]
    patched.setattr(reactors, "parts", lambda: few)
    made = reactors.hindcast(400, np.random.default_rng(1), 1)
    patched.undo()
    return made


def score(found, case, forecast, role=None, side=None):
    where = {} if role is None else {"role": role}
    where |= {} if side is None else {"side": side}
    return row_of(found.scores, event=case[0], bloc=case[1], forecast=forecast, **where)


def test_the_fitted_rule_covers_the_ussr_and_china(found):
    for case in (USSR, CHINA):
        row = score(found, case, reactor_forecasts.FITTED)
        assert row["covered"] and row["years_covered"] >= 0.8
        assert row["low"] <= row["seen"] <= row["high"]
        assert not score(found, case, reactor_forecasts.NO_SHOCK)["covered"]


def test_the_baseline_as_it_is(found):
    # Not covered: the USSR with the parameters of the United States, China as a bystander, and the
    # United States themselves. Should the baseline come to cover them, the documents must say so.
    baseline = reactor_forecasts.BASELINE
    assert score(found, USSR, baseline, side="us")["chance_so_few"] < 0.01
    assert score(found, CHINA, baseline, role="bystander")["chance_so_few"] < 0.05
    assert score(found, CHINA, baseline, role="host")["covered"]
    assert score(found, US, baseline)["chance_so_few"] < 0.01
    # With China's parameters the USSR is at the very edge of the band.
    assert 0.02 < score(found, USSR, baseline, side="cn")["chance_so_few"] < 0.08


def test_the_american_decline_needs_a_trend(found):
    assert not score(found, US, reactor_forecasts.FITTED)["covered"]
    assert score(found, US, reactor_forecasts.FITTED_TREND)["covered"]


def test_freezes_that_are_never_lifted_help_the_ussr(found):
    chances = [
        score(found, USSR, name, side="cn")["chance_so_few"]
        for name in (reactor_forecasts.BASELINE, reactor_forecasts.NEVER_LIFTED)
    ]
    assert chances[1] > 2 * chances[0]
    # Without anything from Chernobyl itself, it takes such freezes to cover the USSR.
    assert not score(found, USSR, reactor_forecasts.OTHERS, side="cn")["covered"]
    assert score(found, USSR, reactor_forecasts.OTHERS_NEVER_LIFTED, side="cn")["covered"]


def test_any_forecast_with_a_shock_scores_better_than_none(found):
    for case in CASES:
        with_shock = score(found, case, reactor_forecasts.BASELINE)
        without = score(found, case, reactor_forecasts.NO_SHOCK)
        assert with_shock["log_score"] > without["log_score"]
        assert with_shock["crps"] < without["crps"]


def test_sentences_say_what_the_tables_say(found):
    text = " ".join(found.findings)
    row = score(found, USSR, reactor_forecasts.BASELINE, side="us")
    assert f"{row['median']:.0f} starts ({row['low']:.0f} to {row['high']:.0f}), below" in text
    assert "11, 14, 7, 4, 0 in the five years before it" in text
    assert len(found.unknown) > 3


def test_bands_hold_what_they_say_where_the_truth_is_known():
    # Starts drawn from the rule itself: 90 % bands of the total hold 90 % or more of them.
    generator = np.random.default_rng(8)
    part = reactor_forecasts.part_of(window_of(*USSR))
    drawn = freeze_draws.of_baseline("cn", "host", generator.random(400))
    made = reactor_forecasts.by_rule(part, drawn, generator)
    fresh = reactor_forecasts.by_rule(part, drawn, generator).counts.sum(axis=1)
    low, _, high = reactors.band(made.counts.sum(axis=1))
    assert ((low <= fresh) & (fresh <= high)).mean() > 0.85


def test_a_rule_without_restriction_would_be_found(monkeypatch):
    monkeypatch.setattr(freeze_draws, "_restriction", lambda depth, *_: 0.0 * depth)
    part = reactor_forecasts.part_of(window_of(*USSR))
    generator = np.random.default_rng(1)
    drawn = freeze_draws.of_baseline("cn", "host", generator.random(200))
    broken = reactors._score(
        part, "broken", reactor_forecasts.by_rule(part, drawn, generator), True
    )
    assert broken["chance_so_few"] < 0.01 and not broken["covered"]


def test_let_through_is_the_shape_that_is_fitted():
    # Two ways: the rule itself, quarter by quarter, and the arrays of the likelihood.
    generator = np.random.default_rng(2)
    drawn = freeze_draws.Backlash(
        generator.random(20),
        generator.uniform(0.1, 5.0, 20),
        generator.random(20),
        generator.uniform(0.5, 30.0, 20),
    )
    assert freeze_draws.let_through(drawn, 6) == pytest.approx(
        freeze_and_scar(*drawn, np.arange(6.0)), abs=1e-12
    )


def test_draws_of_the_baseline_are_its_parameters():
    scenario = load_scenario("baseline")
    uniforms = (np.arange(401) + 0.5) / 401
    for side, role in (("us", "host"), ("cn", "bystander")):
        drawn = freeze_draws.of_baseline(side, role, uniforms)
        reach = 1.0 if role == "host" else scenario["backlash.contagion"]
        assert drawn.depth == pytest.approx(reach * scenario[f"{side}.freeze_depth"])
        assert drawn.scar == pytest.approx(reach * scenario[f"{side}.scar"])
        assert drawn.half_life == pytest.approx(scenario["backlash.scar_half_life"])
        median = 12.0 * np.median(drawn.freeze_years)
        assert median == pytest.approx(scenario[f"{side}.freeze_median"])


def test_freezes_of_the_baseline_have_no_end_as_often_as_it_says(monkeypatch):
    settings = freeze_draws.baseline()
    assert settings.never_lifted == 0.0
    monkeypatch.setattr(freeze_draws, "baseline", lambda: settings._replace(never_lifted=0.25))
    drawn = freeze_draws.of_baseline("cn", "host", (np.arange(400) + 0.5) / 400)
    assert (drawn.freeze_years == freeze_draws.NEVER).mean() == 0.25


def test_which_blocs_are_forecast():
    parts = reactors.parts()
    assert [part.window.bloc for part in parts if part.role == "host"] == [
        "United States",
        "USSR",
        "Japan",
    ]
    assert all(part.window.before(5).sum() >= 3 for part in parts)
    assert not any("World" in part.window.bloc or "excl." in part.window.bloc for part in parts)


def test_a_total_at_an_end_of_the_band_is_called_so():
    row = {"covered": False, "seen": 6.0, "low": 7.0, "chance_so_few": 0.049, "chance_so_many": 1.0}
    assert reactor_words._verdict(row) == "below the band, at its edge"
    assert reactor_words._verdict({**row, "chance_so_few": 0.01}) == "below the band"
    assert reactor_words._verdict({**row, "covered": True, "chance_so_few": 0.2}) == (
        "inside the band"
    )
