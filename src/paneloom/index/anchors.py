"""Finding the two values of each indicator that become 0 and 1, for every kind of scale and bounds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError
from paneloom.index.far import refuse_swallowed
from paneloom.index.moments import Moments, merged, moments
from paneloom.index.prepare import Preparation, as_treated, fit_preparation, prepared, prepared_column
from paneloom.index.ranks import ladders_of
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import Rows
from paneloom.index.scaling import Scaling

# Of scaled values that are no larger, squares, sums and means are numbers.
LARGEST = 1e100
# The slope of a line over raw values that is a number still.
STEEPEST = 1e300


def fit_scaling(recipe: IndexRecipe, rows: Rows) -> Scaling:
    """The scaling that a recipe asks for, from the rows themselves.

    Raises
    ------
    PaneloomError
        ``no-values`` and ``index-one-row`` for indicators that cannot be scaled, ``index-base-year`` when the
        year of the bounds has no values, ``index-goalposts-missing`` for an indicator without any.
    """
    preparation = fit_preparation(recipe, rows)
    by_year = recipe.part.bounds == "year" or isinstance(recipe.part.bounds, int)
    found = merged(_moments(rows, preparation, by_year=by_year), len(rows.names))
    _check(found.pooled(), rows.names)
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
        ``index-base-year``, ``index-goalposts``, ``index-goalposts-missing``, ``index-target``, ``index-scale-negative``, and
        ``index-not-positive`` for a goalpost or target without a logarithm, ``index-best-far``, ``too-far-apart``.
    """
    part = recipe.part
    _check_bounds(recipe)
    whole = found.pooled()
    raw = whole if preparation.is_identity else _raw(rows)
    refuse_swallowed(recipe, preparation, whole, raw)
    times = np.zeros(0, dtype=np.int64)
    ladders: tuple[tuple[Floats, ...], ...] = ()
    if part.scale in ("rank", "percentile"):
        ladders = ladders_of(rows, preparation, by_year=part.bounds == "year")
    if part.bounds == "year":
        times = found.times
        zero, one = _pair(recipe, preparation, found)
    elif isinstance(part.bounds, int):
        zero, one = _pair(recipe, preparation, _year(found, part.bounds))
    elif isinstance(part.bounds, tuple):
        zero, one = _quantiles(recipe, rows, preparation, part.bounds)
    elif part.bounds == "goalposts":
        zero, one = _goalposts(recipe, preparation)
    else:
        zero, one = _pair(recipe, preparation, whole)
    groups = found if times.size else whole
    if not ladders:
        _refuse_endless(groups, zero, one, part.range[1] - part.range[0], rows.names)
    low, high = part.range
    if part.shift_in_score:
        low, high = low + part.shift, high + part.shift
    is_level = groups.minimum == groups.maximum if ladders else np.atleast_2d(zero == one)
    return Scaling(
        part.scale, preparation, frozen(times, np.int64), frozen(np.atleast_2d(zero)), frozen(np.atleast_2d(one)),
        low, high, part.clip, whole, raw, frozen(is_level & (groups.n > 0), np.bool_), ladders,
    )  # fmt: skip


def _raw(rows: Rows) -> Moments:
    """The moments of the values as they came, pooled."""
    return merged((moments(chunk.values) for chunk in rows.chunks()), len(rows.names))


