"""`race-sim page build`: says what it wrote, or what it lacks."""

from race_sim.page.build import static


def test_it_says_what_was_written(type_in, monkeypatch, tmp_path):
    monkeypatch.setattr(static, "site_files", lambda folder: {"index.html": b"x" * 1_500_000})
    monkeypatch.setattr(static, "one_file", lambda files: b"x" * 2_000_000)
    text = type_in("page", "build", "out").stdout
    assert text == (
        "out/site: 1.5 MB, for any web server\n"
        "out/race-sim.html: 2.0 MB, open it by a double-click\n"
    )
    assert (tmp_path / "out" / "site" / "index.html").stat().st_size == 1_500_000


def test_what_is_missing_is_one_clear_error(type_in, tmp_path):
    (tmp_path / "empty").mkdir()
    result = type_in("page", "build", "out", "--pyodide", "empty", code=2)
    assert result.stderr.startswith("Error: page build: empty: lacks pyodide.mjs, ")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_is_left_alone(type_in, tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    result = type_in("page", "build", ".", code=2)
    assert "holds other files, such as thesis.txt" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
