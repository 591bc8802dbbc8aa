"""Reading data files: the real ones are sound, and every broken copy gives one clear error."""

import shutil

import numpy as np
import pandas as pd
import pytest

from race_sim.calibration.schemas import SCHEMAS
from race_sim.calibration.tables import DATA, read_table
from race_sim.problems import InputError

NUMBERS = ("number", "whole number")


def raw(name):
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


def error_of(tmp_path, name, frame):
    frame.to_csv(tmp_path / f"{name}.csv", index=False)
    with pytest.raises(InputError) as caught:
        read_table(name, tmp_path)
    assert caught.value.source == str(tmp_path / f"{name}.csv")
    return caught.value


def with_cell(name, heading, value, row=1):
    frame = raw(name)
    frame.loc[row, heading] = value
    return frame


def with_column(name, heading, change):
    """A copy with other values where a column has any."""
    frame = raw(name)
    frame[heading] = [change(float(cell)) if cell else "" for cell in frame[heading]]
    return frame


def test_every_data_file_has_a_schema_and_is_sound():
    assert sorted(SCHEMAS) == sorted(path.stem for path in DATA.glob("*.csv"))
    for name, schema in SCHEMAS.items():
        frame = read_table(name)
        assert list(frame.columns) == list(schema.columns)
        assert len(frame) == len(raw(name))


def test_values_are_as_written():
    freezes = read_table("freezes").set_index("freeze")
    china = freezes.loc["China new reactor approvals"]
    assert china["start"] == pd.Timestamp("2011-03-16")
    assert china["months"] == 19.3
    assert not china["permanent"]
    germany = freezes.loc["Germany, 8 oldest of 17 reactors"]
    assert germany["permanent"] and pd.isna(germany["end"]) and np.isnan(germany["months"])
    assert read_table("nuclear_shock_fits")["ratio"].max() == np.inf
    models = read_table("epoch_models_2010_2025")
    assert models["notable"].dtype == bool
    assert models["domain"].eq("").sum() == 1


def first_rows(name):
    """The beginning of a file, which is as good a file, and faster read."""
    return raw(name).head(8)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_missing_column_is_named(tmp_path, name):
    for heading, column in SCHEMAS[name].columns.items():
        error = error_of(tmp_path, name, first_rows(name).drop(columns=heading))
        (problem,) = error.problems
        assert problem == (heading, "no such column", column.allowed())


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_empty_cell_is_named_with_its_line(tmp_path, name):
    needed = [heading for heading, column in SCHEMAS[name].columns.items() if not column.empty]
    frame = first_rows(name)
    for place, heading in enumerate(needed):
        frame.loc[place % 3, heading] = ""
    error = error_of(tmp_path, name, frame)
    told = {problem.where: problem.what for problem in error.problems}
    for place, heading in enumerate(needed):
        assert told[heading].startswith(f"line {place % 3 + 2} is empty"), heading


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("written", ["NaN", "many", "-inf", "1e999"])
def test_what_is_no_number_is_named_with_its_line(tmp_path, name, written):
    numbers = [key for key, column in SCHEMAS[name].columns.items() if column.kind in NUMBERS]
    if written == "1e999":
        numbers = [key for key in numbers if not SCHEMAS[name].columns[key].infinite]
    if not numbers:
        return
    frame = first_rows(name)
    frame.loc[1, numbers] = written
    error = error_of(tmp_path, name, frame)
    assert [problem.where for problem in error.problems] == numbers
    for problem in error.problems:
        assert problem.what.startswith(f"line 3 ({written!r}) is ")


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("nuclear_reactors_wikipedia", "bloc"),
        ("nuclear_starts_by_year_geonuclear", "bloc"),
        ("nuclear_scar_fits", "bloc"),
        ("epoch_models_2010_2025", "side"),
        ("capability_index_models", "side"),
        ("nuclear_shock_windows", "event"),
        ("freezes", "status"),
        ("parameters", "confidence"),
    ],
)
def test_an_unknown_word_is_named_with_those_allowed(tmp_path, name, heading):
    (problem,) = error_of(tmp_path, name, with_cell(name, heading, "Atlantis")).problems
    assert problem.where == heading
    assert problem.what == "line 3 ('Atlantis') is not a known word"
    assert (
        "China" in problem.allowed
        or "memory" in problem.allowed
        or "TMI" in problem.allowed
        or ("published" in problem.allowed)
    )


