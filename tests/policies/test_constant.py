"""Policies that never look."""

import numpy as np
import pytest

from race_sim.tournament.repeated import play_repeated

pytestmark = pytest.mark.short


@pytest.mark.parametrize(("name", "answer"), [("always-accelerate", "D"), ("always-safe", "C")])
def test_policies_that_never_look(answers, name, answer):
    assert answers(name, "CDDCCD") == answer * 6


def test_a_coin_is_fair_and_without_memory():
    """4,000 tosses: each bound fails with chance below 1e-5 (normal law, 4.5 sigma)."""
    played = play_repeated("random", "random", turns=4000)
    bound = 4.5 / np.sqrt(4000)
    for side in (0, 1):
        signs = 2.0 * played[:, side] - 1.0
        assert abs(signs.mean()) < bound
        assert abs((signs[1:] * signs[:-1]).mean()) < bound
    assert abs(((2.0 * played[:, 0] - 1.0) * (2.0 * played[:, 1] - 1.0)).mean()) < bound
