"""Reading scenario files: which file is meant, and files that cannot be used."""

import os
from pathlib import Path

import pytest

from race_sim import load_scenario, scenario_names
from race_sim.problems import ScenarioError
from race_sim.scenario_file import read_layers

pytestmark = pytest.mark.short


def refusal(name) -> str:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(name)
    assert len(caught.value.problems) == 1
    return str(caught.value)


def test_unknown_name_lists_the_names_there_are():
    message = refusal("baselin")
    assert message.startswith("scenario 'baselin': no such scenario, did you mean baseline?; ")
    assert message.endswith("allowed: a path, or one of " + ", ".join(scenario_names()))
    assert "did you mean" not in refusal("qqq")


@pytest.mark.parametrize("name", ["no-such-file.toml", "no/such/file", Path("no-such-file")])
def test_missing_file(name):
    assert refusal(name) == f"{name}: cannot be read: No such file or directory"


def test_directory_instead_of_a_file(tmp_path):
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    assert refusal(folder) == f"{folder}: cannot be read: Is a directory"
    assert refusal(str(tmp_path) + "/").endswith("cannot be read: Is a directory")


@pytest.fixture
def nobody_special():
    """For as long as the test runs, root has no more rights than others."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    yield
    os.seteuid(0)


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.toml"
    path.write_text("")
    path.chmod(0)
    return path


def test_file_that_may_not_be_read(secret, nobody_special):
    assert refusal(secret) == f"{secret}: cannot be read: Permission denied"


@pytest.mark.parametrize("name", ["", "."])
def test_names_of_nothing(name):
    assert "no such scenario" in refusal(name)


def test_names_that_no_file_can_have():
    assert "no such scenario" in refusal("a" * 5000)
    assert "no such scenario" in refusal("a\0b")
    assert refusal("a\0b.toml").endswith("cannot be read: embedded null byte")
    assert refusal("a" * 5000 + ".toml").endswith("cannot be read: File name too long")


def test_a_named_scenario_comes_before_a_file_of_that_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("baseline").write_text("payoffs.rivalry = 0.1")
    assert load_scenario("baseline")["payoffs.rivalry"] == 0.76
    assert load_scenario("./baseline")["payoffs.rivalry"] == 0.1
    assert load_scenario(Path("baseline"))["payoffs.rivalry"] == 0.1


def test_a_file_needs_no_ending(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("mine").write_text("payoffs.rivalry = 0.1")
    assert load_scenario("mine")["payoffs.rivalry"] == 0.1


BROKEN = {
    "no value": (b"payoffs.rivalry =", "broken TOML: Invalid value (at end of document)"),
    "not TOML": (b"\n{ 'payoffs': 1 }", "broken TOML: Invalid statement (at line 2, column 1)"),
    "twice": (b"[payoffs]\n[payoffs]", "broken TOML: Cannot declare ('payoffs',) twice"),
    "latin-1": ("title = 'caf\u00e9'".encode("latin-1"), "not a text file: byte 12 is not UTF-8"),
    "utf-16": ("title = 'a'".encode("utf-16"), "not a text file: byte 0 is not UTF-8"),
    "an image": (b"\x89PNG\r\n\x1a\n\0\0", "not a text file: byte 0 is not UTF-8"),
    "zero bytes": (b"\0\0\0", "broken TOML: Invalid statement"),
    "too deep": (b"a = " + b"[" * 5000, "broken TOML: too many lists or tables in one another"),
    "too long a number": (b"a = " + b"1" * 5000, "broken TOML: Exceeds the limit"),
}


@pytest.mark.parametrize(("content", "message"), BROKEN.values(), ids=BROKEN)
def test_broken_file(tmp_path, content, message):
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    assert refusal(path).startswith(f"{path}: {message}")


def test_thousands_of_tables_in_one_another(tmp_path):
    path = tmp_path / "deep.toml"
    path.write_text("a" + ".a" * 900 + " = 1")
    assert refusal(path) == f"{path}: a.a.a.a: unknown key"


def test_a_mark_of_byte_order_and_windows_line_ends_are_no_problem(tmp_path):
    path = tmp_path / "windows.toml"
    path.write_bytes("title = 'Mine'\r\n[payoffs]\r\nrivalry = 0.1\r\n".encode("utf-8-sig"))
    scenario = load_scenario(path)
    assert (scenario.title, scenario["payoffs.rivalry"]) == ("Mine", 0.1)


def test_names_of_files_may_have_any_letters(tmp_path):
    path = tmp_path / "мой сценарий.toml"
    path.write_text("payoffs.rivalry = 0.1")
    assert load_scenario(path).name == "мой сценарий"


# from


def test_layers_begin_with_the_deepest(tmp_path):
    (tmp_path / "b.toml").write_text('from = "no-rivalry"')
    path = tmp_path / "a.toml"
    path.write_text('from = "b.toml"')
    names = [layer.name for layer in read_layers(path)]
    assert names == ["baseline", "no-rivalry", "b", "a"]


def test_from_is_not_a_name(tmp_path):
    path = tmp_path / "a.toml"
    for value in ("3", "true", '""', '["baseline"]'):
        path.write_text(f"from = {value}")
        assert f"{path}: from: " in refusal(path)
        assert refusal(path).endswith("allowed: the name or the path of a scenario")


def test_from_is_missing(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('from = "b.toml"')
    missing = tmp_path / "b.toml"
    assert refusal(path) == f"{missing}: cannot be read: No such file or directory"
    path.write_text('from = "basline"')
    assert refusal(path).startswith(
        f"{path}: from = 'basline': no such scenario, did you mean baseline?"
    )


def test_from_is_broken(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('from = "b.toml"')
    (tmp_path / "b.toml").write_text("x =")
    assert refusal(path).startswith(f"{tmp_path / 'b.toml'}: broken TOML")


def test_from_itself(tmp_path):
    path = tmp_path / "a.toml"
    path.write_text('from = "a.toml"')
    assert refusal(path) == f"{path}: from: starts from itself: {path} > {path}"


def test_circle_is_found_however_its_paths_are_written(tmp_path):
    (tmp_path / "in").mkdir()
    first = tmp_path / "a.toml"
    first.write_text('from = "in/../in/b.toml"')
    second = tmp_path / "in" / "b.toml"
    second.write_text('from = "../in/../a.toml"')
    assert "from: starts from itself: " in refusal(first)
    assert refusal(first).count("a.toml") == 2
    assert refusal(first).count("b.toml") == 2  # once as the file that closes the circle


def test_two_ways_to_the_same_ground_are_no_circle(tmp_path):
    path = tmp_path / "baseline.toml"
    path.write_text('from = "baseline"\npayoffs.rivalry = 0.1')
    assert load_scenario(path)["payoffs.rivalry"] == 0.1