@pytest.mark.parametrize("written", ["2011-02-30", "11/03/2011", "20110316", "2011-W11-3", "soon"])
def test_a_bad_date_is_named_with_its_line(tmp_path, written):
    (problem,) = error_of(tmp_path, "freezes", with_cell("freezes", "start", written)).problems
    assert problem.what == f"line 3 ({written!r}) is not a date"
    assert problem.allowed.startswith("a date YYYY-MM-DD")


# Each turns a whole column into another unit.
@pytest.mark.parametrize(
    ("name", "heading", "change"),
    [
        ("nuclear_responses", "share_abandoned", lambda value: 100 * value),
        ("nuclear_scar_fits", "s", lambda value: 100 * value),
        ("ai_incidents_severity", "share_or_value", lambda value: 100 * value),
        ("ai_incident_growth", "growth_per_year", lambda value: 100 * value),
        ("expert_probabilities", "cumulative_probability", lambda value: 100 * value),
        ("epoch_models_2010_2025", "training_flop", np.log10),
        ("epoch_frontier_compute_by_quarter", "us_max_flop", np.log10),
        ("epoch_compute_growth", "oom_per_year", lambda value: np.log(10) * value),
        ("freezes", "months", lambda value: value / 12),
        ("freezes", "reaction_days", lambda value: value / 30),
        ("disaster_to_rule", "months_to_adoption", lambda value: 30 * value),
        ("capability_gap_us_china", "gap_months_of_us_trend", lambda value: value / 12),
        ("agreement_lifetimes", "years", lambda value: 12 * value),
        ("agreement_fits", "hazard_per_year", lambda value: value / 12),
        ("nuclear_reactors_wikipedia", "capacity_mw", lambda value: 1000 * value),
        ("nuclear_starts_by_year_wikipedia", "mw", lambda value: 1000 * value),
    ],
)
def test_another_unit_is_an_error(tmp_path, name, heading, change):
    error = error_of(tmp_path, name, with_column(name, heading, change))
    assert any(heading in problem.where for problem in error.problems)
    assert len(str(error).splitlines()) <= 6


def test_per_cent_are_told_from_shares(tmp_path):
    per_cent = with_column("nuclear_scar_fits", "s", lambda value: 100 * value)
    problem = error_of(tmp_path, "nuclear_scar_fits", per_cent).problems[0]
    assert problem.what.endswith("is outside the range: is it in another unit?")
    assert problem.allowed == "a number from 0 to 1 (share, not per cent)"


def test_all_that_is_wrong_with_a_file_comes_at_once(tmp_path):
    frame = with_cell("freezes", "start", "soon", row=0)
    frame.loc[3, "months"] = "NaN"
    frame.loc[4, "status"] = "rumour"
    frame = frame.drop(columns="kind").assign(remark="new")
    error = error_of(tmp_path, "freezes", frame)
    assert [problem.where for problem in error.problems] == [
        "kind",
        "remark",
        "start",
        "status",
        "months",
    ]


def test_rows_must_differ(tmp_path):
    frame = pd.concat([raw("freezes"), raw("freezes").iloc[[0]]])
    (problem,) = error_of(tmp_path, "freezes", frame).problems
    assert problem.where == "freeze, actor"
    assert problem.what == "lines 2, 24 are the same"


