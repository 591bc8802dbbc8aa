"""What a study asks for beside its worlds: a design, a stopping rule, analyses. Checked forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from race_sim.outcomes import COLUMNS
from race_sim.parameters.checking import Value, shown
from race_sim.problems import Problem
from race_sim.study.leaf import LEAF

DESIGNS = ("grid", "list", "latin-hypercube", "sobol", "saltelli", "morris")
MOST_POINTS = 1_000_000
# What each kind of design reads.
_DESIGN_OPTIONS = {
    "grid": ("levels",),
    "list": ("points",),
    "latin-hypercube": ("points", "seed"),
    "sobol": ("points", "seed"),
    "saltelli": ("points", "seed"),
    "morris": ("trajectories", "levels", "seed"),
}
_GRID_LEVELS = 5
_MORRIS_LEVELS = 4

# What each kind of analysis reads, beside the outcome.
ANALYSES = {
    "paired": ("reference", "confidence"),
    "sobol": ("resamples", "confidence", "top"),
    "morris": ("resamples", "confidence", "top"),
    "prim": ("better", "threshold", "resamples"),
    "feature-scoring": ("resamples", "top"),
    "regret": ("better", "resamples", "confidence"),
    "information-value": ("better", "resamples", "confidence"),
    "rare": ("confidence",),
}
_NEEDS_DESIGN = {"sobol": "saltelli", "morris": "morris"}


@dataclass(frozen=True)
class Design:
    """Which points of the uncertainties are tried.

    Attributes
    ----------
    kind : str
        One of `DESIGNS`.
    points : int
        Of "latin-hypercube" and "sobol": how many; of "saltelli": the base number N, of which
        N (d + 2) points are made for d uncertainties.
    levels : int
        Of "grid": values of each uncertainty; of "morris": levels of the grid.
    trajectories : int
        Of "morris": d + 1 points each.
    seed : int or None
        Of the points that are drawn; that of the study if None.
    listed : tuple of tuple of (str, Value)
        Of "list": the points.
    """

    kind: str = "grid"
    points: int = 0
    levels: int = 0
    trajectories: int = 0
    seed: int | None = None
    listed: tuple[tuple[tuple[str, Value], ...], ...] = ()

    def as_dictionary(self) -> dict[str, Any]:
        """As it is written in a study file."""
        found: dict[str, Any] = {"kind": self.kind}
        for name in _DESIGN_OPTIONS[self.kind]:
            found[name] = getattr(self, name)
        if self.kind == "list":
            found["points"] = [dict(point) for point in self.listed]
        return {name: value for name, value in found.items() if value is not None}


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


class Reader:
    """Reads the entries of a table, and notes all that is wrong."""

    def __init__(self, where: str, given: object, problems: list[Problem]):
        self.where = where
        self.problems = problems
        self.table: dict[str, Any] = {}
        if isinstance(given, Mapping):
            self.table = dict(given)
        else:
            problems.append(Problem(where, shown(given), "a table"))

    def wrong(self, name: str, what: str, allowed: str = "") -> None:
        """Note that an entry is wrong."""
        place = f"{self.where}.{name}" if self.where and name else self.where or name
        self.problems.append(Problem(place, what, allowed))

    def whole(self, name: str, default: int, low: int, high: int, multiple: int = 1) -> int:
        """A whole number."""
        value = self.table.pop(name, default)
        allowed = f"a whole number from {low} to {high}"
        if multiple > 1:
            allowed = f"a multiple of {multiple} from {low} to {high}"
        good = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
        if not good or value % multiple:
            self.wrong(name, shown(value), allowed)
            return default
        return int(value)

    def number(self, name: str, default: float | None, low: float, high: float) -> float | None:
        """A number between two others, neither of them included."""
        value = self.table.pop(name, default)
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if value is None and default is None:
            return None
        if not good or not low < value < high:
            self.wrong(name, shown(value), f"a number above {low:g} and below {high:g}")
            return default
        return float(value)

    def word(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        """One of a few words."""
        value = self.table.pop(name, default)
        if value not in choices:
            self.wrong(name, shown(value), ", ".join(choices))
            return default
        return str(value)

    def text(self, name: str, default: str = "") -> str:
        """A text."""
        value = self.table.pop(name, default)
        if not isinstance(value, str):
            self.wrong(name, shown(value), "text in quotes")
            return default
        return value

    def outcome(self, default: str) -> str:
        """An outcome that has a number."""
        value = self.table.pop("outcome", default)
        if value not in COLUMNS or COLUMNS[value].kind == "name":
            names = [column.name for column in COLUMNS.values() if column.kind != "name"]
            self.wrong("outcome", shown(value), "one of " + ", ".join(names))
            return default
        return str(value)

    def done(self, allowed: tuple[str, ...]) -> None:
        """Note entries that are left, which nobody reads."""
        for name in self.table:
            self.wrong(name, "unknown here", ", ".join(allowed))


def _listed(given: object, problems: list[Problem]) -> tuple[tuple[tuple[str, Value], ...], ...]:
    good = isinstance(given, list | tuple) and given
    if not good or not all(isinstance(point, Mapping) for point in given):  # type: ignore[attr-defined]
        problems.append(Problem("design.points", shown(given), "tables, written [[design.points]]"))
        return ()
    return tuple(tuple(dict(point).items()) for point in given)  # type: ignore[attr-defined]


def design_of(given: object, problems: list[Problem]) -> Design:
    """A design as a study file gives it."""
    if isinstance(given, Design):
        given = given.as_dictionary()
    read = Reader("design", given, problems)
    kind = read.word("kind", "grid", DESIGNS)
    fields: dict[str, Any] = {"kind": kind}
    if kind == "list":
        fields["listed"] = _listed(read.table.pop("points", None), problems)
    elif "points" in _DESIGN_OPTIONS[kind]:
        fields["points"] = read.whole("points", 64, 1, MOST_POINTS)
        count = fields["points"]
        if kind in ("sobol", "saltelli") and count & (count - 1):
            near = 1 << (count.bit_length() - 1)
            read.wrong("points", f"{count}", f"a power of two, such as {near} or {2 * near}")
    if kind == "grid":
        fields["levels"] = read.whole("levels", _GRID_LEVELS, 2, MOST_POINTS)
    if kind == "morris":
        fields["levels"] = read.whole("levels", _MORRIS_LEVELS, 2, 100, multiple=2)
        fields["trajectories"] = read.whole("trajectories", 20, 2, MOST_POINTS)
    if "seed" in _DESIGN_OPTIONS[kind] and "seed" in read.table:
        fields["seed"] = read.whole("seed", 0, 0, 2**63 - 1)
    read.done(("kind", *_DESIGN_OPTIONS[kind]))
    return Design(**fields)


def stopping_of(given: object, problems: list[Problem]) -> Stopping | None:
    """A stopping rule as a study file gives it."""
    if given is None:
        return None
    if isinstance(given, Stopping):
        given = given.as_dictionary()
    before = len(problems)
    read = Reader("stopping", given, problems)
    for name in ("outcome", "width", "ceiling"):
        if name not in read.table:
            read.wrong(name, "missing")
    fields = {
        "outcome": read.outcome("catastrophe"),
        "width": read.number("width", 0.01, 0.0, float("inf")),
        "confidence": read.number("confidence", 0.95, 0.0, 1.0),
        "first": read.whole("first", 1024, LEAF, 2**40, multiple=LEAF),
        "ceiling": read.whole("ceiling", 2**20, LEAF, 2**40, multiple=LEAF),
    }
    read.done(tuple(fields))
    if fields["first"] > fields["ceiling"]:  # type: ignore[operator]
        read.wrong("first", f"{fields['first']}", f"at most the ceiling, {fields['ceiling']}")
    return Stopping(**fields) if len(problems) == before else None  # type: ignore[arg-type]


def analyses_of(given: object, problems: list[Problem]) -> tuple[AnalysisRequest, ...]:
    """Analyses as a study file gives them."""
    if not isinstance(given, list | tuple):
        problems.append(Problem("analyses", shown(given), "tables, written [[analyses]]"))
        return ()
    return tuple(_analysis_of(number, one, problems) for number, one in enumerate(given))


def _analysis_of(number: int, given: object, problems: list[Problem]) -> AnalysisRequest:
    if isinstance(given, AnalysisRequest):
        given = given.as_dictionary()
    read = Reader(f"analyses[{number}]", given, problems)
    kind = read.word("kind", "paired" if "kind" not in read.table else "", tuple(ANALYSES))
    if kind not in ANALYSES:
        return AnalysisRequest("paired")
    options = ANALYSES[kind]
    fields: dict[str, Any] = {"outcome": read.outcome("catastrophe_risk")}
    if "better" in options:
        fields["better"] = read.word("better", "low", ("low", "high"))
    if "threshold" in options:
        infinity = float("inf")
        fields["threshold"] = read.number("threshold", None, -infinity, infinity)
    if "resamples" in options:
        fields["resamples"] = read.whole("resamples", 1000, 2, 1_000_000)
    if "reference" in options:
        fields["reference"] = read.whole("reference", 0, 0, MOST_POINTS)
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
            found.append(Problem(where, f"{request.kind} of a {design.kind} design", needed))
        if request.kind in ("regret", "information-value") and min(levers, uncertainties) < 2:
            found.append(Problem(where, f"{request.kind} needs levers and uncertainties"))
        if request.kind in ("prim", "feature-scoring") and uncertainties < 2:
            found.append(Problem(where, f"{request.kind} needs uncertainties"))
        if request.kind == "paired" and levers * uncertainties < 2:
            found.append(Problem(where, "a paired comparison needs two points"))
        if request.reference >= levers:
            what = f"reference {request.reference} is no lever point"
            found.append(Problem(where, what, f"0 to {levers - 1}"))
    return found
