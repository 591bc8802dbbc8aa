"""What does safety on one side alone buy, and what does it cost?

The question. Neither side can afford to slow down first, it is said, and neither can prevent a
disaster alone. So: how much of the danger does a side take away that always invests in safety,
whatever its rival does? What does it give away for that? And how does a rival answer that is free
to?

The design. Four pairs of fixed policies under common luck: both always accelerate, only the
United States is safe, only China is safe, both are safe. Then each side is made safe against a
rival that answers, by the baseline's logit response, and is compared with the baseline itself.
World by world the luck is the same, so every difference is paired.

What it measures. Whether the race ends in a catastrophe; the lead in the end; welfare, which is
progress less harm and restriction. Welfare leaves out what being ahead is worth to an actor: that
shows in the lead.

To run it: python experiments/unilateral_safety.py [--worlds N] [--seed N] [--out FOLDER]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

import race_sim
from race_sim.analysis import paired, wording
from race_sim.analysis.experiment import Finding, command
from race_sim.outcomes import Estimate, estimate
from race_sim.plots import style, words
from race_sim.plots.marks import Look, draw_estimate, signed
from race_sim.plots.picture import Picture
from race_sim.plots.sheet import new_sheet
from race_sim.words import RIVAL, SIDE_NAMES

NAME = "unilateral_safety"
QUESTION = "What does safety on one side alone buy, and what does it cost?"
WORLDS = 20_000
OUTCOMES = (
    "catastrophe",
    "lead",
    "us_welfare",
    "cn_welfare",
    "us_accelerating",
    "cn_accelerating",
)


class Pair(NamedTuple):
    """A pair of policies, and the pair that it is compared with."""

    key: str
    label: str
    us: str
    cn: str
    compared_with: str


_RACE, _SAFE, _ANSWER = "always-accelerate", "always-safe", "logit-response"
PAIRS = (
    Pair("both_race", "both always accelerate", _RACE, _RACE, "both_race"),
    Pair("us_safe", "only the United States is safe", _SAFE, _RACE, "both_race"),
    Pair("cn_safe", "only China is safe", _RACE, _SAFE, "both_race"),
    Pair("both_safe", "both are safe", _SAFE, _SAFE, "both_race"),
    Pair("both_answer", "both answer (the baseline)", _ANSWER, _ANSWER, "both_answer"),
    Pair(
        "us_safe_cn_answers",
        "the United States is safe, China answers",
        _SAFE,
        _ANSWER,
        "both_answer",
    ),
    Pair(
        "cn_safe_us_answers",
        "China is safe, the United States answers",
        _ANSWER,
        _SAFE,
        "both_answer",
    ),
)
FIXED = PAIRS[:4]


def play(worlds: int, seed: int) -> dict[str, pd.DataFrame]:
    """The worlds of every pair, by its key."""
    return {
        pair.key: race_sim.simulate(
            race_sim.load_scenario("baseline", {"us.policy": pair.us, "cn.policy": pair.cn}),
            worlds=worlds,
            seed=seed,
        )
        for pair in PAIRS
    }


def table_of(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Every outcome of every pair, and its paired difference from the pair it is compared with."""
    rows = []
    for pair in PAIRS:
        own, other = tables[pair.key], tables[pair.compared_with]
        for outcome in OUTCOMES:
            rows.append(
                {
                    "pair": pair.key,
                    "us_policy": pair.us,
                    "cn_policy": pair.cn,
                    "compared_with": pair.compared_with,
                    "outcome": outcome,
                    **estimate(own, outcome)._asdict(),
                    **paired.columns("difference", paired.difference(other, own, outcome)),
                    "worlds": len(own),
                }
            )
    return pd.DataFrame(rows)


class _Reader:
    """Looks up estimates in the table."""

    def __init__(self, table: pd.DataFrame):
        self.rows = table.set_index(["pair", "outcome"])

    def value(self, pair: str, outcome: str) -> Estimate:
        row = self.rows.loc[(pair, outcome)]
        return Estimate(row["value"], row["low"], row["high"])

    def change(self, pair: str, outcome: str) -> Estimate:
        row = self.rows.loc[(pair, outcome)]
        return paired.from_columns(row, "difference")


def _own_lead(side: str, change: Estimate) -> Estimate:
    """A change of the lead, which is the United States', from a side's own chair."""
    return change if side == "us" else wording.scaled(change, -1.0)


