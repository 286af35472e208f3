"""The rows of indicators: index, dimension, indicator, direction, as a table of indicators in a file has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paneloom.errors import nearest
from paneloom.study.index_part import IndexPart
from paneloom.study.indicator_table import DIRECTIONS
from paneloom.study.model import Study
from paneloom.study.positions import Keys
from paneloom.study.workbook.draft import Draft
from paneloom.study.workbook.tables import Broken, Table
from paneloom.study.workbook.values import plain_ascii, text_of

INDICATORS = "index.indicators"
INDICATOR_HEADINGS = ("index", "dimension", "indicator", "direction", "unit", "label")
Row = tuple[str, str, str, str]


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
    """(index, dimension, indicator, direction) of every indicator that stands in rows."""
    return tuple(row for name, part in study.index.items() for row in _rows(name, part))


def stands_in_rows(part: IndexPart) -> bool:
    """Whether rows can say what the lists of an index say, to the letter."""
    lists = [part.indicators, *(item.indicators for item in part.dimensions.values())]
    if part.indicators and part.dimensions:
        return False
    return all(_is_plain(text) for texts in lists for text in texts)


def _is_plain(text: str) -> bool:
    sign, _, variable = text.partition(" ")
    is_word = bool(variable) and variable == plain_ascii(variable) and len(variable.split()) == 1
    return sign in ("+", "-") and is_word and variable.isidentifier()


def _rows(name: str, part: IndexPart) -> Iterator[Row]:
    if not stands_in_rows(part):
        return
    for text in part.indicators:
        yield name, "", text[2:], text[0]
    for key, item in part.dimensions.items():
        for text in item.indicators:
            yield name, key, text[2:], text[0]
