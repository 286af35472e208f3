"""The report on the data as JSON, in the words of the study file."""

from __future__ import annotations

import json

from paneloom.panel.flags import flags
from paneloom.panel.ledger import Entry
from paneloom.panel.state_counts import SHOWN, sign_rows, state_word
from paneloom.report.data_report import DataReport
from paneloom.report.ledger_file import place_cells
from paneloom.study.base import text_in


def data_json(report: DataReport, variable: str | None = None) -> str:
    """The whole report; with the name of a variable also the sign of each of its cells, by unit."""
    study, language = report.study, report.study.study.language
    found: dict[str, object] = {
        "rows": len(report.frame),
        "units": list(report.frame.units),
        "times": list(report.times),
        "variables": [
            {
                "name": one.name,
                "label": text_in(study.variables[one.name].label, language),
                "unit": text_in(study.variables[one.name].unit, language),
                "first": one.first,
                "last": one.last,
                **{state_word(state): count for state, count in zip(SHOWN, one.counts, strict=True)},
            }
            for one in report.counts
        ],
        "ledger": [
            {"action": action, "rule": rule, "variable": name, "count": count}
            for action, rule, name, count in report.ledger.counts()
        ],
        "flags": [_flag(entry) for entry in flags(report.ledger)],
        "sources": [
            {"name": one.name, "file": one.file, "layout": one.layout, "guessed": one.guessed}
            for one in report.sources
        ],
    }
    if variable is not None:
        found["map"] = dict(sign_rows(report.frame, report.states[variable], report.times))
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _flag(entry: Entry) -> dict[str, object]:
    file, sheet, cell = place_cells(entry)
    return {
        "rule": entry.rule,
        "variable": entry.variable,
        "unit": entry.unit,
        "time": entry.time,
        "seen": entry.before,
        "expected": entry.after,
        "cells": entry.count,
        "file": file,
        "sheet": sheet,
        "cell": cell,
    }
