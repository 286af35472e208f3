"""Weights by factor analysis (OECD and JRC 2008, Handbook on Constructing Composite Indicators, section 6.1)."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.algebra.totals import Totals
from paneloom.index.weight.components import TIED, ZERO, components, kept_figures, oriented
from paneloom.index.weight.weighting import Terms, Weighting, constant_warnings, weighting

# Jolliffe's bound (2002, Principal Component Analysis, section 6.1.2).
SMALLEST = 0.7
SWEEPS = 1000
TURNED = 1e-13


def factor(found: Totals, terms: Terms) -> Weighting:
    """Squared loadings, scaled to unit sum within each factor, times the factor's share of explained variance.

    The factors are principal components of the correlation matrix with eigenvalues of at least 0.7, rotated
    by varimax with Kaiser's normalisation. That bound keeps four factors in the handbook's own example, as
    the handbook does; Kaiser's bound of 1 would keep two. As in the handbook (after Nicoletti, Scarpetta and
    Boylaud 2000), an indicator counts in the one factor on which its loading is highest, and the products are
    divided by their sum: with every indicator counted in every factor the rotation would not matter.

    Factors are turned so that their loadings have a positive sum. An indicator whose largest loading is
    negative runs against the others; the warning "negative_loading" names it.

    Raises
    ------
    PaneloomError
        ``index-one-row``, ``index-constant``.
    """
    made = components(found, terms)
    kept = int((made.values >= SMALLEST - TIED).sum())
    loadings = oriented(varimax(made.vectors[:, :kept] * np.sqrt(made.values[:kept])))
    explained = (loadings**2).sum(axis=0)
    home = loadings.argmax(axis=1)
    own = loadings[np.arange(home.size), home]
    scaled = own**2 / explained[home]
    count = len(terms.names)
    size, loading, number = np.zeros(count), np.zeros(count), np.full(count, np.nan)
    size[made.at] = scaled * explained[home] / explained.sum()
    loading[made.at] = own
    number[made.at] = home + 1.0
    strongest = loadings[np.arange(home.size), np.abs(loadings).argmax(axis=1)]
    against = tuple(
        ("negative_loading", terms.names[j]) for j, v in zip(made.at, strongest, strict=True) if v < -ZERO
    )
    rotated = {f"rotated_{k}": float(value) / made.values.size for k, value in enumerate(explained, 1)}
    figures = {"factors": float(kept), **kept_figures(made.values[:kept], made.values.size), **rotated}
    return weighting(
        "factor", terms.names, size, {"loading": loading, "factor": number}, figures,
        against + constant_warnings(~np.isnan(number), terms.names),
    )  # fmt: skip


def varimax(loadings: Floats) -> Floats:
    """The loadings (m, f) rotated to the largest variance of their squares within factors.

    Kaiser (1958): rows are brought to unit length, pairs of factors turned in their plane by the angle that
    is best for them until none turns, and rows get their lengths back. The columns keep the order of the
    factors they start from.
    """
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    rotated = np.divide(loadings, length, out=np.zeros(loadings.shape), where=length > 0)
    count = rotated.shape[1]
    pairs = [(p, q) for p in range(count) for q in range(p + 1, count)]
    for _ in range(SWEEPS):
        largest = max((_turn(rotated, p, q) for p, q in pairs), default=0.0)
        if largest <= TURNED:
            break
    return np.asarray(rotated * length)


def _turn(rotated: Floats, p: int, q: int) -> float:
    """Turn factors p and q in their plane, in place; the angle by which they were turned."""
    x, y = rotated[:, p].copy(), rotated[:, q].copy()
    u, v = x * x - y * y, 2.0 * x * y
    a, b = u.sum(), v.sum()
    above = 2.0 * (u @ v) - 2.0 * a * b / x.size
    below = u @ u - v @ v - (a * a - b * b) / x.size
    angle = 0.25 * float(np.arctan2(above, below)) if max(abs(above), abs(below)) > TURNED else 0.0
    cosine, sine = np.cos(angle), np.sin(angle)
    rotated[:, p], rotated[:, q] = cosine * x + sine * y, cosine * y - sine * x
    return abs(angle)
