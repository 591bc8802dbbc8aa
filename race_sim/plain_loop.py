"""One world in plain Python, without Mesa and without a compiler: the rules, step by step."""

from __future__ import annotations

from race_sim import quarter
from race_sim.ledger import empty_ledger, game_shares, ledger_after, outcome_of
from race_sim.problems import PolicyError
from race_sim.resolve import Plan


def address_in_words(seed: int, world: int, step: int, year: float) -> str:
    """Seed, world and date of a step."""
    quarter_of_year = int(year % 1.0 * 4.0) + 1
    return f"seed {seed}, world {world}, step {step}, quarter {quarter_of_year} of {int(year)}"


def play_plainly(plan: Plan, seed: int, world: int) -> list[float]:
    """Play one world; what it comes to, as the numbers that the compiled loop gives.

    Raises
    ------
    PolicyError
        If a user's own policy raises, gives nonsense or takes too long; it says where.
    """
    race, ledger, step = plan.race, empty_ledger(), 0
    while True:
        settings = plan.settings_at(step)
        time = quarter.time_of(settings, step)
        outlook = quarter.look(settings, race, time)
        try:
            actions = quarter.decide(settings, plan.strategies, race, outlook, seed, world, step)
            after, happenings = quarter.advance(
                settings, race, outlook, *actions, seed, world, step
            )
        except PolicyError as error:
            where = address_in_words(seed, world, step, time)
            raise error.met_in(where) from error.__cause__
        ledger = ledger_after(ledger, settings, outlook, happenings, after, time)
        race, step = after, step + 1
        if step == plan.steps or quarter.is_over(happenings):
            end = quarter.time_of(settings, step)
            outcome = outcome_of(ledger, settings, race, happenings, end)
            return [*outcome, *game_shares(ledger)]
