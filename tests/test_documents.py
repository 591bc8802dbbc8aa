"""Parts of documents that scripts write: what their stamps see, and what they do not."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import race_sim.parameters
from race_sim import documents
from race_sim.documents import MODEL, Block, blocks, code_of, fingerprint, stale, with_block
from race_sim.problems import InputError

pytestmark = pytest.mark.short

ROOT = Path(__file__).parent.parent
PAGE = "# Title\n\n<!-- one: begin -->\n<!-- one: end -->\n\nText.\n"
RULE = ["race_sim/rules/talent.py"]


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A copy of the rule book and of what else fingerprints read, to be changed."""
    package = tmp_path / "race_sim"
    ignored = shutil.ignore_patterns("__pycache__", "*.csv")
    for name in ("rules", "policies", "foresight", "data", "scenarios"):
        shutil.copytree(ROOT / "race_sim" / name, package / name, ignore=ignored)
    for path in (ROOT / "race_sim").glob("*.py"):
        shutil.copy(path, package)
    monkeypatch.setattr(documents, "_ROOT", tmp_path)
    monkeypatch.setattr(documents, "_PACKAGE", package)
    documents._fingerprint.cache_clear()
    yield package
    documents._fingerprint.cache_clear()


def fresh(*of):
    """The fingerprint as a new process would find it."""
    documents._fingerprint.cache_clear()
    return fingerprint(of)


def changed(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


# What a stamp sees


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("rules/talent.py", "outflow * restriction", "outflow + restriction"),
        ("rules/talks.py", "TALKS_CEILING = 1.5", "TALKS_CEILING = 1.6"),
        ("policies/reciprocal.py", "return", "return 1.0 -"),
        ("foresight/moves.py", "TALENT = 1.0", "TALENT = 0.9"),
        ("resolve.py", "VISA_FRICTION_2026 = 0.30", "VISA_FRICTION_2026 = 0.31"),
        ("quarter.py", "step % settings.steps_per_decision == 0", "True"),
        ("fallout.py", "            drawn_at_ceiling = drawn", "        drawn_at_ceiling = drawn"),
        ("outcomes.py", "(1.0 - confidence) / 2", "(1.0 - confidence)"),
        ("scenarios/baseline.toml", "# Every", "[payoffs]\nrivalry = 0.7\n# Every"),
    ],
)
def test_a_changed_rule_makes_numbers_stale(copy, file, old, new):
    page = with_block(PAGE, "one", "A catastrophe in 3.9 % of worlds.", [MODEL])
    assert stale(page) == []
    changed(copy / file, old, new)
    documents._fingerprint.cache_clear()
    (problem,) = stale(page)
    assert problem.where == "one"
    assert "out of date: model has changed" in problem.what


def test_a_changed_default_makes_numbers_stale(copy, monkeypatch):
    page = with_block(PAGE, "one", "A catastrophe in 3.9 % of worlds.", [MODEL])
    knobs = dict(race_sim.parameters.knobs())
    knobs["payoffs.rivalry"] = knobs["payoffs.rivalry"]._replace(default=0.7)
    monkeypatch.setattr(race_sim.parameters, "knobs", lambda: knobs)
    documents._fingerprint.cache_clear()
    assert [problem.where for problem in stale(page)] == ["one"]


def test_what_the_baseline_says_about_itself_is_no_number(copy):
    before = fresh(MODEL)
    changed(copy / "scenarios" / "baseline.toml", "How may the race end", "How does it end")
    assert fresh(MODEL) == before


def test_words_of_a_parameter_are_no_numbers(copy, monkeypatch):
    before = fresh(MODEL)
    knobs = dict(race_sim.parameters.knobs())
    knobs["payoffs.rivalry"] = knobs["payoffs.rivalry"]._replace(source="another source", high=9.0)
    monkeypatch.setattr(race_sim.parameters, "knobs", lambda: knobs)
    assert fresh(MODEL) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"""Talent that leaves in one step."""', '"""What leaves.\n\n    In a step.\n    """'),
        ("    return outflow", "    # Why.\n\n    return outflow"),
        (
            "return outflow * restriction * talent * step",
            "return (\n        outflow\n        * restriction * talent * step\n    )",
        ),
    ],
)
def test_comments_docstrings_and_lines_do_not_matter(copy, old, new):
    before = fresh(MODEL), fresh(*RULE)
    changed(copy / "rules" / "talent.py", old, new)
    after = fresh(MODEL), fresh(*RULE)
    if new.startswith("return ("):  # brackets are code: a false alarm costs a run, not a number
        assert after != before
    else:
        assert after == before


def test_a_file_of_the_rule_book_that_is_added_or_renamed_is_seen(copy):
    before = fresh("race_sim/rules")
    (copy / "rules" / "extra.py").write_text("X = 1\n")
    assert fresh("race_sim/rules") != before
    (copy / "rules" / "extra.py").rename(copy / "rules" / "other.py")
    one = fresh("race_sim/rules")
    (copy / "rules" / "other.py").unlink()
    assert fresh("race_sim/rules") == before != one


