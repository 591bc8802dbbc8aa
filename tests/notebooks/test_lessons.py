"""The lessons: each runs, shows what its notebook keeps, is made as the others are, and checks.

The code cells run in this process, which is faster than a kernel each; `tools/lessons.py` runs
them in a kernel. What both give must agree: texts byte for byte, pictures by their numbers and
their description (pixels differ where fonts do).
"""

import ast
import importlib.util
import json
import re
from functools import cache
from pathlib import Path

import nbformat
import pytest
from matplotlib.figure import Figure

from race_sim.documents import fingerprint
from race_sim.lessons.running import run_cell, run_cells
from race_sim.lessons.textbook import page_of, text_of
from race_sim.page.door import call
from race_sim.page.links import game_in

ROOT = Path(__file__).parents[2]
PARTS = (
    "Teacher's card",
    "The question",
    "Your bet",
    "Play two minutes",
    "Run",
    "Look",
    "The surprise, and why",
    "Change one number",
    "Exercise",
    "Questions for the class",
    "Where the model lies",
    "An answer",
)
# A folder named from the top, a drive, an address in memory, a time of day.
OF_A_MACHINE = re.compile(
    r"(?<![\w./:<])/(?:\w[\w.-]*/)+\w|[A-Z]:\\\\|0x[0-9a-f]{6}|\d\d:\d\d:\d\d"
)
CARD = ("Minutes", "Aim", "What one needs", "Typical result", "Debrief")


