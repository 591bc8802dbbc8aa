"""The picture of warning shots."""

import pandas as pd
import pytest

from race_sim.analysis.arm_results import Results
from race_sim.plots import warning_shots
from race_sim.problems import InputError


def test_missing_columns_are_named():
    empty = Results((), (), {}, 1, 1)
    with pytest.raises(InputError, match="place_cancels"):
        warning_shots.draw(pd.DataFrame({"shared": [0.0]}), empty, "shots")
