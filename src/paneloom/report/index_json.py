"""What ``results.json`` holds of an index."""

from __future__ import annotations

from typing import Any

import numpy as np

from paneloom.index.bounds_used import bounds_used
from paneloom.index.findings import AverageParts, Findings, RankPaths
from paneloom.index.index import Affine, Index
from paneloom.index.index_table import figures_of
from paneloom.index.method_weights import MethodWeights
from paneloom.index.ranking import Ranking
from paneloom.index.uncertainty.sobol import SobolIndices
from paneloom.index.uncertainty.uncertainty import UncertaintyOfIndex
from paneloom.report.json_numbers import number, numbers
from paneloom.report.reading_json import readings_json
from paneloom.study.base import text_in
from paneloom.wording import Language


def index_json(index: Index, language: Language) -> dict[str, Any]:
    """An index: its recipe in short, its indicators, its dimensions, its line."""
    return {
        "name": index.name,
        "label": text_in(index.label, language),
        "method": index.part.method,
        "scale": index.part.scale,
        "bounds": list(index.part.bounds) if isinstance(index.part.bounds, tuple) else index.part.bounds,
        "levels": index.part.levels,
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
        "weights_by_year": _by_year(index),
        "affine": _affine(index.affine),
        "warnings": [{"warning": key, "variable": variable} for key, variable in index.warnings],
        "reports": [{"warning": key, "variable": variable} for key, variable in index.reports],
    }


def _by_year(index: Index) -> list[dict[str, Any]]:
    """The weights of each year and what they were made of, node by node; none where they are of all years."""
    return [
        {
            "time": made.time,
            "node": node.name,
            "children": list(made.names),
            "weights": numbers(made.weight),
            "n": None if made.n is None else made.n.tolist(),
            "made_of": {key: numbers(values) for key, values in made.columns.items()},
        }
        for node in index.nodes
        for made in node.weightings
        if made.time is not None
    ]


def _affine(line: Affine | None) -> dict[str, Any] | None:
    if line is None:
        return None
    return {
        "constant": number(line.constant),
        "slopes": dict(zip(line.columns, numbers(line.slopes), strict=True)),
    }


def _indicators(index: Index, language: Language) -> list[dict[str, Any]]:
    made_of = figures_of(index)
    has_bounds = index.part.scale == "minmax" and not index.scaling.times.size
    bounds = bounds_used(index) if has_bounds else np.full((len(index.indicators), 2), np.nan)
    columns = zip(
        index.indicators, index.n, index.minimum, index.maximum, index.mean,
        index.entropy, index.divergence, index.weight, bounds, strict=True,
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
            "lower_bound": number(lower),
            "upper_bound": number(upper),
            "level_years": list(index.scaling.level_years(j)),
            "made_of": {key: number(index.of_weighting(key)[j]) for key in made_of},
        }
        for j, (indicator, n, low, high, mean, entropy, divergence, weight, (lower, upper)) in enumerate(
            columns
        )
    ]


def ranking_json(ranking: Ranking) -> dict[str, Any]:
    """Units by their averages."""
    rows = zip(ranking.units, ranking.ranks, ranking.averages, strict=True)
    return {
        "index": ranking.name,
        "columns": list(ranking.columns),
        "units": [
            {"unit": unit, "rank": int(rank), "averages": numbers(averages)} for unit, rank, averages in rows
        ],
        "unranked": list(ranking.unranked),
    }


def findings_json(found: Findings) -> dict[str, Any]:
    """What the study asked to see of an index; null for what it did not."""
    return {
        "index": found.name,
        "weights_by_method": None if found.weights is None else _weights_by_method(found.weights),
        "ranks_by_year": None if found.ranks is None else _ranks(found.ranks),
        "contributions": None if found.contributions is None else _contributions(found.contributions),
        "uncertainty": None if found.uncertainty is None else _uncertainty(found.uncertainty),
        **readings_json(found),
    }


def _weights_by_method(made: MethodWeights) -> dict[str, Any]:
    refused = {refusal.asked: refusal.slug for refusal in made.refusals}
    return {
        "indicators": list(made.indicators),
        "methods": [
            {
                "method": method,
                "weights": None if method in refused else numbers(weight),
                "refused": refused.get(method),
            }
            for method, weight in zip(made.methods, made.weight, strict=True)
        ],
    }


def _ranks(made: RankPaths) -> dict[str, Any]:
    return {"units": list(made.units), "times": list(made.times), "ranks": numbers(made.ranks)}


def _contributions(made: AverageParts) -> dict[str, Any]:
    return {
        "rule": made.rule,
        "indicators": list(made.indicators),
        "units": list(made.units),
        "values": numbers(made.values),
        "constant": numbers(made.constant),
        "dimensions": list(made.dimensions),
        "by_dimension": numbers(made.by_dimension),
    }


def _uncertainty(made: UncertaintyOfIndex) -> dict[str, Any]:
    draws, ends = made.draws, made.draws.rank_intervals()
    rows = zip(
        draws.units, draws.nominal_average_ranks, ends.low, ends.median, ends.high,
        draws.share_in_top(made.top), strict=True,
    )  # fmt: skip
    return {
        "runs": draws.runs,
        "seed": draws.seed,
        "top": made.top,
        "choices": {choice.name: [one.name for one in choice.alternatives] for choice in draws.choices},
        "units": [
            {
                "unit": unit,
                "nominal": int(nominal),
                "low": number(low),
                "median": number(median),
                "high": number(high),
                "share_in_top": number(share),
            }
            for unit, nominal, low, median, high, share in rows
        ],
        "sensitivity": None if made.indices is None else _sensitivity(made.indices),
    }


def _sensitivity(found: SobolIndices) -> dict[str, Any]:
    figures = {
        "first": found.first, "first_low": found.first_low, "first_high": found.first_high,
        "total": found.total, "total_low": found.total_low, "total_high": found.total_high,
    }  # fmt: skip
    return {
        "runs": found.runs,
        "level": number(found.level),
        "inputs": list(found.inputs),
        "outcomes": list(found.outcomes),
        **{key: numbers(values) for key, values in figures.items()},
    }
