"""What a moderator adds to a model: itself and its product with each regressor, as expressions.

With y = b x + g m + c x m the slope of x is b + c m (Aiken and West 1991, ch. 2). Centring takes the mean of all rows of
the panel off both factors of the product: b is the slope where m is at its mean, and c is the same.
"""

from __future__ import annotations

from typing import Any

from paneloom.errors import PaneloomError
from paneloom.study.expression import formula, parse


def moderated(column: dict[str, Any], moderator: str, centre: str) -> dict[str, Any]:
    """The regressors of a column with a moderator and its products; among the controls it stands no more."""
    regressors = column["x"] or ()
    products = tuple(product(name, moderator, centre) for name in regressors)
    own = canonical(moderator)
    controls = tuple(name for name in column["controls"] or () if canonical(name) != own)
    return {"x": (*regressors, moderator, *products), "controls": controls}


def product(regressor: str, moderator: str, centre: str) -> str:
    """The product of a regressor and a moderator, both with their means off under "grand-mean"."""
    if centre == "grand-mean":
        return canonical(f"(({regressor}) - mean({regressor})) * (({moderator}) - mean({moderator}))")
    return canonical(f"({regressor}) * ({moderator})")


def canonical(text: str) -> str:
    """The text of an expression without the accidents of its spelling."""
    try:
        return formula(parse(text))
    except PaneloomError:
        return text
