"""Study files: the least one, the ready-made ones, and files that cannot be used."""

import json
import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from race_sim.problems import InputError
from race_sim.study.study import Study
from race_sim.study.study_file import folder_of, study_names

pytestmark = pytest.mark.short

LEAST = """
scenario = "baseline"
worlds = 20000
seed = 5
[uncertainties]
"payoffs.rivalry" = [0.0, 1.2]
"exchange.openness" = [0.0, 0.6]
[design]
kind = "sobol"
points = 32
"""
DOCUMENT = Path(__file__).parents[2] / "docs" / "study-files.md"


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(name) -> str:
    with pytest.raises(InputError) as caught:
        Study.load(name)
    assert len(caught.value.problems) == 1, str(caught.value)
    return str(caught.value)


def test_the_least_file_is_a_study(tmp_path):
    found = Study.load(written(tmp_path, LEAST))
    assert (found.name, found.worlds, found.seed) == ("mine", 20000, 5)
    assert found.scenario.name == "baseline"
    points = found.points()
    assert len(points) == 32
    assert set(points[0].values) == {"payoffs.rivalry", "exchange.openness"}


def test_a_file_and_a_call_that_say_the_same_are_the_same(tmp_path):
    called = Study(
        name="mine",
        scenario="baseline",
        worlds=20000,
        seed=5,
        uncertainties={"payoffs.rivalry": [0.0, 1.2], "exchange.openness": [0.0, 0.6]},
        design={"kind": "sobol", "points": 32},
    )
    assert Study.load(str(written(tmp_path, LEAST))) == called


def test_paths_in_a_file_are_relative_to_it(tmp_path, monkeypatch):
    monkeypatch.chdir(Path("/"))
    written(tmp_path, 'from = "baseline"\n[payoffs]\nrivalry = 0.25', "calm.toml")
    (tmp_path / "points.csv").write_text(
        "payoffs.rivalry,us.policy,talks.binding_allowed\n0.5,always-safe,true\n1,tit-for-tat,false"
    )
    for scenario in ("calm.toml", "./calm.toml", "calm"):
        text = f'scenario = "{scenario}"\n[design]\nkind = "list"\nfile = "points.csv"\n'
        path = written(tmp_path, text)
        if scenario == "calm":
            assert "scenario: 'calm': no such scenario" in refusal(path)
            continue
        found = Study.load(path)
        assert found.scenario["payoffs.rivalry"] == 0.25
        assert [point.values for point in found.points()] == [
            {"payoffs.rivalry": 0.5, "us.policy": "always-safe", "talks.binding_allowed": True},
            {"payoffs.rivalry": 1.0, "us.policy": "tit-for-tat", "talks.binding_allowed": False},
        ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "points.csv cannot be read: No such file or directory"),
        (b"", "points.csv cannot be read: No columns"),
        (b"\xff\xfe", "points.csv cannot be read"),
        (b"payoffs.rivalry\n", "design.points: []"),
        (b"payoffs.rivalry\nmuch\n", "design.points[0]: payoffs.rivalry: 'much'"),
        (b"payoffs.rivalry\nnan\n", "design.points[0]: payoffs.rivalry: nan"),
        (b"rivalry\n1.0\n", "did you mean payoffs.rivalry?"),
    ],
)
def test_a_list_of_points_that_cannot_be_used_is_refused(tmp_path, content, told):
    if content is not None:
        (tmp_path / "points.csv").write_bytes(content)
    text = 'scenario = "baseline"\n[design]\nkind = "list"\nfile = "points.csv"\n'
    assert told in refusal(written(tmp_path, text))


def test_values_of_the_scenario_can_be_set_in_the_file(tmp_path):
    path = written(tmp_path, LEAST + '[set]\n"us.belief" = 0.3\n[set.cn]\nbelief = 0.1\n')
    scenario = Study.load(path).scenario
    assert (scenario["us.belief"], scenario["cn.belief"]) == (0.3, 0.1)


def test_a_file_may_be_called_what_a_study_may_not(tmp_path):
    assert Study.load(written(tmp_path, LEAST, "my study (2).toml")).name == "my-study-2-"


def test_the_folder_of_a_file_is_known(tmp_path):
    assert folder_of(tmp_path / "mine.toml") == tmp_path
    assert folder_of("drivers") is None


def test_a_name_that_is_not_known_is_told_with_the_nearest():
    told = refusal("driver")
    assert told.startswith("study 'driver': no such study, did you mean drivers?; allowed: a path")
    assert told.endswith(", ".join(study_names()))


