"""The ledger for a reader at a terminal: entries alike below one heading, in lines that fit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from paneloom.panel.flag_words import flag_text
from paneloom.panel.ledger import Action, Entry, Ledger
from paneloom.panel.ledger_table import rule_text
from paneloom.render.wrap import wrapped
from paneloom.study.model import Study
from paneloom.wording import Language, say

LEAST_COLUMNS = 40


def ledger_lines(found: Ledger, study: Study, language: Language, columns: int) -> str:
    """Every entry with all that is known of it; those of one action and rule in a row share a heading."""
    columns = max(columns, LEAST_COLUMNS)
    lines: list[str] = []
    for (action, rule), entries in groupby(found.entries, key=lambda entry: (entry.action, entry.rule)):
        named = {"rule": action_text(action, language), "reason": rule_text(rule, language)}
        lines += wrapped(say("panel.rule_because", language, **named), columns=columns)
        for entry in entries:
            text = say("page.semicolon", language).join(_parts(entry, study, language))
            lines += wrapped(text, "  ", columns=columns) if text else []
    return "".join(f"{line}\n" for line in lines)


def action_text(action: Action, language: Language) -> str:
    """An action in words."""
    return say(f"panel.action_{action.replace('-', '_')}", language)


def values_counted(entry: Entry) -> str:
    """The number of values that an entry tells in place of a value before or after; "" for most entries."""
    if entry.action == "derived":
        return entry.after
    return entry.before if entry.rule in ("drop_units", "years") else ""


def _parts(entry: Entry, study: Study, language: Language) -> Iterator[str]:
    """What was changed and how, how many cells, where it stands."""
    about = [entry.variable, entry.unit, "" if entry.time is None else str(entry.time)]
    text = " ".join(part for part in about if part)
    change = _change(entry, study, language)
    if text and change:
        yield say("panel.flag_was", language, about=text, seen=change)
    elif text or change:
        yield text or change
    if entry.count > 1 and entry.action != "flagged":
        yield say("cli.ledger_cells", language, count=f"{entry.count:,}")
    if entry.place is not None:
        yield entry.place.text(language)


def _change(entry: Entry, study: Study, language: Language) -> str:
    if entry.action == "flagged":
        return flag_text(entry, study, language)
    counted = values_counted(entry)
    if counted:
        return say("cli.ledger_values", language, count=counted)
    arrow = " \N{RIGHTWARDS ARROW} " if entry.after else ""
    return f"{entry.before}{arrow}{entry.after}".strip()
