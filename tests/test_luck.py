"""Luck: published known answers, a second implementation, uniformity and independence.

Every p-value below falls under `FALSE_ALARM` for a sound generator once in a million times; the
addresses are fixed, so the outcome is the same on every run. Each family
of checks is also shown to refuse a generator that is broken in the way it is there to find.
"""

from fractions import Fraction

import numba
import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given
from hypothesis import strategies as st

import race_sim.compiled  # noqa: F401  (registers the rule book with the compiler)
from race_sim import luck

FALSE_ALARM = 1e-6
COUNT = 100_000

PURPOSES = {
    "CHOICE": 0,
    "INCIDENT_COUNT": 1,
    "SEVERITY": 2,
    "KIND": 3,
    "FREEZE_AFTER_US_INCIDENT": 4,
    "FREEZE_AFTER_CN_INCIDENT": 5,
    "BREACH_FOUND": 6,
    "BREACH_ENDS_TREATY": 7,
    "AGREEMENT_LAPSE": 8,
    "FINISH_LINE": 9,
}

BIG = st.one_of(st.integers(0, 2**63 - 1), st.integers(2**63 - 3, 2**63 - 1), st.integers(0, 9))
STEP = st.integers(0, 2**32 - 1)
SHORT = st.integers(0, 2**16 - 1)
ADDRESS = st.tuples(BIG, BIG, STEP, SHORT, SHORT)


@pytest.mark.short
@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        (
            "00000000 00000000 00000000 00000000",
            "00000000 00000000",
            "6627e8d5 e169c58d bc57ac4c 9b00dbd8",
        ),
        (
            "ffffffff ffffffff ffffffff ffffffff",
            "ffffffff ffffffff",
            "408f276d 41c83b0e a20bc7c6 6d5451fd",
        ),
        (  # digits of pi
            "243f6a88 85a308d3 13198a2e 03707344",
            "a4093822 299f31d0",
            "d16cfe09 94fdcceb 5001e420 24126ea1",
        ),
    ],
    ids=["zeros", "ones", "pi"],
)
def test_published_known_answers(counter, key, answer):
    """The file `kat_vectors` of Random123, by the authors of Philox (philox4x32, 10 rounds)."""
    words = [int(word, 16) for word in f"{counter} {key}".split()]
    assert luck.philox(*words) == tuple(int(word, 16) for word in answer.split())


def second_philox(addresses: np.ndarray, rounds: int = 10) -> np.ndarray:
    """Both uniform numbers of each address, by another way: whole arrays of 64-bit words.

    Written from figure 2 of the paper; `rounds` below 10 gives a weaker generator.
    """
    seed, world, step, purpose, index = addresses.astype(np.uint64).T
    low = np.uint64(0xFFFFFFFF)
    half = np.uint64(32)
    right_0, left_0, right_1, left_1 = world & low, world >> half, step, purpose + (index << 16)
    key_0, key_1 = seed & low, seed >> half
    for _ in range(rounds):
        product_0 = right_0 * np.uint64(0xD2511F53)
        product_1 = right_1 * np.uint64(0xCD9E8D57)
        right_0, left_0, right_1, left_1 = (
            (product_1 >> half) ^ left_0 ^ key_0,
            product_1 & low,
            (product_0 >> half) ^ left_1 ^ key_1,
            product_0 & low,
        )
        key_0 = (key_0 + np.uint64(0x9E3779B9)) & low
        key_1 = (key_1 + np.uint64(0xBB67AE85)) & low
    pairs = [
        (high >> np.uint64(5)) * np.uint64(1 << 26) + (rest >> np.uint64(6))
        for high, rest in ((right_0, left_0), (right_1, left_1))
    ]
    return np.stack(pairs, axis=1) / 2.0**53


def plain(addresses, out):
    for i in range(addresses.shape[0]):
        a = addresses[i]
        out[i, 0], out[i, 1] = luck.uniform_pair(a[0], a[1], a[2], a[3], a[4])


