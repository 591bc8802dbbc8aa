"""What tests of claims share: small files of claims, and worlds that were never played."""

import numpy as np
import pytest

from race_sim.claims.claim import Comparison, Run, Side
from race_sim.claims.claim_file import load_claims

CLAIM = """
[[claims]]
id = "{name}"
claim = "A claim."
hypothesis = "A hypothesis."

[[claims.tests]]
says = "it rises"
scenario = "no-rivalry"
compare_with = "baseline"
outcome = "catastrophe_risk"
direction = "lower"
times = 0.9
"""


@pytest.fixture(scope="session")
def claim_text():
    """The text of a claim that can be used."""
    return CLAIM.format(name="a-claim")


@pytest.fixture
def read(tmp_path):
    """Claims of a text."""

    def found(text):
        path = tmp_path / "claims.toml"
        path.write_text(text, encoding="utf-8")
        return load_claims(path)

    return found


@pytest.fixture(scope="session")
def comparison():
    """A comparison of two scenarios in an outcome."""

    def made(outcome="lead", level=None, **fields):
        reference = () if level is not None else (Side(Run("no-rivalry")),)
        return Comparison(
            "it rises",
            Side(Run("baseline")),
            reference,
            0.0 if level is None else level,
            outcome,
            **{"higher": True, **fields},
        )

    return made


@pytest.fixture(scope="session")
def random():
    """Numbers to test with."""
    return np.random.default_rng(8)
