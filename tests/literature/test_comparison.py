"""The comparison: complete, computed, and each deciding assumption shown to decide."""

import re
from dataclasses import replace

import numpy as np
import pytest

import race_sim
from race_sim.analysis import arms, measures
from race_sim.literature import armstrong2016, han2020, kwa2025, spt2023, tan2025
from race_sim.literature.catalogue import NAMES as MODEL_NAMES
from race_sim.literature.catalogue import model_named
from race_sim.literature.comparison import HEADINGS, NAMES, compare, question_named
from race_sim.literature.comparison.answer import ask, curve_of, our_curves
from race_sim.literature.comparison.files import KIND, save
from race_sim.literature.comparison.question import OURS
from race_sim.literature.comparison.sentences import (
    clause,
    disagree,
    on_decider,
    sentences_on,
    value_in_words,
)
from race_sim.problems import InputError

WORLDS, SEED = 250, 3


@pytest.fixture(scope="module")
def answers():
    return {answer.question.name: answer for answer in compare(None, WORLDS, SEED)}


@pytest.mark.parametrize("name", NAMES)
def test_every_model_speaks_or_is_silent_with_a_reason(name):
    question = question_named(name)
    speak = {panel.model for panel in question.panels}
    silent = [one.model for one in question.silent]
    assert sorted([*speak, *silent]) == sorted(MODEL_NAMES)
    assert all(one.why for one in question.silent)
    assert question.title.endswith("?")
    assert bool(question.ours) != bool(question.why_not_ours)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_moved_is_a_parameter_and_levels_go_one_way(name):
    for panel in question_named(name).panels:
        assert bool(panel.parameter) != bool(panel.measures)
        places = np.diff(panel.places())
        assert (places > 0).all() or (places < 0).all()
        labels = [line.label for line in panel.lines]
        assert len(set(labels)) == len(labels)
        assert all(labels) or len(labels) == 1


@pytest.mark.parametrize("name", NAMES)
def test_a_decider_switches_one_assumption(name):
    """Two lines of one panel of a model, so that all else is the same."""
    question = question_named(name)
    for decider in question.deciders:
        panels = question.ours if decider.model == OURS else question.panels
        found = [
            panel
            for panel in panels
            if decider.model in (OURS, getattr(panel, "model", ""))
            and {decider.first, decider.second} <= {line.label for line in panel.lines}
        ]
        assert len(found) == 1, decider


def test_curves_are_what_the_models_give(answers):
    """Each point by a call of its own; the levels of names by theirs."""
    curve = answers["rivalry"].curve("armstrong2016", "own ability known")
    by_hand = [armstrong2016.disaster_risk(2, e / 10, 0.5, "private") for e in range(11)]
    assert curve.values == pytest.approx(by_hand, rel=1e-12)
    curve = answers["harm"].curve("spt2023", "two players, a disaster costs a prize")
    by_hand = [
        1.0 - spt2023.symmetric_equilibrium(disaster_cost=1.0, risk=risk).safe
        for risk in spt2023.RISKS
    ]
    assert curve.values == pytest.approx(by_hand, rel=1e-9)
    curve = answers["technology"].curve("han2020", "short race, the prize counts")
    assert curve.values[8] == pytest.approx(han2020.setback_chance(setback_risk=0.6))
    assert curve.names[8] == "0.6"


def test_our_curves_are_means_over_the_same_worlds(answers):
    (curve,) = (one for one in answers["rivalry"].of(OURS) if one.line == "as in the baseline")
    assert curve.names == ("0", "0.2", "0.4", "0.6", "0.8", "1", "1.2")
    scenario = race_sim.load_scenario("baseline")
    for place in (0, 3, 6):
        rivalry = float(curve.names[place])
        worlds = race_sim.simulate(
            scenario.with_values({"payoffs.rivalry": rivalry}), WORLDS, seed=SEED
        )
        risk = worlds["catastrophe_risk"]
        assert curve.values[place] == pytest.approx(risk.mean(), rel=1e-12)
        reach = 1.96 * risk.std() / WORLDS**0.5
        assert curve.high[place] - curve.values[place] == pytest.approx(reach, rel=1e-3)


