"""Whether the units of measurement of derived variables follow from those of what they read."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose, log10

from paneloom.errors import Place
from paneloom.panel.ledger import Entry
from paneloom.study.base import text_in
from paneloom.study.expression import (
    Along,
    Call,
    Expression,
    Is,
    Name,
    Number,
    Pooled,
    Shift,
    formula,
    parse,
    walk,
)
from paneloom.study.measures import Measure, comparable, measure_of
from paneloom.study.model import Study
from paneloom.study.recipes import STUDY_FILE

DIMENSION = "dimension"
SCALE = "scale of unit"
COMPARISONS = ("<", "<=", ">", ">=", "==", "!=", "in", "not in")
# What takes its arguments to be alike, and what leaves the unit of its argument as it is.
ALIKE = ("+", "-", "min", "max", "coalesce", *COMPARISONS)
SAME_UNIT = ("mean", "sum", "sd", "min", "max", "median", "winsor", "trim", "cum", "movav")


@dataclass(frozen=True, slots=True)
class _Quantity:
    """What the numbers of an expression measure.

    ``exact`` is whether every constant on the way was a power of ten, which turns units; any other may be
    part of the thing itself.
    """

    measure: Measure
    exact: bool = True
    constant: bool = False


@dataclass(frozen=True, slots=True)
class _Slip:
    """Two quantities that do not fit, the first of which stands in ``text``; ``factor`` is None for dimensions."""

    text: str
    factor: float | None


def dimension_entries(study: Study) -> tuple[Entry, ...]:
    """An entry for each derived variable whose unit does not follow from what it reads.

    Checked are those for which the unit of every variable on the way is given and understood: sums of
    unlike things; a stated unit of another dimension; one of another scale, with the factor by which the
    numbers would have to be multiplied. Logarithms, exponentials, roots and index numbers have no unit that
    could be wrong; a plain number added to a quantity passes.
    """
    entries: list[Entry] = []
    for name, variable in study.variables.items():
        if variable.expr is None:
            continue
        tree = parse(variable.expr)
        known = {part.name: _stated(study, part.name) for part in walk(tree) if isinstance(part, Name)}
        if not known or any(one is None for one in known.values()):
            continue
        slips: list[_Slip] = []
        quantity = _of(tree, {read: one for read, one in known.items() if one is not None}, slips)
        stated = _stated(study, name)
        if not slips and quantity is not None and stated is not None:
            slips = _compared(formula(tree), quantity, _Quantity(stated))
        shown = text_in(variable.unit, study.study.language)
        where = Place(STUDY_FILE, key=f"variables.{name}")
        for slip in dict.fromkeys(slips):
            rule, after = (DIMENSION, shown) if slip.factor is None else (SCALE, f"x {slip.factor:g}")
            entries.append(Entry("flagged", rule, variable=name, before=slip.text, after=after, place=where))
    return tuple(entries)


def quantity_of(study: Study, tree: Expression) -> Measure | None:
    """What the numbers of an expression measure; None where a unit on the way is not given or not understood."""
    known = {part.name: _stated(study, part.name) for part in walk(tree) if isinstance(part, Name)}
    given = {name: measure for name, measure in known.items() if measure is not None}
    quantity = _of(tree, given, []) if len(given) == len(known) else None
    return None if quantity is None else quantity.measure


def _stated(study: Study, name: str) -> Measure | None:
    """The unit given to a variable; None where it is not given, not understood or that of an index number."""
    variable = study.variables.get(name)
    measure = measure_of(variable.unit) if variable is not None and variable.unit else None
    if measure is None or any(dimension == "index" for dimension, _ in measure.dimensions):
        return None
    # A full-time equivalent is a person: the year in "person-years" is its definition, not another factor.
    dimensions = tuple((dimension, power) for dimension, power in measure.dimensions if dimension != "year")
    return Measure(measure.scale, dimensions)


def _compared(text: str, one: _Quantity, other: _Quantity) -> list[_Slip]:
    if not comparable(one.measure.dimensions, other.measure.dimensions):
        return [_Slip(text, None)]
    off = one.measure.scale / other.measure.scale
    if isclose(off, 1.0, rel_tol=1e-6) or not (one.exact and other.exact):
        return []
    return [_Slip(text, off)]


def _of(tree: Expression, known: dict[str, Measure], slips: list[_Slip]) -> _Quantity | None:
    if isinstance(tree, Number):
        return _constant(tree.value)
    if isinstance(tree, Name):
        return _Quantity(known[tree.name])
    if isinstance(tree, Shift | Pooled | Along):
        return _of_one(tree, _of(tree.argument, known, slips))
    if isinstance(tree, Is):
        return None
    parts = [_of(argument, known, slips) for argument in tree.arguments]
    if tree.function in ("neg", "abs", "round"):
        return parts[0]
    if tree.function == "if":
        return _sum(tree, parts[1:], slips)
    if tree.function in ALIKE:
        total = _sum(tree, parts, slips)
        return total if tree.function not in COMPARISONS else None
    return _product(tree, parts)


def _of_one(tree: Shift | Pooled | Along, part: _Quantity | None) -> _Quantity | None:
    """What becomes of a quantity over time or over rows; a rate of growth is a pure number."""
    if isinstance(tree, Shift):
        return part if tree.kind != "G" else _Quantity(Measure(1.0))
    return part if tree.function in SAME_UNIT else None


def _product(tree: Call, parts: list[_Quantity | None]) -> _Quantity | None:
    first, second = (parts[0], parts[1]) if len(parts) == 2 else (None, None)
    if first is None or second is None:
        return None
    exact, constant = first.exact and second.exact, first.constant and second.constant
    if tree.function == "*":
        return _Quantity(first.measure * second.measure, exact, constant)
    if tree.function == "/":
        return _Quantity(first.measure / second.measure, exact, constant)
    exponent = tree.arguments[1]
    if tree.function == "^" and isinstance(exponent, Number) and exponent.value in (1.0, 2.0, 3.0):
        return _Quantity(first.measure.power(int(exponent.value)), first.exact, first.constant)
    return None


def _constant(value: float) -> _Quantity | None:
    """Numbers multiplied by 10000 stand in a unit 10000 times as small."""
    if value <= 0:
        return None
    return _Quantity(
        Measure(1 / value), isclose(log10(value), round(log10(value)), abs_tol=1e-9), constant=True
    )


def _sum(tree: Call, parts: list[_Quantity | None], slips: list[_Slip]) -> _Quantity | None:
    """The terms must be alike, plain numbers apart."""
    terms = [part for part in parts if part is not None and not part.constant]
    for term in terms[1:]:
        slips += _compared(formula(tree), terms[0], term)
    if any(part is None for part in parts):
        return None
    return terms[0] if terms else _Quantity(Measure(1.0), exact=False, constant=True)
