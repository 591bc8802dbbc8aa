"""Armstrong, Bostrom and Shulman: a race in which the top score wins and only its safety counts.

Assumptions. Of `n` teams each has an ability `x`, drawn uniformly from 0 to `mu`, and chooses a
safety `s` from 0 to 1. Its score is `x - s`, and the top score wins for sure. The winner's
technology is safe with the chance `s`. A team gets 1 if it wins and nothing goes wrong, `1 - e` if
another wins and nothing goes wrong, and 0 in a disaster: `e` is the enmity. `mu` says how much
ability counts beside risk-taking.

What a team knows decides what it plays in equilibrium, with `K = (n-1)e + 1`:

- none, nobody's ability is known: `s = min(1, mu / (n e))`;
- private, its own is known: `s(x) = min(1, x / K)`;
- public, all are known: the best team, `gap` ahead of the second, plays `min(1, gap / e)`, and the
  second what brings it to the same score.

The risk of a disaster, `1 - s` of the winner on average, with `r = e / mu`:

- none: `max(0, 1 - mu / (n e))`;
- private: `1 - n mu / ((n+1) K)` if `mu <= K`, else `(K/mu)^n / (n+1)`;
- public: `1 - mu / ((n+1) e)` if `mu <= e`, else `1 - (1 - (1-r)^(n+1)) / ((n+1) r)`.

Published: the assumptions and the strategies `x / (ne - e + 1)`, `mu / (ne)` and `gap / e`. The
risks follow from them by order statistics: the best of `n` has the distribution `(x/mu)^n`, and the
gap exceeds `d` with the chance `(1 - d/mu)^n`.

Ours, and choices. Under public information every safety of the best team from `min(1, gap)` to
`min(1, gap/e)` is an equilibrium, if the second follows `gap` below; we take the authors' `gap/e`,
the safest, which is best for all. The scores are then equal: ties go to the more able team. Others
than the best two cannot win; here they come as near to the winner's score as they can, so that the
rule of the second holds for all who are not best. `armstrong2016_play` plays the race and
`armstrong2016_regret` shows that nobody gains by another safety.

>>> for information in INFORMATION:
...     print(information, disaster_risk(2, 0.5, 1.0, information).round(6))
none 0.0
private 0.555556
public 0.416667
>>> safety([0.9, 0.6], 0.5, 1.0, "public").round(6)
array([0.6, 0.3])
>>> crossing([0.25, 0.5, 0.75]).round(6)
array([2.166667, 1.666667, 1.57153 ])

Known more widely, knowledge is dangerous where ability counts for much:

>>> disaster_risk(2, 0.5, [1.0, 3.0], "public") > disaster_risk(2, 0.5, [1.0, 3.0], "private")
array([False,  True])
"""

from __future__ import annotations

from functools import partial

from race_sim.literature.armstrong2016_equilibria import (
    INFORMATION,
    Parameters,
    crossing,
    disaster_risk,
    mean_safety,
    safety,
)
from race_sim.literature.armstrong2016_play import Played, payoffs, simulate, winner
from race_sim.literature.armstrong2016_regret import deviation_gains, regret
from race_sim.literature.catalogue import Measure

__all__ = [
    "INFORMATION",
    "MEASURES",
    "Parameters",
    "Played",
    "crossing",
    "deviation_gains",
    "disaster_risk",
    "mean_safety",
    "payoffs",
    "regret",
    "safety",
    "simulate",
    "winner",
]

_TITLES = {"none": "no", "private": "private", "public": "public"}
MEASURES: tuple[Measure, ...] = (
    *(
        Measure(
            f"disaster_risk_{level}",
            f"chance of a disaster, {_TITLES[level]} information",
            "share",
            partial(disaster_risk, information=level),
        )
        for level in INFORMATION
    ),
    *(
        Measure(
            f"mean_safety_{level}",
            f"mean safety played, {_TITLES[level]} information",
            "share",
            partial(mean_safety, information=level),
        )
        for level in INFORMATION[:2]
    ),
)
