"""The files of a tournament: tables, pictures and the report; the manifest comes last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from race_sim.plots.picture import Picture
from race_sim.study.provenance import versions
from race_sim.study.store import MANIFEST, begin_replacing, prepare_folder, write_json, write_text
from race_sim.tournament.equilibria import Equilibria
from race_sim.tournament.evolution import finite_population_table, replicator_table
from race_sim.tournament.play import PAYOFFS
from race_sim.tournament.ranking import matrix_of
from race_sim.tournament.report import text_of
from race_sim.tournament.tournament import Tournament

KIND = "tournament"
REPORT = "report.txt"


def equilibria_table(found: Equilibria, names: tuple[str, ...]) -> pd.DataFrame:
    """One row an equilibrium, side and policy played in it, with its chance.

    `regret` is the most that a side gains by another policy, `regret_limit` the most that it
    might within the Monte-Carlo error; see `Equilibrium`.
    """
    rows = []
    for number, one in enumerate(found.found, start=1):
        for side, shares, payoff in (
            ("us", one.us, one.us_payoff),
            ("cn", one.cn, one.cn_payoff),
        ):
            for name, share in zip(names, shares, strict=True):
                if share > 0.0:
                    rows.append(
                        {
                            "equilibrium": number,
                            "kind": "pure" if one.pure else "mixed",
                            "side": side,
                            "policy": name,
                            "chance": share,
                            "payoff": payoff.value,
                            "payoff_low": payoff.low,
                            "payoff_high": payoff.high,
                            "regret": one.regret,
                            "regret_limit": one.regret_limit,
                            "firm": one.firm,
                        }
                    )
    columns = ["equilibrium", "kind", "side", "policy", "chance", "payoff", "payoff_low"]
    columns += ["payoff_high", "regret", "regret_limit", "firm"]
    return pd.DataFrame(rows, columns=columns)


def tables(found: Tournament) -> dict[str, pd.DataFrame]:
    """All tables, by the names of their files."""
    return {
        "ranking": found.ranking,
        "pairs": found.pairs,
        "payoffs": matrix_of(found.played),
        "equilibria": equilibria_table(found.equilibria, found.played.names),
        "replicator": replicator_table(found.evolution),
        "finite_population": finite_population_table(found.evolution),
    }


def pictures(found: Tournament) -> Iterator[Picture]:
    """The three pictures of a tournament."""
    from race_sim.plots import evolution, tournament_matrix, tournament_ranking

    scenario = found.played.scenario
    title = scenario.title or scenario.name
    worlds, seed = found.played.worlds, found.played.seed
    yield tournament_ranking.draw(found.ranking, title, worlds, seed)
    equilibria = [(one.us.index(1.0), one.cn.index(1.0)) for one in found.equilibria.pure]
    names = found.played.names
    marked = [(names[us], names[cn]) for us, cn in equilibria]
    order = found.ranking["policy"].tolist()
    yield tournament_matrix.draw(found.pairs, order, title, worlds, seed, marked)
    yield evolution.draw(
        replicator_table(found.evolution), finite_population_table(found.evolution), title
    )


def save(found: Tournament, folder: Path) -> list[Path]:
    """Write everything into a folder: a new or empty one, or that of an earlier tournament.

    Raises
    ------
    InputError
        If the folder is a file, cannot be written to, or holds something else.
    """
    prepare_folder(folder, KIND)
    drawn = list(pictures(found))  # before the first file takes its place
    begin_replacing(folder)
    written = [folder / REPORT]
    write_text(written[0], text_of(found) + "\n")
    for name, table in tables(found).items():
        written.append(folder / f"{name}.csv")
        write_text(written[-1], table.to_csv(index=False, lineterminator="\n"))
    played = found.played
    about = {
        "Scenario": played.scenario.name,
        "Seed": f"{played.seed}",
        "Worlds": f"{played.worlds}",
    }
    for picture in drawn:
        written.extend(picture.save(folder, about))
    manifest = {
        "kind": KIND,
        "scenario": played.scenario.model_dump(mode="json", by_alias=True),
        "entrants": list(played.names),
        "worlds": played.worlds,
        "seed": played.seed,
        "payoffs": list(PAYOFFS),
        "population": found.evolution.population,
        "intensity": found.evolution.intensity,
        "mixed_equilibria": found.equilibria.method,
        "versions": versions(),
    }
    write_json(folder / MANIFEST, manifest)
    return [*written, folder / MANIFEST]
