"""Individuals on a network who play with their neighbours and imitate one of them.

An individual's payoff is the sum over its neighbours, so that those with many have more at stake.
In an update one individual, drawn at random, turns to the other of two strategies with the chance
`mutation`, and else compares itself with one of its neighbours, drawn at random, and imitates it
with the chance 1 / (1 + exp(-beta (the other's payoff - its own))). If everybody is a neighbour of
everybody this is the process of `imitation`, with beta (Z - 1) for its intensity.

>>> [len(one) for one in complete(4)], [len(one) for one in lattice(3)]
([3, 3, 3, 3], [4, 4, 4, 4, 4, 4, 4, 4, 4])
>>> degrees = [len(one) for one in scale_free(100, links=2, seed=1)]
>>> min(degrees), sum(degrees) // 2  # 3 links among the first three, then two for each
(2, 197)
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from race_sim.games.finite_population import check, tables
from race_sim.problems import InputError, Problem

SOURCE = "network imitation"
Network = list[list[int]]  # the neighbours of each individual


def complete(size: int) -> Network:
    """Everybody is a neighbour of everybody."""
    return [[other for other in range(size) if other != one] for one in range(size)]


def lattice(side: int) -> Network:
    """A square of `side` times `side`, 3 or more, whose edges meet: four neighbours each."""
    if side < 3:
        raise InputError(SOURCE, [Problem("side", f"{side}", "3 or more")])
    steps = ((0, 1), (1, 0), (0, -1), (-1, 0))
    return [
        sorted((row + down) % side * side + (column + right) % side for down, right in steps)
        for row in range(side)
        for column in range(side)
    ]


def scale_free(size: int, links: int, seed: int) -> Network:
    """A network that grew: newcomers link to those with many links (Barabasi and Albert, 1999).

    It begins with `links` + 1 individuals who are all neighbours. Each newcomer links to `links`
    others, each drawn with a chance in proportion to the links it has (Science 286, 509-512).
    """
    if not 1 <= links < size:
        raise InputError(SOURCE, [Problem("links", f"{links}", f"from 1 to {size - 1}")])
    generator = np.random.default_rng(seed)
    found: list[set[int]] = [set() for _ in range(size)]
    ends: list[int] = []  # each individual as often as it has links

    def link(one: int, other: int) -> None:
        found[one].add(other)
        found[other].add(one)
        ends.extend((one, other))

    for one in range(links + 1):
        for other in range(one):
            link(one, other)
    for one in range(links + 1, size):
        chosen: set[int] = set()
        while len(chosen) < links:
            chosen.add(ends[int(generator.integers(len(ends)))])
        for other in sorted(chosen):
            link(one, other)
    return [sorted(one) for one in found]


def _padded(network: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Neighbours as a table, filled up with nobody (number Z), and how many each has."""
    size = len(network)
    problems = []
    for one, neighbours in enumerate(network):
        known = {other for other in neighbours if 0 <= other < size and other != one}
        if not neighbours or len(known) != len(neighbours):
            problems.append(Problem(f"network[{one}]", f"{neighbours}", "others, each once"))
        elif any(one not in network[other] for other in known):
            problems.append(Problem(f"network[{one}]", f"{neighbours}", "links both ways"))
    if problems:
        raise InputError(SOURCE, problems)
    degrees = np.array([len(neighbours) for neighbours in network])
    table = np.full((size, int(degrees.max())), size)
    for one, neighbours in enumerate(network):
        table[one, : len(neighbours)] = neighbours
    return table, degrees


def simulate_network(
    payoffs: np.ndarray,
    network: Sequence[Sequence[int]],
    intensity: float,
    mutation: float,
    updates: int,
    start: np.ndarray,
    seed: int,
    *,
    warm_up: int = 0,
) -> np.ndarray:
    """Play populations on a network, many at a time.

    Parameters
    ----------
    payoffs : ndarray of float, shape (2, 2)
        What the row gets against the column, of each neighbour.
    network : sequence of sequences of int
        The neighbours of each individual, at least one; links go both ways.
    intensity : float
        beta, in units of one over payoff.
    mutation : float
        From 0 to 1.
    updates : int
        Of one individual each.
    start : ndarray of bool, shape (replicas, Z)
        Who plays the first strategy at first.
    seed : int
    warm_up : int
        Updates at the beginning that do not count.

    Returns
    -------
    ndarray of float, shape (replicas,)
        Mean share that plays the first strategy, over the updates after the warm-up.

    Raises
    ------
    InputError
        Naming what cannot be used.
    """
    payoffs, start = tables(payoffs), np.asarray(start)
    size = len(network)
    check(size, intensity)
    neighbours, degrees = _padded(network)
    problems = []
    if payoffs.shape != (2, 2):
        problems.append(Problem("payoffs", f"shape {payoffs.shape}", "(2, 2)"))
    if not 0.0 <= mutation <= 1.0:
        problems.append(Problem("mutation", f"{mutation}", "from 0 to 1"))
    if not 0 <= warm_up < updates:
        problems.append(Problem("updates", f"{updates}, {warm_up} of them warm-up", "more"))
    if start.dtype != bool or start.ndim != 2 or start.shape[1] != size or len(start) == 0:
        what = f"{start.dtype}, shape {start.shape}"
        problems.append(Problem("start", what, f"bool, (replicas, {size})"))
    if problems:
        raise InputError(SOURCE, problems)
    replicas = len(start)
    rows = np.arange(replicas)
    # 0 for the first strategy, 1 for the second; one more, who is nobody, takes what is filled up.
    kinds = np.zeros((replicas, size + 1), dtype=np.int64)
    kinds[:, :size] = ~start
    seconds = np.zeros((replicas, size + 1))  # neighbours that play the second
    for one in range(size):
        seconds[:, one] = kinds[:, network[one]].sum(axis=1)
    generator = np.random.default_rng(seed)
    playing = (~start).sum(axis=1)
    total = np.zeros(replicas)

    def gains(who: np.ndarray) -> np.ndarray:
        own, against = kinds[rows, who], seconds[rows, who]
        firsts = degrees[who] - against
        return np.asarray(firsts * payoffs[own, 0] + against * payoffs[own, 1])

    for update in range(updates):
        who, whom, imitates, mutates = generator.random((4, replicas))
        one = (who * size).astype(np.int64)
        other = neighbours[one, (whom * degrees[one]).astype(np.int64)]
        own = kinds[rows, one]
        takes = imitates < expit(intensity * (gains(other) - gains(one)))
        new = np.where(takes, kinds[rows, other], own)
        new = np.where(mutates < mutation, 1 - own, new)
        changed = np.flatnonzero(new != own)
        change = (new - own)[changed]
        kinds[changed, one[changed]] = new[changed]
        seconds[changed[:, None], neighbours[one[changed]]] += change[:, None]
        playing[changed] += change
        if update >= warm_up:
            total += playing
    return np.asarray(1.0 - total / ((updates - warm_up) * size))
