"""Printed numbers of another study beside ours: does ours round to the digits in print?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from paneloom.estimate.description import Description
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.study.sections import PrintedValue, Published

CONSTANT = "constant"
# Our own rounding error, as a share of the half unit: a value that is a tie on paper must not miss by an ulp.
ALLOWANCE = Decimal("1e-9")
_FIELDS = {"mean": "mean", "sd": "sd", "min": "minimum", "max": "maximum", "n": "n"}


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One printed value: ours and ours - printed, both None when we have no such number; whether they agree."""

    printed: PrintedValue
    ours: float | None
    difference: float | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All printed values of one section of the study, in its order."""

    name: str
    published: Published
    values: tuple[ComparedValue, ...]

    @property
    def agreeing(self) -> int:
        """How many printed values ours round to."""
        return sum(value.agrees for value in self.values)


def compare(published: Published, fitted: EstimateTable | Description, name: str = "") -> Comparison:
    """The printed values of ``published``, the section ``name`` of the study, beside those of the part it is about.

    A value without a column belongs to the first column of the table that has its term. The term
    "constant" is the constant; N and R² belong to the column, whatever their term.
    """
    return Comparison(
        name or published.of,
        published,
        tuple(_compared(value, _ours(value, fitted)) for value in published.values),
    )


def decimal(printed: str) -> Decimal:
    """The printed number, exactly; the true minus sign is read as well as the hyphen."""
    return Decimal(printed.replace("\N{MINUS SIGN}", "-"))


def digits(printed: str) -> int:
    """How many digits are printed after the point."""
    return len(printed.partition(".")[2])


def rounds_to(ours: float, printed: str) -> bool:
    """Whether ``ours`` lies within half a unit of the last printed digit, ends included.

    So both roundings of a tie are accepted, to even and away from zero.
    """
    if not isfinite(ours):
        return False
    half = Decimal(1).scaleb(-digits(printed)) / 2
    return abs(Decimal(ours) - decimal(printed)) <= half * (1 + ALLOWANCE)


def _compared(printed: PrintedValue, ours: float | None) -> ComparedValue:
    if ours is None or not isfinite(ours):
        return ComparedValue(printed, None, None, agrees=False)
    difference = float(Decimal(ours) - decimal(printed.value))
    return ComparedValue(printed, ours, difference, rounds_to(ours, printed.value))


def _ours(printed: PrintedValue, fitted: EstimateTable | Description) -> float | None:
    if isinstance(fitted, Description):
        return _described(printed, fitted)
    fits = fitted.estimates
    if printed.column is not None:
        fits = fits[printed.column - 1 : printed.column]
    return next((value for value in (_estimated(printed, fit) for fit in fits) if value is not None), None)


def _described(printed: PrintedValue, description: Description) -> float | None:
    if printed.term not in description.names or printed.statistic not in _FIELDS:
        return None
    at = description.names.index(printed.term)
    return float(getattr(description, _FIELDS[printed.statistic])[at])


def _estimated(printed: PrintedValue, fit: Estimate) -> float | None:
    whole = {"n": float(fit.rows.used), "r2_within": fit.r2_within, "r2_overall": fit.r2_overall}
    if printed.statistic in whole:
        return whole[printed.statistic]
    if printed.statistic not in ("estimate", "se"):
        return None
    if printed.term == CONSTANT:
        return fit.constant if printed.statistic == "estimate" else fit.constant_error
    if printed.term not in fit.names:
        return None
    at = fit.names.index(printed.term)
    return float(fit.coefficients[at] if printed.statistic == "estimate" else fit.errors[at])
