"""Building an index from its recipe: bounds in one pass, entropies in the next, scores as one line of columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from paneloom.algebra.extents import Extents
from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError
from paneloom.index.entropy import entropy_weights
from paneloom.index.index import Affine, Index, Part
from paneloom.index.normalise import minmax
from paneloom.panel.engine import Engine
from paneloom.panel.panel import Panel
from paneloom.study.base import Text
from paneloom.study.expression import Call, Expression, Name, Number
from paneloom.study.recipes import dimensions_of, indicators_of
from paneloom.study.sample import Sample
from paneloom.study.sections import Indicator

SCORE_TOLERANCE = 1e-12


def build_index(panel: Panel, name: str, folder: Path) -> Index:
    """The index ``name`` of the study, over every unit-year of the panel.

    ``folder`` is the study's own, for an indicator system kept in a file.

    Raises
    ------
    PaneloomError
        ``no-values`` for an indicator without values, ``index-one-row``, ``index-constant`` when none varies,
        ``index-invariant`` when a law of the recipe does not hold.
    """
    part = panel.study.index[name]
    indicators = indicators_of(panel.study, name, folder)
    variables = tuple(indicator.variable for indicator in indicators)
    bounds = panel.rows.extents(variables, Sample())
    _check_bounds(bounds)
    scaled = [minmax(i, lo, hi) for i, lo, hi in zip(indicators, bounds.minimum, bounds.maximum, strict=True)]
    mean, mean_phi = _means(panel.rows, scaled, _scaled_means(indicators, bounds))
    weights = entropy_weights(mean_phi, bounds.n, variables)
    index = Index(
        name=name,
        label=part.label or name,
        recipe=part,
        indicators=indicators,
        n=tuple(int(n) for n in bounds.n),
        minimum=bounds.minimum,
        maximum=bounds.maximum,
        mean=frozen(mean),
        entropy=weights.entropy,
        divergence=weights.divergence,
        weight=weights.weight,
        affine=_affine(indicators, bounds, weights.weight, range(len(indicators))),
        parts=_parts(dimensions_of(panel.study, name, folder), indicators, bounds, weights.weight),
        warnings=_warnings(panel.rows, indicators, bounds),
    )
    _check_scores(panel.rows, index)
    return index


def score_columns(index: Index) -> dict[str, Expression]:
    """The columns that hold the scores: one for each part, and the index as their sum."""
    terms: list[Expression] = [
        Call("*", (Number(float(w)), minmax(indicator, float(lo), float(hi))))
        for indicator, lo, hi, w in zip(
            index.indicators, index.minimum, index.maximum, index.weight, strict=True
        )
    ]
    columns = {part.name: _sum([terms[i] for i in part.members]) for part in index.parts}
    whole: list[Expression] = [Name(part.name) for part in index.parts] or terms
    return columns | {index.name: _sum(whole)}


def _sum(terms: list[Expression]) -> Expression:
    """The sum as a balanced tree, so that a thousand indicators are ten levels deep."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return Call("+", (_sum(terms[:half]), _sum(terms[half:])))


def _check_bounds(bounds: Extents) -> None:
    empty = tuple(name for name, n in zip(bounds.names, bounds.n, strict=True) if n == 0)
    if empty:
        raise PaneloomError("no-values", columns=empty)
    single = tuple(name for name, n in zip(bounds.names, bounds.n, strict=True) if n == 1)
    if single:
        raise PaneloomError("index-one-row", columns=single)


def _scaled_means(indicators: tuple[Indicator, ...], bounds: Extents) -> Floats:
    """(J,) means of the scaled indicators, as near as those of the raw ones tell; 0 for a constant indicator."""
    span = bounds.maximum - bounds.minimum
    larger = np.array([indicator.direction == "+" for indicator in indicators])
    distance = np.where(larger, bounds.mean - bounds.minimum, bounds.maximum - bounds.mean)
    return np.divide(distance, span, out=np.zeros(span.size), where=span > 0)


def _means(engine: Engine, scaled: list[Expression], near: Floats) -> tuple[Floats, Floats]:
    """(J,) means of the scaled indicators z, and of phi(z / mean(z)); 0 and NaN for one that does not vary.

    ``near`` are the means as the raw ones tell them: to eight digits only where a raw mean is 1e8 times the
    range. The pass that they serve brings the means of z home too, and phi is moved from one to the other.
    """
    varying = [j for j, value in enumerate(near) if value > 0]
    z = {f"z {j}": scaled[j] for j in varying}
    phi = {f"phi {j}": Call("phi", (Call("/", (Name(f"z {j}"), Number(float(near[j])))),)) for j in varying}
    mean, mean_phi = np.zeros(near.size), np.full(near.size, np.nan)
    if varying:
        found = engine.derive(z | phi).extents((*z, *phi), Sample()).mean
        mean[varying], at_near = found[: len(z)], found[len(z) :]
        off = near[varying] / mean[varying] - 1.0
        mean_phi[varying] = (1.0 + off) * at_near + (np.log1p(off) - off)
    return mean, mean_phi


def _affine(
    indicators: tuple[Indicator, ...], bounds: Extents, weight: Floats, members: range | tuple[int, ...]
) -> Affine:
    at = list(members)
    span = bounds.maximum[at] - bounds.minimum[at]
    sign = np.array([1.0 if indicators[i].direction == "+" else -1.0 for i in at])
    slopes = np.divide(sign * weight[at], span, out=np.zeros(len(at)), where=span > 0)
    anchor = np.where(sign > 0, bounds.minimum[at], bounds.maximum[at])
    return Affine(tuple(indicators[i].variable for i in at), frozen(slopes), float(-(slopes @ anchor)))


def _parts(
    dimensions: tuple[tuple[str, Text], ...],
    indicators: tuple[Indicator, ...],
    bounds: Extents,
    weight: Floats,
) -> tuple[Part, ...]:
    parts = []
    for name, label in dimensions:
        members = tuple(i for i, indicator in enumerate(indicators) if indicator.dimension == name)
        affine = _affine(indicators, bounds, weight, members)
        parts.append(Part(name, label or name, members, float(weight[list(members)].sum()), affine))
    return tuple(parts)


def _warnings(
    engine: Engine, indicators: tuple[Indicator, ...], bounds: Extents
) -> tuple[tuple[str, str], ...]:
    rows = engine.totals((), Sample()).n
    found = []
    for indicator, n, lo, hi in zip(indicators, bounds.n, bounds.minimum, bounds.maximum, strict=True):
        if lo == hi:
            found.append(("constant_indicator", indicator.variable))
        if n < rows:
            found.append(("missing_indicator", indicator.variable))
    return tuple(found)


def _check_scores(engine: Engine, index: Index) -> None:
    """Every score lies in [0, 1], and no part exceeds its weight: what this recipe implies."""
    columns = score_columns(index)
    scores = engine.derive(columns).extents(tuple(columns), Sample())
    limits = [part.weight for part in index.parts] + [1.0]
    above = scores.maximum > np.array(limits) + SCORE_TOLERANCE
    below = scores.minimum < -SCORE_TOLERANCE
    broken = tuple(
        name for name, bad in zip(scores.names, (above | below) & (scores.n > 0), strict=True) if bad
    )
    if broken:
        raise PaneloomError("index-invariant", columns=broken)
