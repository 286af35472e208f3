"""Regression tables as plain values for ``results.json``."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from paneloom.estimate.check import Check
from paneloom.estimate.counts import DegreesOfFreedom, RowCount
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.rounding import constant_error, slope_error
from paneloom.study.base import text_in
from paneloom.wording import Language

LEVEL = 0.95
# Why an error is null; no t, p and interval come of one.
ONLY_ROUNDING = "only_rounding_left"


def estimate_table(table: EstimateTable, filled_rows: tuple[int, ...], language: Language) -> dict[str, Any]:
    """One table: its columns with everything that was estimated, and how many rows of each rest on filled cells."""
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
    }


def estimate(made: Estimate) -> dict[str, Any]:
    """One model; a first stage is a model like any other."""
    design = made.design
    return {
        "method": made.method,
        "outcome": design.outcome,
        "regressors": list(design.regressors),
        "controls": list(design.controls),
        "endogenous": list(design.endogenous),
        "instruments": list(design.instruments),
        "absorb": list(design.absorb),
        "weights": design.weights,
        "covariance": {"kind": made.kind, "cluster": design.cluster, "clusters": made.freedom.clusters},
        "sample": _sample(made),
        "coefficients": _coefficients(made),
        "constant": _constant(made),
        "covariance_matrix": _covariance(made),
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


def _coefficients(made: Estimate) -> list[dict[str, Any]]:
    found = []
    for slope in made.tidy(LEVEL):
        numbers = asdict(slope)
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
        "preset",
        "slopes",
        "unit",
        "time",
        "constant",
        "nested",
        "redundant",
        "parameters",
        "factor",
        "df",
    )
    return {name: getattr(freedom, name) for name in names}


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
