"""A stage game in words: its matrix, its measures, and what they mean, for a reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from race_sim import words
from race_sim.game import actor_type
from race_sim.games.dilemma import threat_is_credible
from race_sim.games.equilibria import (
    JOINT_ACTIONS,
    JointAction,
    NashSet,
    best_replies,
    joint_payoffs,
)
from race_sim.games.ordinal import ORDINAL_TYPES, labelling
from race_sim.games.pareto import dominates, efficient
from race_sim.rules.state import ACCELERATE, INVEST

if TYPE_CHECKING:
    from race_sim.games.stage_game import StageGame

_DOES = ("accelerates", "invests")  # by action
_HABITS = (
    "accelerates whatever the other does",
    "invests whatever the other does",
    "does as the other does",
    "does the opposite of what the other does",
)
_MOST_TYPES = 6
_WIDTH = 100
MATRIX_NOTE = "Payoffs: United States, China. * marks a best reply to what the other does."


class Table(NamedTuple):
    """Headings and rows of text; numbers are in all columns but the first."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Paragraph(NamedTuple):
    """A paragraph, and what it begins with that is to be emphasised."""

    text: str
    bold: str = ""


def in_words(joint: JointAction) -> str:
    """A joint action: `both invest`, or who does what."""
    us_action, cn_action = joint
    if us_action == cn_action:
        return "both invest" if us_action == INVEST else "both accelerate"
    return f"the United States {_DOES[us_action]}, China {_DOES[cn_action]}"


def matrix(game: StageGame) -> Table:
    """The payoffs of all four joint actions, best replies marked."""
    rows = []
    for us_action in (INVEST, ACCELERATE):
        cells = []
        for cn_action in (INVEST, ACCELERATE):
            us_payoff, cn_payoff = joint_payoffs(game.us, game.cn, (us_action, cn_action))
            us_mark = "*" if us_action in best_replies(game.us, cn_action) else " "
            cn_mark = "*" if cn_action in best_replies(game.cn, us_action) else " "
            cells.append(f"{us_payoff:6.2f}{us_mark} {cn_payoff:6.2f}{cn_mark}")
        rows.append((f"United States {_DOES[us_action]}", *cells))
    return Table(("", "China invests", "China accelerates"), tuple(rows))


def measures(game: StageGame) -> Table:
    """What pulls each side away from mutual safety, one measure a row."""

    def row(label: str, pair: tuple[float | None, float | None], none: str) -> tuple[str, ...]:
        return (label, *(none if value is None else f"{_tidy(value):.2f}" for value in pair))

    return Table(
        ("", "United States", "China"),
        (
            row("Temptation: gain from accelerating alone, T - R", game.temptation, ""),
            row("Fear: saved by accelerating too, P - S", game.fear, ""),
            row("Chance that the other invests at which it switches", game.critical_belief, "none"),
            row("Index of cooperation, (R - P) / (T - S)", game.cooperation_index, "none"),
            row(
                "Patience to resist temptation, (T - R) / (T - P)", game.discount_threshold, "none"
            ),
        ),
    )


def replies_and_equilibria(game: StageGame) -> list[Paragraph]:
    """Best replies, equilibria and what would be better for both."""
    us_habit, cn_habit = (_HABITS[actor_type(own)] for own in (game.us, game.cn))
    both = f"the United States {us_habit}; China {cn_habit}"
    said = [f"Best replies: {f'each side {us_habit}' if us_habit == cn_habit else both}."]
    pure = game.pure_equilibria
    said.append(f"Pure equilibria: {'; '.join(map(in_words, pure)) or 'none'}.")
    mixed = game.mixed_equilibrium
    if mixed is None:
        said.append("Mixed equilibrium: none.")
    else:
        said.append(
            f"Mixed equilibrium: the United States invests with probability {mixed[0]:.3f}, "
            f"China with {mixed[1]:.3f}."
        )
    if game.is_continuum:
        sets = [_set_in_words(one) for one in game.nash_sets if not one.is_point()]
        said.append(
            "Payoffs tie, so there are infinitely many equilibria: "
            f"{'; '.join(sets)} (probabilities of investing)."
        )
    ranked = "; ".join(map(in_words, efficient(game.us, game.cn)))
    said.append(f"Pareto-efficient: {ranked}.")
    for joint in pure:
        better = [other for other in JOINT_ACTIONS if dominates(game.us, game.cn, other, joint)]
        if better:
            alternatives = words.listing([in_words(other) for other in better])
            said.append(f"Better for both than that {in_words(joint)}: {alternatives}.")
    if len(pure) == 2 and not game.is_continuum:
        said.append(_selection(game))
    return [Paragraph(text) for text in said]


def _set_in_words(one: NashSet) -> str:
    def interval(low: float, high: float) -> str:
        return f"{low:.3g}" if low == high else f"{low:.3g} to {high:.3g}"

    return f"the United States {interval(*one.us)}, China {interval(*one.cn)}"


def _selection(game: StageGame) -> str:
    """Which of two equilibria dominates the other, and how."""
    payoff, risk = game.payoff_dominant, game.risk_dominant
    if payoff is not None and payoff == risk:
        return (
            f"Better for both and safer to expect: {in_words(payoff)} (payoff and risk dominant)."
        )
    first = (
        "No equilibrium is better for both"
        if payoff is None
        else f"The equilibrium better for both (payoff dominant): {in_words(payoff)}"
    )
    second = (
        "neither is safer to expect"
        if risk is None
        else f"the safer one to expect (risk dominant): {in_words(risk)}"
    )
    return f"{first}; {second}."


