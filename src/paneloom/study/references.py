"""What one part of a study says of another: every name must lead somewhere, and to the right kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from paneloom.errors import PaneloomError, nearest
from paneloom.study.checking import Checking
from paneloom.study.coupling_checks import coupling_problems
from paneloom.study.group_checks import group_problems
from paneloom.study.intake_references import clean_problems, data_problems, variable_problems
from paneloom.study.names import clashes, cycles, waits_for_index
from paneloom.study.positions import Places
from paneloom.study.sections import MedianSplit


def reference_problems(check: Checking) -> Iterator[PaneloomError]:
    """Every problem outside the regressions."""
    study, places = check.study, check.places
    yield from clashes(study, check.recipes, places)
    yield from variable_problems(check)
    yield from cycles(study, check.recipes, places)
    yield from clean_problems(check)
    yield from data_problems(check)
    yield from _groups(check)
    for made in check.recipes.values():
        yield from (p for p in made.problems if p.slug != "unknown-indicator" or check.whole("variables"))
    yield from coupling_problems(check)
    yield from _describe(check)
    for name, part in study.map.items():
        yield from check.number(part.of, "map", name, "of")
    yield from _published(check)
    if study.study.years:
        yield from span_problems(study.study.years, places, "study", "years")


def span_problems(years: tuple[int, int], places: Places, *keys: str | int) -> Iterator[PaneloomError]:
    """A span of years must not end before it begins."""
    if years[0] > years[1]:
        yield PaneloomError("years-reversed", where=places.at(*keys), seen=years)


def _groups(check: Checking) -> Iterator[PaneloomError]:
    yield from group_problems(check.study.groups, check.places)
    for group, found in check.study.groups.items():
        if isinstance(found, MedianSplit):
            yield from check.number(found.median, "groups", group, "median")
            if waits_for_index(check.study, check.recipes, found.median):
                where = check.places.at("groups", group, "median")
                yield PaneloomError("median-of-index", where=where, seen=found.median, index=found.median)


def _describe(check: Checking) -> Iterator[PaneloomError]:
    part = check.study.describe
    if part is None:
        return
    if not part.variables:
        yield PaneloomError("empty-list", where=check.places.at("describe", "variables"))
    yield from listed(check, part.variables, "describe", "variables")
    yield from listed(check, part.vif, "describe", "vif")


def listed(check: Checking, texts: Iterable[str], *keys: str | int) -> Iterator[PaneloomError]:
    """What is wrong with each expression of a list; none may stand there twice."""
    seen: list[str] = []
    for position, text in enumerate(texts):
        yield from check.expression(text, *keys, position)
        if text in seen:
            yield PaneloomError("listed-twice", where=check.places.at(*keys, position), seen=text)
        seen.append(text)


def _published(check: Checking) -> Iterator[PaneloomError]:
    study = check.study
    parts = (
        *(("describe",) if study.describe else ()),
        *(f"regress.{name}" for name in study.regress),
        *(f"mechanism.{name}" for name in study.mechanism),
        *(f"moderation.{name}" for name in study.moderation),
    )
    for name, part in study.published.items():
        if part.of not in parts and check.whole("describe", "regress", "mechanism", "moderation"):
            where = check.places.at("published", name, "of")
            yield PaneloomError(
                "unknown-part", where=where, seen=part.of, nearest=nearest(part.of, parts), known=parts
            )
