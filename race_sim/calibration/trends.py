"""Growth at a constant rate: a straight line through logarithms, and through Poisson counts."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from race_sim.calibration.intervals import LEVEL, Interval

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike

_ROUNDS = 50
_DAYS_IN_YEAR = 365.25


class Trend(NamedTuple):
    """A fitted slope.

    `degrees` are those of Student's distribution; `dispersion` is the variance of counts beyond
    Poisson's, 1 for fits by least squares.
    """

    slope: float
    standard_error: float
    degrees: float
    points: int
    dispersion: float = 1.0

    def interval(self, level: float = LEVEL) -> Interval:
        """The slope with its limits."""
        from scipy.stats import t

        reach = float(t.ppf(0.5 + level / 2.0, self.degrees)) * self.standard_error
        return Interval(self.slope, self.slope - reach, self.slope + reach)

    def factor(self, base: float = math.e) -> Interval:
        """The factor by which it grows in a unit of time, if logarithms have this base."""
        return Interval(*(base**limit for limit in self.interval()))


def years_of(dates: pd.Series[pd.Timestamp]) -> pd.Series[float]:
    """Dates as years with decimals."""
    days: pd.Series[float] = dates.dt.year + (dates.dt.day_of_year - 1) / _DAYS_IN_YEAR
    return days


def straight_line(times: ArrayLike, values: ArrayLike) -> Trend:
    """Slope by least squares."""
    import numpy as np
    from scipy.stats import linregress

    fit = linregress(times, values)
    count = len(np.asarray(times))
    return Trend(float(fit.slope), float(fit.stderr), count - 2, count)


def autocorrelated_line(times: ArrayLike, values: ArrayLike) -> Trend:
    """Slope by least squares where neighbours in time resemble each other.

    The number of points that count is n (1 - r) / (1 + r), with r the correlation of neighbouring
    residuals (Bartlett, 1946, Journal of the Royal Statistical Society supplement 8); the standard
    error and its degrees of freedom follow. Points are in order of time, evenly spaced. That
    correlation comes out too low in short series, so the interval is then somewhat too narrow.
    """
    import numpy as np

    plain = straight_line(times, values)
    x, y = np.asarray(times, float), np.asarray(values, float)
    left = y - y.mean() - plain.slope * (x - x.mean())
    alike = max(0.0, float((left[1:] * left[:-1]).sum() / (left**2).sum()))
    counting = plain.points * (1.0 - alike) / (1.0 + alike)
    degrees = max(counting - 2.0, 1.0)
    return plain._replace(
        standard_error=plain.standard_error * math.sqrt(plain.degrees / degrees), degrees=degrees
    )


def count_growth(predictor: ArrayLike, counts: ArrayLike) -> Trend:
    """Growth of counts: a Poisson regression on one predictor, with a logarithmic link.

    Fitted by iteratively reweighted least squares (McCullagh and Nelder, 1989, Generalized Linear
    Models). The standard error allows for more variance than Poisson's (quasi-likelihood), never
    for less: a handful of points that happen to lie on a curve does not make chance go away.

    Returns
    -------
    Trend
        Growth of the logarithm (base e) for each unit of the predictor.
    """
    import numpy as np

    x, y = np.asarray(predictor, float), np.asarray(counts, float)
    design = np.column_stack([np.ones_like(x), x - x.mean()])
    coefficients = np.array([math.log(y.mean()), 0.0])
    for _ in range(_ROUNDS):
        mean = np.exp(design @ coefficients)
        working = design @ coefficients + (y - mean) / mean
        weighted = design.T * mean
        coefficients = np.linalg.solve(weighted @ design, weighted @ working)
    mean = np.exp(design @ coefficients)
    degrees = len(x) - 2
    dispersion = float(((y - mean) ** 2 / mean).sum() / degrees)
    variance = float(np.linalg.inv((design.T * mean) @ design)[1, 1])
    error = math.sqrt(variance * max(dispersion, 1.0))
    return Trend(float(coefficients[1]), error, degrees, len(x), dispersion)
