"""The tables of docs/model.md that say all parameters, and what they come to."""

import importlib.util
from pathlib import Path

import pytest

from race_sim.documents import blocks
from race_sim.parameter_index import HEADINGS, KINDS, OTHER, index_row, index_table, kind_of
from race_sim.parameters import Parameters, knobs

pytestmark = pytest.mark.short

ROOT = Path(__file__).parent.parent
PARTS = {
    block.name: block.content
    for block in blocks((ROOT / "docs" / "model.md").read_text(encoding="utf-8"))
}


def tool():
    spec = importlib.util.spec_from_file_location("model_page", ROOT / "tools/model_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_tool_writes():
    assert PARTS["parameters"] == index_table(), "run tools/model_page.py"
    assert PARTS["start"] == tool().start_tables(), "run tools/model_page.py"


def test_every_parameter_has_its_row_once():
    rows = [line for line in index_table().splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(knobs())
    assert index_table().count("**`") == len(Parameters.model_fields)


def test_rows_fit_their_headings_and_say_what_is_known():
    for knob in knobs().values():
        row = index_row(knob)
        assert len(row) == len(HEADINGS)
        assert row[4] == knob.meaning
        assert row[5] in (*KINDS.values(), OTHER)


def test_a_bar_in_a_cell_does_not_end_it():
    (row,) = (line for line in index_table().splitlines() if "`payoffs.contest`" in line)
    assert "exp(-\\|x\\|)" in row
    assert row.replace("\\|", "").count("|") == len(HEADINGS) + 1


def test_how_values_read():
    rows = {key: index_row(knob) for key, knob in knobs().items()}
    assert rows["talks.binding_allowed"][1:4] == ("on", "", "on or off")
    assert rows["foresight.grid"][1:4] == ("`default`", "", "coarse, default, fine")
    assert rows["us.policy"][3].endswith(" names")
    assert rows["incidents.severity_ceiling"][1] == "10000"
    assert rows["cn.chips"][1] == f"{knobs()['cn.chips'].default:g}"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("measured: 19 freezes", "measured"),
        ("published: 0.5 to 0.6", "published"),
        ("guess, after what is known", "guess"),
        ("by definition", "definition"),
        ("the baseline's policy", "choice"),
    ],
)
def test_kinds_of_knowledge(source, kind):
    assert kind_of(source) == kind
