"""What every weighting method is given and what it returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.study.index_part import Combine

NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Terms:
    """What a method may read beside the scaled values of its k columns.

    ``names`` (k,) are the columns; ``units`` N and ``years`` T the shape of the panel; the others are choices
    of the recipe. ``judgements`` is a pairwise comparison matrix (k, k) as text.
    """

    names: tuple[str, ...]
    units: int = 0
    years: int = 0
    constant: str = "ln(n)"
    shift: float = 0.0
    given: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    judgements: tuple[tuple[str, ...], ...] = ()
    combine: Combine | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Weighting(Record):
    """Weights of k columns, and what they were made of.

    ``weight`` (k,) is at least 0 and sums to 1, unless ``warnings`` say why it cannot. ``columns`` hold a
    figure for each column on the way (keys of ``words.toml``, group "weight": "entropy", "divergence",
    "contrast", "loading"), ``figures`` single ones ("consistency_ratio"), ``warnings`` keys of the group
    "index" with the column they are about ("" for all). ``n`` (k,) are the values of each column that were read,
    None where the method reads none; ``time`` the year whose rows they are, None for those of all years.
    """

    method: str
    names: tuple[str, ...]
    weight: Floats
    columns: Mapping[str, Floats] = field(default_factory=lambda: MappingProxyType({}))
    figures: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    warnings: tuple[tuple[str, str], ...] = ()
    n: Integers | None = None
    time: int | None = None


def weighting(
    method: str,
    names: tuple[str, ...],
    size: Floats,
    columns: Mapping[str, Floats] | None = None,
    figures: Mapping[str, float] | None = None,
    warnings: tuple[tuple[str, str], ...] = (),
) -> Weighting:
    """The weights ``size`` (k,) divided by their sum.

    Raises
    ------
    PaneloomError
        ``index-constant`` when they sum to 0 and so nothing tells the columns apart; ``index-invariant`` when
        one is negative or not finite.
    """
    if not np.isfinite(size).all() or (size < 0).any():
        broken = tuple(name for name, v in zip(names, size, strict=True) if not v >= 0 or not np.isfinite(v))
        raise PaneloomError("index-invariant", columns=broken)
    total = float(size.sum())
    if not total > 0:
        raise PaneloomError("index-constant", columns=names)
    made = {key: frozen(values) for key, values in (columns or {}).items()}
    return Weighting(
        method,
        names,
        frozen(size / total),
        MappingProxyType(made),
        MappingProxyType(dict(figures or {})),
        warnings,
    )


def constant_warnings(varies: NDArray[np.bool_], names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The warning "constant" for each column that does not vary, and so weighs nothing."""
    return tuple(("constant", name) for name, is_so in zip(names, varies, strict=True) if not is_so)
