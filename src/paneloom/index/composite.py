"""A composite index of a user's own table: weights by any method, scores by any recipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast, get_args

import numpy as np
from numpy.typing import ArrayLike

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError, nearest
from paneloom.index.build import build
from paneloom.index.columns_in import Directions, columns_in, directions_in
from paneloom.index.index import Index
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import ArrayRows
from paneloom.index.warned import warning_sentences
from paneloom.index.weight.weighting import Weighting
from paneloom.study.faults import choice_fault
from paneloom.study.index_checks import recipe_problems
from paneloom.study.index_part import Direction, IndexPart, Indicator, WeightMethod

# Keys that say where a study has its indicators, and what it shows.
OF_STUDIES = ("indicators", "dimensions", "table", "uncertainty", "show", "note", "label")
# Keys whose values are told by the names of columns.
BY_COLUMN = ("goalposts", "best", "targets", "given")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Composite(Record):
    """An index of n rows: how it was ``built``, its ``scores`` (n,), and those of its ``parts`` (n,) by name."""

    built: Index
    scores: Floats
    parts: Mapping[str, Floats]

    @property
    def weight(self) -> Floats:
        """(J,) effective weights of the columns."""
        return self.built.weight

    @property
    def warnings(self) -> tuple[tuple[str, str], ...]:
        """What is doubtful, and which laws the recipe does not imply."""
        return (*self.built.warnings, *self.built.reports)

    def __repr__(self) -> str:
        names = ", ".join(self.parts) or "none"
        return f"Composite({self.scores.size} rows, {self.weight.size} columns, parts: {names})"

    def __str__(self) -> str:
        width = max(len("column"), *(len(name) for name in self.built.recipe.variables))
        pairs = zip(self.built.recipe.variables, self.weight, strict=True)
        lines = [f"{name:<{width}} {weight:>9.6f}" for name, weight in pairs]
        warned = warning_sentences(self.built, {}, "en")
        return "\n".join([repr(self), f"{'column':<{width}} {'weight':>9}", *lines, *warned])


def composite_index(
    data: Any,
    directions: Directions = "+",
    *,
    columns: Sequence[str] | None = None,
    dimensions: Mapping[str, Sequence[str]] | None = None,
    units: ArrayLike | None = None,
    times: ArrayLike | None = None,
    **choices: Any,
) -> Composite:
    """An index of the columns of a table by a recipe.

    Parameters
    ----------
    data
        A NumPy array (n, J), or a frame that narwhals knows. A missing value is NaN or null.
    directions
        "+" where larger is better, "-" where smaller is, "=" where a value given under ``best`` is: one for
        all, a list in the order of the columns, or by name.
    columns
        The columns of a frame that are indicators; for an array, what its columns are called.
    dimensions
        The columns of each dimension, by its name.
    units, times
        (n,) the unit and the time of each row; only choices that speak of units or years need them.
    **choices
        The keys of ``[index.x]`` in a study file: ``method``, ``scale``, ``bounds``, ``pool``, ``levels``,
        ``aggregation`` and so on, with the same defaults.

    Raises
    ------
    PaneloomError
        As ``build``; ``index-choice`` for a choice that a recipe does not know, ``choice-of-study`` for one
        that only a study file has, ``labels-needed``, ``labels-count`` and ``labels-mixed`` for units or times,
        and all that a study file is refused for: ``index-range``, ``index-quantiles``, ``index-name`` ...

    Examples
    --------
    >>> import numpy as np
    >>> made = composite_index(np.array([[1.0, 5.0], [2.0, 5.5], [4.0, 9.0]]), ["+", "-"], method="equal")
    >>> made.scores.round(4)
    array([0.5   , 0.6042, 0.5   ])
    """
    table = columns_in(data, columns)
    recipe = _recipe(table.names, directions, dimensions or {}, choices)
    values = table.table()
    labels = {"units": units, "times": times}
    _refuse_without_labels(recipe.part, labels)
    regions, years = (_codes(given, name, len(values)) for name, given in labels.items())
    index = build(recipe, ArrayRows(table.names, values, regions, years))
    made = index.stages(values, np.zeros(len(values), dtype=np.int64) if years is None else years)
    parts = {node.name: frozen(made.scores[:, m]) for m, node in enumerate(index.nodes[:-1])}
    return Composite(index, frozen(made.scores[:, -1]), MappingProxyType(parts))


def index_weights(
    data: Any,
    method: WeightMethod,
    directions: Directions = "+",
    *,
    columns: Sequence[str] | None = None,
    units: ArrayLike | None = None,
    times: ArrayLike | None = None,
    **choices: Any,
) -> Weighting:
    """The weights of the columns of a table by one method, with the figures they were made of.

    The arguments are those of ``composite_index``. With ``pool="year"`` these are the weights of the first
    year; with ``levels="nested"`` those that bring the dimensions together, by their names.

    Raises
    ------
    PaneloomError
        As ``composite_index``; ``index-method`` for a method that there is not.
    """
    known = get_args(WeightMethod)
    if method not in known:
        raise PaneloomError("index-method", seen=method, nearest=nearest(str(method), known), known=known)
    made = composite_index(
        data, directions, columns=columns, units=units, times=times, method=method, **choices
    )
    return made.built.nodes[-1].weightings[0]


def _recipe(
    names: tuple[str, ...],
    directions: Directions,
    dimensions: Mapping[str, Sequence[str]],
    choices: dict[str, Any],
) -> IndexRecipe:
    inside = _dimension_of(names, dimensions)
    # A column may be called anything, where a variable of a study has a plain name.
    indicators = tuple(
        Indicator.model_construct(
            variable=name, direction=cast(Direction, sign), dimension=inside.get(name), unit="", label=name
        )
        for name, sign in zip(names, directions_in(directions, names), strict=True)
    )
    part = _part(choices)
    for problem in recipe_problems(part, indicators, tuple(dimensions), "composite_index"):
        raise problem
    return IndexRecipe("index", "index", part, indicators, tuple((key, key) for key in dimensions))


def _dimension_of(names: tuple[str, ...], dimensions: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The dimension of each column that is part of one; each is part of one at most, and none is empty."""
    found: dict[str, str] = {}
    for key, members in dimensions.items():
        if not key or not isinstance(key, str):
            raise PaneloomError("column-name", seen=repr(key))
        if not members:
            raise PaneloomError("dimension-empty", seen=key)
        for name in members:
            if name not in names:
                raise PaneloomError(
                    "unknown-column", seen=name, nearest=nearest(str(name), names), known=names
                )
            if name in found:
                raise PaneloomError("indicator-twice", seen=name, index="index")
            found[name] = key
    return found