@pytest.fixture(scope="module")
def compiled():
    """Both uniform numbers of each address, by the compiled function."""
    loop = numba.njit(plain)

    def draw(addresses: np.ndarray) -> np.ndarray:
        out = np.empty((len(addresses), 2))
        loop(addresses, out)
        return out

    return draw


def scattered(count: int) -> np.ndarray:
    """Addresses all over the allowed range."""
    dice = np.random.default_rng(11)
    limits = (2**63, 2**63, 2**32, 2**16, 2**16)
    return np.stack([dice.integers(0, limit, count) for limit in limits], axis=1)


def ordinary(count: int) -> np.ndarray:
    """Addresses as a study asks for them: small numbers, world after world."""
    numbers = np.arange(count)
    return np.stack(
        [numbers * 0 + 1, numbers // 80, numbers % 80, numbers * 0, numbers * 0], axis=1
    )


@given(ADDRESS)
def test_range_and_bits(address):
    """Multiples of 2**-53 in [0, 1), at every address that is allowed."""
    for number in luck.uniform_pair(*address):
        assert 0.0 <= number < 1.0
        assert (number * 2.0**53).is_integer()


@pytest.mark.short
def test_the_words_behind_the_first_pair():
    """All zeros in: 27 bits of one word and 26 of the next make 53, by whole numbers."""
    first = Fraction(((0x6627E8D5 >> 5) << 26) + (0xE169C58D >> 6), 2**53)
    second = Fraction(((0xBC57AC4C >> 5) << 26) + (0x9B00DBD8 >> 6), 2**53)
    assert luck.uniform_pair(0, 0, 0, 0, 0) == (float(first), float(second))


def test_the_largest_words_stay_below_one(monkeypatch):
    monkeypatch.setattr(luck, "philox", lambda *words: (0xFFFFFFFF,) * 4)
    assert luck.uniform_pair(0, 0, 0, 0, 0) == (1.0 - 2.0**-53, 1.0 - 2.0**-53)


@given(ADDRESS, ADDRESS)
def test_different_addresses_meet_different_words(one, other):
    """No two addresses share a draw: the six words of counter and key tell them all apart."""
    assume(one != other)
    asked = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(luck, "philox", lambda *words: asked.append(words) or (0, 0, 0, 0))
        luck.uniform_pair(*one)
        luck.uniform_pair(*other)
    assert asked[0] != asked[1]
    assert all(0 <= word < 2**32 for words in asked for word in words)


@pytest.mark.short
def test_purposes_keep_their_numbers():
    """They are part of every address: renumbering one would change every world."""
    assert {name: getattr(luck, name) for name in PURPOSES} == PURPOSES
    assert len(set(PURPOSES.values())) == len(PURPOSES)
    assert luck.FORCED_SHOCK == 2**16 - 1
    assert luck.LARGEST_SEED == luck.LARGEST_WORLD == 2**63 - 1


def test_three_ways_to_the_same_bits(compiled):
    """Plain, compiled, and the second implementation."""
    addresses = np.concatenate((scattered(2000), ordinary(500)))
    addresses = np.concatenate((addresses, [[2**63 - 1, 2**63 - 1, 2**32 - 1, 2**16 - 1, 65535]]))
    expected = [luck.uniform_pair(*address) for address in addresses.tolist()]
    assert np.array_equal(compiled(addresses), expected)
    assert np.array_equal(second_philox(addresses), expected)


def p_values_of_uniformity(numbers: np.ndarray) -> dict[str, float]:
    """Chi-square over 1000 bins, Kolmogorov-Smirnov, and the balance of each of the 53 bits."""
    counts = np.histogram(numbers, bins=1000, range=(0.0, 1.0))[0]
    bits = (numbers * 2.0**53).astype(np.int64)
    ones = np.array([np.count_nonzero(bits >> bit & 1) for bit in range(53)])
    tails = scipy.stats.binom.sf(
        np.abs(ones - len(numbers) / 2) + len(numbers) / 2, len(numbers), 0.5
    )
    return {
        "chi-square": scipy.stats.chisquare(counts).pvalue,
        "Kolmogorov-Smirnov": scipy.stats.kstest(numbers, "uniform").pvalue,
        "bits": min(1.0, 2 * 53 * tails.min()),
    }


def p_values_of_independence(one: np.ndarray, other: np.ndarray) -> dict[str, float]:
    """Chi-square over 32 x 32 cells, and the correlation of the two."""
    cells = np.histogram2d(one, other, bins=32, range=((0, 1), (0, 1)))[0]
    return {
        "chi-square": scipy.stats.chisquare(cells.ravel()).pvalue,
        "correlation": scipy.stats.pearsonr(one, other).pvalue,
    }


@pytest.mark.parametrize("addresses", [scattered, ordinary])
def test_uniform(compiled, addresses):
    numbers = compiled(addresses(COUNT))
    for half in (0, 1):
        found = p_values_of_uniformity(numbers[:, half])
        assert min(found.values()) > FALSE_ALARM, found


def moved_up(numbers: np.ndarray) -> np.ndarray:
    """One number in 40 moved from the lower to the upper half."""
    chosen = (np.arange(COUNT) % 40 == 0) & (numbers < 0.5)
    return np.where(chosen, numbers + 0.5, numbers)


def clumped(numbers: np.ndarray) -> np.ndarray:
    """One number in 20 rounded down to hundredths."""
    return np.where(np.arange(COUNT) % 20 == 0, np.floor(numbers * 100) / 100, numbers)


def one_bit_short(numbers: np.ndarray) -> np.ndarray:
    """The last of the 53 bits always 0."""
    return np.floor(numbers * 2.0**52) / 2.0**52


@pytest.mark.parametrize(
    ("check", "broken"),
    [("Kolmogorov-Smirnov", moved_up), ("chi-square", clumped), ("bits", one_bit_short)],
)
def test_uniformity_is_refused_when_broken(compiled, check, broken):
    numbers = compiled(ordinary(COUNT))[:, 0]
    assert p_values_of_uniformity(broken(numbers))[check] < FALSE_ALARM


COMPONENTS = ("seed", "world", "step", "purpose", "index")


def neighbours(base: np.ndarray, component: int, lag: int) -> np.ndarray:
    """The same addresses with one component moved on."""
    moved = base.copy()
    moved[:, component] += lag
    return moved


@pytest.mark.parametrize("lag", [1, 2, 80])
@pytest.mark.parametrize("component", range(5), ids=COMPONENTS)
def test_neighbouring_addresses_are_independent(compiled, component, lag):
    """Addresses that differ in one component only, in both halves of the pair."""
    base = ordinary(COUNT)
    here, there = compiled(base), compiled(neighbours(base, component, lag))
    for half in (0, 1):
        found = p_values_of_independence(here[:, half], there[:, half])
        assert min(found.values()) > FALSE_ALARM, found


def test_the_two_halves_of_a_pair_are_independent(compiled):
    for addresses in (scattered(COUNT), ordinary(COUNT)):
        found = p_values_of_independence(*compiled(addresses).T)
        assert min(found.values()) > FALSE_ALARM, found


@pytest.mark.parametrize("component", range(5), ids=COMPONENTS)
def test_independence_is_refused_with_too_few_rounds(component):
    """Philox with 2 rounds of 10 mixes its words too little for neighbours to be independent."""
    base = ordinary(20_000)
    here = second_philox(base, rounds=2)
    there = second_philox(neighbours(base, component, 1), rounds=2)
    found = [p_values_of_independence(here[:, half], there[:, half]) for half in (0, 1)]
    assert min(min(values.values()) for values in found) < FALSE_ALARM


def test_independence_is_refused_when_a_draw_is_shared(compiled):
    """One address in 20 gives its neighbour's number."""
    base = ordinary(COUNT)
    here, there = compiled(base)[:, 0], compiled(neighbours(base, 1, 1))[:, 0]
    shared = np.where(np.arange(COUNT) % 20 == 0, here, there)
    assert max(p_values_of_independence(here, shared).values()) < FALSE_ALARM
