"""What a class reads and sees is what the race has come to."""

import re
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.export import class_pages, drawing, telling
from race_sim.page.door import OTHERS, call
from race_sim.problems import InputError

CONFIG = {
    "scenario": "baseline",
    "seed": 1,
    "world": 68,
    "rounds": 20,
    "quarters_a_round": 4,
    "same_luck": True,
    "show_matrix": True,
    "seconds_to_decide": 0,
}
KINDS = ("incident", "Chernobyl moment", "catastrophe", "breach", "agreement", "agreement ends")


def played(us, cn, **setting):
    answer = call({"ask": "new_game", "us": "person", "cn": "person", **setting})
    for one, other in zip(us, cn, strict=True):
        answer = call({"ask": "move", "game": answer["game"], "us": one, "cn": other})
    return answer


@pytest.fixture(scope="module")
def catastrophe():
    return played("A" * 8, "A" * 8, world=68)


@pytest.fixture(scope="module")
def unfinished():
    return played("AI", "IA", world=3)


def entry(kind, side="us", severity=0.0, step=0, lost=False):
    incident = "financial meltdown" if severity else ""
    return {
        "step": step,
        "kind": kind,
        "side": side,
        "severity": severity,
        "incident": incident,
        "agreement": "binding",
        "lost": lost,
        "year": 2026.0 + step / 4,
    }


@pytest.mark.parametrize("kind", [*KINDS, "transition"])
@pytest.mark.parametrize("lost", [False, True])
def test_everything_that_can_happen_has_words(kind, lost):
    (card,) = telling.cards([entry(kind, lost=lost and kind == "transition")])
    assert card.title and card.text and "{" not in card.title + card.text
    assert card.date == "The first quarter of 2026"


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.sampled_from(["us", "cn"]), st.floats(1, 500)), max_size=40
    ),
    st.integers(0, 9),
)
def test_no_incident_is_lost_when_many_are_told_together(found, since):
    def kind_of(severity):
        return "incident" if severity < 10 else "Chernobyl moment"

    happened = [entry(kind_of(size), side, size, step) for step, side, size in sorted(found)]
    cards = telling.cards(happened, since)
    counts = [re.match(r"(\d+) incidents", card.title) for card in cards]
    told = sum(int(count[1]) if count else 1 for count in counts)
    assert told == sum(one["step"] >= since for one in happened)
    grave = [one for one in happened if one["step"] >= since and one["severity"] >= 10]
    assert sum(card.look == "grave" for card in cards) == len(grave)


def test_the_matrix_on_the_page_is_that_of_the_door(unfinished):
    rows = telling.matrix_rows(unfinished)
    matrix = unfinished["matrix"]
    assert rows[0]["cells"][1]["us"] == telling.number(matrix["us"]["invest_alone"], 2)
    assert rows[0]["cells"][1]["cn"] == telling.number(matrix["cn"]["accelerate_alone"], 2)
    assert rows[1]["cells"][0]["us"] == telling.number(matrix["us"]["accelerate_alone"], 2)
    # At rest is where no arrow leads away.
    for row, us in enumerate("IA"):
        for column, cn in enumerate("IA"):
            across = rows[row]["arrow"] == ("→" if cn == "A" else "←")
            down = telling.down_arrows(unfinished)[column]["arrow"] == ("↓" if us == "A" else "↑")
            assert rows[row]["cells"][column]["rest"] == (across and down)


def test_a_catastrophe_ends_it_for_both(catastrophe):
    found = class_pages.compared(catastrophe)
    rounds = [("AA", []), ("AA", catastrophe["happened"])]
    page = class_pages.end(catastrophe, found, "cn", rounds)
    assert page["final"].title == "A catastrophe"
    assert "China" in page["final"].text and "in 2027" in page["final"].text
    assert telling.cards(catastrophe["happened"])[-1].date == "The fourth quarter of 2027"
    assert page["welfare"][1]["value"] == telling.number(catastrophe["outcome"]["cn_welfare"])
    assert len(page["others"]) == len(OTHERS) + 1
    values = [one["value"] for one in page["others"]]
    assert values == sorted(values, reverse=True)
    assert sum(one["you"] for one in page["others"]) == 1
    assert [line["titles"] for line in page["rounds"]] == [[], ["A catastrophe: China"]]
    assert sum(int(one["text"].split()[0]) for one in page["tally"]) == class_pages.WORLDS


