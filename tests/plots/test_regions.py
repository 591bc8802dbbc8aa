import numpy as np
import pytest
from matplotlib.transforms import Bbox

from race_sim.plots.regions import (
    Cells,
    boundaries,
    edges_between,
    place_inside,
    raster_of,
    regions_of,
    take,
)

GRID = np.array([[0, 0, 1], [0, 1, 1], [2, 2, 0]])


def test_regions_touch_along_edges_not_corners():
    found = [(region.value, int(region.inside.sum())) for region in regions_of(GRID)]
    assert sorted(found) == [(0, 1), (0, 3), (1, 3), (2, 2)]
    assert np.sum([region.inside for region in regions_of(GRID)], axis=0).tolist() == [[1] * 3] * 3


def test_boundaries_lie_between_cells_that_differ():
    cells = Cells(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 10.0, 20.0, 30.0]))
    found = {(tuple(x), tuple(y)) for x, y in boundaries(GRID, cells)}
    assert found == {
        ((2.0, 2.0), (0.0, 10.0)),
        ((1.0, 1.0), (10.0, 20.0)),
        ((1.0, 2.0), (10.0, 10.0)),
        ((2.0, 2.0), (20.0, 30.0)),
        ((0.0, 1.0), (20.0, 20.0)),
        ((1.0, 2.0), (20.0, 20.0)),
        ((2.0, 3.0), (20.0, 20.0)),
    }


def test_one_game_everywhere_has_no_boundary():
    cells = Cells(np.arange(4.0), np.arange(4.0))
    assert list(boundaries(np.zeros((3, 3), dtype=int), cells)) == []


def test_edges_lie_half_way_between_values_and_at_the_ends():
    assert edges_between(np.array([0.0, 1.0, 4.0])).tolist() == [0.0, 0.5, 2.5, 4.0]


@pytest.fixture
def raster():
    room = Bbox.from_extents(50.0, 20.0, 350.0, 320.0)
    edges = np.array([0.0, 100.0, 200.0, 300.0])
    return raster_of(room, 50.0 + edges, 20.0 + edges, [])


def _inside(region, centre, width, height):
    for x in (centre[0] - width / 2, centre[0] + width / 2):
        for y in (centre[1] - height / 2, centre[1] + height / 2):
            column, row = int((x - 50.0) // 100.0), int((y - 20.0) // 100.0)
            if not (0 <= column < 3 and 0 <= row < 3 and region.inside[row, column]):
                return False
    return True


@pytest.mark.parametrize("number", range(4))
def test_a_name_stands_wholly_in_its_region(raster, number):
    region = regions_of(GRID)[number]
    centre = place_inside(raster, region, 80.0, 20.0)
    assert centre is not None
    assert _inside(region, centre, 80.0, 20.0)


def test_a_name_that_is_too_wide_has_no_place(raster):
    widths = {
        region.value: place_inside(raster, region, 150.0, 20.0) is not None
        for region in regions_of(GRID)
        if int(region.inside.sum()) > 1
    }
    assert widths == {0: True, 1: True, 2: True}
    alone = next(region for region in regions_of(GRID) if int(region.inside.sum()) == 1)
    assert place_inside(raster, alone, 150.0, 20.0) is None


def test_names_do_not_stand_on_each_other(raster):
    everything = regions_of(np.zeros((3, 3), dtype=int))[0]
    first = place_inside(raster, everything, 100.0, 30.0)
    assert first == pytest.approx((200.0, 170.0), abs=4.0)
    take(raster, first, 100.0, 30.0)
    second = place_inside(raster, everything, 100.0, 30.0)
    assert abs(second[0] - first[0]) >= 100.0 or abs(second[1] - first[1]) >= 30.0


def test_a_favourite_place_is_taken_if_it_is_free(raster):
    everything = regions_of(np.zeros((3, 3), dtype=int))[0]
    wanted = [(55.0, 25.0), (120.0, 80.0)]  # the first is too near the edge
    assert place_inside(raster, everything, 60.0, 20.0, wanted) == (120.0, 80.0)