def test_a_shot_is_forced_and_danger_counts_from_then_on(answers):
    panel = question_named("warning_shots").ours[0]
    curve = answers["warning_shots"].curve(OURS, "as in the baseline")
    assert curve.names[0] == "none" and panel.shocks_at(0.0) == ()
    scenario = race_sim.load_scenario("baseline")
    worlds = race_sim.simulate(scenario, WORLDS, seed=SEED)
    before = race_sim.simulate(scenario.with_values({"time.end": 2028.0}), WORLDS, seed=SEED)
    later = worlds["catastrophe_risk"] - before["catastrophe_risk"]
    counted = worlds["end_year"] > 2028.0
    assert curve.values[0] == pytest.approx(later[counted].mean(), rel=1e-9)
    assert measures.LATER_RISK.risk_before


def test_a_channel_is_switched_off_from_the_shot_on(answers):
    """The worlds of one level played by hand, with the shot and what is changed at its date."""
    panel = question_named("warning_shots").ours[0]
    curve = answers["warning_shots"].curve(OURS, "crackdown alone")
    (line,) = (one for one in panel.lines if one.label == "crackdown alone")
    scenario = race_sim.load_scenario("baseline").model_copy(
        update={
            "changes": (arms.change(2028.0, line.switched_off),),
            "shocks": (arms.shock(2028.0, "cn", 100.0),),
        }
    )
    early = race_sim.load_scenario("baseline", {"time.end": 2028.0})
    worlds = race_sim.simulate(scenario, WORLDS, seed=SEED)
    before = race_sim.simulate(early, WORLDS, seed=SEED)["catastrophe_risk"]
    later = (worlds["catastrophe_risk"] - before)[worlds["end_year"] > 2028.0]
    assert curve.values[-1] == pytest.approx(later.mean(), rel=1e-9)


# What theory says of each question, held against what comes out


def goes(answers, question, model, line):
    return answers[question].curve(model, line).goes


def test_rivalry(answers):
    assert goes(answers, "rivalry", "han2020", "setback risk 0.6") == "rises"
    assert goes(answers, "rivalry", "han2020", "setback risk 0.9") == "falls"
    assert goes(answers, "rivalry", OURS, "as in the baseline") == "rises"
    # Without enmity, private information leaves danger and no information leaves none.
    own, nobody = (
        answers["rivalry"].curve("armstrong2016", line)
        for line in ("own ability known", "nobody's ability known")
    )
    assert own.values[0] == pytest.approx(1 - 2 * 0.5 / 3) and nobody.values[0] == 0.0


def test_public_information_is_the_more_dangerous_from_the_crossing_on(answers):
    private, public = (
        answers["information"].curve("armstrong2016", line)
        for line in ("their own ability known", "all abilities known")
    )
    for weight, one, other in zip(private.names, private.values, public.values, strict=True):
        assert (other > one) == (float(weight) > 5 / 3)  # mu* = (1 + 2e + 2e^2) / (3e), e = 1/2
    (note,) = question_named("information").notes()
    assert "in less danger" in note and "1.667" in note and "in more danger beyond" in note


def test_racers(answers):
    few = answers["racers"].curve("armstrong2016", "little at stake, own ability known")
    assert few.goes == "falls, then rises"
    assert few.values[0] == pytest.approx(0.057870, abs=1e-6)  # two teams, and five
    assert few.values[3] == pytest.approx(0.021948, abs=1e-6)
    assert goes(answers, "racers", "armstrong2016", "little at stake, all known") == "rises"
    assert goes(answers, "racers", "spt2023", "everybody's risk") == "rises"
    assert answers["racers"].of(OURS) == []


def test_technology(answers):
    """The valley of the logistic contest, and the ratio contest that eats all progress."""
    for line, way in (
        ("ratio contest", "no effect"),
        ("ratio contest, speed bounded", "falls"),
        ("logistic contest", "rises"),
        ("logistic contest, speed bounded", "rises, then falls"),
    ):
        assert goes(answers, "technology", "spt2023", line) == way
    ratio = answers["technology"].curve("spt2023", "ratio contest")
    assert ratio.values == pytest.approx([1 - 4 / 9] * len(ratio.values))
    short = "short race, the prize counts"
    assert goes(answers, "technology", "han2020", short) == "rises, then falls"


