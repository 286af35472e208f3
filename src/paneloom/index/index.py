"""A composite index: its recipe, its weights, every stage on the way, and the linear form it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.algebra.record import Floats, Record
from paneloom.study.base import Text
from paneloom.study.sections import IndexPart, Indicator


@dataclass(frozen=True, slots=True, eq=False)
class Affine(Record):
    """An index as a line over raw columns: index = sum of ``slopes`` (J,) times ``columns``, plus ``constant``.

    It holds while weights and bounds are constant, the aggregation is arithmetic, and nothing is clipped.
    """

    columns: tuple[str, ...]
    slopes: Floats
    constant: float


@dataclass(frozen=True, slots=True, eq=False)
class Part(Record):
    """A dimension: the positions of its indicators, the sum of their weights, its own line."""

    name: str
    label: Text
    members: tuple[int, ...]
    weight: float
    affine: Affine


@dataclass(frozen=True, slots=True, eq=False)
class Index(Record):
    """An entropy-weighted index over J indicators.

    ``n`` (J,) unit-years that enter each indicator; ``minimum`` and ``maximum`` (J,) pooled bounds;
    ``mean`` (J,) of the normalised indicator; ``entropy``, ``divergence`` (1 - entropy) and ``weight``
    (J,). The dimensions' scores add up to the index. ``warnings`` are keys of ``words.toml`` (group
    "index") with the indicator they are about.
    """

    name: str
    label: Text
    recipe: IndexPart
    indicators: tuple[Indicator, ...]
    n: tuple[int, ...]
    minimum: Floats
    maximum: Floats
    mean: Floats
    entropy: Floats
    divergence: Floats
    weight: Floats
    affine: Affine
    parts: tuple[Part, ...]
    warnings: tuple[tuple[str, str], ...] = ()
