"""What lessons say and show: displayed, kept or printed, run in a cell, and put on a page."""

import base64
import json

import matplotlib.figure
import pandas as pd
import pytest

from race_sim.lessons import play, say, show, tabulate
from race_sim.lessons.running import run_cell, run_cells
from race_sim.lessons.telling import IN_WORDS, PAGE_VARIABLE, kept, numbers_shown, rounded
from race_sim.lessons.textbook import page_of
from race_sim.page.links import game_in
from race_sim.plots.picture import Picture
from race_sim.problems import InputError


@pytest.fixture
def picture():
    figure = matplotlib.figure.Figure(figsize=(3.0, 1.0))
    return Picture("one", figure, pd.DataFrame({"x": [1 / 3]}), "A [small] picture.", "Title")


def test_words_are_kept_or_printed(capsys):
    with kept() as found:
        say("""
            One **line**.
              And another.
            """)
    assert found[0].data["text/markdown"] == "One **line**.\n  And another."
    assert capsys.readouterr().out == ""
    say("Aloud.")
    assert capsys.readouterr().out == "Aloud.\n"


def test_tables_have_rounded_numbers():
    with kept() as found:
        tabulate(["name", "value"], [["a", -0.004], ["b", 1234.5], ["c", 7]])
    rows = found[0].data["text/plain"].splitlines()
    assert rows[2:] == ["| a | 0.00 |", "| b | 1,234.50 |", "| c | 7 |"]
    assert rounded(-1.25, 1) == "\N{MINUS SIGN}1.2"


def test_a_picture_is_kept_by_its_words_and_numbers(picture, capsys):
    with kept() as found:
        show(picture)
    shown, words = found
    assert shown.data == {"image/png": "", "text/plain": picture.alt}
    assert shown.metadata["race_sim"]["numbers"] == numbers_shown(picture.table)
    assert words.data["text/markdown"].startswith(IN_WORDS) and picture.alt in str(words.data)
    show(picture)
    assert capsys.readouterr().out == picture.alt + "\n"


def test_numbers_of_a_picture_to_nine_digits():
    table = pd.DataFrame({"x": [0.1 + 0.2, 1.0]})
    assert numbers_shown(table) == numbers_shown(pd.DataFrame({"x": [0.3, 1.0]}))
    assert numbers_shown(table) != numbers_shown(pd.DataFrame({"x": [0.30001, 1.0]}))


def test_links_lead_to_the_page_wherever_it_is(monkeypatch):
    monkeypatch.setenv(PAGE_VARIABLE, "https://school.example/race/#/old")
    with kept() as found:
        play("Go.", cn="tit-for-tat", us_moves="AI")
    link = found[0].data["text/plain"].partition("](")[2].partition(")")[0]
    assert link.startswith("https://school.example/race/#/play?game=")
    assert game_in(link)["cn"] == "tit-for-tat"
    with pytest.raises(InputError, match="cn"):
        play("Go.", cn="nobody")


def test_cells_run_as_in_a_notebook():
    outputs, names = run_cells(
        ["a = 1\nprint('said')", "a + 1", "a;\nb = a", "None", "# only a remark", "1 + 1\nb = 3"]
    )
    plain = [[one.data["text/plain"] for one in cell] for cell in outputs]
    assert plain == [["said\n"], ["2"], [], [], [], []]
    assert names["b"] == 3


def test_an_error_in_a_cell_names_it():
    with pytest.raises(ZeroDivisionError) as info:
        run_cell("1 / 0", {}, "lesson 7, cell 3")
    assert any(entry.path == "lesson 7, cell 3" for entry in map(_place, info.traceback))


def _place(entry):
    class Place:
        path = entry.frame.code.raw.co_filename

    return Place


def test_a_page_has_text_code_and_what_stands_under_it(picture):
    image = base64.b64encode(picture.png()).decode()
    notebook = {
        "cells": [
            {"cell_type": "markdown", "source": ["# 3. Title\n", "\n", "Text.\n"]},
            {
                "cell_type": "code",
                "source": "show(picture)",
                "outputs": [
                    {"data": {"image/png": image, "text/plain": picture.alt}},
                    {"data": {"text/markdown": f"{IN_WORDS}\n\n...", "text/plain": ""}},
                    {"data": {"text/markdown": ["**Right.**"], "text/plain": "Right."}},
                    {"name": "stdout", "text": "printed\n"},
                ],
            },
            {"cell_type": "code", "source": "", "outputs": []},
        ]
    }
    page = page_of(json.loads(json.dumps(notebook)), "03-title", "../pictures")
    assert page.title == "3. Title"
    assert page.text.split("\n\n") == [
        "Text.",
        "```python\nshow(picture)\n```",
        "![A (small) picture.](../pictures/03-title-1.png)",
        "**Right.**",
        "```text\nprinted\n```",
    ]
    assert page.pictures == {"03-title-1.png": picture.png()}