def _part(choices: dict[str, Any]) -> IndexPart:
    from pydantic import ValidationError

    odd = next((key for key in choices if key in OF_STUDIES), None)
    if odd is not None:
        raise PaneloomError("choice-of-study", key=odd)
    # A column may be called anything, a variable of a study may not: here columns are keys by position.
    by_column = {key: dict(choices[key]) for key in BY_COLUMN if _is_named(choices.get(key))}
    plain = {
        key: dict(zip(map(_at, range(len(of))), of.values(), strict=True)) for key, of in by_column.items()
    }
    try:
        part = IndexPart(**(choices | plain))
    except ValidationError as fault:
        known = tuple(key for key in IndexPart.model_fields if key not in OF_STUDIES)
        raise choice_fault(fault, choices | plain, known) from None
    named = {key: dict(zip(of, getattr(part, key).values(), strict=True)) for key, of in by_column.items()}
    return part.model_copy(update=named) if named else part


def _is_named(value: object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(name, str) for name in value)


def _at(position: int) -> str:
    return f"column_{position + 1}"


def _refuse_without_labels(part: IndexPart, labels: Mapping[str, object]) -> None:
    """Choices that speak of years or units say nothing about rows of which these are not told."""
    of_years, of_pool = isinstance(part.bounds, int) or part.bounds == "year", part.pool != "all"
    asked: tuple[tuple[str, object, str], ...] = (
        ("bounds", part.bounds, "times" if of_years else ""),
        ("pool", part.pool, "times" if of_pool else ""),
        ("constant", part.constant, {"ln(T)": "times", "ln(N)": "units"}.get(part.constant, "")),
    )
    for key, value, argument in asked:
        if argument and labels[argument] is None:
            raise PaneloomError("labels-needed", key=key, value=str(value), argument=argument)


def _codes(labels: ArrayLike | None, argument: str, rows: int) -> Integers | None:
    """Labels as whole numbers that keep their order; years stay as they are, written as floats too."""
    if labels is None:
        return None
    array = np.asarray(labels)
    if array.shape != (rows,):
        count = "x".join(str(size) for size in array.shape) or "1"
        raise PaneloomError("labels-count", argument=argument, count=count, rows=rows)
    if array.dtype.kind in "iu":
        return array.astype(np.int64)
    try:
        # What is missing differs from itself, and does so in every kind of label but None.
        is_missing = bool(np.any(array != array)) or (array.dtype == object and any(x is None for x in array))  # noqa: PLR0124
        known, places = np.unique(array, return_inverse=True)
    except TypeError:
        is_missing = True
    if is_missing:
        raise PaneloomError("labels-mixed", argument=argument)
    if array.dtype.kind == "f" and bool((known == np.round(known)).all()):
        return array.astype(np.int64)
    return np.asarray(places, dtype=np.int64)
