"""Settings for all tests."""

import os
from pathlib import Path

# Two workers share two processors: more threads in each only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import matplotlib
from hypothesis import HealthCheck, settings

matplotlib.use("Agg")

# What the tests solve for far-sighted players is kept apart from what users have solved.
os.environ["RACE_SIM_CACHE"] = str(Path(__file__).parent.parent / ".pytest_cache" / "race-sim")

# The same examples on every run and machine: a failure here is a failure everywhere.
settings.register_profile(
    "race_sim",
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("race_sim")


def pytest_terminal_summary(terminalreporter):
    """What tests measured with `record_property`, and do not judge."""
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
