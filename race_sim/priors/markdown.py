"""A prior as tables of a Markdown page."""

from __future__ import annotations

from race_sim.parameters import knobs
from race_sim.priors.prior import Law, Prior


def _number(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _row(key: str, law: Law) -> str:
    low, middle, high = law.distribution.at([0.05, 0.5, 0.95])
    default = knobs()[key].default
    why = law.why
    if law.estimate:
        kept = f"not its interval: {law.differs}" if law.differs else "its interval"
        why = f"{why}; estimate `{law.estimate}`, {kept}"
    return (
        f"| `{key}` | {law.distribution.text()} | {_number(low)} to {_number(high)} "
        f"| {_number(middle)} | {_number(default)} | {why} | {law.source} |"
    )


def laws_markdown(prior: Prior) -> str:
    """One row a law: its distribution, 90 % interval and median, the default, reason and source."""
    taken = sum(bool(law.estimate) and not law.differs for law in prior.entries.values())
    guesses = sum(law.source == "guess" for law in prior.entries.values())
    return "\n".join(
        [
            f"{len(prior.entries)} parameters are uncertain and {len(prior.certain)} are held "
            f"fixed. {taken} laws take over the interval of an estimate; {guesses} rest on a "
            "guess.",
            "",
            "| parameter | law | 5 % to 95 % | median | default | why | source |",
            "| --- " * 7 + "|",
            *(_row(key, law) for key, law in prior.entries.items()),
        ]
    )


def certain_markdown(prior: Prior) -> str:
    """One row a parameter that is held fixed."""
    rows = [f"| `{key}` | {why} |" for key, why in prior.certain.items()]
    return "\n".join(["| parameter | why it is held fixed |", "| --- | --- |", *rows])


def correlations_markdown(prior: Prior) -> str:
    """One row a correlation."""
    rows = [
        f"| `{one.keys[0]}` | `{one.keys[1]}` | {one.rank:g} | {why} |"
        for one, why in zip(prior.correlations, prior.reasons, strict=True)
    ]
    return "\n".join(
        ["| parameter | parameter | rank correlation | why |", "| --- " * 4 + "|", *rows]
    )
