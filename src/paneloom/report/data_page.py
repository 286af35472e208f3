"""The report on the data as one HTML file that asks nothing of the network."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby

import numpy as np

from paneloom.panel.flags import flags_table
from paneloom.panel.ledger_table import ledger_table
from paneloom.panel.state_counts import NO_ROW, SHOWN, SIGNS, sign_rows, state_word, states_table
from paneloom.panel.states import State, States
from paneloom.present.table import Table
from paneloom.render.html import html_table, safe, stylesheet
from paneloom.report.data_report import DataReport
from paneloom.report.data_text import named, year_lines
from paneloom.report.page import head_lines
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.wording import Language, say

_STATE_OF = {sign: state for state, sign in SIGNS.items()}


def data_page(report: DataReport, language: Language) -> str:
    """The page: variables by years, a map of each variable, doubtful cells, ledger, files."""
    folder = files(__package__)
    style = stylesheet() + "".join(
        folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", "data_page.css")
    )
    title = say("panel.data_title", language, title=text_in(report.study.study.title, language))
    parts = list(_sections(report, language))
    listed = "".join(f'<li><a href="#{key}">{safe(heading)}</a></li>' for key, heading, _ in parts)
    contents = safe(say("page.contents", language))
    body = [
        *head_lines(title, language, style),
        f"<header><h1>{safe(title)}</h1>{_panel(report, language)}</header>",
        f'<nav aria-label="{contents}"><h2>{contents}</h2><ol>{listed}</ol></nav>',
        "<main>",
        *(
            f'<section id="{key}">\n<h2>{safe(heading)}</h2>\n{content}\n</section>'
            for key, heading, content in parts
        ),
    ]
    return "\n".join([*body, "</main>", "</body>", "</html>", ""])


def _panel(report: DataReport, language: Language) -> str:
    times = report.times
    if not times:
        return ""
    counts = {"rows": f"{len(report.frame):,}", "units": len(report.frame.units)}
    text = say("panel.data_panel", language, first=times[0], last=times[-1], **counts)
    return f'<p class="byline">{safe(text)}</p>'


def _sections(report: DataReport, language: Language) -> Iterator[tuple[str, str, str]]:
    """Key, heading and content of each."""
    study = report.study
    yield "years", say("panel.data_by_year", language), _by_year(report, language)
    labels = {name: label_of(study, name, language) for name in report.states}
    states = states_table(report.counts, labels, study, language)
    yield "states", states.title, _table(states)
    yield "maps", say("panel.data_maps", language), "\n".join(_maps(report, language))
    flagged = flags_table(report.ledger, study, language)
    if flagged is not None:
        yield "flags", flagged.title, _table(flagged)
    ledger = ledger_table(report.ledger, study, language)
    yield "ledger", ledger.title, _table(ledger)
    yield "files", say("panel.sources_title", language), _sources(report, language)


def _table(table: Table) -> str:
    label = safe(table.title)
    shown = html_table(table).replace(f"<caption>{label}</caption>", "", 1)
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n{shown}</div>'


def _legend(report: DataReport, language: Language) -> str:
    met = [state for number, state in enumerate(SHOWN) if any(one.counts[number] for one in report.counts)]
    items = "".join(
        f'<li><span class="sign {state_word(state)}">{SIGNS[state]}</span> '
        f"{safe(say(f'panel.legend_{state_word(state)}', language))}</li>"
        for state in met
    )
    return f'<ul class="legend" aria-label="{safe(say("panel.data_signs", language))}">{items}</ul>'


def _by_year(report: DataReport, language: Language) -> str:
    """A row for each variable and a column for each year: the share of units with a value, and what most are."""
    times = report.times
    head = "".join(f'<th scope="col">{time}</th>' for time in times)
    rows = []
    for name, codes in report.states.items():
        cells = "".join(_year_cell(report, codes, time, language) for time in times)
        rows.append(f'<tr><th scope="row">{safe(label_of(report.study, name, language))}</th>{cells}</tr>')
    note = safe(say("panel.data_by_year_note", language))
    label = safe(say("panel.data_by_year", language))
    return (
        f"<p>{note}</p>\n{_legend(report, language)}\n"
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="heat">'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>" + "\n".join(rows) + "</tbody></table></div>"
    )


def _year_cell(report: DataReport, codes: States, time: int, language: Language) -> str:
    own = codes[report.frame.time == time]
    counts = np.bincount(own, minlength=len(State))
    units, present = len(report.frame.units), int(own.size - counts[State.MISSING])
    counts[State.MISSING] = 0
    state = State(int(counts.argmax())) if present else State.MISSING
    share = round(100 * present / units) if units else 0
    text = f"{SIGNS[state]} {share}" if present else SIGNS[State.MISSING]
    told = safe(say("panel.data_cell", language, time=time, count=present, units=units))
    part = "" if present == units or not present else " part"
    return f'<td class="{state_word(state)}{part}" title="{told}">{text}</td>'


def _maps(report: DataReport, language: Language) -> Iterator[str]:
    yield f"<p>{safe(say('panel.data_maps_note', language))}</p>"
    yield _legend(report, language)
    times = report.times
    years = "".join(f"<tr><td></td><td>{line}</td></tr>" for line in year_lines(times))
    for one in report.counts:
        label = named(report, one.name, language)
        rows = "\n".join(
            f'<tr><th scope="row">{safe(unit)}</th><td>{_runs(signs)}</td></tr>'
            for unit, signs in sign_rows(report.frame, report.states[one.name], times)
        )
        yield (
            f'<details><summary>{safe(label)}</summary><div class="scroll" role="region" tabindex="0" '
            f'aria-label="{safe(label)}"><table class="signs"><thead>{years}</thead><tbody>\n{rows}\n'
            "</tbody></table></div></details>"
        )


def _runs(signs: str) -> str:
    """The signs of a unit, those alike together in one element."""
    parts = []
    for sign, group in groupby(signs):
        text = "".join(group)
        parts.append(text if sign == NO_ROW else f'<span class="{state_word(_STATE_OF[sign])}">{text}</span>')
    return "".join(parts)


def _sources(report: DataReport, language: Language) -> str:
    pairs = []
    for one in report.sources:
        key = "panel.source_guessed" if one.guessed else "panel.source_said"
        pairs.append(f"<dt>{safe(one.name)}</dt><dd>{safe(one.file)}</dd>")
        pairs.append(f"<dd>{safe(say(key, language, layout=one.layout))}</dd>")
    return f'<dl class="text">{"".join(pairs)}</dl>'
