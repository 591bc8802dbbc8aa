"""Information in technology races, after Emery-Xu, Park and Trager: our own smallest instance.

The equations of the paper were not seen, only its abstract: two states trade safety for performance
in a contest of adjustable decisiveness, and a disaster hits both. It says that (1) more decisive
races are more dangerous, (2) public information is less risky than private except at high
decisiveness, and (3) the larger the loser's share in causing a disaster, the more dangerous.

Ours: the race of `armstrong2016` between two teams, with noise. Abilities `x` are uniform from 0 to
`mu`, and each team chooses a safety `s` from 0 to 1. A team wins with the chance

    P = 1 / (1 + exp(-g ((x1 - s1) - (x2 - s2))))

where `g` is the decisiveness. If a team with `s` wins against one with `t`, nothing goes wrong with
the chance `(1 - l) s + l t`: `l` is the loser's share in the harm, 0 for the winner alone and 1/2
for both alike. Payoffs are 1 for a safe win, `1 - e` for a safe win of the other, 0 in a disaster.

Solution. Teams of the same ability that know it play `min(1, 2 (1 - e l) / (e g))`. With no
information `4/g` becomes `1 / (g E[P (1-P)])`. Under public information each gap has its pair of
safeties: one only, if the loser has no interest in its own share (`l (1-e) = 0`). Under private
information the uniform law is stood for by the nodes of a Gauss-Legendre quadrature, each a type of
its own. Elsewhere than in the closed forms the equilibrium is the one that is reached from contests
that decide little, in which perfect safety is best. Each is held against all deviations in safety,
and where one pays, there is an error: with a loser's share and `e < 1`, and with contests so
decisive that they tell the types apart, there may be no equilibrium without mixing.

What comes out at the points that tests look at:

1. holds with no and with private information. Under public information the risk rises with
   decisiveness at first, and falls a little near the perfectly decisive race.
2. does not hold but in a narrow band, where skill weighs little and decisiveness is just enough for
   safety to be given up. Beyond it public information is the more dangerous, and again the less
   dangerous only where decisiveness is high and the skill weight is below the crossing of
   `armstrong2016`: rather the opposite of what the abstract says.
3. holds between equally able teams and for `e = 1`. With `e < 1` a loser gains by its own safety,
   which can turn it round.

As decisiveness grows, the race goes to Armstrong's, and under public information, of the continuum
of its equilibria, to the safest.

>>> for information in INFORMATION:
...     print(information, disaster_risk(0.5, 1.0, [4.0, 16.0], 0.0, information).round(4))
none [0. 0.]
private [0.0226 0.4173]
public [0.0301 0.4282]
>>> information_danger(0.5, 1.0, [4.0, 16.0, 32.0]).round(4)
array([ 0.0075,  0.0109, -0.0402])
>>> equilibrium(0.5, 1.0, 8.0, loser_share=0.5, information="public")
Traceback (most recent call last):
    ...
race_sim.literature.deviations.NoEquilibrium: ...
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from race_sim.literature.catalogue import Measure
from race_sim.literature.deviations import NoEquilibrium
from race_sim.literature.emery_xu2023_solution import Equilibrium, Race, none, private, public
from race_sim.literature.parameter import ParameterSet, one_of, parameter

__all__ = [
    "INFORMATION",
    "MEASURES",
    "Equilibrium",
    "NoEquilibrium",
    "Parameters",
    "disaster_risk",
    "equilibrium",
    "information_danger",
    "mean_safety",
]

INFORMATION = ("none", "private", "public")
LEAST_GAIN = 1e-9  # what is gained by a deviation beyond this is no rounding
_SOLVERS = {"none": none, "private": private, "public": public}


@dataclass(frozen=True)
class Parameters(ParameterSet):
    """Parameters of the race.

    Attributes
    ----------
    enmity : float
        e; 1: that the rival wins is as bad as a disaster.
    skill_weight : float
        mu, the largest ability, in units of the advantage of full risk-taking.
    decisiveness : float
        g; how much a unit of the score changes the logarithm of the odds to win.
    loser_share : float
        l; the loser's share in the harm.
    """

    enmity: float = parameter(0.5, "share", 0.0, 1.0, "how bad it is that the rival wins safely")
    skill_weight: float = parameter(
        1.0, "score", 0.0, 100.0, "how much ability counts beside risk-taking"
    )
    decisiveness: float = parameter(
        8.0, "1/score", 0.0, 1e4, "how surely the better score wins", low_included=False
    )
    loser_share: float = parameter(0.0, "share", 0.0, 0.5, "the loser's share in causing the harm")


def equilibrium(
    enmity: float = 0.5,
    skill_weight: float = 1.0,
    decisiveness: float = 8.0,
    loser_share: float = 0.0,
    information: str = "private",
) -> Equilibrium:
    """What is played at one point of the parameters.

    Parameters
    ----------
    enmity, skill_weight, decisiveness, loser_share : float
        See `Parameters`.
    information : {"none", "private", "public"}
        What teams know of abilities: nothing, each its own, or both.

    Returns
    -------
    Equilibrium
        With the regret of what it returns.

    Raises
    ------
    InputError
        If a parameter is out of range or the information is unknown.
    NoEquilibrium
        If a team gains by deviating from what was found.
    """
    one_of("equilibrium", "information", information, INFORMATION)
    Parameters(enmity, skill_weight, decisiveness, loser_share)
    race = Race(float(enmity), float(skill_weight), float(decisiveness), float(loser_share))
    found = _SOLVERS[information](race)
    if found.regret > LEAST_GAIN:
        at = ", ".join(
            f"{name.replace('_', ' ')} {value:g}" for name, value in race._asdict().items()
        )
        where = f"{at}, {information} information"
        raise NoEquilibrium("equilibrium", where, found.regret, "another safety")
    return found


def _at_each(source: str, part: str, information: str, **values: Any) -> Any:
    one_of(source, "information", information, INFORMATION)
    points = np.broadcast_arrays(*Parameters.arrays(source, **values))
    found = np.empty(points[0].shape)
    for place in np.ndindex(found.shape):
        point = {name: float(one[place]) for name, one in zip(values, points, strict=True)}
        found[place] = getattr(equilibrium(**point, information=information), part)
    return found[()]


def disaster_risk(
    enmity: Any = 0.5,
    skill_weight: Any = 1.0,
    decisiveness: Any = 8.0,
    loser_share: Any = 0.0,
    information: str = "private",
) -> Any:
    """The chance of a disaster in equilibrium.

    Parameters
    ----------
    enmity, skill_weight, decisiveness, loser_share : array_like
        See `Parameters`; they broadcast. Each point is solved for itself.
    information : {"none", "private", "public"}

    Returns
    -------
    ndarray of float

    Raises
    ------
    InputError
        If a parameter is out of range or the information is unknown.
    NoEquilibrium
        If none was found at one of the points.
    """
    return _at_each(
        "disaster_risk",
        "risk",
        information,
        enmity=enmity,
        skill_weight=skill_weight,
        decisiveness=decisiveness,
        loser_share=loser_share,
    )


def mean_safety(
    enmity: Any = 0.5,
    skill_weight: Any = 1.0,
    decisiveness: Any = 8.0,
    loser_share: Any = 0.0,
    information: str = "private",
) -> Any:
    """What safety a team plays on average in equilibrium, whether it wins or not.

    Parameters
    ----------
    enmity, skill_weight, decisiveness, loser_share : array_like
        See `Parameters`; they broadcast. Each point is solved for itself.
    information : {"none", "private", "public"}

    Returns
    -------
    ndarray of float

    Raises
    ------
    InputError
        If a parameter is out of range or the information is unknown.
    NoEquilibrium
        If none was found at one of the points.
    """
    return _at_each(
        "mean_safety",
        "mean_safety",
        information,
        enmity=enmity,
        skill_weight=skill_weight,
        decisiveness=decisiveness,
        loser_share=loser_share,
    )


def information_danger(
    enmity: Any = 0.5, skill_weight: Any = 1.0, decisiveness: Any = 8.0, loser_share: Any = 0.0
) -> Any:
    """How much more likely a disaster is under public than under private information.

    Parameters
    ----------
    enmity, skill_weight, decisiveness, loser_share : array_like
        See `Parameters`; they broadcast.

    Returns
    -------
    ndarray of float
        Below 0 where public information is safer.

    Raises
    ------
    InputError
        If a parameter is out of range.
    NoEquilibrium
        If none was found at one of the points.
    """
    values = (enmity, skill_weight, decisiveness, loser_share)
    return disaster_risk(*values, "public") - disaster_risk(*values, "private")


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
        for level in INFORMATION
    ),
    Measure(
        "information_danger",
        "chance of a disaster, public less private information",
        "difference of shares",
        information_danger,
    ),
)
