"""What the page saves: the history as the engine logged it, and pictures that are pictures."""

import csv
import io
import struct
import xml.etree.ElementTree as ElementTree
import zlib

import pytest

from race_sim.page.door import call
from race_sim.page.links import game_in


def chunks_of(png):
    """The parts of a PNG by name; each has the right checksum."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    found, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        name, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        (check,) = struct.unpack(">I", png[at + 8 + length : at + 12 + length])
        assert zlib.crc32(name + content) == check
        found[name] = found.get(name, b"") + content
        at += 12 + length
    return found


@pytest.fixture(scope="module")
def played(long_visit, link):
    """A game on the way, with an accident behind it."""
    one = long_visit()
    one.go(link(us_moves="IIAAIIAAAAAAIA"), ".chart svg")
    one.settle()
    return one


def test_the_csv_is_the_log_of_the_engine(played):
    name, content = played.saved("The race so far", "Numbers (CSV)")
    record = game_in(played.page.url)
    assert name == f"race-sim-{record['scenario']}-{record['world']}.csv"
    history = call({"ask": "replay", "game": record})["history"]
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8")))
    assert header == ["step", *history]
    assert [int(row[0]) for row in rows] == list(range(len(history["year"])))
    for at, key in enumerate(history, start=1):
        assert [_read(row[at]) for row in rows] == history[key]  # to the last bit


def _read(text):
    return {"true": True, "false": False}[text] if text in ("true", "false") else float(text)


@pytest.mark.parametrize(
    "section, file",
    [
        ("The race so far", "race-sim-race"),
        ("What each choice is worth now", "race-sim-matrix"),
        ("50 futures, each as likely as the others", "race-sim-endings"),
    ],
)
def test_pictures_are_saved_as_drawings_and_as_pixels(played, section, file):
    name, content = played.saved(section, "Drawing (SVG)")
    assert name == f"{file}.svg"
    drawing = ElementTree.fromstring(content)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"
    shapes = [one for one in drawing.iter() if one.tag.rpartition("}")[2] in ("path", "rect")]
    assert len(shapes) > 4
    wide, high = float(drawing.get("width")), float(drawing.get("height"))
    assert wide > 200 and high > 150
    assert b"var(--" not in content  # colours that need no style sheet
    name, content = played.saved(section, "Picture (PNG)")
    assert name == f"{file}.png"
    parts = chunks_of(content)
    pixels = struct.unpack(">II", parts[b"IHDR"][:8])
    assert abs(pixels[0] - 2 * wide) <= 2 and abs(pixels[1] - 2 * high) <= 2
    lines = zlib.decompress(parts[b"IDAT"])
    assert len(set(lines[: len(lines) // 2])) > 10  # it is not blank
