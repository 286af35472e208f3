"""Principal components of the indicators, and whether their correlations bear them: KMO and Bartlett's test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import totals
from paneloom.index.index import Index
from paneloom.index.weight.components import components
from paneloom.index.weight.weighting import Terms

# Below this a correlation matrix cannot be inverted with any digit left.
SINGULAR = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Adequacy(Record):
    """Whether correlations of k columns over n rows bear components; NaN where they are singular.

    ``kmo`` is Kaiser's measure of sampling adequacy (Kaiser and Rice 1974), ``kmo_by`` (k,) that of each column.
    ``bartlett`` is -(n - 1 - (2k + 5) / 6) ln det R (Bartlett 1951), chi-squared with ``df`` = k (k - 1) / 2 when
    the columns are uncorrelated and normal; ``p`` its probability then.
    """

    kmo: float
    kmo_by: Floats
    bartlett: float
    df: int
    p: float


@dataclass(frozen=True, slots=True, eq=False)
class PrincipalComponents(Record):
    """Components of the correlations of the k indicators that vary, over ``n`` rows that have them all.

    ``eigenvalues`` (k,) add up to k; ``explained`` and ``cumulative`` (k,) are shares; ``loadings`` (k, k) are
    correlations of indicators (rows) with components (columns), each turned so that its sum is at least 0.
    ``kept`` counts the eigenvalues above 1 (Kaiser's criterion). ``constant`` are indicators that do not vary.
    """

    names: tuple[str, ...]
    n: int
    eigenvalues: Floats
    explained: Floats
    cumulative: Floats
    loadings: Floats
    kept: int
    constant: tuple[str, ...]
    adequacy: Adequacy


def principal_components(index: Index, values: Floats, times: Integers) -> PrincipalComponents:
    """The components of the scaled indicators of raw ``values`` (n, J) of rows at ``times`` (n,).

    Raises
    ------
    PaneloomError
        ``index-one-row``, ``index-constant`` when no indicator varies.
    """
    return components_of(index.recipe.variables, index.stages(values, times).scaled)


def components_of(names: tuple[str, ...], z: Floats) -> PrincipalComponents:
    """Of the columns ``z`` (n, k), over rows that have them all.

    Raises
    ------
    PaneloomError
        As ``principal_components``.
    """
    found = totals(names, z[~np.isnan(z).any(axis=1)])
    made = components(found, Terms(names))
    # An eigenvalue that rounding left below zero is zero.
    eigenvalues = np.maximum(made.values, 0.0)
    explained = eigenvalues / eigenvalues.sum()
    varying = tuple(names[j] for j in made.at)
    return PrincipalComponents(
        names=varying,
        n=found.n,
        eigenvalues=frozen(eigenvalues),
        explained=frozen(explained),
        cumulative=frozen(np.cumsum(explained)),
        loadings=frozen(made.vectors * np.sqrt(eigenvalues)),
        kept=int((eigenvalues > 1.0).sum()),
        constant=tuple(name for name in names if name not in varying),
        adequacy=adequacy(found.correlation[np.ix_(made.at, made.at)], found.n),
    )


def adequacy(correlation: Floats, n: int) -> Adequacy:
    """Of a correlation matrix (k, k) over ``n`` rows."""
    k = len(correlation)
    df = k * (k - 1) // 2
    nothing = float("nan")
    values = np.linalg.eigvalsh(correlation)
    if k < 2 or values[0] <= SINGULAR * values[-1]:
        return Adequacy(nothing, frozen(np.full(k, np.nan)), nothing, df, nothing)
    # SciPy's special functions take a tenth of a second to import.
    from scipy.special import gammaincc

    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(np.diag(inverse))
    partial = inverse / np.outer(scale, scale)
    off = ~np.eye(k, dtype=bool)
    shared, own = (correlation**2 * off).sum(axis=0), (partial**2 * off).sum(axis=0)
    total = float(shared.sum() + own.sum())
    statistic = max(-(n - 1 - (2 * k + 5) / 6) * float(np.log(values).sum()), 0.0)
    with np.errstate(invalid="ignore"):
        each = shared / (shared + own)
    return Adequacy(
        float(shared.sum()) / total if total > 0 else nothing, frozen(each), statistic, df,
        float(gammaincc(df / 2, statistic / 2)),
    )  # fmt: skip
