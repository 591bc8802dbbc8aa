"""The report of a study: which sections it has, and how they are kept as files.

The same folder gives the same files, byte for byte, whenever they are written.
"""

from __future__ import annotations

import dataclasses
import importlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from race_sim.analysis.figures import figures
from race_sim.analysis.luck import luck
from race_sim.analysis.overview import failures, overview
from race_sim.analysis.section import Section
from race_sim.problems import InputError

if TYPE_CHECKING:
    from race_sim.study.result import StudyResult
    from race_sim.study.study import AnalysisRequest

__all__ = ["KINDS", "Kept", "Report", "make_report", "overview", "sections"]

FOLDER = "report"
PAGE = "report.html"

# The module of each kind of analysis; each has one `section(result, request)`.
KINDS = {
    "paired": "race_sim.analysis.pairing",
    "sobol": "race_sim.analysis.sobol",
    "morris": "race_sim.analysis.morris",
    "prim": "race_sim.analysis.discovery",
    "feature-scoring": "race_sim.analysis.feature_scoring",
    "regret": "race_sim.analysis.regret",
    "information-value": "race_sim.analysis.information_value",
    "rare": "race_sim.analysis.rare",
}


class Kept(NamedTuple):
    """A section whose pictures and tables are files.

    Attributes
    ----------
    section : Section
    pictures : tuple of Path
        PNG files, in the order of the section's pictures; the table of each is beside it, as CSV.
    tables : tuple of Path
        CSV files, in the order of the section's tables.
    """

    section: Section
    pictures: tuple[Path, ...]
    tables: tuple[Path, ...]


class Report(NamedTuple):
    """A report that has been written: its page, and what is in it."""

    page: Path
    kept: tuple[Kept, ...]


def sections(result: StudyResult) -> list[Section]:
    """The sections of a study's report: what the analyses find, then what there is to know else.

    An analysis that cannot be made of this result has a section that says why. If worlds failed,
    every section ends with their share.
    """
    found = [_analysed(result, request) for request in result.study.analyses]
    found.append(overview(result))
    if not any(request.kind == "paired" for request in result.study.analyses):
        found += luck(result)
    found += figures(result)
    found += failures(result)
    return _with_own_names([_with_missing_share(result, section) for section in found])


def _section_of(kind: str) -> Callable[[StudyResult, AnalysisRequest], Section]:
    made: Callable[[StudyResult, AnalysisRequest], Section]
    made = importlib.import_module(KINDS[kind]).section
    return made


def _analysed(result: StudyResult, request: AnalysisRequest) -> Section:
    try:
        return _section_of(request.kind)(result, request)
    except InputError as error:
        sentence = f"This analysis could not be made. {error}"
        title = f"{request.kind} of {request.outcome}: not made"
        return Section(f"{request.kind}-{request.outcome}", title, (sentence,), {}, ())


def _with_missing_share(result: StudyResult, section: Section) -> Section:
    from race_sim.analysis.lever_table import missing_sentences

    said = [one for one in missing_sentences(result) if one not in section.sentences]
    return section._replace(sentences=(*section.sentences, *said))


def _with_own_names(found: list[Section]) -> list[Section]:
    """Sections of the same name told apart by a number, so that their files do not collide."""
    seen: dict[str, int] = {}
    named = []
    for section in found:
        seen[section.name] = count = seen.get(section.name, 0) + 1
        name = section.name if count == 1 else f"{section.name}-{count}"
        named.append(section._replace(name=name))
    return named


def make_report(result: StudyResult, page: Path | str | None = None) -> Report:
    """Analyse a study, and write its report: one HTML page, figures as PNG, tables as CSV.

    Parameters
    ----------
    result : StudyResult
        With a directory; figures and tables go into its folder `report`.
    page : path-like, optional
        Where to put the page; into that folder unless set. Figures are inside it.

    Raises
    ------
    ValueError
        If the study has no directory.
    OSError
        If a file cannot be written.
    """
    from race_sim.analysis.page import page_of
    from race_sim.study.store import write_text

    if result.directory is None:
        raise ValueError("a study without a folder has no place for a report")
    folder = result.directory / FOLDER
    place = folder / PAGE if page is None else Path(page)
    kept = tuple(_keep(section, folder, result) for section in sections(result))
    write_text(place, page_of(result, kept, place))
    return Report(place, kept)


def _keep(section: Section, folder: Path, result: StudyResult) -> Kept:
    from race_sim.study.store import write_text

    about = {"Study": result.study.name, "Seed": f"{result.study.seed}"}
    pictures = []
    for number, picture in enumerate(section.pictures, start=1):
        stem = section.name if number == 1 else f"{section.name}-{number}"
        pictures.append(dataclasses.replace(picture, name=stem).save(folder, about)[0])
    tables = []
    for name, table in section.tables.items():
        path = folder / f"{section.name}.{name.replace(' ', '-')}.csv"
        write_text(path, table.to_csv(index=False, lineterminator="\n"))
        tables.append(path)
    return Kept(section, tuple(pictures), tuple(tables))
