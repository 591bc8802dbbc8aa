"""The schedule: every world once, few files, and nothing but the study decides it."""

from hypothesis import given
from hypothesis import strategies as st

from race_sim.study.chunk import LARGEST_CHUNK, Chunk, cut
from race_sim.study.leaf import LEAF
from race_sim.study.schedule import Block, groups_of

BLOCKS = st.lists(st.tuples(st.integers(0, 99), st.integers(1, 300_000)), min_size=1, max_size=30)


@given(BLOCKS, st.sampled_from([LEAF, 4096, 16384, 32768, 65536, 2**20]), st.integers(0, 9))
def test_groups_hold_every_chunk_once_in_order(blocks, size, first_number):
    blocks = [Block(point, first, 5000) for point, first in blocks]
    groups = list(groups_of(blocks, size, first_number))
    expected = [
        c for block in blocks for c in cut(block.point, block.first_world, block.worlds, size)
    ]
    assert [chunk for group in groups for chunk in group.chunks] == expected
    assert [group.number for group in groups] == list(
        range(first_number, first_number + len(groups))
    )


@given(st.integers(1, 5000), st.integers(1, 3000), st.sampled_from([LEAF, 4096, 65536]))
def test_many_small_points_make_few_files(points, worlds, size):
    groups = list(groups_of([Block(point, 0, worlds) for point in range(points)], size))
    chunks = sum(len(group.chunks) for group in groups)
    rows = points * worlds
    assert len(groups) <= 1 + rows / (2 * LARGEST_CHUNK) + chunks / 4096
    # And none that is more than two chunks of the largest size and what went over.
    assert max(sum(c.worlds for c in group.chunks) for group in groups) < 2 * LARGEST_CHUNK + size


def test_a_large_chunk_is_a_file_of_its_own():
    blocks = [Block(0, 0, 100), Block(1, 0, 2 * LARGEST_CHUNK), Block(2, 0, 100)]
    groups = list(groups_of(blocks, LARGEST_CHUNK))
    assert [len(group.chunks) for group in groups] == [1, 1, 1, 1]
    assert groups[0].name < groups[1].name


def test_a_group_is_known_before_the_next_block_is_asked_for():
    asked = []

    def blocks():
        for point in range(10):
            asked.append(point)
            yield Block(point, 0, LARGEST_CHUNK)

    assert next(groups_of(blocks(), LARGEST_CHUNK)).chunks == (Chunk(0, 0, LARGEST_CHUNK),)
    assert asked == [0]
