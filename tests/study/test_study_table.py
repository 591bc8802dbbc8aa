"""The fields of a study: what they mean, and that all that is wrong is said at once."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import race_sim
from race_sim.problems import InputError
from race_sim.study.requests import ANALYSES
from race_sim.study.study import AnalysisRequest, Stopping, Study
from race_sim.study.study_table import FIGURES
from race_sim.testing import scenarios

pytestmark = pytest.mark.short

RIVALRY = {"payoffs.rivalry": [0.0, 1.2]}
STOPPING = {"outcome": "catastrophe", "width": 0.02, "ceiling": 8192}


def study(**given) -> Study:
    return Study(**{"scenario": "baseline", **given})


def refusal(**given) -> str:
    with pytest.raises(InputError) as caught:
        study(**given)
    assert len(caught.value.problems) == 1, str(caught.value)
    return str(caught.value)


def through_json(found: Study) -> Study:
    return Study.from_dictionary(json.loads(json.dumps(found.as_dictionary())))


def test_the_least_study_is_a_scenario():
    found = study()
    assert (found.name, found.worlds, found.seed) == ("study-of-baseline", 1000, 0)
    assert found.title == found.name
    assert not found.independent
    assert found.scenario == race_sim.load_scenario("baseline")


def test_keys_may_be_dotted_or_tables_in_tables():
    dotted = study(
        uncertainties={"payoffs.rivalry": [0.0, 1.2], "incidents.weaponised_use.weight": [0, 1]}
    )
    nested = study(
        uncertainties={"payoffs": {"rivalry": [0.0, 1.2]},
                       "incidents": {"weaponised_use": {"weight": [0, 1]}}}
    )  # fmt: skip
    assert dotted == nested
    assert "uncertainties: payoffs.rivalry: given twice" in refusal(
        uncertainties={"payoffs.rivalry": [0, 1], "payoffs": {"rivalry": [0, 2]}}
    )


def test_a_lever_is_a_list_or_evenly_spaced():
    assert study(levers={"us.belief": [0.5, 0.1]}).levers == {"us.belief": (0.5, 0.1)}
    spaced = {"low": 0.0, "high": 0.4, "levels": 5}
    assert study(levers={"us.belief": spaced}).levers["us.belief"] == (0.0, 0.1, 0.2, 0.3, 0.4)
    assert "a list of values, or { low" in refusal(levers={"us.belief": 0.5})
    assert "us.belief.levels: 1" in refusal(levers={"us.belief": spaced | {"levels": 1}})
    assert "us.belief: 2.0; allowed: a number" in refusal(levers={"us.belief": [0.5, 2.0]})


def test_a_key_is_a_lever_or_an_uncertainty():
    told = refusal(levers={"payoffs.rivalry": [0.0, 1.0]}, uncertainties=RIVALRY)
    assert "payoffs.rivalry: is a lever and an uncertainty" in told


def test_set_replaces_values_of_the_scenario():
    found = study(set={"payoffs.rivalry": 0.1, "us": {"belief": 0.3}})
    assert found.scenario["payoffs.rivalry"] == 0.1
    assert found.scenario["us.belief"] == 0.3
    assert study(scenario=found.scenario) == study(scenario=found.scenario, set={})
    assert "set: us.belief: 2.0; allowed" in refusal(set={"us.belief": 2.0})
    assert "set: 3; allowed: a table" in refusal(set=3)
    assert "set: us.believe: unknown key, did you mean us.belief?" in refusal(
        set={"us": {"believe": 0.1}}
    )


def test_a_scenario_is_needed_and_what_is_wrong_with_it_is_said():
    assert "scenario: missing" in refusal(scenario=None)
    assert "scenario: 'baselin': no such scenario, did you mean" in refusal(scenario="baselin")


def test_a_key_that_changes_at_a_date_is_not_varied():
    scenario = next(
        scenario
        for scenario in map(race_sim.load_scenario, race_sim.scenario_names())
        if any(change.values for change in scenario.changes)
    )
    key = next(iter(scenario.changes[0].values))
    value = scenario[key]
    what = f"{key}: is varied, and the scenario changes it at a date"
    assert what in refusal(scenario=scenario, levers={key: [value]})
    assert what in refusal(scenario=scenario, uncertainties={key: {"values": [value]}})
    listed = {"kind": "list", "points": [{key: value}]}
    assert what in refusal(scenario=scenario, design=listed)


def test_values_that_contradict_each_other_are_refused_at_their_point():
    found = study(levers={"incidents.chernobyl_severity": [10.0, 1e5]})
    first, second = found.points()
    assert found.scenario_at(first)["incidents.chernobyl_severity"] == 10.0
    with pytest.raises(InputError, match=r"below incidents\.severity_ceiling"):
        found.scenario_at(second)


def test_a_stopping_rule_takes_the_place_of_worlds():
    found = study(stopping=STOPPING)
    assert found.stopping == Stopping("catastrophe", 0.02, 8192, 0.95, 1024)
    assert found.worlds == 8192
    assert "worlds: beside a stopping rule" in refusal(stopping=STOPPING, worlds=100)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"outcome": "catastroph"}, "stopping.outcome: 'catastroph'; allowed: such as catastrophe"),
        ({"outcome": "ending"}, "stopping.outcome: 'ending'"),
        ({"outcome": ["ending"]}, "stopping.outcome: ['ending']"),
        ({"width": 0.0}, "stopping.width: 0.0; allowed: a number above 0"),
        ({"confidence": 1.0}, "stopping.confidence: 1.0; allowed: a number above 0 and below 1"),
        ({"ceiling": 5000}, "stopping.ceiling: 5000; allowed: a multiple of"),
        ({"first": 100}, "stopping.first: 100; allowed: a multiple of"),
        ({"first": 16384}, "stopping.first: 16384; allowed: at most the ceiling, 8192"),
        ({"until": 3}, "stopping.until: unknown here"),
    ],
)
def test_a_stopping_rule_that_cannot_be_used_is_refused(change, told):
    assert told in refusal(stopping=STOPPING | change)


@pytest.mark.parametrize("name", ["outcome", "width", "ceiling"])
def test_a_stopping_rule_needs_three_entries(name):
    rest = {key: value for key, value in STOPPING.items() if key != name}
    assert f"stopping.{name}: missing" in refusal(stopping=rest)


def test_columns_that_the_study_needs_are_kept():
    assert study(uncertainties=RIVALRY).outcomes == ()  # all
    found = study(
        uncertainties=RIVALRY,
        outcomes=["us_welfare", "us_welfare"],
        stopping=STOPPING,
        analyses=[{"kind": "feature-scoring", "outcome": "cn_welfare"}],
    )
    assert set(found.outcomes) == {"us_welfare", "cn_welfare", "catastrophe"}


MORRIS = {"kind": "morris", "trajectories": 3}
SALTELLI = {"kind": "saltelli", "points": 4}
LEVERS = {"us.policy": ["always-safe", "tit-for-tat"]}


@pytest.mark.parametrize("kind", ANALYSES)
def test_an_analysis_reads_its_own_options_and_no_others(kind):
    design = {"morris": MORRIS, "sobol": SALTELLI}.get(kind, {"levels": 2})
    options = {
        "better": "high", "threshold": 0.5, "resamples": 50, "reference": 1,
        "confidence": 0.9, "top": 3,
    }  # fmt: skip
    parts = {"uncertainties": RIVALRY, "levers": LEVERS, "design": design}
    if kind == "morris":
        parts["uncertainties"] = RIVALRY | {"us.belief": [0, 1]}
    for name, value in options.items():
        outcome = "catastrophe_risk" if kind == "rare" else "catastrophe"
        request = {"kind": kind, "outcome": outcome, name: value}
        if name in ANALYSES[kind]:
            (found,) = study(**parts, analyses=[request]).analyses
            assert getattr(found, name) == value
            assert found.as_dictionary()[name] == value
        else:
            told = refusal(**parts, analyses=[request])
            assert f"analyses[0].{name}: unknown here" in told


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"uncertainties": RIVALRY, "kind": "sobol"}, "sobol of a grid design; allowed: kind = "),
        ({"uncertainties": RIVALRY, "kind": "morris"}, "morris of a grid design"),
        ({"uncertainties": RIVALRY, "kind": "regret"}, "regret without both levers and uncert"),
        ({"levers": LEVERS, "kind": "information-value"}, "information-value without both"),
        ({"levers": LEVERS, "kind": "prim"}, "prim without uncertainties"),
        ({"kind": "paired"}, "a paired comparison of one point"),
        ({"levers": LEVERS, "kind": "paired", "reference": 2}, "lever point 2 does not exist"),
        ({"levers": LEVERS, "kind": "best"}, "analyses[0].kind: 'best'; allowed: paired, "),
        ({"levers": LEVERS, "kind": ["best"]}, "analyses[0].kind: ['best']"),
        ({"levers": LEVERS}, "analyses[0].kind: missing"),
        ({"levers": LEVERS, "kind": "paired", "confidence": "x"}, "analyses[0].confidence: 'x'"),
    ],
)
def test_an_analysis_that_the_study_does_not_allow_is_refused(parts, told):
    varied = {key: parts[key] for key in ("levers", "uncertainties") if key in parts}
    request = {key: value for key, value in parts.items() if key not in varied}
    told_all = refusal(**varied, analyses=[{"outcome": "catastrophe", **request}])
    assert told in told_all


def test_requests_may_be_given_as_objects():
    request = AnalysisRequest("paired", "catastrophe", reference=1)
    found = study(levers=LEVERS, analyses=[request], stopping=Stopping("catastrophe", 0.1, 1024))
    assert found.analyses == (request,)
    assert found == study(
        levers=LEVERS, analyses=[request.as_dictionary()], stopping=found.stopping.as_dictionary()
    )


def test_figures_are_pictures_that_there_are():
    from race_sim.plots import PICTURES

    assert set(FIGURES) <= set(PICTURES)
    assert study(figures=["endings"]).figures == ("endings",)
    assert "figures: 'world'; allowed: sweep_curve" in refusal(figures=["world"])


@pytest.mark.parametrize("model", ["my.models:Slow", "models.py:Slow", "some folder/my.py:Slow"])
def test_a_model_is_a_class_in_a_module_or_a_file(model):
    assert study(model=model).model == model


@pytest.mark.parametrize(
    ("entry", "value", "told"),
    [
        ("name", "a/b", "name: 'a/b'; allowed: letters"),
        ("title", 3, "title: 3; allowed: text in quotes"),
        ("worlds", 0, "worlds: 0"),
        ("worlds", True, "worlds: True"),
        ("worlds", 10.0, "worlds: 10.0"),
        ("seed", -1, "seed: -1"),
        ("seed", 2**63, "seed: 9223372036854775808"),
        ("first_world", -1, "first_world: -1"),
        ("independent", 1, "independent: 1; allowed: true or false"),
        ("outcomes", ["catastroph"], "outcomes: 'catastroph'; allowed: such as catastrophe"),
        ("outcomes", "catastrophe", "outcomes: 'catastrophe'; allowed: a list of names"),
        ("analyses", {"kind": "paired"}, "analyses: a table; allowed: tables, written"),
        ("analyses", [3], "analyses[0]: 3; allowed: a table"),
        ("levers", 3, "levers: 3; allowed: a table of keys"),
        ("levers", {"payoffs.rivalri": [1]}, "levers: payoffs.rivalri: unknown key, did you mean"),
        ("uncertainties", {"payoffs": 3}, "uncertainties: payoffs: unknown key"),
        ("model", "nothing", "model: 'nothing'; allowed"),
        ("world", 3, "world: unknown here, did you mean worlds?"),
        ("self", 3, "self: unknown here"),
        ("source", 3, "source: unknown here"),
    ],
)
def test_an_entry_that_cannot_be_used_is_refused(entry, value, told):
    assert told in refusal(**{entry: value})


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InputError) as caught:
        study(
            scenario="nowhere",
            worlds=0,
            uncertainties={"payoffs.rivalri": [0, 1], "us.belief": [0, 9], "us.policy": ["x"]},
            levers={"cn.belief": []},
            design={"kind": "sobol", "points": 30},
            analyses=[{"kind": "prim", "better": "best", "outcome": "y"}],
            stopping={"width": -1},
            colour="red",
        )
    places = {problem.where for problem in caught.value.problems}
    assert places == {
        "scenario", "uncertainties: payoffs.rivalri", "us.belief", "us.policy", "cn.belief",
        "design.points", "analyses[0].better", "analyses[0].outcome", "stopping.width",
        "stopping.outcome", "stopping.ceiling", "worlds", "colour",
    }  # fmt: skip


def test_a_study_cannot_be_changed():
    with pytest.raises(AttributeError):
        study().worlds = 3


def test_a_study_survives_pickling_as_workers_need():
    import pickle

    found = study(levers=LEVERS, uncertainties=RIVALRY, design={"kind": "sobol", "points": 4})
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.points() == found.points()


FLOATS = st.floats(0.0, 1.0).filter(lambda value: value == 0.0 or value > 1e-300)


@settings(max_examples=40)
@given(
    scenario=scenarios(),
    values=st.lists(FLOATS, min_size=1, max_size=4, unique=True),
    ends=st.lists(FLOATS, min_size=2, max_size=2, unique=True).map(sorted),
    weights=st.lists(st.floats(1e-9, 1e9), min_size=3, max_size=3),
    width=st.floats(1e-9, 1e9),
    seed=st.integers(0, 2**63 - 1),
    independent=st.booleans(),
)
def test_the_way_through_json_is_exact(scenario, values, ends, weights, width, seed, independent):
    changed = {key for change in scenario.changes for key in change.values}
    levers = {"talks.verification": values}
    uncertainties = {
        "talks.base": ends,
        "us.policy": {"values": ["always-safe", "tit-for-tat", "best-reply"], "weights": weights},
    }
    found = Study(
        name="exact",
        scenario=scenario,
        levers={key: value for key, value in levers.items() if key not in changed},
        uncertainties={k: v for k, v in uncertainties.items() if k not in changed},
        stopping={"outcome": "us_harm", "width": width, "ceiling": 4096},
        design={"kind": "grid", "levels": 3},
        seed=seed,
        independent=independent,
        figures=["harm"],
    )
    again = through_json(found)
    assert again == found
    assert again.points() == found.points()
    assert json.dumps(again.as_dictionary()) == json.dumps(found.as_dictionary())


@pytest.mark.parametrize(
    "design",
    [
        {"kind": "list", "points": [{"us.belief": 0.1 + 0.2}, {"us.belief": 1e-17}]},
        {"kind": "latin-hypercube", "points": 5, "seed": 3},
        {"kind": "morris", "trajectories": 3, "levels": 6},
        {"kind": "grid", "levels": {"payoffs.rivalry": 3}},
    ],
    ids=lambda design: design["kind"],
)
def test_every_design_goes_through_json(design):
    uncertain = {} if design["kind"] == "list" else RIVALRY | {"us.talent": [0.5, 1.5]}
    found = study(uncertainties=uncertain, design=design, seed=8)
    assert through_json(found) == found
    assert through_json(found).points() == found.points()


def test_a_dictionary_that_was_tampered_with_is_refused():
    content = study().as_dictionary()
    content["scenario"]["parameters"]["us"]["belief"] = 3.0
    with pytest.raises(InputError, match=r"scenario\.parameters\.us\.belief: cannot be used"):
        Study.from_dictionary(content)
