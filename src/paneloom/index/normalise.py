"""Min-max scaling over pooled bounds, as expressions that every engine can evaluate."""

from __future__ import annotations

from paneloom.study.expression import Call, Expression, Name, Number
from paneloom.study.sections import Indicator


def minmax(indicator: Indicator, minimum: float, maximum: float) -> Expression:
    """(x - min) / (max - min) where larger is better, (max - x) / (max - min) where smaller is; 0 if constant."""
    x = Name(indicator.variable)
    if minimum == maximum:
        return Call("*", (Number(0.0), x))
    distance = (x, Number(minimum)) if indicator.direction == "+" else (Number(maximum), x)
    return Call("/", (Call("-", distance), Number(maximum - minimum)))
