"""The rows of indicators, with the columns that a table of indicators in a file has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paneloom.errors import Place, nearest
from paneloom.study.directions import DIRECTIONS
from paneloom.study.index_part import IndexPart
from paneloom.study.indicator_numbers import NUMBER_HEADINGS, beside, number_in
from paneloom.study.model import Study
from paneloom.study.positions import Keys
from paneloom.study.workbook.draft import Draft
from paneloom.study.workbook.tables import Broken, Table
from paneloom.study.workbook.values import plain_ascii, text_of

INDICATORS = "index.indicators"
WORDS = ("index", "dimension", "indicator", "direction")
INDICATOR_HEADINGS = (*WORDS, "unit", "label", *NUMBER_HEADINGS)
# The keys of an index that name its indicators, and the columns that say the same beside each.
COLUMNS_OF = {
    "given": ("weight",),
    "goalposts": ("low", "high"),
    "best": ("best_low", "best_high"),
    "targets": ("target",),
}
Row = dict[str, str | float]


def read_indicators(draft: Draft, table: Table) -> None:
    """Add each row to its index; a blank index or dimension is that of the row above, as in merged cells.

    A unit or label in the row is that of the variable, which may not have another.
    """
    index = dimension = ""
    declared = tuple(draft.document.get("index", {}))
    for at, row in table.rows:
        cells = {heading: table.cell(row, heading) for heading in table.columns}
        if any(isinstance(cell, Broken) for cell in cells.values()):
            continue
        text = {heading: text_of(cell) for heading, cell in cells.items()}
        if text.get("index"):
            index, dimension = text["index"], ""
        dimension = text.get("dimension") or dimension
        index = index or (declared[0] if len(declared) == 1 else "")
        key, _, label = index.partition(" ")
        key = plain_ascii(key)
        if not key:
            draft.refuse("workbook-no-name", table.spot(at, "index"), heading="index")
        elif declared and key not in declared:
            near = nearest(key, declared)
            draft.refuse(
                "workbook-owner",
                table.spot(at, "index"),
                seen=key,
                section="index",
                nearest=near,
                known=declared,
            )
        elif not text.get("indicator"):
            draft.refuse("indicator-missing", table.spot(at, "indicator"))
        elif text.get("direction", "").casefold() not in DIRECTIONS:
            draft.refuse(
                "indicator-direction", table.spot(at, "direction"), seen=text.get("direction") or None
            )
        else:
            keys = _home(draft, table, at, ("index", key), label, dimension)
            _add(draft, table, at, keys, text)
            _add_numbers(draft, table, at, ("index", key), text)


def _home(draft: Draft, table: Table, at: int, keys: Keys, label: str, dimension: str) -> Keys:
    """The keys of the list that a row belongs to; an index or dimension met first is made, with its label."""
    _made(draft, keys, label, table.spot(at, "index"))
    if not dimension:
        return (*keys, "indicators")
    name, _, label = dimension.partition(" ")
    keys = (*keys, "dimensions", plain_ascii(name))
    _made(draft, keys, label, table.spot(at, "dimension"))
    return (*keys, "indicators")


def _made(draft: Draft, keys: Keys, label: str, spot: tuple[str, str]) -> None:
    entry = draft.within(keys)
    draft.cells.setdefault(keys, spot)
    if entry is not None and label.strip():
        entry.setdefault("label", label.strip())
        draft.cells.setdefault((*keys, "label"), spot)


def _add(draft: Draft, table: Table, at: int, keys: Keys, text: dict[str, str]) -> None:
    above = draft.within(keys[:-1])
    items = above.setdefault("indicators", []) if above is not None else None
    spot = table.spot(at, "indicator")
    if not isinstance(items, list):
        draft.twice(keys, spot)
        return
    variable = plain_ascii(text["indicator"])
    draft.cells.setdefault(keys, spot)
    draft.cells[*keys, len(items)] = spot
    items.append(f"{DIRECTIONS[text['direction'].casefold()]} {variable}")
    for heading in ("unit", "label"):
        if text.get(heading):
            _tell_variable(draft, variable, heading, text[heading], table.spot(at, heading))


def _add_numbers(draft: Draft, table: Table, at: int, keys: Keys, text: dict[str, str]) -> None:
    """What the cells beside an indicator say, under the keys of its index."""
    variable = plain_ascii(text["indicator"])
    found, problems = beside(variable, text)
    for heading, problem in problems:
        sheet, cell = table.spot(at, heading)
        problem.where = Place(draft.file, sheet=sheet, cell=cell)
        draft.problems.append(problem)
    values = {
        "given": found.weight,
        "goalposts": found.goalposts,
        "best": found.best,
        "targets": found.target,
    }
    for key, value in values.items():
        if value is not None:
            draft.put((*keys, key, variable), value, table.spot(at, COLUMNS_OF[key][0]))


def _tell_variable(draft: Draft, variable: str, heading: str, said: str, spot: tuple[str, str]) -> None:
    entry: Any = draft.document.get("variables", {}).get(variable)
    if not isinstance(entry, dict):
        return
    known = entry.setdefault(heading, said)
    draft.cells.setdefault(("variables", variable, heading), spot)
    texts = tuple(known.values()) if isinstance(known, dict) else (known,)
    if said not in texts:
        draft.refuse("workbook-label", spot, seen=said, variable=variable, heading=heading, other=texts)


def indicator_rows(study: Study) -> tuple[Row, ...]:
    """The cells of every indicator that stands in rows, by heading, without those that are blank."""
    return tuple(row for name, part in study.index.items() for row in _rows(name, part))


def stands_in_rows(part: IndexPart) -> bool:
    """Whether rows can say what the lists of an index say, to the letter."""
    if part.indicators and part.dimensions:
        return False
    return all(_is_plain(text) for _, text in _listed(part))


def numbers_stand_in_rows(part: IndexPart, key: str) -> bool:
    """Whether rows can say what ``key`` says of the indicators of an index: each once, in their order."""
    said: dict[str, Any] = getattr(part, key)
    variables = [text[2:] for _, text in _listed(part)] if stands_in_rows(part) else []
    own = [variable for variable in variables if variable in said]
    return bool(said) and own == list(said) and all(_is_kept(value) for value in said.values())


def _is_kept(value: float | tuple[float, ...]) -> bool:
    """Whether cells give back the numbers of a key, a zero with its sign too."""
    numbers = value if isinstance(value, tuple) else (value,)
    return all((found := number_in(text_of(item))) == item and repr(found) == repr(item) for item in numbers)


def _listed(part: IndexPart) -> Iterator[tuple[str, str]]:
    """(dimension, indicator as it is listed) of all lists of an index."""
    yield from (("", text) for text in part.indicators)
    for key, item in part.dimensions.items():
        yield from ((key, text) for text in item.indicators)


def _is_plain(text: str) -> bool:
    sign, _, variable = text.partition(" ")
    is_word = bool(variable) and variable == plain_ascii(variable) and len(variable.split()) == 1
    return sign in ("+", "-", "=") and is_word and variable.isidentifier()


def _rows(name: str, part: IndexPart) -> Iterator[Row]:
    if not stands_in_rows(part):
        return
    keys = [key for key in COLUMNS_OF if numbers_stand_in_rows(part, key)]
    for dimension, text in _listed(part):
        row: Row = dict(zip(WORDS, (name, dimension, text[2:], text[0]), strict=True))
        for key in keys:
            value = getattr(part, key).get(text[2:], ())
            numbers = value if isinstance(value, tuple) else (value,)
            row |= dict(zip(COLUMNS_OF[key], numbers, strict=False))
        yield {heading: cell for heading, cell in row.items() if cell != ""}
