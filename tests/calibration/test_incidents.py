"""Growth of incidents against the published table, and rates against the rules of the model."""

import math

import numpy as np
import pytest

import race_sim
from race_sim.calibration.incidents import (
    MISUSE_DOMAIN,
    SAFETY_DOMAIN,
    all_incidents,
    base_rate,
    domain_incidents,
    estimates,
    frontier_by_year,
    growth,
)
from race_sim.calibration.intervals import Interval
from race_sim.calibration.tables import read_table
from race_sim.parameters import knobs
from race_sim.rules.incidents import hazard

NORMAL = 1.6449


@pytest.fixture(scope="module")
def found():
    return {estimate.key: estimate for estimate in estimates()}


def test_every_row_of_the_published_table_is_reproduced():
    """With its normal quantile, and its dispersion taken as it is even below 1."""
    for row in read_table("ai_incident_growth").to_dict("records"):
        domain = {"MIT domain 7": SAFETY_DOMAIN, "MIT domain 4": MISUSE_DOMAIN}.get(
            row["series"].partition(":")[0]
        )
        series = domain_incidents(domain) if domain else all_incidents()
        trend = growth(series, row["from"], row["to"])
        error = trend.standard_error * math.sqrt(min(trend.dispersion, 1.0))
        assert trend.dispersion == pytest.approx(row["dispersion"], abs=6e-4)
        limits = np.expm1([trend.slope, trend.slope - NORMAL * error, trend.slope + NORMAL * error])
        assert limits == pytest.approx([row["growth_per_year"], row["lo90"], row["hi90"]], abs=6e-4)


def test_the_base_rate_gives_the_rate_of_moments_by_the_rules():
    """Chernobyl moments a year at the start, from the hazard that the rules themselves compute."""
    default = {key: knob.default for key, knob in knobs().items()}
    rate = base_rate(Interval(0.045, 0.01, 0.2))
    total = sum(
        hazard(
            rate.value,
            default[f"{side}.applications"] * default[f"{side}.scale"],
            0.0,
            default["incidents.gap_elasticity"],
            default[f"{side}.safety_gap"],
        )
        for side in ("us", "cn")
    )
    severe = default["incidents.chernobyl_severity"] ** -default["incidents.severity_exponent"]
    assert total * severe == pytest.approx(0.045)
    assert rate.low / rate.value == pytest.approx(0.01 / 0.045)


def test_the_base_rate_gives_the_rate_of_moments_in_a_mesa_model(found):
    """The hazards that a model shows in its first step, with the estimate in place."""
    settings = {"incidents.base_rate": found["incidents.base_rate"].value}
    model = race_sim.RaceModel(race_sim.load_scenario("baseline", settings), seed=1, world=1)
    model.step()
    row = model.history.iloc[0]
    total = (row["us_hazard"] + row["cn_hazard"]) * 10.0**-0.55
    # The gap has moved for a quarter of a year.
    assert total == pytest.approx(0.5 / 11.0, rel=0.1)


def test_elasticities_are_ratios_of_growth(found):
    assert found["inc.elasticity"].value == pytest.approx(
        math.log(1.415) / math.log(4.795), abs=1e-3
    )
    assert found["inc.elasticity.safety"].value == pytest.approx(
        math.log(1.147) / math.log(4.795), abs=1e-3
    )
    assert found["inc.elasticity"].low == found["inc.elasticity.safety"].low
    # Another way to the same number: counts on compute itself, without years.
    direct = found["inc.elasticity.direct"]
    assert direct.low < found["inc.elasticity"].value < direct.high


def test_what_the_page_says_of_the_growth_of_reports(found):
    """Failures of AI systems alone grow at less than half the pace of all reports."""
    pace = {key: math.log1p(found[key].value) for key in ("inc.growth", "inc.growth.safety")}
    assert pace["inc.growth.safety"] < pace["inc.growth"] / 2


def test_the_frontier_never_falls():
    frontier = frontier_by_year()
    assert frontier.is_monotonic_increasing
    assert frontier.loc[2025] == pytest.approx(math.log10(4.64e26), abs=1e-3)


def test_rates_of_the_largest_accidents(found):
    nuclear, ai = found["inc.chernobyl_moment.nuclear"], found["inc.chernobyl_moment.ai"]
    assert (nuclear.value, nuclear.low, nuclear.high) == pytest.approx(
        (0.053, 0.014, 0.136), abs=6e-4
    )
    # None in n years leaves 3 / n possible: the rule of three (Hanley and Lippman-Hand, 1983).
    assert ai.high == pytest.approx(3.0 / 11.0, rel=0.01)
