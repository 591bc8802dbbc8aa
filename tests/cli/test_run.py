"""`race-sim run`: one world in words, as a picture and as tables."""

import json
import math

import pandas as pd
import pytest

import race_sim
from race_sim import gallery
from race_sim.story import as_text, story


@pytest.fixture(scope="module")
def model():
    model = race_sim.RaceModel("chernobyl-2028-cn", seed=2, world=7)
    model.run()
    return model


RUN = ("run", "chernobyl-2028-cn", "--seed", 2, "--world", 7)
FILES = {
    "history.csv",
    "events.csv",
    "story.txt",
    "manifest.json",
    "world.png",
    "world.csv",
}


def test_the_story_is_told_and_the_files_are_named(type_in, tmp_path, model):
    text = type_in(*RUN).stdout
    told = as_text(story(model.scenario, model.history, model.events, model.outcome), 80)
    assert text.startswith("A Chernobyl moment in China in 2028\nWorld 7 of seed 2\n\n2026 ")
    assert f"\n{told}\n" in text
    folder = tmp_path / "results" / "run-chernobyl-2028-cn-2-7"
    assert {path.name for path in folder.iterdir()} == FILES
    assert "Picture: results/run-chernobyl-2028-cn-2-7/world.png\n" in text
    assert told in (folder / "story.txt").read_text()


@pytest.mark.usefixtures("plain_pictures")
def test_the_tables_are_those_of_the_model(type_in, tmp_path, model):
    type_in(*RUN, "--out", "out")
    history = pd.read_csv(tmp_path / "out" / "history.csv")
    numbers = model.history.select_dtypes("number")
    pd.testing.assert_frame_equal(history[numbers.columns], numbers, check_dtype=False)
    events = pd.read_csv(tmp_path / "out" / "events.csv")
    assert events["text"].tolist() == [event.text for event in model.events]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["kind"], manifest["seed"], manifest["world"]) == ("run", 2, 7)
    assert manifest["scenario"]["shocks"][0]["severity"] == 100.0


@pytest.mark.usefixtures("plain_pictures")
def test_json(type_in, model):
    found = json.loads(type_in(*RUN, "--out", "out", "--json").stdout)
    outcome = model.outcome
    assert set(found["outcome"]) == set(outcome)
    for name, value in found["outcome"].items():
        if value is None:
            assert math.isnan(outcome[name])
        else:
            assert value == outcome[name]
    assert [event["text"] for event in found["events"]] == [event.text for event in model.events]
    years = found["years"]
    assert [year["year"] for year in years] == list(range(2026, 2026 + len(years)))
    assert sum(year["cn_chernobyl_moments"] for year in years) == outcome["cn_chernobyl_moments"]
    accelerating = 1 - sum(year["us_invests"] for year in years) / len(years)
    assert accelerating == pytest.approx(outcome["us_accelerating"])


def test_the_same_world_gives_the_same_files(type_in, tmp_path):
    type_in(*RUN, "--out", "one")
    type_in(*RUN, "--out", "two")
    for name in FILES:
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two, name


@pytest.mark.usefixtures("plain_pictures")
def test_an_earlier_run_is_replaced_but_not_a_sweep(type_in, tmp_path):
    type_in(*RUN, "--out", "out")
    type_in("run", "baseline", "--out", "out")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["scenario"]["name"] == "baseline"
    type_in("sweep", "baseline", "--worlds", 2, "--out", "sweep")
    assert "the manifest of a run" in type_in("run", "baseline", "--out", "sweep", code=2).stderr


@pytest.mark.usefixtures("plain_pictures")
def test_width_follows_the_terminal_up_to_what_is_good_to_read(type_in, monkeypatch):
    for columns, widest in ((60, 60), (200, 100)):
        monkeypatch.setenv("COLUMNS", str(columns))
        text = type_in(*RUN, "--out", "out").stdout
        story_lines = text.partition("\n\n")[2].partition("\n\n")[0].splitlines()
        assert widest - 12 < max(map(len, story_lines)) <= widest


BUT_FILES = {
    "counterfactual-history.csv",
    "counterfactual-events.csv",
    "counterfactual-sides.csv",
    "counterfactual.txt",
    "counterfactual.png",
    "counterfactual.csv",
}
BUT = (*RUN, "--but", "us.policy=always-safe")


@pytest.fixture
def plain_counterfactual(plain_pictures, monkeypatch):
    """Draw nothing, neither the world nor its counterfactual."""
    del plain_pictures
    plain = gallery.drawing("counterfactual")
    monkeypatch.setattr("race_sim.plots.counterfactual.draw", plain)


@pytest.mark.usefixtures("plain_pictures")
def test_a_counterfactual_lies_beside_the_world(type_in, tmp_path, model):
    text = type_in(*BUT, "--out", "out").stdout
    folder = tmp_path / "out"
    assert {path.name for path in folder.iterdir()} == FILES | BUT_FILES
    other = race_sim.RaceModel(
        race_sim.load_scenario("chernobyl-2028-cn", {"us.policy": "always-safe"}), 2, 7
    )
    other.run()
    for name, one in (("history.csv", model), ("counterfactual-history.csv", other)):
        written = pd.read_csv(folder / name)
        numbers = one.history.select_dtypes("number")
        pd.testing.assert_frame_equal(written[numbers.columns], numbers, check_dtype=False)
    events = pd.read_csv(folder / "counterfactual-events.csv")
    assert events["text"].tolist() == [event.text for event in other.events]
    told = (folder / "counterfactual.txt").read_text()
    assert "us.policy = always-safe instead of logit-response" in told
    assert " ".join(told.split()) in " ".join(text.split())
    assert "Picture: out/counterfactual.png" in text
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["but"] == {"us.policy": "always-safe"}
    assert manifest["scenario"]["parameters"]["us"]["policy"] == "logit-response"


@pytest.mark.usefixtures("plain_counterfactual")
def test_a_later_run_leaves_no_counterfactual_behind(type_in, tmp_path):
    type_in(*BUT, "--out", "out")
    type_in(*RUN, "--out", "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert "but" not in json.loads((tmp_path / "out" / "manifest.json").read_text())


@pytest.mark.usefixtures("plain_counterfactual")
def test_but_is_not_set(type_in):
    """--set changes the scenario, --but the counterfactual only."""
    both = ("--set", "us.policy=always-safe", "--but", "us.policy=always-safe")
    found = json.loads(type_in(*RUN, *both, "--out", "out", "--json").stdout)
    assert found["outcome"]["us_accelerating"] == 0.0
    assert found["but"]["part"] is False
    assert found["but"]["values"] == {"us.policy": "always-safe"}
    assert "changes nothing" in found["but"]["sentences"][1]
    other = json.loads(type_in(*BUT, "--out", "out", "--json").stdout)
    assert other["but"]["outcome"] == found["outcome"]
    assert other["but"]["parting"]["kind"] == "choice"
    assert other["but"]["picture"] == "out/counterfactual.png"


def test_bad_counterfactuals_leave_nothing_behind(type_in, tmp_path):
    for text, said in (
        ("us.polcy=always-safe", "us.polcy"),
        ("us=1", "is a group of parameters"),
        ("nonsense", "KEY=VALUE"),
        ("time.step=0.125", "luck goes by steps"),
    ):
        answer = type_in(*RUN, "--but", text, "--out", "out", code=2).stderr
        assert said in answer
    twice = ("--but", "payoffs.rivalry=0.1", "--but", "payoffs.rivalry=0.2")
    assert "set twice" in type_in(*RUN, *twice, code=2).stderr
    assert not list(tmp_path.iterdir())