@pytest.mark.parametrize("model", ["spt2023", "kwa2025"])
def test_part_of_better_technology_is_spent_on_speed(answers, model):
    """With adaptation danger falls, but less than without, from the same start."""
    adapts, held = (
        answers["technology"].curve(model, line) for line in ("everybody adapts", "nobody adapts")
    )
    assert adapts.values[0] == pytest.approx(held.values[0], rel=1e-9)
    assert all(one > other for one, other in zip(adapts.values[1:], held.values[1:], strict=True))
    if model == "kwa2025":
        share = kwa2025.equilibrium(k=1.0).safety_share
        assert held.values[-1] == pytest.approx(1 - kwa2025.aligned(share, k=100.0) ** 2)


def test_harm(answers):
    assert goes(answers, "harm", "tan2025", "no liability") == "rises"
    assert goes(answers, "harm", "spt2023", "two players, a disaster costs nothing") == "rises"
    added, spread = (line.label for line in question_named("harm").ours[0].lines)
    assert goes(answers, "harm", OURS, spread) == "rises"
    assert goes(answers, "harm", OURS, added) != "rises"


def test_warning_shots(answers):
    shared = answers["warning_shots"].curve("tan2025", "all of it shared")
    assert shared.goes == "no effect"
    assert shared.values == pytest.approx([float(tan2025.triggers().preemption)] * 7)
    half = answers["warning_shots"].curve("tan2025", "half of it shared")
    assert half.goes == "falls" and half.values[-1] > half.values[0]  # later is safer
    assert goes(answers, "warning_shots", OURS, "as in the baseline") == "falls"
    fixed = "alarm alone, no choice moves the hazard"
    assert goes(answers, "warning_shots", OURS, fixed) == "no effect"
    (note,) = question_named("warning_shots").notes()
    assert "8.9 times as many" in note  # nine-fold: 0.021933 to 0.195327


# Tables, sentences, files


def test_the_table_has_a_row_a_curve(answers):
    for answer in answers.values():
        table = answer.table()
        assert len(table) == len(answer.curves)
        for curve, (_, row) in zip(answer.curves, table.iterrows(), strict=True):
            assert (row["from"], row["to"]) == (curve.names[0], curve.names[-1])
            assert (row["at_from"], row["at_to"]) == (curve.values[0], curve.values[-1])
        points = answer.points()
        assert len(points) == sum(len(curve.values) for curve in answer.curves)
        assert (points["low"] <= points["value"]).all() and (
            points["value"] <= points["high"]
        ).all()
        exact = points[points["model"] != OURS]
        assert (exact["low"] == exact["high"]).all()


def test_sentences_turn_with_the_curves(answers):
    answer = answers["rivalry"]
    decider = next(one for one in answer.question.deciders if one.model == "han2020")
    assert "how likely a setback is decides" in on_decider(answer, decider)
    curves = tuple(
        replace(curve, goes="rises", values=curve.values[::-1])
        if (curve.model, curve.line) == ("han2020", "setback risk 0.9")
        else curve
        for curve in answer.curves
    )
    turned = replace(answer, curves=curves)
    assert "changes the size, not the direction" in on_decider(turned, decider)
    alike = replace(answer, curves=tuple(replace(curve, goes="rises") for curve in answer.curves))
    assert disagree(answer) and not disagree(alike)
    assert next(sentences_on(alike)).startswith("The models agree")
    assert next(sentences_on(answer)).startswith("The models disagree")


def test_clauses_say_ends_turning_points_and_no_more(answers):
    valley = answers["technology"].curve("spt2023", "logistic contest, speed bounded")
    assert re.fullmatch(
        r"danger rises, then falls: 75\.0.% at 1, 87\.8.% at 0\.7, 19\.0.% at 0\.1", clause(valley)
    )
    assert clause(replace(valley, goes="no effect")).startswith("hardly moves (75.0")
    flat = replace(valley, goes="no effect", values=(0.75,) * len(valley.values))
    assert clause(flat).replace("\N{NO-BREAK SPACE}", " ") == "nothing changes (75.0 % throughout)"
    missing = replace(valley, values=(*valley.values[:-1], float("nan")), goes="rises")
    assert clause(missing).endswith("to no equilibrium")


