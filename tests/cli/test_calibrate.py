"""`race-sim calibrate`: what it prints, and the files that it writes."""

import json

import pandas as pd
import pytest

from race_sim.calibration.estimates import estimates
from race_sim.parameters import knobs


@pytest.fixture
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")


def test_the_table_fits_100_columns(type_in, wide):
    text = type_in("calibrate").stdout
    assert max(map(len, text.splitlines())) <= 100
    rows = {}
    for line in text.splitlines():  # the first line of a key; some are names of parameters too
        rows.setdefault(line.split("  ")[0], " ".join(line.split()))
    for estimate in estimates():
        assert rows[estimate.key].endswith(f"{estimate.confidence} {estimate.unit}")
    told = " ".join(text.split())
    for estimate in estimates():
        assert " ".join(f"{estimate.data}: {estimate.method}".split()) in told
    assert "cap.compute.frontier 4.8 4.35 to 5.29 measured factor a year" in told
    assert "Why a default is not its estimate" in text
    assert "Caveat" not in text


def test_details_tell_all(type_in, wide):
    text = type_in("calibrate", "--details").stdout
    assert max(map(len, text.splitlines())) <= 100
    told = " ".join(text.split())
    for estimate in estimates():
        assert " ".join(estimate.meaning.split()) in told
        assert " ".join(estimate.note.split()) in told
    for key in knobs():
        assert f"\n{key}" in text


def test_json_holds_all_that_is_known(type_in):
    told = json.loads(type_in("calibrate", "--json").stdout)
    first = {estimate["key"]: estimate for estimate in told["estimates"]}["agr.hazard.binding"]
    assert first["knobs"] == ["talks.binding_lapse"]
    assert first["low"] < first["value"] < first["high"]
    assert [row["parameter"] for row in told["defaults"]] == list(knobs())
    assert told["files"] == []


def test_files_hold_the_same(type_in, tmp_path):
    text = type_in("calibrate", "--out", "numbers/new").stdout
    kept = pd.read_csv(tmp_path / "numbers" / "new" / "estimates.csv")
    assert kept["key"].tolist() == [estimate.key for estimate in estimates()]
    defaults = pd.read_csv(tmp_path / "numbers" / "new" / "defaults.csv")
    assert defaults["parameter"].tolist() == list(knobs())
    assert "defaults.csv" in text.splitlines()[-1]


def test_a_folder_that_is_a_file(type_in, tmp_path):
    (tmp_path / "taken").write_text("mine")
    assert "taken: cannot be written to" in type_in("calibrate", "--out", "taken", code=2).stderr
    assert (tmp_path / "taken").read_text() == "mine"
