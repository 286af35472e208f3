"""Values of one variable on their way into a frame: named units, times, and the place of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats
from paneloom.errors import Place


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """n values of one variable.

    Parameters
    ----------
    variable, file
        The name of the variable, and the file its values come from.
    units
        (n,) the unit of each, by its name in the panel.
    times
        (n,) the time of each; None for a value that holds for every time.
    values
        (n,) numbers with NaN for missing, or text with "" for missing.
    place
        Where the value with a given number stands; called only for what is reported.
    """

    variable: str
    file: str
    units: tuple[str, ...]
    times: tuple[int | None, ...]
    values: Floats | np.ndarray
    place: Callable[[int], Place]

    @property
    def timed(self) -> bool:
        """Whether the values belong to times of their own; if not, each holds for every time of its unit."""
        return bool(self.times) and self.times[0] is not None

    @property
    def present(self) -> NDArray[np.bool_]:
        """(n,) whether a value is there at all."""
        found: NDArray[np.bool_] = self.values != "" if self.is_category else ~np.isnan(self.values)
        return found

    @property
    def is_category(self) -> bool:
        """Whether the values are labels."""
        return self.values.dtype.kind == "U"
