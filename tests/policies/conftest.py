"""A view to start from, and a policy asked turn by turn against a given sequence."""

import pytest

from race_sim.game import Payoffs
from race_sim.rules.state import ACCELERATE, CN, INVEST
from race_sim.tournament.repeated import STANDARD, Chair

BASE = Chair("random", STANDARD, STANDARD).view._replace(gap=0.5, rival_gap=0.5, decisions=3)


@pytest.fixture(scope="session")
def view():
    """What an actor sees in the middle of a Prisoner's Dilemma (5, 3, 1, 0)."""
    return BASE


@pytest.fixture(scope="session")
def answers():
    """What a policy that leaves nothing to chance does against a sequence of C and D.

    In the turns of `slips` it does the opposite of what it would.
    """

    def play(name: str, rival: str, payoffs: Payoffs = STANDARD, slips: tuple[int, ...] = ()):
        chair = Chair(name, payoffs, payoffs, CN)
        done = ""
        for turn, letter in enumerate(rival):
            chance = chair.chance()
            assert chance in (0.0, 1.0)
            own = INVEST if chance == 1.0 else ACCELERATE
            if turn in slips:
                own = INVEST if own == ACCELERATE else ACCELERATE
            chair.after(own, INVEST if letter == "C" else ACCELERATE)
            done += "C" if own == INVEST else "D"
        return done

    return play
