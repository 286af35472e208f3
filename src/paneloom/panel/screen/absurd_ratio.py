"""Shares, and ratios of money to money, that are a hundred times and more what the whole could be.

A unit of measurement declared wrongly (万元 for numbers in 亿元) moves every number of a variable alike, and so
leaves no trace in its own history; it shows where the variable is divided by another.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import Place
from paneloom.panel.dimensions import quantity_of
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Entry
from paneloom.study.base import Text
from paneloom.study.expression import Call, Expression, Number, parse
from paneloom.study.measure_words import MONEY
from paneloom.study.measures import Measure, measure_of
from paneloom.study.model import Study
from paneloom.study.recipes import STUDY_FILE

RULE = "absurd ratio"
FACTOR = 100.0
_SHARE = "1"


class _Share(NamedTuple):
    """A variable that is a share: what its numbers are multiplied by, and its name for the whole."""

    scale: float
    whole: str


def absurd_ratios(frame: Frame, study: Study) -> tuple[Entry, ...]:
    """One entry for each share whose median is a hundred times the whole or more, at its largest value.

    Looked at are variables in per cent or in the unit "1", and quotients of money by money. Quotients of
    other things, persons by persons or area by area, may be of any size, and very small shares may be true.
    """
    entries = []
    for name, values in frame.numbers.items():
        share = _share(study, name) if name in study.variables else None
        present = np.abs(values[~np.isnan(values)])
        if share is None or not present.size or float(np.median(present)) * share.scale < FACTOR:
            continue
        entries.append(_entry(frame, name, values, share))
    return tuple(entries)


def _entry(frame: Frame, name: str, values: Floats, share: _Share) -> Entry:
    row = int(np.nanargmax(np.abs(values)))
    return Entry(
        "flagged",
        RULE,
        unit=frame.units[int(frame.unit[row])],
        time=int(frame.time[row]),
        variable=name,
        before=f"{values[row]:.10g}",
        after=f"0 – {share.whole}",
        place=Place(STUDY_FILE, key=f"variables.{name}"),
        count=int(np.sum(np.abs(values) * share.scale >= FACTOR)),
    )


def _share(study: Study, name: str) -> _Share | None:
    variable = study.variables[name]
    if variable.unit:
        return _stated(variable.unit)
    if variable.expr is None:
        return None
    tree = parse(variable.expr)
    measure = quantity_of(study, tree)
    if measure is None or measure.dimensions or not _is_money_by_money(study, tree):
        return None
    return _Share(measure.scale, f"{1 / measure.scale:g}")


def _stated(unit: Text) -> _Share | None:
    if measure_of(unit) == Measure(0.01):
        return _Share(0.01, "100")
    texts = (unit,) if isinstance(unit, str) else (unit.en, unit.zh)
    return _Share(1.0, "1") if _SHARE in texts else None


def _is_money_by_money(study: Study, tree: Expression) -> bool:
    """Whether an expression divides money by money, constants beside them apart."""
    if not isinstance(tree, Call) or tree.function not in ("*", "/"):
        return False
    first, second = tree.arguments
    if isinstance(second, Number):
        return _is_money_by_money(study, first)
    if tree.function == "*":
        return isinstance(first, Number) and _is_money_by_money(study, second)
    measure = quantity_of(study, first)
    return measure is not None and any(dimension in MONEY for dimension, _ in measure.dimensions)
