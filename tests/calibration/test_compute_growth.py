"""Growth of compute: the published table, row by row, and other tables from the list of models."""

import numpy as np
import pandas as pd
import pytest

from race_sim.calibration.compute_growth import (
    estimates,
    growth,
    language_models,
    models_with_compute,
    running_top,
    trusted,
)
from race_sim.calibration.tables import read_table


@pytest.fixture(scope="module")
def models():
    return models_with_compute()


def series_of(models, name):
    """The models of a row of the published table, and since when."""
    kind, side, since = name.rsplit(", ", 2)
    if kind == "running top 10 language/multimodal":
        chosen = running_top(language_models(models, side))
    elif kind == "running top 10":
        chosen = running_top(models)
    else:
        own = side == "all" or models["side"].isin([side, "US+China"])
        chosen = models[models["notable"] & own]
    return chosen, since.removesuffix("-")


def test_every_row_of_the_published_table_is_reproduced(models):
    for row in read_table("epoch_compute_growth").to_dict("records"):
        chosen, since = series_of(models, row["series"])
        found = growth(chosen, since)
        factor = found.factor(10.0)
        assert found.points == row["n"], row["series"]
        assert found.slope == pytest.approx(row["oom_per_year"], abs=6e-4)
        assert found.standard_error == pytest.approx(row["se"], abs=6e-4)
        assert factor.low == pytest.approx(row["factor_lo90"], rel=1e-3)
        assert factor.high == pytest.approx(row["factor_hi90"], rel=1e-3)


def test_largest_runs_by_quarter_come_from_the_same_models(models):
    table = read_table("epoch_frontier_compute_by_quarter")
    for side, column in (("US", "us_max_flop"), ("China", "china_max_flop")):
        own = trusted(models[models["side"].isin([side, "US+China"])])
        for row in table.to_dict("records"):
            largest = own[own["date"] < row["date"]]["training_flop"].max()
            assert row[column] == pytest.approx(largest, rel=1e-3)


def test_counts_by_year_come_from_the_same_models():
    models = read_table("epoch_models_2010_2025")
    table = read_table("epoch_counts_by_year").set_index("year")
    notable = models[models["notable"]]
    counted = pd.crosstab(notable["date"].dt.year, notable["side"])
    for side in ("US", "China", "Other"):
        pd.testing.assert_series_equal(
            table[side], counted[side], check_names=False, check_dtype=False, check_index_type=False
        )


def test_a_running_top_holds_who_led_when_they_came_out():
    models = pd.DataFrame({"oom": [1.0, 3.0, 2.0, 2.5, 0.0, 4.0]})
    assert running_top(models, 1)["oom"].tolist() == [1.0, 3.0, 4.0]
    assert running_top(models, 2)["oom"].tolist() == [1.0, 3.0, 2.0, 2.5, 4.0]
    assert len(running_top(models, 6)) == 6


def test_the_base_rate_leaves_the_frontier_its_growth():
    found = {estimate.key: estimate for estimate in estimates()}
    frontier, rate = found["cap.compute.frontier"], found["progress.base_rate"]
    for name in ("value", "low", "high"):
        assert 10.0 ** (0.97 * getattr(rate, name)) == pytest.approx(getattr(frontier, name))


def test_models_of_a_half_year_hardly_resemble_each_other(models):
    """Cluster-robust standard error (Liang and Zeger, 1986, Biometrika 73), with half-years."""
    top = running_top(models)
    top = top[top["date"] >= "2018"]
    years, values = top["year"].to_numpy(), top["oom"].to_numpy()
    design = np.column_stack([np.ones(len(years)), years - years.mean()])
    left = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    cluster = np.floor(2 * years)
    scores = np.array([design[cluster == one].T @ left[cluster == one] for one in set(cluster)])
    bread = np.linalg.inv(design.T @ design)
    count = len(scores)
    error = np.sqrt((bread @ scores.T @ scores @ bread)[1, 1] * count / (count - 1))
    assert error / growth(top, "2018").standard_error == pytest.approx(1.25, abs=0.05)
