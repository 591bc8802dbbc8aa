"""What tests of tournaments share."""

import pytest

from race_sim.tournament.tournament import tournament

NAMES = ("always-safe", "tit-for-tat", "always-accelerate", "logit-response")


@pytest.fixture(scope="session")
def small():
    """A tournament of four policies in 60 worlds."""
    return tournament(NAMES, worlds=60, seed=5)


@pytest.fixture(scope="session")
def firm():
    """The same in so many worlds that every rank is told from the next."""
    return tournament(NAMES, worlds=400, seed=5)
