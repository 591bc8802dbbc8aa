import io

import matplotlib
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from race_sim.plots import endings, first_chernobyl, games, harm, sweep_curve, sweep_map, world
from race_sim.plots.picture import Picture

DRAWINGS = {
    "endings": lambda get: endings.draw(get("worlds"), "Baseline", seed=1),
    "harm": lambda get: harm.draw(get("worlds"), "Baseline", seed=1),
    "first_chernobyl": lambda get: first_chernobyl.draw(get("worlds"), "Baseline", 2026, 2046),
    "games": lambda get: games.draw(get("paths"), "Baseline", marks=[(2028.0, "a shock")]),
    "sweep_curve": lambda get: sweep_curve.draw(
        get("rivalry"), "payoffs.rivalry", ["catastrophe", "us_welfare"], "Baseline"
    ),
    "sweep_map": lambda get: sweep_map.draw(
        get("grid"), ["payoffs.rivalry", "exchange.openness"], "catastrophe", "Baseline"
    ),
    "world": lambda get: _world(get("played")("baseline", 0)),
}


def _world(model):
    return world.draw(model.history, model.events, "Baseline")


@pytest.fixture
def picture():
    figure = Figure()
    FigureCanvasAgg(figure)
    figure.add_subplot().plot([0, 1], [0, 1])
    table = pd.DataFrame({"x": [0.1, 0.2], "name": ["a", "b, c"]})
    return Picture("line", figure, table, "A line from 0 to 1.", "A line: π £")


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_data_give_the_same_bytes_under_any_settings_of_the_reader(name, request):
    first = DRAWINGS[name](request.getfixturevalue).png({"Seed": "1"})
    settings = {"font.size": 30.0, "savefig.bbox": "tight", "axes.grid": True, "lines.marker": "x"}
    with matplotlib.rc_context(settings):
        before = dict(matplotlib.rcParams)
        second = DRAWINGS[name](request.getfixturevalue).png({"Seed": "1"})
        assert dict(matplotlib.rcParams) == before
    assert first == second


def test_the_image_says_what_it_is(picture, tmp_path):
    about = {"Scenario": "baseline", "Seed": "1"}
    image_path, table_path = picture.save(tmp_path / "new" / "folder", about)
    assert [image_path.name, table_path.name] == ["line.png", "line.csv"]
    with Image.open(image_path) as image:
        assert image.format == "PNG"
        assert image.info["dpi"] == pytest.approx((150.0, 150.0), abs=0.05)
        text = image.text
    assert text["Description"] == "A line from 0 to 1."
    assert text["Title"] == "A line: π £"
    assert text["Software"].startswith("race-sim ")
    assert (text["Scenario"], text["Seed"]) == ("baseline", "1")
    assert not any("time" in key.lower() for key in text)


def test_the_table_comes_back_as_it_was(picture, tmp_path):
    _, table_path = picture.save(tmp_path)
    pd.testing.assert_frame_equal(pd.read_csv(table_path), picture.table)


def test_a_picture_that_cannot_be_drawn_leaves_the_earlier_one_alone(
    picture, tmp_path, monkeypatch
):
    picture.save(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*args, **kwargs):
        args[1].write(b"half")
        raise RuntimeError("no ink")

    monkeypatch.setattr(Figure, "savefig", fail)
    with pytest.raises(RuntimeError, match="no ink"):
        picture.save(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    with pytest.raises(RuntimeError, match="no ink"):
        picture.save(tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_a_disk_that_is_full_leaves_nothing_half_written(picture, tmp_path, monkeypatch):
    def fail(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        picture.save(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_bytes_are_those_of_an_image_of_the_right_size(picture):
    with Image.open(io.BytesIO(picture.png())) as image:
        width, height = picture.figure.get_size_inches()
        assert image.size == (round(150 * width), round(150 * height))
