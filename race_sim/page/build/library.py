"""The part of race_sim that the page needs, as a zip, the same bytes each time."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).parent.parent.parent
DATA = ("page/scenarios.json", "page/strategies.json.gz")
_ASK = (
    "import json, sys, race_sim.page.door, race_sim.page.browser_endings; "
    "print(json.dumps(sorted(name for name in sys.modules if name.split('.')[0] == 'race_sim')))"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)


def modules() -> list[str]:
    """The modules of race_sim that the door imports, asked of a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", _ASK],
        capture_output=True,
        text=True,
        check=True,
        cwd=PACKAGE.parent,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def library_zip() -> bytes:
    """The zip: `race_sim/` with these modules and the data that they read."""
    paths = []
    for name in modules():
        place = PACKAGE.joinpath(*name.split(".")[1:])
        paths.append(place / "__init__.py" if place.is_dir() else place.with_suffix(".py"))
    paths += [PACKAGE / name for name in DATA]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(paths):
            entry = zipfile.ZipInfo(f"race_sim/{path.relative_to(PACKAGE).as_posix()}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return packed.getvalue()
