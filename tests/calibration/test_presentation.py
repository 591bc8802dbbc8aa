"""Tables of estimates and defaults, and that the page in docs holds them as they are now."""

import runpy
from pathlib import Path

from race_sim.calibration.comparison import comparison
from race_sim.calibration.estimate import Estimate
from race_sim.calibration.presentation import counts, estimate_text, estimates_markdown
from race_sim.calibration.schemas import SCHEMAS
from race_sim.calibration.tables import DATA
from race_sim.documents import blocks

ROOT = Path(__file__).parent.parent.parent


def test_the_page_holds_the_tables_as_they_are_now():
    page = {
        block.name: block.content
        for block in blocks((ROOT / "docs" / "calibration.md").read_text(encoding="utf-8"))
    }
    tables = runpy.run_path(str(ROOT / "tools" / "calibration_page.py"))["tables"]()
    assert page == tables


def test_counts_add_up():
    number = counts(comparison())
    assert number.all == number.with_estimate + number.free + number.by_definition
    assert number.with_estimate == number.equal + number.rounded + number.inside + number.outside


def test_an_estimate_without_an_interval_shows_none():
    alone = Estimate("agr.x", "a | b", 2.0, float("nan"), float("nan"), "1", "d", "m", "guess")
    assert estimate_text(alone) == "2"
    row = estimates_markdown([alone]).splitlines()[-1]
    assert r"a \| b" in row and "| - | 1 |" in row


def test_the_readme_of_the_data_tells_licence_and_credit_of_every_file():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    licences, _, columns = text.partition("## Columns")
    for name in SCHEMAS:
        (row,) = [line for line in licences.splitlines() if f"`{name}.csv`" in line]
        assert any(licence in row for licence in ("CC BY-SA 4.0", "CC BY 4.0", "ODbL 1.0", "CC0"))
        assert f"**`{name}.csv`**" in columns
    for owner in ("Wikipedia contributors", "Cristian Stoica", "Epoch AI", "Responsible AI Collab"):
        assert owner in licences