def test_data_count_by_what_they_say(copy):
    table = copy / "data" / "table.csv"
    table.write_text("year,count\n2020,3\n")
    before = fresh("race_sim/data/table.csv")
    assert fresh("race_sim/data") != fresh("race_sim/rules")
    table.write_text("year,count\n2020,4\n")
    assert fresh("race_sim/data/table.csv") != before
    file = copy / "scenarios" / "baseline.toml"
    before = fresh("race_sim/scenarios")
    file.write_text("# A comment.\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert fresh("race_sim/scenarios") == before
    changed(file, "2026", "2027")
    assert fresh("race_sim/scenarios") != before


def test_the_order_of_names_and_pycache_do_not_surprise(copy):
    before = fresh("race_sim/rules")
    (copy / "rules" / "__pycache__").mkdir()
    (copy / "rules" / "__pycache__" / "x.py").write_text("X = 1\n")
    assert fresh("race_sim/rules") == before
    assert fresh(MODEL, "race_sim/scenarios") != fresh(MODEL)


def test_another_process_finds_the_same():
    """Whatever the hash seed: the stamp of one machine holds on another."""
    program = "from race_sim.documents import *; print(fingerprint([MODEL, 'race_sim/rules']))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == fresh(MODEL, "race_sim/rules")


# Code without words


def test_strings_with_fields_mean_the_same_on_every_version(tmp_path):
    """Python 3.12 cuts them into tokens, 3.11 does not: what is hashed is the same."""
    file = tmp_path / "one.py"
    file.write_text('y = f"a {x:.2f} {{b}} {z!r}" + "c"\n')
    assert documents._meaning(file) == 'y=f"a{x:.2f}{b}{z!r}"+"c"$'


@given(st.integers(0, 3), st.text("abc #", max_size=8), st.integers(0, 2))
def test_words_around_code_change_nothing(lines, words, indent):
    plain = "def f(x):\n    return x\n"
    dressed = (
        f"# {words}\n" * lines + f'def f(x):  # {words}\n    """D {words}."""\n' + "\n" * indent
    ) + "    return x\n"
    assert code_of(dressed) == code_of(plain)


def test_a_line_in_its_block_is_not_the_line_after_it():
    within = "if x:\n    y = 1\n    z = 2\n"
    assert code_of(within) != code_of("if x:\n    y = 1\nz = 2\n")
    assert code_of("f\n(x)\n") != code_of("f(x)\n")
    assert code_of(within) == code_of("if x:  # why\n  # how\n  y = 1\n\n# z\n  z = 2\n")


def test_strings_that_are_used_are_kept():
    assert code_of('x = "a"\ny = ("b"\n     "c")\n') != code_of('x = "a"\ny = ("b"\n     "d")\n')


# Parts


def test_a_part_is_written_read_and_written_again():
    page = with_block(PAGE, "one", "\n| a |\n| --- |\n\n", RULE)
    (block,) = blocks(page)
    assert block == Block("one", "| a |\n| --- |", tuple(RULE), block.state, block.text)
    assert with_block(page, "one", block.content, RULE) == page
    assert page.startswith("# Title\n\n<!-- one: begin; of race_sim/rules/talent.py; state ")
    assert page.endswith("<!-- one: end -->\n\nText.\n")
    assert stale(page) == []


def test_a_name_may_hold_a_colon():
    page = PAGE.replace("one:", "claims: one:")
    page = with_block(page, "claims: one", "3.9 %", RULE)
    assert [block.name for block in blocks(page)] == ["claims: one"]
    assert stale(page) == []
    assert stale(page.replace("3.9", "3.8")) != []


def test_what_depends_on_nothing_is_never_stale():
    page = with_block(PAGE, "one", "12 seconds")
    assert "<!-- one: begin -->" in page
    assert stale(page.replace("12", "13")) == []


def test_a_number_changed_by_hand_is_seen():
    page = with_block(PAGE, "one", "A catastrophe in 3.9 % of worlds.", RULE)
    (problem,) = stale(page.replace("3.9", "3.8"))
    assert (problem.where, problem.what) == ("one", "changed by hand")


def test_a_broken_comment_line_is_seen():
    page = with_block(PAGE, "one", "3.9 %", RULE)
    for broken in (
        page.replace("; text ", "; words "),
        page.replace("<!-- one: end -->", ""),
        page.replace("; state ", "; "),
        page.replace("<!-- one: end -->", "<!-- two: end -->"),
    ):
        assert stale(broken) != []
    assert "found 2 times" in stale(page + page)[0].what


@pytest.mark.parametrize("page", ["No part.\n", PAGE + PAGE])
def test_a_page_needs_the_part_once(page, tmp_path):
    file = tmp_path / "page.md"
    file.write_text(page)
    with pytest.raises(InputError, match=r"one: found [02] times"):
        documents.write_block(file, "one", "text", RULE)
    assert file.read_text() == page
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_not_there_is_refused(tmp_path):
    file = tmp_path / "page.md"
    file.write_text(PAGE)
    with pytest.raises(InputError, match="race_sim/none: no such file or folder"):
        documents.write_block(file, "one", "text", ["race_sim/none"])
    assert file.read_text() == PAGE


def test_backslashes_in_content_stay(tmp_path):
    file = tmp_path / "page.md"
    file.write_text(PAGE)
    documents.write_block(file, "one", r"\1 \g<name> \n", RULE)
    assert blocks(file.read_text())[0].content == r"\1 \g<name> \n"
