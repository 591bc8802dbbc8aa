"""Races as matches of the Axelrod library, and policies as its players."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from race_sim.game import Payoffs
from race_sim.rules.state import ACCELERATE, INVEST, SIDES
from race_sim.tournament.axelrod_strategies import axelrod
from race_sim.tournament.repeated import STANDARD, Chair

if TYPE_CHECKING:
    import pandas as pd

C, D = axelrod.Action.C, axelrod.Action.D


class PolicyPlayer(axelrod.Player):
    """One of our policies as a player of the Axelrod library: investing is cooperating.

    Parameters
    ----------
    policy : str
        Its name.

    Notes
    -----
    Its stage game is that of the match, and stands still.
    """

    name = "Policy"
    classifier: ClassVar[dict[str, Any]] = {
        "memory_depth": float("inf"),
        "stochastic": True,
        "long_run_time": False,
        "inspects_source": False,
        "manipulates_source": False,
        "manipulates_state": False,
    }

    def __init__(self, policy: str = "tit-for-tat"):
        self._chair = Chair(policy, STANDARD, STANDARD)
        super().__init__()

    def receive_match_attributes(self) -> None:
        """Take in the payoffs of the match."""
        reward, punishment, sucker, temptation = self.match_attributes["game"].RPST()
        payoffs = Payoffs(float(reward), float(sucker), float(temptation), float(punishment))
        self._chair.view = self._chair.view._replace(payoffs=payoffs, rival_payoffs=payoffs)

    def strategy(self, opponent: Any) -> Any:
        """Ask the policy, once it knows all that has been done."""
        for turn in range(self._chair.view.decisions, len(self.history)):
            self._chair.after(_action(self.history[turn]), _action(opponent.history[turn]))
        chance = self._chair.chance()
        if chance in (0.0, 1.0):
            return C if chance == 1.0 else D
        return C if self._random.random() < chance else D


def _action(letter: Any) -> int:
    return INVEST if letter == C else ACCELERATE


def match_of(history: pd.DataFrame, steps_per_decision: int = 1) -> list[tuple[Any, Any]]:
    """The moves of a race, decision by decision, as a match has them.

    Parameters
    ----------
    history : DataFrame
        Of one world, from `RaceModel.history` or `race_sim.trajectories`.
    steps_per_decision : int
        How many steps a choice is kept.
    """
    decided = history[history["step"] % steps_per_decision == 0]
    pairs = zip(decided["us_invests"], decided["cn_invests"], strict=True)
    return [(C if us else D, C if cn else D) for us, cn in pairs]


def standard_score(match: list[tuple[Any, Any]]) -> tuple[float, float]:
    """The score of a match in Axelrod's own game (3, 0, 5, 1): a mean a turn, for both."""
    scores = [axelrod.Game().score(pair) for pair in match]
    return tuple(sum(side) / len(match) for side in zip(*scores, strict=True))


def own_score(history: pd.DataFrame) -> tuple[float, float]:
    """The mean payoff a step of both in the stage games that the race itself went through."""
    totals = []
    for side, rival in (SIDES, SIDES[::-1]):
        own = history[f"{side}_invests"].astype(bool)
        other = history[f"{rival}_invests"].astype(bool)
        prefix = f"{side}_payoff"
        received = (
            history[f"{prefix}_both_invest"].where(own & other, 0.0)
            + history[f"{prefix}_invest_alone"].where(own & ~other, 0.0)
            + history[f"{prefix}_accelerate_alone"].where(~own & other, 0.0)
            + history[f"{prefix}_both_accelerate"].where(~own & ~other, 0.0)
        )
        totals.append(float(received.mean()))
    return totals[0], totals[1]