@pytest.mark.parametrize("name", NAMES)
def test_the_first_sentence_names_every_model_that_speaks_once(answers, name):
    answer = answers[name]
    (first, *_) = sentences_on(answer)
    for title in {curve.title for curve in answer.said()} - {"Our race"}:
        assert first.count(title) == 1
    assert first.count("our race") == (1 if answer.of(OURS) else 0)


def test_a_model_that_goes_several_ways_is_said_to_depend_on_an_assumption(answers):
    (first, *_) = sentences_on(answers["technology"])
    assert "it falls in Kwa 2025 and our race; depending on an assumption, it falls" in first
    several = "falls, does not move, rises or first rises and then falls in Jensen et al. 2023"
    assert several in first


@pytest.mark.parametrize("name", NAMES)
def test_what_decides_is_named_wherever_a_model_goes_several_ways(answers, name):
    """In every panel whose curves differ in direction, some decider switches between two ways."""
    answer = answers[name]
    for model in {curve.model for curve in answer.said()}:
        of_model = [curve for curve in answer.said() if curve.model == model]
        for moved in {curve.moved for curve in of_model}:
            goes = {curve.line: curve.goes for curve in of_model if curve.moved == moved}
            if len(set(goes.values())) > 1:
                assert any(
                    decider.model == model
                    and goes.get(decider.first) != goes.get(decider.second)
                    and {decider.first, decider.second} <= set(goes)
                    for decider in answer.question.deciders
                ), (model, moved)


def test_what_is_measured_is_said_where_it_is_no_disaster(answers):
    said = " ".join(sentences_on(answers["warning_shots"]))
    assert "(danger: value at which one deploys, more is safer)" in said
    assert "(danger: chance of a disaster)" not in " ".join(sentences_on(answers["racers"]))


def test_one_world_has_no_interval():
    (curve,) = our_curves(question_named("harm").ours[0], 1, 1)[:1]
    assert value_in_words(curve, 0).endswith("%")


def test_what_stands_beside_is_no_answer(answers):
    answer = answers["information"]
    beside = [curve for curve in answer.curves if curve.beside]
    assert {curve.line for curve in beside} == {"their own ability known", "all abilities known"}
    shown = set(answer.directions()["line"])
    assert not shown & {curve.line for curve in beside}


def test_one_seed_one_answer():
    question = question_named("harm")
    first, second = (our_curves(question.ours[0], 40, 5) for _ in range(2))
    assert first == second
    assert our_curves(question.ours[0], 40, 6) != first


def test_files_are_whole_and_foreign_ones_are_left_alone(answers, tmp_path):
    chosen = [answers["harm"]]
    written = save(chosen, tmp_path / "out")
    names = {path.name for path in written}
    assert {"report.txt", "manifest.json", "literature_harm.png", "literature.png"} <= names
    assert {"literature_harm_table.csv", "literature_harm.csv"} <= names
    assert KIND in (tmp_path / "out" / "manifest.json").read_text()
    text = (tmp_path / "out" / "report.txt").read_text(encoding="utf-8")
    assert text.startswith(chosen[0].question.title) and max(map(len, text.splitlines())) <= 100
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="holds other files"):
        save(chosen, tmp_path / "other")


@pytest.mark.parametrize(
    ("names", "worlds", "seed", "words"),
    [
        (["rivalri"], 10, 1, "did you mean rivalry"),
        ([""], 10, 1, "one of rivalry"),
        (None, 0, 1, "worlds: 0"),
        (None, 10, -1, "seed: -1"),
    ],
)
def test_bad_input_is_told_before_anything_is_played(names, worlds, seed, words):
    with pytest.raises(InputError) as caught:
        compare(names, worlds, seed)
    assert words in str(caught.value)


def test_questions_named_twice_count_once_and_progress_is_told():
    told = []
    found = compare(["racers", "racers"], 1, 1, lambda *done: told.append(done))
    assert [answer.question.name for answer in found] == ["racers"]
    assert told == [(1, 1)]
    assert set(HEADINGS) == set(NAMES)


def test_a_curve_at_stated_values_says_them():
    panel = next(p for p in question_named("rivalry").panels if p.model == "armstrong2016")
    curve = curve_of(panel, panel.lines[0])
    assert curve.assumptions == "skill_weight 0.5"
    assert curve.title == model_named("armstrong2016").label()
    assert ask(question_named("racers"), 1, 1).worlds == 1
