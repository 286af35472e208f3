"""Values of one variable on their way into a frame: named units, times, and the place of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

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
    def is_category(self) -> bool:
        """Whether the values are labels."""
        return self.values.dtype.kind == "U"