def _refuse_endless(
    groups: Moments, zero: Floats, one: Floats, height: float, names: tuple[str, ...]
) -> None:
    """Refuse anchors that are no numbers, or whose distance is none: bounds without end, squares too large; and
    values so far from them, or so large and not scaled, that what is computed of them would have no end.

    Raises
    ------
    PaneloomError
        ``too-far-apart``.
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        span = np.abs(one - zero)
        farthest = np.maximum(np.abs(groups.minimum - zero), np.abs(groups.maximum - zero))
        is_steep = max(height, 1.0) / span > STEEPEST
        is_far = (span > 0) & (~(farthest / span < LARGEST) | is_steep)
        endless = (~np.isfinite(span) | is_far) & (groups.n > 0)
    if endless.any():
        columns = tuple(names[j] for j in np.flatnonzero(endless.any(axis=0)))
        raise PaneloomError("too-far-apart", columns=columns)


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


def _pair(recipe: IndexRecipe, preparation: Preparation, found: Moments) -> tuple[Floats, Floats]:
    """(G, J) anchors from the moments of each group.

    Of an indicator with a best value, 1 is the best itself, wherever 1 does not depend on the mean.
    """
    up = larger_is_better(recipe)
    scale = recipe.part.scale
    if scale == "minmax":
        top = np.where(_has_best(recipe), 0.0, found.maximum)
        return np.where(up, found.minimum, top), np.where(up, top, found.minimum)
    if scale == "z":
        return found.mean, found.mean + np.where(up, 1.0, -1.0) * found.deviation()
    if scale == "target":
        # COINr's n_dist2targ: the worst value present is 0, the target 1.
        targets = np.broadcast_to(_targets(recipe, preparation), found.mean.shape)
        return np.where(up, found.minimum, found.maximum), targets
    if scale == "sum":
        _refuse_negative(recipe, found)
    with np.errstate(over="ignore", invalid="ignore"):
        # Norms and sums without end are refused as anchors.
        whole = np.abs({"vector": _norm, "sum": _total}.get(scale, _unit)(found))
    nothing = np.zeros(whole.shape)
    # Of a best value the distance d is what is to be small: 1 - d / ||d||, from -d.
    zero = np.where(_has_best(recipe), -whole, np.where(up, nothing, whole))
    return zero, np.where(_has_best(recipe) | ~up, nothing, whole)


def _refuse_negative(recipe: IndexRecipe, found: Moments) -> None:
    """Shares of a sum have no meaning for values on both sides of 0; below it, their order turns round."""
    is_below = (found.minimum < 0).any(axis=0) & ~_has_best(recipe)
    if is_below.any():
        columns = tuple(name for name, is_so in zip(recipe.variables, is_below, strict=True) if is_so)
        raise PaneloomError("index-scale-negative", scale=recipe.part.scale, columns=columns)


def _norm(found: Moments) -> Floats:
    """Euclidean norms: x / norm where larger is better, 1 - x / norm where smaller is (Vafaei et al. 2018)."""
    return np.asarray(np.sqrt(found.scatter + found.n * found.mean**2))


def _total(found: Moments) -> Floats:
    """Sums: x / sum where larger is better, 1 - x / sum where smaller is (Vafaei et al. 2018)."""
    return np.asarray(found.n * found.mean)


def _unit(found: Moments) -> Floats:
    return np.ones(found.mean.shape)


def _targets(recipe: IndexRecipe, preparation: Preparation) -> Floats:
    """(J,) the value of each indicator that counts as 1, as prepared; its best one where it has such."""
    found = np.zeros(len(recipe.indicators))
    for j, indicator in enumerate(recipe.indicators):
        if indicator.direction == "=":
            continue
        target = recipe.part.targets.get(indicator.variable, indicator.target)
        if target is None:
            raise PaneloomError("index-target", indicator=indicator.variable)
        found[j] = as_treated(target, float(preparation.power[j]), recipe, j)
    return found


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


def _goalposts(recipe: IndexRecipe, preparation: Preparation) -> tuple[Floats, Floats]:
    """The worst and the best value of each indicator as the recipe gives them: in its own unit, and where it
    has a best value as minus the distance from that.
    """
    pairs = np.zeros((len(recipe.indicators), 2))
    for j, indicator in enumerate(recipe.indicators):
        found = recipe.part.goalposts.get(indicator.variable, indicator.goalposts)
        if found is None:
            raise PaneloomError("index-goalposts-missing", indicator=indicator.variable)
        if not found[0] < found[1]:
            raise PaneloomError("index-goalposts", seen=found, indicator=indicator.variable)
        power = np.nan if indicator.direction == "=" else float(preparation.power[j])
        pairs[j] = [as_treated(end, power, recipe, j) for end in found]
    low, high = pairs.T
    up = larger_is_better(recipe)
    return np.where(up, low, high), np.where(up, high, low)
