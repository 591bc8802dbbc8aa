"""The picture of levers over a prior."""

import pandas as pd
import pytest

from race_sim.plots import robust_levers
from race_sim.problems import InputError


def test_missing_columns_are_named():
    with pytest.raises(InputError, match="rank_high"):
        robust_levers.draw(pd.DataFrame({"rank": [1]}), "levers", 0.005, 4, 8, 1)
