"""What a claim says and how it is tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from race_sim.parameters.checking import Value


@dataclass(frozen=True)
class Run:
    """Worlds to be played: a scenario, what is set in it, and when it is cut off.

    Attributes
    ----------
    scenario : str
    settings : tuple of (str, Value)
        Besides what the scenario sets; no law of the prior replaces them.
    until : float or None
        When the race ends; as in the scenario if None.
    """

    scenario: str
    settings: tuple[tuple[str, Value], ...] = ()
    until: float | None = None

    def text(self) -> str:
        """In words, for example `baseline with alarm.prior = 1`; switches as in a file."""
        with_settings = ", ".join(
            f"{key} = {str(value).lower() if isinstance(value, bool) else value}"
            for key, value in self.settings
        )
        text = f"{self.scenario} with {with_settings}" if with_settings else self.scenario
        return text if self.until is None else f"{text} until {self.until:g}"


@dataclass(frozen=True)
class Side:
    """One side of a comparison: the worlds of a run, or a part of their time.

    Attributes
    ----------
    run : Run
    since : float or None
        For a share of the time: counted from then until the end of the run.
    """

    run: Run
    since: float | None = None

    def runs(self) -> tuple[Run, ...]:
        """The runs it needs: what happened between two dates is a difference of two."""
        if self.since is None:
            return (self.run,)
        return self.run, Run(self.run.scenario, self.run.settings, self.since)

    def text(self) -> str:
        """In words."""
        if self.since is None:
            return self.run.text()
        whole = Run(self.run.scenario, self.run.settings).text()
        return f"{whole} from {self.since:g} to {self.run.until:g}"


@dataclass(frozen=True)
class Comparison:
    """One comparison, all of which must come out as a claim has it.

    The outcome of `side` must be above (or below) `times` that of the reference, by more than
    `threshold`.

    Attributes
    ----------
    says : str
        What it holds, in words.
    side : Side
    reference : tuple of Side
        Several stand for their mean; none for the number in `level`.
    level : float
        The reference where it is a number.
    outcome : str
        Column of the table of worlds. A date counts as whether it is reached.
    higher : bool
        Whether the outcome should be higher than the reference, else lower.
    times : float
    threshold : float
        In the outcome's unit, not negative.
    because : str
        Why the threshold is 0, where it is and `times` is 1.
    """

    says: str
    side: Side
    reference: tuple[Side, ...]
    level: float
    outcome: str
    higher: bool
    times: float = 1.0
    threshold: float = 0.0
    because: str = ""

    def sides(self) -> tuple[Side, ...]:
        """All of its sides."""
        return (self.side, *self.reference)

    def runs(self) -> Iterator[Run]:
        """All runs it needs."""
        for side in self.sides():
            yield from side.runs()


@dataclass(frozen=True)
class Claim:
    """A claim of the article in our own words, and how it is tested.

    Attributes
    ----------
    id, claim, hypothesis : str
    tests : tuple of Comparison
        The claim holds where all of them hold.
    """

    id: str
    claim: str
    hypothesis: str
    tests: tuple[Comparison, ...]

    @property
    def name(self) -> str:
        """Its identifier in words: `calls for a pause`."""
        return self.id.replace("-", " ")
