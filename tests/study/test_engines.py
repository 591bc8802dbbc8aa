"""The same bits from every engine, number of workers, size of chunk and order of completion."""

import os
import random
import signal
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager

import pandas as pd
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from race_sim.problems import EngineError, InputError
from race_sim.study.engines import OnExecutor, Processes, Serial, Threads, engine_of
from race_sim.study.result import FAILURES, POINTS, SUMMARY
from race_sim.study.run import resume, run

TABLES = (POINTS, SUMMARY, FAILURES)


class Shuffled(Executor):
    """Plays what it is given in an order that is drawn, each job once somebody waits."""

    def __init__(self, seed):
        self._random = random.Random(seed)
        self._waiting = []
        self._wake = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def submit(self, function, /, *arguments, **named):
        future = Future()
        with self._wake:
            self._waiting.append((future, function, arguments, named))
            self._wake.notify()
        return future

    def _work(self):
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                place = self._random.randrange(len(self._waiting))
                future, function, arguments, named = self._waiting.pop(place)
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(function(*arguments, **named))
                except BaseException as error:
                    future.set_exception(error)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._wake:
            self._closed = True
            self._wake.notify()
        self._thread.join()


class LastFirst(Serial):
    """An engine of somebody's own, which takes all jobs and begins with the last."""

    name = "last first"

    def play(self, jobs):
        yield from super().play(reversed(list(jobs)))


@contextmanager
def an_engine(kind, workers, seed):
    if kind == "shuffled":
        with Shuffled(seed) as executor:
            yield OnExecutor(executor, workers)
    elif kind == "last first":
        yield LastFirst()
    elif kind == "executor":
        with ThreadPoolExecutor(workers) as executor:
            yield executor
    else:
        yield engine_of(kind, workers if kind != "serial" else None)


def frames(result):
    return [result.points, result.summary, result.failures, result.worlds()]


def assert_same(one, other):
    for first, second in zip(frames(one), frames(other), strict=True):
        pd.testing.assert_frame_equal(first, second, check_exact=True)


STUDIES = st.fixed_dictionaries(
    {
        "worlds": st.integers(1, 1200),
        "first_world": st.sampled_from([0, 1, 300, 2**40]),
        "seed": st.integers(0, 2**63 - 1),
        "independent": st.booleans(),
        "outcomes": st.sampled_from([(), ("lead", "catastrophe"), ("ending",)]),
        "levers": st.integers(1, 4).map(lambda n: {"payoffs.rivalry": [0.2 * x for x in range(n)]}),
    }
)
KINDS = st.sampled_from(["serial", "threads", "shuffled", "last first", "executor"])
SIZES = st.sampled_from([256, 512, 768, 2048])


@settings(max_examples=25)
@given(
    STUDIES,
    st.lists(st.tuples(KINDS, SIZES, st.integers(1, 4)), min_size=2, max_size=3),
    st.integers(0, 99),
)
def test_neither_engine_nor_workers_nor_chunks_nor_order_change_a_bit(
    small_study, given, ways, seed
):
    study = small_study(**given)
    results = []
    for kind, size, workers in ways:
        with an_engine(kind, workers, seed) as engine:
            results.append(run(study, None, engine, chunk=size))
    for other in results[1:]:
        assert_same(results[0], other)


@pytest.mark.short
@settings(max_examples=12)
@given(STUDIES, KINDS, SIZES, st.integers(1, 4), st.integers(0, 99))
def test_files_do_not_depend_on_the_engine(
    small_study, content, tmp_path_factory, given, kind, size, workers, seed
):
    study = small_study(**given)
    folder = tmp_path_factory.mktemp("files")
    run(study, folder / "serial", "serial", chunk=size)
    with an_engine(kind, workers, seed) as engine:
        run(study, folder / "other", engine, chunk=size)
    assert content(folder / "serial") == content(folder / "other")


@pytest.mark.short
def test_tables_do_not_depend_on_the_size_of_chunks_down_to_their_bytes(
    small_study, content, tmp_path
):
    study = small_study(worlds=2000)
    for size in (256, 1024, 4096):
        run(study, tmp_path / str(size), "threads", chunk=size)
    written = [content(tmp_path / str(size)) for size in (256, 1024, 4096)]
    for name in TABLES:
        assert len({files[name] for files in written}) == 1


@pytest.fixture(scope="module")
def pool():
    import multiprocessing

    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as executor:
        yield executor


@pytest.mark.slow
@settings(max_examples=5)
@given(STUDIES, SIZES)
def test_worker_processes_change_no_bit(small_study, pool, given, size):
    study = small_study(**given)
    assert_same(run(study, None, "serial", chunk=256), run(study, None, pool, chunk=size))


@pytest.mark.slow
def test_the_process_engine_writes_the_files_of_the_serial_one(
    own_study, content, tmp_path, monkeypatch
):
    monkeypatch.setenv("RACE_SIM_TEST_FAULTS", "3,100,299")
    study = own_study()
    for name in ("serial", "threads", "processes"):
        run(study, tmp_path / name, name, 1 if name == "serial" else 2)
    serial = content(tmp_path / "serial")
    assert content(tmp_path / "processes") == serial
    assert content(tmp_path / "threads") == serial
    assert serial[FAILURES].count(b"cannot decide in world 100") > 0


