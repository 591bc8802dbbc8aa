import itertools

import matplotlib
import pytest
from matplotlib.colors import to_rgb

from race_sim.game import GAMES
from race_sim.plots import style

pytestmark = pytest.mark.short


def _luminance(colour):
    """Relative luminance after WCAG 2.2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in to_rgb(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_sides_have_the_colours_of_okabe_and_ito_and_a_second_channel():
    assert style.SIDE_COLOURS == {"us": "#0072B2", "cn": "#D55E00"}
    assert style.SIDE_DASHES["us"] != style.SIDE_DASHES["cn"]
    assert style.SIDE_MARKERS["us"] != style.SIDE_MARKERS["cn"]


def test_every_game_has_a_look_of_its_own():
    assert list(style.GAME_BANDS) == [game.key for game in GAMES]
    looks = [*style.GAME_BANDS.values(), style.OTHER_BAND]
    assert len(set(looks)) == len(looks)


def test_series_differ_in_colour_dash_and_marker():
    for channel in (style.SERIES_COLOURS, style.SERIES_DASHES, style.SERIES_MARKERS):
        assert len(set(channel)) == len(style.SERIES_DASHES)


@pytest.mark.parametrize("colour", [style.INK, style.FAINT_INK])
def test_text_is_readable_on_white(colour):
    # 7:1 is the enhanced contrast of WCAG 2.2, success criterion 1.4.6.
    assert 1.05 / (_luminance(colour) + 0.05) >= 7.0


def test_games_without_a_hatch_can_be_told_apart_in_grey():
    plain = [band.colour for band in style.GAME_BANDS.values() if not band.hatch]
    greys = sorted(0.299 * r + 0.587 * g + 0.114 * b for r, g, b in map(to_rgb, plain))
    gaps = [later - earlier for earlier, later in itertools.pairwise(greys)]
    assert min(gaps) > 0.01


def test_a_tint_lies_between_white_and_the_colour():
    assert style.tint("#0072B2", 0.0) == (1.0, 1.0, 1.0)
    assert style.tint("#0072B2", 1.0) == pytest.approx(to_rgb("#0072B2"))


def test_the_style_is_gone_after_drawing_even_after_an_error():
    before = dict(matplotlib.rcParams)
    with pytest.raises(RuntimeError, match="stop"), style.drawing():
        assert matplotlib.rcParams["text.parse_math"] is False
        raise RuntimeError("stop")
    assert dict(matplotlib.rcParams) == before
