"""Playing on from any state, as plain functions that a browser runs too.

`race_sim.plain_loop` plays a plan from its start; this plays on from where a game stands.
"""

from collections.abc import Sequence

from race_sim.ledger import Ledger, Outcome, ledger_after, outcome_of
from race_sim.quarter import advance, decide, is_over, look, time_of
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import Race


def stretch_at(first_steps: Sequence[int], step: int) -> int:
    """Which stretch a step is in, given the first steps of all, in rising order."""
    found = 0
    while found + 1 < len(first_steps) and first_steps[found + 1] <= step:
        found = found + 1
    return found


def play_on(
    first_steps: Sequence[int],
    settings: Sequence[RaceSettings],
    strategies: Sequence[Sequence[float]],
    race: Race,
    ledger: Ledger,
    step: int,
    steps: int,
    seed: int,
    world: int,
) -> Outcome:
    """What a race comes to that is played on from a state at the begin of a step to its end."""
    while True:
        now = settings[stretch_at(first_steps, step)]
        time = time_of(now, step)
        outlook = look(now, race, time)
        us_action, cn_action = decide(now, strategies, race, outlook, seed, world, step)
        race, happenings = advance(now, race, outlook, us_action, cn_action, seed, world, step)
        ledger = ledger_after(ledger, now, outlook, happenings, race, time)
        step = step + 1
        if step == steps or is_over(happenings):
            return outcome_of(ledger, now, race, happenings, time_of(now, step))