def sentences_on(tables: dict[str, pd.DataFrame], table: pd.DataFrame) -> Iterator[str]:
    """The finding in sentences; every number and every direction is read off the tables."""
    read = _Reader(table)
    race = read.value("both_race", "catastrophe")
    yield (
        "If both always accelerate, the race ends in a catastrophe in "
        f"{wording.percent(race)} of worlds."
    )
    for side in ("us", "cn"):
        key = f"{side}_safe"
        counts = paired.turned(
            tables["both_race"]["catastrophe"].to_numpy(), tables[key]["catastrophe"].to_numpy()
        )
        yield (
            f"If only {SIDE_NAMES[side]} is safe, that share "
            f"{wording.points(read.change(key, 'catastrophe'))}, to "
            f"{wording.percent(read.value(key, 'catastrophe'))}: {counts.only_first:,} "
            "catastrophes do not happen that happen if both race, and "
            f"{counts.only_second:,} happen that then do not."
        )
    yield (
        f"If both are safe, it {wording.points(read.change('both_safe', 'catastrophe'))}, to "
        f"{wording.percent(read.value('both_safe', 'catastrophe'))}."
    )
    yield _on_going_together(tables)
    for side in ("us", "cn"):
        yield _on_price(side, read)
    for side in ("us", "cn"):
        yield _on_answer(side, read)


def _on_going_together(tables: dict[str, pd.DataFrame]) -> str:
    parts = []
    signs = []
    for side in ("us", "cn"):
        change = paired.difference(tables[f"{side}_safe"], tables["both_safe"], "catastrophe")
        signs.append(wording.direction(change))
        parts.append(
            f"when {SIDE_NAMES[RIVAL[side]]} joins {SIDE_NAMES[side]} in safety, the share "
            f"{wording.points(change)}"
        )
    if signs == [-1, -1]:
        verdict = "Neither side alone takes away as much danger as both together"
    elif -1 not in signs:
        verdict = "One side alone takes away as much danger as both together, so far as can be seen"
    else:
        alone = SIDE_NAMES["us" if signs[0] != -1 else "cn"]
        verdict = f"Only {alone} alone takes away as much danger as both together"
    return f"{verdict}: {parts[0]}; {parts[1]}."


def _on_price(side: str, read: _Reader) -> str:
    key, rival = f"{side}_safe", RIVAL[side]
    lead = _own_lead(side, read.change(key, "lead"))
    own, other = read.change(key, f"{side}_welfare"), read.change(key, f"{rival}_welfare")
    standing = wording.moves(lead, "OOM", "gains", "loses") if wording.direction(lead) else ""
    cost = f"{standing} of lead" if standing else "neither gains nor loses lead measurably"
    return (
        f"For being safe alone, {SIDE_NAMES[side]} {cost.replace(' by ', ' ')}. Its own welfare "
        f"{wording.moves(own)}, that of {SIDE_NAMES[rival]} {wording.moves(other)}; harm counts in "
        "it, being ahead does not."
    )


def _on_answer(side: str, read: _Reader) -> str:
    rival = RIVAL[side]
    key = f"{side}_safe_{rival}_answers"
    return (
        f"A rival that is free to answer does so: when {SIDE_NAMES[side]} is always safe, the "
        f"share of time in which {SIDE_NAMES[rival]} accelerates "
        f"{wording.points(read.change(key, f'{rival}_accelerating'))} from the baseline's "
        f"{wording.percent(read.value('both_answer', f'{rival}_accelerating'))}, and the share of "
        f"worlds that end in a catastrophe {wording.points(read.change(key, 'catastrophe'))}, to "
        f"{wording.percent(read.value(key, 'catastrophe'))}."
    )


_LOOKS = {
    "both_race": Look(style.BLACK, "X"),
    "us_safe": Look(style.SIDE_COLOURS["us"], "o"),
    "cn_safe": Look(style.SIDE_COLOURS["cn"], "s"),
    "both_safe": Look(style.GREEN, "D"),
}


