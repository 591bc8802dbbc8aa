"""Defaults against estimates: nothing may differ, or be free, without a written reason."""

import math
import re
from dataclasses import replace

import pytest

from race_sim.calibration.comparison import comparison, status_of
from race_sim.calibration.estimates import estimates
from race_sim.calibration.reasons import BY_DEFINITION, DIFFERS, FREE
from race_sim.calibration.tables import read_table
from race_sim.parameters import knobs
from race_sim.problems import InputError


def rows():
    return {row.knob.key: row for row in comparison()}


def with_knob(key, **changes):
    """All parameters, with one of them changed."""
    return [knob._replace(**changes) if knob.key == key else knob for knob in knobs().values()]


def test_every_parameter_has_a_row_and_every_row_that_needs_one_a_reason():
    found = rows()
    assert list(found) == list(knobs())
    for row in found.values():
        if row.status in ("free choice", "by definition", "differs"):
            assert len(row.reason) > 10, row.knob.key


def test_a_new_parameter_without_a_row_is_an_error():
    new = [*knobs().values(), knobs()["talks.pace"]._replace(key="talks.luck")]
    with pytest.raises(InputError, match=r"talks\.luck: free choice, and nothing says why"):
        comparison(defaults=new)


def test_a_default_moved_from_its_estimate_is_an_error():
    moved = with_knob("talks.binding_lapse", default=0.08)
    with pytest.raises(InputError, match=r"binding_lapse: differs, inside the interval, and noth"):
        comparison(defaults=moved)
    moved = with_knob("talks.binding_lapse", default=0.2)
    with pytest.raises(InputError, match=r"binding_lapse: differs, outside the interval, and no"):
        comparison(defaults=moved)


def test_a_default_moved_to_its_estimate_needs_its_reason_no_longer():
    moved = with_knob("talent.outflow", default=0.023)
    with pytest.raises(InputError, match=r"talent\.outflow: has a reason why it differs, and equa"):
        comparison(defaults=moved)


def test_a_new_estimate_for_a_free_choice_is_an_error():
    every = [
        replace(one, knobs=("talks.pace",)) if one.key == "agr.lag.binding" else one
        for one in estimates()
    ]
    with pytest.raises(
        InputError, match=r"talks\.pace: has a reason why no data fix it, and an est"
    ):
        comparison(every)


def test_reasons_and_estimates_of_parameters_that_are_gone_are_errors():
    fewer = [knob for knob in knobs().values() if knob.key not in ("talks.pace", "cn.chips")]
    with pytest.raises(InputError) as caught:
        comparison(defaults=fewer)
    told = [problem.where for problem in caught.value.problems]
    assert told == ["cn.chips", "talks.pace"]


def test_no_parameter_has_two_reasons():
    keys = [*BY_DEFINITION, *FREE, *DIFFERS]
    assert len(keys) == len(set(keys))


def test_reasons_that_name_an_estimate_name_one_that_is_there():
    keys = {estimate.key for estimate in estimates()} | set(read_table("parameters")["id"])
    topics = {key.partition(".")[0] for key in keys}
    named = {
        word
        for reason in [*BY_DEFINITION.values(), *FREE.values(), *DIFFERS.values()]
        for word in re.findall(r"[a-z_]+(?:\.[a-z_]+)+", reason)
        if word.partition(".")[0] in topics and word not in knobs()
    }
    assert len(named) >= 8
    assert named <= keys


@pytest.mark.parametrize(
    ("default", "status"),
    [(0.13, "estimated"), (0.134, "estimated"), (0.135, "rounded"), (0.14, "differs")],
)
def test_statuses(default, status):
    (estimate,) = [one for one in estimates() if one.key == "agr.hazard.nonbinding"]
    assert status_of(default, estimate) == status


def test_units_are_those_of_the_parameters():
    """An estimate in another unit than its parameter would be compared with it all the same."""
    same = {
        "1",
        "share",
        "share a year",
        "a year",
        "OOM",
        "OOM a year",
        "months",
        "years",
        "OOM for each OOM",
    }
    for row in rows().values():
        if row.estimate and row.estimate.key != "inc.tail":
            assert row.estimate.unit in same
            assert row.estimate.unit == row.knob.unit, row.knob.key


def test_what_is_said_of_the_scar_in_china():
    """From the default scar to three quarters of the old pace in the years that the table gives."""
    fits = read_table("nuclear_shock_fits").set_index(["source", "event", "bloc"])
    years = fits.loc[("wikipedia", "Fukushima", "China"), "recovery_75pct_years"]
    assert round(years) == 11
    scar = knobs()["cn.scar"].default
    assert round(years * math.log(2.0) / math.log(scar / 0.25)) == 16
    assert "11 years after Fukushima would be 16 years" in DIFFERS["backlash.scar_half_life"]
