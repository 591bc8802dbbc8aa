"""A policy of one's own, tried out without compiling anything: good for some dozens of worlds.

The rules are the same as in `race_sim.simulate`, and so is every number.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from race_sim.scenario import Scenario


def kept_in_a_file(text: str, function: str) -> str:
    """Write a policy into a file of its own; its name, as a scenario takes it.

    The file is gone when Python ends.

    Parameters
    ----------
    text : str
        Of the file.
    function : str
        The function in it that is the policy.
    """
    folder = Path(tempfile.mkdtemp(prefix="race-sim-lesson-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "my_policy.py"
    path.write_text(text, encoding="utf-8")
    return f"{path}:{function}"


def try_out(scenario: Scenario, worlds: int, seed: int) -> pd.DataFrame:
    """Play some worlds in plain Python; the table that `race_sim.simulate` gives.

    Raises
    ------
    InputError
        If a number cannot be used.
    PolicyError
        If a policy of one's own fails; it says where.
    """
    from race_sim.address import check_address
    from race_sim.outcomes import outcome_frame
    from race_sim.plain_loop import play_plainly
    from race_sim.resolve import plan_of

    check_address("try_out", seed, worlds, 0)
    plan = plan_of(scenario)
    rows = [play_plainly(plan, seed, world) for world in range(worlds)]
    return outcome_frame(np.arange(worlds, dtype=np.int64), np.array(rows))