def _draw_changes(
    axes: Axes, tables: dict[str, pd.DataFrame], read: _Reader, outcome: str, title: str
) -> None:
    """Paired differences from racing: the middle four fifths of worlds, and the mean."""
    for place, pair in enumerate(FIXED):
        if pair.key == pair.compared_with:
            continue
        gain = (tables[pair.key][outcome] - tables[pair.compared_with][outcome]).quantile(
            [0.1, 0.9]
        )
        axes.plot(
            gain, [-place, -place], color=style.RULE, linewidth=7, solid_capstyle="butt", zorder=1
        )
        change = read.change(pair.key, outcome)
        said = signed(change.value, 2 if outcome == "lead" else 0)
        draw_estimate(axes, -place, change, said, _LOOKS[pair.key])
    axes.axvline(0.0, color=style.FAINT_INK, linewidth=0.8)
    right = sum(axes.get_xlim()) > 0.0
    axes.annotate(
        "both racing",
        (0.0, 0.0),
        xytext=(4 if right else -4, 0),
        textcoords="offset points",
        ha="left" if right else "right",
        va="center",
        fontsize=style.SMALL,
        color=style.FAINT_INK,
    )
    axes.set(ylim=(-len(FIXED) + 0.5, 0.6), title=title, yticks=[])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


@style.drawing()
def draw(tables: dict[str, pd.DataFrame], table: pd.DataFrame, seed: int) -> Picture:
    """Catastrophes under four pairs of policies, and what each pair changes for both sides."""
    read = _Reader(table)
    worlds = len(tables["both_race"])
    headline = "What one-sided safety buys"
    title = "Four pairs of fixed policies, 2026 to 2046"
    source = words.source_line(
        worlds,
        seed,
        "Right: difference from both racing, world by world under the same luck; marker and "
        "bracket: mean with its 95 % interval, grey: the middle four fifths of worlds",
    )
    figure = new_sheet(headline, title, source, 3.7)
    first, lead, us, cn = figure.subplots(1, 4, width_ratios=(1.35, 0.9, 1.0, 1.0))
    first.set_xlim(0.0, 1.15 * max(read.value(pair.key, "catastrophe").high for pair in FIXED))
    for place, pair in enumerate(FIXED):
        shown = read.value(pair.key, "catastrophe")
        draw_estimate(first, -place, shown, wording.percent_alone(shown), _LOOKS[pair.key])
    first.set_yticks([-place for place in range(len(FIXED))], _row_names())
    first.tick_params(axis="y", length=0, labelcolor=style.INK)
    first.set(
        ylim=(-len(FIXED) + 0.5, 0.6),
        title="Catastrophe",
        xlabel="share of worlds, %",
    )
    first.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}"))
    first.grid(axis="x")
    _draw_changes(lead, tables, read, "lead", "US lead in the end")
    lead.set_xlabel("change, OOM")
    _draw_changes(us, tables, read, "us_welfare", "US welfare")
    us.set_xlabel("change, payoff")
    _draw_changes(cn, tables, read, "cn_welfare", "Chinese welfare")
    cn.set_xlabel("change, payoff")
    alt = words.sentence(
        words.headed(headline, title),
        *(
            f"{words.first_capital(pair.label)}: catastrophe in "
            f"{wording.percent(read.value(pair.key, 'catastrophe'))} of worlds"
            for pair in FIXED
        ),
        *(
            f"{words.first_capital(pair.label)}, against both racing: "
            f"US lead {wording.moves(read.change(pair.key, 'lead'), 'OOM')}, "
            f"US welfare {wording.moves(read.change(pair.key, 'us_welfare'))}, "
            f"Chinese welfare {wording.moves(read.change(pair.key, 'cn_welfare'))}"
            for pair in FIXED[1:]
        ),
    )
    return Picture(NAME, figure, table, alt, words.headed(headline, title))


def _row_names() -> list[str]:
    return [
        "both always\naccelerate",
        "only the US\nis safe",
        "only China\nis safe",
        "both are safe",
    ]


def run(*, worlds: int = WORLDS, seed: int = 1) -> Finding:
    """Play the experiment.

    Raises
    ------
    InputError
        If `worlds` or `seed` cannot be used.
    """
    tables = play(worlds, seed)
    table = table_of(tables)
    sentences = tuple(sentences_on(tables, table))
    return Finding(NAME, QUESTION, sentences, (draw(tables, table, seed),), worlds, seed)


if __name__ == "__main__":
    sys.exit(command(run, NAME, __doc__ or "", WORLDS))
