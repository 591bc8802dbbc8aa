"""What a study asks of its worlds: when to stop, and which analyses. Checked forms."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from race_sim.outcomes import GAME_COLUMNS
from race_sim.parameters.checking import shown
from race_sim.problems import Problem
from race_sim.study.leaf import LEAF
from race_sim.study.reader import Reader

if TYPE_CHECKING:
    from race_sim.study.points import Design

MOST_WORLDS = 2**40
# What each kind of analysis reads, beside the outcome.
ANALYSES = {
    "paired": ("reference", "confidence", "top"),
    "sobol": ("resamples", "confidence", "top"),
    "morris": ("resamples", "confidence", "top"),
    "prim": ("better", "threshold"),
    "feature-scoring": ("resamples", "confidence", "top"),
    "regret": ("better", "resamples", "confidence"),
    "information-value": ("better", "resamples", "confidence", "top"),
    "rare": ("confidence",),
}
_NEEDS_DESIGN = {"sobol": "saltelli", "morris": "morris"}


# The outcomes that each figure of worlds, or of many outcomes, is drawn from.
FIGURE_OUTCOMES = {
    "endings": ("ending", "end_year", "catastrophe", "winner", "lost_at_finish"),
    "harm": ("us_harm", "cn_harm"),
    "first_chernobyl": ("first_chernobyl_year", "end_year"),
    "sweep_map": ("catastrophe", *GAME_COLUMNS),
}
_RISKS = ("catastrophe_risk", "loss_risk")


@dataclass(frozen=True)
class Stopping:
    """Play on until the interval on an outcome is narrow enough at every point.

    Attributes
    ----------
    outcome : str
    width : float
        Of the whole interval, in the outcome's unit.
    ceiling : int
        No point plays more worlds.
    confidence : float
    first : int
        Worlds a point before the first look.
    """

    outcome: str
    width: float
    ceiling: int
    confidence: float = 0.95
    first: int = 1024

    def as_dictionary(self) -> dict[str, Any]:
        """As it is written in a study file."""
        return asdict(self)


@dataclass(frozen=True)
class AnalysisRequest:
    """An analysis that a study asks for.

    Attributes
    ----------
    kind : str
        One of `ANALYSES`.
    outcome : str
    better : str
        "low" or "high": which outcome is wanted.
    threshold : float or None
        Beyond which a point is of interest; the worst tenth if None.
    resamples : int
        Of the bootstrap, or repetitions.
    reference : int
        The lever point that others are compared with.
    confidence : float
    top : int
        How many uncertainties are named.
    """

    kind: str
    outcome: str = "catastrophe_risk"
    better: str = "low"
    threshold: float | None = None
    resamples: int = 1000
    reference: int = 0
    confidence: float = 0.95
    top: int = 5

    def as_dictionary(self) -> dict[str, Any]:
        """As it is written in a study file."""
        found = {name: getattr(self, name) for name in ("kind", "outcome", *ANALYSES[self.kind])}
        return {name: value for name, value in found.items() if value is not None}


def stopping_of(given: object, problems: list[Problem]) -> Stopping | None:
    """A stopping rule as a study file gives it; what is wrong is added to `problems`."""
    if given is None:
        return None
    if isinstance(given, Stopping):
        given = given.as_dictionary()
    before = len(problems)
    read = Reader("stopping", given, problems)
    for name in ("outcome", "width", "ceiling"):
        if name not in read.table:
            read.wrong(name, "missing")
    fields: dict[str, Any] = {
        "outcome": read.outcome("catastrophe"),
        "width": read.number("width", 0.01, 0.0, float("inf")),
        "confidence": read.number("confidence", 0.95, 0.0, 1.0),
        "ceiling": read.whole("ceiling", 2**20, LEAF, MOST_WORLDS, multiple=LEAF),
        "first": read.whole("first", 1024, LEAF, MOST_WORLDS, multiple=LEAF),
    }
    read.done(tuple(fields))
    if len(problems) > before:
        return None
    if fields["first"] > fields["ceiling"]:
        read.wrong("first", f"{fields['first']}", f"at most the ceiling, {fields['ceiling']}")
        return None
    return Stopping(**fields)


def analyses_of(given: object, problems: list[Problem]) -> tuple[AnalysisRequest, ...]:
    """Analyses as a study file gives them; what is wrong is added to `problems`."""
    if not isinstance(given, list | tuple):
        problems.append(Problem("analyses", shown(given), "tables, written [[analyses]]"))
        return ()
    found = [_analysis_of(number, one, problems) for number, one in enumerate(given)]
    return tuple(request for request in found if request is not None)


def _analysis_of(number: int, given: object, problems: list[Problem]) -> AnalysisRequest | None:
    if isinstance(given, AnalysisRequest):
        given = given.as_dictionary()
    before = len(problems)
    read = Reader(f"analyses[{number}]", given, problems)
    if len(problems) > before:
        return None
    kind = read.table.pop("kind", None)
    if kind not in tuple(ANALYSES):
        read.wrong("kind", "missing" if kind is None else shown(kind), ", ".join(ANALYSES))
        return None
    options = ANALYSES[kind]
    fields: dict[str, Any] = {"outcome": read.outcome("catastrophe_risk")}
    if "better" in options:
        fields["better"] = read.word("better", "low", ("low", "high"))
    if "threshold" in options:
        fields["threshold"] = read.number("threshold", None, -float("inf"), float("inf"))
    if "resamples" in options:
        fields["resamples"] = read.whole("resamples", 1000, 2, 1_000_000)
    if "reference" in options:
        fields["reference"] = read.whole("reference", 0, 0, 1_000_000)
    if "confidence" in options:
        fields["confidence"] = read.number("confidence", 0.95, 0.0, 1.0)
    if "top" in options:
        fields["top"] = read.whole("top", 5, 1, 1000)
    read.done(("kind", "outcome", *options))
    return AnalysisRequest(kind, **fields)


def misfits(
    analyses: tuple[AnalysisRequest, ...], design: Design, levers: int, uncertainties: int
) -> list[Problem]:
    """Analyses that the rest of a study does not allow.

    Parameters
    ----------
    analyses : tuple of AnalysisRequest
    design : Design
    levers, uncertainties : int
        Points of each that the study has.
    """
    found = []
    for number, request in enumerate(analyses):
        where = f"analyses[{number}]"
        needed = _NEEDS_DESIGN.get(request.kind)
        if needed is not None and design.kind != needed:
            what = f"{request.kind} of a {design.kind} design"
            found.append(Problem(where, what, f'kind = "{needed}" in [design]'))
        if request.kind in ("regret", "information-value") and min(levers, uncertainties) < 2:
            what = f"{request.kind} without both levers and uncertainties"
            found.append(Problem(where, what, "two or more points of each"))
        if request.kind in ("prim", "feature-scoring") and uncertainties < 2:
            what = f"{request.kind} without uncertainties"
            found.append(Problem(where, what, "two or more points"))
        if request.kind == "paired" and levers * uncertainties < 2:
            found.append(Problem(where, "a paired comparison of one point", "two or more points"))
        if request.kind == "rare" and request.outcome not in _RISKS:
            what = f"{request.outcome} adds up no chance"
            found.append(Problem(f"{where}.outcome", what, " or ".join(_RISKS)))
        if request.reference >= levers:
            what = f"lever point {request.reference} does not exist"
            found.append(Problem(f"{where}.reference", what, f"0 to {levers - 1}"))
    return found
