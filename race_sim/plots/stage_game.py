"""A stage game in two panels: its matrix with best replies, and the replies to every chance.

On the left each side's deviations are arrows between the four joint actions. On the right, in the
square of both sides' chances of investing, are the best replies, the noisy (logit) replies, and
the branch of logit equilibria from indifference on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, Rectangle

from race_sim.games.equilibria import JOINT_ACTIONS, JointAction, joint_payoffs, replies_to_chance
from race_sim.games.quantal_response import LogitEquilibrium, logit_reply
from race_sim.games.telling import in_words
from race_sim.plots import style, words
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet, settle
from race_sim.rules.state import ACCELERATE, INVEST
from race_sim.words import GAME_NAMES

if TYPE_CHECKING:
    from race_sim.game import Payoffs
    from race_sim.games.stage_game import StageGame

_CHANCES = np.linspace(0.0, 1.0, 201)
_CELL = 1.0
_GAP = 0.42


def _corner(joint: JointAction) -> tuple[float, float]:
    """The lower left corner of a joint action's cell: investing is at the top and at the left."""
    us_action, cn_action = joint
    return (
        0.0 if cn_action == INVEST else _CELL + _GAP,
        _CELL + _GAP if us_action == INVEST else 0.0,
    )


def _draw_cell(axes: Axes, game: StageGame, joint: JointAction) -> None:
    x, y = _corner(joint)
    ranked = game.pareto_ranks[joint]
    axes.add_patch(
        Rectangle(
            (x, y),
            _CELL,
            _CELL,
            facecolor="white" if ranked == 1 else style.tint(style.GREY, 0.75),
            hatch="" if ranked == 1 else "//",
            edgecolor="white",
            linewidth=0.0,
        )
    )
    axes.add_patch(
        Rectangle((x, y), _CELL, _CELL, facecolor="none", edgecolor=style.FAINT_INK, linewidth=0.9)
    )
    if joint in game.pure_equilibria:
        axes.add_patch(
            Circle(
                (x + _CELL / 2, y + _CELL / 2),
                0.46 * _CELL,
                facecolor="none",
                edgecolor=style.INK,
                linewidth=2.4,
            )
        )
    us_payoff, cn_payoff = joint_payoffs(game.us, game.cn, joint)
    box = {"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
    for side, value, right, up in (
        ("us", us_payoff, 0.5, 0.33),
        ("cn", cn_payoff, 0.5, 0.67),
    ):
        axes.text(
            x + right * _CELL,
            y + up * _CELL,
            f"{'US' if side == 'us' else 'China'} {_number(value)}",
            ha="center",
            va="center",
            fontsize=style.MEDIUM + 1.0,
            fontweight="bold",
            color=style.SIDE_COLOURS[side],
            bbox=box,
        )


def _number(value: float) -> str:
    digits = 2 if abs(value) < 100.0 else 0
    return f"{round(value, digits) + 0.0:,.{digits}f}".replace("-", "\N{MINUS SIGN}")


def _draw_deviation(
    axes: Axes, start: tuple[float, float], end: tuple[float, float], gain: float, side: str
) -> None:
    """An arrow to the action that a side prefers; a line with two heads where it does not care."""
    if gain < 0.0:
        start, end = end, start
    axes.add_patch(
        FancyArrowPatch(
            start,
            end,
            arrowstyle="-|>" if gain != 0.0 else "<|-|>",
            mutation_scale=15.0,
            shrinkA=0.0,
            shrinkB=0.0,
            color=style.SIDE_COLOURS[side],
            linewidth=2.2,
            linestyle="-" if gain != 0.0 else ":",
        )
    )


def _draw_matrix(axes: Axes, game: StageGame) -> None:
    for joint in JOINT_ACTIONS:
        _draw_cell(axes, game, joint)
    far = _CELL + _GAP
    for cn_action in (INVEST, ACCELERATE):  # the United States' deviations go up and down
        x = _corner((INVEST, cn_action))[0] + _CELL / 2
        gain = _gain(game.us, cn_action)
        _draw_deviation(axes, (x, _CELL + 0.04), (x, far - 0.04), gain, "us")
    for us_action in (INVEST, ACCELERATE):
        y = _corner((us_action, INVEST))[1] + _CELL / 2
        gain = _gain(game.cn, us_action)
        _draw_deviation(axes, (far - 0.04, y), (_CELL + 0.04, y), gain, "cn")
    size = 2 * _CELL + _GAP
    axes.set(xlim=(-0.02, size + 0.02), ylim=(-0.02, size + 0.02), aspect="equal")
    middles = [_CELL / 2, far + _CELL / 2]
    axes.set_xticks(middles, ["invests", "accelerates"])
    axes.set_yticks(middles, ["accelerates", "invests"], rotation=90, va="center")
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel("China", fontweight="bold", color=style.SIDE_COLOURS["cn"])
    axes.set_ylabel("United States", fontweight="bold", color=style.SIDE_COLOURS["us"])
    axes.tick_params(length=0, labelsize=style.MEDIUM)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _gain(own: Payoffs, rival_action: int) -> float:
    """What a side gains from investing, against what its rival does."""
    if rival_action == INVEST:
        return own.both_invest - own.accelerate_alone
    return own.invest_alone - own.both_accelerate


def _replies(own: Payoffs, rationality: float) -> np.ndarray:
    return np.array([logit_reply(own, rationality, float(chance)) for chance in _CHANCES])


def _draw_best_replies(axes: Axes, own: Payoffs, side: str) -> None:
    """The best replies to every chance, exactly: a line, with a step where the side switches."""
    for number, (rival, best) in enumerate(replies_to_chance(own)):
        label = f"{style.SIDE_NAMES[side]}: best reply" if number == 0 else None
        if rival == best == (0.0, 1.0):  # it never makes a difference to this side
            axes.add_patch(
                Rectangle(
                    (0.0, 0.0),
                    1.0,
                    1.0,
                    facecolor=style.tint(style.SIDE_COLOURS[side], 0.12),
                    edgecolor="none",
                    label=label,
                    zorder=0.5,
                )
            )
            continue
        x, y = (best, rival) if side == "us" else (rival, best)
        axes.plot(
            x,
            y,
            color=style.SIDE_COLOURS[side],
            linestyle=style.SIDE_DASHES[side],
            linewidth=1.0,
            label=label,
            clip_on=False,
        )


def _draw_square(
    axes: Axes, game: StageGame, rationality: float, branch: tuple[LogitEquilibrium, ...]
) -> None:
    for side, own in (("us", game.us), ("cn", game.cn)):
        _draw_best_replies(axes, own, side)
        replies = _replies(own, rationality)
        x, y = (replies, _CHANCES) if side == "us" else (_CHANCES, replies)
        axes.plot(
            x,
            y,
            color=style.SIDE_COLOURS[side],
            linestyle=style.SIDE_DASHES[side],
            linewidth=2.2,
            label=f"{style.SIDE_NAMES[side]}: logit reply",
            clip_on=False,
        )
    for one in game.nash_sets:
        if not one.is_point():  # ties: a line or the whole square of equilibria
            axes.add_patch(
                Rectangle(
                    (one.us[0], one.cn[0]),
                    one.us[1] - one.us[0],
                    one.cn[1] - one.cn[0],
                    facecolor=style.tint(style.INK, 0.25),
                    edgecolor=style.tint(style.INK, 0.4),
                    linewidth=6.0,
                    clip_on=False,
                    zorder=1,
                )
            )
    axes.plot(
        [point.us_invests for point in branch],
        [point.cn_invests for point in branch],
        color=style.INK,
        linewidth=1.6,
        label="logit equilibria",
        clip_on=False,
        zorder=4,
    )
    axes.plot(
        0.5, 0.5, "o", color=style.INK, markerfacecolor="white", label="both indifferent", zorder=5
    )
    last = branch[-1]
    axes.plot(
        last.us_invests,
        last.cn_invests,
        "D",
        color=style.INK,
        markersize=8,
        markeredgecolor="white",
        linestyle="none",
        label=f"rationality {rationality:g}",
        clip_on=False,
        zorder=6,
    )
    for number, (us_invests, cn_invests) in enumerate(game.nash_equilibria):
        axes.plot(
            us_invests,
            cn_invests,
            "o",
            color=style.INK,
            markerfacecolor="none",
            markersize=15,
            markeredgewidth=2.2,
            linestyle="none",
            label="Nash equilibrium" if number == 0 else None,
            clip_on=False,
            zorder=5,
        )
    axes.set(
        xlim=(-0.03, 1.03),
        ylim=(-0.03, 1.03),
        aspect="equal",
        xlabel="chance that the United States invests",
        ylabel="chance that China invests",
    )
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.grid(True)


def _table(
    game: StageGame, rationality: float, branch: tuple[LogitEquilibrium, ...]
) -> pd.DataFrame:
    """All that is drawn, one point a row; `what` says of which kind."""
    rows: list[tuple[object, ...]] = []
    for joint in JOINT_ACTIONS:
        us_payoff, cn_payoff = joint_payoffs(game.us, game.cn, joint)
        kind = "equilibrium" if joint in game.pure_equilibria else "joint action"
        rows.append((kind, *joint, None, us_payoff, cn_payoff, game.pareto_ranks[joint]))
    rows.extend(
        ("equilibrium", *profile, None, *game.expected_payoffs(profile), None)
        for profile in game.nash_equilibria
        if not all(chance in (0.0, 1.0) for chance in profile)
    )
    for side, own in (("us", game.us), ("cn", game.cn)):
        for chance, reply in zip(_CHANCES, _replies(own, rationality), strict=True):
            pair = (reply, chance) if side == "us" else (chance, reply)
            rows.append((f"{side} logit reply", *pair, rationality, None, None, None))
    rows.extend(
        (
            "logit equilibrium",
            point.us_invests,
            point.cn_invests,
            point.rationality,
            *game.expected_payoffs((point.us_invests, point.cn_invests)),
            None,
        )
        for point in branch
    )
    columns = [
        "what",
        "us_invests",
        "cn_invests",
        "rationality",
        "us_payoff",
        "cn_payoff",
        "pareto_rank",
    ]
    table = pd.DataFrame(rows, columns=columns)
    numbers = [name for name in columns if name != "what"]
    return table.astype(dict.fromkeys(numbers, float))


def _alt(
    headline: str, title: str, game: StageGame, rationality: float, last: LogitEquilibrium
) -> str:
    cells = []
    for joint in JOINT_ACTIONS:
        us_payoff, cn_payoff = joint_payoffs(game.us, game.cn, joint)
        cells.append(
            f"{in_words(joint)}: United States {_number(us_payoff)}, China {_number(cn_payoff)}"
        )
    pure = "; ".join(map(in_words, game.pure_equilibria)) or "none"
    inferior = [in_words(joint) for joint, rank in game.pareto_ranks.items() if rank > 1]
    return words.sentence(
        words.headed(headline, title),
        f"Payoffs if {'; if '.join(cells)}",
        f"Pure equilibria: {pure}",
        f"Pareto-inferior: {'; '.join(inferior) or 'none'}",
        f"At rationality {rationality:g} the branch of logit equilibria has the United States "
        f"invest with chance {last.us_invests:.2f} and China with {last.cn_invests:.2f}",
    )


@style.drawing()
def draw(game: StageGame, title: str, rationality: float) -> Picture:
    """The payoff matrix with best replies, and the replies and logit equilibria in chances.

    Parameters
    ----------
    game : StageGame
    title : str
        Of which scenario, and when.
    rationality : float
        Of the logit replies, and of the end of the branch.

    Returns
    -------
    Picture
        Table: the joint actions, equilibria, logit replies and the branch, one point a row.

    Raises
    ------
    InputError
        If the rationality is negative.
    """
    branch = game.principal_branch(rationality)
    headline = f"The stage game is {GAME_NAMES[game.name]}"
    key = (
        "Left: arrows point to what each side would rather do (two heads: it does not care), rings "
        "are equilibria, hatched cells are worse for both than another, or no better and worse for "
        "one. Right: what answers each chance of the other; logit equilibria lie where the noisy "
        "replies cross."
    )
    if game.is_continuum:
        key += " Payoffs tie: thick grey lines or areas hold infinitely many equilibria."
    source = words.of_this_version("Payoffs as the sides see them, each from its own chair") + "."
    figure = new_sheet(headline, title, source, 5.4, key)
    places = figure.add_gridspec(2, 2, height_ratios=(1.0, 0.16))
    left, right = figure.add_subplot(places[0, 0]), figure.add_subplot(places[0, 1])
    _draw_matrix(left, game)
    _draw_square(right, game, rationality, branch)
    below = figure.add_subplot(places[1, :])
    below.set_axis_off()
    below.legend(
        *right.get_legend_handles_labels(),
        loc="center",
        ncols=4,
        handlelength=2.6,
        columnspacing=1.6,
        borderaxespad=0.0,
    )
    settle(figure)
    alt = _alt(headline, title, game, rationality, branch[-1])
    return Picture(
        "stage_game",
        figure,
        _table(game, rationality, branch),
        alt,
        words.headed(headline, title),
    )