@pytest.mark.parametrize(
    ("name", "heading", "value"),
    [
        ("freezes", "permanent", "False"),
        ("freezes", "months", "12"),
        ("agreement_lifetimes", "ended", "0"),
        ("epoch_frontier_compute_by_quarter", "gap_oom", "1.5"),
        ("ai_incidents_by_year", "mit_coded_total", "7"),
        ("nuclear_starts_by_year_wikipedia", "abandoned", "50"),
        ("epoch_compute_growth", "factor_lo90", "200"),
        ("parameters", "central", "77"),
    ],
)
def test_columns_of_a_row_must_agree(tmp_path, name, heading, value):
    error = error_of(tmp_path, name, with_cell(name, heading, value))
    assert any("contradicts this" in problem.what for problem in error.problems)


def test_a_freeze_that_was_lifted_has_a_length(tmp_path):
    """Without one it would count as one that was never lifted."""
    (problem,) = error_of(tmp_path, "freezes", with_cell("freezes", "months", "", row=2)).problems
    assert problem.what == "line 4 contradicts this"
    assert problem.allowed.endswith("and empty where end is")


@pytest.mark.parametrize("name", [name for name in SCHEMAS if SCHEMAS[name].ascending])
def test_a_series_in_time_is_in_order(tmp_path, name):
    """An autoregression of rows in another order is another one."""
    assert SCHEMAS[name].ascending in ("year", "date")
    frame = raw(name)
    frame.iloc[[4, 5]] = frame.iloc[[5, 4]].to_numpy()
    (problem,) = error_of(tmp_path, name, frame).problems
    assert problem == (SCHEMAS[name].ascending, "line 7: out of order", "ascending")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_table("freezes", tmp_path)
    with pytest.raises(InputError, match="no data file has that name; allowed: one of nuclear_"):
        read_table("frezes")


@pytest.mark.parametrize("content", [b"", b'a,b\n"1,2\n', b"\xff\xfe\x00bad", b'a"b,c\n"1"2,3'])
def test_a_file_that_is_no_table(tmp_path, content):
    (tmp_path / "freezes.csv").write_bytes(content)
    with pytest.raises(InputError, match="not readable as CSV"):
        read_table("freezes", tmp_path)


def test_a_file_without_rows(tmp_path):
    assert "no rows" in str(error_of(tmp_path, "freezes", raw("freezes").iloc[:0]))


def test_a_folder_in_place_of_a_file(tmp_path):
    (tmp_path / "freezes.csv").mkdir()
    with pytest.raises(InputError):
        read_table("freezes", tmp_path)


def test_a_sound_copy_elsewhere_is_read(tmp_path):
    shutil.copy(DATA / "freezes.csv", tmp_path)
    pd.testing.assert_frame_equal(read_table("freezes", tmp_path), read_table("freezes"))


@pytest.mark.parametrize("change", [lambda row: f"{row},1", lambda row: row.rpartition(",")[0]])
def test_a_row_with_too_many_or_too_few_cells(tmp_path, change):
    lines = (DATA / "freezes.csv").read_text(encoding="utf-8").splitlines()
    for place in (2, 5):
        lines[place] = change(lines[place])
    (tmp_path / "freezes.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match="lines 3, 6: not as many cells as headings; allowed: 10"):
        read_table("freezes", tmp_path)


def test_a_column_that_is_there_twice(tmp_path):
    frame = raw("freezes")
    frame.insert(3, "actor", frame["actor"], allow_duplicates=True)
    (problem,) = error_of(tmp_path, "freezes", frame).problems
    assert problem[:2] == ("actor", "more than one column of this name")


def test_a_byte_order_mark_and_blank_lines_do_no_harm(tmp_path):
    text = (DATA / "freezes.csv").read_text(encoding="utf-8")
    (tmp_path / "freezes.csv").write_text(text.replace("\n", "\n\n"), encoding="utf-8-sig")
    pd.testing.assert_frame_equal(read_table("freezes", tmp_path), read_table("freezes"))


def test_lines_are_those_of_the_file(tmp_path):
    """A text of two lines within quotes moves what follows it."""
    frame = raw("agreement_lifetimes")
    frame.loc[0, "note"] = "ended by\nJapanese notice"
    frame.loc[2, "years"] = "soon"
    (problem,) = error_of(tmp_path, "agreement_lifetimes", frame).problems
    assert problem.what == "line 5 ('soon') is not a number"
