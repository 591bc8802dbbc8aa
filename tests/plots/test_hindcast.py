"""The pictures of hindcasts: what they show, and that nothing is cut off or in the way."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from race_sim.calibration.hindcast import run
from race_sim.plots import hindcast, hindcast_reactors
from race_sim.problems import InputError


def reactor_tables():
    bands, starts, scores = [], [], []
    for event, bloc, role, covered in (
        ("TMI", "United States", "host", False),
        ("Chernobyl", "USSR", "host", True),
        ("Fukushima", "China", "bystander", True),
    ):
        key = {"event": event, "bloc": bloc, "role": role}
        years = np.arange(-5, 10)
        starts.append(pd.DataFrame({**key, "year": years, "seen": 3.0}))
        for forecast in hindcast_reactors.LOOKS:
            scores.append({**key, "counted": True, "forecast": forecast, "covered": covered})
            after = np.arange(10)
            ends = {"low": 0.0, "median": 2.0, "mean": 2.2, "high": 5.0, "seen": 3.0}
            frame = {**key, "counted": True, "forecast": forecast, "year": after, **ends}
            bands.append(pd.DataFrame(frame))
    return pd.concat(bands), pd.DataFrame(scores), {"starts": pd.concat(starts)}


@pytest.fixture(scope="module")
def pictures():
    made = [hindcast.draw("reactor-starts", *reactor_tables(), 100, 1)]
    for name in ("capability-gap", "incident-counts"):
        found = run(name, 100)
        made.append(hindcast.draw(name, found.bands, found.scores, found.tables, 100, 1))
    return made


def test_each_has_table_alt_text_and_title(pictures):
    for picture in pictures:
        assert picture.name.startswith("hindcast-") and picture.title
        assert len(picture.table) > 0 and len(picture.alt) > 80
        assert set(picture.table["forecast"]) > {"baseline"}


def test_no_text_is_cut_off_or_in_the_way(pictures, illegible):
    for picture in pictures:
        assert illegible(picture.figure) == []


def test_a_missed_total_is_said(pictures):
    assert "outside its band in 1: United States after Three Mile Island" in pictures[0].alt
    texts = [text.get_text() for text in pictures[0].figure.findobj(Text)]
    assert texts.count("total missed") == 1


def test_bad_tables_are_refused():
    bands, scores, tables = reactor_tables()
    with pytest.raises(InputError, match="forecast"):
        hindcast.draw("reactor-starts", bands.drop(columns="forecast"), scores, tables, 100, 1)
    with pytest.raises(InputError, match="no picture"):
        hindcast.draw("cold-fusion", bands, scores, tables, 100, 1)
