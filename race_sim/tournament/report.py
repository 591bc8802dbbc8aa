"""A tournament in sentences; every number and every order is read off its tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from race_sim.analysis import wording
from race_sim.analysis.paired import from_columns
from race_sim.plots.words import counted, number, percent
from race_sim.tournament.equilibria import Equilibria, Equilibrium
from race_sim.tournament.evolution import CN, US, Evolution, alive
from race_sim.tournament.ranking import ties_with_first, unfirm_steps
from race_sim.tournament.tournament import Tournament
from race_sim.words import listing, wrapped

MOST_NAMED = 8


def design(found: Tournament) -> str:
    """What was played."""
    played = found.played
    count = len(played.entrants)
    scenario = played.scenario
    return (
        f"{count} policies in the scenario {scenario.title or scenario.name!r}: every ordered "
        f"pair, each policy against itself included, so {counted(count * count, 'pair')} of "
        f"{counted(played.worlds, 'world')} each (seed {played.seed}, common luck). A score is a "
        "policy's mean payoff over all opponents and both chairs: what the actors play for, with "
        "each step's harm at its expectation."
    )


def sentences(found: Tournament) -> tuple[str, ...]:
    """What came of it."""
    ranking = found.ranking
    return (
        _on_first(ranking),
        _on_ranks(ranking),
        _on_chairs(ranking),
        _on_world(ranking),
        *_on_equilibria(found.equilibria, found.played.names),
        *_on_evolution(found.evolution),
    )


def some_of(names: list[str], most: int = MOST_NAMED) -> str:
    """Names in a sentence, of many only the first few."""
    if len(names) <= most:
        return listing(names)
    return f"{', '.join(names[:most])} and {len(names) - most} more"


def _row(ranking: pd.DataFrame, place: int) -> pd.Series:
    return ranking.iloc[place]


def _on_first(ranking: pd.DataFrame) -> str:
    first = _row(ranking, 0)
    text = f"First is {first['policy']}, with a score of {_estimate(first, 'score')}"
    equals = ties_with_first(ranking)
    if np.isnan(first["score_low"]):
        return f"{text}."
    if equals:
        return f"{text}; it cannot be told from {some_of(equals)}."
    second = _row(ranking, 1)
    return (
        f"{text}; it is ahead of {second['policy']} by {_estimate(second, 'behind_first')}, "
        "paired by world."
    )


def _estimate(row: pd.Series, name: str) -> str:
    found = from_columns(row, name)
    if np.isnan(found.low):
        return number(found.value)
    return wording.number(found)


def _on_ranks(ranking: pd.DataFrame) -> str:
    steps = len(ranking) - 1
    loose = unfirm_steps(ranking)
    if np.isnan(ranking["score_low"].iloc[0]):
        return "From one world it is not known which ranks are firm."
    if loose == 0:
        return "All ranks are firm: no two neighbours' paired 95 % interval holds zero."
    ties = sum(
        value == 0.0 and high == 0.0
        for value, high in zip(
            ranking["behind_previous_value"].iloc[1:],
            ranking["behind_previous_high"].iloc[1:],
            strict=True,
        )
    )
    same = f" ({ties} because two policies came to the same in every race)" if ties else ""
    return (
        f"Of the {steps} step{'s' if steps > 1 else ''} from one rank to the next, {loose} "
        f"{'is' if loose == 1 else 'are'} not firm{same}: the paired 95 % interval holds zero."
    )


def _on_chairs(ranking: pd.DataFrame) -> str:
    us = _row(ranking, int(ranking["us_payoff_value"].argmax()))
    cn = _row(ranking, int(ranking["cn_payoff_value"].argmax()))
    average = wording.plain(
        float((ranking["us_payoff_value"] - ranking["cn_payoff_value"]).mean()), 1
    )
    return (
        "The chairs differ: over all policies the United States' payoff less China's is "
        f"{average}. As the United States, {us['policy']} does best "
        f"({_estimate(us, 'us_payoff')}); as China, {cn['policy']} ({_estimate(cn, 'cn_payoff')})."
    )


def _on_world(ranking: pd.DataFrame) -> str:
    safest = _row(ranking, int(ranking["catastrophe_risk_value"].argmin()))
    worst = _row(ranking, int(ranking["catastrophe_risk_value"].argmax()))
    return (
        f"For the world it matters who plays: the chance of a catastrophe is least in the races of "
        f"{safest['policy']}, {_risk(safest)}, and greatest in those of "
        f"{worst['policy']}, {_risk(worst)}."
    )


def _risk(row: pd.Series) -> str:
    found = from_columns(row, "catastrophe_risk")
    return percent(found.value) if np.isnan(found.low) else wording.percent(found)


def pure_groups(
    found: Equilibria, names: tuple[str, ...]
) -> list[tuple[list[str], list[str], list[Equilibrium]]]:
    """Pure equilibria that come to the same payoffs, together: the policies of both sides.

    Only what fills a rectangle is put together: any of the first against any of the second.
    """
    by_payoffs: dict[tuple[float, float], list[Equilibrium]] = defaultdict(list)
    for one in found.pure:
        by_payoffs[one.us_payoff.value, one.cn_payoff.value].append(one)
    groups = []
    for members in by_payoffs.values():
        rows = list(dict.fromkeys(names[one.us.index(1.0)] for one in members))
        columns = list(dict.fromkeys(names[one.cn.index(1.0)] for one in members))
        if len(rows) * len(columns) == len(members):
            groups.append((rows, columns, members))
        else:
            groups.extend(
                ([names[one.us.index(1.0)]], [names[one.cn.index(1.0)]], [one]) for one in members
            )
    return groups


def _on_equilibria(found: Equilibria, names: tuple[str, ...]) -> Iterator[str]:
    pure = found.pure
    if not pure:
        yield "No pair of policies is a Nash equilibrium: some side always gains by another policy."
    else:
        yield (
            "One pair of policies is a Nash equilibrium."
            if len(pure) == 1
            else f"{len(pure)} pairs of policies are Nash equilibria."
        )
    groups = pure_groups(found, names)
    for rows, columns, members in groups[:MOST_NAMED]:
        yield _on_group(rows, columns, members)
    if len(groups) > MOST_NAMED:
        yield f"{len(groups) - MOST_NAMED} more are in the table of equilibria."
    mixed = len(found.found) - len(pure)
    text = f"Equilibria in which a side mixes: {found.method}"
    if found.complete:
        yield f"{text} finds {mixed}; there are no others."
    elif found.method.startswith("not "):
        yield f"{text}."
    else:
        yield f"{text} finds {mixed}; the list may be incomplete."


def _on_group(rows: list[str], columns: list[str], members: list[Equilibrium]) -> str:
    one = members[0]
    payoffs = f"payoffs {number(one.us_payoff.value)} and {number(one.cn_payoff.value)}"
    limit = max(member.regret_limit for member in members)
    if np.isnan(limit):
        error = "from one world its Monte-Carlo error is not known"
    elif all(member.firm for member in members):
        error = "beyond Monte-Carlo error nobody gains by another policy"
    else:
        error = (
            "within Monte-Carlo error (95 %) a side might gain up to "
            f"{number(limit)} by another policy"
        )
    return f"{_who(rows, columns)} ({payoffs}); {error}."


def _who(rows: list[str], columns: list[str]) -> str:
    if rows == columns:
        both = f"any of {some_of(rows)}" if len(rows) > 1 else rows[0]
        return f"In equilibrium both play {both}"
    us = f"any of {some_of(rows)}" if len(rows) > 1 else rows[0]
    cn = f"any of {some_of(columns)}" if len(columns) > 1 else columns[0]
    return f"In equilibrium the United States plays {us}, and China {cn}"


def _shares(found: list[tuple[str, float]]) -> str:
    shown = [f"{name} {percent(share)}" for name, share in found]
    return some_of(shown)


def _on_evolution(evolution: Evolution) -> Iterator[str]:
    together = alive(evolution)
    yield (
        "Replicator dynamics from equal shares, every policy in either chair: "
        f"{counted(len(together), 'policy survives', 'policies survive')} "
        f"({_shares(together)})."
    )
    yield (
        f"With one population a chair, the United States' ends as {_shares(alive(evolution, US))}; "
        f"China's as {_shares(alive(evolution, CN))}."
    )
    order = np.argsort(-evolution.stationary, kind="stable")
    common = [
        (evolution.names[place], float(evolution.stationary[place]))
        for place in order
        if evolution.stationary[place] > 1.0 / len(evolution.names)
    ]
    if not common:
        yield "In a finite population with rare mutation no policy is favoured: all pay the same."
        return
    yield (
        f"In a population of {evolution.population} with rare mutation (intensity of selection "
        f"{number(evolution.intensity)}), more often than by drift, "
        f"{percent(1.0 / len(evolution.names))}, are: {_shares(common)}."
    )


def text_of(found: Tournament, width: int = 100) -> str:
    """The whole report as plain text."""
    lines = [wrapped(design(found), width), ""]
    lines += [wrapped(sentence, width, "- ", "  ") for sentence in sentences(found)]
    lines += ["", wrapped("In brackets: 95 % Monte-Carlo intervals.", width)]
    return "\n".join(lines)