def loaded(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


TOOL = loaded(ROOT / "tools" / "lessons.py")
WRONG = loaded(Path(__file__).with_name("wrong_answers.py")).WRONG
LESSONS = {twin.stem: twin for twin in TOOL.twins()}


@cache
def kept(lesson):
    """The notebook as it stands in the project."""
    return nbformat.read(LESSONS[lesson].with_suffix(".ipynb"), as_version=4)


def cells_of(lesson, kind):
    return [cell for cell in kept(lesson)["cells"] if cell["cell_type"] == kind]


def tagged(lesson, tag):
    return [
        text_of(cell["source"])
        for cell in cells_of(lesson, "code")
        if tag in cell["metadata"].get("tags", ())
    ]


@cache
def played(lesson):
    """The lesson run anew in this process: what stands under each cell, and its names."""
    with pytest.MonkeyPatch.context() as patch:
        # To lay pictures out takes long, and changes no number and no word of them.
        patch.setattr(Figure, "draw_without_rendering", lambda self: None)
        return run_cells([text_of(cell["source"]) for cell in cells_of(lesson, "code")], lesson)


def told(output):
    """What must agree of an output."""
    data = output.get("data", {"text/plain": output.get("text", "")})
    words = data.get("text/markdown", data.get("text/plain"))
    numbers = output.get("metadata", {}).get("race_sim", {}).get("numbers")
    return text_of(words), numbers


def test_there_are_lessons_with_numbers_in_order():
    assert [stem[:2] for stem in LESSONS] == [f"{n:02d}" for n in range(1, len(LESSONS) + 1)]


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_fresh_run_gives_what_the_notebook_keeps(lesson):
    fresh, _ = played(lesson)
    for number, (cell, outputs) in enumerate(
        zip(cells_of(lesson, "code"), fresh, strict=True), start=1
    ):
        found = [told({"data": one.data, "metadata": one.metadata}) for one in outputs]
        assert found == [told(one) for one in cell["outputs"]], f"code cell {number}"


@pytest.mark.parametrize("lesson", LESSONS)
def test_notebook_and_twin_agree_both_ways(lesson):
    twin = LESSONS[lesson]
    made = TOOL.notebook_of(twin)
    stands = kept(lesson)
    assert made.metadata == stands["metadata"], "run tools/lessons.py"
    for one, other in zip(made.cells, stands["cells"], strict=True):
        assert (one.cell_type, one.source) == (other["cell_type"], other["source"])
        assert (one.id, one.metadata) == (other["id"], other["metadata"])
    again = TOOL.twin_text(stands)
    # How many blank lines stand between cells is a matter between two tools.
    one, other = (re.sub(r"\n{3,}", "\n\n", text) for text in (again, twin.read_text("utf-8")))
    assert one == other, "write it as jupytext does"


@pytest.mark.parametrize("lesson", LESSONS)
def test_notebook_page_and_pictures_are_up_to_date(lesson):
    twin = LESSONS[lesson]
    assert TOOL.problems_of(twin) == [], "run tools/lessons.py"
    page = page_of(kept(lesson), twin.stem, "../figures/textbook")
    assert page.text in TOOL.page_path(twin).read_text(encoding="utf-8")
    pictures = {path.name: path.read_bytes() for path in TOOL.PICTURES.glob(f"{lesson}-*.png")}
    assert pictures == page.pictures


def test_no_page_or_picture_of_a_lesson_that_is_gone():
    for path in [*TOOL.PAGES.glob("[0-9]*.md"), *TOOL.PICTURES.iterdir()]:
        assert any(path.name.startswith(lesson) for lesson in LESSONS), path
    notebooks = {path.stem for path in TOOL.NOTEBOOKS.rglob("*.ipynb")}
    assert notebooks == set(LESSONS)


@pytest.mark.parametrize("lesson", LESSONS)
def test_nothing_of_a_machine_or_a_moment_is_kept(lesson):
    text = LESSONS[lesson].with_suffix(".ipynb").read_text(encoding="utf-8")
    notebook = json.loads(text)
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags"}
        for output in cell.get("outputs", ()):
            assert set(output.get("metadata", {})) <= {"image/png", "race_sim"}
            assert output["output_type"] in {"display_data", "execute_result"}
    words = re.sub(r'"image/png": "[^"]*"', "", text)
    assert not OF_A_MACHINE.search(words)


def test_what_is_of_a_machine_is_found():
    begin = "/" + "some"
    for kept in (f"{begin}/folder/file.py", "C:\\\\lessons", "at 0x7f3a9c", "12:34:56"):
        assert OF_A_MACHINE.search(f'"text": "{kept}"')
    assert not OF_A_MACHINE.search('"http://127.0.0.1:8765/#/play?game=eyJ" and/or <b>c</b>')


# How a lesson is made


def headings(lesson):
    texts = [text_of(cell["source"]) for cell in cells_of(lesson, "markdown")]
    return re.findall(r"^## (.*)$", "\n".join(texts), re.MULTILINE)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_has_its_parts_in_order(lesson):
    assert tuple(headings(lesson)) == PARTS
    first = text_of(kept(lesson)["cells"][0]["source"])
    assert first.startswith(f"# {int(lesson[:2])}. ")
    card = re.findall(r"^- \*\*([^*]+)\*\*: \S", first, re.MULTILINE)
    assert tuple(card) == CARD
    assert "- **Minutes**: 45." in first


@pytest.mark.parametrize("lesson", LESSONS)
def test_play_comes_first_and_its_links_open_games(lesson):
    texts = [
        told(output)[0] for cell in cells_of(lesson, "code") for output in cell.get("outputs", ())
    ]
    links = re.findall(r"\((http://127\.0\.0\.1:8765/#/play\?game=[^)]*)\)", "\n".join(texts))
    assert links
    for link in links:
        view = call({"ask": "replay", "game": game_in(link)})
        assert view["waits_for"], "a person is to move"


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_bet_left_open_is_no_obstacle(lesson):
    (bet,) = tagged(lesson, "bet")
    assert re.search(r"^my_guess = \.\.\.", bet, re.MULTILINE)


@pytest.mark.parametrize("lesson", LESSONS)
def test_right_answers_pass_and_wrong_ones_get_a_hint(lesson):
    exercises, solutions = tagged(lesson, "exercise"), tagged(lesson, "solution")
    wrong = WRONG[lesson[:2]]
    assert len(exercises) == len(solutions) == len(wrong) >= 1
    _, names = played(lesson)

    def verdict(source):
        namespace = dict(names)
        tree = ast.parse(source)
        assert isinstance(tree.body[-1], ast.Expr)
        tree.body[-1] = ast.parse(f"verdict = {ast.unparse(tree.body[-1])}").body[0]
        run_cell(ast.unparse(tree), namespace)
        return namespace["verdict"]

    for exercise, solution, answers in zip(exercises, solutions, wrong, strict=True):
        blank = verdict(exercise)
        assert not blank.right and blank.text.startswith("No answer yet.")
        assert verdict(solution).right, solution
        assert len(answers) >= 2
        for answer in answers:
            tried, count = re.subn(
                r"^my_answer = \.\.\.",
                lambda _, answer=answer: f"my_answer = {answer}",
                exercise,
                flags=re.MULTILINE,
            )
            assert count == 1
            said = verdict(tried)
            assert not said.right, answer
            assert said.text.startswith("Not yet. ") and len(said.text) > 20, answer


# That no number of the model stands in what is written by hand


def numbers_of_prose():
    """What looks for results in prose, shared with the pages."""
    return loaded(ROOT / "tests" / "docs" / "test_numbers.py")


PROSE = numbers_of_prose()
# Numbers in text cells that are no result: lesson, text, why.
ALLOWED: set[tuple[str, str, str]] = {
    ("02", "one in twenty", "how often hands slip: an assumption of the lesson"),
}


@pytest.mark.parametrize("lesson", LESSONS)
def test_text_holds_no_results(lesson):
    allowed = {text for stem, text, _ in ALLOWED if lesson.startswith(stem)}
    for cell in cells_of(lesson, "markdown"):
        found = [hit for hit in PROSE.suspects(text_of(cell["source"])) if hit[0] not in allowed]
        assert found == [], "say it from the cell that computes it"


def constant_texts(source):
    """Texts in code without what is computed into them."""
    return [
        node.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


@pytest.mark.parametrize("lesson", LESSONS)
def test_constant_texts_in_code_hold_no_results(lesson):
    allowed = {text for stem, text, _ in ALLOWED if lesson.startswith(stem)}
    for cell in cells_of(lesson, "code"):
        for text in constant_texts(text_of(cell["source"])):
            if " " in text:
                hits = [hit for hit in PROSE.suspects(text) if hit[0] not in allowed]
                assert hits == []


def test_all_that_is_allowed_is_there():
    for stem, text, why in ALLOWED:
        (lesson,) = [one for one in LESSONS if one.startswith(stem)]
        assert why and text in LESSONS[lesson].read_text(encoding="utf-8")


# The tool


def test_a_change_of_twin_or_code_shows(tmp_path, monkeypatch):
    twin = next(iter(LESSONS.values()))
    before = TOOL.state_of(twin)
    assert before == TOOL.state_of(twin)
    copy = tmp_path / twin.name
    copy.write_text(twin.read_text(encoding="utf-8").replace("# ## The question", "# ## Question"))
    assert TOOL.state_of(copy) != before
    assert "model" in TOOL.depends_on(twin)
    monkeypatch.setattr(TOOL, "fingerprint", lambda of: fingerprint(of)[::-1])
    assert TOOL.state_of(twin) != before


def test_imports_are_found_as_files():
    source = (
        "import race_sim\nfrom race_sim.plots import stage_game, style\n"
        "from race_sim.games.stage_game import StageGame\nimport json\n"
    )
    assert TOOL.imports_of(source) == {
        "race_sim/plots/__init__.py",
        "race_sim/plots/stage_game.py",
        "race_sim/plots/style.py",
        "race_sim/games/stage_game.py",
    }


def test_the_same_content_gives_the_same_bytes(tmp_path):
    twin = next(iter(LESSONS.values()))
    stands = twin.with_suffix(".ipynb")
    TOOL.write_notebook(nbformat.read(stands, as_version=4), tmp_path / "again.ipynb")
    assert (tmp_path / "again.ipynb").read_bytes() == stands.read_bytes()


def test_check_says_what_is_out_of_date_and_writes_nothing(monkeypatch, capsys):
    twin = next(iter(LESSONS.values()))
    before = twin.with_suffix(".ipynb").read_bytes()
    monkeypatch.setattr(TOOL, "make", lambda twin: pytest.fail("nothing is to be made"))
    assert TOOL.main([twin.stem[:2]]) == 0
    assert TOOL.main(["--check"]) == 0
    assert "up to date" in capsys.readouterr().out
    monkeypatch.setattr(TOOL, "state_of", lambda twin: "another")
    assert TOOL.main(["--check", twin.stem[:2]]) == 1
    said = capsys.readouterr().out
    assert said.startswith(f"{twin.stem}: its text, or what it depends on, has changed")
    assert twin.with_suffix(".ipynb").read_bytes() == before
    with pytest.raises(SystemExit):
        TOOL.main(["99"])
    assert "lessons are 01, " in capsys.readouterr().err


def test_what_is_said_aside_is_no_part_of_a_lesson():
    def stream(text, name="stderr"):
        return nbformat.v4.new_output("stream", text=text, name=name)

    assert TOOL._is_passing(stream("Compiling the loop: once on this machine ...\n"))
    bars = (
        "x.py:21: TqdmWarning: IProgress not found. See y.\n  from .autonotebook import tqdm as z\n"
    )
    assert TOOL._is_passing(stream(bars))
    assert not TOOL._is_passing(stream("Compiling the loop: ...\n", "stdout"))
    with pytest.raises(RuntimeError, match="warns"):
        TOOL._is_passing(stream("Compiling the loop: ...\nFutureWarning: no more\n"))
