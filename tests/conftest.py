"""Settings for all tests."""

import matplotlib
from hypothesis import HealthCheck, settings

matplotlib.use("Agg")

# The same examples on every run and machine: a failure here is a failure everywhere.
settings.register_profile(
    "race_sim",
    derandomize=True,
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("race_sim")
