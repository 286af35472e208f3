"""How many rows a model used and where the others went; how many parameters it spent and on what."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Loss:
    """Rows lost for one cause: "unit left out", "outside the years", "not in the group", "missing", "lag",
    "singleton"; ``column`` names the variable for "missing" and "lag".

    "lag" is for a row whose other period, one before or ahead, is not in the panel; where it is there and has
    no value, the cause is "missing".
    """

    cause: str
    rows: int
    column: str = ""


@dataclass(frozen=True, slots=True)
class RowCount:
    """From all rows of the panel to those used: ``panel`` = ``used`` + the losses, in the order applied.

    ``singletons`` are rows used of which an absorbed effect leaves nothing, where the rule keeps them.
    """

    panel: int
    used: int
    units: int
    times: int
    losses: tuple[Loss, ...]
    singletons: int = 0


@dataclass(frozen=True, slots=True)
class DegreesOfFreedom:
    """The parameters counted and the reference distribution, by the rule of a named package.

    ``parameters`` = slopes + unit + trend + time + others + constant - nested - redundant. ``unit``, ``trend``
    and ``time`` are the levels of the unit effects, of their trends (units with two rows or more) and of the
    second effect; ``others`` those of further effects. ``redundant`` are the levels that the rule holds to
    follow from others, ``nested`` those that it does not count because they lie within one cluster, ``constant``
    what it counts in their place.
    ``family`` is what scores are summed over: "iid", "rows", "clusters", "periods". ``factor`` multiplies the
    covariance, that of iid errors with RSS / ``divisor``; t and F refer to ``df``, infinite for the normal
    distribution. ``rank`` is that of slopes, effects and constant together, whatever the rule counts of them;
    None where it is the sum without ``nested``. ``singletons`` are kept rows of which an effect leaves nothing.
    """

    preset: str
    rows: int
    slopes: int
    unit: int
    time: int
    constant: int
    nested: int
    redundant: int
    parameters: int
    clusters: int | None
    factor: float
    df: float
    family: str = "iid"
    second_clusters: int | None = None
    trend: int = 0
    others: int = 0
    rank: int | None = None
    singletons: int = 0

    @property
    def residual(self) -> int:
        """Rows less the rank of slopes, effects and constant together, whatever the rule counts of them."""
        if self.rank is not None:
            return self.rows - self.rank
        alone = 0 if self.unit or self.time else 1
        return self.rows - (self.slopes + self.unit + self.trend + self.time - self.redundant + alone)

    @property
    def divisor(self) -> int:
        """By what the residual sum of squares is divided for iid errors: all rows in large-sample rules."""
        return self.rows if math.isinf(self.df) else self.rows - self.parameters

    @property
    def denominator(self) -> int:
        """The second degrees of freedom of an F statistic: ``df``, or rows less parameters where it is infinite."""
        return self.rows - self.parameters if math.isinf(self.df) else int(self.df)
