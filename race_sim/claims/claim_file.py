"""The file of claims, read and checked: all that is wrong with it at once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from race_sim.claims.claim import Claim, Comparison, Run, Side
from race_sim.outcomes import COLUMNS
from race_sim.parameters.checking import shown
from race_sim.problems import InputError, Problem
from race_sim.scenario import load_scenario, scenario_names
from race_sim.study.reader import Reader, by_key, is_number

CLAIMS_FILE = Path(__file__).parents[2] / "seeds" / "claims.toml"
_TEXTS = ("id", "claim", "hypothesis")
_TEST_FIELDS = (
    "says",
    "scenario",
    "compare_with",
    "outcome",
    "direction",
    "threshold",
    "times",
    "because",
)


def load_claims(file: Path | None = None) -> tuple[Claim, ...]:
    """The claims of a file.

    Parameters
    ----------
    file : Path, optional
        By default `seeds/claims.toml` of the checkout that the package runs from.

    Raises
    ------
    InputError
        With all that is wrong: a missing file, an unknown scenario, outcome or key, a threshold
        that is missing or of 0 without a reason.
    """
    path = CLAIMS_FILE if file is None else file
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        what = f"cannot be read: {error.strerror or type(error).__name__}"
        allowed = "a file like seeds/claims.toml, which comes with the source"
        raise InputError(str(path), [Problem("", what, allowed)]) from None
    except ValueError as error:
        raise InputError(str(path), [Problem("", f"broken TOML: {error}")]) from None
    problems: list[Problem] = []
    given = table.get("claims")
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        what = "missing" if given is None else shown(given)
        problems.append(Problem("claims", what, "tables, written [[claims]]"))
        given = []
    claims = [_claim(number, entry, problems) for number, entry in enumerate(given)]
    ids = [claim.id for claim in claims]
    for name in dict.fromkeys(name for name in ids if ids.count(name) > 1):
        problems.append(Problem(f"claims: {name}", "given twice", "once"))
    if not problems and not claims:
        problems.append(Problem("claims", "none", "one or more"))
    if problems:
        raise InputError(str(path), problems)
    return tuple(claims)


def _claim(number: int, entry: Mapping[str, Any], problems: list[Problem]) -> Claim:
    where = f"claims[{number}]"
    texts = []
    for name in _TEXTS:
        text = entry.get(name)
        if not isinstance(text, str) or not text:
            what = "missing" if text is None else shown(text)
            problems.append(Problem(f"{where}.{name}", what, "text in quotes"))
        texts.append(str(text))
    tests = entry.get("tests")
    if not isinstance(tests, list) or not tests:
        what = "missing" if tests is None else shown(tests)
        problems.append(Problem(f"{where}.tests", what, "tables, written [[claims.tests]]"))
        tests = []
    found = [
        _test(f"{where} ({texts[0]}), tests[{place}]", test, problems)
        for place, test in enumerate(tests)
    ]
    return Claim(texts[0], texts[1], texts[2], tuple(test for test in found if test is not None))


def _test(where: str, given: object, problems: list[Problem]) -> Comparison | None:
    before = len(problems)
    read = Reader(where, given, problems)
    says = read.text("says")
    if not says:
        read.wrong("says", "missing", "what the test holds, in words")
    for name, allowed in (("direction", "higher or lower"), ("outcome", "what is compared")):
        if name not in read.table:
            read.wrong(name, "missing", allowed)
    higher = read.word("direction", "higher", ("higher", "lower")) == "higher"
    outcome = read.outcome("catastrophe_risk")
    side = _side(read, "scenario", read.table.pop("scenario", None), outcome)
    compared = read.table.pop("compare_with", None)
    reference, level = _reference(read, compared, outcome)
    because = read.text("because")
    if is_number(compared) and "times" in read.table:
        read.wrong("times", "beside a number to compare with", "threshold")
    times, threshold = _least_effect(read, because)
    read.done(_TEST_FIELDS)
    if len(problems) > before or side is None:
        return None
    return Comparison(says, side, reference, level, outcome, higher, times, threshold, because)


def _least_effect(read: Reader, because: str) -> tuple[float, float]:
    """The factor and the threshold: the smallest effect that counts."""
    times = read.table.pop("times", None)
    threshold = read.table.pop("threshold", None)
    if (times is None) == (threshold is None):
        what = "missing" if times is None else "beside times"
        read.wrong("threshold", what, "the smallest effect that counts; or times, a factor")
        return 1.0, 0.0
    if times is not None:
        if not is_number(times) or not times > 0.0 or times == 1.0:
            read.wrong("times", shown(times), "a positive number, and not 1")
            return 1.0, 0.0
        return float(times), 0.0
    if not is_number(threshold) or threshold < 0.0:
        read.wrong("threshold", shown(threshold), "a number from 0")
        return 1.0, 0.0
    if threshold == 0.0 and not because:
        read.wrong("because", "missing", "why the threshold is 0")
    return 1.0, float(threshold)


def _reference(read: Reader, given: object, outcome: str) -> tuple[tuple[Side, ...], float]:
    if is_number(given):
        return (), float(given)  # type: ignore[arg-type]
    several = given if isinstance(given, list) else [given]
    if not several:
        read.wrong("compare_with", "an empty list", "a scenario, several, or a number")
    sides = [_side(read, "compare_with", one, outcome) for one in several]
    return tuple(side for side in sides if side is not None), 0.0


def _side(read: Reader, name: str, given: object, outcome: str) -> Side | None:
    """A scenario by its name, or a table with its name, what is set in it, since and until."""
    if isinstance(given, str):
        given = {"name": given}
    if not isinstance(given, Mapping):
        what = "missing" if given is None else shown(given)
        read.wrong(name, what, "the name of a scenario, or { name, set, since, until }")
        return None
    before = len(read.problems)
    inner = Reader(f"{read.where}.{name}", given, read.problems)
    scenario = inner.word("name", "", tuple(scenario_names()))
    settings = by_key(inner.table.pop("set", {}), f"{inner.where}.set", read.problems)
    since, until = (inner.number(end, None, 1900.0, 2300.0) for end in ("since", "until"))
    inner.done(("name", "set", "since", "until"))
    if since is not None:
        if until is None or since >= until:
            inner.wrong("since", f"{since:g}", "a date before until")
        if COLUMNS[outcome].unit != "share":
            inner.wrong("since", f"beside {outcome}", "an outcome that is a share of the time")
    if len(read.problems) > before:
        return None
    side = Side(Run(scenario, tuple(settings.items()), until), since)
    for run in side.runs():
        try:
            scenario_of(run)
        except InputError as error:
            for problem in error.problems:
                where = f"{inner.where}: {problem.where}"
                read.problems.append(problem._replace(where=where))
    return side


def scenario_of(run: Run) -> Any:
    """The scenario of a run in the baseline.

    Raises
    ------
    InputError
        If its settings cannot be used.
    """
    ends = {} if run.until is None else {"time.end": run.until}
    return load_scenario(run.scenario).with_values(dict(run.settings) | ends)
