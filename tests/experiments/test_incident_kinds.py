"""Kinds of incidents: one kind only, and where the harm of a shock falls."""

import numpy as np
import pytest

from race_sim.analysis import arms

WORLDS, SEED = 60, 5


def test_one_kind_of_incident_and_where_its_harm_falls(experiment):
    module = experiment("incident_kinds")
    by_key = {arm.key: arm for arm in module.ARMS}
    for kind in module.KIND_KEYS:
        scenario = by_key[kind].built()
        weights = {other: scenario[f"incidents.{other}.weight"] for other in module.KIND_KEYS}
        assert {other for other, weight in weights.items() if weight} == {kind}
    # A shock of a kind changes the harm abroad by its share of the severity, and no choice.
    keys = ["none in us", *(module.shocked("us", kind) for kind in module.KIND_KEYS)]
    found = arms.play([by_key[key] for key in keys], module.MEASURES, WORLDS, SEED)
    plain, crash = (found.values[f"{kind} in us"] for kind in module.KIND_KEYS[:2])
    lasts = ~np.isnan(plain["us_harm"])
    assert plain["us_harm"][lasts].tolist() == crash["us_harm"][lasts].tolist()
    more = module.SEVERITY * (module.crossing("financial_meltdown") - 0.3)
    assert crash["cn_harm"][lasts] - plain["cn_harm"][lasts] == pytest.approx(more)
    assert module.other_courses(found, "us") == 0
