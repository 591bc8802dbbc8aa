"""A stage game as one object, with all that game theory says of it.

>>> from race_sim.games.stage_game import StageGame
>>> prisoner = Payoffs(both_invest=3.0, invest_alone=0.0, accelerate_alone=5.0,
...                    both_accelerate=1.0)
>>> game = StageGame(prisoner, prisoner)
>>> game.title, game.ordinal_type.key, game.temptation.us, game.mutual_threshold
("Prisoner's Dilemma", 'Pd Pd', 2.0, 0.5)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from race_sim.game import GAMES, Payoffs, name_of
from race_sim.games import (
    converters,
    dilemma,
    dominance,
    equilibria,
    ordinal,
    pareto,
    quantal_response,
    welfare,
)
from race_sim.games.equilibria import JointAction, NashSet, Profile

if TYPE_CHECKING:
    from pathlib import Path

    from race_sim.games.from_scenario import Moment
    from race_sim.scenario import Scenario


class Sides(NamedTuple):
    """A number for each side; None where there is none."""

    us: float | None
    cn: float | None


@dataclass(frozen=True)
class StageGame:
    """A 2x2 game between the United States and China.

    Joint actions are pairs of actions, 1 to invest and 0 to accelerate, and profiles pairs of
    chances of investing, the United States first.

    Attributes
    ----------
    us, cn : Payoffs
        Each from its own chair.
    """

    us: Payoffs
    cn: Payoffs

    @classmethod
    def of(
        cls,
        scenario: Scenario | str | Path,
        year: float | None = None,
        seed: int = 1,
        world: int = 0,
    ) -> StageGame:
        """The stage game of a scenario: at its start, or in a year of one of its worlds.

        Raises
        ------
        InputError
            If there is no such scenario, or the race is not under way in that year.
        """
        from race_sim.games.from_scenario import moment_of
        from race_sim.scenario import Scenario, load_scenario

        known = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        return cls.at(moment_of(known, year, seed, world))

    @classmethod
    def at(cls, moment: Moment) -> StageGame:
        """The stage game of a moment."""
        return cls(moment.us, moment.cn)

    # What it is called.

    @property
    def number(self) -> int:
        """Its number in `race_sim.game.GAMES`."""
        return name_of(self.us, self.cn)

    @property
    def name(self) -> str:
        """Its name in this race, as a key: `prisoners_dilemma`."""
        return GAMES[self.number].key

    @property
    def title(self) -> str:
        """Its name in this race: `Prisoner's Dilemma`."""
        return GAMES[self.number].title

    @property
    def ordinal_type(self) -> ordinal.OrdinalType | None:
        """Which of the 144 strict ordinal games it is; None if payoffs tie."""
        return ordinal.ordinal_type(self.us, self.cn)

    @property
    def ordinal_types(self) -> tuple[ordinal.OrdinalType, ...]:
        """Its ordinal type, or those on whose common border it lies."""
        return ordinal.ordinal_types(self.us, self.cn)

    # Equilibria.

    @property
    def pure_equilibria(self) -> tuple[JointAction, ...]:
        """The pure Nash equilibria."""
        return equilibria.pure_equilibria(self.us, self.cn)

    @property
    def mixed_equilibrium(self) -> Profile | None:
        """The completely mixed Nash equilibrium, if there is one."""
        return equilibria.mixed_equilibrium(self.us, self.cn)

    @property
    def nash_equilibria(self) -> tuple[Profile, ...]:
        """All Nash equilibria; the extreme ones if ties make infinitely many."""
        return equilibria.nash_equilibria(self.us, self.cn)

    @property
    def nash_sets(self) -> tuple[NashSet, ...]:
        """All Nash equilibria, as rectangles of profiles; points in a generic game."""
        return equilibria.nash_sets(self.us, self.cn)

    @property
    def is_continuum(self) -> bool:
        """Whether ties make infinitely many equilibria."""
        return equilibria.is_continuum(self.us, self.cn)

    @property
    def payoff_dominant(self) -> JointAction | None:
        """The pure equilibrium that both prefer to every other one."""
        return dominance.payoff_dominant(self.us, self.cn)

    @property
    def risk_dominant(self) -> JointAction | None:
        """Of two strict equilibria, the one that is safer to expect."""
        return dominance.risk_dominant(self.us, self.cn)

    @property
    def critical_belief(self) -> Sides:
        """The chance that the rival invests at which each side switches."""
        return Sides(equilibria.critical_belief(self.us), equilibria.critical_belief(self.cn))

    # Welfare.

    @property
    def pareto_ranks(self) -> dict[JointAction, int]:
        """The Pareto rank of each joint action: 1 for the efficient ones."""
        return pareto.pareto_ranks(self.us, self.cn)

    @property
    def welfare(self) -> welfare.Welfare:
        """What equilibrium costs both together."""
        return welfare.welfare_of(self.us, self.cn)

    def expected_payoffs(self, profile: Profile) -> tuple[float, float]:
        """What both sides expect of a pair of chances of investing."""
        return welfare.expected_payoffs(self.us, self.cn, profile)

    # The dilemma.

    @property
    def temptation(self) -> Sides:
        """What each side gains by accelerating while the other invests."""
        return Sides(dilemma.temptation(self.us), dilemma.temptation(self.cn))

    @property
    def fear(self) -> Sides:
        """What each side saves by accelerating while the other accelerates."""
        return Sides(dilemma.fear(self.us), dilemma.fear(self.cn))

    @property
    def cooperation_index(self) -> Sides:
        """Rapoport and Chammah's K of each side."""
        return Sides(dilemma.cooperation_index(self.us), dilemma.cooperation_index(self.cn))

    @property
    def discount_threshold(self) -> Sides:
        """The discount factor from which grim trigger deters each side."""
        return Sides(dilemma.discount_threshold(self.us), dilemma.discount_threshold(self.cn))

    @property
    def mutual_threshold(self) -> float | None:
        """The discount factor from which grim trigger by both is an equilibrium."""
        return dilemma.mutual_threshold(self.us, self.cn)

    # Noisy choice.

    def logit_equilibrium(self, rationality: float) -> quantal_response.LogitEquilibrium:
        """The logit equilibrium of this rationality, on the principal branch."""
        return quantal_response.logit_equilibrium(self.us, self.cn, rationality)

    def principal_branch(self, rationality: float) -> tuple[quantal_response.LogitEquilibrium, ...]:
        """The principal branch of logit equilibria, from rationality 0 to this."""
        return quantal_response.principal_branch(self.us, self.cn, rationality)

    @property
    def logit_selection(self) -> Profile | None:
        """The Nash equilibrium to which the principal branch leads."""
        return quantal_response.logit_selection(self.us, self.cn)

    # Elsewhere.

    def to_nashpy(self) -> Any:
        """The game as a `nashpy.Game`, which the extra `games` brings."""
        return converters.to_nashpy(self.us, self.cn)

    def to_gambit(self) -> Any:
        """The game as a strategic game of pygambit, which the extra `gambit` brings."""
        return converters.to_gambit(self.us, self.cn, self.title)

    def as_dictionary(self, rationality: float | None = None) -> dict[str, Any]:
        """All of it as plain values; the logit equilibrium only if a rationality is given."""
        from race_sim.games.plain import as_dictionary

        return as_dictionary(self, rationality)

    def __str__(self) -> str:
        from race_sim.games.telling import text_of

        return text_of(self)
