"""Colours, dashes, markers, hatches and fonts: one meaning, one look, in every picture.

Colours are those of Okabe and Ito (2008, Color Universal Design), which readers with any common
colour vision can tell apart. Colour never speaks alone: a dash, a marker, a hatch or a label
beside it says the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import matplotlib
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from race_sim.game import GAMES

BLACK = "#000000"
ORANGE = "#E69F00"
SKY_BLUE = "#56B4E9"
GREEN = "#009E73"
YELLOW = "#F0E442"
BLUE = "#0072B2"
VERMILION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#CCCCCC"

INK = "#1A1A1A"
FAINT_INK = "#595959"  # 7:1 on white
RULE = "#D9D9D9"

SIDE_NAMES = {"us": "United States", "cn": "China"}
SIDE_COLOURS = {"us": BLUE, "cn": VERMILION}
SIDE_MARKERS = {"us": "o", "cn": "s"}
Dash = Any  # what Matplotlib takes as a line style
SIDE_DASHES: dict[str, Dash] = {"us": "-", "cn": (0, (5.0, 2.0))}

# For lines that are told apart by dash and marker, such as sample worlds or several settings.
SERIES_COLOURS = (BLACK, GREEN, PURPLE, ORANGE, BLUE, VERMILION)
SERIES_DASHES: tuple[Dash, ...] = (
    "-",
    (0, (6.0, 2.0)),
    (0, (1.0, 1.2)),
    (0, (6.0, 1.5, 1.0, 1.5)),
    (0, (3.0, 1.0)),
    (0, (8.0, 2.0, 2.0, 2.0)),
)
SERIES_MARKERS = ("o", "s", "^", "D", "v", "P")

SMALL = 8.5
MEDIUM = 9.5
LARGE = 13.0


class Band(NamedTuple):
    """The look of a filled area."""

    colour: str
    hatch: str


# Games of one family share a colour and differ by hatch.
_GAME_BANDS = {
    # accelerating dominates for both
    "prisoners_dilemma": Band(ORANGE, ""),
    "deadlock": Band(ORANGE, "xxx"),
    "one_sided_deadlock": Band(ORANGE, "///"),
    # each wants to do as the other does
    "stag_hunt": Band(SKY_BLUE, ""),
    "coordination": Band(SKY_BLUE, "..."),
    # somebody gives way
    "chicken": Band(PURPLE, ""),
    "called_bluff": Band(PURPLE, "\\\\\\"),
    "bully": Band(PURPLE, "xxx"),
    # investing dominates for one or both
    "harmony": Band(GREEN, ""),
    "safe_leadership": Band(GREEN, "///"),
    "free_ride": Band(GREEN, "..."),
    # the two want different things
    "asymmetric_dilemma": Band(YELLOW, "|||"),
    "unilateral_safety": Band(YELLOW, "\\\\\\"),
    "matching_pennies": Band(GREY, ""),
}
GAME_BANDS = {game.key: _GAME_BANDS[game.key] for game in GAMES}
GAME_TITLES = {game.key: game.title for game in GAMES}
OTHER_BAND = Band("#FFFFFF", "---")

_PARAMETERS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": MEDIUM,
    "text.color": INK,
    "text.parse_math": False,  # a dollar sign in a title is a dollar sign
    "axes.titlesize": MEDIUM,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlepad": 5.0,
    "axes.labelsize": MEDIUM,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT_INK,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.color": FAINT_INK,
    "ytick.color": FAINT_INK,
    "legend.frameon": False,
    "legend.fontsize": SMALL,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "butt",
    "hatch.linewidth": 0.7,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
}


@contextmanager
def drawing() -> Iterator[None]:
    """Matplotlib's own defaults and this style while the block runs; afterwards all is as before.

    The reader's own `matplotlibrc` has no say, so that the same data give the same picture
    everywhere.
    """
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_PARAMETERS)
        yield


def tint(colour: str, strength: float) -> tuple[float, float, float]:
    """A colour mixed with white; unlike a transparent one it hides what is under it."""
    red, green, blue = to_rgb(colour)
    return (
        1.0 - strength * (1.0 - red),
        1.0 - strength * (1.0 - green),
        1.0 - strength * (1.0 - blue),
    )


def swatch(band: Band) -> Rectangle:
    """A small rectangle with the look of a band, for a legend."""
    return Rectangle(
        (0.0, 0.0), 1.0, 1.0, facecolor=band.colour, hatch=band.hatch, edgecolor=INK, linewidth=0.5
    )
