"""From the cells of a workbook to the nested tables of a study file, and where each key of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from paneloom.errors import PaneloomErrors, nearest
from paneloom.study.model import Study
from paneloom.study.positions import Keys, Places
from paneloom.study.reading import study_from_document
from paneloom.study.workbook.draft import Draft, Spot
from paneloom.study.workbook.forms import NAME, VALUE, Form, Slot, forms
from paneloom.study.workbook.indicators import INDICATOR_HEADINGS, INDICATORS, read_indicators
from paneloom.study.workbook.tables import Broken, Grid, Table, tables_in
from paneloom.study.workbook.values import Cell, plain_ascii, text_of, value_of
from paneloom.study.workbook.words import folded, headings_by_text, headings_of

ITEM, KEY, VALUE_EN, HELP = "item", "key", "value.en", "help"
SETTING_HEADINGS = (ITEM, KEY, VALUE, VALUE_EN, HELP)


def study_from_grids(grids: tuple[Grid, ...], file: str, root: Path) -> Study:
    """The study that the sheets of a workbook say; ``file`` is its name in messages, ``root`` its folder.

    Raises
    ------
    PaneloomError
        The one problem of the workbook, or ``PaneloomErrors`` with all of them, each with sheet and cell.
    """
    draft = _drafted(grids, file)
    return study_from_document(*_finished(draft), root, draft.unread)


def document_of(grids: tuple[Grid, ...], file: str) -> tuple[dict[str, Any], Places]:
    """The nested tables that the sheets say, and the cell of each key.

    Raises
    ------
    PaneloomError
        ``workbook-section``, ``workbook-sheet``, ``workbook-headings``, ``workbook-no-name``,
        ``workbook-twice``, ``workbook-owner``, ``workbook-cell``, ``workbook-label``, ``unknown-key``,
        ``ragged-row``, ``indicator-missing``, ``indicator-direction``.
    """
    draft = _drafted(grids, file)
    if draft.problems:
        raise draft.problems[0] if len(draft.problems) == 1 else PaneloomErrors(draft.problems)
    return _finished(draft)


def _drafted(grids: tuple[Grid, ...], file: str) -> Draft:
    """What can be read of the sheets, and all that is wrong with the rest."""
    known = {
        title: SETTING_HEADINGS if form.is_settings else headings_of(form) for title, form in forms().items()
    }
    found = tables_in(file, grids, {**known, INDICATORS: INDICATOR_HEADINGS})
    draft = Draft(file, unread=found.unread)
    for form in forms().values():
        for table in (table for table in found.tables if table.title == form.title):
            draft.cells.setdefault(form.path[:1], (table.sheet, f"A{table.top[0] + 1}"))
            with draft.unread.within(form.path[0]):
                (_settings if form.is_settings else _entries)(draft, form, table)
    for table in (table for table in found.tables if table.title == INDICATORS):
        with draft.unread.within("index"):
            read_indicators(draft, table)
    return draft


def _finished(draft: Draft) -> tuple[dict[str, Any], Places]:
    document = {key: _tuples(value) for key, value in draft.document.items()}
    return document, Places(draft.file, cells=draft.cells)


@dataclass(slots=True)
class _Entry:
    """What the cells of one entry say, before halves of texts are put together."""

    plain: dict[Slot, tuple[Any, Spot]] = field(default_factory=dict)

    def add(self, slot: Slot, cell: Cell, spot: Spot) -> None:
        if cell is not None and not isinstance(cell, Broken):
            self.plain[slot] = (value_of(slot, cell), spot)

    def values(self) -> Iterator[tuple[tuple[str, ...], Any, Spot, Mapping[str, Spot]]]:
        """(path, value, its cell, the cells of its halves) of each key."""
        for slot, (value, spot) in self.plain.items():
            pair = [other for other in self.plain if other.path == slot.path and other.language]
            if not slot.language or len(pair) < 2:
                yield slot.path, value, spot, {}
            elif slot == pair[0]:
                halves = {other.language: self.plain[other] for other in pair}
                whole = {language: half[0] for language, half in halves.items()}
                yield slot.path, whole, spot, {language: half[1] for language, half in halves.items()}


def _put_entry(draft: Draft, keys: Keys, entry: _Entry, spot: Spot) -> None:
    """An entry or an item of a list, with all that its cells say."""
    values = list(entry.values())
    itself = [value for value in values if not value[0]]
    if itself and len(values) == 1:
        draft.put(keys, itself[0][1], itself[0][2])
    elif itself:
        draft.cells[keys] = spot
        draft.twice(keys, itself[0][2])
    elif draft.put(keys, {}, spot):
        _put_values(draft, keys, values)


def _put_values(draft: Draft, keys: Keys, values: Any) -> None:
    for path, value, spot, halves in values:
        if draft.put((*keys, *path), value, spot):
            draft.cells |= {(*keys, *path, language): half for language, half in halves.items()}


def _settings(draft: Draft, form: Form, table: Table) -> None:
    by_text = headings_by_text(headings_of(form), form.title)
    slots = {slot.heading: slot for slot in form.slots}
    for at, row in table.rows:
        head = KEY if table.cell(row, KEY) is not None else ITEM
        if isinstance(table.cell(row, head), Broken):
            continue
        text = text_of(table.cell(row, head))
        cells = {heading: table.cell(row, heading) for heading in (VALUE, VALUE_EN)}
        if not text:
            if any(cell is not None for cell in cells.values()):
                draft.refuse("workbook-no-name", table.spot(at, KEY), heading=KEY)
            continue
        heading = by_text.get(folded(text))
        if heading is None:
            known = tuple(dict.fromkeys(".".join(slot.path) for slot in form.slots))
            near = nearest(text, known)
            draft.refuse("unknown-key", table.spot(at, head), seen=text, nearest=near, known=known)
            continue
        said = [(column, cell) for column, cell in cells.items() if cell is not None]
        if heading in slots and len(said) == 2:
            draft.refuse(
                "workbook-twice", table.spot(at, VALUE_EN), (*form.path, text), first=table.spot(at, VALUE)[1]
            )
            continue
        entry = _Entry()
        for column, cell in said:
            # The Chinese half of a text, or the only one there is, stands in the column of values.
            half = f"{heading}.{'en' if column == VALUE_EN else 'zh'}"
            entry.add(slots.get(heading) or slots[half], cell, table.spot(at, column))
        _put_values(draft, form.path, entry.values())


def _entries(draft: Draft, form: Form, table: Table) -> None:
    slots = [(slot, heading) for slot, heading in _columns(form) if heading in table.columns]
    owners: tuple[str, ...] = ()
    for at, row in table.rows:
        if any(isinstance(table.cell(row, heading), Broken) for heading in form.names):
            draft.unread.lose(form.path[0])
            continue
        owners = tuple(
            plain_ascii(text_of(cell)) if (cell := table.cell(row, heading)) is not None else before
            for heading, before in zip(form.owners, owners or ("",) * len(form.owners), strict=True)
        )
        name = plain_ascii(text_of(table.cell(row, NAME))) if form.named else ""
        said = (*owners, *((name,) if form.named else ()))
        lacking = [heading for heading, word in zip(form.names, said, strict=True) if not word]
        if lacking:
            draft.refuse("workbook-no-name", table.spot(at, lacking[0]), heading=lacking[0])
            continue
        spot = table.spot(at, form.names[-1] if form.names else form.slots[0].heading)
        if not _owned(draft, form, owners, table.spot(at, form.owners[0]) if owners else spot):
            continue
        entry = _Entry()
        for slot, heading in slots:
            if (cell := table.cell(row, heading)) is not None:
                entry.add(slot, cell, table.spot(at, heading))
        keys: Keys = (form.path[0], *owners, *filter(None, (form.key,)))
        if form.named:
            _put_entry(draft, (*keys, name), entry, spot)
        else:
            _put_item(draft, keys, entry, spot)


def _columns(form: Form) -> Iterator[tuple[Slot, str]]:
    """Each column that an entry may have; a text in one column serves both languages."""
    for slot in form.slots:
        yield slot, slot.heading
    for path in dict.fromkeys(slot.path for slot in form.slots if slot.language):
        yield Slot(path, "text"), ".".join(path)


def _owned(draft: Draft, form: Form, owners: tuple[str, ...], spot: Spot) -> bool:
    """Whether what an entry belongs to is there, or is made by it."""
    known = draft.document.get(form.path[0], {})
    if not owners or not form.key or not known or owners[0] in known:
        return True
    draft.refuse(
        "workbook-owner",
        spot,
        seen=owners[0],
        section=form.path[0],
        nearest=nearest(owners[0], known),
        known=tuple(known),
    )
    return False


def _put_item(draft: Draft, keys: Keys, entry: _Entry, spot: Spot) -> None:
    """Add an item to a list."""
    above = draft.within(keys[:-1])
    items = above.setdefault(str(keys[-1]), []) if above is not None else None
    if not isinstance(items, list):
        draft.twice(keys, spot)
        return
    draft.cells.setdefault(keys, spot)
    item = (*keys, len(items))
    draft.cells[item] = spot
    made = Draft(draft.file)
    _put_values(made, ("item",), entry.values())
    items.append(made.document.get("item", {}))
    draft.problems.extend(made.problems)
    draft.cells |= {(*item, *rest): at for (_, *rest), at in made.cells.items()}


def _tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value
