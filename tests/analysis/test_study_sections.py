"""What each analysis says of a study that was really played: words, tables and pictures agree."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest

from race_sim.analysis import (
    discovery,
    feature_scoring,
    information_value,
    lever_table,
    pairing,
    regret,
)
from race_sim.analysis.section import Section
from race_sim.problems import InputError
from race_sim.study.study import AnalysisRequest, Study

MODULES = {
    "prim": discovery,
    "feature-scoring": feature_scoring,
    "regret": regret,
    "information-value": information_value,
    "paired": pairing,
}


def study(**changes):
    given = {
        "title": "A trial",
        "scenario": "baseline",
        "levers": {"us.policy": ("logit-response", "always-safe", "always-accelerate")},
        "uncertainties": {
            "incidents.gap_elasticity": [0.05, 0.5],
            "exchange.openness": [0.0, 0.6],
            "payoffs.rivalry": [0.0, 1.2],
        },
        "design": {"kind": "sobol", "points": 64},
        "worlds": 128,
        "seed": 3,
        "outcomes": ("catastrophe", "us_welfare", "first_chernobyl_year"),
    }
    return Study(**(given | changes)).run()


@pytest.fixture(scope="module")
def result():
    return study()


def ask(kind, **options):
    resamples = 3 if kind == "feature-scoring" else 200  # there, each is a forest
    return AnalysisRequest(kind, **({"outcome": "catastrophe", "resamples": resamples} | options))


def with_values(result, change):
    """The result with a summary that a function of it changes."""
    return dataclasses.replace(result, summary=change(result.summary.copy()))


@pytest.mark.parametrize(
    ("kind", "outcome"),
    [
        *itertools.product(MODULES, ["us_welfare", "first_chernobyl_year"]),
        ("regret", "catastrophe"),
    ],
)
def test_every_section_is_whole(result, kind, outcome):
    better = "high" if outcome == "us_welfare" else "low"
    found = MODULES[kind].section(result, ask(kind, outcome=outcome, better=better))
    assert isinstance(found, Section)
    assert outcome in found.name
    assert all(sentence.endswith(".") for sentence in found.sentences)
    assert not any("nan" in sentence.split() for sentence in found.sentences)
    for picture in found.pictures:
        assert picture.alt.endswith(".")
        assert len(picture.table)
    assert found.tables and found.pictures


def test_regret_s_tables_are_those_of_the_estimates(result):
    found = regret.section(result, ask("regret")).tables["regret"]
    values = result.values("catastrophe").reshape(3, 64)
    by_hand = values - values.min(axis=0)
    assert found["mean"].tolist() == pytest.approx(by_hand.mean(axis=1).tolist())
    assert found["maximum"].tolist() == by_hand.max(axis=1).tolist()
    assert found["lever"].tolist()[1] == "us.policy = always-safe"
    assert (found["cross_fitted_mean"] <= found["mean"] + 1e-12).all()


def test_regret_names_the_robust_choice(result):
    """Acceleration is the most regretted; the others are near each other."""
    found = regret.section(result, ask("regret"))
    for _, row in found.tables["criteria"].iterrows():
        assert row["lever"] != "us.policy = always-accelerate"
        told = [sentence for sentence in found.sentences if sentence.startswith(row["lever"])]
        assert f"{row['criterion']} regret" in told[0]
    assert found.tables["regret"]["mean"].idxmax() == 2


def test_prim_finds_where_catastrophes_lie(result):
    found = discovery.section(result, ask("prim"))
    limits = found.tables["limits"].set_index("parameter")
    assert limits.loc["us.policy", "kept"] == "always-accelerate"
    assert limits.loc["incidents.gap_elasticity", "low"] > 0.15
    assert "payoffs.rivalry" not in limits.index  # who accelerates anyhow is past caring
    assert "us.policy" in found.sentences[1]


def test_prim_says_so_if_there_is_nothing_to_find(result):
    """The same estimates, dealt out anew among the points."""
    generator = np.random.default_rng(1)

    def shuffled(summary):
        rows = summary["outcome"] == "catastrophe"
        summary.loc[rows, "value"] = generator.permutation(summary.loc[rows, "value"].to_numpy())
        return summary

    found = discovery.section(with_values(result, shuffled), ask("prim"))
    assert "No box was found" in found.sentences[0]
    assert found.pictures == () and found.tables == {}


def test_prim_takes_a_threshold(result):
    values = result.values("us_welfare")
    threshold = float(np.quantile(values, 0.3))
    found = discovery.section(
        result, ask("prim", outcome="us_welfare", better="high", threshold=threshold)
    )
    assert f"At {(values < threshold).sum()} of 192 points, " in found.sentences[0]
    none = discovery.section(result, ask("prim", threshold=0.99))
    assert "too few" in none.sentences[0]


def test_scores_name_the_drivers(result):
    found = feature_scoring.section(result, ask("feature-scoring")).tables["scores"]
    assert found["parameter"].tolist()[:2] == ["us.policy", "incidents.gap_elasticity"]


def test_paired_differences_are_those_of_the_estimates(result):
    found = pairing.section(result, ask("paired", reference=1)).tables
    values = result.values("catastrophe").reshape(3, 64)
    levers = found["levers"].set_index("lever_point")
    assert levers.index.tolist() == [0, 2]
    assert levers.loc[2, "value"] == pytest.approx((values[2] - values[1]).mean())
    points = found["points"]
    assert len(points) == 191
    assert points["value"].to_numpy() == pytest.approx(values.ravel()[1:] - values[0, 0])
    welfare = pairing.section(result, ask("paired", outcome="us_welfare")).tables["levers"]
    assert (welfare["variance_ratio"] > 1.0).all()


def test_independent_points_save_nothing():
    independent = study(independent=True, worlds=400, design={"kind": "sobol", "points": 16})
    found = pairing.section(independent, ask("paired", outcome="us_welfare", confidence=0.999))
    for _, row in found.tables["levers"].iterrows():
        assert row["variance_ratio_low"] < 1.0 < row["variance_ratio_high"]
        assert row["mean_ratio_low"] < 1.0 < row["mean_ratio_high"]
    assert any("saves nothing" in sentence for sentence in found.sentences)


def test_without_levers_points_are_compared_with_the_first():
    alone = study(levers={}, design={"kind": "grid", "levels": 2}, worlds=64)
    found = pairing.section(alone, ask("paired"))
    assert list(found.tables) == ["points"]
    assert len(found.tables["points"]) == 7
    for kind in ("regret", "information-value"):
        with pytest.raises(InputError, match="one lever point"):
            MODULES[kind].section(alone, ask(kind))


def test_uncertainty_points_with_a_missing_estimate_are_left_out_for_every_choice(result):
    def broken(summary):
        summary.loc[summary["point"].isin([5, 70, 134]), "value"] = np.nan
        return summary

    found = lever_table.lever_table(with_values(result, broken), "catastrophe")
    assert found.dropped == 2  # 70 and 134 are the same uncertainty point
    assert found.values.shape == (3, 62)
    assert len(found.uncertainties) == 62
    assert not np.isin(found.points % 64, [5, 6]).any()
    said = regret.section(with_values(result, broken), ask("regret")).sentences
    assert "2\N{NO-BREAK SPACE}uncertainty points with a missing estimate are left out." in said


def test_failed_worlds_are_left_out_of_every_pair_and_their_share_is_told(result, monkeypatch):
    rows = result.worlds(columns=["us_welfare"])
    lost = (rows["point"] == 3) & rows["world"].isin([4, 9])
    monkeypatch.setattr(type(result), "worlds", lambda *_, **__: rows[~lost])
    monkeypatch.setattr(type(result), "missing_share", 2 / len(rows))
    found = lever_table.world_values(result, "us_welfare")
    assert len(found.worlds) == 126
    assert not np.isin(found.worlds, [4, 9]).any()
    expected = rows[(rows["point"] == 7) & ~rows["world"].isin([4, 9])]["us_welfare"]
    np.testing.assert_array_equal(found.values[7], expected)
    said = " ".join(pairing.section(result, ask("paired", outcome="us_welfare")).sentences)
    assert "of the worlds failed" in said
    assert "126 worlds are common to all points." in said


def test_too_many_worlds_are_not_held_in_memory(result):
    assert lever_table.world_values(result, "catastrophe", most=100) is None


@pytest.mark.parametrize("kind", ["prim", "feature-scoring", "information-value"])
def test_too_few_points_are_refused(kind):
    few = study(design={"kind": "sobol", "points": 4}, worlds=16)
    with pytest.raises(InputError, match=r"or more$"):
        MODULES[kind].section(few, ask(kind))


@pytest.mark.slow
def test_sections_are_the_same_every_time(result):
    for kind, module in MODULES.items():
        first, second = (module.section(result, ask(kind)) for _ in range(2))
        assert first.sentences == second.sentences
        for name, table in first.tables.items():
            pd.testing.assert_frame_equal(table, second.tables[name])
        assert [one.png() for one in first.pictures] == [one.png() for one in second.pictures]
