"""The report and the files: every number and every order is read off the tables."""

import json

import numpy as np
import pandas as pd
import pytest

from race_sim.outcomes import Estimate
from race_sim.problems import InputError
from race_sim.study.store import MANIFEST
from race_sim.tournament import files
from race_sim.tournament.equilibria import Equilibria, Equilibrium
from race_sim.tournament.evolution import (
    ONE,
    alive,
    evolution_of,
    finite_population_table,
    replicator_table,
)
from race_sim.tournament.files import equilibria_table, save, tables
from race_sim.tournament.report import design, pure_groups, sentences, some_of, text_of
from race_sim.tournament.tournament import tournament

pytestmark = pytest.mark.short


def plain(text):
    return " ".join(text.replace("\N{NO-BREAK SPACE}", " ").split())


def pure(us, cn, count, payoff, firm=True):
    point = np.eye(count)
    one = Estimate(payoff, payoff, payoff)
    return Equilibrium(tuple(point[us]), tuple(point[cn]), one, one, 0.0, 0.0, firm)


def test_the_report_says_what_the_tables_hold(small, firm):
    text = plain(text_of(small))
    first, second = small.ranking["policy"].iloc[:2]
    ahead = small.ranking["behind_first_value"].iloc[1]
    assert "4 policies in the scenario" in text and "16 pairs of 60 worlds" in text
    assert f"First is {first}" in text and f"it is ahead of {second} by {ahead:.0f}" in text
    assert "All ranks are firm" in plain(text_of(firm))
    risks = small.ranking.set_index("policy")["catastrophe_risk_value"]
    assert f"least in the races of {risks.idxmin()}, {100 * risks.min():.1f}" in text
    assert f"greatest in those of {risks.idxmax()}, {100 * risks.max():.0f}" in text
    survivors = alive(small.evolution)
    assert f"{len(survivors)} policies survive ({survivors[0][0]} " in text


def test_ties_are_told():
    found = tournament(["tit-for-tat", "contrite-tit-for-tat"], worlds=5)
    text = plain(text_of(found))
    assert "it cannot be told from contrite-tit-for-tat" in text
    assert "Of the 1 step from one rank to the next, 1 is not firm (1 because two policies" in text
    assert "4 pairs of policies are Nash equilibria" in text
    assert "In equilibrium both play any of tit-for-tat and contrite-tit-for-tat" in text
    assert "no policy is favoured" in text


def test_one_world_is_told_without_intervals():
    text = plain(text_of(tournament(["always-safe", "always-accelerate"], worlds=1)))
    assert "nan" not in text.split() and "(nan" not in text and "±" not in text
    assert "it is not known which ranks are firm" in text


def test_equal_equilibria_are_told_together_if_they_fill_a_rectangle():
    names = ("a", "b", "c")
    square = [pure(us, cn, 3, 1.0) for us in (0, 1) for cn in (0, 2)]
    groups = pure_groups(Equilibria((*square, pure(2, 1, 3, 5.0)), "", True), names)
    assert [(rows, columns) for rows, columns, _ in groups] == [
        (["a", "b"], ["a", "c"]),
        (["c"], ["b"]),
    ]
    ragged = pure_groups(Equilibria(tuple(square[:3]), "", True), names)
    assert len(ragged) == 3


def test_many_names_are_cut():
    assert some_of(["a", "b"]) == "a and b"
    assert some_of([f"{n}" for n in range(10)], 8) == "0, 1, 2, 3, 4, 5, 6, 7 and 2 more"


def test_tables_of_evolution(small):
    shares = replicator_table(small.evolution)
    last = shares[(shares["population"] == ONE) & (shares["time"] == shares["time"].max())]
    assert last["share"].sum() == pytest.approx(1.0)
    assert last.set_index("policy")["share"].idxmax() == alive(small.evolution)[0][0]
    finite = finite_population_table(small.evolution)
    assert finite["share"].sum() == pytest.approx(1.0) and finite["share"].is_monotonic_decreasing
    assert (finite["policy"] != finite["strongest_mutant"]).all()


def test_intensity_and_population_can_be_chosen(small):
    drift = evolution_of(small.played.bimatrix, population=20, intensity=0.0)
    assert drift.stationary == pytest.approx(0.25)
    assert finite_population_table(drift)["fixation"].to_numpy() == pytest.approx(1 / 20)
    with pytest.raises(InputError, match="population"):
        tournament(["always-safe", "tit-for-tat"], worlds=1, population=1)


def test_the_table_of_equilibria_holds_both_sides(small):
    found = small.equilibria.found
    table = equilibria_table(small.equilibria, small.played.names)
    assert table["equilibrium"].nunique() == len(found) > 0
    sums = table.groupby(["equilibrium", "side"])["chance"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)


class Plain:
    """Stands for a picture."""

    def save(self, folder, about):
        assert about["Seed"] == "5"
        path = folder / "picture.png"
        path.write_text("drawn")
        return [path]


def test_files_hold_the_tables_and_the_manifest_comes_last(small, tmp_path, monkeypatch):
    monkeypatch.setattr(files, "pictures", lambda found: iter([Plain()]))
    folder = tmp_path / "out"
    written = save(small, folder)
    assert written[-1].name == MANIFEST
    assert {path.name for path in folder.iterdir()} == {path.name for path in written}
    for name, table in tables(small).items():
        kept = pd.read_csv(folder / f"{name}.csv")
        assert list(kept.columns) == list(table.columns) and len(kept) == len(table)
    manifest = json.loads((folder / MANIFEST).read_text())
    assert manifest["kind"] == "tournament" and manifest["entrants"] == list(small.played.names)
    assert manifest["scenario"]["name"] == "baseline" and "rule book" in manifest["versions"]
    assert (folder / "report.txt").read_text() == text_of(small) + "\n"
    save(small, folder)  # takes the place of an earlier one
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match=r"holds other files, such as notes\.txt"):
        save(small, tmp_path / "other")


def test_sentences_follow_the_numbers(small):
    """Turned about, the ranking is told the other way round."""
    turned = small.ranking.iloc[::-1].reset_index(drop=True).assign(rank=[1, 2, 3, 4])
    turned["behind_previous_low"] = -1.0
    turned["behind_first_low"] = -1.0
    other = type(small)(small.played, turned, small.equilibria, small.evolution)
    assert sentences(other)[0].startswith(f"First is {small.ranking['policy'].iloc[-1]}")
    assert "3 are not firm" in sentences(other)[1]
    assert "100 worlds" not in design(other)
