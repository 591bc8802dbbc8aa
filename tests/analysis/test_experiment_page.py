"""The page of experiments: sections that are stamped, and figures that are small."""

import io
from dataclasses import replace

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from race_sim.analysis import experiment_page
from race_sim.analysis.experiment import Finding, command
from race_sim.documents import blocks, stale
from race_sim.plots.picture import Picture

NAME = "export_controls"  # a script that is there: sections depend on it
DESCRIPTION = "Why?\n\nThe question. Why.\n\nThe design. Two arms\nare played.\n\nTo run it: so."


def picture(noise: int = 0) -> Picture:
    figure = Figure(figsize=(8, 4))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.plot([0, 1], [1, 0])
    if noise:
        axes.imshow(np.random.default_rng(1).uniform(size=(noise, noise)), cmap="hsv")
    return Picture("shown", figure, pd.DataFrame({"x": [1]}), "All of it.", "Shown: a line")


def finding(noise: int = 0, worlds: int = 10, seed: int = 1) -> Finding:
    sentences = ("It rises by 3 % (2 to 4).", "It falls.")
    return Finding(NAME, "Why?", sentences, (picture(noise),), worlds, seed)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("# Experiments\n\nText.\n", encoding="utf-8")
    return path


def test_a_section_is_added_and_then_written_anew(page):
    experiment_page.write_section(page, finding(), DESCRIPTION)
    first = page.read_text(encoding="utf-8")
    assert first.startswith("# Experiments\n\nText.\n\n<!-- export_controls: begin; of model,")
    (block,) = blocks(first)
    assert block.of == ("model", "race_sim/scenarios", f"experiments/{NAME}.py")
    for part in (
        "## Why?",
        "Two arms are played.",
        "- It rises by 3 % (2 to 4).\n- It falls.",
        "![Shown: a line](figures/shown.png)",
        "10 worlds a setting, seed 1",
        f"Made by `experiments/{NAME}.py`",
    ):
        assert part in block.content
    assert stale(first) == []
    experiment_page.write_section(page, finding(), DESCRIPTION)
    assert page.read_text(encoding="utf-8") == first


def test_a_section_says_what_its_intervals_are_over(page):
    over = replace(finding(), intervals="95 % intervals over points")
    experiment_page.write_section(page, over, DESCRIPTION)
    (block,) = blocks(page.read_text(encoding="utf-8"))
    assert "in brackets 95 % intervals over points." in block.content
    assert "In brackets: 95 % intervals over points." in over.text()


def test_other_sections_stay_as_they_are(page):
    other = "<!-- other: begin -->\n\nMine.\n\n<!-- other: end -->\n"
    page.write_text(page.read_text(encoding="utf-8") + other, encoding="utf-8")
    experiment_page.write_section(page, finding(), DESCRIPTION)
    assert [block.name for block in blocks(page.read_text(encoding="utf-8"))] == ["other", NAME]
    assert other in page.read_text(encoding="utf-8")


def test_a_figure_is_small_and_the_same_again(page):
    (path,) = experiment_page.write_section(page, finding(), DESCRIPTION)
    assert path == page.parent / "figures" / "shown.png"
    with Image.open(path) as image:
        assert image.width == 8 * 96 and path.stat().st_size < experiment_page.LARGEST_FIGURE
    drawn = picture()
    assert experiment_page.small_png(drawn) == experiment_page.small_png(drawn)
    with Image.open(io.BytesIO(experiment_page.small_png(drawn))) as image:
        assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_a_figure_that_is_too_large_is_left_out(page, monkeypatch):
    monkeypatch.setattr(experiment_page, "LARGEST_FIGURE", 2000)
    assert experiment_page.write_section(page, finding(200), DESCRIPTION) == []
    assert "![" not in page.read_text(encoding="utf-8")
    assert not (page.parent / "figures").exists()


def test_the_readers_own_style_has_no_say(page):
    plain = experiment_page.small_png(picture())
    with matplotlib.rc_context({"savefig.facecolor": "black"}):
        assert experiment_page.small_png(picture()) == plain


def test_a_description_without_design():
    assert experiment_page.design_of("Why?\n\nBecause.") == ""


def play(*, worlds: int, seed: int) -> Finding:
    return finding(worlds=worlds, seed=seed)


def test_by_the_command_line(page, tmp_path, capsys):
    told = []
    options = ["--out", str(tmp_path / "out"), "--docs", str(page), "--seed", "4"]
    of = ("seeds/claims.toml",)
    assert command(play, NAME, DESCRIPTION, 20, options, told.append, of) == 0
    assert told[-1] == f"Section: {NAME} in {page}"
    (block,) = blocks(page.read_text(encoding="utf-8"))
    assert block.of[-1] == "seeds/claims.toml"
    assert "20 worlds a setting, seed 4" in block.content


def test_no_such_page_or_dependence(page, tmp_path, capsys):
    def never(*, worlds: int, seed: int) -> Finding:
        raise AssertionError("nothing is played before the page is looked for")

    options = ["--out", str(tmp_path / "out"), "--docs"]
    assert command(never, NAME, "", 20, [*options, str(tmp_path / "no.md")]) == 2
    assert "no.md: no such file" in capsys.readouterr().err
    before = page.read_text(encoding="utf-8")
    assert command(play, NAME, "", 20, [*options, str(page)], of=("no/folder",)) == 2
    assert "no such file or folder" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == before
