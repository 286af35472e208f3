"""What can be wrong with the recipe of an index before any number is read: names, numbers, what goes together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from math import isfinite
from typing import Any

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.study.checking import Checking
from paneloom.study.index_joints import PlaceOf, joint_problems
from paneloom.study.index_part import IndexPart, Indicator
from paneloom.study.index_tree import above, joints, parents_of
from paneloom.study.index_unused import unused_problems
from paneloom.study.index_variants import variant_problems
from paneloom.study.positions import Keys

RANKED = ("rank", "percentile")
# Of numbers that are no larger, squares and sums are numbers too.
LARGEST = 1e100


@dataclass(frozen=True, slots=True)
class _Recipe:
    """A recipe under check, with its indicators, the keys of its dimensions, the years of the study, if told."""

    place: PlaceOf
    years: tuple[int, int] | None
    name: str
    part: IndexPart
    indicators: tuple[Indicator, ...]
    dimensions: tuple[str, ...]

    @property
    def variables(self) -> tuple[str, ...]:
        return tuple(item.variable for item in self.indicators)


def index_problems(check: Checking) -> Iterator[PaneloomError]:
    """Every problem of the recipes; of one whose indicators are in doubt, those that do not rest on them."""
    for name, part in check.study.index.items():
        made = check.recipes[name]
        keys = tuple(key for key, _ in made.dimensions)
        place = partial(check.places.at, "index", name)
        recipe = _Recipe(place, check.study.study.years, name, part, made.indicators, keys)
        circles = list(_parents(recipe))
        yield from circles
        is_sure = not (made.problems or circles)
        own = list(_problems(recipe, is_sure=is_sure))
        yield from own
        if is_sure and not own:
            yield from _variants(recipe)
            yield from _unused(recipe)


def recipe_problems(
    part: IndexPart, indicators: tuple[Indicator, ...], dimensions: tuple[str, ...], file: str
) -> Iterator[PaneloomError]:
    """Every problem of a recipe that stands in no study, but in a call of ``file``."""

    def place(*keys: str | int) -> Place:
        return Place(file, key=".".join(str(key) for key in keys))

    recipe = _Recipe(place, None, "index", part, indicators, dimensions)
    yield from _problems(recipe, is_sure=True)
    yield from _unused(recipe)


def _variants(recipe: _Recipe) -> Iterator[PaneloomError]:
    """Those of the choices over which the index is drawn, each by itself."""

    def problems(changed: IndexPart) -> Iterator[PaneloomError]:
        return _problems(replace(recipe, part=changed), is_sure=True)

    yield from variant_problems(recipe.name, recipe.part, recipe.place, problems)


def _unused(recipe: _Recipe) -> Iterator[PaneloomError]:
    yield from unused_problems(recipe.name, recipe.part, recipe.indicators, recipe.dimensions, recipe.place)


def _problems(recipe: _Recipe, *, is_sure: bool) -> Iterator[PaneloomError]:
    """Those of the choices; unless the indicators are sure, without what rests on them."""
    yield from _sizes(recipe)
    yield from _scale(recipe)
    yield from _rows(recipe)
    yield from _flat(recipe)
    if not is_sure:
        return
    yield from _names(recipe)
    yield from _numbers(recipe)
    for joint in joints(recipe.name, recipe.part, recipe.indicators, recipe.dimensions):
        yield from joint_problems(recipe.part, recipe.indicators, joint, recipe.place)


def _sizes(recipe: _Recipe) -> Iterator[PaneloomError]:
    """Numbers so large that what is computed with them would be none: where they stand, and of which column."""
    part = recipe.part
    powers = [(("power",), part.power), (("top", "power"), part.top.power)]
    powers += [(("dimensions", key, "power"), item.power) for key, item in part.dimensions.items()]
    own: list[tuple[Keys, float | None]] = [
        *((("range",), end) for end in part.range),
        (("shift",), part.shift),
    ]
    shares = part.combine.shares if part.combine is not None else ()
    own += [*powers, *((("combine", "shares"), share) for share in shares)]
    beside = {item.variable: item.weight for item in recipe.indicators}
    beside |= {key: item.weight for key, item in part.dimensions.items()}
    given = [(name, weight) for name, weight in (beside | part.given).items()]
    listed = [(keys, "", number) for keys, number in own]
    listed += [(("given", name), name, weight) for name, weight in given]
    for keys, name, number in listed:
        if number is not None and isfinite(number) and abs(number) > LARGEST:
            key = ".".join(str(word) for word in keys[: 1 if name else None])
            yield PaneloomError(
                "index-number-large", where=recipe.place(*keys), seen=number, key=key, name=name
            )


def _scale(recipe: _Recipe) -> Iterator[PaneloomError]:
    """Scale, bounds and range."""
    part, bounds = recipe.part, recipe.part.bounds
    low, high = part.range
    if not (low < high and isfinite(low) and isfinite(high)):
        yield PaneloomError("index-range", where=recipe.place("range"), seen=part.range)
    where = recipe.place("bounds")
    is_given = bounds == "goalposts" or isinstance(bounds, tuple)
    if (is_given and part.scale != "minmax") or (isinstance(bounds, int) and part.scale in RANKED):
        yield PaneloomError("index-scale-bounds", where=where, scale=part.scale, bounds=str(bounds))
    if isinstance(bounds, tuple) and not 0 <= bounds[0] < bounds[1] <= 1:
        yield PaneloomError("index-quantiles", where=where, seen=bounds)
    years = recipe.years
    if isinstance(bounds, int) and years and not years[0] <= bounds <= years[1]:
        yield PaneloomError("index-year-outside", where=where, year=bounds, first=years[0], last=years[1])


def _rows(recipe: _Recipe) -> Iterator[PaneloomError]:
    """What is to happen to rows that lack an indicator."""
    part = recipe.part
    if part.min_present < 1 and part.missing != "present":
        yield PaneloomError("index-min-present", where=recipe.place("min_present"), share=part.min_present)
    if part.min_present == 1 and part.missing == "present":
        yield PaneloomError("index-present-all", where=recipe.place("missing"))


def _flat(recipe: _Recipe) -> Iterator[PaneloomError]:
    """Choices of dimensions that say nothing while all indicators are weighed against one another."""
    part = recipe.part
    if part.levels == "nested":
        return
    sections: list[tuple[Keys, Any]] = [(("dimensions", key), item) for key, item in part.dimensions.items()]
    said = [
        (*keys, choice)
        for keys, section in [(("top",), part.top), *sections]
        for choice in ("method", "aggregation", "power", "judgements", "combine", "weight")
        if getattr(section, choice, None) not in (None, ())
    ]
    said += [("rescale",)] if part.rescale else []
    for keys in said:
        yield PaneloomError("index-flat", where=recipe.place(*keys), key=str(keys[-1]))


def _parents(recipe: _Recipe) -> Iterator[PaneloomError]:
    """Dimensions that are part of none, or of themselves."""
    sections = recipe.part.dimensions
    parents = parents_of(sections)
    told: tuple[str, ...] = ()
    for key, parent in parents.items():
        where = recipe.place("dimensions", key, "parent")
        circle = above(key, parents)
        if parent not in sections and parent not in recipe.dimensions:
            known = tuple(other for other in (sections or recipe.dimensions) if other != key)
            yield PaneloomError(
                "index-parent", where=where, dimension=key, parent=parent, nearest=nearest(parent, known),
                known=known,
            )  # fmt: skip
        elif key in circle and key not in told:
            told = circle
            # The first of them again closes the circle.
            yield PaneloomError("index-parent-circle", where=where, circle=" > ".join((key, *circle)))


def _names(recipe: _Recipe) -> Iterator[PaneloomError]:
    """Keys that are to be indicators, or for given weights dimensions too."""
    part, own = recipe.part, recipe.variables
    everything = (*own, *recipe.dimensions)
    listed: list[tuple[Keys, Iterable[str], tuple[str, ...]]] = [
        (("goalposts",), part.goalposts, own),
        (("best",), part.best, own),
        (("targets",), part.targets, own),
        (("given",), part.given, everything),
    ]
    for keys, names, known in listed:
        for name in names:
            if name not in known:
                yield _unknown(recipe, (*keys, name), name, known)
    for position, name in enumerate(part.treat.indicators):
        if name not in own:
            yield _unknown(recipe, ("treat", "indicators", position), name, own)


def _unknown(recipe: _Recipe, keys: Keys, name: str, known: tuple[str, ...]) -> PaneloomError:
    key = ".".join(str(word) for word in keys[:-1])
    where = recipe.place(*keys)
    return PaneloomError(
        "index-name", where=where, name=name, key=key, nearest=nearest(name, known), known=known
    )


def _numbers(recipe: _Recipe) -> Iterator[PaneloomError]:
    """Goalposts, best values and targets: there where they are needed, and numbers that make sense."""
    part = recipe.part
    for item in recipe.indicators:
        name = item.variable
        posts = part.goalposts.get(name, item.goalposts)
        where = recipe.place("goalposts", name)
        if posts is not None and not _rises(posts, strictly=True):
            yield PaneloomError("index-goalposts", where=where, seen=_pair(posts), indicator=name)
        elif posts is None and part.bounds == "goalposts":
            yield PaneloomError("index-goalposts-missing", where=where, indicator=name)
        best = part.best.get(name, item.best)
        ends = (best, best) if isinstance(best, float) else best
        where = recipe.place("best", name)
        if item.direction == "=" if ends is None else not _rises(ends, strictly=False):
            yield PaneloomError("index-best", where=where, indicator=name)
        elif ends is not None and item.direction != "=":
            yield PaneloomError("index-best-direction", where=where, indicator=name, direction=item.direction)
        target = part.targets.get(name, item.target)
        if part.scale == "target" if target is None else not isfinite(target):
            yield PaneloomError("index-target", where=recipe.place("targets", name), indicator=name)


def _pair(ends: tuple[float, float]) -> str:
    return f"[{ends[0]:g}, {ends[1]:g}]"


def _rises(ends: tuple[float, float], *, strictly: bool) -> bool:
    """Whether both ends are finite and the first is below the second, or equal to it unless ``strictly``."""
    low, high = ends
    return isfinite(low) and isfinite(high) and (low < high or (low == high and not strictly))
