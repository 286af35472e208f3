"""A study as the tables of a workbook: what stands in every cell, without a word on how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from paneloom.errors import PaneloomError
from paneloom.study.base import InTwoLanguages, Section
from paneloom.study.model import Study
from paneloom.study.toml_text import value_text
from paneloom.study.workbook.forms import VALUE, Form, Slot, forms
from paneloom.study.workbook.indicators import (
    COLUMNS_OF,
    INDICATOR_HEADINGS,
    INDICATORS,
    WORDS,
    indicator_rows,
    numbers_stand_in_rows,
    stands_in_rows,
)
from paneloom.study.workbook.reading import SETTING_HEADINGS
from paneloom.study.workbook.values import FALSE_WORD, LONGEST, TRUE_WORD, Cell, written
from paneloom.study.workbook.words import OTHER, SHEETS, choice_text, heading_text, sheet_name, sheet_of
from paneloom.study.writing import given, plain
from paneloom.wording import Language, catalogue

SHORT = 60
# A sheet whose only table is long keeps its headings in view; what belongs to it stands elsewhere.
APART = ("variables.sources",)
# The columns shown in any case, in this order; others come behind them when they are used.
MODEL = ("title.zh", "title.en", "y", "x", "controls", "absorb", "cluster", "endogenous", "instruments",
         "weights", "years", "drop_units")  # fmt: skip
SHOWN: Mapping[str, tuple[str, ...]] = {
    "data": ("file", "layout", "sheet", "unit", "time", "source.zh", "source.en"),
    "variables": (
        "label.zh", "label.en", "unit.zh", "unit.en", "given.zh", "data", "column", "expr", "kind", "note.zh", "note.en",
    ),
    "index": ("label.zh", "label.en", "method", "table", "note.zh", "note.en"),
    "index.dimensions": ("label.zh", "label.en"),
    "regress": (*MODEL, "like", "stepwise", "by", "sample", "show_controls", "note.zh", "note.en"),
    "regress.columns": MODEL,
    "mechanism": (*MODEL, "like", "channels"),
    "mechanism.columns": MODEL,
    "moderation": (*MODEL, "like", "moderators", "centre", "at"),
    "moderation.columns": MODEL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, the words that a cell may be, whether people may type others too."""

    heading: str
    choices: tuple[str, ...] = ()
    kind: str = "word"