@pytest.mark.slow
def test_a_worker_that_dies_once_loses_nothing(own_study, content, tmp_path, monkeypatch):
    study = own_study("MortalModel")
    run(study, tmp_path / "undisturbed", "processes", 2)
    (tmp_path / "marks").mkdir()
    monkeypatch.setenv("RACE_SIM_TEST_MARKS", str(tmp_path / "marks"))
    monkeypatch.setenv("RACE_SIM_TEST_DEADLY_ONCE", "40")
    result = run(study, tmp_path / "disturbed", "processes", 2)
    assert [mark.name for mark in (tmp_path / "marks").iterdir()] == ["40"]
    assert content(tmp_path / "disturbed") == content(tmp_path / "undisturbed")
    assert result.missing_share == 0.0


@pytest.mark.slow
def test_a_chunk_that_always_kills_its_worker_is_failed_and_the_rest_goes_on(
    own_study, monkeypatch
):
    # World 270 is in the second chunk of three.
    monkeypatch.setenv("RACE_SIM_TEST_DEADLY", "270")
    study = own_study("MortalModel", worlds=600, levers={"payoffs.rivalry": [0.9]})
    result = run(study, None, "processes", 2, chunk=256)
    assert sorted(result.failures["world"].unique()) == list(range(256, 512))
    assert set(result.failures["type"]) == {"WorkerLost"}
    assert len(result.failures) == 256 and result.missing_share == 256 / 600
    monkeypatch.delenv("RACE_SIM_TEST_DEADLY")
    whole = run(study, None, "serial", chunk=256).worlds()
    lost = whole["world"].between(256, 511)
    pd.testing.assert_frame_equal(result.worlds(), whole[~lost].reset_index(drop=True))


@pytest.mark.slow
def test_a_worker_killed_from_outside_loses_nothing(own_study, monkeypatch):
    import multiprocessing

    monkeypatch.setenv("RACE_SIM_TEST_SECONDS", "0.001")
    study = own_study("SlowModel", worlds=900)
    killed = []

    def kill_a_worker(done, total):
        if not killed:
            killed.append(multiprocessing.active_children()[0].pid)
            os.kill(killed[0], signal.SIGKILL)

    result = run(study, None, "processes", 2, chunk=256, progress=kill_a_worker)
    assert killed and result.missing_share == 0.0
    assert_same(result, run(study, None, "serial", chunk=256))


def test_workers_do_not_outlive_a_killed_parent(own_study, start):
    code = (
        "import sys, multiprocessing\n"
        "from race_sim.study.run import run\n"
        "from race_sim.study.study import Study\n"
        "def tell(done, total):\n"
        "    print(*[c.pid for c in multiprocessing.active_children()], flush=True)\n"
        "if __name__ == '__main__':\n"
        "    study = Study(scenario='baseline', worlds=10**8)\n"
        "    run(study, None, 'processes', 2, chunk=4096, progress=tell)\n"
    )
    process = start(code)
    workers = [int(pid) for pid in process.stdout.readline().split()]
    assert len(workers) == 2
    process.kill()
    process.wait()

    def alive(pid):
        try:
            return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    deadline = time.monotonic() + 10
    while any(alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    left = [pid for pid in workers if alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert not left


@pytest.mark.short
def test_an_engine_is_closed_as_soon_as_its_study_ends_early(small_study):
    ended = []

    class Watched(Serial):
        def play(self, jobs):
            try:
                yield from super().play(jobs)
            finally:
                ended.append(True)

    def stop(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        try:
            run(small_study(), None, Watched(), chunk=256, progress=stop)
        except KeyboardInterrupt:
            assert ended  # while the error, and all frames that it holds, are still there
            raise


@pytest.mark.short
def test_few_jobs_are_asked_for_before_they_are_needed(small_study):
    asked = []

    def counted(jobs):
        for job in jobs:
            asked.append(job)
            yield job

    class Counting(Threads):
        most = 0

        def play(self, jobs):
            for number, played in enumerate(super().play(counted(jobs))):
                self.most = max(self.most, len(asked) - number)
                yield played

    engine = Counting(2)
    run(small_study(worlds=256 * 40), None, engine, chunk=256)
    assert len(asked) == 80 and engine.most <= 5


@pytest.mark.short
def test_an_executor_that_breaks_is_told(small_study, tmp_path, content):
    from concurrent.futures import BrokenExecutor

    class Breaking(Executor):
        played = 0

        def submit(self, function, /, *arguments, **named):
            future = Future()
            self.played += 1
            if self.played > 3:
                future.set_exception(BrokenExecutor("no more"))
            else:
                future.set_result(function(*arguments, **named))
            return future

    study = small_study()
    with pytest.raises(EngineError, match="no more"):
        run(study, tmp_path / "s", Breaking(), workers=1, chunk=256)
    result = resume(tmp_path / "s", "serial")
    # What was finished before is not played again.
    first, second = result.manifest["sessions"]
    assert first["chunks"] > 0 and first["chunks"] + second["chunks"] == 6
    run(study, tmp_path / "whole", "serial", chunk=256)
    assert content(tmp_path / "s") == content(tmp_path / "whole")


@pytest.mark.short
@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        ({"name": "cloud"}, "one of serial, threads, processes, dask"),
        ({"name": "serial", "workers": 2}, "workers: 2 for the engine serial"),
        ({"name": "threads", "workers": 0}, "workers"),
        ({"name": "threads", "scheduler": "tcp://127.0.0.1:1"}, "for the engine dask only"),
        ({"name": "processes", "workers": 1.5}, "workers"),
    ],
)
def test_an_engine_that_cannot_be_is_refused(arguments, what):
    with pytest.raises(InputError, match=what):
        engine_of(**arguments)


@pytest.mark.short
def test_the_engine_follows_from_the_model():
    assert isinstance(engine_of(), Threads)
    assert isinstance(engine_of(in_python=True), Processes)
    mine = LastFirst()
    assert engine_of(mine) is mine
