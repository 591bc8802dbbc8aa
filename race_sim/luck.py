"""Luck with an address: every uniform number a world may need, and no state.

A counter-based generator, Philox 4x32-10 (Salmon, Moraes, Dror and Shaw, 2011, "Parallel random
numbers: as easy as 1, 2, 3", SC'11), turns the address (seed, world, step, purpose, index) into
numbers. The seed is the key; world, step, purpose and index are the counter. So

- world 123 456 can be played without the worlds before it, in any engine;
- no draw is taken in order, so none can be skipped or shared by accident;
- two scenarios or two policies under the same seed meet the same luck, and differ only by what
  was changed.

Each address gives a pair of numbers, one for the United States and one for China, or for
whatever two things the purpose names. Written with integers and masks, it runs unchanged as
standard-library Python and compiled.
"""

_MASK = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_TWO_TO_26 = 67108864.0
_TWO_TO_MINUS_53 = 1.0 / 9007199254740992.0

LARGEST_SEED = 2**63 - 1
LARGEST_WORLD = 2**63 - 1

# What a draw is for. The numbers are part of the address: never reuse or renumber one.
CHOICE = 0
INCIDENT_COUNT = 1
SEVERITY = 2
KIND = 3
FREEZE_AFTER_US_INCIDENT = 4
FREEZE_AFTER_CN_INCIDENT = 5
BREACH_FOUND = 6
BREACH_ENDS_TREATY = 7
AGREEMENT_LAPSE = 8
FINISH_LINE = 9
# Taken outside of the rules: 0xAE00, the dice of Axelrod's strategies (race_sim.tournament).

FORCED_SHOCK = 0xFFFF  # the index of a shock that a scenario forces


def philox(
    counter_0: int, counter_1: int, counter_2: int, counter_3: int, key_0: int, key_1: int
) -> tuple[int, int, int, int]:
    """Philox 4x32-10: four 32-bit counter words and two key words to four 32-bit words."""
    for _ in range(10):
        product_0 = _MULTIPLIER_0 * counter_0
        product_1 = _MULTIPLIER_1 * counter_2
        counter_0 = ((product_1 >> 32) & _MASK) ^ counter_1 ^ key_0
        counter_1 = product_1 & _MASK
        counter_2 = ((product_0 >> 32) & _MASK) ^ counter_3 ^ key_1
        counter_3 = product_0 & _MASK
        key_0 = (key_0 + _WEYL_0) & _MASK
        key_1 = (key_1 + _WEYL_1) & _MASK
    return counter_0, counter_1, counter_2, counter_3


def uniform_pair(seed: int, world: int, step: int, purpose: int, index: int) -> tuple[float, float]:
    """Two independent uniform numbers in [0, 1) with 53 bits each, for one address.

    `seed` and `world` are integers in [0, 2**63), `step` in [0, 2**32), `purpose` and `index`
    in [0, 2**16).
    """
    word_0, word_1, word_2, word_3 = philox(
        world & _MASK,
        (world >> 32) & _MASK,
        step,
        purpose | (index << 16),
        seed & _MASK,
        (seed >> 32) & _MASK,
    )
    first = ((word_0 >> 5) * _TWO_TO_26 + (word_1 >> 6)) * _TWO_TO_MINUS_53
    second = ((word_2 >> 5) * _TWO_TO_26 + (word_3 >> 6)) * _TWO_TO_MINUS_53
    return first, second
