"""Studies that are killed: at moments drawn at random, or at every step that touches a file.

A script. It imports once and forks for each run, so that a run costs no start; it leaves folders,
and prints for each what status said after the kill, as JSON. The tests look at both.
"""

import json
import os
import pathlib
import random
import signal
import sys
import time

import filelock  # noqa: F401  imported once, not by each child
import pandas  # noqa: F401
import pyarrow.parquet  # noqa: F401
import scipy.special  # noqa: F401

from race_sim import simulate
from race_sim.problems import InputError
from race_sim.study import provenance
from race_sim.study.retry import retry
from race_sim.study.run import resume, run
from race_sim.study.status import status
from race_sim.study.study import Study


def forked(work, wait=None):
    """Do some work in a child, and kill it after some seconds, if any: how it ended, and when."""
    begin = time.perf_counter()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            os._exit(code)
    if wait is not None:
        time.sleep(wait)
        os.kill(child, signal.SIGKILL)
    _, how = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(how), time.perf_counter() - begin


def begin_or_go_on(study, folder):
    try:
        resume(folder, "serial")
    except InputError as error:
        assert "no manifest.json" in str(error) or "no such folder" in str(error), error
        run(study, folder, "serial", chunk=256)


def told(folder):
    """What status says, which is asked in a process of its own as a user would."""
    try:
        now = status(folder)
    except InputError as error:
        return {"error": str(error)}
    return {"state": now.state, "done": now.worlds_done, "broken": now.broken}


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(step):
    """Replace what touches files by what dies at a step: before it, half way, or after it."""
    count = 0

    def patched(owner, name, halves):
        real = getattr(owner, name)

        def touch(*arguments, **named):
            nonlocal count
            count += 1
            if count == step:
                die()
            if halves:
                count += 1
                if count == step:
                    content = arguments[1]
                    real(arguments[0], content[: len(content) // 2], **named)
                    die()
            found = real(*arguments, **named)
            count += 1
            if count == step:
                die()
            return found

        setattr(owner, name, touch)

    patched(os, "replace", halves=False)
    patched(os, "fsync", halves=False)
    patched(pathlib.Path, "unlink", halves=False)
    patched(pathlib.Path, "mkdir", halves=False)
    patched(pathlib.Path, "rmdir", halves=False)
    patched(pathlib.Path, "write_bytes", halves=True)
    patched(pathlib.Path, "write_text", halves=True)


def at_random(study, place, kills, seed):
    """Kill runs at random moments until so many were killed, and go on with each to the end."""
    ended, shortest = forked(lambda: run(study, place / "whole", "serial", chunk=256))
    assert ended == 0
    drawn = random.Random(seed)
    killed = 0
    for number in range(5 * kills):
        if killed == kills:
            break
        folder, wait = place / f"killed-{number}", drawn.uniform(0, shortest)
        ended, _ = forked(lambda folder=folder: run(study, folder, "serial", chunk=256), wait)
        if ended == -signal.SIGKILL:
            killed += 1
        else:  # it was quicker than was thought: later ones die sooner
            shortest = wait
        print(json.dumps({"folder": folder.name, "ended": ended, **told(folder)}), flush=True)
        assert forked(lambda folder=folder: begin_or_go_on(study, folder))[0] == 0


def again_and_again(study, place, seed):
    """Kill one study each time that it goes on, until it comes to its end."""
    drawn = random.Random(seed)
    ended, kills, folder = -1, 0, place / "worn"
    while ended != 0:
        wait = drawn.uniform(0.01, 0.1) * 1.1**kills
        ended, _ = forked(lambda: begin_or_go_on(study, folder), wait)
        kills += ended != 0
    print(json.dumps({"folder": folder.name, "kills": kills}), flush=True)


def at_every_step(place, begin, go_on, every, first):
    """Kill at each step that touches a file, and go on each time."""
    step, ended = first, -1
    while ended != 0:
        folder = place / f"step-{step}"

        def work(step=step, folder=folder):
            begin(folder, lambda: dying_at(step))

        ended, _ = forked(work)
        print(json.dumps({"folder": folder.name, "ended": ended, **told(folder)}), flush=True)
        assert forked(lambda folder=folder: go_on(folder))[0] == 0
        step += every


def main(kind, where, table, every, first):
    study, place = Study(**json.loads(table)), pathlib.Path(where)
    every, first = int(every), int(first)
    simulate("baseline", worlds=1)  # so that no child has to load the loop
    provenance.commit()
    if kind == "retry":
        faults = os.environ.pop("RACE_SIM_TEST_FAULTS")
        assert forked(lambda: run(study, place / "whole", "serial", chunk=256))[0] == 0

        def retried(folder, arm):
            os.environ["RACE_SIM_TEST_FAULTS"] = faults
            run(study, folder, "serial", chunk=256)
            del os.environ["RACE_SIM_TEST_FAULTS"]
            arm()
            retry(folder)

        def tried_again(folder):
            resume(folder, "serial")
            retry(folder)

        at_every_step(place, retried, tried_again, every, first)
        return
    if kind == "random":
        at_random(study, place, every, first)
        again_and_again(study, place, first)
        return
    assert forked(lambda: run(study, place / "whole", "serial", chunk=256))[0] == 0

    def armed(folder, arm):
        arm()
        run(study, folder, "serial", chunk=256)

    at_every_step(place, armed, lambda folder: begin_or_go_on(study, folder), every, first)


if __name__ == "__main__":
    main(*sys.argv[1:])
