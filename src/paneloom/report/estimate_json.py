"""Regression tables as plain values for ``results.json``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from paneloom.estimate.alternative import Alternative
from paneloom.estimate.check import Check
from paneloom.estimate.counts import DegreesOfFreedom, RowCount
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.readings.reading import Reading
from paneloom.estimate.rounding import constant_error, slope_error
from paneloom.study.base import text_in
from paneloom.wording import Language

LEVEL = 0.95
# Why an error is null; no t, p and interval come of one.
ONLY_ROUNDING = "only_rounding_left"


def estimate_table(
    table: EstimateTable,
    filled_rows: tuple[int, ...],
    language: Language,
    readings: Iterable[tuple[str, Reading]] = (),
) -> dict[str, Any]:
    """One table: its columns with everything that was estimated, and what was read from them.

    ``filled_rows`` are how many rows of each column rest on filled cells.
    """
    return {
        "name": table.design.name,
        "title": text_in(table.design.title, language),
        "sample": table.design.sample,
        "columns": [
            {
                "column": at,
                "title": text_in(made.design.title, language),
                **estimate(made),
                "rows_with_filled_cells": filled,
            }
            for at, (made, filled) in enumerate(zip(table.estimates, filled_rows, strict=True), start=1)
        ],
        "readings": {name: plain(reading.plain()) for name, reading in readings},
    }


def estimate(made: Estimate) -> dict[str, Any]:
    """One model; a first stage is a model like any other."""
    design = made.design
    return {
        "method": made.method,
        "model": design.model,
        "outcome": design.outcome,
        "regressors": list(design.regressors),
        "controls": list(design.controls),
        "endogenous": list(design.endogenous),
        "instruments": list(design.instruments),
        "absorb": list(design.absorb),
        "unit_trends": design.unit_trends,
        "weights": design.weights,
        "covariance": _kind(made),
        "facts": dict(made.facts),
        "warnings": list(made.warnings),
        "sample": _sample(made),
        "coefficients": _coefficients(made),
        "constant": _constant(made),
        "covariance_matrix": _covariance(made),
        "alternatives": [_alternative(other) for other in made.alternatives],
        "degrees_of_freedom": _freedom(made.freedom),
        "r2_within": _number(made.r2_within),
        "r2_overall": _number(made.r2_overall),
        "rss": _number(made.rss),
        "sigma": _number(made.sigma),
        "outcome_mean": _number(made.outcome_mean),
        "condition": _number(made.condition),
        "digits": _number(made.digits),
        "checks": [_check(check) for check in made.checks],
        "first_stages": [estimate(stage) for stage in made.first_stages],
    }  # fmt: skip


def _kind(made: Estimate) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "cluster": made.design.cluster,
        "clusters": made.freedom.clusters,
        "second_cluster": made.design.second_cluster,
        "second_clusters": made.freedom.second_clusters,
    }


def _alternative(made: Alternative) -> dict[str, Any]:
    """Inference on some slopes by another method; null for what it does not give, and for an infinite end."""
    columns = (made.errors, made.reference, made.p, made.low, made.high)
    rows = zip(made.names, *(column.tolist() for column in columns), strict=True)
    keys = ("error", "df", "p", "low", "high")
    return {
        "method": made.method,
        "coefficients": [
            {"name": name, **{key: _number(value) for key, value in zip(keys, values, strict=True)}}
            for name, *values in rows
        ],
        "facts": dict(made.facts),
        "warnings": list(made.warnings),
    }


def plain(value: Any) -> Any:
    """Plain values as a file can hold them: numbers that are not finite are null, tuples and arrays lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return _number(value) if isinstance(value, float) else value


def _coefficients(made: Estimate) -> list[dict[str, Any]]:
    found = []
    for slope, df in zip(made.tidy(LEVEL), made.reference[:-1].tolist(), strict=True):
        numbers = {**asdict(slope), "df": df}
        name = numbers.pop("name")
        known = not _is_rounding(made, name)
        told = {key: _number(value) if known or key == "estimate" else None for key, value in numbers.items()}
        found.append({"name": name, **told, **({} if known else {"reason": ONLY_ROUNDING})})
    return found


def _constant(made: Estimate) -> dict[str, Any]:
    if math.isfinite(made.constant_error) and math.isnan(constant_error(made)):
        return {"estimate": _number(made.constant), "error": None, "p": None, "reason": ONLY_ROUNDING}
    error, p = _number(made.constant_error), _number(made.constant_p)
    return {"estimate": _number(made.constant), "error": error, "p": p}


def _covariance(made: Estimate) -> list[list[float | None]]:
    noise = [_is_rounding(made, name) for name in made.names]
    return [
        [None if noise[i] or noise[j] else _number(value) for j, value in enumerate(row)]
        for i, row in enumerate(made.covariance)
    ]


def _is_rounding(made: Estimate, name: str) -> bool:
    """Whether only rounding is left of the error of a slope, for which tables print a dash."""
    return math.isfinite(made.errors[made.names.index(name)]) and math.isnan(slope_error(made, name))


def _sample(made: Estimate) -> dict[str, Any]:
    rows: RowCount = made.rows
    rule = made.design.sample
    return {
        "panel": rows.panel,
        "n": rows.used,
        "units": rows.units,
        "times": rows.times,
        "losses": [{"cause": loss.cause, "variable": loss.column, "rows": loss.rows} for loss in rows.losses],
        "years": None if rule.times is None else list(rule.times),
        "drop_units": list(rule.drop_units),
        "where": [{"group": group, "level": level} for group, level in rule.where],
        "complete": list(rule.complete),
    }


def _freedom(freedom: DegreesOfFreedom) -> dict[str, Any]:
    names = (
        "preset", "family", "slopes", "unit", "trend", "time", "others", "constant", "nested", "redundant",
        "parameters", "rank", "singletons",
    )  # fmt: skip
    counts = {name: getattr(freedom, name) for name in names}
    return {**counts, "factor": _number(freedom.factor), "df": _whole(freedom.df)}


def _whole(value: float) -> float | int | None:
    """A count as a whole number; null where it is infinite."""
    return _number(value) if not math.isfinite(value) or value % 1 else int(value)


def _check(check: Check) -> dict[str, Any]:
    return {
        "name": check.name,
        "null": check.null,
        "about": check.about,
        "statistic": None if check.statistic is None else _number(check.statistic),
        "df": [df if isinstance(df, int) else _number(df) for df in check.df],
        "p": None if check.p is None else _number(check.p),
        "covariance": check.covariance,
        "reason": check.reason,
        "critical": {name: _number(value) for name, value in check.critical},
        "region": None if check.region is None else [[_number(end) for end in pair] for pair in check.region],
        "facts": dict(check.facts),
    }


def _number(value: float) -> float | None:
    value = float(value)
    return value if math.isfinite(value) else None
