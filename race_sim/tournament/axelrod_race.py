"""Strategies of the Axelrod library in the chairs of a race: cooperating is investing in safety.

Such a race is played by Mesa, in Python. A strategy decides where the race decides, and is told
what both have done, which differs from what it chose if `choice.error` is above zero. Its own dice
are seeded from the address of luck, so that a world is the same whenever it is played.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from race_sim.model import Actor, RaceModel
from race_sim.rules.state import INVEST, Side
from race_sim.scenario import Scenario
from race_sim.tournament.axelrod_strategies import axelrod, new_player, seed_of

C, D = axelrod.Action.C, axelrod.Action.D


class Rival(axelrod.Player):
    """What a strategy sees of its rival: the rival's history. Asked, it does again what it did."""

    name = "Rival"

    def strategy(self, opponent: Any) -> Any:
        """What it did last."""
        return self.history[-1] if self.history else D


class AxelrodActor(Actor):
    """A side that a strategy of the Axelrod library plays, if its model names one for it.

    Otherwise it plays the policy of its scenario, as every actor does.
    """

    def __init__(self, model: AxelrodModel, number: int):
        super().__init__(model, number)
        self._answered = -1  # the number of the last decision
        self._chance = 0.0
        name = model.seats[number]
        if name:
            seed = seed_of(model.seed, model.world, number)
            error = model.scenario.parameters.choice.error
            self._player = new_player(name, model.most_decisions, error, seed)
            self._rival = Rival()
        else:
            self._player = None

    @property
    def policy(self) -> str:
        """The name of its strategy, or of its policy."""
        return f"axelrod:{type(self._player).__name__}" if self._player else super().policy

    def chance_of_investing(self) -> float:
        """1 if its strategy cooperates now, 0 if it defects; it is asked once a decision."""
        if self._player is None:
            return super().chance_of_investing()
        decisions = self.model.race.decisions
        if decisions != self._answered:
            self._learn(decisions)
            self._chance = 1.0 if self._player.strategy(self._rival) == C else 0.0
            self._answered = decisions
        return self._chance

    def _learn(self, decisions: int) -> None:
        """Tell the strategy what both did at the last decision."""
        if decisions == 0:
            return
        race = self.model.race
        rival = race.cn if self.number == 0 else race.us
        own, other = _letter(self.state), _letter(rival)
        self._player.update_history(own, other)
        self._rival.update_history(other, own)


def _letter(side: Side) -> Any:
    return C if side.action == INVEST else D


class AxelrodModel(RaceModel):
    """A race with a strategy of the Axelrod library in one chair or both.

    Parameters
    ----------
    scenario : Scenario, str or Path
    us, cn : str
        Names of strategies, as `axelrod_strategies.strategy_named` takes them; empty for the
        scenario's own policy.
    seed, world : int
        As in `RaceModel`.

    Raises
    ------
    InputError
        If the scenario, a strategy, the seed or the world cannot be used.
    """

    actor_class = AxelrodActor

    def __init__(
        self,
        scenario: Scenario | str | Path = "baseline",
        us: str = "",
        cn: str = "",
        seed: int = 0,
        world: int = 0,
    ):
        self.seats = (us, cn)  # before the actors are made
        super().__init__(scenario, seed, world)

    @property
    def most_decisions(self) -> int:
        """How many decisions there are if nothing ends the race early."""
        return -(-self._plan.steps // self.settings.steps_per_decision)


class AxelrodRace:
    """A pair of seats, ready to be played in any world.

    Parameters
    ----------
    scenario : Scenario
    us, cn : str
        As for `AxelrodModel`.
    """

    def __init__(self, scenario: Scenario, us: str, cn: str):
        self.scenario = scenario
        self.us = us
        self.cn = cn

    def outcome_values(self, seed: int, world: int) -> list[float]:
        """What one world comes to, as the numbers that the compiled loop gives."""
        model = AxelrodModel(self.scenario, self.us, self.cn, seed, world)
        model.run()
        return model.outcome_values()
