"""`race-sim export`: a project for oTree."""


def test_export_writes_a_project(type_in, tmp_path):
    said = type_in("export", "otree", "our class").stdout
    assert (tmp_path / "our class/race/__init__.py").is_file()
    count = sum(path.is_file() for path in (tmp_path / "our class").rglob("*"))
    assert said == f"{count} files in our class: our class/README.md says how to begin.\n"


def test_a_folder_with_other_files_is_refused(type_in, tmp_path):
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/mine.txt").write_text("mine")
    said = type_in("export", "otree", "notes", code=2).stderr
    assert said == (
        "Error: export otree: notes: holds other files, such as mine.txt; "
        "allowed: a new or empty folder\n"
    )
    assert [path.name for path in (tmp_path / "notes").iterdir()] == ["mine.txt"]
