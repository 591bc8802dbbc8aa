"""A race of rounds to a finish line: the limit of our race that the models of Han et al. are.

A round is a year, the unit of progress a step of theirs. Full effort brings `speed` OOM a year, and
whoever invests puts the share `1 - 1/speed` of it into safety, so that SAFE moves at 1 and UNSAFE
at `speed`. The finish line is at W; who crosses it first has the prize.

- Setback, for whoever was ever unsafe: safety work keeps the gap where it is, one unsafe move takes
  it to its ceiling, and nothing brings it back. At the line the chance of loss is 0 at the gap of
  the start and `setback_risk` at the ceiling.
- Whole rounds: theirs flow, so a race of W steps at `speed` takes `W / speed` rounds, whole or not.
  Ours has steps of time: as many to a round as make the end of the race the end of a step, with a
  decision each round. Where no number up to `MOST_PARTS` does, the race ends up to a step later.
- A tie: our finish line gives it to the United States; the mean over the two chairs shares it.

What a round is worth is theirs, and is counted here from the steps that our engine records: the
benefit `b` in proportion to progress, less `c` while investing, all of it lost with the prize in a
setback. Our own payoffs have another form; `han2020.stage_game_rows` shows where they are the same.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from race_sim.literature.bridges.limit import Position, plan_at, still_settings
from race_sim.literature.bridges.playing import Recorded, recorded
from race_sim.policies import NUMBERS
from race_sim.resolve import Plan
from race_sim.rules.settings import RaceSettings
from race_sim.rules.state import CN, US

POLICIES = {"AS": "always-safe", "AU": "always-accelerate", "CS": "tit-for-tat"}
MOST_PARTS = 12  # steps of time to a round
CEILING = 0.08  # OOM: any unsafe step of the first round is larger
# Loss at a gap of 0 is 1 - exp(-UNFELT), which is 0 to the last bit.
UNFELT = 1e-18
CERTAIN = 745.0  # exp(-CERTAIN) is all but 0: for a setback that is certain
# The line lies this much before W, so that the rounding of sums does not cost a step.
HAIR = 1e-7


class Terms(NamedTuple):
    """What a race and its rounds are worth, in the letters of Han et al. (2020)."""

    benefit: float = 4.0  # b
    cost: float = 1.0  # c
    prize: float = 1e4  # B
    rounds: float = 100.0  # W
    speed: float = 1.5  # s, above 1
    setback_risk: float = 0.6  # p_r
    found_out: float = 0.0  # p_fo


class Pauses(NamedTuple):
    """Shares of progress that are stopped from the second round on."""

    us: float = 0.0
    cn: float = 0.0


NO_PAUSES = Pauses()


def parts_of_a_round(*rounds: float) -> int:
    """The least number of steps to a round at which races so many rounds long end with a step."""
    for parts in range(1, MOST_PARTS + 1):
        if all(abs(one * parts - round(one * parts)) < 1e-9 for one in rounds):
            return parts
    return MOST_PARTS


def round_settings(terms: Terms, us: str, cn: str, parts: int) -> RaceSettings:
    """Settings of such a race between two policies, with `parts` steps to a round."""
    terms = Terms(*(float(one) for one in terms))  # the compiled loop tells 3 from 3.0
    settings = still_settings(1.0 / parts)
    invested = 1.0 - 1.0 / terms.speed
    lost = CERTAIN if terms.setback_risk >= 1.0 else -math.log1p(-terms.setback_risk)
    risky = lost > 0.0
    return settings._replace(
        us=settings.us._replace(growth=terms.speed, policy=NUMBERS[us]),
        cn=settings.cn._replace(growth=terms.speed, policy=NUMBERS[cn]),
        steps_per_decision=parts,
        share_investing=invested,
        # What a safe step adds to capability, its safety work covers.
        safety_productivity=1.0 / invested,
        gap_floor=0.0,
        gap_ceiling=CEILING,
        finish_line=1,
        transformative=terms.rounds - HAIR,
        finish_risk=UNFELT if risky else 0.0,
        finish_elasticity=math.log10(lost / UNFELT) / CEILING if risky else 0.0,
    )


def rounds_with(terms: Terms, us: str, cn: str, pauses: Pauses) -> float:
    """How many rounds a race lasts with pauses from the second round on, of two who never look."""
    left = []
    for policy, pause in ((us, pauses.us), (cn, pauses.cn)):
        speed = 1.0 if policy == POLICIES["AS"] else terms.speed
        if pause < 1.0:
            left.append((terms.rounds - speed) / (speed * (1.0 - pause)))
    return 1.0 + min(left)


def race_of(
    terms: Terms, us: str, cn: str, *, pauses: Pauses = NO_PAUSES, **mechanisms: Any
) -> Plan:
    """The plan of a race of rounds.

    Parameters
    ----------
    terms : Terms
    us, cn : str
        Policies; with pauses, always safe or always accelerating.
    pauses : Pauses
        In force from the second round on. They must not stop both.
    **mechanisms : float
        Fields of `RaceSettings` that are to be other than the limit has them.

    Returns
    -------
    Plan
        In two stretches, the first round and the others.
    """
    lasts = [terms.rounds, terms.rounds / terms.speed]
    if pauses != NO_PAUSES:
        lasts = [rounds_with(terms, us, cn, pauses)]
    parts = parts_of_a_round(*lasts)
    settings = round_settings(terms, us, cn, parts)._replace(**mechanisms)
    after = settings._replace(
        us=settings.us._replace(pause=pauses.us), cn=settings.cn._replace(pause=pauses.cn)
    )
    later = math.ceil(max(terms.rounds, *lasts) * parts)
    return plan_at(Position(), Position(), (parts, settings), (later, after))


def share_stopped(terms: Terms, lost: float) -> float:
    """The share of an unsafe developer's progress that stops when it loses this much speed."""
    return min(lost / terms.speed, 1.0)


