"""`race-sim demo`: the first thing a newcomer runs."""

import pytest


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
    # Everything again: an earlier demonstration is replaced.
    type_in("demo", "--out", "out", "--worlds", 2)
