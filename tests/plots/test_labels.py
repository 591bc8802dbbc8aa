import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from race_sim.plots.labels import box_of, dense, holds_any, is_free, place_near, spread
from race_sim.plots.labels import spread_within as within

PLACES = st.lists(st.tuples(st.floats(-50, 50), st.floats(0.1, 5)), min_size=1, max_size=12)


def _overlap(centres, sizes):
    order = sorted(range(len(centres)), key=lambda number: centres[number])
    return [
        (sizes[one] + sizes[other]) / 2 - (centres[other] - centres[one])
        for one, other in itertools.pairwise(order)
    ]


@given(PLACES)
def test_spread_labels_touch_at_most_and_keep_their_order(places):
    wanted, sizes = zip(*places, strict=True)
    centres = spread(wanted, sizes)
    assert all(overlap < 1e-6 for overlap in _overlap(centres, sizes))
    for one, other in itertools.combinations(range(len(wanted)), 2):
        if wanted[one] < wanted[other]:
            assert centres[one] < centres[other]


@given(PLACES)
def test_labels_that_do_not_overlap_stay_where_they_are(places):
    sizes = [size for _, size in places]
    wanted = list(np.cumsum([size + 5.0 for size in sizes]))
    assert spread(wanted, sizes) == pytest.approx(wanted)


@given(PLACES)
def test_spreading_does_not_move_the_whole(places):
    # Least squares with only differences constrained keeps the mean.
    wanted, sizes = zip(*places, strict=True)
    assert np.mean(spread(wanted, sizes)) == pytest.approx(np.mean(wanted), abs=1e-6)


@given(PLACES)
def test_spread_within_stays_inside_if_there_is_room(places):
    wanted, sizes = zip(*places, strict=True)
    centres = within(wanted, sizes, -40.0, 40.0)
    assert all(overlap < 1e-6 for overlap in _overlap(centres, sizes))
    for centre, size in zip(centres, sizes, strict=True):
        assert centre - size / 2 >= -40.0 - 1e-6
        assert centre + size / 2 <= 40.0 + 1e-6


def test_no_labels_need_no_places():
    assert within([], [], 0.0, 1.0) == []


def test_a_dense_line_leaves_no_gap_wider_than_asked_for():
    line = dense(np.array([[0.0, 0.0], [100.0, 0.0], [np.nan, 5.0], [100.0, 7.0]]), spacing=3.0)
    steps = np.hypot(*np.diff(line, axis=0).T)
    assert steps.max() <= 3.0
    assert line[0].tolist() == [0.0, 0.0]
    assert line[-1].tolist() == [100.0, 7.0]


@pytest.fixture
def text():
    figure = Figure(figsize=(4, 3), dpi=100)
    FigureCanvasAgg(figure)
    return figure.text(0.0, 0.0, "a label", transform=None, ha="center", va="center")


def test_a_text_is_placed_beside_its_anchor_clear_of_boxes_and_lines(text):
    room = Bbox.from_extents(0.0, 0.0, 400.0, 300.0)
    taken = [Bbox.from_extents(0.0, 150.0, 400.0, 300.0)]
    line = dense(np.array([[200.0, 0.0], [200.0, 150.0]]))
    anchor = np.array([[200.0, 140.0]])
    assert place_near(text, anchor, room, taken, line) == (200.0, 140.0)
    box = box_of(text)
    assert is_free(box, taken)
    assert not holds_any(box, line)
    assert room.x0 <= box.x0 and box.x1 <= room.x1 and room.y0 <= box.y0 and box.y1 <= room.y1
    assert np.hypot(*(np.array(text.get_position()) - anchor[0])) < 100.0


def test_a_text_without_room_has_no_place(text):
    room = Bbox.from_extents(0.0, 0.0, 400.0, 300.0)
    nothing = np.empty((0, 2))
    assert place_near(text, np.array([[200.0, 100.0]]), room, [room], nothing) is None
