"""Every known result of every published model, to the digits that are known: the central test."""

import re
import tomllib
from decimal import Decimal
from functools import cache

import pytest

from race_sim.literature import known
from race_sim.literature.catalogue import NAMES
from race_sim.literature.known import FOLDER, KnownResult, known_results, reproduced
from race_sim.problems import InputError

EVERY = [one for name in NAMES for one in known_results(name)]
CALLS = {one.call_shown(): one for one in EVERY}


@cache
def given_by(call):
    """What a call gives; each is made once for all of its parts."""
    return CALLS[call].given()


def found_at(place):
    return EVERY[place].entry_of(given_by(EVERY[place].call_shown()))


def name_of(one):
    place = "".join(f"[{index}]" for index in one.place)
    return f"{one.call_shown()}{one.part}{place}"


@pytest.mark.parametrize("place", range(len(EVERY)), ids=lambda place: name_of(EVERY[place]))
def test_a_known_result_is_reproduced(place):
    one, found = EVERY[place], found_at(place)
    assert one.agrees(found), f"found {found!r}, known {one.known} ({one.source})"


def other_digit(text):
    """The same number with its last digit one up."""
    number = Decimal(text)
    return str(number + Decimal((0, (1,), number.as_tuple().exponent)))


def test_a_changed_digit_is_seen():
    """Each known number, one up in its last digit, disagrees with what the function gives."""
    for place, one in enumerate(EVERY):
        changed = one._replace(known=other_digit(one.known))
        assert not changed.agrees(found_at(place)), f"{name_of(one)}: {changed.known}"


@pytest.mark.parametrize("name", NAMES)
def test_each_result_is_sourced_and_its_number_is_a_text(name):
    path = FOLDER / f"{name}.toml"
    if not path.is_file():  # a condition without published numbers
        assert known_results(name) == []
        return
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["result"]
    assert rows
    for row in rows:
        assert set(row) <= {"call", "arguments", "value", "parts", "source"}
        assert ("value" in row) != ("parts" in row)
        assert len(row["source"].split()) > 1
    for one in known_results(name):
        assert re.fullmatch(r"-?\d+(\.\d+)?(e[-+]?\d+)?", one.known), one


def test_files_belong_to_models():
    assert {path.stem for path in FOLDER.glob("*.toml")} <= set(NAMES)


def test_the_last_digit_decides_whether_a_number_agrees():
    one = KnownResult("armstrong2016", "disaster_risk", {}, "", (), "0.5556", "closed form")
    assert one.tolerance() == pytest.approx(0.501e-4)
    assert one.agrees(0.55555) and one.agrees(0.5556) and one.agrees(0.55565)
    assert not one.agrees(0.5557) and not one.agrees(0.5555) and not one.agrees(float("nan"))
    tiny = one._replace(known="1.5e-10")
    assert tiny.agrees(1.52e-10) and not tiny.agrees(1.6e-10) and not tiny.agrees(0.0)


def test_arrays_and_parts_have_an_entry_a_number(tmp_path, monkeypatch):
    monkeypatch.setattr(known, "FOLDER", tmp_path)
    (tmp_path / "armstrong2016.toml").write_text(
        '[[result]]\ncall = "safety"\narguments = { abilities = [0.9, 0.6] }\n'
        'value = ["0.6", "0.4"]\nsource = "closed form"\n'
        '[[result]]\ncall = "x"\nparts = { one = [["1"], ["2"]], two = "3" }\nsource = "a b"\n'
    )
    found = [(one.part, one.place, one.known) for one in known_results("armstrong2016")]
    assert found == [
        ("", (0,), "0.6"),
        ("", (1,), "0.4"),
        ("one", (0, 0), "1"),
        ("one", (1, 0), "2"),
        ("two", (), "3"),
    ]


def test_the_table_says_what_disagrees(tmp_path, monkeypatch):
    monkeypatch.setattr(known, "FOLDER", tmp_path)
    (tmp_path / "armstrong2016.toml").write_text(
        '[[result]]\ncall = "disaster_risk"\narguments = { enmity = 1.0 }\nvalue = "0.667"\n'
        'source = "closed form"\n'
        '[[result]]\ncall = "disaster_risk"\nvalue = "0.557"\nsource = "closed form"\n'
    )
    table = reproduced("armstrong2016")
    assert table["agrees"].tolist() == [True, False]
    assert table["arguments"].tolist() == ["enmity=1.0", ""]
    assert table["found"].tolist() == pytest.approx([2 / 3, 5 / 9])


def test_a_model_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="did you mean armstrong2016"):
        known_results("armstrong2015")