def test_files_that_cannot_be_used_are_refused(tmp_path):
    assert refusal("nowhere.toml") == "nowhere.toml: cannot be read: No such file or directory"
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    assert refusal(folder) == f"{folder}: cannot be read: Is a directory"
    assert "broken TOML" in refusal(written(tmp_path, "scenario = "))
    assert "broken TOML" in refusal(written(tmp_path, "a = " + "[" * 5000))
    broken = tmp_path / "broken.toml"
    broken.write_bytes(b'scenario = "\xff"')
    assert refusal(broken) == (
        f"{broken}: not a text file: byte 12 is not UTF-8; allowed: UTF-8 TOML"
    )


def test_the_error_names_the_file_and_all_that_is_wrong_with_it(tmp_path):
    text = 'scenario = "x.toml"\nwrlds = 3\n[design]\nkind = "list"\nfile = 3\n'
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        Study.load(path)
    assert caught.value.source == str(path)
    places = {problem.where for problem in caught.value.problems}
    assert places == {"scenario", "wrlds", "design.file"}
    assert "did you mean worlds?" in str(caught.value)


def test_the_drivers_come_first_among_the_ready_made_studies():
    names = study_names()
    assert names[0] == "drivers"
    assert names[1:] == sorted(names[1:])
    assert len(names) >= 6


@pytest.mark.parametrize("name", study_names())
def test_a_ready_made_study_can_be_played(name):
    found = Study.load(name)
    assert found.name == name
    assert found.title and found.question.endswith("?") and found.analyses
    points = found.points()
    assert len(points) == found.number_of_points()[0] * found.number_of_points()[1]
    assert len(points) * found.worlds <= 3_000_000  # a minute or two on two processors
    for point in points[:: 1 + len(points) // 500]:
        found.scenario_at(point)
    assert Study.from_dictionary(json.loads(json.dumps(found.as_dictionary()))) == found
    text = resources.files("race_sim").joinpath("studies", f"{name}.toml").read_text()
    assert text.startswith("# ")


@pytest.mark.parametrize("name", study_names())
def test_a_ready_made_study_looks_around_the_baseline(name):
    found = Study.load(name)
    for key, spread in found.uncertainties.items():
        values = spread.at([0.0, 1.0])
        assert values[0] <= found.scenario[key] <= values[1], key


def test_the_drivers_are_told_by_sobol_indices_of_twenty_uncertainties():
    found = Study.load("drivers")
    assert len(found.uncertainties) == 20
    assert found.design.kind == "saltelli"
    (request,) = [request for request in found.analyses if request.kind == "sobol"]
    assert (request.outcome, request.top) == ("catastrophe_risk", 5)


def _examples() -> list[str]:
    return re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


def test_the_documented_files_are_studies(tmp_path):
    least, full = _examples()[:2]
    assert tomllib.loads(least) == tomllib.loads(LEAST)
    found = Study.load(written(tmp_path, full))
    assert found.points()


def test_the_document_names_every_choice():
    from race_sim.study.distributions import KINDS
    from race_sim.study.points import DESIGNS
    from race_sim.study.requests import ANALYSES
    from race_sim.study.study_table import _FIELDS, FIGURES

    text = DOCUMENT.read_text(encoding="utf-8")
    for name in (*KINDS, *DESIGNS, *ANALYSES, *FIGURES, *_FIELDS, *study_names()):
        assert re.search(rf"""[`"{{ ]{name}[`" ]""", text), name


def test_a_model_is_looked_for_beside_the_file_also_from_python(tmp_path, monkeypatch):
    (tmp_path / "own.py").write_text(
        "from race_sim.model import RaceModel\nclass Own(RaceModel):\n    pass\n"
    )
    (tmp_path / "own.toml").write_text('scenario = "baseline"\nworlds = 3\nmodel = "own.py:Own"\n')
    monkeypatch.chdir("/")
    assert Study.load(tmp_path / "own.toml").run(engine="serial").played == 3


def test_columns_of_figures_and_risks_are_kept():
    study = Study(
        scenario="baseline",
        uncertainties={"payoffs.rivalry": [0.0, 1.0]},
        outcomes=["us_harm"],
        figures=["endings"],
        analyses=[{"kind": "rare", "outcome": "loss_risk"}],
    )
    assert {"ending", "winner", "lost_at_finish", "loss_risk"} <= set(study.outcomes)
    with pytest.raises(InputError, match="adds up no chance"):
        Study(scenario="baseline", analyses=[{"kind": "rare", "outcome": "us_harm"}])
