"""Models of a user's own that fail in some worlds, or take their worker with them.

Which worlds is said in the environment, so that a fault can be put right without a change of the
file.
"""

import os
import time
from pathlib import Path

from race_sim.model import Actor, RaceModel


def numbers(name):
    return {int(number) for number in os.environ.get(name, "").split(",") if number}


class Patient(Actor):
    """Invests unless the rival did so twice running; in some worlds it cannot make up its mind."""

    def choose(self):
        if self.model.world in numbers("RACE_SIM_TEST_FAULTS") and self.model.step_number == 1:
            raise ArithmeticError(f"cannot decide in world {self.model.world}")
        super().choose()


class FaultyModel(RaceModel):
    actor_class = Patient


class MortalModel(RaceModel):
    """Ends its process: in some worlds always, in others once."""

    def run(self):
        if self.world in numbers("RACE_SIM_TEST_DEADLY"):
            os._exit(3)
        if self.world in numbers("RACE_SIM_TEST_DEADLY_ONCE"):
            mark = Path(os.environ["RACE_SIM_TEST_MARKS"]) / str(self.world)
            if not mark.exists():
                mark.touch()
                os._exit(3)
        super().run()


class SlowModel(RaceModel):
    def run(self):
        time.sleep(float(os.environ.get("RACE_SIM_TEST_SECONDS", "0")))
        super().run()


class Strange(Actor):
    """Fails in ways that are hard to write down."""

    def choose(self):
        world = self.model.world
        if world == 1:
            raise KeyError(3)
        if world == 2:
            raise ValueError('first line\r\nsecond\rthird\x00 \ud800 , "quoted" ; NA')
        if world == 3:
            raise SystemExit(5)
        if world == 4:
            raise Unspeakable
        if world == 5:
            raise ValueError
        if world == 6:
            raise RecursionError("x" * 100_000)
        super().choose()


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError("no words")


class StrangeModel(RaceModel):
    actor_class = Strange
