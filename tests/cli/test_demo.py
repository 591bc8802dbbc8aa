"""`race-sim demo`: the first thing a newcomer runs."""

import pytest

from race_sim.study.sweep import read_sweep


@pytest.mark.slow
def test_the_demo_leads_from_picture_to_picture(type_in, tmp_path):
    result = type_in("demo", "--out", "out", "--worlds", 60)
    lines = result.stdout.splitlines()
    paths = [line for line in lines if line.startswith("out/")]
    shown = ("endings", "harm", "first_chernobyl", "fan", "games")
    assert paths == [
        *(f"out/baseline/{name}.png" for name in shown),
        "out/rivalry/sweep_curve.png",
        *(f"out/chernobyl-2028-cn/{name}.png" for name in ("games", "fan", "endings")),
        "out/one-world/world.png",
    ]
    for path in paths:
        image = tmp_path / path
        assert image.read_bytes().startswith(b"\x89PNG") and image.with_suffix(".csv").is_file()
    assert "of the worlds end in a catastrophe" in result.stdout
    assert max(map(len, lines)) <= 80


@pytest.mark.usefixtures("plain_pictures")
def test_an_earlier_demonstration_is_replaced(type_in, tmp_path):
    for worlds in (3, 2):
        type_in("demo", "--out", "out", "--worlds", worlds)
    for part in ("baseline", "rivalry", "chernobyl-2028-cn"):
        assert read_sweep(tmp_path / "out" / part).study.worlds == 2


@pytest.mark.usefixtures("plain_pictures")
def test_a_folder_with_other_things_stops_the_demo_before_it_begins(type_in, tmp_path):
    (tmp_path / "out" / "one-world").mkdir(parents=True)
    (tmp_path / "out" / "one-world" / "diary.txt").write_text("mine")
    assert "diary.txt" in type_in("demo", "--out", "out", code=2).stderr
    assert list((tmp_path / "out").glob("*/manifest.json")) == []
