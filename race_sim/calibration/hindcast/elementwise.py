"""Rules on arrays: a rule is a plain function of numbers, and is called for each of them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray


def on_arrays(rule: Callable[..., float], arguments: int) -> Callable[..., NDArray[np.float64]]:
    """The rule itself, for arrays that broadcast.

    >>> on_arrays(lambda x, y: x + y, 2)([1.0, 2.0], 10.0)
    array([11., 12.])
    """
    each = np.frompyfunc(rule, arguments, 1)

    def applied(*values: ArrayLike) -> NDArray[np.float64]:
        return np.asarray(each(*values), dtype=float)

    return applied