def test_a_race_that_goes_on_is_worth_its_middle_ending(unfinished):
    found = class_pages.compared(unfinished)
    page = class_pages.end(unfinished, found, "us", [("AI", []), ("IA", [])])
    values = sorted(one["us_welfare"] for one in found["luck"])
    assert found["welfare"]["us"] == (values[24] + values[25]) / 2
    assert page["final"].title == "The race is not over"
    assert not page["others"]


def test_quiet_rounds_with_the_same_choices_stand_in_one_line():
    incident = [entry("incident", "us", 2.0)]
    rounds = [("AA", []), ("AA", []), ("AI", []), ("AI", incident), ("AI", []), ("AI", [])]
    lines = class_pages._story(rounds)
    assert [(line["number"], line["until"]) for line in lines] == [(1, 2), (3, 3), (4, 4), (5, 6)]


def test_the_link_opens_the_race(catastrophe):
    from race_sim.page.links import game_in

    found = {"over": False, "welfare": {"us": 0.0, "cn": 0.0}, "choice": [], "luck": []}
    found["luck"] = [{"ending": "horizon", "chernobyl_moments": 0, "us_welfare": 1.0}]
    page = class_pages.end(catastrophe, found, "us", [])
    assert game_in(page["link"]) == catastrophe["game"]


def pictures(text):
    """Every picture in a piece of a page, read as XML."""
    return list(ElementTree.fromstring(f"<div>{text}</div>").iter("svg"))


@given(
    st.lists(
        st.tuples(
            st.floats(-400, 5),
            st.sampled_from(["horizon", "catastrophe", "transition"]),
            st.booleans(),
        ),
        min_size=1,
        max_size=60,
    ),
    st.one_of(st.none(), st.floats(-500, 10)),
)
def test_every_ending_is_a_dot_inside_the_picture(found, own):
    endings = [
        {"us_welfare": welfare, "ending": ending, "chernobyl_moments": float(moment)}
        for welfare, ending, moment in found
    ]
    (picture,) = pictures(drawing.endings(endings, "us", own))
    dots = [part for part in picture if part.get("class") in drawing.KINDS]
    kinds = [part.get("class") for part in dots]
    assert sorted(kinds) == sorted(map(drawing.kind_of, endings))
    _, _, width, height = map(float, picture.get("viewBox").split())
    for part in dots:
        if part.get("cx"):
            places = [(float(part.get("cx")), float(part.get("cy")))]
        else:
            places = [
                (float(x), float(y))
                for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", part.get("d"))
            ]
        assert all(0 <= x <= width and 0 <= y <= height for x, y in places)


def test_the_chart_says_the_present_in_words(catastrophe):
    first, second = pictures(drawing.race_so_far(catastrophe))
    now = telling.number(catastrophe["now"]["us"]["capability"], 2)
    assert first.get("aria-label").startswith(f"Capability now: United States {now}, China")
    for picture in (first, second):
        assert sum(part.get("class") == "grave" for part in picture) == 1
        points = picture.find("polyline").get("points").split()
        assert len(points) == len(catastrophe["history"]["year"]) + 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("scenario", "no-such"),
        ("scenario", 3),
        ("world", -1),
        ("world", True),
        ("seed", 1.5),
        ("rounds", 0),
        ("rounds", 25),
        ("rounds", "20"),
        ("quarters_a_round", 5),
        ("same_luck", 1),
        ("show_matrix", "yes"),
        ("seconds_to_decide", None),
    ],
)
def test_settings_that_cannot_be_played_are_refused(name, value):
    class_pages.check_settings(CONFIG, 24)
    with pytest.raises(InputError) as caught:
        class_pages.check_settings({**CONFIG, name: value}, 24)
    (problem,) = caught.value.problems
    assert problem.where == ("rounds" if name == "quarters_a_round" else name)
    assert problem.allowed


def test_all_that_is_wrong_is_said_at_once():
    with pytest.raises(InputError) as caught:
        class_pages.check_settings({}, 24)
    assert len(caught.value.problems) == len(CONFIG)
