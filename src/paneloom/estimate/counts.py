"""How many rows a model used and where the others went; how many parameters it spent and on what."""

from __future__ import annotations

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
    """From all rows of the panel to those used: ``panel`` = ``used`` + the losses, in the order applied."""

    panel: int
    used: int
    units: int
    times: int
    losses: tuple[Loss, ...]


@dataclass(frozen=True, slots=True)
class DegreesOfFreedom:
    """The parameters counted and the reference distribution, by the rule of a named package.

    ``parameters`` = slopes + unit + time + constant - nested - redundant. ``unit`` and ``time`` are the
    levels of the absorbed effects; ``redundant`` those that cannot be told apart (one for each connected
    component); ``nested`` those that the rule does not count because a unit lies within one cluster.
    ``factor`` multiplies the covariance; t and F refer to ``df``.
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
    df: int

    @property
    def residual(self) -> int:
        """Rows less the rank of slopes, effects and constant together, whatever the rule counts of them."""
        alone = 0 if self.unit or self.time else 1
        return self.rows - (self.slopes + self.unit + self.time - self.redundant + alone)
