"""The results as Markdown: tables, and sentences that are read off them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from race_sim.analysis.wording import digits_for, plain, scaled
from race_sim.documents import table as markdown_table
from race_sim.game import GAMES
from race_sim.outcomes import Estimate
from race_sim.scenario import Value
from race_sim.structure.ablations import ABLATIONS
from race_sim.structure.alternatives import ALTERNATIVES
from race_sim.structure.headlines import BY_KEY, EFFECT, HEADLINES, LEVEL, Measured
from race_sim.structure.results import Results
from race_sim.structure.steps import BASE_STEP, FINER, step_rows
from race_sim.structure.verdict import (
    DOUBLES,
    FLIPS,
    HALVES,
    STANDS,
    VANISHES,
    Form,
    Judged,
    applies,
    effects_judged,
    other_most_played,
    other_start,
)

_TITLES = {game.key: game.title for game in GAMES}
_MINUS = "\N{MINUS SIGN}"
_SAYS = {
    FLIPS: "flip",
    VANISHES: "vanish",
    HALVES: "halve",
    DOUBLES: "double",
}


def _signed(value: float, digits: int, plus: bool) -> str:
    text = plain(value, digits)
    if text.startswith("-"):
        return _MINUS + text[1:]
    return f"+{text}" if plus and float(text) != 0.0 else text


def cell(estimate: Estimate, plus: bool = False) -> str:
    """A share as per cent and half the width of its interval, for example `3.74 ± 0.03`."""
    in_percent = scaled(estimate, 100.0)
    reach = (in_percent.high - in_percent.low) / 2
    digits = min(max(digits_for(in_percent), 1), 3)
    if reach == 0.0:
        return _signed(in_percent.value, 2, plus)
    return f"{_signed(in_percent.value, digits, plus)} ± {reach:.{digits}f}"


def year(estimate: Estimate) -> str:
    """A median year, which may lie after the end."""
    if math.isinf(estimate.value):
        return "none by the end"
    return f"{estimate.value:.1f}"


def baseline_table(found: Measured) -> str:
    """The headlines of the baseline."""
    rows = [
        [
            headline.title,
            "level" if headline.kind == LEVEL else "effect",
            cell(found.readings[headline.key].estimate(), headline.kind == EFFECT),
        ]
        for headline in HEADLINES
    ]
    rows.append(["game at the start", "game", _TITLES[found.start_game]])
    rows.append(["game that is played most", "game", _TITLES[found.most_played]])
    median = found.first_moment
    rows.append(
        [
            "median year of the first Chernobyl moment",
            "year",
            f"{year(median)} ({year(median._replace(value=median.low))} to "
            f"{year(median._replace(value=median.high))})",
        ]
    )
    return markdown_table(["headline", "kind", "baseline, %"], rows)


def _entry(row: Judged | None) -> str:
    if row is None:
        return "-"
    text = f"{cell(row.value)}<br>({cell(row.change, plus=True)})"
    return text if row.verdict in ("", STANDS) else f"{text}<br>**{row.verdict}**"


def _games(results: Results, form: Form) -> list[str]:
    start, most = _TITLES[form.found.start_game], _TITLES[form.found.most_played]
    if other_start(results.baseline, form):
        start = f"**{start}**"
    if other_most_played(results.baseline, form):
        most = f"**{most}**"
    return [start, most]


def _row(judged: Sequence[Judged], kind: str) -> list[str]:
    found = {row.headline.key: row for row in judged}
    return [_entry(found.get(headline.key)) for headline in HEADLINES if headline.kind == kind]


def _heads(kind: str) -> list[str]:
    return [headline.short for headline in HEADLINES if headline.kind == kind]


def _baseline_row(results: Results, kind: str) -> list[str]:
    return [
        cell(results.baseline.readings[headline.key].estimate())
        for headline in HEADLINES
        if headline.kind == kind
    ]


def levels_table(results: Results, forms: Sequence[Form], first: str) -> str:
    """Levels and games: a form a row."""
    start, most = results.baseline.start_game, results.baseline.most_played
    rows = [["baseline", *_baseline_row(results, LEVEL), _TITLES[start], _TITLES[most]]]
    for form, judged in results.judged(forms):
        rows.append([form.title, *_row(judged, LEVEL), *_games(results, form)])
    return markdown_table([first, *_heads(LEVEL), "game at the start", "most played"], rows)


def effects_table(results: Results, forms: Sequence[Form], first: str) -> str:
    """Effects: a form a row."""
    rows = [["baseline", *_baseline_row(results, EFFECT)]]
    for form, judged in results.judged(forms):
        rows.append([form.title, *_row(judged, EFFECT)])
    return markdown_table([first, *_heads(EFFECT)], rows)


def _listed(items: Sequence[str]) -> str:
    return "; ".join(items) if items else "none"


def flips(results: Results, forms: Sequence[Form], under: str = "under") -> str:
    """What does not stand: how many effects and games, and a table of each with its size.

    Parameters
    ----------
    results : Results
    forms : sequence of Form
        Judged together.
    under : str
        The word before the name of a form: "under" an alternative, "without" a mechanism.
    """
    total, count = effects_judged(forms), len(forms)
    counts = dict.fromkeys(_SAYS, 0)
    rows = []
    for verdict in _SAYS:
        for form, judged in results.judged(forms):
            for row in judged:
                if row.verdict != verdict:
                    continue
                counts[verdict] += 1
                was = results.baseline.readings[row.headline.key].estimate()
                rows.append(
                    [verdict, row.headline.title, form.title, cell(was), cell(row.value)],
                )
    starts = [
        f"{_TITLES[form.found.start_game]} {under} *{form.title}*"
        for form in forms
        if other_start(results.baseline, form)
    ]
    mosts = [
        f"{_TITLES[form.found.most_played]} {under} *{form.title}*"
        for form in forms
        if other_most_played(results.baseline, form)
    ]
    told = ", ".join(f"{counts[verdict]} {says}" for verdict, says in _SAYS.items())
    same = untouched(results, forms)
    lines = [
        f"- **Effects**: of {total}, {told}. In {same} of them the form changes no world: such an "
        "effect could not but stand.",
        f"- **Game at the start**: another in {len(starts)} of {count}. {_sentence(starts)}",
        f"- **Game played most**: another in {len(mosts)} of {count}. {_sentence(mosts)}",
    ]
    table = markdown_table(["verdict", "effect", under, "baseline", "now"], rows) if rows else ""
    return "\n".join(lines) + ("\n\n" + table if table else "")


def untouched(results: Results, forms: Sequence[Form]) -> int:
    """How many effects are the same in every world: the form has no part in what they compare."""
    baseline = results.baseline.readings
    return sum(
        np.array_equal(baseline[headline.key].values, form.found.readings[headline.key].values)
        for form in forms
        for headline in HEADLINES
        if headline.kind == EFFECT and applies(headline, form.sets)
    )


def _sentence(items: Sequence[str]) -> str:
    return f"{_listed(items)}." if items else ""


def reasons_table() -> str:
    """The alternatives: what each sets, and why it is plausible."""
    rows = []
    for choice in ALTERNATIVES:
        rows.append([choice.group, choice.title, _settings(choice.values), choice.why])
    return markdown_table(["choice", "alternative", "set by", "why it is plausible"], rows)


def _settings(values: Mapping[str, Value]) -> str:
    return ", ".join(f"`{key}` {_short(value)}" for key, value in values.items())


def _short(value: Value) -> str:
    if not isinstance(value, float):
        return str(value).lower()
    return f"{value:,.0f}" if value >= 1000.0 else f"{value:.3g}"


def mechanisms_table(results: Results) -> str:
    """The ablations: mechanism, why, how it is switched off, levels and games; then effects."""
    about = {choice.key: choice for choice in ABLATIONS}
    start, most = results.baseline.start_game, results.baseline.most_played
    rows = [["nothing", "", "", *_baseline_row(results, LEVEL), _TITLES[start], _TITLES[most]]]
    for form, judged in results.judged(results.ablations):
        choice = about[form.key]
        levels = [*_row(judged, LEVEL), *_games(results, form)]
        rows.append([form.title, choice.why, choice.how, *levels])
    head = ["switched off", "why it is there", "how", *_heads(LEVEL)]
    levels_and_games = markdown_table([*head, "game at the start", "most played"], rows)
    return f"{levels_and_games}\n\n{effects_table(results, results.ablations, 'switched off')}"


_STEPS = ["headline", *(f"1/{steps} year" for steps in (BASE_STEP, *FINER))]


def _by_step(found: Mapping[int, Measured]) -> list[list[str]]:
    """A headline a row: its value at each length of step, with its change."""
    compared = {(row.headline, row.fine): row for row in step_rows(found)}
    rows = []
    for key, reading in found[BASE_STEP].readings.items():
        entries = []
        for fine in FINER:
            row = compared[key, fine]
            moved = "<br>**moves**" if row.moved else ""
            entries.append(f"{cell(row.after)}<br>({cell(row.change, plus=True)}){moved}")
        rows.append([BY_KEY[key].title, cell(reading.estimate()), *entries])
    return rows


def steps_table(results: Results) -> str:
    """Every headline at each length of step, with its change; games; and the median year."""
    games = [["game at the start"], ["game that is played most"]]
    medians = ["median year of the first Chernobyl moment"]
    for steps in (BASE_STEP, *FINER):
        measured = results.steps[steps]
        games[0].append(_TITLES[measured.start_game])
        games[1].append(_TITLES[measured.most_played])
        medians.append(year(measured.first_moment))
    return markdown_table(_STEPS, [*_by_step(results.steps), *games, medians])


def moments_table(results: Results) -> str:
    """The forced moments when what they set off begins at one date."""
    return markdown_table(_STEPS, _by_step(results.moments))


def moments_sentence(results: Results) -> str:
    """Whether they move, in words."""
    rows = step_rows(results.moments)
    moved = sum(row.moved for row in rows)
    return (
        "The forced moments in the last step of their quarter, so that what they set off begins at "
        f"the same date whatever the step: of {len(rows)} comparisons taken together, {moved} move."
    )


def steps_sentence(results: Results) -> str:
    """Whether halving the step moves any headline, in words."""
    rows = step_rows(results.steps)
    halved = [row for row in rows if row.fine == 2 * BASE_STEP]
    outside = [row for row in halved if not row.change.low <= 0.0 <= row.change.high]
    own = [row for row in halved if not row.before.low <= row.after.value <= row.before.high]
    moved = [row for row in rows if row.moved]
    alone = [f"{BY_KEY[row.headline].title} ({cell(row.change, plus=True)})" for row in outside]
    together = [
        f"{BY_KEY[row.headline].title} from 1/{row.coarse} to 1/{row.fine} "
        f"({cell(row.change, plus=True)})"
        for row in moved
    ]
    return (
        f"Halving the step: of {len(halved)} headlines, each looked at alone, {len(own)} leave the "
        f"95 % interval that they had, and {len(outside)} move by more than the 95 % interval of "
        f"the difference, where {0.05 * len(halved):.1f} would by chance: {_listed(alone)}. All "
        f"{len(rows)} comparisons taken together (Holm, 5 %), {len(moved)} move: "
        f"{_listed(together)}."
    )
