"""Policies that look ahead without end: a Markov perfect equilibrium, and a common planner.

Both read their answer off a table, which `race_sim.foresight` has worked out beforehand on a grid
of states. A row of the table is one solution:

    number of nodes of lead, gap and alarm; the nodes of lead (United States less China), gap and
    alarm; the restriction of the United States in the five restriction states, that of China;
    the chances of investing of the United States, those of China

with the chances by treaty, restriction state, lead, US gap, Chinese gap and alarm, the last one
running fastest. A solution has two rows: the equilibrium's, then the planner's; a row that no
policy needs may be all zeros.

Between nodes the chance is interpolated linearly in every direction, and beyond the last node it
is that of the last node. There is one alarm in the table: the mean of both sides'. Of the five
restriction states the one that is nearest to the two restrictions counts (Euclidean distance; the
earlier of two that are equally near).

Markov perfect equilibrium: Maskin, E. and Tirole, J., 2001, Journal of Economic Theory 100,
191-219. With logit noise: McKelvey, R. D. and Palfrey, T. R., 1998, Experimental Economics 1, 9-41.
"""

from collections.abc import Sequence

from race_sim.policies.view import View
from race_sim.rules.arithmetic import clamp
from race_sim.rules.state import US, Memory

EQUILIBRIUM_ROW = 0
PLANNER_ROW = 1
TREATIES = 3
RESTRICTION_STATES = 5
COUNTS = 3  # numbers of nodes, at the head of a row


def cell_of(
    strategies: Sequence[Sequence[float]], row: int, begin: int, nodes: int, x: float
) -> int:
    """The place of the last node at or below x, at most the last node but one.

    The nodes of the axis stand in the row from `begin` on, in rising order.
    """
    cell = 0
    while cell < nodes - 2 and strategies[row][begin + cell + 1] <= x:
        cell = cell + 1
    return cell


def part_of(strategies: Sequence[Sequence[float]], row: int, node: int, x: float) -> float:
    """How far x lies on the way from a node, given by its place in the row, to the next: 0 to 1."""
    low = strategies[row][node]
    high = strategies[row][node + 1]
    return clamp((x - low) / (high - low), 0.0, 1.0)


def restriction_state(
    strategies: Sequence[Sequence[float]], row: int, begin: int, us: float, cn: float
) -> int:
    """The restriction state that is nearest to the restrictions of both sides."""
    nearest = 0
    least = -1.0
    for state in range(RESTRICTION_STATES):
        us_off = us - strategies[row][begin + state]
        cn_off = cn - strategies[row][begin + RESTRICTION_STATES + state]
        distance = us_off * us_off + cn_off * cn_off
        if least < 0.0 or distance < least:
            nearest = state
            least = distance
    return nearest


def strategy_at(view: View, strategies: Sequence[Sequence[float]], row: int) -> float:
    """The chance of investing that a row of the table gives for what a side sees."""
    leads = int(strategies[row][0])
    gaps = int(strategies[row][1])
    alarms = int(strategies[row][2])
    gap_begin = COUNTS + leads
    alarm_begin = gap_begin + gaps
    restriction_begin = alarm_begin + alarms
    chance_begin = restriction_begin + 2 * RESTRICTION_STATES

    alarm = 0.5 * (view.alarm + view.rival_alarm)
    if view.side == US:
        lead = view.lead
        us_gap = view.gap
        cn_gap = view.rival_gap
        us_restriction = view.restriction
        cn_restriction = view.rival_restriction
    else:
        lead = -view.lead
        us_gap = view.rival_gap
        cn_gap = view.gap
        us_restriction = view.rival_restriction
        cn_restriction = view.restriction
        chance_begin = chance_begin + TREATIES * RESTRICTION_STATES * leads * gaps * gaps * alarms

    restriction = restriction_state(
        strategies, row, restriction_begin, us_restriction, cn_restriction
    )
    lead_cell = cell_of(strategies, row, COUNTS, leads, lead)
    us_cell = cell_of(strategies, row, gap_begin, gaps, us_gap)
    cn_cell = cell_of(strategies, row, gap_begin, gaps, cn_gap)
    alarm_cell = cell_of(strategies, row, alarm_begin, alarms, alarm)
    lead_part = part_of(strategies, row, COUNTS + lead_cell, lead)
    us_part = part_of(strategies, row, gap_begin + us_cell, us_gap)
    cn_part = part_of(strategies, row, gap_begin + cn_cell, cn_gap)
    alarm_part = part_of(strategies, row, alarm_begin + alarm_cell, alarm)

    chance = 0.0
    block = view.treaty * RESTRICTION_STATES + restriction
    for a in range(2):
        a_weight = lead_part if a == 1 else 1.0 - lead_part
        for b in range(2):
            b_weight = a_weight * (us_part if b == 1 else 1.0 - us_part)
            for c in range(2):
                c_weight = b_weight * (cn_part if c == 1 else 1.0 - cn_part)
                for d in range(2):
                    weight = c_weight * (alarm_part if d == 1 else 1.0 - alarm_part)
                    place = block * leads + lead_cell + a
                    place = place * gaps + us_cell + b
                    place = place * gaps + cn_cell + c
                    place = place * alarms + alarm_cell + d
                    chance = chance + weight * strategies[row][chance_begin + place]
    # Sixteen weights may sum to a little more than one.
    return clamp(chance, 0.0, 1.0)


def equilibrium(view: View, memory: Memory, strategies: Sequence[Sequence[float]]) -> float:
    """Play one's part in a Markov perfect equilibrium of the race."""
    return strategy_at(view, strategies, 2 * view.solution + EQUILIBRIUM_ROW)


def planner(view: View, memory: Memory, strategies: Sequence[Sequence[float]]) -> float:
    """Do one's part of what is best for both sides together."""
    return strategy_at(view, strategies, 2 * view.solution + PLANNER_ROW)
