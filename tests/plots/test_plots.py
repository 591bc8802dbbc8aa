import subprocess
import sys

import pytest

from race_sim import plots
from race_sim.problems import InputError

HEAVY = "numpy pandas matplotlib numba mesa scipy"


def _run(code):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.short
def test_importing_the_package_is_light():
    code = (
        "import sys, race_sim.plots, race_sim.plots.picture\n"
        f"print([name for name in '{HEAVY}'.split() if name in sys.modules])"
    )
    assert _run(code) == "[]"


def test_no_picture_needs_pyplot():
    code = (
        "import sys\n"
        "import pandas as pd\n"
        "from race_sim import plots\n"
        "draw = [plots.drawing(name) for name in plots.PICTURES]\n"
        "worlds = pd.DataFrame({'ending': ['horizon'], 'winner': ['nobody'],\n"
        "    'lost_at_finish': [False], 'end_year': [2046.0]})\n"
        "draw[0](worlds, 'One world').png()\n"
        "print('matplotlib.pyplot' in sys.modules, 'matplotlib' in sys.modules)"
    )
    assert _run(code) == "False True"


def test_an_unknown_picture_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match=r"no picture 'violin'.*allowed: endings, harm"):
        plots.drawing("violin")
