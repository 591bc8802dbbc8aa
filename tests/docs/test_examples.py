"""The examples of the pages give what the pages say, and every Python block can be read.

Pages that are followed step by step are left to test_walks.py.
"""

import ast
import doctest
import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.short

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/**/*.md"))]
WITH_EXAMPLES = [
    page
    for page in PAGES
    if page.parent.name not in ("tutorial", "how-to") and ">>>" in page.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.name)
def test_examples(page):
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks_can_be_read(page):
    for block in re.findall(r"^```python[^\n]*\n(.*?)^```$", page.read_text("utf-8"), re.S | re.M):
        if ">>>" not in block:
            ast.parse(block)
