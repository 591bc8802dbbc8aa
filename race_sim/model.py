"""One world in Mesa: two actors that look, choose and act at the same time, step by step.

>>> from race_sim import RaceModel, load_scenario
>>> model = RaceModel(load_scenario("baseline"), seed=1, world=7)
>>> model.run()
>>> model.history["game"].iloc[0], model.history["us_invests"].iloc[0].item()
('prisoners_dilemma', False)
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import mesa

from race_sim import quarter
from race_sim.address import check_address
from race_sim.game import GAMES, Payoffs
from race_sim.happened import Happened, happened_in
from race_sim.ledger import (
    ENDINGS,
    Outcome,
    empty_ledger,
    game_shares,
    ledger_after,
    outcome_of,
)
from race_sim.own_policy import policy_of
from race_sim.plain_loop import address_in_words
from race_sim.policies import View, choose
from race_sim.problems import PolicyError
from race_sim.record import Row, row_of
from race_sim.resolve import plan_of
from race_sim.rules.settings import RaceSettings, SideSettings
from race_sim.rules.state import (
    BINDING,
    CN,
    INVEST,
    NON_BINDING,
    SIDES,
    US,
    Race,
    Side,
)
from race_sim.scenario import Scenario, load_scenario

if TYPE_CHECKING:
    import pandas as pd


class Event(NamedTuple):
    """Something that happened in one step."""

    year: float
    step: int
    kind: str  # "incident", "agreement", "agreement ends", "breach", "catastrophe", "transition"
    side: str  # "us", "cn" or "both"
    severity: float  # of an incident, in units of the smallest serious one; else 0
    text: str


def _text_of(one: Happened) -> str:
    if one.kind == "breach":
        return "a breach of the treaty is found and sanctioned"
    if one.kind == "agreement ends":
        return "the binding treaty ends" if one.agreement == BINDING else "the agreement ends"
    if one.kind == "agreement":
        signed = "non-binding agreement" if one.agreement == NON_BINDING else "binding treaty"
        return f"a {signed} is signed"
    lost = ", and the outcome is lost to both" if one.lost else ""
    return f"crosses the finish line first{lost}"


class Actor(mesa.Agent):
    """One side of the race.

    To give a side a mind of its own, subclass it and override `choose`; `RaceModel.actor_class`
    says which class is used.

    Attributes
    ----------
    side : str
        "us" or "cn".
    intention : int or None
        What it has chosen to do in this step, before both act.
    """

    def __init__(self, model: RaceModel, number: int):
        super().__init__(model)
        self.number = number
        self.side = SIDES[number]
        self.intention: int | None = None
        self.view: View | None = None

    @property
    def state(self) -> Side:
        """Capability, safety, talent and the rest: see `race_sim.rules.state.Side`."""
        race: Race = self.model.race
        return race.us if self.number == US else race.cn

    @property
    def settings(self) -> SideSettings:
        """What is particular to this side in the present step."""
        settings: RaceSettings = self.model.settings
        return settings.us if self.number == US else settings.cn

    @property
    def policy(self) -> str:
        """The name of its policy."""
        return policy_of(self.settings.policy).name

    @property
    def payoffs(self) -> Payoffs:
        """Its payoffs in the present stage game."""
        outlook: quarter.Outlook = self.model.outlook
        return outlook.us_payoffs if self.number == US else outlook.cn_payoffs

    def look(self) -> None:
        """See the present stage game from the own chair."""
        model: RaceModel = self.model
        see = quarter.us_view if self.number == US else quarter.cn_view
        self.view = see(model.settings, model.race, model.outlook, model.year)

    def chance_of_investing(self) -> float:
        """The probability that its policy invests, given what it sees."""
        assert self.view is not None
        return choose(self.settings.policy, self.view, self.state.memory, self.model.strategies)

    def choose(self) -> None:
        """Decide what to do, without knowing what the rival decides."""
        model: RaceModel = self.model
        if not quarter.is_decision(model.settings, model.step_number):
            self.intention = self.state.action
            return
        uniform = quarter.choice_uniforms(model.seed, model.world, model.step_number)[self.number]
        chance = quarter.with_error(model.settings, self.chance_of_investing())
        self.intention = quarter.action_of(chance, uniform)

    def act(self) -> None:
        """Commit to what was chosen; the model then plays the step out for both at once."""
        self.model.commit(self)


class RaceModel(mesa.Model):
    """One world of a scenario.

    Parameters
    ----------
    scenario : Scenario, str or Path
        A scenario, its name, or the path of its file.
    seed : int
        The seed of luck, as in `race_sim.simulate`.
    world : int
        The number of the world. The same seed and world give the same world in every engine.

    Attributes
    ----------
    scenario : Scenario
    race : Race
        The present state of both sides and of what stands between them.
    outlook : Outlook
        What both face now: conditions, payoffs, and the game's number.
    events : list of Event
    running : bool
        False once the race is over.

    Raises
    ------
    InputError
        If the scenario, the seed or the world cannot be used.
    """

    actor_class: type[Actor] = Actor

    def __init__(self, scenario: Scenario | str | Path = "baseline", seed: int = 0, world: int = 0):
        check_address("RaceModel", seed, 1, world)
        seed, world = int(seed), int(world)
        # Mesa's own generator is not used: luck has addresses.
        super().__init__(rng=seed)
        self._race_scenario = (
            scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        )
        self.seed = seed
        self.world = world
        self._plan = plan_of(self.scenario)
        self.race = self._plan.race
        self.step_number = 0
        self.strategies = self._plan.strategies
        self.settings = self._plan.settings_at(0)
        self.ledger = empty_ledger()
        self.happenings: quarter.Happenings | None = None
        self.events: list[Event] = []
        self._rows: list[Row] = []
        self._committed: dict[int, int] = {}
        self.us = self.actor_class(self, US)
        self.cn = self.actor_class(self, CN)
        self.running = True
        self.outlook = quarter.look(self.settings, self.race, self.year)

    @property
    def scenario(self) -> Scenario:
        """The scenario being played."""
        return self._race_scenario

    @scenario.setter
    def scenario(self, scenario: object) -> None:
        # Mesa 3.5 puts a scenario of its own here, which holds only a seed. It is not wanted.
        if isinstance(scenario, Scenario):
            raise AttributeError("a model's scenario cannot be changed; make another model")

    @property
    def year(self) -> float:
        """The year at which the present step begins."""
        return quarter.time_of(self.settings, self.step_number)

    @property
    def game(self) -> str:
        """The name of the game being played now."""
        return GAMES[self.outlook.game].title

    def commit(self, actor: Actor) -> None:
        """Take an actor's choice for this step."""
        assert actor.intention is not None
        self._committed[actor.number] = actor.intention

    def step(self) -> None:
        """Play one step: both look, both choose, both act, and the rules play it out.

        Raises
        ------
        PolicyError
            If a user's own policy raises, gives nonsense or takes too long; it says where.
        """
        if not self.running:
            return
        try:
            self.agents.do("look")
            self.agents.do("choose")
            self.agents.do("act")
            self._play_out(self._committed[US], self._committed[CN])
        except PolicyError as error:
            where = address_in_words(self.seed, self.world, self.step_number, self.year)
            raise error.met_in(where) from error.__cause__

    def run(self) -> None:
        """Play until the race is over."""
        while self.running:
            self.step()

    def _play_out(self, us_action: int, cn_action: int) -> None:
        time = self.year
        before, outlook = self.race, self.outlook
        after, happenings = quarter.advance(
            self.settings,
            before,
            outlook,
            us_action,
            cn_action,
            self.seed,
            self.world,
            self.step_number,
        )
        self.ledger = ledger_after(self.ledger, self.settings, outlook, happenings, after, time)
        self._rows.append(row_of(before, outlook, happenings, after, time))
        self.race = after
        self.happenings = happenings
        self.events.extend(self._events_of(happenings, before, after, time))
        self.step_number += 1
        if self.step_number == self._plan.steps or quarter.is_over(happenings):
            self.running = False
            return
        self.settings = self._plan.settings_at(self.step_number)
        self.outlook = quarter.look(self.settings, self.race, self.year)

    def _events_of(
        self, happenings: quarter.Happenings, before: Race, after: Race, time: float
    ) -> list[Event]:
        step = self.step_number
        found = []
        for one in happened_in(
            self.settings, before, after, happenings, self.seed, self.world, step
        ):
            if one.incident:
                text = f"{one.kind}: {one.incident}, severity {one.severity:.1f}"
                found.append(Event(time, step, "incident", one.side, one.severity, text))
            else:
                found.append(Event(time, step, one.kind, one.side, 0.0, _text_of(one)))
        if happenings.catastrophe == 1:
            found.append(Event(time, step, "catastrophe", "both", 0.0, "the race ends"))
        return found

    @property
    def history(self) -> pd.DataFrame:
        """One row for each step played so far: state, payoffs, game, choices, what happened.

        Columns as in `race_sim.record.Row`, with `world` and `step` in front. States are those
        at a step's begin.
        """
        import numpy as np

        from race_sim.outcomes import history_frame

        rows = np.array(self._rows, dtype=float).reshape(1, len(self._rows), len(Row._fields))
        return history_frame(np.array([self.world], dtype=np.int64), rows)

    @property
    def outcome(self) -> dict[str, Any]:
        """What the race has come to: names and values as in a row of `race_sim.simulate`.

        Raises
        ------
        RuntimeError
            If the race is not over.
        """
        values = self.outcome_values()
        import numpy as np

        from race_sim.outcomes import outcome_frame

        frame = outcome_frame(np.array([self.world], dtype=np.int64), np.array([values]))
        return {name: frame[name].iloc[0] for name in frame.columns}

    def outcome_values(self) -> list[float]:
        """What the race has come to, as the numbers that the compiled loop gives.

        Raises
        ------
        RuntimeError
            If the race is not over.
        """
        if self.running:
            raise RuntimeError("the race is not over: call run(), or step() until running is False")
        return [*self._outcome(), *game_shares(self.ledger)]

    def _outcome(self) -> Outcome:
        assert self.happenings is not None
        end = quarter.time_of(self.settings, self.step_number)
        return outcome_of(self.ledger, self.settings, self.race, self.happenings, end)

    def ending(self) -> str:
        """How the race ended: "horizon", "catastrophe" or "transition"."""
        return ENDINGS[int(self._outcome().ending)]

    def invests(self, actor: Actor) -> bool:
        """Whether an actor's last action was to invest in safety."""
        return actor.state.action == INVEST
