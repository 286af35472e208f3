"""What ``results.json`` holds of the readings of an index."""

from __future__ import annotations

from typing import Any

from paneloom.index.findings import Findings
from paneloom.index.looks import Coherence, Growth, UnitChange, UnitProfiles, UnitYears
from paneloom.index.reading.change import FACTORS
from paneloom.index.reading.components import PrincipalComponents
from paneloom.index.reading.correlations import Pair
from paneloom.index.reading.effective import EffectiveWeights
from paneloom.index.reading.leave_out import LeaveOut
from paneloom.index.reading.obstacle import Obstacles
from paneloom.report.json_numbers import number, numbers


def readings_json(found: Findings) -> dict[str, Any]:
    """Each reading, null for one that was not asked for, and those that were refused."""
    effective = found.effective
    return {
        "coherence": None if found.coherence is None else _coherence(found.coherence),
        "effective": None
        if effective is None
        else {"indicators": _effective(effective.indicators), "dimensions": _effective(effective.dimensions)},
        "leave_out": None if found.left_out is None else [_left_out(made) for made in found.left_out],
        "obstacles": None if found.obstacles is None else _obstacles(found.obstacles),
        "growth": None if found.growth is None else _growth(found.growth),
        "change": None if found.change is None else _change(found.change),
        "year_on_year": None if found.year_on_year is None else _year_on_year(found.year_on_year),
        "profiles": None if found.profiles is None else _profiles(found.profiles),
        "refused": [{"reading": item.asked, "reason": item.slug} for item in found.refused],
    }


def _coherence(found: Coherence) -> dict[str, Any]:
    return {
        "nodes": [
            {
                "node": alpha.node,
                "indicators": list(alpha.names),
                "n": alpha.n,
                "alpha": number(alpha.raw),
                "alpha_standardised": number(alpha.standardised),
                "alpha_without": numbers(alpha.without),
                "item_rest": numbers(alpha.item_rest),
                "components": None if made is None else _components(made),
            }
            for alpha, made in zip(found.alphas, found.components, strict=True)
        ],
        "correlation": {"indicators": list(found.pairs.names), "matrix": numbers(found.pairs.matrix)},
        "redundant": [_pair(pair) for pair in found.pairs.redundant],
        "opposed": [_pair(pair) for pair in found.pairs.opposed],
    }


def _components(made: PrincipalComponents) -> dict[str, Any]:
    tested = made.adequacy
    return {
        "indicators": list(made.names),
        "eigenvalues": numbers(made.eigenvalues),
        "kept": made.kept,
        "kmo": number(tested.kmo),
        "bartlett": number(tested.bartlett),
        "df": tested.df,
        "p": number(tested.p),
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {"one": pair.one, "two": pair.two, "correlation": number(pair.correlation)}


def _effective(found: EffectiveWeights) -> dict[str, Any]:
    return {
        "names": list(found.names),
        "n": found.n,
        "weight": numbers(found.nominal),
        "variance_share": numbers(found.variance_share),
        "squared_correlation": numbers(found.squared_correlation),
        "main_effect": numbers(found.main_effect),
    }


def _left_out(made: LeaveOut) -> dict[str, Any]:
    return {
        "what": made.what,
        "times": [int(time) for time in made.times],
        "items": [
            {
                "name": item.name,
                "weight": number(item.weight),
                "mean_shift": numbers(item.mean_shift),
                "max_shift": numbers(item.max_shift),
                "spearman": numbers(item.spearman),
                "refused": item.refused or None,
            }
            for item in made.items
        ],
    }


def _obstacles(found: Obstacles) -> dict[str, Any]:
    return {
        "years": [
            {"time": year.time, "indicators": list(year.names), "degree": numbers(year.degree)}
            for year in found.top
        ],
        "beyond": list(found.beyond),
    }


def _growth(found: Growth) -> dict[str, Any]:
    made = found.shift
    return {
        "start": made.start,
        "end": made.end,
        "units": list(found.units),
        "rank_before": numbers(made.rank_before),
        "rank_after": numbers(made.rank_after),
        "gain": numbers(made.gain),
        "climbed": numbers(made.climbed),
        "growth": numbers(made.growth),
        "annual": numbers(made.annual),
    }


def _change(found: UnitChange) -> dict[str, Any]:
    made = found.change
    return {
        "start": made.start,
        "end": made.end,
        "units": list(found.units),
        "before": numbers(made.before),
        "after": numbers(made.after),
        "factors": list(FACTORS),
        "varies": list(made.varies),
        "parts": numbers(made.parts),
        "by_indicator": None if made.by_indicator is None else numbers(made.by_indicator),
        "constant": None if made.constant is None else numbers(made.constant),
    }


def _year_on_year(found: UnitYears) -> dict[str, Any]:
    made = found.years
    return {
        "groups": list(made.groups),
        "units": list(found.units),
        "times": [int(time) for time in made.times],
        "change": numbers(made.change),
        "growth": numbers(made.growth),
        "mean_change": numbers(made.mean_change),
        "mean_growth": numbers(made.mean_growth),
    }


def _profiles(found: UnitProfiles) -> dict[str, Any]:
    return {
        "time": found.time,
        "indicators": list(found.profiles[0].names),
        "threshold": number(found.profiles[0].threshold),
        "units": [
            {
                "unit": unit,
                "distance": numbers(one.distance),
                "strengths": list(one.strengths),
                "weaknesses": list(one.weaknesses),
            }
            for unit, one in zip(found.units, found.profiles, strict=True)
        ],
    }
