"""Finding the two values of each indicator that become 0 and 1, for every kind of scale and bounds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError
from paneloom.index.moments import Moments, merged, moments
from paneloom.index.prepare import Preparation, fit_preparation, prepared, prepared_column
from paneloom.index.ranks import ladders_of
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import Rows
from paneloom.index.scaling import Scaling


def fit_scaling(recipe: IndexRecipe, rows: Rows) -> Scaling:
    """The scaling that a recipe asks for, from the rows themselves.

    Raises
    ------
    PaneloomError
        ``no-values`` and ``index-one-row`` for indicators that cannot be scaled, ``index-base-year`` when the
        year of the bounds has no values, ``index-goalposts`` for an indicator without any.
    """
    preparation = fit_preparation(recipe, rows)
    by_year = recipe.part.bounds == "year" or isinstance(recipe.part.bounds, int)
    found = merged(_moments(rows, preparation, by_year=by_year), len(rows.names))
    _check(found.pooled() if by_year else found, rows.names)
    return _anchored(recipe, rows, preparation, found)


def _moments(rows: Rows, preparation: Preparation, *, by_year: bool) -> Iterator[Moments]:
    for chunk in rows.chunks():
        values = prepared(preparation, chunk.values)
        yield moments(values, chunk.times if by_year else None)


def _check(found: Moments, names: tuple[str, ...]) -> None:
    for slug, count in (("no-values", 0), ("index-one-row", 1)):
        lacking = tuple(name for name, n in zip(names, found.n[0], strict=True) if n == count)
        if lacking:
            raise PaneloomError(slug, columns=lacking)
    if not np.isfinite(found.minimum).all() or not np.isfinite(found.maximum).all():
        ends = zip(names, found.minimum[0], found.maximum[0], strict=True)
        infinite = tuple(name for name, lo, hi in ends if not (np.isfinite(lo) and np.isfinite(hi)))
        raise PaneloomError("index-infinite", columns=infinite)


def _anchored(recipe: IndexRecipe, rows: Rows, preparation: Preparation, found: Moments) -> Scaling:
    """The scaling of a recipe from the moments of its prepared indicators, by year where the bounds are.

    Raises
    ------
    PaneloomError
        ``index-base-year``, ``index-goalposts``, ``index-target``.
    """
    part = recipe.part
    _check_bounds(recipe)
    whole = found.pooled()
    times = np.zeros(0, dtype=np.int64)
    ladders: tuple[tuple[Floats, ...], ...] = ()
    if part.scale in ("rank", "percentile"):
        ladders = ladders_of(rows, preparation, by_year=part.bounds == "year")
    if part.bounds == "year":
        times = found.times
        zero, one = _pair(recipe, found)
    elif isinstance(part.bounds, int):
        zero, one = _pair(recipe, _year(found, part.bounds))
    elif isinstance(part.bounds, tuple):
        zero, one = _quantiles(recipe, rows, preparation, part.bounds)
    elif part.bounds == "goalposts":
        zero, one = _goalposts(recipe)
    else:
        zero, one = _pair(recipe, whole)
    low, high = part.range
    if part.shift_in_score:
        low, high = low + part.shift, high + part.shift
    return Scaling(
        part.scale, preparation, frozen(times, np.int64), frozen(np.atleast_2d(zero)), frozen(np.atleast_2d(one)),
        low, high, part.clip, whole, ladders,
    )  # fmt: skip


def _check_bounds(recipe: IndexRecipe) -> None:
    """Quantiles and goalposts are bounds of a range; a rank has those of all rows or of a year."""
    part = recipe.part
    is_range = part.bounds == "goalposts" or isinstance(part.bounds, tuple)
    is_ranked = part.scale in ("rank", "percentile")
    if (is_range and part.scale != "minmax") or (is_ranked and isinstance(part.bounds, int)):
        raise PaneloomError("index-scale-bounds", scale=part.scale, bounds=str(part.bounds))


def larger_is_better(recipe: IndexRecipe) -> np.ndarray:
    """(J,) whether the prepared indicator grows with what is good; a distance from the best counts so."""
    return np.array([indicator.direction != "-" for indicator in recipe.indicators])


def _pair(recipe: IndexRecipe, found: Moments) -> tuple[Floats, Floats]:
    """(G, J) anchors from the moments of each group."""
    up = larger_is_better(recipe)
    scale = recipe.part.scale
    if scale == "minmax":
        top = np.where(_has_best(recipe), 0.0, found.maximum)
        return np.where(up, found.minimum, top), np.where(up, top, found.minimum)
    if scale == "z":
        return found.mean, found.mean + np.where(up, 1.0, -1.0) * found.deviation()
    if scale == "target":
        # COINr's n_dist2targ: the worst value present is 0, the target 1.
        return np.where(up, found.minimum, found.maximum), np.broadcast_to(_targets(recipe), found.mean.shape)
    whole = {"vector": _norm, "sum": _total}.get(scale, _unit)(found)
    nothing = np.zeros(whole.shape)
    return np.where(up, nothing, whole), np.where(up, whole, nothing)


def _norm(found: Moments) -> Floats:
    """Euclidean norms: x / norm where larger is better, 1 - x / norm where smaller is (Vafaei et al. 2018)."""
    return np.asarray(np.sqrt(found.scatter + found.n * found.mean**2))


def _total(found: Moments) -> Floats:
    """Sums: x / sum where larger is better, 1 - x / sum where smaller is (Vafaei et al. 2018)."""
    return np.asarray(found.n * found.mean)


def _unit(found: Moments) -> Floats:
    return np.ones(found.mean.shape)


def _targets(recipe: IndexRecipe) -> Floats:
    """(J,) the value of each indicator that counts as 1."""
    found = [recipe.part.targets.get(item.variable, item.target) for item in recipe.indicators]
    lacking = next(
        (item.variable for item, v in zip(recipe.indicators, found, strict=True) if v is None), None
    )
    if lacking is not None:
        raise PaneloomError("index-target", indicator=lacking)
    return np.array(found, dtype=np.float64)


def _has_best(recipe: IndexRecipe) -> np.ndarray:
    return np.array([indicator.direction == "=" for indicator in recipe.indicators])


def _year(found: Moments, year: int) -> Moments:
    at = np.flatnonzero(found.times == year)
    if not at.size or (found.n[at[0]] == 0).any():
        raise PaneloomError("index-base-year", year=year, known=tuple(int(time) for time in found.times))
    g = int(at[0])
    return Moments(
        found.times[g : g + 1], *(getattr(found, name)[g : g + 1] for name in ("n", "minimum", "maximum", "mean", "scatter"))
    )  # fmt: skip


def _quantiles(
    recipe: IndexRecipe, rows: Rows, preparation: Preparation, bounds: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Quantiles of type 7 of the prepared values, as anchors."""
    pairs = []
    for j in range(len(rows.names)):
        x = prepared_column(rows, preparation, j)
        pairs.append(np.quantile(x[~np.isnan(x)], bounds))
    low, high = np.array(pairs).T
    up = larger_is_better(recipe)
    return np.where(up, low, high), np.where(up, high, low)


def _goalposts(recipe: IndexRecipe) -> tuple[Floats, Floats]:
    """The worst and the best value of each indicator as the recipe gives them."""
    pairs = []
    for indicator in recipe.indicators:
        found = recipe.part.goalposts.get(indicator.variable, indicator.goalposts)
        if found is None or not found[0] < found[1]:
            raise PaneloomError("index-goalposts", indicator=indicator.variable)
        pairs.append(found)
    low, high = np.array(pairs).T
    up = larger_is_better(recipe)
    return np.where(up, low, high), np.where(up, high, low)
