"""Where claims hold: in the baseline, and at the points of a prior, played until it is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from race_sim.claims.claim import Claim, Comparison, Run
from race_sim.claims.effect import Effect, effect
from race_sim.claims.margin import Sums, sides_of
from race_sim.claims.playing import END, Point, Task, play
from race_sim.outcomes import Estimate, share

_LOOKS = 3  # at the points: each look has four times as many worlds
BASELINE_BLOCKS = 20  # of the worlds of a run, so that threads can share them
Progress = Callable[[int, int], None]


class Share(NamedTuple):
    """Where in the plausible space a claim holds.

    Attributes
    ----------
    states : ndarray of int, shape (points,)
        1 where all tests hold, -1 where one of them fails, 0 where the noise leaves it open.
    of_tests : tuple of ndarray
        The same of each test.
    share : Estimate
        Of the points that are decided, those where it holds; Wilson's interval.
    chances : ndarray of float, shape (points,)
        How sure it is that it holds: the least sure of its tests.
    """

    states: np.ndarray
    of_tests: tuple[np.ndarray, ...]
    share: Estimate
    chances: np.ndarray

    @property
    def held(self) -> int:
        """Points where the claim holds."""
        return int((self.states == 1).sum())

    @property
    def failed(self) -> int:
        """Points where it fails."""
        return int((self.states == -1).sum())

    @property
    def open(self) -> int:
        """Points that are neither."""
        return int((self.states == 0).sum())


def combined(tests: Sequence[np.ndarray]) -> np.ndarray:
    """A claim from its tests: it fails where one fails, and holds where all hold."""
    return np.asarray(np.min(tests, axis=0))


def tests_of(claims: Iterable[Claim]) -> list[Comparison]:
    """All tests of claims."""
    return [test for claim in claims for test in claim.tests]


def _tasks(wanted: Iterable[tuple[Comparison, np.ndarray]]) -> dict[Run, Task]:
    found: dict[Run, Task] = {}
    for test, points in wanted:
        if not len(points):
            continue
        for side in test.sides():
            columns = [test.outcome] if side.since is None else [test.outcome, END]
            for run in side.runs():
                found.setdefault(run, Task()).add(columns, points)
    return found


def in_baseline(
    claims: Sequence[Claim], worlds: int, seed: int, progress: Progress | None = None
) -> dict[Comparison, Effect]:
    """The effect of every test in the baseline.

    Parameters
    ----------
    claims : sequence of Claim
    worlds : int
        A run; rounded up to a multiple of twenty.
    seed : int
    progress : callable, optional
        Called with the runs that are done and their total.
    """
    tests = tests_of(claims)
    every = np.arange(BASELINE_BLOCKS)
    tasks = _tasks((test, every) for test in tests)
    each = -(-worlds // BASELINE_BLOCKS)
    points: list[Point] = [{} for _ in every]
    played = play(tasks, points, range(each), each, seed, _counter(len(tasks), progress))
    found = {}
    for test in tests:
        outcome, reference = sides_of(test, played, every)
        found[test] = effect(test, outcome.ravel(), reference.ravel())
    return found


def over_points(
    claims: Sequence[Claim],
    points: Sequence[Point],
    worlds: int,
    seed: int,
    progress: Progress | None = None,
) -> list[Share]:
    """Where each claim holds.

    There are three looks. All points have a sixteenth of `worlds` first; those at which a claim
    is open then have a quarter, and those still open all of them, in the runs that its open tests
    need. So the noise at a point is small wherever it could turn the answer.

    Parameters
    ----------
    claims : sequence of Claim
    points : sequence of mapping of str to Value
    worlds : int
        The most at a point and run.
    seed : int
        Of the luck.
    progress : callable, optional
        Called with the looks' runs that are done and their total, which may fall.
    """
    tests = tests_of(claims)
    sums = {test: Sums(test, len(points)) for test in tests}
    wanted = [(test, np.arange(len(points))) for test in tests]
    begin = 0
    for look in range(_LOOKS):
        end = max(2, worlds // 4 ** (_LOOKS - 1 - look))
        tasks = _tasks(wanted)
        if not tasks or end <= begin:
            continue
        counter = _counter(len(tasks), progress)
        played = play(tasks, points, range(begin, end), worlds, seed, counter)
        for test, chosen in wanted:
            if len(chosen):
                sums[test].add(chosen, *sides_of(test, played, chosen))
        wanted = _open(claims, sums)
        begin = end
    return [_share(claim, sums) for claim in claims]


def _open(
    claims: Sequence[Claim], sums: dict[Comparison, Sums]
) -> list[tuple[Comparison, np.ndarray]]:
    """For each test, the points at which it is open and its claim is too."""
    found: dict[Comparison, np.ndarray] = {}
    for claim in claims:
        states = [sums[test].margins().states for test in claim.tests]
        is_open = combined(states) == 0
        for test, state in zip(claim.tests, states, strict=True):
            chosen = np.flatnonzero(is_open & (state == 0))
            found[test] = np.union1d(found[test], chosen) if test in found else chosen
    return list(found.items())


def _share(claim: Claim, sums: dict[Comparison, Sums]) -> Share:
    found = [sums[test].margins() for test in claim.tests]
    states = tuple(margins.states for margins in found)
    whole = combined(states)
    held, failed = int((whole == 1).sum()), int((whole == -1).sum())
    chances = np.min([margins.chances() for margins in found], axis=0)
    return Share(whole, states, share(held, held + failed), chances)


def _counter(total: int, progress: Progress | None) -> Callable[[], None]:
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, total)

    return tell
