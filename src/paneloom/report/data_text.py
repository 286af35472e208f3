"""The report on the data for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from paneloom.panel.flag_words import flag_text
from paneloom.panel.flags import CHECK_SUM, flags, place_text
from paneloom.panel.ledger import Entry
from paneloom.panel.ledger_table import rule_text
from paneloom.panel.state_counts import NO_ROW, SHOWN, SIGNS, sign_rows, state_word, states_table
from paneloom.render.characters import one_line, width
from paneloom.render.text import text_table
from paneloom.render.wrap import COLUMNS, INDENT, wrapped
from paneloom.report.data_report import DataReport
from paneloom.study.labels import label_of
from paneloom.wording import Language, say

LABEL = 12


def data_text(report: DataReport, language: Language) -> str:
    """Coverage, ledger, check sums, doubtful cells in full, sources."""
    parts = [
        _coverage(report, language),
        "\n".join(_ledger(report, language)) + "\n",
        "\n".join(_check_sums(report, language)) + "\n",
        "\n".join(_flags(report, language)) + "\n",
        "\n".join(_sources(report, language)) + "\n",
    ]
    return "\n".join(parts)


def variable_text(report: DataReport, variable: str, language: Language) -> str:
    """The map of one variable: units down, years across, a sign for each cell, the legend in words."""
    rows = sign_rows(report.frame, report.states[variable], report.times)
    stub = max((width(one_line(unit)) for unit, _ in rows), default=0)
    room = max(COLUMNS - stub - 2, 10)
    lines = [named(report, variable, language)]
    for start in range(0, max(len(report.times), 1), room):
        times = report.times[start : start + room]
        lines += ["", *(" " * (stub + 2) + line for line in year_lines(times))]
        lines += [
            f"{_padded(one_line(unit), stub)}  {signs[start : start + room]}".rstrip() for unit, signs in rows
        ]
    counts = dict(zip(SHOWN, next(one.counts for one in report.counts if one.name == variable), strict=True))
    lines.append("")
    for state in SHOWN:
        if counts[state]:
            word = say(f"panel.legend_{state_word(state)}", language)
            told = say("page.fact", language, term=word, text=f"{counts[state]:,}")
            lines.append(f"{SIGNS[state]}  {told}")
    if any(NO_ROW in signs for _, signs in rows):
        lines.append(say("panel.legend_no_row", language))
    return "\n".join(lines) + "\n"


def named(report: DataReport, variable: str, language: Language) -> str:
    """A variable by its label, with its name in the study where that is another."""
    label = label_of(report.study, variable, language)
    return label if label == variable else say("panel.labelled", language, label=label, name=variable)


def year_lines(times: tuple[int, ...]) -> tuple[str, ...]:
    """The years written downwards, a column each."""
    return tuple("".join(f"{time:04d}"[digit] for time in times) for digit in range(4))


def _coverage(report: DataReport, language: Language) -> str:
    """The table of states; labels get the room that its counts leave them."""
    bare = states_table(report.counts, dict.fromkeys(report.states, ""), report.study, language, short=True)
    stub = width(one_line(bare.stub_heading))
    taken = max(map(width, text_table(replace(bare, notes=())).splitlines())) - stub
    room = max(COLUMNS - taken, LABEL)
    labels = {name: _cut(label_of(report.study, name, language), room) for name in report.states}
    table = states_table(report.counts, labels, report.study, language, short=True)
    told = [line for note in table.notes for line in wrapped(note.text, "", "")]
    return text_table(replace(table, notes=())) + "".join(f"{line}\n" for line in told)


def _cut(text: str, room: int) -> str:
    text = one_line(text)
    if width(text) <= room:
        return text
    kept = ""
    for character in text:
        if width(kept + character) > room - 1:
            break
        kept += character
    return kept + "…"


def _padded(text: str, room: int) -> str:
    return text + " " * max(room - width(text), 0)


def _ledger(report: DataReport, language: Language) -> Iterator[str]:
    """A line for each action, and below it one for each rule: cells, and in how many variables."""
    yield say("panel.ledger_title", language)
    actions: dict[str, dict[str, dict[str, int]]] = {}
    for action, rule, variable, count in report.ledger.counts():
        # Each derived variable is a rule of its own, and listed above.
        named = "" if action == "derived" else rule_text(rule, language)
        of_rule = actions.setdefault(action, {}).setdefault(named, {})
        of_rule[variable] = of_rule.get(variable, 0) + count
    for action, rules in actions.items():
        total = sum(sum(counts.values()) for counts in rules.values())
        word = say(f"panel.action_{action.replace('-', '_')}", language)
        yield "  " + say("page.fact", language, term=word, text=f"{total:,}")
        for rule, counts in rules.items():
            told = {"count": f"{sum(counts.values()):,}", "variables": len([name for name in counts if name])}
            key = "panel.ledger_in" if told["variables"] else "panel.ledger_rows"
            if rule:
                yield from wrapped(say(key, language, rule=rule, **told), INDENT, INDENT * 2)


def _check_sums(report: DataReport, language: Language) -> Iterator[str]:
    yield say("panel.sums_title", language)
    found = [entry for entry in flags(report.ledger) if entry.rule == CHECK_SUM]
    if not found:
        yield from wrapped(say("panel.sums_none", language), "  ", "  ")
    for entry in found:
        yield from _flag(entry, report, language)


def _flags(report: DataReport, language: Language) -> Iterator[str]:
    found = [entry for entry in flags(report.ledger) if entry.rule != CHECK_SUM]
    yield say("panel.flags_count", language, count=f"{len(found):,}")
    rule = ""
    for entry in found:
        if entry.rule != rule:
            rule = entry.rule
            yield rule_text(rule, language)
        yield from _flag(entry, report, language)


def _flag(entry: Entry, report: DataReport, language: Language) -> Iterator[str]:
    """A line for what was seen, one for where."""
    about = [label_of(report.study, entry.variable, language) if entry.variable else "", entry.unit]
    about.append("" if entry.time is None else str(entry.time))
    text = " ".join(part for part in about if part)
    seen = flag_text(entry, report.study, language)
    if seen:
        text = say("panel.flag_was", language, about=text, seen=seen) if text else seen
    yield from wrapped(text, "  ")
    if entry.place is not None:
        yield from wrapped(place_text(entry, language), INDENT)


def _sources(report: DataReport, language: Language) -> Iterator[str]:
    yield say("panel.sources_title", language)
    for one in report.sources:
        layout = say(
            "panel.source_guessed" if one.guessed else "panel.source_said", language, layout=one.layout
        )
        term = say("panel.labelled", language, label=one.name, name=layout)
        yield from wrapped(say("page.fact", language, term=term, text=one.file), "  ")
