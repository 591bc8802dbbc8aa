"""The index of policies in the documentation is complete and up to date."""

from pathlib import Path

import pytest

from race_sim.documents import blocks
from race_sim.policies import POLICIES
from race_sim.policy_index import HEADINGS, index_row, index_table

pytestmark = pytest.mark.short

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "policies.md"


def written():
    """The table as it stands on the page."""
    (block,) = (one for one in blocks(PAGE.read_text(encoding="utf-8")) if one.name == "policies")
    return block.content


def test_the_page_is_what_the_tool_writes():
    assert written() == index_table(), "run tools/policy_index.py"


def test_every_policy_has_its_row():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for policy in POLICIES:
        rows = [line for line in lines if line.startswith(f"| {policy.name} |")]
        assert len(rows) == 1
        assert policy.citation in rows[0] and policy.meaning in rows[0]
        assert all(name in rows[0] for name in policy.also_called)


def test_a_missing_policy_would_be_noticed():
    row = next(line for line in index_table().splitlines() if line.startswith("| pavlov |"))
    assert written().replace(f"{row}\n", "") != index_table()


def test_rows_fit_their_headings():
    assert all(len(index_row(policy)) == len(HEADINGS) for policy in POLICIES)
    assert all("|" not in cell for policy in POLICIES for cell in index_row(policy))
    assert index_table().count("\n") == len(POLICIES) + 1
