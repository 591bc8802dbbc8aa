"""Transition matrices as heat maps."""

import numpy as np
import pandas as pd
import pytest

from race_sim.plots import style
from race_sim.plots.transitions import Matrix, draw

STATES = ["Prisoner's Dilemma", "One-Sided Deadlock", "Asymmetric Dilemma", "the race is over"]
MADE_UP = np.array([[50, 50, 0, 0], [0, 0, 0, 0], [1, 0, 999, 0], [0, 0, 0, 7]])


@pytest.fixture(scope="module")
def picture():
    matrices = [Matrix("Shock in one", MADE_UP, style.BLUE)]
    matrices.append(Matrix("Shock in the other", 100_000 * MADE_UP, style.VERMILION))
    table = pd.DataFrame({"worlds": MADE_UP.ravel()})
    return draw("made_up", matrices, STATES, STATES, table, "A headline", 9 * "long ", "Source.")


def test_every_text_can_be_read(picture, illegible):
    found = illegible(picture.figure)
    # Slanted texts stand clear of each other although the boxes around them do not.
    assert [pair for pair in found if not {*pair} <= {*STATES}] == []


def test_shares_are_of_the_rows(picture, drawn_texts):
    texts = [text for text, _ in drawn_texts(picture.figure)]
    for said in ("50", "<1", "100", "never before", "Prisoner's Dilemma  (100)", "(0)"):
        assert said in texts
    first, second = picture.figure.axes
    shades = first.images[0].get_array()
    np.testing.assert_allclose(shades, second.images[0].get_array())
    np.testing.assert_allclose(shades.sum(axis=1), [1.0, 0.0, 1.0, 1.0])


def test_the_description_tells_every_row_with_worlds(picture):
    alt = picture.alt.replace("\N{NO-BREAK SPACE}", " ")
    assert "From Prisoner's Dilemma (100 worlds): 50.0 % Prisoner's Dilemma" in alt
    assert "From One-Sided Deadlock" not in alt
