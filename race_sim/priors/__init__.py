"""Priors: what is plausible for every parameter, as ready-made sets that studies use by name.

>>> from race_sim.priors import load_prior
>>> prior = load_prior("plausible")
>>> prior.laws["payoffs.rivalry"].text()
'uniform from 0 to 1.5'
>>> prior.certain["us.capability"]
'the zero of the scale'

Points of the whole prior, and a scenario at one of them:

>>> from race_sim import load_scenario
>>> from race_sim.priors import at_point
>>> points = prior.points(500, seed=1)          # a Latin hypercube: a dict of key and value each
>>> scenario = at_point(load_scenario("no-rivalry"), points[0])
>>> scenario["payoffs.rivalry"]                  # what the scenario sets on purpose stays
0.0

In a study, from a file or from Python; own uncertainties replace its laws, levers and `set` take
keys out of it, and `only` restricts it to some parameters or sections:

    Study(prior="plausible", levers={...}, design={"kind": "latin-hypercube", "points": 512}, ...)
    Study(prior={"name": "plausible", "only": ["payoffs", "talks.pace"]}, ...)

With some eighty parameters use a Latin hypercube: at the usual numbers of points, columns of a
Sobol' sequence of so many dimensions go together by accident.
"""

from race_sim.priors.prior import Law, Prior, at_point, set_on_purpose
from race_sim.priors.prior_file import load_prior, prior_names

__all__ = ["Law", "Prior", "at_point", "load_prior", "prior_names", "set_on_purpose"]