class Worth(NamedTuple):
    """What a race was worth to the two, a round of it on average."""

    us: float
    cn: float
    rounds: float  # how long it lasted


def worth_of(terms: Terms, plan: Plan, *, lost_to_both: bool = False) -> Worth:
    """Play a race of rounds, and count what it is worth by their payoffs.

    Parameters
    ----------
    terms : Terms
    plan : Plan
        From `race_of`.
    lost_to_both : bool
        Whether a setback takes all from both, as the finish line of our race has it, and not only
        from who crosses it.
    """
    world = recorded(plan)
    step = plan.stretches[0].settings.step
    rounds = world.steps * step
    found = [_sum_of(terms, world, step, side) for side in (US, CN)]
    values = []
    for side, earned in zip((US, CN), found, strict=True):
        won = world.outcome.winner == side
        # The winner, or both of two who arrive together, may have a setback.
        behind = max(_capability(world, US), _capability(world, CN)) - _capability(world, side)
        loses = lost_to_both or behind < HAIR
        total = earned + terms.prize * won
        values.append(total * (1.0 - world.outcome.loss_risk * loses) / rounds)
    return Worth(values[US], values[CN], rounds)


def _capability(world: Recorded, side: int) -> float:
    return world.outcome.us_capability if side == US else world.outcome.cn_capability


def _sum_of(terms: Terms, world: Recorded, step: float, side: int) -> float:
    """Benefit less cost of all rounds, before prize and setback."""
    names = ("us", "cn") if side == US else ("cn", "us")
    own, rival = (world.gains(name) for name in names)
    own_safe, rival_safe = (world.rows[f"{name}_invests"] for name in names)
    moved = own + rival
    share = np.divide(own, moved, out=np.zeros_like(own), where=moved > 0.0)
    own_found, rival_found = terms.found_out * (1 - own_safe), terms.found_out * (1 - rival_safe)
    benefit = terms.benefit * (1.0 - own_found) * ((1.0 - rival_found) * share + rival_found)
    return float(np.sum(benefit - terms.cost * own_safe)) * step


def payoff_matrix(
    terms: Terms,
    strategies: tuple[str, ...] = ("AS", "AU", "CS"),
    *,
    lost_to_both: bool = False,
    **mechanisms: Any,
) -> np.ndarray:
    """What each strategy gets against each, a round on average, as our engine plays it.

    Parameters are those of `worth_of` and `race_of`.

    Returns
    -------
    ndarray of float, shape (strategies, strategies)
        Row against column, the mean over the two chairs.
    """
    count = len(strategies)
    us, cn = np.zeros((count, count)), np.zeros((count, count))
    for row, first in enumerate(strategies):
        for column, second in enumerate(strategies):
            plan = race_of(terms, POLICIES[first], POLICIES[second], **mechanisms)
            found = worth_of(terms, plan, lost_to_both=lost_to_both)
            us[row, column], cn[column, row] = found.us, found.cn
    return np.asarray((us + cn) / 2.0)


def rounds_apart(terms: Terms) -> float:
    """By how much a race of unsafe developers lasts longer here than there, rounds."""
    rounds = terms.rounds / terms.speed
    parts = parts_of_a_round(terms.rounds, rounds)
    return math.ceil(rounds * parts - HAIR) / parts - rounds
