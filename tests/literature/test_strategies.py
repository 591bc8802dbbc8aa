"""Strategies by name: one clear error whatever stands where names should."""

from __future__ import annotations

import numpy as np
import pytest

from race_sim.literature import han2020, han2021, han2022
from race_sim.literature.strategies import checked_strategies
from race_sim.problems import InputError

pytestmark = pytest.mark.short


@pytest.mark.parametrize("model", [han2020, han2021, han2022])
@pytest.mark.parametrize(
    "strategies", [None, 5, np.array(5.0), ("AS", None), [["AS", "AU"]], np.array([["AS", "AU"]])]
)
def test_what_is_no_list_of_names_is_refused(model, strategies):
    with pytest.raises(InputError, match="strategies"):
        model.stationary_distribution(strategies)


@pytest.mark.parametrize("model", [han2020, han2021, han2022])
def test_all_that_is_wrong_is_told_at_once(model):
    with pytest.raises(InputError, match="stationary_distribution: 3 problems"):
        model.stationary_distribution(speed=0.0, setback_risk=2.0, population=1)


def test_any_list_of_names_will_do():
    for names in (("AU", "AS"), ["AU", "AS"], np.array(["AU", "AS"]), {"AU": 1, "AS": 2}):
        assert checked_strategies("a test", names, han2020.STRATEGIES) == ("AU", "AS")
    assert checked_strategies("a test", "AU", han2020.STRATEGIES) == ("AU",)


@pytest.mark.parametrize(
    ("written", "meant"), [("as", "AS"), ("Pledge-Keep", "pledge_keep"), ("pledge", "pledge_keep")]
)
def test_a_name_is_found_whatever_its_case(written, meant):
    with pytest.raises(InputError, match=f"did you mean {meant}"):
        checked_strategies("a test", ("AU", written), han2022.STRATEGIES)
