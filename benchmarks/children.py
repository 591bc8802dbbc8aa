"""A task in a fresh process: its seconds, its peak memory with that of its children, its answer."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import psutil  # comes with the extra `cluster`

TASKS = Path(__file__).with_name("tasks.py")
_SECONDS_BETWEEN_LOOKS = 0.05


class Measured(NamedTuple):
    """A task that has been run.

    Attributes
    ----------
    seconds : float
        From the start of the process to its end: interpreter, imports, workers and all.
    first : float
        From the start of the process to the first result; NaN if the task does not say.
    megabytes : float
        The most memory that the process and its children held together, pages that they share
        counted once; looked at every 50 ms.
    answer : dict
        What the task returned.
    """

    seconds: float
    first: float
    megabytes: float
    answer: dict[str, Any]


def _bytes_of(process: psutil.Process) -> int:
    try:
        memory = process.memory_full_info()
    except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
        return 0
    # Only Linux shares out the pages that processes have in common.
    return int(getattr(memory, "pss", memory.uss))


class _Watch(threading.Thread):
    """Looks at the memory of a process and of all below it until it is told to stop."""

    def __init__(self, number: int):
        super().__init__(daemon=True)
        self.most = 0
        self._number = number
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                root = psutil.Process(self._number)
                tree = [root, *root.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            self.most = max(self.most, sum(_bytes_of(process) for process in tree))

    def stop(self) -> None:
        self._over.set()
        self.join()


def measured(task: str, **arguments: Any) -> Measured:
    """Run a task of `tasks.py` in a fresh process."""
    command = [sys.executable, str(TASKS), task, json.dumps(arguments)]
    begin = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=TASKS.parent
    )
    watch = _Watch(process.pid)
    watch.start()
    output, errors = process.communicate()
    seconds = time.monotonic() - begin
    watch.stop()
    if process.returncode:
        raise SystemExit(f"the task {task} failed:\n{errors}")
    answer = json.loads(output.splitlines()[-1])
    first = answer.pop("first", None)
    return Measured(
        seconds, float("nan") if first is None else first - begin, watch.most / 1e6, answer
    )


def to_disk(task: str, **arguments: Any) -> Measured:
    """A task that leaves a study in a folder, which is then thrown away."""
    with tempfile.TemporaryDirectory() as place:
        return measured(task, folder=str(Path(place) / "study"), **arguments)


def rate(worlds: int, seconds: float) -> float:
    """Worlds a second; not a number if start-up was all that there was to measure."""
    return worlds / seconds if seconds > 0.0 else float("nan")


def in_turns(sides: Iterable[str], rounds: int) -> Iterator[str]:
    """Each side once a round; every other round in the opposite order."""
    order = list(sides)
    for number_of_round in range(rounds):
        for side in order if number_of_round % 2 == 0 else reversed(order):
            print(f"round {number_of_round + 1} of {rounds}: {side}", file=sys.stderr, flush=True)
            yield side
