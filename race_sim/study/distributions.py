"""Distributions of an uncertainty: from numbers between 0 and 1 to values of a parameter.

>>> spread = Distribution("uniform", (("low", 0.0), ("high", 2.0)))
>>> spread.at([0.0, 0.25, 1.0])
[0.0, 0.5, 2.0]
>>> spread.text()
'uniform from 0 to 2'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, overload

import numpy as np

from race_sim.parameters.checking import Value

# The fields of each distribution beside `low` and `high`, which cut it.
FIELDS: dict[str, tuple[str, ...]] = {
    "uniform": (),
    "log-uniform": (),
    "triangular": ("mode",),
    "normal": ("mean", "deviation"),
    "log-normal": ("median", "spread"),
    "beta": ("a", "b"),
}
VALUES = "values"
KINDS = (*FIELDS, VALUES)
UNBOUNDED = ("normal", "log-normal")  # their ends are where they are cut, not their own
_LEAST_CHANCE = 1e-18


def _tidy(value: float) -> float:
    # Twelve digits: the same on every machine, whatever its library makes of the last bit.
    return float(f"{value:.12g}")


@dataclass(frozen=True)
class Distribution:
    """What an uncertain parameter may be.

    Attributes
    ----------
    kind : str
        One of `KINDS`.
    numbers : tuple of (str, float)
        Its fields by name: `low`, `high` (it is cut there) and those of its kind: `mode`; `mean`
        and `deviation`; `median` and `spread` (standard deviation of the natural logarithm); `a`
        and `b` (of a beta law stretched over `low` to `high`).
    values : tuple
        For "values": what it may be.
    weights : tuple of float
        Their probabilities, up to a factor; all alike if empty.
    whole : bool
        Whether the parameter is a whole number.
    """

    kind: str
    numbers: tuple[tuple[str, float], ...] = ()
    values: tuple[Value, ...] = ()
    weights: tuple[float, ...] = ()
    whole: bool = False

    def number(self, name: str) -> float:
        """One of its fields."""
        return dict(self.numbers)[name]

    @property
    def is_cut(self) -> bool:
        """Whether its ends are where it is cut, and may be far from where it is likely."""
        return self.kind in UNBOUNDED

    @overload
    def at(self, uniforms: float) -> Value: ...

    @overload
    def at(self, uniforms: Sequence[float] | np.ndarray) -> list[Value]: ...

    def at(self, uniforms: float | Sequence[float] | np.ndarray) -> Value | list[Value]:
        """The quantiles at these probabilities: the inverse of the cumulative distribution.

        Parameters
        ----------
        uniforms : float, or array_like of float of shape (n,)
            From 0 to 1, both included.

        Returns
        -------
        Value, or list of Value
            Rounded to twelve significant digits, and never outside `low` to `high`.
        """
        if isinstance(uniforms, float | int):
            return self.at([uniforms])[0]
        chances = np.asarray(uniforms, dtype=float)
        if self.kind == VALUES:
            weights = np.array(self.weights or [1.0] * len(self.values))
            reached = np.cumsum(weights) / weights.sum()
            places = np.searchsorted(reached, chances, side="right")
            last = len(self.values) - 1
            return [self.values[place] for place in np.minimum(places, last).tolist()]
        low, high = self.number("low"), self.number("high")
        if self.whole:
            steps = np.floor(chances * (high - low + 1.0))
            return [int(value) for value in np.minimum(low + steps, high).tolist()]
        found = [_tidy(value) for value in self._quantiles(chances, low, high).tolist()]
        return np.clip(found, low, high).tolist()  # type: ignore[no-any-return]

    def _quantiles(self, chances: np.ndarray, low: float, high: float) -> np.ndarray:
        if self.kind == "uniform":
            return low + (high - low) * chances
        if self.kind == "log-uniform":
            return np.asarray(low * (high / low) ** chances)
        # SciPy's beta law is at a loss below; nothing that is drawn is so near to 0.
        chances = np.where(chances < _LEAST_CHANCE, 0.0, chances)
        quantiles = np.asarray(self._law(low, high).ppf(chances))
        return np.exp(quantiles) if self.kind == "log-normal" else quantiles

    def _law(self, low: float, high: float) -> Any:
        """The law as SciPy has it, cut; of the natural logarithm if it is log-normal."""
        from scipy import stats

        if self.kind == "triangular":
            place = (self.number("mode") - low) / (high - low)
            return stats.triang(place, loc=low, scale=high - low)
        if self.kind == "beta":
            return stats.beta(self.number("a"), self.number("b"), loc=low, scale=high - low)
        if self.kind == "normal":
            centre, scale, ends = self.number("mean"), self.number("deviation"), (low, high)
        else:
            centre, scale = np.log(self.number("median")), self.number("spread")
            with np.errstate(divide="ignore"):  # the logarithm of 0 is minus infinity
                ends = (float(np.log(low)), float(np.log(high)))
        cuts = ((end - centre) / scale for end in ends)
        return stats.truncnorm(*cuts, loc=centre, scale=scale)

    def grid_values(self, levels: int) -> list[Value]:
        """Its values on a grid.

        The values themselves if it has some; `levels` evenly spaced ones from end to end if it
        is uniform, as many as there are if they are whole numbers and fewer; else the quantiles
        in the middle of `levels` equally likely parts.
        """
        if self.kind == VALUES:
            return list(self.values)
        low, high = self.number("low"), self.number("high")
        if self.kind == "uniform" and self.whole:
            spaced = np.linspace(low, high, min(levels, int(high - low) + 1)).round()
            return [int(value) for value in spaced.tolist()]
        if self.kind == "uniform":
            return [_tidy(value) for value in np.linspace(low, high, levels).tolist()]
        return self.at((np.arange(levels) + 0.5) / levels)

    def as_dictionary(self) -> dict[str, Any]:
        """As it is written in a study file."""
        if self.kind == VALUES:
            weights = {"weights": list(self.weights)} if self.weights else {}
            return {VALUES: list(self.values)} | weights
        return {"distribution": self.kind} | dict(self.numbers)

    def text(self) -> str:
        """The distribution in words."""
        if self.kind == VALUES:
            names = [str(value) for value in self.values]
            if self.weights:
                total = sum(self.weights)
                shares = [weight / total for weight in self.weights]
                names = [f"{n} ({s:.3g})" for n, s in zip(names, shares, strict=True)]
            return "one of " + ", ".join(names)
        low, high = self.number("low"), self.number("high")
        rest = [f"{name} {value:g}" for name, value in self.numbers if name in FIELDS[self.kind]]
        kind = "uniform over whole numbers" if self.whole else self.kind
        return ", ".join([f"{kind} from {low:g} to {high:g}", *rest])
