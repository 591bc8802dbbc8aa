"""docs/model.md names what there is: every parameter, every part of the state, and nothing else."""

import ast
import re
from pathlib import Path

import pytest

from race_sim.parameters import Parameters, knobs
from race_sim.resolve import KIND_KEYS
from race_sim.rules.state import Race, Side

pytestmark = pytest.mark.short

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```python (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
SECTIONS = tuple(Parameters.model_fields)


def test_every_dotted_name_is_a_parameter_or_a_part_of_the_state():
    of_a_side = {*knobs_of("us"), *Side._fields}
    derived = {"gap", "restriction", "alarm", "hazard", "expected", "capability_rate"}
    allowed = {
        "own": set(Side._fields) | derived,
        "rival": set(Side._fields) | derived,
        "side": of_a_side,
        "race": set(Race._fields),
        "U": {"both_invest", "invest_alone", "accelerate_alone", "both_accelerate"},
        **{section: set(knobs_of(section)) for section in SECTIONS},
    }
    for name, block in BLOCKS.items():
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.Attribute):
                owner = node.value.id
                assert node.attr in allowed[owner], f"{name}: {owner}.{node.attr}"


def knobs_of(section):
    return [key.removeprefix(f"{section}.") for key in knobs() if key.startswith(f"{section}.")]


def test_every_parameter_is_explained_outside_the_table():
    """By its key; those of a side as side.NAME or by key; kinds of incidents share a sentence."""
    told = re.sub(r"<!-- parameters: begin.*?parameters: end -->", "", PAGE, flags=re.DOTALL)
    kinds = {f"incidents.{kind}.{name}" for kind in KIND_KEYS for name in ("weight", "spillover")}
    elsewhere = {"choice.alarm_threshold"}  # of one policy: docs/policies.md
    for key in set(knobs()) - kinds - elsewhere:
        section, _, name = key.partition(".")
        if section == "foresight":  # docs/far-sighted-play.md
            continue
        found = key in told or (section in ("us", "cn") and f"side.{name}" in told)
        assert found or key.endswith(".policy"), key


def test_every_part_of_the_state_has_its_row():
    cells = re.findall(r"^\| (`[^|]*`) \|", PAGE, re.MULTILINE)
    named = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    assert set(Side._fields) | set(Race._fields) <= named
