"""The claims at a glance: effect in the baseline, share of the plausible space, verdict."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter

from race_sim.plots import style, words
from race_sim.plots.frames import check_frame
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle

WIDTH = 10.0  # inches
_ROW = 0.52  # inches
_LINE = 0.29  # of a row
_LEFT, _RIGHT = -1.5, 6.0  # of the effect's axis; what lies beyond is an arrow at its end
_HEADLINE = "Which claims hold in the model, and in how much of what is plausible?"
_KEY = (
    "Left: of each claim the test that comes out weakest in the baseline, with its 95 % interval; "
    "1 is the smallest effect that counts, and an arrow stands for what lies beyond the axis. "
    "Right: points of the prior at which all tests of the claim hold, of those that are decided, "
    "with a 95 % interval. Shaded: where a claim must lie to hold."
)
_COLUMNS = (
    "claim",
    "about",
    "effect_text",
    "needed_text",
    "effect_value",
    "effect_low",
    "effect_high",
    "share_value",
    "share_low",
    "share_high",
    "verdict",
    "verdict_text",
)
_MADE_BY = "race_sim.claims.run"
_LOOKS = {
    "holds": (style.BLUE, "o"),
    "depends": (style.ORANGE, "s"),
    "fails": (style.VERMILION, "D"),
}
_DASHED = (0, (4.0, 2.0))
_LONGEST = 26  # letters of a key in one line
_MOST = 2  # lines for keys


@style.drawing()
def draw(claims: pd.DataFrame, needed_share: float, source: str) -> Picture:
    """One row a claim.

    Parameters
    ----------
    claims : DataFrame
        From `ClaimsResult.table`.
    needed_share : float
        Share of the plausible space from which a claim holds.
    source : str
        How it was made, for the line under the picture.

    Returns
    -------
    Picture
        Table: `claims`.

    Raises
    ------
    InputError
        If the frame is empty or lacks a column.
    """
    check_frame("claims", claims, _COLUMNS, _MADE_BY)
    height = len(claims) * _ROW + 0.75
    figure = new_sheet(_HEADLINE, "", f"{words.of_this_version(source)}.", height, _KEY, WIDTH)
    grid = figure.add_gridspec(1, 4, width_ratios=(2.9, 2.5, 1.9, 2.1), wspace=0.0)
    columns = [figure.add_subplot(grid[0, place]) for place in range(4)]
    for axes in columns:
        axes.set_ylim(-len(claims) + 0.4, 0.6)
        axes.set_yticks([])
    for axes in (columns[0], columns[3]):
        axes.set_axis_off()
    _write_names(columns[0], claims)
    _draw_effects(columns[1], claims)
    _draw_shares(columns[2], claims, needed_share)
    _write_verdicts(columns[3], claims)
    settle(figure)
    return Picture("claims", figure, claims, _alt(claims), _HEADLINE)


def _lines(axes: Axes, place: int, lines: list[tuple[str, str, str]]) -> None:
    """Lines of text on a row: text, weight and colour of each."""
    for number, (text, weight, colour) in enumerate(lines):
        axes.text(
            0.0,
            -place + _LINE * ((len(lines) - 1) / 2 - number),
            text,
            transform=axes.get_yaxis_transform(),
            va="center",
            fontsize=style.SMALL,
            fontweight=weight,
            color=colour,
        )


def _write_names(axes: Axes, claims: pd.DataFrame) -> None:
    for place, (_, row) in enumerate(claims.iterrows()):
        lines = [
            (words.first_capital(row["claim"]), "bold", style.INK),
            (str(row["about"]), "normal", style.FAINT_INK),
            (f"{row['effect_text']}, needs {row['needed_text']}", "normal", style.INK),
        ]
        _lines(axes, place, lines)


def _write_verdicts(axes: Axes, claims: pd.DataFrame) -> None:
    for place, (_, row) in enumerate(claims.iterrows()):
        first, _, keys = str(row["verdict_text"]).partition(" on ")
        lines = [(f"{first} on" if keys else first, "bold", style.INK)]
        parts = keys.replace(" and ", ", ").split(", ") if keys else []
        if len(parts) == 1 and len(keys) > _LONGEST:  # a long key has a line for its section
            section, _, rest = keys.rpartition(".")
            parts = [f"{section}.", rest]
        elif len(parts) > _MOST:
            parts = [*parts[: _MOST - 1], f"and {len(parts) - _MOST + 1} more"]
        lines += [(part, "normal", style.INK) for part in parts]
        _lines(axes, place, lines)


def _rows_between(axes: Axes, claims: pd.DataFrame) -> None:
    for place in range(1, len(claims)):
        axes.axhline(0.5 - place, color=style.RULE, linewidth=0.5, zorder=0)


def _draw_effects(axes: Axes, claims: pd.DataFrame) -> None:
    axes.set_xlim(_LEFT, _RIGHT)
    _rows_between(axes, claims)
    axes.axvspan(1.0, _RIGHT, color=style.tint(style.SKY_BLUE, 0.18), linewidth=0.0, zorder=0)
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=0.8, zorder=1)
    axes.axvline(1.0, color=style.INK, linewidth=1.0, linestyle=_DASHED, zorder=1)
    for place, (_, row) in enumerate(claims.iterrows()):
        colour, marker = _LOOKS[row["verdict"]]
        value, low, high = (float(row[f"effect_{part}"]) for part in ("value", "low", "high"))
        if not math.isfinite(value):
            continue
        if _LEFT <= value <= _RIGHT:
            ends = [max(low, _LEFT), min(high, _RIGHT)]
            axes.plot(ends, [-place, -place], color=colour, linewidth=2.0, zorder=2)
        else:
            marker = "<" if value < _LEFT else ">"
        shown = min(max(value, _LEFT + 0.15), _RIGHT - 0.15)
        axes.plot(shown, -place, marker=marker, markersize=7, color=colour, zorder=3)
    axes.xaxis.set_major_locator(FixedLocator([-1, 0, 1, 2, 3, 4, 5, 6]))
    axes.xaxis.set_major_formatter(
        FuncFormatter(lambda value, _: f"{value:.0f}".replace("-", "\N{MINUS SIGN}"))
    )
    axes.set_xlabel("multiple of what counts", fontsize=style.SMALL)
    axes.set_title("In the baseline", fontsize=style.MEDIUM)


def _draw_shares(axes: Axes, claims: pd.DataFrame, needed: float) -> None:
    axes.set_xlim(0.0, 1.0)
    _rows_between(axes, claims)
    axes.axvspan(needed, 1.0, color=style.tint(style.SKY_BLUE, 0.18), linewidth=0.0, zorder=0)
    axes.axvline(needed, color=style.INK, linewidth=1.0, linestyle=_DASHED, zorder=1)
    for place, (_, row) in enumerate(claims.iterrows()):
        colour, marker = _LOOKS[row["verdict"]]
        value, low, high = (float(row[f"share_{part}"]) for part in ("value", "low", "high"))
        if not math.isfinite(value):
            continue
        axes.plot([low, high], [-place, -place], color=colour, linewidth=2.0, zorder=2)
        axes.plot(
            value, -place, marker=marker, markersize=6.5, color=colour, zorder=3, clip_on=False
        )
    axes.xaxis.set_major_locator(FixedLocator([0.0, 0.25, 0.5, 0.75, needed]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}"))
    axes.set_xlabel("% of the plausible space", fontsize=style.SMALL)
    axes.set_title("Over the prior", fontsize=style.MEDIUM)


def _alt(claims: pd.DataFrame) -> str:
    return words.sentence(
        "Of each claim its weakest test in the baseline, the share of the plausible space in "
        "which the claim holds, and the verdict",
        *(
            f"{words.first_capital(row['claim'])}: {row['about']} {row['effect_text']} (needs "
            f"{row['needed_text']}); {words.percent(row['share_value'])} of the space; verdict: "
            f"{row['verdict_text']}"
            for _, row in claims.iterrows()
        ),
    )
