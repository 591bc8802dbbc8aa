import numpy as np
import pandas as pd
import pytest

from race_sim.game import GAMES
from race_sim.outcomes import GAME_COLUMNS
from race_sim.plots import sweep_map
from race_sim.plots.regions import regions_of

KEYS = ["payoffs.rivalry", "exchange.openness"]
TITLES = {game.title for game in GAMES}


def test_the_table_holds_the_outcome_and_the_game_played_most(grid):
    table = sweep_map.draw(grid, KEYS, "catastrophe", "Baseline").table.set_index(KEYS)
    wide = grid.pivot(index=KEYS, columns="outcome", values="value")
    assert len(table) == 20
    assert table["catastrophe"].to_numpy() == pytest.approx(
        wide.loc[table.index, "catastrophe"].to_numpy()
    )
    times = wide.loc[table.index, list(GAME_COLUMNS)]
    assert ("time_in_" + table["game"]).tolist() == times.idxmax(axis=1).tolist()
    assert table["game_share"].to_numpy() == pytest.approx(times.max(axis=1).to_numpy())
    rows = grid[grid["outcome"] == "catastrophe"].set_index(KEYS).loc[table.index]
    assert table[["low", "high"]].to_numpy() == pytest.approx(rows[["low", "high"]].to_numpy())


def test_the_order_of_rows_does_not_matter(grid):
    mixed = grid.sample(frac=1.0, random_state=1)
    first = sweep_map.draw(grid, KEYS, "catastrophe", "t")
    second = sweep_map.draw(mixed, KEYS, "catastrophe", "t")
    pd.testing.assert_frame_equal(first.table, second.table)


def _names(axes):
    return [text for text in axes.texts if text.get_text().replace("\n", " ") in TITLES]


def test_each_name_stands_in_a_region_of_that_game(grid):
    picture = sweep_map.draw(grid, KEYS, "catastrophe", "Baseline")
    axes = picture.figure.axes[0]
    table = picture.table
    names = _names(axes)
    assert names
    x_values, y_values = (np.sort(table[key].unique()) for key in KEYS)
    for name in names:
        box = name.get_window_extent()
        corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x0, box.y1), (box.x1, box.y1)]
        for x, y in axes.transData.inverted().transform(corners):
            nearest = {
                KEYS[0]: x_values[np.abs(x_values - x).argmin()],
                KEYS[1]: y_values[np.abs(y_values - y).argmin()],
            }
            row = table[(table[KEYS[0]] == nearest[KEYS[0]]) & (table[KEYS[1]] == nearest[KEYS[1]])]
            assert row["game_title"].iloc[0] == name.get_text().replace("\n", " ")


def test_every_region_has_a_name_or_a_number_of_the_key(grid):
    picture = sweep_map.draw(grid, KEYS, "catastrophe", "Baseline")
    axes = picture.figure.axes[0]
    codes = picture.table["game"].astype("category").cat.codes.to_numpy().reshape(4, 5)
    numbers = [text for text in axes.texts if text.get_text().isdigit() and text.get_bbox_patch()]
    assert len(_names(axes)) + len(numbers) == len(regions_of(codes))
    key = next(text for text in picture.figure.texts if "Game played most" in text.get_text())
    said = key.get_text().replace("\n", " ")
    for title, count in picture.table["game_title"].value_counts().items():
        assert f"{title}, {count}\N{NO-BREAK SPACE}point" in said


def test_boundaries_are_drawn_where_the_game_changes(grid):
    picture = sweep_map.draw(grid, KEYS, "catastrophe", "t")
    games = picture.table["game"].to_numpy().reshape(4, 5)
    changes = int((games[1:] != games[:-1]).sum() + (games[:, 1:] != games[:, :-1]).sum())
    drawn = [
        len(lines.get_segments())
        for lines in picture.figure.axes[0].collections
        if type(lines).__name__ == "LineCollection"
    ]
    assert drawn == [changes, changes]


def test_colours_are_cividis_and_the_bar_is_labelled(grid):
    picture = sweep_map.draw(grid, KEYS, "catastrophe", "t")
    filled = picture.figure.axes[0].collections[0]
    assert filled.get_cmap().name == "cividis"
    assert picture.figure.axes[1].get_ylabel() == "% of worlds"
    assert "percentage points at most" in picture.figure.texts[-1].get_text()


def test_named_values_give_cells_with_their_numbers_and_intervals(named_grid):
    keys = ["us.policy", "payoffs.rivalry"]
    picture = sweep_map.draw(named_grid, keys, "catastrophe", "t")
    axes = picture.figure.axes[0]
    written = [text.get_text() for text in axes.texts if " to " in text.get_text()]
    assert len(written) == 9
    cells = axes.collections[0].get_array()
    expected = 100.0 * picture.table["catastrophe"].to_numpy().reshape(3, 3)
    assert np.asarray(cells) == pytest.approx(expected)
    labels = [tick.get_text() for tick in axes.get_xticklabels()]
    assert labels == ["logit-response", "always-safe", "always-accelerate"]


def test_a_flat_map_and_a_single_point_are_cells(grid, one_point):
    flat = grid.assign(value=grid["value"].where(grid["outcome"] != "catastrophe", 0.0))
    for summary, keys in ((flat, KEYS), (one_point, ["payoffs.rivalry", "alarm.prior"])):
        picture = sweep_map.draw(summary, keys, "catastrophe", "t")
        assert type(picture.figure.axes[0].collections[0]).__name__ == "QuadMesh"


def test_many_cells_have_no_numbers_in_them(one_point):
    frames = [
        one_point.assign(**{"payoffs.rivalry": x / 10, "alarm.prior": y / 10})
        for x in range(9)
        for y in range(9)
    ]
    flat = pd.concat(frames, ignore_index=True)
    axes = sweep_map.draw(flat, ["payoffs.rivalry", "alarm.prior"], "incidents", "t").figure.axes[0]
    assert [text.get_text() for text in axes.texts if " to " in text.get_text()] == []
    assert len(_names(axes)) == 1