def patience(game: StageGame) -> str:
    """What the repetition of the game can do, in one sentence."""
    needed = game.mutual_threshold
    if needed == 0.0:
        return "Both investing needs no patience: neither side is tempted."
    if needed is not None:
        return (
            "Played again and again, both investing is an equilibrium under grim trigger from a "
            f"discount factor of {needed:.3f} from one decision to the next."
        )
    lost = [side for side, value in game.discount_threshold._asdict().items() if value is None]
    if lost:
        who = words.listing([words.SIDE_NAMES[side] for side in lost])
        return (
            f"No patience holds {who} to investing under grim trigger: both accelerating is no "
            "worse than both investing."
        )
    assert not threat_is_credible(game.us, game.cn)
    return (
        "Grim trigger is no credible threat here: that both accelerate is not an equilibrium of "
        "the stage game."
    )


def joint_welfare(game: StageGame) -> str:
    """What equilibrium costs both together."""
    welfare = game.welfare
    sums = {joint: sum(joint_payoffs(game.us, game.cn, joint)) for joint in JOINT_ACTIONS}
    best = max(sums, key=lambda joint: sums[joint])
    said = (
        f"Joint payoff: at best {_tidy(welfare.best):.2f} ({in_words(best)}), in the worst "
        f"equilibrium {_tidy(welfare.worst_equilibrium):.2f}. Lost to anarchy: "
        f"{_tidy(welfare.lost_to_anarchy):.2f}"
    )
    if welfare.share_lost is not None:
        said += f", {words.percent(max(welfare.share_lost, 0.0))} of the way to the worst"
    if welfare.price_of_anarchy is None or welfare.price_of_stability is None:
        return (
            f"{said}. The price of anarchy, a ratio, means nothing here: not all joint payoffs are "
            "positive."
        )
    return (
        f"{said}. Price of anarchy {welfare.price_of_anarchy:.2f}, price of stability "
        f"{welfare.price_of_stability:.2f}."
    )


def ordinal_place(game: StageGame) -> str:
    """Which of the 144 ordinal games it is, or between which it lies."""
    types = game.ordinal_types
    if len(types) > 1:
        keys = [one.key for one in types[:_MOST_TYPES]]
        more = f" and {len(types) - _MOST_TYPES} more" if len(types) > _MOST_TYPES else ""
        return (
            f"Ordinal type: payoffs tie, so on the border between {len(types)} of the "
            f"{len(ORDINAL_TYPES)}: {', '.join(keys)}{more}."
        )
    only = types[0]
    said = f"Ordinal type: {only.key}, {only.title}, number {only.number} of {len(ORDINAL_TYPES)}."
    labels = labelling(game.us, game.cn)
    for side, action in labels._asdict().items() if labels else ():
        if action == ACCELERATE:
            rival = words.capital(words.SIDE_POSSESSIVES[words.RIVAL[side]])
            said += f" {rival} best outcome needs {words.SIDE_NAMES[side]} to accelerate."
    return said


def noisy_choice(game: StageGame, rationality: float) -> str:
    """The logit equilibrium, and where its branch leads."""
    found = game.logit_equilibrium(rationality)
    said = (
        f"Logit equilibrium at rationality {rationality:g}: the United States invests with "
        f"probability {_chance(found.us_invests)}, China with {_chance(found.cn_invests)}."
    )
    selected = game.logit_selection
    if selected is None:
        return said
    if all(chance in (0.0, 1.0) for chance in selected):
        end = in_words((int(selected[0]), int(selected[1])))
    else:
        end = f"the mixed equilibrium, {selected[0]:.3f} and {selected[1]:.3f}"
    return f"{said} As rationality grows, its branch leads to: {end}."


def remarks(game: StageGame, rationality: float | None = None) -> list[Paragraph]:
    """What the measures come to, a paragraph each."""
    said = [patience(game), joint_welfare(game), ordinal_place(game)]
    if rationality is not None:
        said.append(noisy_choice(game, rationality))
    return [Paragraph(text, text.split(":")[0] if ":" in text else "") for text in said]


def heading(game: StageGame) -> Paragraph:
    """The name of the game and what it means."""
    meaning = words.capital(words.game_in_words(game.us, game.cn))
    return Paragraph(f"{game.title}. {meaning}.", game.title)


def aligned(table: Table) -> list[str]:
    """A table as lines of text, numbers flush right."""
    lines = (table.headings, *table.rows)
    widths = [max(len(line[place]) for line in lines) for place in range(len(table.headings))]
    return [
        "  ".join(
            [line[0].ljust(widths[0])]
            + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        ).rstrip()
        for line in lines
    ]


def text_of(game: StageGame) -> str:
    """The whole game as text."""

    def lines(parts: Sequence[Paragraph]) -> list[str]:
        return [words.wrapped(part.text, _WIDTH) for part in parts]

    return "\n".join(
        [
            *lines([heading(game)]),
            "",
            *aligned(matrix(game)),
            MATRIX_NOTE,
            "",
            *lines(replies_and_equilibria(game)),
            "",
            *aligned(measures(game)),
            "",
            *lines(remarks(game)),
        ]
    )


def _chance(value: float) -> str:
    """A probability; one that would round to 0 or 1 says so."""
    if 0.0 < value < 0.0005:
        return "less than 0.001"
    return "more than 0.999" if 0.9995 <= value < 1.0 else f"{value:.3f}"


def _tidy(value: float) -> float:
    """Without a negative zero."""
    return value if abs(value) >= 0.005 else 0.0
