"""What the sections of the intake say of each other: sources, cells left out, prices, what is filled."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.errors import PaneloomError, nearest
from paneloom.study.checking import Checking
from paneloom.study.intake import Source, Variable
from paneloom.study.names import waits_for_index

_CROSSED = ("wide", "sheets")


def variable_problems(check: Checking) -> Iterator[PaneloomError]:
    """Each variable has one way to come about, and names sources that there are."""
    for name, variable in check.study.variables.items():
        where = check.places.at("variables", name)
        if variable.expr is not None:
            yield from check.expression(variable.expr, "variables", name, "expr", is_variable=True)
            if _read_from_a_file(variable):
                yield PaneloomError("expression-and-column", where=where, seen=name)
            if variable.kind == "category":
                yield PaneloomError("expression-category", where=where, seen=name)
        elif variable.sources:
            yield from _sources(check, name, variable)
        elif variable.data is None and len(check.study.data) > 1:
            yield PaneloomError("which-data", where=where, seen=name, known=tuple(check.study.data))
        elif variable.data is not None:
            yield from _known_data(check, variable.data, "variables", name, "data")
        if variable.deflate is not None:
            yield from _deflate(check, name, variable)


def _read_from_a_file(variable: Variable) -> bool:
    return variable.data is not None or variable.column is not None or bool(variable.sources)


def _known_data(check: Checking, data: str, *keys: str | int) -> Iterator[PaneloomError]:
    files = tuple(check.study.data)
    if data not in files and check.whole("data"):
        yield PaneloomError(
            "unknown-data",
            where=check.places.at(*keys),
            seen=data,
            nearest=nearest(data, files),
            known=files,
        )


def _sources(check: Checking, name: str, variable: Variable) -> Iterator[PaneloomError]:
    where = check.places.at("variables", name, "sources")
    if variable.data is not None or variable.column is not None:
        yield PaneloomError("sources-and-data", where=where, seen=name)
    met: list[str] = []
    for position, part in enumerate(variable.sources):
        if part.data in met:
            yield PaneloomError("source-twice", where=where, seen=part.data, variable=name)
        met.append(part.data)
        yield from _known_data(check, part.data, "variables", name, "sources", position, "data")


def _deflate(check: Checking, name: str, variable: Variable) -> Iterator[PaneloomError]:
    if variable.expr is None:
        where = check.places.at("variables", name, "deflate")
        yield PaneloomError("deflate-without-expression", where=where, seen=name)
    if variable.deflate is not None:
        yield from check.number(variable.deflate.index, "variables", name, "deflate", "index")


def clean_problems(check: Checking) -> Iterator[PaneloomError]:
    """What is filled or left out must be there."""
    clean = check.study.clean
    for key in ("missing", "totals"):
        if key in clean.model_fields_set and getattr(clean, f"{key}_only") is not None:
            where = check.places.at("clean", key)
            yield PaneloomError("besides-and-only", where=where, seen=getattr(clean, key), key=key)
    if not check.whole("variables", "variable"):
        return
    variables = check.study.variables
    known = tuple(name for name, variable in variables.items() if variable.kind == "number")
    for position, name in enumerate(check.study.clean.fill or ()):
        if name not in known or waits_for_index(check.study, check.recipes, name):
            where = check.places.at("clean", "fill", position)
            yield PaneloomError(
                "fill-not-read", where=where, seen=name, nearest=nearest(name, known), known=known
            )
    read = tuple(name for name, variable in variables.items() if variable.expr is None)
    for position, item in enumerate(check.study.clean.discard):
        if item.variable not in read:
            where = check.places.at("clean", "discard", position, "variable")
            yield PaneloomError(
                "discard-not-read",
                where=where,
                seen=item.variable,
                nearest=nearest(item.variable, read),
                known=read,
            )


def data_problems(check: Checking) -> Iterator[PaneloomError]:
    """Keys of a source that its layout does not know."""
    for name, source in check.study.data.items():
        for key in _idle(source):
            where = check.places.at("data", name, key)
            yield PaneloomError("layout-key", where=where, seen=key, layout=source.layout)


def _idle(source: Source) -> Iterator[str]:
    """Keys that were given and mean nothing to the layout."""
    given = source.model_fields_set
    if source.layout not in (None, *_CROSSED):
        yield from (key for key in ("down", "across", "order") if key in given)
    if source.layout not in (None, "tidy") and "value" in given:
        yield "value"
