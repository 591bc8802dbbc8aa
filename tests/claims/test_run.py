"""The rule of the verdict, and the tables, the page and the files that tell it."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from race_sim.analysis.peeling import Limit, Trial
from race_sim.claims.claim import Claim
from race_sim.claims.deciding import Box, Decision
from race_sim.claims.document import PARTS, check_page, write_page
from race_sim.claims.effect import Effect
from race_sim.claims.files import save
from race_sim.claims.judging import Share
from race_sim.claims.run import ClaimResult, ClaimsResult, run_claims, verdict_of
from race_sim.documents import blocks, stale
from race_sim.outcomes import Estimate, share
from race_sim.problems import InputError
from race_sim.study.store import MANIFEST

STATES = {"holds": 1, "open": 0, "fails": -1}


def effect(state="holds", value=2.0):
    return Effect(
        "ratio",
        Estimate(-0.2, -0.25, -0.15),
        -0.1,
        Estimate(value, value - 0.1, value + 0.1),
        STATES[state],
    )


@pytest.mark.short
@pytest.mark.parametrize(
    ("baseline", "held", "verdict"),
    [
        (["holds"], 0.95, "holds"),
        (["holds", "holds"], 0.9, "holds"),
        (["holds", "open"], 0.95, "depends"),
        (["holds"], 0.89, "depends"),
        (["holds"], 0.01, "depends"),
        (["open"], 0.01, "depends"),
        (["holds", "fails"], 0.95, "depends"),
        (["holds", "fails"], 0.5, "depends"),
        (["holds", "fails"], 0.49, "fails"),
        (["fails"], 0.0, "fails"),
        (["holds"], math.nan, "depends"),
        (["fails"], math.nan, "depends"),
    ],
)
def test_the_verdict_is_that_of_the_rule(baseline, held, verdict):
    assert verdict_of([effect(state) for state in baseline], held) == verdict


def scores(best, second=0.1):
    keys = ["payoffs.rivalry", "talks.pace"]
    return pd.DataFrame({"parameter": keys, "score": [best, second]})


@pytest.fixture
def result(comparison):
    """Three claims whose verdicts are made up: one holds, one fails, one depends."""
    test = comparison("catastrophe_risk", higher=False, times=0.9)
    box = Box(
        True,
        (Limit("payoffs.rivalry", math.nan, 0.3, math.nan, 0.001),),
        Trial(0.8, 0.7, 0.4, 0.001),
    )
    made = []
    for name, state, held, decision in (
        ("one-that-holds", "holds", 98, None),
        ("one-that-fails", "fails", 3, Decision(("talks.pace",), scores(0.5), None)),
        ("one-that-depends", "holds", 55, Decision(("payoffs.rivalry",), scores(-0.6), box)),
    ):
        states = np.array([1] * held + [-1] * (98 - held) + [0, 0])
        found = Share(states, (states, states), share(held, 98), (states + 1) / 2)
        claim = Claim(name, "A claim.", "A hypothesis.", (test, replace(test, says="it falls")))
        effects = (effect(), effect(state, 1.5 if state == "holds" else 0.4))
        made.append(ClaimResult(claim, effects, found, decision))
    return ClaimsResult(tuple(made), "plausible", 100, 64, 1000, 1, 1)


@pytest.mark.short
def test_a_row_a_claim_shows_its_weakest_test(result):
    table = result.table().set_index("id")
    assert table["verdict_text"].tolist() == ["holds", "fails", "depends on payoffs.rivalry"]
    assert table["weakest_test"].tolist() == [1, 1, 1]
    assert table.loc["one-that-fails", "effect_value"] == 0.4
    assert table.loc["one-that-depends", "share_value"] == pytest.approx(55 / 98)
    assert table["points_open"].tolist() == [2, 2, 2]
    assert table.loc["one-that-holds", "effect_text"] == (
        "\N{MINUS SIGN}20\N{NO-BREAK SPACE}% (\N{MINUS SIGN}25 to \N{MINUS SIGN}15)"
    )
    assert table.loc["one-that-holds", "needed_text"] == "below \N{MINUS SIGN}10"
    assert len(result.tests()) == 6
    assert result.boxes()["parameter"].tolist() == ["payoffs.rivalry"]
    assert result.scores(2)["id"].unique().tolist() == ["one-that-fails", "one-that-depends"]


@pytest.mark.short
def test_where_nothing_decides_the_verdict_says_so(result):
    alone = replace(result.results[2], decision=None)
    assert alone.verdict_text == "depends on no single parameter"
    unclear = replace(result.results[2], decision=Decision((), scores(0.1), None))
    assert unclear.verdict_text == "depends on no single parameter"
    tie = replace(result.results[2], decision=Decision(("a", "b"), scores(0.6, 0.6), None))
    assert tie.verdict_text == "depends on a and b"


def test_the_page_is_written_whole_with_its_figure(result, tmp_path):
    page = tmp_path / "claims.md"
    parts = "\n\n".join(f"<!-- {name}: begin -->\n<!-- {name}: end -->" for name in PARTS)
    page.write_text(f"# Claims\n\n{parts}\n", encoding="utf-8")
    other = replace(result, seed=2, results=(*result.results[:2], replace(result.results[2])))
    changed = replace(
        result,
        design_seed=2,
        results=(*result.results[:2], replace(result.results[2], decision=None)),
    )
    write_page(page, result, [other, changed])
    text = page.read_text(encoding="utf-8")
    assert [block.name for block in blocks(text)] == list(PARTS)
    assert stale(text) == []
    assert "Of 3 claims, 1 hold, 1 fail, and 1 depend" in text
    assert "| one that depends |" in text and "depends on `payoffs.rivalry` |" in text
    assert "It fails in 70.0" in text and "`payoffs.rivalry` below 0.3" in text
    assert "Seed 2, design seed 1: holds, fails or depends as above for 3 of 3" in text
    assert "with the parameter that decides, 2 of 3. Changed: one that depends" in text
    image = (tmp_path / "figures" / "claims.png").read_bytes()
    assert image.startswith(b"\x89PNG") and len(image) < 200_000


@pytest.mark.short
def test_a_page_that_lacks_a_part_is_refused_before_anything_is_played(result, tmp_path):
    page = tmp_path / "claims.md"
    with pytest.raises(InputError, match="cannot be read"):
        check_page(page)
    page.write_text("# Claims\n", encoding="utf-8")
    with pytest.raises(InputError, match="claims summary"):
        check_page(page)
    with pytest.raises(InputError, match="claims summary"):
        write_page(page, result, [])
    assert page.read_text(encoding="utf-8") == "# Claims\n"
    assert not (tmp_path / "figures").exists()


def test_files_are_written_and_the_manifest_last(result, tmp_path):
    folder = tmp_path / "results"
    image = save(result, folder)
    assert {path.name for path in folder.iterdir()} == {
        image.name,
        "claims.csv",
        "tests.csv",
        "boxes.csv",
        "scores.csv",
        MANIFEST,
    }
    assert len(pd.read_csv(folder / "claims.csv")) == 3
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        save(result, tmp_path / "other")


def test_claims_are_played_from_a_file(claim_text, tmp_path):
    path = tmp_path / "claims.toml"
    path.write_text(claim_text, encoding="utf-8")
    given = {"points": 4, "worlds": 32, "baseline_worlds": 40}
    found = run_claims(path, **given)
    assert found.verdicts().keys() == {"a-claim"}
    assert found.table().equals(run_claims(path, **given).table())
    assert not found.table().equals(run_claims(path, **given, seed=2).table())


@pytest.mark.short
@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"points": 1}, "points"),
        ({"worlds": 31}, "worlds"),
        ({"baseline_worlds": 0}, "baseline worlds: 0"),
        ({"seed": -1}, "seed"),
        ({"design_seed": -1}, "design seed"),
        ({"prior": "nothing"}, "no such prior"),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(given, told):
    with pytest.raises(InputError, match=told):
        run_claims(**given)
