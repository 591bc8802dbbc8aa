"""Bridge to Han, Pereira, Lenaerts and Santos: the race of rounds, with progress stopped.

The limit is that of `rounds`. A punisher is always safe; from the second round on the share `s_a`
of its own progress is stopped, and the share `s_b / s` of its unsafe rival's. What stops it is one
of three mechanisms of our race:

- a pause of both;
- export controls that reach China's chips, in force from the second round on, and a pause at the
  sender for what they cost it;
- a crackdown: a Chernobyl moment in the unsafe side at the end of the first round, and a freeze
  that is never lifted.

That the punisher acts after it has seen an unsafe round is set by date: our controls, pauses and
freezes do not ask what the rival did. A rewarder and its partner move at another growth from the
first round, as their formulas have it; a partner's payoff is docked without a round's benefit,
which is shared alike there though the speeds differ.

Not matched. A tie between a punisher and an unsafe rival: at the line one gap counts here, and each
one's own there. Reward has no mechanism of ours: exchange brings safety work, not speed. And our
export controls wear off as chips are made at home, and freezes end; here both are held.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from race_sim.games.finite_population import stationary
from race_sim.literature import han2021
from race_sim.literature.bridges.limit import Docked
from race_sim.literature.bridges.rounds import (
    NO_PAUSES,
    POLICIES,
    Pauses,
    Terms,
    Worth,
    payoff_matrix,
    race_of,
    share_stopped,
    worth_of,
)
from race_sim.resolve import Plan, Stretch

SAFE, UNSAFE = POLICIES["AS"], POLICIES["AU"]
POPULATION = 100
INTENSITY = 0.01
EXACT = 1e-9
# Terms, what punishing costs the punisher in speed, and what it costs the punished.
HARSH = (Terms(), 0.3, 1.0)
POINTS = (
    (Terms(setback_risk=0.75), 0.0, 0.0),
    (Terms(), 0.1, 0.3),
    HARSH,
    (Terms(), 0.3, 2.0),
)
REWARD = (0.1, 0.6)  # what rewarding costs in speed, and what the rewarded gains


def punishment(terms: Terms, own: float, rival: float) -> Plan:
    """A punisher in the United States and an unsafe rival in China, both paused."""
    return race_of(terms, SAFE, UNSAFE, pauses=Pauses(own, share_stopped(terms, rival)))


def export_controls(terms: Terms, own: float, rival: float) -> Plan:
    """The same by export controls from the second round on, which reach all of China's chips."""
    plan = punishment(terms, own, rival)
    first, later = plan.stretches
    settings = later.settings
    controlled = settings._replace(
        cn=settings.cn._replace(pause=0.0, chip_exposure=1.0),
        control_level=share_stopped(terms, rival),
        dependency_kept=1.0,
    )
    race = plan.race._replace(chip_dependency=1.0)
    return plan._replace(race=race, stretches=(first, later._replace(settings=controlled)))


def crackdown(terms: Terms, own: float, rival: float) -> Plan:
    """The same by a Chernobyl moment in China in the last step of the first round."""
    plan = punishment(terms, own, rival)
    first, later = plan.stretches
    last = first.last_step - 1
    settings = later.settings
    freezing = settings.cn._replace(
        pause=0.0,
        # The smallest Chernobyl moment has half the depth.
        freeze_depth=2.0 * share_stopped(terms, rival),
    )
    settings = settings._replace(cn=freezing, never_lifted=1.0)
    shock = settings._replace(
        us=settings.us._replace(pause=0.0),
        cn=freezing._replace(forced_severity=settings.chernobyl_severity),
    )
    before = (Stretch(0, last, first.settings),) if last > 0 else ()
    stretches = (*before, Stretch(last, last + 1, shock), later._replace(settings=settings))
    return plan._replace(stretches=stretches)


def both_chairs(terms: Terms, own: float, rival: float) -> tuple[float, float]:
    """What a punisher and an unsafe rival get, by pauses: the mean over the two chairs."""
    one = worth_of(terms, punishment(terms, own, rival))
    pauses = Pauses(share_stopped(terms, rival), own)
    other = worth_of(terms, race_of(terms, UNSAFE, SAFE, pauses=pauses))
    return (one.us + other.cn) / 2.0, (one.cn + other.us) / 2.0


def punished_matrix(terms: Terms, own: float, rival: float) -> np.ndarray:
    """Payoffs of AS, AU and PS against each other, by the engine; PS is safe among the safe."""
    plain = payoff_matrix(terms, ("AS", "AU"))
    found = np.full((3, 3), plain[0, 0])
    found[:2, :2] = plain
    found[2, 1], found[1, 2] = both_chairs(terms, own, rival)
    return found


