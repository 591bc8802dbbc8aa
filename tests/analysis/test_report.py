"""Reports: their sections, and a page that stands alone and says what it is given."""

import base64
import dataclasses
import html.parser
import importlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.analysis import report
from race_sim.analysis.first_worlds import first_worlds
from race_sim.analysis.luck import luck
from race_sim.analysis.overview import outcomes_table
from race_sim.analysis.page import MOST_ROWS, page_of
from race_sim.problems import InputError
from race_sim.study.requests import ANALYSES
from race_sim.study.result import open_study
from race_sim.study.study import Study
from race_sim.study.table import Failure

LIKELY = {"payoffs.rivalry": [0.0, 1.2]}
VOID = {"meta", "img", "br"}


class Page(html.parser.HTMLParser):
    """What is on a page; refuses tags that do not match."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts = [], [], {}
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
            self.texts.setdefault(tag, []).append("")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        for tag in set(self.open):
            self.texts[tag][-1] += data

    def all(self, name, attribute):
        return [found.get(attribute) for tag, found in self.tags if tag == name]


def make_study(**changes):
    fields = {
        "name": "trial",
        "title": "A trial",
        "scenario": "baseline",
        "uncertainties": LIKELY,
        "design": {"kind": "grid", "levels": 3},
        "worlds": 300,
        "seed": 5,
        "analyses": [{"kind": "paired", "outcome": "catastrophe"}],
    }
    return Study(**(fields | changes))


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """A small study with files. Not to be changed."""
    folder = tmp_path_factory.mktemp("study") / "out"
    make_study().run(folder, "serial")
    return open_study(folder)


@pytest.fixture(scope="module")
def written(result):
    """Its report."""
    return report.make_report(result)


def test_every_kind_of_analysis_that_a_study_may_ask_for_has_its_section():
    assert set(report.KINDS) == set(ANALYSES)
    for name in report.KINDS.values():
        assert callable(importlib.import_module(name).section)


def test_analyses_come_first_and_then_what_every_report_has(result):
    names = [section.name for section in report.sections(result)]
    assert names == ["paired-catastrophe", "overview", "sweep_curve"]
    without = dataclasses.replace(result, study=make_study(analyses=()))
    assert [one.name for one in report.sections(without)] == ["overview", "luck", "sweep_curve"]


def test_the_same_analysis_twice_has_files_of_its_own(result):
    twice = [{"kind": "paired", "outcome": "catastrophe"}] * 2
    asked = dataclasses.replace(result, study=make_study(analyses=twice))
    names = [section.name for section in report.sections(asked)]
    assert names[:2] == ["paired-catastrophe", "paired-catastrophe-2"]
    assert len(set(names)) == len(names)


def test_an_analysis_that_cannot_be_made_says_why_and_the_others_go_on(result):
    asked = [{"kind": "prim", "outcome": "catastrophe"}, *make_study().as_dictionary()["analyses"]]
    found = report.sections(dataclasses.replace(result, study=make_study(analyses=asked)))
    assert found[0].title == "prim of catastrophe: not made"
    assert "3 with an estimate" in found[0].sentences[0]
    assert found[1].pictures


def test_a_figure_that_cannot_be_drawn_says_why(result):
    asked = dataclasses.replace(result, study=make_study(figures=["sweep_map", "harm"]))
    found = {section.name: section for section in report.sections(asked)}
    assert "could not be drawn" in found["sweep_map"].sentences[0]
    assert found["harm"].pictures and "900" in found["harm"].sentences[-1]


def test_when_worlds_failed_every_section_ends_with_their_share(result):
    failed = pd.DataFrame(
        [Failure(2, world, 5, "a policy", "ValueError", "no <b>", "") for world in range(9)],
        columns=list(Failure._fields),
    )
    worlds = result.summary["worlds"].where(result.summary["point"] != 2, 291)
    summary = result.summary.assign(worlds=worlds)
    some = dataclasses.replace(result, failures=failed, summary=summary)
    assert some.missing_share == 0.01
    found = report.sections(some)
    assert [section.name for section in found][-1] == "failures"
    assert all(
        any("1.0\N{NO-BREAK SPACE}%" in one for one in section.sentences) for section in found
    )
    assert all("left out" in section.sentences[-1] for section in found)
    errors = found[-1].tables["errors"]
    assert errors[["type", "worlds", "points", "first_point"]].iloc[0].tolist() == [
        "ValueError",
        9,
        1,
        2,
    ]


def test_the_overview_has_the_quantiles_of_the_estimates_over_the_points(fake_result):
    values = np.random.default_rng(3).beta(2, 5, 64)
    made = fake_result(
        {"catastrophe": values},
        half_width=0.01,
        uncertainties=LIKELY,
        design={"kind": "sobol", "points": 64},
    )
    row = outcomes_table(made).iloc[0]
    told = row[["lowest", "5 %", "25 %", "median", "75 %", "95 %", "highest"]].to_numpy(float)
    ordered = np.sort(values)
    # Between the order statistics on either side of each quantile, whatever its definition.
    for chance, number in zip((0, 0.05, 0.25, 0.5, 0.75, 0.95, 1), told / 100, strict=True):
        place = chance * 63
        low, high = ordered[int(np.floor(place))], ordered[int(np.ceil(place))]
        assert low - 1e-12 <= number <= high + 1e-12
    assert row["±"] == pytest.approx(1.0) and row["unit"] == "% of worlds"


def test_points_where_every_world_failed_do_not_spoil_the_overview(fake_result):
    made = fake_result(
        {"catastrophe": [0.1, np.nan, 0.3]}, uncertainties=LIKELY, design={"levels": 3}
    )
    row = outcomes_table(made).iloc[0]
    assert (row["lowest"], row["median"], row["highest"]) == pytest.approx((10, 20, 30))


def test_a_study_of_names_only_has_a_report_without_estimates(tmp_path):
    study = make_study(outcomes=["winner"], analyses=(), worlds=20)
    study.run(tmp_path / "out", "serial")
    found = report.make_report(open_study(tmp_path / "out"))
    assert [one.section.name for one in found.kept] == ["overview"]


def test_one_point_has_its_estimates_and_its_endings(tmp_path):
    study = make_study(uncertainties={}, analyses=(), worlds=100)
    study.run(tmp_path / "out", "serial")
    result = open_study(tmp_path / "out")
    found = report.sections(result)
    assert [section.name for section in found] == ["overview", "endings"]
    table = found[0].tables["outcomes"].set_index("outcome")
    assert table.loc["Catastrophe", "estimate"] == 100 * result.values("catastrophe")[0]


def test_what_luck_saved_is_the_ratio_of_variances_of_the_worlds_on_disk(result):
    table = luck(result)[0].tables["pairs"]
    assert list(zip(table["first"], table["second"], strict=True)) == [(0, 1), (1, 2)]
    worlds = {
        point: result.worlds(point, ["catastrophe"])["catastrophe"].to_numpy(float)
        for point in range(3)
    }
    for row in table.itertuples():
        first, second = worlds[row.first], worlds[row.second]
        # Law, Simulation Modeling and Analysis, section 11.2, written out.
        ratio = (first.var() + second.var()) / (second - first).var()
        assert row.variance_ratio == pytest.approx(ratio)
    independent = dataclasses.replace(result, study=make_study(independent=True))
    assert luck(independent) == []


def test_luck_compares_settings_of_levers_at_the_same_uncertainties(tmp_path):
    study = make_study(levers={"us.policy": ["logit-response", "always-safe"]}, worlds=50)
    study.run(tmp_path / "out", "serial")
    result = open_study(tmp_path / "out")
    (section,) = luck(result)
    points = result.points.set_index("point")
    table = section.tables["pairs"]
    assert len(table) == 3 and "settings of the levers" in section.sentences[0]
    for row in table.itertuples():
        first, second = points.loc[row.first], points.loc[row.second]
        assert first["payoffs.rivalry"] == second["payoffs.rivalry"]
        assert first["us.policy"] != second["us.policy"]


def test_first_worlds_are_the_first_rows_of_each_point(result):
    every = result.worlds(columns=["catastrophe", "ending"])
    expected = every[(every["world"] < 7) & every["point"].isin([0, 2])]
    found = first_worlds(result, ["catastrophe", "ending"], 7, [0, 2])
    pd.testing.assert_frame_equal(found, expected.reset_index(drop=True))
    kept = dataclasses.replace(result, study=make_study(outcomes=["catastrophe"]))
    with pytest.raises(InputError, match="harm: is not kept"):
        first_worlds(kept, ["us_harm"], 7)


def test_the_page_stands_alone(written):
    page = Page(written.page.read_text(encoding="utf-8"))
    names = {tag for tag, _ in page.tags}
    assert not names & {"script", "link", "iframe", "object", "embed", "base", "form"}
    assert not [found for _, found in page.tags if any(name.startswith("on") for name in found)]
    assert len(page.all("img", "src")) == sum(len(one.pictures) for one in written.kept) > 0
    images = page.all("img", "src")
    assert all(source.startswith("data:image/png;base64,") for source in images)
    pictures = [path for one in written.kept for path in one.pictures]
    for source, path in zip(images, pictures, strict=True):
        assert base64.b64decode(source.partition(",")[2]) == path.read_bytes()
    alts = [picture.alt for one in written.kept for picture in one.section.pictures]
    assert page.all("img", "alt") == alts
    text = written.page.read_text(encoding="utf-8")
    assert "url(" not in text and "http://" not in text and "https://" not in text


def test_every_link_of_the_page_leads_somewhere(written):
    page = Page(written.page.read_text(encoding="utf-8"))
    targets = page.all("section", "id")
    assert len(set(targets)) == len(targets)
    for link in page.all("a", "href"):
        if link.startswith("#"):
            assert link[1:] in targets
        else:
            assert (written.page.parent / link).is_file()


def test_the_page_says_the_findings_and_where_they_come_from(result, written):
    page = Page(written.page.read_text(encoding="utf-8"))
    text = " ".join(" ".join(page.texts["main"]).split())
    for one in written.kept:
        for sentence in one.section.sentences:
            assert " ".join(sentence.split()) in text
    session = result.manifest["sessions"][0]
    for told in (session["host"], "serial", result.manifest["versions"]["race-sim"]):
        assert told in text


def test_the_same_study_gives_the_same_bytes(result, written):
    files = sorted(written.page.parent.iterdir())
    before = [path.read_bytes() for path in files]
    report.make_report(open_study(result.directory))
    assert sorted(written.page.parent.iterdir()) == files
    assert [path.read_bytes() for path in files] == before


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40))
def test_text_of_a_study_file_is_shown_as_it_is(result, text):
    title = f"</h1><script>{text}"
    study = make_study(title=title, question=f'"{text}"<img src=x>')
    page = Page(page_of(dataclasses.replace(result, study=study), (), result.directory / "p.html"))
    assert page.texts["h1"] == [title] and page.texts["title"] == [title]
    assert "script" not in {tag for tag, _ in page.tags} and "img" not in page.texts
    assert page.all("p", "class")[0] == "question"


def test_long_tables_are_cut_with_a_note_and_a_link(result):
    long = pd.DataFrame({"point": range(1000), "share": np.linspace(0, 1, 1000)})
    section = report.Section("long", "Long", ("Many rows.",), {"all rows": long}, ())
    path = result.directory / "report" / "long.csv"
    kept = (report.Kept(section, (), (path,)),)
    page = Page(page_of(result, kept, result.directory / "report" / "report.html"))
    assert sum(tag == "tr" for tag, _ in page.tags) < 1000
    assert any("of 1,000 rows" in text for text in page.texts["p"])
    assert "long.csv" in page.all("a", "href")
    assert len(long) > MOST_ROWS


def test_a_study_in_memory_has_no_place_for_a_report(result):
    with pytest.raises(ValueError, match="without a folder"):
        report.make_report(dataclasses.replace(result, directory=None))
