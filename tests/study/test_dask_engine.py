"""Dask: a real scheduler and workers over TCP give the bits of the serial engine."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time

import pandas as pd
import pytest

from race_sim.problems import EngineError
from race_sim.study import dask_engine
from race_sim.study.engines import engine_of
from race_sim.study.run import resume, run

SECONDS = 60


class Cluster:
    """A scheduler and workers, each a process of its own, that talk over TCP."""

    def __init__(self, **environment):
        self.environment = os.environ | {"PYTHONWARNINGS": "ignore"} | environment
        self.processes = []
        self.readers = []
        self.scheduler, line = self._start(
            "dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show",
            until=r"Scheduler at:\s+(tcp://\S+)",
        )  # fmt: skip
        self.address = line

    def _start(self, module, *arguments, until):
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment,
        )
        self.processes.append(process)
        alarm = threading.Timer(SECONDS, process.kill)
        alarm.start()
        try:
            for line in process.stderr:
                found = re.search(until, line)
                if found:
                    break
            else:
                raise RuntimeError(f"{module} did not start")
        finally:
            alarm.cancel()
        # Somebody has to read the rest, or the process would wait for it.
        reader = threading.Thread(target=process.stderr.read, daemon=True)
        reader.start()
        self.readers.append(reader)
        return process, found[1]

    def worker(self):
        process, _ = self._start(
            "dask_worker", self.address, "--host", "127.0.0.1", "--nthreads", "1",
            "--no-nanny", "--no-dashboard",
            until=r"Registered to:\s+(\S+)",
        )  # fmt: skip
        return process

    def close(self):
        for process in reversed(self.processes):
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGKILL)
            process.wait()
        for reader in self.readers:
            reader.join()
        for process in self.processes:
            process.stderr.close()


@pytest.fixture
def cluster():
    opened = []

    def made(**environment):
        opened.append(Cluster(**environment))
        return opened[-1]

    yield made
    for one in opened:
        one.close()


@pytest.mark.slow
def test_two_workers_over_tcp_give_the_files_of_the_serial_engine_and_one_killed_loses_nothing(
    cluster, own_study, small_study, content, tmp_path
):
    there = cluster(RACE_SIM_TEST_SECONDS="0.001", RACE_SIM_TEST_FAULTS="5")
    workers = [there.worker(), there.worker()]
    # The compiled loop, with no accident.
    study = small_study()
    run(study, tmp_path / "serial", "serial", chunk=256)
    result = run(study, tmp_path / "dask", "dask", scheduler=there.address, chunk=256)
    assert content(tmp_path / "dask") == content(tmp_path / "serial")
    assert result.manifest["sessions"][0]["engine"] == "dask"
    # A model in Python, which the workers have no file of, and a worker killed in the middle.
    own = own_study("SlowModel", worlds=1200)
    run(own, tmp_path / "own-serial", "serial")
    killed = []

    def kill_one(done, total):
        if not killed:
            killed.append(workers[0].pid)
            os.kill(workers[0].pid, signal.SIGKILL)

    result = run(own, tmp_path / "own", "dask", scheduler=there.address, progress=kill_one)
    assert killed and workers[0].wait(SECONDS) == -signal.SIGKILL
    assert content(tmp_path / "own") == content(tmp_path / "own-serial")
    assert result.missing_share == 0.0


@pytest.mark.slow
def test_a_scheduler_that_dies_in_the_middle_is_told_and_the_study_goes_on_elsewhere(
    cluster, small_study, content, tmp_path
):
    there = cluster()
    there.worker()
    study = small_study(worlds=256 * 40)

    def kill_the_scheduler(done, total):
        if there.scheduler.poll() is None:
            there.scheduler.kill()
            there.scheduler.wait()

    begin = time.monotonic()
    with pytest.raises(EngineError, match="Dask scheduler"):
        run(
            study, tmp_path / "s", "dask", scheduler=there.address, chunk=256,
            progress=kill_the_scheduler,
        )  # fmt: skip
    assert time.monotonic() - begin < SECONDS
    result = resume(tmp_path / "s", "threads")
    first, second = result.manifest["sessions"]
    assert 0 < first["chunks"] < 80 and first["chunks"] + second["chunks"] == 80
    run(study, tmp_path / "whole", "threads", chunk=256)
    assert content(tmp_path / "s") == content(tmp_path / "whole")


def test_a_scheduler_that_does_not_answer_is_told(small_study, tmp_path, monkeypatch):
    monkeypatch.setattr(dask_engine, "_SECONDS_TO_CONNECT", 0.5)
    with pytest.raises(EngineError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        run(small_study(), tmp_path / "s", "dask", scheduler="tcp://127.0.0.1:9")
    with pytest.raises(EngineError, match="no Dask scheduler answers at nonsense://x"):
        run(small_study(), None, "dask", scheduler="nonsense://x")


def test_dask_without_a_scheduler_starts_workers_here(small_study):
    study = small_study()
    found = run(study, None, engine_of("dask", 1), chunk=256)
    expected = run(study, None, "serial", chunk=256)
    pd.testing.assert_frame_equal(found.summary, expected.summary, check_exact=True)
    pd.testing.assert_frame_equal(found.worlds(), expected.worlds(), check_exact=True)
