"""``results.json``: every number at full precision, in a versioned schema (``results.schema.json``)."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from paneloom.estimate.description import Description
from paneloom.estimate.published import Comparison
from paneloom.index.index import Affine, Index
from paneloom.index.ranking import Ranking
from paneloom.panel.frame import Frame
from paneloom.report.estimate_json import estimate_table
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
        "indices": [_index(index, language) for index in results.indices],
        "rankings": [_ranking(ranking) for ranking in results.rankings],
        "scores": None
        if results.scores is None
        else _scores(results.scores, results.study.unit, results.study.time),
        "description": None if results.description is None else _description(results.description),
        "tables": [
            estimate_table(table, results.filled_rows[table.design.name], language)
            for table in results.estimates
        ],
        "maps": [_map(made) for made in results.maps],
        "published": [_published(name, made, language) for name, made in results.published],
        "ledger": [
            {"action": action, "rule": rule, "variable": variable, "count": count}
            for action, rule, variable, count in results.ledger.counts()
        ],
    }


def number(value: float) -> float | None:
    """A number of JSON, which has neither NaN nor infinity: null stands for both."""
    value = float(value)
    return value if math.isfinite(value) else None


def numbers(values: Any) -> list[Any]:
    """An array of any depth as lists."""
    if np.ndim(values) == 0:
        return number(values)  # type: ignore[return-value]
    return [numbers(value) for value in values]


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


def _index(index: Index, language: Language) -> dict[str, Any]:
    return {
        "name": index.name,
        "label": text_in(index.label, language),
        "method": index.part.method,
        "scale": index.part.scale,
        "bounds": index.part.bounds,
        "aggregation": index.part.aggregation,
        "indicators": _indicators(index, language),
        "parts": [
            {
                "name": part.name,
                "label": text_in(part.label, language),
                "indicators": [index.indicators[at].variable for at in part.members],
                "weight": number(part.weight),
            }
            for part in index.parts
        ],
        "affine": _affine(index.affine),
        "warnings": [{"warning": warning, "variable": variable} for warning, variable in index.warnings],
    }


def _affine(line: Affine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "constant": number(line.constant),
        "slopes": dict(zip(line.columns, numbers(line.slopes), strict=True)),
    }


def _indicators(index: Index, language: Language) -> list[dict[str, Any]]:
    columns = zip(
        index.indicators, index.n, index.minimum, index.maximum, index.mean,
        index.entropy, index.divergence, index.weight, strict=True,
    )  # fmt: skip
    return [
        {
            "variable": indicator.variable,
            "label": text_in(indicator.label, language),
            "dimension": indicator.dimension,
            "direction": indicator.direction,
            "n": int(n),
            "minimum": number(low),
            "maximum": number(high),
            "mean": number(mean),
            "entropy": number(entropy),
            "divergence": number(divergence),
            "weight": number(weight),
        }
        for indicator, n, low, high, mean, entropy, divergence, weight in columns
    ]


def _ranking(ranking: Ranking) -> dict[str, Any]:
    rows = zip(ranking.units, ranking.ranks, ranking.averages, strict=True)
    return {
        "index": ranking.name,
        "columns": list(ranking.columns),
        "units": [
            {"unit": unit, "rank": int(rank), "averages": numbers(averages)} for unit, rank, averages in rows
        ],
        "unranked": list(ranking.unranked),
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
