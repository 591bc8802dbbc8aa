"""Chunks: how a study is cut, and what their keys depend on."""

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from race_sim.problems import InputError
from race_sim.scenario import load_scenario
from race_sim.study.chunk import (
    LARGEST_CHUNK,
    Chunk,
    check_chunk_worlds,
    chunk_key,
    chunk_worlds,
    cut,
    digest,
    point_digest,
    whole_leaves,
)
from race_sim.study.leaf import LEAF
from race_sim.study.user_model import UserModel

pytestmark = pytest.mark.short

SIZES = st.integers(1, 64).map(lambda leaves: leaves * LEAF)


@given(st.integers(0, 2**62), st.integers(1, 50_000), SIZES)
def test_chunks_cover_every_world_once_and_begin_at_leaves(first, worlds, size):
    chunks = cut(3, first, worlds, size)
    begins = [first + size * number for number in range(len(chunks))]
    assert [chunk.first_world for chunk in chunks] == begins
    assert sum(chunk.worlds for chunk in chunks) == worlds
    assert all(0 < chunk.worlds <= size for chunk in chunks)
    assert all(chunk.worlds % LEAF == 0 for chunk in chunks[:-1])
    assert {chunk.point for chunk in chunks} == {3}


@given(st.integers(0, 10**6), st.integers(0, 2**63 - 1), st.integers(0, 10**6), st.integers(0, 99))
def test_names_of_chunks_sort_as_chunks_do(point, world, other_point, other_world):
    first, second = Chunk(point, world, 256), Chunk(other_point, other_world, 256)
    assert (first.name < second.name) == (first < second)


@given(st.integers(1, 2**50), st.booleans())
def test_the_size_that_follows_from_a_study_can_be_used(total, in_python):
    size = chunk_worlds(total, in_python)
    check_chunk_worlds(size)
    assert size <= LARGEST_CHUNK


@given(st.floats(0, 1e15))
def test_whole_leaves_are_the_least_that_hold_the_worlds(worlds):
    held = whole_leaves(worlds)
    assert held % LEAF == 0 and held >= worlds and held >= LEAF
    assert held == LEAF or held - LEAF < worlds


@pytest.mark.parametrize("worlds", [0, -256, 255, 257, 16 * LARGEST_CHUNK + LEAF, 256.5])
def test_a_size_that_cuts_a_leaf_is_refused(worlds):
    with pytest.raises(InputError, match="a multiple of 256"):
        check_chunk_worlds(worlds)


BASE = {
    "scenario": load_scenario("baseline"),
    "seed": 1,
    "columns": ("catastrophe", "incidents"),
    "rule_book": "book",
    "model": None,
}


@pytest.mark.parametrize(
    "change",
    [
        {"scenario": load_scenario("baseline", {"payoffs.rivalry": 0.7600000000000001})},
        {"seed": 2},
        {"columns": ("catastrophe",)},
        {"columns": ("incidents", "catastrophe")},
        {"rule_book": "another"},
        {"model": UserModel("a.py:A", "text", "hash")},
    ],
    ids=str,
)
def test_a_key_depends_on_all_that_its_worlds_depend_on(change):
    assert point_digest(**BASE) != point_digest(**BASE | change)


def test_a_key_depends_on_the_source_of_a_model():
    models = [
        UserModel("a.py:A", "x", "1"),
        UserModel("a.py:A", "y", "2"),
        UserModel("a.py:B", "x", "1"),
    ]
    assert len({point_digest(**BASE | {"model": model}) for model in models}) == 3


def test_a_key_depends_on_the_model_version(monkeypatch):
    before = point_digest(**BASE)
    monkeypatch.setattr("race_sim.study.chunk.MODEL_VERSION", "another")
    assert point_digest(**BASE) != before


def test_a_key_does_not_depend_on_words():
    renamed = BASE["scenario"].model_copy(update={"title": "Another", "question": "Why?"})
    assert point_digest(**BASE) == point_digest(**BASE | {"scenario": renamed})


@given(
    st.tuples(st.integers(0, 9), st.integers(0, 9)), st.tuples(st.integers(0, 9), st.integers(0, 9))
)
def test_keys_differ_exactly_if_blocks_do(one, other):
    first, second = (
        chunk_key("point", Chunk(0, 256 * begin, 256 * (1 + count)))
        for begin, count in (one, other)
    )
    assert (first == second) == (one == other)


def test_a_key_is_the_same_in_another_process_whatever_the_hash_seed():
    code = (
        "from race_sim.scenario import load_scenario\n"
        "from race_sim.study.chunk import point_digest\n"
        "columns = ('catastrophe', 'incidents')\n"
        "print(point_digest(load_scenario('baseline'), 1, columns, 'book', None))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == point_digest(**BASE)


@given(st.dictionaries(st.text(max_size=5), st.floats(allow_nan=False, allow_infinity=False)))
def test_a_digest_does_not_depend_on_the_order_of_entries(content):
    backwards = dict(reversed(content.items()))
    assert digest(content) == digest(backwards)
    assert digest(json.loads(json.dumps(content))) == digest(content)
