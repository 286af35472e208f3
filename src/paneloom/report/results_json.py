"""``results.json``: every number at full precision, in a versioned schema (``results.schema.json``)."""

from __future__ import annotations

import json
from typing import Any

from paneloom.estimate.description import Description
from paneloom.estimate.published import Comparison
from paneloom.panel.frame import Frame
from paneloom.report.coupling_json import coupling_json
from paneloom.report.estimate_json import estimate_table
from paneloom.report.index_json import findings_json, index_json, ranking_json
from paneloom.report.json_numbers import number, numbers
from paneloom.report.results import MapValues, Provenance, Results
from paneloom.study.base import text_in
from paneloom.wording import Language

SCHEMA = "paneloom-results/1"


def results_json(results: Results) -> str:
    """The text of the file: the same results give the same text; keys stand in the order of the schema."""
    return json.dumps(document(results), ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def document(results: Results) -> dict[str, Any]:
    """What the file holds, as plain values; a number that there is none of is null."""
    language = results.language
    return {
        "schema": SCHEMA,
        "study": _study(results),
        "provenance": _provenance(results.provenance),
        "panel": _panel(results),
        "indices": [index_json(index, language) for index in results.indices],
        "rankings": [ranking_json(ranking) for ranking in results.rankings],
        "findings": [findings_json(found) for found in results.findings],
        "couplings": [coupling_json(made, language, results.study) for made in results.couplings],
        "scores": None
        if results.scores is None
        else _scores(results.scores, results.study.unit, results.study.time),
        "description": None if results.description is None else _description(results.description),
        "tables": [
            estimate_table(
                table,
                results.filled_rows[table.design.name],
                language,
                results.readings.get(table.design.name, ()),
            )
            for table in results.estimates
        ],
        "maps": [_map(made) for made in results.maps],
        "published": [_published(name, made, language) for name, made in results.published],
        "ledger": [
            {"action": action, "rule": rule, "variable": variable, "count": count}
            for action, rule, variable, count in results.ledger.counts()
        ],
    }


def _study(results: Results) -> dict[str, Any]:
    head, language = results.study.study, results.language
    return {
        "title": text_in(head.title, language),
        "question": text_in(head.question, language),
        "language": language,
        "simulated": head.simulated,
        "unit": results.study.unit,
        "time": results.study.time,
    }


def _provenance(came: Provenance) -> dict[str, Any]:
    files = [{"used_by": i.used_by, "file": i.file, "sha256": i.sha256, "bytes": i.size} for i in came.inputs]
    return {
        "study_sha256": came.study,
        "command": came.command,
        "inputs": files,
        "versions": dict(came.versions),
    }


def _panel(results: Results) -> dict[str, Any]:
    found = results.coverage
    return {
        "rows": found.rows,
        "units": found.units,
        "times": list(found.times),
        "balanced": found.balanced,
        "missing": dict(found.missing),
    }


def _scores(frame: Frame, unit: str, time: str) -> dict[str, Any]:
    return {
        "unit": unit,
        "time": time,
        "units": list(frame.unit_names),
        "times": [int(at) for at in frame.time],
        "values": {name: numbers(values) for name, values in frame.numbers.items()},
    }


def _description(found: Description) -> dict[str, Any]:
    rows = zip(
        found.names, found.n, found.mean, found.sd, found.minimum, found.median, found.maximum, strict=True
    )
    return {
        "variables": [
            {
                "name": name,
                "n": int(n),
                "mean": number(mean),
                "sd": number(sd),
                "minimum": number(low),
                "median": number(median),
                "maximum": number(high),
            }
            for name, n, mean, sd, low, median, high in rows
        ],
        "correlation": None
        if found.correlation is None
        else {"n": found.correlation_n, "names": list(found.names), "matrix": numbers(found.correlation)},
        "vif": {
            "n": found.vif_n,
            "values": dict(zip(found.vif_names, numbers(found.vif), strict=True)),
        },
    }


def _map(made: MapValues) -> dict[str, Any]:
    return {
        "name": f"map.{made.name}",
        "of": made.of,
        "method": made.classes.method,
        "outcome": made.classes.outcome,
        "edges": numbers(made.classes.edges),
        "counts": list(made.classes.counts),
        "units": list(made.units),
        "panels": [
            {"heading": heading, "values": numbers(row), "classes": list(made.classes.positions(row))}
            for heading, row in zip(made.headings, made.values, strict=True)
        ],
    }


def _published(name: str, made: Comparison, language: Language) -> dict[str, Any]:
    return {
        "name": f"published.{name}",
        "of": made.published.of,
        "source": text_in(made.published.source, language),
        "values": [
            {
                "term": value.printed.term,
                "statistic": value.printed.statistic,
                "column": value.printed.column,
                "printed": value.printed.value,
                "ours": None if value.ours is None else number(value.ours),
                "difference": None if value.difference is None else number(value.difference),
                "agrees": value.agrees,
            }
            for value in made.values
        ],
    }
