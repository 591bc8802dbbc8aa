"""Files found by name or path: the same rules for scenarios and for studies.

What cannot be read is tested where each kind is: test_scenario_file.py, study/test_study_file.py.
"""

from pathlib import Path

import pytest

from race_sim.problems import InputError, ScenarioError
from race_sim.scenario_file import SCENARIOS
from race_sim.study.study_file import STUDIES
from race_sim.toml_file import locate, looks_like_path, names_of, read

pytestmark = pytest.mark.short


@pytest.mark.parametrize("kind", [SCENARIOS, STUDIES], ids=["scenarios", "studies"])
def test_every_name_is_a_file_of_the_package(kind):
    for name in names_of(kind):
        place = locate(kind, name)
        assert (place.name, place.path) == (name, None)
        assert place.source == f"{kind.noun} {name!r}"
        assert read(place)["title"]


@pytest.mark.parametrize(
    ("kind", "error"), [(SCENARIOS, ScenarioError), (STUDIES, InputError)], ids=["sc", "st"]
)
def test_each_kind_has_its_own_error(kind, error):
    with pytest.raises(error) as caught:
        locate(kind, "nowhere at all")
    assert type(caught.value) is error
    with pytest.raises(error) as caught:
        read(locate(kind, "nowhere.toml"))
    assert type(caught.value) is error


def test_a_name_of_the_package_comes_before_a_file_and_a_path_is_never_a_name(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    Path("baseline").write_text("")
    assert locate(SCENARIOS, "baseline").path is None
    assert locate(SCENARIOS, Path("baseline")).path == Path("baseline")
    assert locate(SCENARIOS, "./baseline").path == Path("./baseline")


def test_a_path_is_relative_to_the_folder_of_the_file_that_names_it(tmp_path):
    (tmp_path / "mine").write_text("")
    assert locate(SCENARIOS, "mine", tmp_path).path == tmp_path / "mine"
    assert locate(SCENARIOS, "x.toml", tmp_path).path == tmp_path / "x.toml"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a", False), ("a.toml", True), ("a/b", True), ("a\\b", True), (Path("a"), True)],
)
def test_what_looks_like_a_path(name, expected):
    assert looks_like_path(name) == expected
