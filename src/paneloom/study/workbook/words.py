"""What sheets, tables and headings of a workbook are called, and which of them a typed word means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

from paneloom.study.workbook.forms import Form, Slot
from paneloom.wording import LANGUAGES, Language, catalogue

# The sheet of each section; what is not listed stands on the sheet "other".
SHEETS = {
    "data": ("study", "data", "clean"),
    "variables": ("variables",),
    "index": ("index", "coupling"),
    "regress": ("regress", "mechanism", "moderation"),
    "output": ("output", "describe", "map", "published"),
}
README, OTHER = "readme", "other"
# The table that stands on a sheet whose first row is not the name of one.
FIRST = {
    "data": "data",
    "variables": "variables",
    "index": "index.indicators",
    "regress": "regress",
    "output": "output",
}


def folded(text: str) -> str:
    """A word as words are compared: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def sheet_of(section: str) -> str:
    """The sheet that a section of the study stands on."""
    return next((sheet for sheet, sections in SHEETS.items() if section in sections), OTHER)


def sheet_name(sheet: str, language: Language) -> str:
    """The name of a sheet as the workbook has it."""
    return str(catalogue("workbook")["sheet"][sheet][language])


def sheets_by_name() -> dict[str, str]:
    """The sheet that each name stands for, in either language."""
    return {
        folded(sheet_name(key, language)): key
        for key in catalogue("workbook")["sheet"]
        for language in LANGUAGES
    }


def table_name(title: str, language: Language) -> str:
    """What a table is called, "" when it has no name but its key."""
    return str(catalogue("workbook")["table"].get(title, {}).get(language, ""))


def tables_by_name(titles: Iterable[str]) -> dict[str, str]:
    """The table that each name stands for: its key, or what it is called in either language."""
    names = {folded(table_name(title, language)): title for title in titles for language in LANGUAGES}
    return {**names, **{folded(title): title for title in titles}}


def heading_text(heading: str, language: Language, title: str = "") -> str:
    """What stands above a column of a table for a reader; the key itself when it has no other name."""
    words = catalogue("workbook")["heading"]
    found = words.get(f"{title}.{heading}", words.get(heading))
    if found is not None:
        return str(found[language]).split("|")[0]
    path, _, last = heading.rpartition(".")
    if path and last in LANGUAGES:
        return str(words[last][language]).format(heading=heading_text(path, language, title))
    return heading


def headings_by_text(headings: Iterable[str], title: str) -> dict[str, str]:
    """The heading that each text above a column stands for: its key, or what a reader sees."""
    known = tuple(headings)
    words = catalogue("workbook")["heading"]
    also = {
        folded(text): heading
        for heading in known
        for texts in words.get(f"{title}.{heading}", words.get(heading, {})).values()
        for text in str(texts).split("|")
    }
    texts = {
        folded(heading_text(heading, language, title)): heading for heading in known for language in LANGUAGES
    }
    return {**also, **texts, **{folded(heading): heading for heading in known}}


def headings_of(form: Form) -> tuple[str, ...]:
    """Every heading that a table may have; a text may stand in one column for both languages."""
    own = [*form.names, *(slot.heading for slot in form.slots)]
    bare = [".".join(slot.path) for slot in form.slots if slot.language]
    return tuple(dict.fromkeys([*own, *bare]))


def choice_text(slot: Slot, choice: str, language: Language) -> str:
    """A word that a cell may hold, as the workbook offers it."""
    return choice_words(slot, choice)[language][0]


@cache
def choices_by_text(slot: Slot) -> Mapping[str, str]:
    """The word of the schema that each typed word, folded or as it is, means in a column."""
    found = {
        folded(text): choice
        for choice in slot.choices
        for texts in choice_words(slot, choice).values()
        for text in texts
    }
    own = {folded(choice): choice for choice in slot.choices}
    return MappingProxyType(found | own | {choice: choice for choice in slot.choices})


def choice_words(slot: Slot, choice: str) -> dict[Language, tuple[str, ...]]:
    """What a choice may be called in each language, the word that is offered first."""
    words = catalogue("workbook")["choice"]
    key = f"{slot.path[-1]}.{choice}" if slot.path else choice
    found = words.get(key, words.get(choice, dict.fromkeys(LANGUAGES, choice)))
    return {language: tuple(str(found[language]).split("|")) for language in LANGUAGES}
