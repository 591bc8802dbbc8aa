"""Every mechanism that can be switched off has its reason in docs/model.md, and its row."""

import re
from pathlib import Path

import pytest

from race_sim.documents import blocks
from race_sim.structure.ablations import ABLATIONS

pytestmark = pytest.mark.short

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text(encoding="utf-8")


def test_every_mechanism_has_its_reason():
    section = PAGE.split("## Design choices")[1].split("## What each mechanism does")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)[2:]
    assert [name for name, _ in rows] == [one.title for one in ABLATIONS]
    assert all(len(why) > 20 for _, why in rows)


def test_every_mechanism_has_its_row_in_the_table():
    (table,) = (block.content for block in blocks(PAGE) if block.name == "ablations")
    for one in ABLATIONS:
        assert one.title in table, f"{one.title}: run tools/structure_page.py"
