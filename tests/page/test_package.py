"""The installed package has the page in it."""

import zipfile
from pathlib import Path

import pytest

from race_sim.page.static_files import static_files

ROOT = Path(__file__).parents[2]


def test_a_wheel_holds_every_file_of_the_page(tmp_path):
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="hatchling builds the wheel")
    (built,) = wheel.WheelBuilder(f"{ROOT}").build(directory=f"{tmp_path}")
    names = set(zipfile.ZipFile(built).namelist())
    page = ROOT / "race_sim" / "page"
    needed = {f"race_sim/page/static/{name}" for name in static_files()}
    needed |= {
        f"race_sim/{path.relative_to(page.parent).as_posix()}"
        for path in page.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert len(needed) > 60 and needed <= names
