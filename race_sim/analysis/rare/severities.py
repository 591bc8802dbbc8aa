"""Severities drawn from another Pareto law, and how likely what was drawn is under each law.

With exponent x and ceiling M, a severity s below M has the density x s^(-x-1) and the ceiling the
chance M^-x. What does not depend on x cancels in a likelihood ratio. So of a world with n incidents
that chance drew, c of them at the ceiling, only the logarithm

    l(x) = (n - c) log x - x sum(log s)

is needed, with the ceiling's log M in the sum; the score of an incident is log s / log M.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from race_sim.problems import InputError, Problem
from race_sim.resolve import Plan


class Law(NamedTuple):
    """A Pareto law of severities, cut at a ceiling."""

    exponent: float
    ceiling: float


class Drawn(NamedTuple):
    """What chance drew in each world.

    Attributes
    ----------
    below : ndarray of float, shape (worlds,)
        Incidents below the ceiling, forced shocks left out.
    logarithms : ndarray of float, shape (worlds,)
        Sum of log severity over all incidents, forced shocks left out.
    """

    below: np.ndarray
    logarithms: np.ndarray


def laws_of(plan: Plan) -> set[Law]:
    """The laws of severities of a plan, one unless it changes on the way."""
    return {
        Law(stretch.settings.severity_exponent, stretch.settings.severity_ceiling)
        for stretch in plan.stretches
    }


def law_of(plan: Plan) -> Law:
    """The law of severities of a plan.

    Raises
    ------
    InputError
        If it changes on the way: sums over a whole world then do not tell what it was drawn from.
    """
    laws = laws_of(plan)
    if len(laws) > 1:
        problem = Problem(
            "changes",
            "change incidents.severity_exponent or incidents.severity_ceiling",
            "the same law of severities throughout",
        )
        raise InputError("importance sampling", [problem])
    return laws.pop()


def tilted(plan: Plan, exponent: float) -> Plan:
    """The plan with severities drawn with another exponent, and nothing else changed.

    Actors know the mean of the true law (`mean_severity`), and the chance of a catastrophe is that
    of the true law (`ceiling_chance`). So weighted means of every outcome, risks among them, are
    those of the plan itself.
    """
    stretches = tuple(
        stretch._replace(settings=stretch.settings._replace(severity_exponent=exponent))
        for stretch in plan.stretches
    )
    return plan._replace(stretches=stretches)


def log_likelihood(drawn: Drawn, exponent: float) -> np.ndarray:
    """Of what was drawn under a law with this exponent, up to what all exponents share."""
    found: np.ndarray = drawn.below * math.log(exponent) - exponent * drawn.logarithms
    return found


def weights(drawn: Drawn, exponent: float, exponents: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """Likelihood ratio of the true law to a mixture of laws, world by world.

    Worlds that were drawn from several laws, so many from each, all get the weight of their
    mixture: the balance heuristic (Veach, E. and Guibas, L. J., 1995, SIGGRAPH, 419-428). If the
    true law itself has a share in the mixture, no weight exceeds one over that share: a defensive
    mixture (Hesterberg, T., 1995, Technometrics 37, 185-194).

    Parameters
    ----------
    drawn : Drawn
    exponent : float
        Of the true law.
    exponents, shares : ndarray of float, shape (laws,)
        What was drawn from; shares sum to one.

    Returns
    -------
    ndarray of float, shape (worlds,)
        Their mean over worlds drawn so is 1, in expectation.
    """
    true = log_likelihood(drawn, exponent)
    ratios = np.zeros(len(drawn.below))
    with np.errstate(over="ignore"):  # infinitely likelier under another law: the weight is 0
        for other, part in zip(exponents, shares, strict=True):
            if part > 0.0:
                ratios += part * np.exp(log_likelihood(drawn, float(other)) - true)
    return 1.0 / ratios
