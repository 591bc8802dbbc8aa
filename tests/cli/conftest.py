"""What all tests of the command line need."""

import unicodedata

import pytest
from typer.testing import CliRunner

from race_sim.cli.app import app


@pytest.fixture
def type_in(tmp_path, monkeypatch):
    """Type a command line in an empty folder: gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def typed(*words, code=0):
        result = CliRunner().invoke(app, [str(word) for word in words], prog_name="race-sim")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert result.exit_code == code, result.output
        for text in (result.stdout, result.stderr):
            assert "Traceback" not in text
            controls = {c for c in text if unicodedata.category(c) == "Cc" and c != "\n"}
            assert not controls
        return result

    return typed


class PlainPicture:
    """Stands for a picture where a test asks which files there are, not what is on them."""

    def __init__(self, name):
        self.name = name
        self.title = f"What {name} shows"

    def save(self, folder, about):
        paths = [folder / f"{self.name}{ending}" for ending in (".png", ".csv")]
        for path in paths:
            path.write_text(f"{about}")
        return paths


@pytest.fixture
def plain_pictures(monkeypatch):
    """Draw nothing: a real picture takes most of a second."""
    monkeypatch.setattr(
        "race_sim.gallery.drawing", lambda name: lambda *_, **__: PlainPicture(name)
    )
