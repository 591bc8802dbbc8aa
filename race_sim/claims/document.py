"""The page of the docs on the claims: its table, a paragraph a claim, its figure, other seeds."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from race_sim.claims.run import DEPENDS, FAILS, HOLDS, ClaimResult, ClaimsResult
from race_sim.claims.telling import about, measured, needed, quantity
from race_sim.documents import with_block
from race_sim.plots import naming, words
from race_sim.problems import InputError, Problem
from race_sim.study.store import write_text, written_aside

DEPENDS_ON = (
    "model",
    "race_sim/scenarios",
    "race_sim/claims",
    "race_sim/priors",
    "seeds/claims.toml",
)
PARTS = (
    "claims summary",
    "claims table",
    "claims figure",
    "claims one by one",
    "claims other seeds",
)
FIGURE = "figures/claims.png"
_STATES = ("no", "open", "yes")


def check_page(page: Path) -> None:
    """Refuse a page that lacks a part, before anything is played.

    Raises
    ------
    InputError
        If it cannot be read, or lacks a part.
    """
    _with_parts(page, dict.fromkeys(PARTS, ""))


def _with_parts(page: Path, parts: Mapping[str, str]) -> str:
    try:
        text = page.read_text(encoding="utf-8")
    except OSError as error:
        what = f"cannot be read: {error.strerror or type(error).__name__}"
        allowed = "a page with the parts of docs/claims.md"
        raise InputError(str(page), [Problem("", what, allowed)]) from None
    for name, content in parts.items():
        text = with_block(text, name, content, DEPENDS_ON)
    return text


def write_page(page: Path, result: ClaimsResult, others: Sequence[ClaimsResult]) -> None:
    """Write all parts of the page, whole or not at all, and its figure beside it.

    Parameters
    ----------
    page : Path
    result : ClaimsResult
    others : sequence of ClaimsResult
        The same with other luck or other points, to say what changes.

    Raises
    ------
    InputError
        If the page cannot be read, or lacks one of the parts.
    """
    contents = (
        summary(result),
        table(result),
        figure(result),
        "\n\n".join(paragraph(one) for one in result.results),
        other_seeds(result, others),
    )
    text = _with_parts(page, dict(zip(PARTS, contents, strict=True)))
    image = _small(result.picture().png())
    with written_aside(page.parent / FIGURE) as aside:
        aside.write_bytes(image)
    write_text(page, text)


def _small(image: bytes) -> bytes:
    """The same picture in 64 colours: a quarter of the size, and no difference to the eye."""
    from PIL import Image

    buffer = io.BytesIO()
    with Image.open(io.BytesIO(image)) as picture:
        picture.convert("RGB").quantize(64).save(buffer, "png", optimize=True)
    return buffer.getvalue()


def summary(result: ClaimsResult) -> str:
    """How many claims hold, fail and depend, and how it was played."""
    counts = Counter(one.verdict for one in result.results)
    return (
        f"Of {len(result.results)} claims, {counts[HOLDS]} hold, {counts[FAILS]} fail, and "
        f"{counts[DEPENDS]} depend on what nobody knows. {result.source()}."
    )


def _share(one: ClaimResult) -> str:
    value, low, high = one.share.share
    return words.percent_with_interval(value, low, high)


def table(result: ClaimsResult) -> str:
    """The table of the page, one row a claim."""
    lines = [
        "| claim | weakest test in the baseline: outcome, or its change | needs "
        "| share of the space | verdict |",
        "| --- | --- | --- | --- | --- |",
    ]
    for one in result.results:
        test, found = one.claim.tests[one.weakest], one.effects[one.weakest]
        verdict = one.verdict_text
        if one.verdict == DEPENDS and one.deciding:
            verdict = "depends on " + naming.listed([f"`{key}`" for key in one.deciding])
        lines.append(
            f"| {one.claim.name} | {about(test)}: {measured(test, found)} "
            f"| {needed(test, found)} | {_share(one)} | {verdict} |"
        )
    return "\n".join(lines)


def figure(result: ClaimsResult) -> str:
    """The figure with a text for those who cannot see it."""
    counts = Counter(one.verdict for one in result.results)
    return (
        f"![A row a claim: effect in the baseline on the left, share of the plausible space on "
        f"the right, verdict beside it. {counts[HOLDS]} hold, {counts[FAILS]} fail, "
        f"{counts[DEPENDS]} depend.]({FIGURE})\n\n"
        f"In words: {result.picture().alt}"
    )


def paragraph(one: ClaimResult) -> str:
    """All that was found of one claim."""
    share = one.share
    lines = [f"### {words.first_capital(one.claim.name)}", "", one.claim.hypothesis, ""]
    lines += [
        "| test | measured in the baseline | needs | holds there | points |",
        "|" + " --- |" * 5,
    ]
    for place, (test, found) in enumerate(zip(one.claim.tests, one.effects, strict=True)):
        states = share.of_tests[place]
        points = ", ".join(
            f"{int((states == state).sum())} {name}"
            for state, name in ((1, "yes"), (-1, "no"), (0, "open"))
        )
        lines.append(
            f"| {test.says} ({quantity(test, found)}) | {measured(test, found)} "
            f"| {needed(test, found)} | {_STATES[found.state + 1]} | {points} |"
        )
    lines += [
        "",
        f"**{words.first_capital(one.verdict_text)}.** All tests hold at {_share(one)} of the "
        f"decided points: {share.held} of {share.held + share.failed}; {share.open} are open. "
        + " ".join([*_deciding(one), *_box(one)]),
    ]
    return "\n".join(lines).rstrip()


def _deciding(one: ClaimResult) -> list[str]:
    if one.decision is None:
        return []
    said = []
    for _, row in one.decision.scores.head(3).iterrows():
        side = "large" if row["score"] > 0.0 else "small"
        said.append(f"`{row['parameter']}` ({abs(row['score']):.2f}, {side})")
    return [
        f"What tells them apart best, by score, with the values at which it holds: "
        f"{naming.listed(said)}."
    ]


def _box(one: ClaimResult) -> list[str]:
    if one.decision is None or one.decision.box is None or not one.decision.box.is_found:
        return []
    box = one.decision.box
    limits = [_limit(limit.key, limit.low, limit.high) for limit in box.limits]
    kind = "fails" if box.of_failures else "holds"
    trial = box.trial
    return [
        f"It {kind} in {words.percent(trial.density)} of the box {naming.listed(limits)} "
        f"(density; {words.percent(trial.base)} everywhere), which has "
        f"{words.percent(trial.coverage)} of the points at which it {kind} (coverage); both on "
        "the half of the points that the box was not found on."
    ]


def _limit(key: str, low: float, high: float) -> str:
    ends = []
    if low == low:
        ends.append(f"above {words.number(low)}")
    if high == high:
        ends.append(f"below {words.number(high)}")
    return f"`{key}` {' and '.join(ends)}"


def other_seeds(result: ClaimsResult, others: Sequence[ClaimsResult]) -> str:
    """What becomes of the verdicts under other luck, and at other points."""
    here = result.verdicts()
    kinds = {one.claim.id: one.verdict for one in result.results}
    names = {one.claim.id: one.claim.name for one in result.results}
    lines = []
    for other in others:
        there = other.verdicts()
        same = sum(here[key] == there[key] for key in here)
        words_alone = sum(kinds[one.claim.id] == one.verdict for one in other.results)
        what = (
            f"- Seed {other.seed}, design seed {other.design_seed}: holds, fails or depends as "
            f"above for {words_alone} of {len(here)} claims; with the parameter that decides, "
            f"{same} of {len(here)}."
        )
        changed = [
            f"{names[key]} {there[key]} (above: {here[key]})"
            for key in here
            if here[key] != there[key]
        ]
        lines.append(what + (f" Changed: {'; '.join(changed)}." if changed else ""))
    return "\n".join(lines)
