"""Weights by principal components: squared loadings of the first, or coefficients of several."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.algebra.totals import Totals
from paneloom.errors import PaneloomError
from paneloom.index.weight.components import TIED, ZERO, components, kept_figures
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting


def pca(found: Totals, terms: Terms) -> Weighting:
    """The squared coefficients of the first principal component, which sum to 1 as they are.

    The components are those of the correlation matrix, so the weights do not depend on the scale of the
    columns. A component is turned so that its coefficients have a positive sum. An indicator whose coefficient
    is negative all the same runs against the others: its weight is positive, and the warning
    "negative_loading" names it. ``columns["loading"]`` are correlations with the component, with their signs.

    Raises
    ------
    PaneloomError
        ``index-one-row``, ``index-constant``, ``index-tied-components`` when the first component is not
        determined because the second explains as much.
    """
    made = components(found, terms)
    made.check(1, terms.names)
    vector = _spread(made.vectors[:, 0], made.at, len(terms.names))
    columns = {"loading": vector * np.sqrt(made.values[0]), "coefficient": vector}
    warnings = _negative("negative_loading", vector, terms.names)
    return weighting(
        "pca", terms.names, vector**2, columns, kept_figures(made.values[:1], made.values.size),
        warnings + constant_warnings(_varies(made.at, len(terms.names)), terms.names),
    )  # fmt: skip


def pca_composite(found: Totals, terms: Terms) -> Weighting:
    """Coefficients of the components with eigenvalues above 1, averaged by explained variance, over their sum.

    The recipe of statistics handbooks and of many papers in Chinese: loadings divided by the square root of
    the eigenvalue, weighted by each component's share of variance, then divided by their sum. There the signs
    of the components are those that the software happened to give; here each is turned so that its
    coefficients have a positive sum. A coefficient may be negative all the same; it is kept, and the warning
    "negative_weight" names it. Without an eigenvalue above 1 the first component is used.

    Raises
    ------
    PaneloomError
        ``index-one-row``, ``index-constant``, ``index-tied-components``; ``index-loadings-cancel`` when the
        coefficients add up to nothing.
    """
    made = components(found, terms)
    kept = max(int((made.values > 1.0 + TIED).sum()), 1)
    made.check(kept, terms.names)
    values = made.values[:kept]
    mixed = made.vectors[:, :kept] @ values / values.sum()
    if abs(float(mixed.sum())) <= ZERO:
        raise PaneloomError("index-loadings-cancel", columns=tuple(terms.names[j] for j in made.at))
    coefficient = _spread(mixed, made.at, len(terms.names))
    weight = coefficient / coefficient.sum()
    warnings = _negative("negative_weight", weight, terms.names)
    return Weighting(
        "pca-composite", terms.names, frozen(weight), {"coefficient": frozen(coefficient)},
        {"components": float(kept), **kept_figures(values, made.values.size)},
        warnings + constant_warnings(_varies(made.at, len(terms.names)), terms.names),
    )  # fmt: skip


def _spread(values: Floats, at: np.ndarray, count: int) -> Floats:
    wide = np.zeros(count)
    wide[at] = values
    return wide


def _varies(at: np.ndarray, count: int) -> np.ndarray:
    return np.isin(np.arange(count), at)


def _negative(key: str, values: Floats, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((key, name) for name, value in zip(names, values, strict=True) if value < -ZERO)
