"""What every published model keeps to: docstring, parameters, measures, page."""

import doctest
import math
import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import numpy as np
import pytest

from race_sim.literature.catalogue import MODELS, NAMES, Model, model_named
from race_sim.literature.parameter import ParameterSet
from race_sim.problems import InputError

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "race_sim" / "literature"
PAGES = ROOT / "docs" / "literature"
MEASURES = [(name, one) for name in NAMES for one in model_named(name).module().MEASURES]


def parameters_of(name):
    return model_named(name).module().Parameters


def near(value, quantity):
    """Another value that is allowed, near the default."""
    tried = (value + 1, value - 1) if quantity.whole else (0.97 * value, 1.03 * value, 0.01, -0.01)
    return next(float(one) for one in tried if one != value and not quantity.refused(np.array(one)))


def not_allowed(quantity):
    """NaN, and values just outside of the range."""
    found = [math.nan]
    if math.isfinite(quantity.low):
        outside = quantity.low - 1e-6 * max(1.0, abs(quantity.low))
        found.append(outside if quantity.low_included else quantity.low)
    if math.isfinite(quantity.high):
        outside = quantity.high + 1e-6 * max(1.0, abs(quantity.high))
        found.append(outside if quantity.high_included else quantity.high)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_the_module_shows_its_model_at_work(name):
    module = model_named(name).module()
    examples = doctest.DocTestFinder(recurse=False).find(module)
    assert any(one.examples for one in examples)
    assert len(module.__doc__.split()) > 60  # assumptions and mathematics


@pytest.mark.parametrize("name", NAMES)
def test_parameters_are_frozen_with_defaults_in_range(name):
    parameters = parameters_of(name)
    assert issubclass(parameters, ParameterSet)
    made = parameters()  # checks every default
    assert set(parameters.defaults()) == {one.name for one in fields(parameters)}
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(parameters)[0].name, 0.0)
    for quantity in parameters.quantities().values():
        assert quantity.unit and quantity.meaning
        assert quantity.low < quantity.high


@pytest.mark.parametrize(("name", "measure"), MEASURES, ids=lambda one: getattr(one, "name", one))
def test_a_measure_gives_a_number_a_point(name, measure):
    """Two parameters at a time as a grid, and each point for itself."""
    parameters = parameters_of(name)
    defaults, quantities = parameters.defaults(), parameters.quantities()
    alone = measure.of(**defaults)
    assert np.ndim(alone) == 0 and np.isfinite(alone)
    for key in list(quantities)[:2]:
        values = np.array([defaults[key], near(defaults[key], quantities[key])])
        found = np.asarray(measure.of(**{**defaults, key: values.reshape(2, 1)}))
        assert found.shape in ((2, 1), ())
        found = np.broadcast_to(found, (2, 1))[:, 0]
        single = [measure.of(**{**defaults, key: value}) for value in values.tolist()]
        assert found == pytest.approx(np.array(single, dtype=float), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("name", "measure"), MEASURES, ids=lambda one: getattr(one, "name", one))
def test_what_is_out_of_range_is_one_clear_error(name, measure):
    """In every parameter, and in every measure, whether or not it depends on it."""
    parameters = parameters_of(name)
    defaults = parameters.defaults()
    for key, quantity in parameters.quantities().items():
        for value in not_allowed(quantity):
            with pytest.raises(InputError) as caught:
                measure.of(**{**defaults, key: value})
            assert any(problem.where == key for problem in caught.value.problems), key


@pytest.mark.parametrize("name", NAMES)
def test_measures_are_named_and_have_a_unit(name):
    measures = model_named(name).module().MEASURES
    names = [one.name for one in measures]
    assert len(set(names)) == len(names) > 0
    for one in measures:
        assert one.name.isidentifier() and one.unit and len(one.title.split()) > 1
    # Danger: something that is a chance or a share.
    assert any(one.unit == "share" for one in measures)


@pytest.mark.parametrize("name", NAMES)
def test_the_page_names_every_parameter_and_its_source(name):
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    for key in parameters_of(name).quantities():
        assert f"`{key}`" in text, key
    for part in ("parameters", "known results", "bridge"):
        assert text.count(f"<!-- {name}, {part}: begin") == 1, part
    for heading in ("Source", "Assumptions", "Notation", "Known results", "Bridge"):
        assert re.search(rf"^## .*{heading}", text, re.MULTILINE), heading


def test_every_model_is_in_the_catalogue_once():
    assert len(set(NAMES)) == len(NAMES)
    for model in MODELS:
        assert (PACKAGE / f"{model.name}.py").is_file()
        assert f"({model.year})" in model.citation
        assert model.label() == f"{model.authors} {model.year}"


def test_every_module_of_a_model_belongs_to_one_in_the_catalogue():
    frame = {"parameter", "catalogue", "known", "sweep", "check", "deviations", "strategies"}
    frame |= {"__init__"}
    files = {path.stem for path in PACKAGE.glob("*.py")} - frame
    assert [one for one in sorted(files) if not one.startswith(NAMES)] == []


@pytest.mark.parametrize("bad", ["armstrong2015", "", "Armstrong2016", 3])
def test_a_model_that_is_not_there_is_refused(bad):
    with pytest.raises(InputError, match=r"is no model.*armstrong2016"):
        model_named(bad)


def test_a_model_near_by_is_named():
    with pytest.raises(InputError, match="did you mean kwa2025"):
        model_named("kwa2024")
    assert isinstance(model_named("kwa2025"), Model)
