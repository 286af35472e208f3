"""Regression tables as plain values for ``results.json``."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from paneloom.estimate.check import Check
from paneloom.estimate.counts import DegreesOfFreedom, RowCount
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.study.base import text_in
from paneloom.wording import Language

LEVEL = 0.95


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
        "constant": {"estimate": _number(made.constant), "error": _number(made.constant_error),
                     "p": _number(made.constant_p)},
        "covariance_matrix": [[_number(value) for value in row] for row in made.covariance],
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
    return [
        {key: value if isinstance(value, str) else _number(value) for key, value in asdict(slope).items()}
        for slope in made.tidy(LEVEL)
    ]


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
        "df": list(check.df),
        "p": None if check.p is None else _number(check.p),
        "covariance": check.covariance,
        "reason": check.reason,
    }


def _number(value: float) -> float | None:
    value = float(value)
    return value if math.isfinite(value) else None
