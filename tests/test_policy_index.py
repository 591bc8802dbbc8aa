"""The index of policies in the documentation is complete and up to date."""

import importlib.util
from pathlib import Path

import pytest

from race_sim.policies import POLICIES
from race_sim.policy_index import HEADINGS, index_row, index_table

pytestmark = pytest.mark.short

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "policies.md"


def tool():
    spec = importlib.util.spec_from_file_location(
        "policy_index_tool", ROOT / "tools/policy_index.py"
    )
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_tool_writes():
    text = PAGE.read_text(encoding="utf-8")
    assert tool().page_with_table(text) == text, "run tools/policy_index.py"


def test_every_policy_has_its_row():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for policy in POLICIES:
        rows = [line for line in lines if line.startswith(f"| {policy.name} |")]
        assert len(rows) == 1
        assert policy.citation in rows[0] and policy.meaning in rows[0]
        assert all(name in rows[0] for name in policy.also_called)


def test_a_missing_policy_would_be_noticed():
    text = PAGE.read_text(encoding="utf-8")
    row = next(line for line in text.splitlines() if line.startswith("| pavlov |"))
    assert tool().page_with_table(text.replace(f"{row}\n", "")) != text.replace(f"{row}\n", "")


def test_rows_fit_their_headings():
    assert all(len(index_row(policy)) == len(HEADINGS) for policy in POLICIES)
    assert all("|" not in cell for policy in POLICIES for cell in index_row(policy))
    assert index_table().count("\n") == len(POLICIES) + 1
