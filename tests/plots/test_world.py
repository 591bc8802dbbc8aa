from typing import NamedTuple

import numpy as np
import pytest

from race_sim.plots import world
from race_sim.plots.world_table import size_of, spans


class Happening(NamedTuple):
    year: float
    kind: str
    side: str
    severity: float
    text: str


@pytest.fixture(scope="module")
def model(played):
    return played("baseline", 0)


def test_the_table_is_the_history_in_long_form(model):
    table = world.draw(model.history, model.events, "World 0", seed=1).table
    for quantity in ("capability", "gap", "alarm", "restriction", "invests"):
        for side in ("us", "cn"):
            rows = table[(table["quantity"] == quantity) & (table["side"] == side)]
            expected = model.history[f"{side}_{quantity}"].astype(float)
            assert rows["value"].tolist() == expected.tolist()
    assert table.loc[table["quantity"] == "game", "text"].tolist() == model.history["game"].tolist()
    treaties = table.loc[table["quantity"] == "treaty", "text"]
    assert treaties.tolist() == model.history["treaty"].tolist()


def test_every_event_is_in_the_table_once(model):
    table = world.draw(model.history, model.events, "World 0").table
    incidents = table[table["quantity"].isin(["incident", "Chernobyl moment", "catastrophe"])]
    expected = [event for event in model.events if event.kind == "incident"]
    assert incidents["value"].tolist() == [event.severity for event in expected]
    moments = table[table["quantity"] == "Chernobyl moment"]
    assert len(moments) == model.outcome["chernobyl_moments"]
    assert moments["text"].str.startswith("Chernobyl moment").all()


def test_all_incidents_are_drawn_the_great_ones_apart(model):
    picture = world.draw(model.history, model.events, "World 0")
    axes = next(axes for axes in picture.figure.axes if "severity" in axes.get_ylabel())
    spots = [one for one in axes.collections if type(one).__name__ == "PathCollection"]
    count = sum(len(one.get_offsets()) for one in spots)
    assert count == sum(event.kind == "incident" for event in model.events)
    areas = {
        float(y): float(size)
        for one in spots
        for (_, y), size in zip(one.get_offsets(), one.get_sizes(), strict=True)
    }
    by_severity = [areas[severity] for severity in sorted(areas)]
    assert by_severity == sorted(by_severity)
    numbers = [text.get_text() for text in axes.texts]
    assert numbers == [f"{number + 1}" for number in range(len(numbers))]
    told = " ".join(text.get_text() for text in picture.figure.texts)
    assert all(f"{number}  20" in told for number in numbers)


def test_sides_differ_by_dash_and_marker_and_are_named_at_the_lines_ends(model):
    picture = world.draw(model.history, model.events, "World 0")
    for axes in picture.figure.axes[:3]:
        us, cn = axes.lines[:2]
        assert us._unscaled_dash_pattern != cn._unscaled_dash_pattern
        assert us.get_marker() != cn.get_marker()
        names = {text.get_text(): text for text in axes.texts}
        assert set(names) == {"United States", "China"}
        for line, name in ((us, "United States"), (cn, "China")):
            end = axes.transData.transform((0.0, line.get_ydata()[-1]))[1]
            box = names[name].get_window_extent()
            assert abs((box.y0 + box.y1) / 2 - end) < 1.5 * box.height
        higher = max((us, cn), key=lambda line: line.get_ydata()[-1])
        top = "United States" if higher is us else "China"
        other = "China" if higher is us else "United States"
        assert names[top].get_position()[1] > names[other].get_position()[1]


def test_the_strips_show_when_each_side_invests(model):
    picture = world.draw(model.history, model.events, "World 0")
    strips = picture.figure.axes[4]
    labels = [tick.get_text() for tick in strips.get_yticklabels()]
    assert labels == [
        "United States invests",
        "progress stopped",
        "China invests",
        "progress stopped",
        "agreement",
    ]
    length = 0.0
    for path in strips.collections[1].get_paths():
        length += np.ptp(path.vertices[:, 0])
    assert length == pytest.approx(0.25 * model.history["us_invests"].sum())


def test_the_strip_of_games_covers_the_race(model):
    picture = world.draw(model.history, model.events, "World 0")
    games = picture.figure.axes[5]
    length = sum(np.ptp(one.get_paths()[0].vertices[:, 0]) for one in games.collections)
    assert length == pytest.approx(0.25 * len(model.history))
    runs = (model.history["game"].astype(str) != model.history["game"].astype(str).shift()).sum()
    assert len(games.collections) == runs


def test_an_ending_is_said(played, worlds):
    early = int(worlds.loc[worlds["catastrophe"], "world"].iloc[0])
    model = played("baseline", early)
    picture = world.draw(model.history, model.events, "t")
    end = model.outcome["end_year"]
    assert f"A catastrophe ends it in {end:.6g}".rstrip("0") in picture.alt
    assert (picture.table["quantity"] == "catastrophe").sum() == 1
    model = played("finish-line", 0)
    assert "crosses the finish line first" in world.draw(model.history, model.events, "t").alt


def test_events_may_come_as_a_frame(model):
    import pandas as pd

    frame = pd.DataFrame(model.events)
    first = world.draw(model.history, model.events, "t")
    assert world.draw(model.history, frame, "t").table.equals(first.table)


def test_of_two_incidents_in_a_step_the_worse_is_the_chernobyl_moment(model):
    history = model.history.head(2).assign(us_chernobyl_moments=[1, 0], catastrophe=False)
    events = [
        Happening(2026.0, "incident", "us", 3.0, "small"),
        Happening(2026.0, "incident", "us", 12.0, "large"),
        Happening(2026.0, "incident", "cn", 11.0, "on the other side"),
        Happening(2026.25, "incident", "us", 50.0, "in the next step"),
    ]
    sizes = [size_of(history, events, number) for number in range(4)]
    assert sizes == ["incident", "Chernobyl moment", "incident", "incident"]


def test_runs_of_equal_values():
    assert spans(np.array(["a", "a", "b", "a"])) == [(0, 2, "a"), (2, 3, "b"), (3, 4, "a")]
    assert spans(np.array([True])) == [(0, 1, True)]
