"""The hindcast of incident counts: growth by the rule and by the counts."""

import numpy as np
import pytest

from race_sim.calibration.hindcast import incident_counts
from race_sim.calibration.hindcast.freeze_draws import baseline
from race_sim.calibration.hindcast.result import row_of
from race_sim.calibration.tables import read_table


@pytest.fixture(scope="module")
def found():
    return incident_counts.hindcast(1000, np.random.default_rng(1), 1)


@pytest.mark.parametrize(
    ("first", "last", "series"),
    [
        (2015, 2025, "AIID all (OWID + AI Index 2025)"),
        (2019, 2025, "AIID all"),
        (2015, 2022, "AIID all, before ChatGPT"),
    ],
)
def test_growth_as_published_with_the_data(first, last, series):
    row = row_of(read_table("ai_incident_growth"), series=series)
    value, low, high = incident_counts.seen_growth(first, last)
    assert value == pytest.approx(row["growth_per_year"], abs=0.015)
    # One dispersion for all years here, one for each series there: intervals differ.
    assert low < row["growth_per_year"] < high


def test_hazard_grows_as_its_formula_says():
    elasticity, growth = np.array([0.18, 0.3]), np.array([0.7, 0.5])
    years = np.array([0.0, 1.0, 4.0])
    gaps = incident_counts.gap_growth(growth)[:, None] * years
    assert incident_counts.relative_hazards(elasticity, growth, years) == pytest.approx(
        10.0 ** (elasticity[:, None] * gaps)
    )


def test_elasticity_needed_gives_the_growth_seen():
    elasticity = np.array(incident_counts.needed())
    growth = np.full(3, baseline().us.growth)
    grown = incident_counts.relative_hazards(elasticity, growth, np.array([1.0]))[:, 0] - 1.0
    assert grown == pytest.approx(incident_counts.seen_growth(2015, 2025))


def test_what_it_finds(found):
    late = row_of(found.scores, origin="2019 to 2022 known", forecast=incident_counts.RULE)
    early = row_of(found.scores, origin="2015 to 2019 known", forecast=incident_counts.RULE)
    assert early["last_covered"] and not late["last_covered"]
    for origin in incident_counts.ORIGINS:
        scores = {
            name: row_of(found.scores, origin=origin.title, forecast=name)["log_score"]
            for name in incident_counts.FORECASTS
        }
        assert scores[incident_counts.RULE] > scores[incident_counts.STAYS]
    assert "does not overlap that of 2022 to 2025" in found.findings[0]


def test_counts_are_those_of_the_files():
    counts = incident_counts.counts()
    assert counts.index.tolist() == list(range(2015, 2026))
    assert counts[2022] == 101.0 and counts[2025] == 362.0
