"""Building an index of a study over its panel, and its scores as columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, Integers, frozen
from paneloom.index.affine import line_of
from paneloom.index.far import far_warnings
from paneloom.index.fit import Built, fit_index
from paneloom.index.guards import Told, score_reports, weight_warnings, year_warnings, zero_reports
from paneloom.index.index import Index, Part
from paneloom.index.moments import Moments, merged, moments
from paneloom.index.node import Node
from paneloom.index.recipe import IndexRecipe, recipe_of
from paneloom.index.rows import Rows, engine_rows
from paneloom.index.stages import Stages, stages
from paneloom.panel.frame import Frame
from paneloom.panel.panel import Panel
from paneloom.study.expression import Call, Expression, Name, Number
from paneloom.study.sample import EVERY_ROW


def build_index(panel: Panel, name: str, folder: Path) -> Index:
    """The index ``name`` of the study, over every unit-year of the panel.

    ``folder`` is the study's own, for an indicator system kept in a file.

    Raises
    ------
    PaneloomError
        As ``build``.
    """
    recipe = recipe_of(panel.study, name, folder)
    return build(recipe, engine_rows(panel.rows, recipe.variables))


def build(recipe: IndexRecipe, rows: Rows) -> Index:
    """The index of a recipe over all rows.

    Raises
    ------
    PaneloomError
        ``no-values`` for an indicator without values, ``index-one-row``, ``index-constant`` when none varies,
        ``index-negative`` where a method needs positive values, ``index-invariant`` when a law that the
        recipe implies does not hold, and what a method refuses.
    """
    built = fit_index(recipe, rows)
    warned = {
        **dict.fromkeys(weight_warnings(built), ()),
        **far_warnings(recipe, built.scaling),
        **year_warnings(built),
        **_missing(built, rows),
    }
    scaled, scores, zeros = _passed(built, rows)
    reported = {**dict.fromkeys(score_reports(built, scores), ()), **zero_reports(built, zeros)}
    lowest, highest = scores.minimum[0].tolist(), scores.maximum[0].tolist()
    return Index(
        recipe=recipe,
        scaling=built.scaling,
        nodes=built.nodes,
        mean=frozen(scaled.mean[0]),
        weight=frozen(built.weight),
        affine=line_of(built, len(built.nodes) - 1),
        parts=_parts(built),
        scores=tuple(zip(lowest, highest, strict=True)),
        warnings=tuple(warned),
        reports=tuple(reported),
        details=MappingProxyType({key: told for key, told in (warned | reported).items() if told}),
    )


def with_scores(panel: Panel, index: Index) -> Panel:
    """The panel with a column for the index and one for each part of it.

    A linear index is derived where the rows live; any other is computed here and attached.
    """
    columns = score_columns(index)
    if columns is not None:
        return panel.with_rows(panel.rows.derive(columns))
    names = tuple(indicator.variable for indicator in index.indicators)
    frame = panel.rows.collect(names, EVERY_ROW)
    values = np.column_stack([frame.numbers[name] for name in names])
    made = index.stages(values, frame.time)
    scores = {node.name: frozen(made.scores[:, m]) for m, node in enumerate(index.nodes)}
    attached = Frame(
        frame.units, frame.unit, frame.time, MappingProxyType(scores), MappingProxyType({}), frame.time_key
    )
    return panel.with_rows(panel.rows.attach(attached))


def score_columns(index: Index) -> dict[str, Expression] | None:
    """The columns that hold the scores, parts first, while every one is a line; else None."""
    if index.affine is None or any(part.affine is None for part in index.parts):
        return None
    count = len(index.indicators)
    scaled = [_scaled(index, j) for j in range(count)]
    columns: dict[str, Expression] = {}
    for node in index.nodes:
        terms: list[Expression] = []
        for child, weight in zip(node.children, node.weight[0], strict=True):
            below = scaled[child] if child < count else Name(index.nodes[child - count].name)
            is_weighted = child < count or not node.is_sum
            terms.append(Call("*", (Number(float(weight)), below)) if is_weighted else below)
        whole = _sum(terms)
        if (node.zero, node.one) != (0.0, 1.0):
            shifted = Call("-", (whole, Number(node.zero)))
            whole = Call("/", (shifted, Number(node.one - node.zero)))
        columns[node.name] = whole
    return columns


def _scaled(index: Index, j: int) -> Expression:
    """The scaled value low + (high - low) (x - zero) / (one - zero) of an indicator, each distance taken as it is positive."""
    scaling, x = index.scaling, Name(index.indicators[j].variable)
    zero, one = float(scaling.zero[0, j]), float(scaling.one[0, j])
    if zero == one:
        z: Expression = Call("*", (Number(0.0), x))
    else:
        ends = (x, Number(zero)) if one > zero else (Number(zero), x)
        z = Call("/", (Call("-", ends), Number(abs(one - zero))))
    low, height = scaling.low, scaling.high - scaling.low
    if height != 1.0:
        z = Call("*", (Number(height), z))
    return z if low == 0.0 else Call("+", (Number(low), z))


def _sum(terms: list[Expression]) -> Expression:
    """The sum as a balanced tree, so that a thousand indicators are ten levels deep."""
    if len(terms) == 1:
        return terms[0]
    half = len(terms) // 2
    return Call("+", (_sum(terms[:half]), _sum(terms[half:])))


def _passed(built: Built, rows: Rows) -> tuple[Moments, Moments, Integers]:
    """The moments of scaled indicators and of scores, and how many scores (M,) are 0, in one pass."""
    scaled, scores, zeros = [], [], np.zeros(len(built.nodes), dtype=np.int64)
    for made in _stages(built, rows):
        scaled.append(moments(made.scaled))
        scores.append(moments(made.scores))
        zeros += (made.scores == 0.0).sum(axis=0)
    return merged(scaled, len(built.recipe.indicators)), merged(scores, len(built.nodes)), zeros


def _stages(built: Built, rows: Rows) -> Iterator[Stages]:
    for chunk in rows.chunks():
        yield stages(built.scaling, built.nodes, chunk.values, chunk.times, built.least)


def _parts(built: Built) -> tuple[Part, ...]:
    return tuple(
        Part(node.name, node.label or node.name, node.leaves, _weight(built, node), line_of(built, position))
        for position, node in enumerate(built.nodes[:-1])
    )


def _weight(built: Built, node: Node) -> float:
    weight: Floats = built.weight
    return float(weight[list(node.leaves)].sum())


def _missing(built: Built, rows: Rows) -> Told:
    count = sum(len(chunk.values) for chunk in rows.chunks())
    found = built.scaling.moments
    level = np.asarray(built.scaling.is_level.any(axis=0))
    constant: dict[tuple[str, str], tuple[str, ...]] = {}
    lacking: dict[tuple[str, str], tuple[str, ...]] = {}
    for j, (name, n) in enumerate(zip(rows.names, found.n[0], strict=True)):
        if found.minimum[0, j] == found.maximum[0, j] and built.weight[j] == 0:
            constant["constant_indicator", name] = ()
        elif level[j]:
            key = "level_years" if built.scaling.times.size else "level_bounds"
            constant[key, name] = tuple(map(str, built.scaling.level_years(j)))
        if n < count:
            is_passed_over = built.recipe.part.missing == "present"
            lacking["missing_passed_over" if is_passed_over else "missing_indicator", name] = ()
    return constant | lacking
