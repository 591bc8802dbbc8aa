"""Policies that know no game and learn from what they get.

Each decision brings a reward: the payoff of what both did, in the stage game of the moment,
measured from the worst (0) to the best (1) of the learner's own four payoffs.

Roth-Erev: Erev, I. and Roth, A. E., 1998, American Economic Review 88, 848-881, with their values
for forgetting (0.1) and experimentation (0.2). Q-learning: Watkins, C. and Dayan, P., 1992, Machine
Learning 8, 279-292; in the repeated Prisoner's Dilemma Sandholm, T. W. and Crites, R. H., 1996,
Biosystems 37, 147-166, with their learning rate (0.2) and discount factor (0.95). EXP3: Auer, P.,
Cesa-Bianchi, N., Freund, Y. and Schapire, R. E., 2002, SIAM Journal on Computing 32, 48-77, with
the exploration of their corollary 3.2 for 80 decisions (0.1).
"""

from race_sim.game import Payoffs, payoff_of
from race_sim.policies.view import View
from race_sim.rules.arithmetic import clamp, exponential, larger, smaller
from race_sim.rules.state import INVEST, Memory

FORGETTING = 0.1
EXPERIMENTATION = 0.2

LEARNING_RATE = 0.2
DISCOUNT_FACTOR = 0.95
EXPLORATION = 0.1  # share of Q-learning's decisions that are tossed for

EXP3_EXPLORATION = 0.1


def reward(payoffs: Payoffs, own_action: int, rival_action: int) -> float:
    """The payoff of what both did, from the worst (0) to the best (1) of the four; 0.5 if equal."""
    best = larger(
        larger(payoffs.both_invest, payoffs.invest_alone),
        larger(payoffs.accelerate_alone, payoffs.both_accelerate),
    )
    worst = smaller(
        smaller(payoffs.both_invest, payoffs.invest_alone),
        smaller(payoffs.accelerate_alone, payoffs.both_accelerate),
    )
    if best <= worst:
        return 0.5
    got = payoff_of(payoffs, own_action, rival_action)
    return clamp((got - worst) / (best - worst), 0.0, 1.0)


def roth_erev(view: View, memory: Memory) -> float:
    """Invest as often as the propensity to invest is of the sum of both."""
    invest = 1.0 + memory.first
    accelerate = 1.0 + memory.second
    return invest / (invest + accelerate)


def reinforce(view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """Strengthen what was done by its reward, and let both propensities fade.

    The memory holds propensities less their start of 1, so that an empty one is a beginner's.
    """
    got = reward(view.payoffs, own_action, rival_action)
    to_invest = EXPERIMENTATION
    if own_action == INVEST:
        to_invest = 1.0 - EXPERIMENTATION
    invest = (1.0 - FORGETTING) * (1.0 + memory.first) + to_invest * got
    accelerate = (1.0 - FORGETTING) * (1.0 + memory.second) + (1.0 - to_invest) * got
    return Memory(invest - 1.0, accelerate - 1.0, memory.third, memory.fourth)


def q_learning(view: View, memory: Memory) -> float:
    """Do what has the higher long-run worth after what the rival did last; now and then toss."""
    if view.rival_last == INVEST:
        invest, accelerate = memory.first, memory.second
    else:
        invest, accelerate = memory.third, memory.fourth
    if invest == accelerate:
        return 0.5
    half = 0.5 * EXPLORATION
    return 1.0 - half if invest > accelerate else half


def learn_worth(view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """Move the worth of what was done towards its reward and the worth of what comes next.

    The memory holds the worth of investing and of accelerating after the rival invested, and
    of the same two after it accelerated.
    """
    if rival_action == INVEST:
        ahead = larger(memory.first, memory.second)
    else:
        ahead = larger(memory.third, memory.fourth)
    goal = reward(view.payoffs, own_action, rival_action) + DISCOUNT_FACTOR * ahead
    first, second = memory.first, memory.second
    third, fourth = memory.third, memory.fourth
    if view.rival_last == INVEST:
        if own_action == INVEST:
            first = first + LEARNING_RATE * (goal - first)
        else:
            second = second + LEARNING_RATE * (goal - second)
    elif own_action == INVEST:
        third = third + LEARNING_RATE * (goal - third)
    else:
        fourth = fourth + LEARNING_RATE * (goal - fourth)
    return Memory(first, second, third, fourth)


def exp3(view: View, memory: Memory) -> float:
    """Weigh both actions by what each would have brought so far, as far as one can tell."""
    edge = 0.5 * EXP3_EXPLORATION * (memory.first - memory.second)
    weight = 1.0 / (1.0 + exponential(-edge))
    return (1.0 - EXP3_EXPLORATION) * weight + 0.5 * EXP3_EXPLORATION


def estimate_gains(view: View, memory: Memory, own_action: int, rival_action: int) -> Memory:
    """Add the reward, divided by the chance of having seen it, to the gains of what was done."""
    got = reward(view.payoffs, own_action, rival_action)
    chance = exp3(view, memory)
    if own_action == INVEST:
        return Memory(memory.first + got / chance, memory.second, memory.third, memory.fourth)
    return Memory(memory.first, memory.second + got / (1.0 - chance), memory.third, memory.fourth)