def rewarded(terms: Terms, us: float, cn: float) -> Worth:
    """Two safe developers whose speeds are those of reward, from the first round on."""
    # Nobody is unsafe, so nothing is lost at the line, whatever the gap.
    calm = terms._replace(setback_risk=0.0)
    fastest = max(us, cn)
    plan = race_of(calm._replace(rounds=terms.rounds / fastest), SAFE, SAFE, pauses=NO_PAUSES)
    stretches = tuple(
        stretch._replace(
            settings=stretch.settings._replace(
                us=stretch.settings.us._replace(growth=terms.speed * us),
                cn=stretch.settings.cn._replace(growth=terms.speed * cn),
                transformative=stretch.settings.transformative * fastest,
            )
        )
        for stretch in plan.stretches
    )
    return worth_of(calm, plan._replace(stretches=stretches))


def _theirs(
    terms: Terms, own: float, rival: float, strategies: tuple[str, ...] = ("AS", "AU", "PS")
) -> np.ndarray:
    values = terms._asdict()
    return np.asarray(
        han2021.payoff_matrix(strategies, **values, slowdown_own=own, slowdown_rival=rival)
    )


def _punishment_rows() -> list[Docked]:
    rows = []
    for terms, own, rival in POINTS:
        known, found = _theirs(terms, own, rival), both_chairs(terms, own, rival)
        at = f"p_r {terms.setback_risk:g}, s_a {own:g}, s_b {rival:g}"
        for name, one, ours in (
            ("PS against AU", known[2, 1], found[0]),
            ("AU against PS", known[1, 2], found[1]),
        ):
            rows.append(Docked(f"{name}, {at}", float(one), ours, EXACT, "rounding"))
    terms, own, rival = POINTS[1]
    known = _theirs(terms, own, rival)
    for how, plan in (
        ("export controls", export_controls(terms, own, rival)),
        ("a crackdown", crackdown(terms, own, rival)),
    ):
        worth = worth_of(terms, plan)
        for name, one, ours in (("PS", known[2, 1], worth.us), ("AU", known[1, 2], worth.cn)):
            what = f"{name} of the two, by {how}, s_a {own:g}, s_b {rival:g}"
            rows.append(Docked(what, float(one), ours, EXACT, "rounding"))
    return rows


def _population_rows() -> list[Docked]:
    terms, own, rival = HARSH
    strategies = ("AS", "AU", "PS")
    ours = stationary(punished_matrix(terms, own, rival), POPULATION, INTENSITY)
    known = han2021.stationary_distribution(
        strategies, **terms._asdict(), slowdown_own=own, slowdown_rival=rival
    )
    at = f"p_r {terms.setback_risk:g}, s_a {own:g}, s_b {rival:g}"
    return [
        Docked(f"share of {name}, {at}", float(one), float(other), EXACT, "rounding")
        for name, one, other in zip(strategies, known, ours, strict=True)
    ]


def _line_row() -> Docked:
    """Where punishers are taken up, the punished being first: from payoffs without a setback."""
    own, rival = POINTS[1][1:]
    terms = Terms(setback_risk=0.0)
    found = punished_matrix(terms, own, rival)
    ours = 1.0 - (found[2, 2] + found[2, 1]) / (found[1, 2] + found[1, 1])
    known = han2021.punishment_threshold(
        terms.speed,
        benefit=terms.benefit,
        cost=terms.cost,
        prize=terms.prize,
        rounds=terms.rounds,
        slowdown_own=own,
        slowdown_rival=rival,
    )
    what = f"line above which PS is taken up, s_a {own:g}, s_b {rival:g}"
    return Docked(what, float(known), float(ours), EXACT, "rounding")


def _reward_rows() -> list[Docked]:
    cost, gain = REWARD
    terms = Terms()
    free = terms._replace(benefit=0.0)
    names = ("AS", "RS")
    with_benefit, without = (
        np.asarray(
            han2021.payoff_matrix(names, **one._asdict(), reward_cost=cost, reward_gain=gain)
        )
        for one in (terms, free)
    )
    together = rewarded(terms, 1.0 + gain - cost, 1.0 + gain - cost)
    apart = rewarded(free, 1.0 + gain, 1.0 - cost)
    at = f"s_a {cost:g}, s_b {gain:g}"
    cells = (
        (f"RS against RS, {at}", with_benefit[1, 1], (together.us + together.cn) / 2.0),
        (f"AS against RS, b 0, {at}", without[0, 1], apart.us),
        (f"RS against AS, b 0, {at}", without[1, 0], apart.cn),
    )
    return [Docked(what, float(one), ours, EXACT, "rounding") for what, one, ours in cells]


@cache
def docked() -> list[Docked]:
    """Payoffs under punishment, three ways, its line, the population, and reward."""
    return [*_punishment_rows(), _line_row(), *_population_rows(), *_reward_rows()]
