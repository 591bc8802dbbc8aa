"""The contract that every policy keeps, those of users included."""

from __future__ import annotations

import pickle
from functools import cache
from typing import Any, ClassVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from race_sim.own_policy import number_of, policy_of
from race_sim.policies import Policy, choose, remember
from race_sim.resolve import plan_of
from race_sim.rules.state import SIDES, Memory
from race_sim.scenario import Scenario, Value, load_scenario
from race_sim.testing.comparison import differing_columns
from race_sim.testing.policies import actions, memories, views

# Enough happens in ten years of it that a policy meets all that it may look at.
_EVENTFUL: dict[str, Value] = {
    "time.end": 2036.0,
    "incidents.base_rate": 0.4,
    "talks.pace": 3.0,
    "alarm.prior": 1.5,
    "foresight.grid": "coarse",
}


# Every subclass runs the same tests: that is the point.
_inherited = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
)


@cache
def _strategies(name: str) -> tuple[tuple[float, ...], ...]:
    """The table of the far-sighted policies, if the policy is one of them."""
    return plan_of(load_scenario("baseline", _EVENTFUL | {"us.policy": name})).strategies


class PolicyContract:
    """Tests that every policy passes; subclass it and name the policy.

    Attributes
    ----------
    name : str
        The policy, as scenarios call it.
    compiles : bool
        Whether the compiled loop must be able to play it.
    """

    name: ClassVar[str]
    compiles: ClassVar[bool] = True

    @property
    def policy(self) -> Policy:
        """The entry of the policy under test."""
        return policy_of(number_of(self.name))

    def scenario(self, side: str, rival: str) -> Scenario:
        """A race with the policy in one chair and another in the other."""
        other = SIDES[1 - SIDES.index(side)]
        policies = {f"{side}.policy": self.name, f"{other}.policy": rival}
        return load_scenario("baseline", _EVENTFUL | policies)

    def ask(self, view: Any, memory: Memory) -> float:
        """The chance of investing, through the chain that the engines use."""
        return choose(number_of(self.name), view, memory, _strategies(self.name))

    @_inherited
    @given(data=st.data(), view=views())
    def test_gives_a_chance(self, data: st.DataObject, view: Any) -> None:
        """From 0 to 1 in any state; 0 or 1 if it is declared to leave nothing to chance."""
        chance = self.ask(view, data.draw(memories(self.policy)))
        assert isinstance(chance, float)
        assert 0.0 <= chance <= 1.0
        assert self.policy.stochastic or chance in (0.0, 1.0)

    @_inherited
    @given(data=st.data(), view=views(), other=views(), own=actions(), rival=actions())
    def test_looks_only_at_what_it_declares(
        self, data: st.DataObject, view: Any, other: Any, own: int, rival: int
    ) -> None:
        """What is not declared may be anything: the answer and the memory stay the same."""
        memory = data.draw(memories(self.policy))
        number = number_of(self.name)
        declared = {sight: getattr(view, sight) for sight in self.policy.looks_at}
        elsewhere = other._replace(**declared)
        assert self.ask(view, memory) == self.ask(elsewhere, memory)
        kept = remember(number, view, memory, own, rival)
        assert kept == remember(number, elsewhere, memory, own, rival)
        assert isinstance(kept, Memory)

    def test_remembers_as_far_back_as_it_declares(self) -> None:
        """Who declares no memory reads no action; who declares one decision keeps nothing."""
        policy = self.policy
        if policy.memory == 0:
            assert not {"own_last", "rival_last"} & set(policy.looks_at)
        if policy.memory in (0, 1):
            assert policy.remember is None

    @_inherited
    @given(data=st.data(), view=views(), other=views(), own=actions(), rival=actions())
    def test_has_no_state_of_its_own(
        self, data: st.DataObject, view: Any, other: Any, own: int, rival: int
    ) -> None:
        """The same view and memory give the same, whatever was asked in between."""
        memory = data.draw(memories(self.policy))
        number = number_of(self.name)
        chance, kept = self.ask(view, memory), remember(number, view, memory, own, rival)
        self.ask(other, kept)
        remember(number, other, kept, own, rival)
        assert self.ask(view, memory) == chance
        assert remember(number, view, memory, own, rival) == kept

    @_inherited
    @given(data=st.data(), view=views())
    def test_pickles(self, data: st.DataObject, view: Any) -> None:
        """The memory survives the way to another process, and so does the policy of the package."""
        memory = data.draw(memories(self.policy))
        chance = self.ask(view, memory)
        assert self.ask(view, pickle.loads(pickle.dumps(memory))) == chance
        if self.policy.family != "own":  # that of a user travels as its file and name
            assert pickle.loads(pickle.dumps(self.policy)) == self.policy

    def test_same_seed_same_play(self) -> None:
        """In both chairs, against others: the same again, and after another race in between."""
        from race_sim.model import RaceModel

        for side in SIDES:
            for rival in ("random", "tit-for-tat"):
                scenario = self.scenario(side, rival)
                first, between, again = (
                    RaceModel(scenario, seed=seed, world=4) for seed in (2, 3, 2)
                )
                for model in (first, between, again):
                    model.run()
                assert differing_columns(first.history, again.history) == []

    def test_engines_agree(self) -> None:
        """Mesa and the compiled loop play the same world, bit for bit, in both chairs."""
        if not self.compiles:
            return
        import race_sim

        for side in SIDES:
            scenario = self.scenario(side, "random")
            paths = race_sim.trajectories(scenario, [0, 5], seed=6)
            for world in (0, 5):
                model = race_sim.RaceModel(scenario, seed=6, world=world)
                model.run()
                path = paths[paths.world == world].reset_index(drop=True)
                assert differing_columns(model.history, path) == []
