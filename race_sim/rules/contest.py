"""The contest: what a lead is worth, from -1 (hopelessly behind) to 1 (ahead for good).

All forms are odd, rise with slope 1 at a lead of 0, and end at -1 and 1, so that the weight of
rivalry means the same in each: they differ in how soon a lead is enough. With x the lead in units
of `lead_scale`, the chance of winning is (1 + contest) / 2, that of an actor whose lead counts
with a noise (Lazear and Rosen, 1981, Journal of Political Economy 89, 841-864) of some law:

    tanh                 tanh x                     logistic
    linear               x, cut at -1 and 1         uniform
    relative-difference  sign(x) (1 - exp(-|x|))    double exponential
    heavy-tailed         x / sqrt(1 + x^2)          Student's t with two degrees of freedom

The first is the logistic form of Hirshleifer (1989, Public Choice 63, 101-112), which for a lead
in logarithms is the ratio form of Tullock (1980) in capability itself; the second is that of Che
and Gale (2000, Games and Economic Behavior 30, 22-43), the third that of Alcalde and Dahm (2007,
Review of Economic Design 11, 101-124).
"""

import math

from race_sim.rules.arithmetic import clamp, exponential_minus_one, hyperbolic_tangent

TANH = 0
LINEAR = 1
RELATIVE_DIFFERENCE = 2
HEAVY_TAILED = 3
# In the order of the numbers above.
CONTESTS = ("tanh", "linear", "relative-difference", "heavy-tailed")


def contest(form: int, x: float) -> float:
    """Worth of a lead x, in units of the scale of leads, by the form with this number."""
    if form == TANH:
        return hyperbolic_tangent(x)
    if form == LINEAR:
        return clamp(x, -1.0, 1.0)
    if form == RELATIVE_DIFFERENCE:
        size = x if x >= 0.0 else -x
        value = -exponential_minus_one(-size)
        return value if x >= 0.0 else -value
    return x / math.sqrt(1.0 + x * x)
