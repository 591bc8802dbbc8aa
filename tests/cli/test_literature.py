"""`race-sim literature` and its subcommands: what they print and write, and what they refuse."""

import json

import pandas as pd
import pytest

from race_sim.literature import armstrong2016
from race_sim.literature.catalogue import MODELS, NAMES


@pytest.fixture
def quick(monkeypatch):
    """Draw nothing, and ask only two questions' published models and few worlds."""
    from race_sim.literature.comparison import files

    class Plain:
        def __init__(self, name):
            self.name = name

        def save(self, folder, about):
            paths = [folder / f"{self.name}{ending}" for ending in (".png", ".csv")]
            for path in paths:
                path.write_text(f"{about}")
            return paths

    monkeypatch.setattr(
        files, "picture_of", lambda answer: Plain(f"literature_{answer.question.name}")
    )
    monkeypatch.setattr(files, "overview", lambda _: Plain("literature"))


def test_models_are_listed(type_in):
    lines = type_in("literature", "models").stdout.splitlines()
    assert [line.split()[0] for line in lines[1 : len(NAMES) + 1]] == list(NAMES)
    found = json.loads(type_in("literature", "models", "--json").stdout)
    assert [one["name"] for one in found] == list(NAMES)
    assert found[0]["citation"] == MODELS[0].citation


@pytest.mark.parametrize("name", NAMES)
def test_a_model_is_shown(type_in, name):
    found = json.loads(type_in("literature", "show", name, "--json").stdout)
    module = next(one for one in MODELS if one.name == name).module()
    assert [one["name"] for one in found["parameters"]] == list(module.Parameters.quantities())
    assert [one["name"] for one in found["measures"]] == [one.name for one in module.MEASURES]
    text = type_in("literature", "show", name).stdout
    for one in found["parameters"]:
        assert one["allowed"] in text
    assert f"docs/literature/{name}.md" in text


def test_a_sweep_is_printed_and_written(type_in, tmp_path):
    words = ("literature", "sweep", "armstrong2016", "--vary", "enmity=0.5,1", "--set", "teams=5")
    words += ("--measure", "disaster_risk_private", "--out", "out")
    text = type_in(*words).stdout
    assert "disaster_risk_private" in text and "0.722222" in text and "0.833333" in text
    table = pd.read_csv(tmp_path / "out" / "literature_sweep.csv")
    assert table["value"].tolist() == pytest.approx(
        armstrong2016.disaster_risk(5, [0.5, 1.0], 1.0, "private")
    )
    assert (tmp_path / "out" / "literature_sweep.png").is_file()
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["model"] == "armstrong2016" and manifest["set"] == {"teams": 5}
    type_in(*words)  # an earlier one is replaced


def test_a_sweep_without_a_folder_writes_nothing(type_in, tmp_path):
    found = json.loads(type_in("literature", "sweep", "tan2025", "--json").stdout)
    assert found["files"] == [] and list(tmp_path.iterdir()) == []
    values = {one["measure"]: one["value"] for one in found["table"]}
    assert values["preemption_trigger"] == pytest.approx(1.25)


def test_a_point_without_an_equilibrium_is_no_number_or_an_error(type_in):
    words = ("literature", "sweep", "spt2023", "--vary", "players=2,6")
    words += ("--measure", "disaster_multiplicative", "--json")
    found = json.loads(type_in(*words).stdout)["table"]
    assert found[0]["value"] > 0.0 and found[1]["value"] is None
    words = ("literature", "sweep", "emery_xu2023", "--vary", "loser_share=0,0.25")
    assert "no equilibrium" in type_in(*words, code=1).stderr


def test_the_map_of_regions_is_drawn(type_in, tmp_path):
    text = type_in("literature", "regions", "--set", "rounds=1e6", "--set", "found_out=0.5").stdout
    assert "crossed" in text
    folder = tmp_path / "results" / "regions"
    table = pd.read_csv(folder / "dsair_regions.csv")
    assert table["speed"].nunique() == 400
    assert (
        "speed: cannot be set"
        in type_in("literature", "regions", "--set", "speed=2", code=2).stderr
    )


def test_known_results_and_bridge_of_a_model_are_checked(type_in):
    text = type_in("literature", "check", "katzke2025").stdout
    assert "agree" in text
    found = json.loads(type_in("literature", "check", "tan2025", "--json").stdout)
    assert all(one["agrees"] for one in found["tan2025"]["known"])


def test_a_number_that_disagrees_is_told_and_fails(type_in, tmp_path, monkeypatch):
    from race_sim.literature import check, known

    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "armstrong2016.toml").write_text(
        '[[result]]\ncall = "disaster_risk"\nvalue = "0.5557"\nsource = "closed form"\n'
    )
    monkeypatch.setattr(known, "FOLDER", tmp_path / "known")
    monkeypatch.setattr(check, "bridge_rows", lambda _: [])
    text = type_in("literature", "check", "armstrong2016", code=1).stdout
    assert "0 of 1" in text and "known 0.5557" in " ".join(text.split())


def test_questions_are_answered_in_words_tables_and_files(type_in, tmp_path, quick):
    words = ("literature", "--question", "racers", "--worlds", "2", "--seed", "4")
    text = type_in(*words).stdout
    assert "Do more racers make the race more dangerous?" in text
    assert "Armstrong et al. 2016" in text and "Silent:" in text
    names = {path.name for path in (tmp_path / "results" / "literature").iterdir()}
    assert {"report.txt", "manifest.json", "literature.png", "literature_racers_table.csv"} <= names
    found = json.loads(type_in(*words, "--json", "--out", "other").stdout)
    assert [one["name"] for one in found["questions"]] == ["racers"]
    assert found["worlds"] == 2 and found["seed"] == 4
    assert {"at_from", "at_to", "direction"} <= set(found["questions"][0]["table"][0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--question", "rivalri"), "did you mean rivalry"),
        (("--question", "racers", "--worlds", "0"), "worlds: 0"),
        (("--question", "racers", "--worlds", "9", "models"), "--question: before models"),
        (("--json", "show", "kwa2025"), "--json: before show"),
        (("show", "kwa"), "did you mean kwa2025"),
        (("sweep", "kwa2025", "--vary", "kk=1:2:3"), "unknown key"),
        (("sweep", "kwa2025", "--vary", "k=-1,2"), "k: -1"),
        (("sweep", "kwa2025", "--set", "k"), "KEY=VALUE"),
        (("sweep", "kwa2025", "--set", "k=1", "--set", "k=2"), "set twice"),
        (("sweep", "kwa2025", "--measure", "disasters"), "did you mean disaster"),
        (("check", "kwa2024"), "did you mean kwa2025"),
    ],
)
def test_bad_input_is_one_message_and_leaves_nothing_behind(type_in, tmp_path, words, said):
    result = type_in("literature", *words, code=2)
    assert said in result.stderr and result.stdout == ""
    assert not list(tmp_path.iterdir())


def test_a_folder_with_other_files_is_left_alone(type_in, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine")
    for words in ((), ("sweep", "kwa2025"), ("regions",)):
        result = type_in("literature", *words, "--out", "mine", code=2)
        assert "holds other files" in result.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]
