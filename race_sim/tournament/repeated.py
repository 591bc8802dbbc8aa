"""A repeated game whose payoffs stand still, played by the very policies that play the race.

In the race the payoffs move with the state of both sides. Here they do not, so that what is known
about repeated games can be tried on the policies: `policies.choose` and `policies.remember` are
asked as the race asks them, the belief moves as there, and luck has the same addresses.

>>> from race_sim.rules.state import ACCELERATE
>>> played = play_repeated("tit-for-tat", "always-accelerate", turns=4)
>>> played.tolist()   # invests first, then does what the rival did
[[1, 0], [0, 0], [0, 0], [0, 0]]
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from race_sim import quarter
from race_sim.game import Payoffs
from race_sim.policies import choose, remember
from race_sim.policies.view import View
from race_sim.problems import InputError, Problem
from race_sim.resolve import FAR_SIGHTED, plan_of
from race_sim.rules import alarm
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import ACCELERATE, CN, INVEST, NO_TREATY, US, Memory
from race_sim.scenario import Scenario, load_scenario

# Axelrod's Prisoner's Dilemma, with investing for cooperating.
STANDARD = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0, both_accelerate=1.0)


class Chair:
    """One side of a repeated game: what it sees and remembers.

    Parameters
    ----------
    policy : str
        The name of its policy.
    payoffs, rival_payoffs : Payoffs
        Each from its own chair.
    side : int
        US or CN.
    scenario : Scenario, optional
        Where the numbers come from that policies read besides payoffs: rationality, alarm
        threshold, first belief and how fast it moves. The baseline unless given.

    Attributes
    ----------
    view : View
    memory : Memory

    Raises
    ------
    InputError
        If there is no such policy, or it needs the race itself.
    """

    def __init__(
        self,
        policy: str,
        payoffs: Payoffs,
        rival_payoffs: Payoffs,
        side: int = US,
        scenario: Scenario | None = None,
    ):
        if policy in FAR_SIGHTED:
            problem = Problem(policy, "is solved for a race, not for a repeated game")
            raise InputError("repeated game", [problem])
        key = "us.policy" if side == US else "cn.policy"
        seated = (scenario or load_scenario("baseline")).with_values({key: policy})
        self.settings: RaceSettings = plan_of(seated).settings_at(0)
        own = seated.parameters.us if side == US else seated.parameters.cn
        self.number = (self.settings.us if side == US else self.settings.cn).policy
        self.memory = Memory(0.0, 0.0, 0.0, 0.0)
        self.view = View(
            payoffs=payoffs,
            rival_payoffs=rival_payoffs,
            belief=own.belief,
            alarm=self.settings.alarm_prior,
            rival_alarm=self.settings.alarm_prior,
            lead=0.0,
            gap=0.0,
            rival_gap=0.0,
            restriction=0.0,
            rival_restriction=0.0,
            own_last=ACCELERATE,
            rival_last=ACCELERATE,
            decisions=0,
            treaty=NO_TREATY,
            time=self.settings.start,
            rationality=self.settings.rationality,
            alarm_threshold=self.settings.alarm_threshold,
            side=side,
            solution=0,
        )

    def chance(self) -> float:
        """The chance that its policy invests now."""
        return choose(self.number, self.view, self.memory, ())

    def after(self, own: int, rival: int) -> None:
        """Take in what both have done."""
        self.memory = remember(self.number, self.view, self.memory, own, rival)
        self.view = self.view._replace(
            belief=alarm.belief_after(self.view.belief, rival, self.settings.belief_rate),
            own_last=own,
            rival_last=rival,
            decisions=self.view.decisions + 1,
            time=self.view.time + self.settings.step * self.settings.steps_per_decision,
        )


def play_repeated(
    us: str,
    cn: str,
    payoffs: Payoffs = STANDARD,
    turns: int = 200,
    scenario: Scenario | str | Path = "baseline",
    seed: int = 0,
    world: int = 0,
    slips: Mapping[int, int] | None = None,
) -> np.ndarray:
    """Play two policies against each other in a symmetric game.

    Parameters
    ----------
    us, cn : str
        Names of policies.
    payoffs : Payoffs
        Of both, each from its own chair.
    turns : int
    scenario : Scenario, str or Path
        As for `Chair`; its `choice.error` is the chance that what is done is not what was chosen.
    seed, world : int
        The address of luck, as in a race.
    slips : mapping of int to int, optional
        Turn to side: turns in which that side does the opposite of what it would.

    Returns
    -------
    ndarray of int, shape (turns, 2)
        What both did, ACCELERATE or INVEST.

    Raises
    ------
    InputError
        If there is no such policy or scenario.
    """
    held = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    chairs = (
        Chair(us, payoffs, payoffs, US, held),
        Chair(cn, payoffs, payoffs, CN, held),
    )
    settings = chairs[US].settings
    played = np.empty((turns, 2), dtype=np.int64)
    for turn in range(turns):
        uniforms = quarter.choice_uniforms(seed, world, turn)
        for side, chair in enumerate(chairs):
            chance = quarter.with_error(settings, chair.chance())
            action = quarter.action_of(chance, uniforms[side])
            if slips is not None and slips.get(turn) == side:
                action = INVEST if action == ACCELERATE else ACCELERATE
            played[turn, side] = action
        us_action, cn_action = (int(action) for action in played[turn])
        chairs[US].after(us_action, cn_action)
        chairs[CN].after(cn_action, us_action)
    return played


def payoffs_of(played: np.ndarray, payoffs: Payoffs = STANDARD) -> np.ndarray:
    """What both got in each turn; shape (turns, 2)."""
    table = np.array(
        [
            [payoffs.both_accelerate, payoffs.accelerate_alone],
            [payoffs.invest_alone, payoffs.both_invest],
        ]
    )
    us, cn = played[:, US], played[:, CN]
    return np.stack([table[us, cn], table[cn, us]], axis=1)


def discounted(received: np.ndarray, discount: float) -> float:
    """The discounted mean of a stream of payoffs, whose last one goes on for ever.

    (1 - delta) (u_0 + delta u_1 + ...), so that a constant stream is worth itself.

    Parameters
    ----------
    received : ndarray of float, shape (turns,)
    discount : float
        delta, from 0 to below 1.
    """
    weights = (1.0 - discount) * discount ** np.arange(len(received))
    weights[-1] = discount ** (len(received) - 1)
    return float(weights @ received)
