"""The section on Sobol' indices: true words for made-up studies of which the answer is known."""

import re

import numpy as np
import pytest

from race_sim.analysis import sobol
from race_sim.analysis.salib import noise_share, samples_of
from race_sim.study.study import AnalysisRequest

REQUEST = AnalysisRequest("sobol", outcome="catastrophe", resamples=200)
UNCERTAINTIES = {
    "payoffs.rivalry": [0.0, 1.2],
    "exchange.openness": [0.0, 0.6],
    "alarm.prior": [0.2, 1.8],
}
DESIGN = {"kind": "saltelli", "points": 256}


def additive(points):
    """Shares 0.9 and 0.1 of the variance, and an idle third."""
    return 0.3 * points["payoffs.rivalry"] / 1.2 - 0.1 * points["exchange.openness"] / 0.6 + 0.2


@pytest.fixture
def made(fake_result):
    def make(function=additive, **options):
        given = {"uncertainties": UNCERTAINTIES, "design": DESIGN} | options
        return fake_result({"catastrophe": function}, **given)

    return make


def said(result, request=REQUEST):
    found = sobol.section(result, request)
    return found, " ".join(found.sentences).replace("\N{NO-BREAK SPACE}", " ")


def test_drivers_are_named_with_their_indices_and_directions(made):
    found, text = said(made())
    assert text.startswith(
        "Two of three uncertainties drive the share of worlds in which the race ends in a "
        "catastrophe most: worth of being far ahead (payoffs.rivalry), 0.9"
    )
    assert "more of it raises the outcome; share of the rival's safety work that arrives" in text
    assert re.search(r"\(exchange\.openness\), 0\.1\d? .*, more of it lowers it\.", text)
    assert "the highest total index of the others is 0.00" in text.lower()
    assert re.search(r"effects, without interactions, explain (99|100|101) %", text)
    assert "The same two come out on top in 100 % of 200 bootstrap resamples" in text
    table = found.tables["indices"]
    assert table["parameter"].tolist() == list(UNCERTAINTIES)
    assert table["total"].tolist() == pytest.approx([0.9, 0.1, 0.0], abs=0.02)
    assert table["direction"].tolist() == [1, -1, 0]
    assert found.name == "sobol-catastrophe"
    assert [picture.name for picture in found.pictures] == [
        "sobol-catastrophe",
        "sobol-convergence-catastrophe",
    ]


def test_every_lever_point_has_indices_of_its_own(made):
    def only_one_matters(points):
        quiet = points["us.policy"] == "always-safe"
        return np.where(quiet, points["exchange.openness"], points["payoffs.rivalry"])

    levers = {"us.policy": ["always-safe", "always-accelerate"]}
    found, text = said(made(only_one_matters, levers=levers))
    first = found.tables["indices"].groupby("lever")["parameter"].first()
    assert first.to_dict() == {
        "us.policy = always-safe": "exchange.openness",
        "us.policy = always-accelerate": "payoffs.rivalry",
    }
    assert "With us.policy = always-safe: One of three uncertainties drives" in text
    assert len({picture.name for picture in found.pictures}) == 4


def test_switches_have_a_direction_and_names_have_none(made):
    uncertainties = {
        "us.policy": ["always-safe", "always-accelerate", "tit-for-tat"],
        "talks.binding_allowed": [True, False],
        "alarm.prior": [0.5, 0.1, 0.9],
    }

    def values(points):
        return (
            (points["us.policy"] == "always-accelerate") * 0.2
            + points["talks.binding_allowed"] * 0.1
            - 0.1 * points["alarm.prior"]
        )

    found, _ = said(made(values, uncertainties=uncertainties))
    ways = found.tables["indices"].set_index("parameter")["direction"]
    assert ways.to_dict() == {"us.policy": 0, "talks.binding_allowed": 1, "alarm.prior": -1}


def test_an_outcome_that_never_varies_is_said_plainly(made):
    found, text = said(made(lambda points: np.zeros(len(points))))
    assert "does not vary between the points of the sample" in text
    assert found.pictures == ()
    assert found.tables["indices"]["total"].isna().all()


def test_what_is_missing_is_said(made):
    def holes(points):
        values = additive(points)
        values[[3, 4, 12]] = np.nan
        return values

    _, text = said(made(holes, failed=3))
    # Blocks of five points: the first and the third of 256.
    assert "0.78 % of the base points are left out" in text
    assert re.search(r"0\.00\d* % of the worlds failed", text)


def test_noise_of_worlds_is_what_was_put_in(made):
    """An idle uncertainty gets a total index as large as the share of the noise."""
    generator = np.random.default_rng(1)
    error = 0.05

    def noisy(points):
        return additive(points) + generator.normal(0.0, error, len(points))

    design = {"kind": "saltelli", "points": 1024}
    result = made(noisy, half_width=1.96 * error, design=design, independent=True)
    true = error**2 / (error**2 + 0.3**2 / 12 + 0.1**2 / 12)
    (sample,) = samples_of(result, "catastrophe").values()
    assert noise_share(sample) == pytest.approx(true, rel=0.05)
    found, text = said(result)
    idle = found.tables["indices"].set_index("parameter")["total"]["alarm.prior"]
    assert idle == pytest.approx(true, rel=0.1)
    assert "raises every total index" in text
    _, shared = said(made(half_width=0.01))
    assert "is at most" in shared