@dataclass(frozen=True, slots=True)
class Block:
    """A table to be written; in a list of settings each row has choices of its own, and may be a text."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell | None, ...], ...]
    choices: tuple[tuple[str, ...], ...] = ()
    texts: tuple[bool, ...] = ()

    @property
    def is_settings(self) -> bool:
        """Whether each row is one setting."""
        return bool(self.choices)


def blocks_of(study: Study, language: Language) -> dict[str, tuple[Block, ...]]:
    """The tables of each sheet; reading them gives the study again.

    Raises
    ------
    PaneloomError
        ``workbook-too-long`` with the key of a text that no cell can hold.
    """
    writer = _Writer(study, language)
    found: dict[str, list[Block]] = {sheet: [] for sheet in (*SHEETS, OTHER)}
    order = [section for sections in SHEETS.values() for section in sections]
    for form in sorted(
        forms().values(), key=lambda form: order.index(form.path[0]) if form.path[0] in order else 0
    ):
        sheet = OTHER if form.title in APART else sheet_of(form.path[0])
        found[sheet].append(writer.settings(form) if form.is_settings else writer.table(form))
        if form.title == "index.dimensions":
            found[sheet].append(writer.indicators())
    return {sheet: tuple(blocks) for sheet, blocks in found.items() if blocks}


@dataclass(frozen=True, slots=True)
class _Writer:
    study: Study
    language: Language

    def settings(self, form: Form) -> Block:
        """One row for each key."""
        value = getattr(self.study, form.path[0])
        held = self.cells(form, value, form.path)
        rows, choices, is_text = [], [], []
        for path in dict.fromkeys(slot.path for slot in form.slots):
            slots = [slot for slot in form.slots if slot.path == path]
            cells = [held.get(slot.heading) for slot in slots]
            if slots[0].kind == "any" and cells[0] is None and path:
                continue
            key = ".".join(path) or VALUE
            texts = (cells[0], cells[1]) if len(cells) == 2 else (cells[0], None)
            if texts[0] is None and texts[1] is not None:
                # A text for both languages stands where it is looked for.
                texts = (texts[1], None)
            helped = help_of(form, slots[0], self.language)
            rows.append((heading_text(key, self.language, form.title), key, *texts, helped))
            choices.append(self.choices(slots[0]))
            is_text.append(bool(slots[0].language))
        columns = tuple(Column(word) for word in SETTING_HEADINGS)
        return Block(form.title, columns, tuple(rows), tuple(choices), tuple(is_text))

    def table(self, form: Form) -> Block:
        """One row for each entry or item."""
        entries = list(self.entries(form))
        rows = [(names, self.cells(form, value, keys)) for names, value, keys in entries]
        used = {heading for _, cells in rows for heading in cells}
        shown = SHOWN.get(
            form.title, tuple(slot.heading for slot in form.slots if slot.kind != "any" or not slot.path)
        )
        by_heading = {slot.heading: slot for slot in form.slots}
        headings = [heading for heading in shown if heading in by_heading]
        headings += [heading for heading in by_heading if heading in used and heading not in headings]
        columns = [Column(name) for name in form.names]
        columns += [Column(h, self.choices(by_heading[h]), by_heading[h].kind) for h in headings]
        return Block(
            form.title,
            tuple(columns),
            tuple((*names, *(cells.get(heading) for heading in headings)) for names, cells in rows),
        )

    def indicators(self) -> Block:
        """The rows of indicators of every index."""
        rows = indicator_rows(self.study)
        headings = [h for h in INDICATOR_HEADINGS if h in WORDS or any(h in row for row in rows)]
        columns = tuple(Column(h, ("+", "-", "=") if h == "direction" else ()) for h in headings)
        cells = tuple(tuple(self.indicator_cell(h, row.get(h)) for h in headings) for row in rows)
        return Block(INDICATORS, columns, cells)

    def indicator_cell(self, heading: str, value: str | float | None) -> Cell | None:
        """A word of a row of indicators, or a number that keeps all its digits."""
        is_number = isinstance(value, float)
        return written(Slot((heading,), "number"), value, self.language) if is_number else value

    def entries(self, form: Form) -> Iterator[tuple[tuple[str, ...], Any, tuple[str, ...]]]:
        """(names, entry, its keys) of each row of a table."""
        section = form.path[0]
        top = getattr(self.study, section)
        if not form.owners and form.named:
            for name, entry in top.items():
                # What stands in rows of its own is named here all the same, in its turn.
                stands_below = isinstance(entry, Mapping) and bool(entry)
                yield (name,), None if stands_below else entry, (section, name)
        elif not form.owners:
            for item in getattr(top, form.key) if top is not None else ():
                yield (), item, (section, form.key)
        else:
            for owner, entry in top.items():
                yield from self.below(form, owner, entry)

    def below(
        self, form: Form, owner: str, entry: Any
    ) -> Iterator[tuple[tuple[str, ...], Any, tuple[str, ...]]]:
        keys = (form.path[0], owner)
        inner: Any = getattr(entry, form.key, None) or () if form.key else entry
        if isinstance(inner, Mapping):
            for name, item in inner.items():
                yield (owner, name), item, (*keys, name)
        elif form.listed:
            for item in inner:
                yield (owner,), item, keys

    def cells(self, form: Form, value: Any, keys: tuple[str, ...]) -> dict[str, Cell]:
        """The cells of an entry that are not blank, by their headings."""
        return {
            slot.heading: self.cell(slot, held, keys)
            for slot in form.slots
            if (held := self.held(form, slot, value)) is not None
        }

    def held(self, form: Form, slot: Slot, value: Any) -> Any:
        """What an entry has for a column; None when nothing was given, or when it stands elsewhere."""
        if not slot.path:
            return None if isinstance(value, Section) else value
        here = value
        for depth, key in enumerate(slot.path):
            if not isinstance(here, Section):
                return None
            here = given(here).get(key)
            if depth == 0 and form.path[0] == "index" and key == "indicators":
                here = self.unlisted(value, here)
            elif depth == 0 and form.title == "index" and key in COLUMNS_OF:
                here = None if numbers_stand_in_rows(value, key) else here
        if isinstance(here, Section) and not isinstance(here, InTwoLanguages):
            return {} if slot.kind == "any" and not given(here) else None
        if slot.kind == "any" and here and f"{form.title}.{slot.heading}" in forms():
            return None
        if not slot.language:
            return here
        if isinstance(here, InTwoLanguages):
            return getattr(here, slot.language)
        return here if here is not None and slot.language == self.home(here) else None

    def unlisted(self, value: Any, indicators: Any) -> Any:
        """Indicators that do not stand in rows of their own, the empty list among them."""
        parts = self.study.index.values()
        part = next(p for p in parts if p is value or any(item is value for item in p.dimensions.values()))
        return None if indicators and stands_in_rows(part) else indicators

    def home(self, text: str) -> Language:
        """The column of a text that is given once."""
        is_chinese = any(character >= "\u2e80" for character in text)
        return "zh" if is_chinese else self.study.study.language

    def cell(self, slot: Slot, value: Any, keys: tuple[str, ...]) -> Cell:
        """The cell of a value."""
        found = written(slot, plain(value) if slot.kind == "any" else value, self.language)
        if found is None:
            key = ".".join((*keys, slot.heading))
            raise PaneloomError("workbook-too-long", seen=key, limit=f"{LONGEST:,}")
        return found

    def choices(self, slot: Slot) -> tuple[str, ...]:
        """The words offered in a cell."""
        if slot.kind == "truth":
            return TRUE_WORD[self.language], FALSE_WORD[self.language]
        words = slot.choices if slot.kind == "word" else ()
        return tuple(choice_text(slot, word, self.language) for word in words)


def help_of(form: Form, slot: Slot, language: Language) -> str:
    """What a key is for, the words it takes when there are few, its default."""
    words = catalogue("workbook")["help"].get(".".join((form.title, *slot.path)))
    about = str(words[language]) if words else slot.about if language == "en" else ""
    parts = [about, " / ".join(_told(slot, choice, language) for choice in slot.choices)]
    if slot.needed:
        parts.append(_guide("needed", language))
    elif slot.default not in (None, "", ()):
        in_words = isinstance(slot.default, str) and slot.default in slot.choices
        value = (
            choice_text(slot, str(slot.default), language) if in_words else value_text(plain(slot.default))
        )
        parts.append(
            _guide("default", language).format(value=value if len(value) <= SHORT else f"{value[:SHORT]}...")
        )
    return ("; " if language == "en" else "；").join(filter(None, parts))


def _told(slot: Slot, choice: str, language: Language) -> str:
    """A word as it is offered, with the word of the study file beside it when it is another."""
    offered = choice_text(slot, choice, language)
    return offered if offered == choice else f"{offered} {choice}"


def keys_of(language: Language) -> Iterator[tuple[str, str, str, str, str]]:
    """(sheet, table, key, what it is called, what it takes) of every key of a study."""
    for form in forms().values():
        sheet = OTHER if form.title in APART else sheet_of(form.path[0])
        for slot in form.slots:
            if slot.language == "en" or f"{form.title}.{slot.heading}" in forms():
                continue
            key = ".".join(slot.path) or VALUE
            takes = str(catalogue("workbook")["kind"][slot.kind][language])
            told = "；".join(filter(None, (takes, help_of(form, slot, language))))
            called = heading_text(key, language, form.title)
            yield sheet_name(sheet, language), f"[{form.title}]", key, called if called != key else "", told


def _guide(word: str, language: Language) -> str:
    return str(catalogue("workbook")["guide"][word][language])
