"""Principal components of the correlations of scaled columns, with signs that do not depend on the library."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import Totals
from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms

# Eigenvalues closer than this, relative to the largest, are taken for equal.
TIED = 1e-9
# A coefficient or a sum of them closer to zero than this is zero but for rounding.
ZERO = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Components(Record):
    """Components of the m columns that vary, largest first.

    ``at`` (m,) are their places among all; ``values`` (m,) the eigenvalues of their correlation matrix, which
    add up to m; ``vectors`` (m, m) the unit eigenvectors in columns, oriented.
    """

    at: Integers
    values: Floats
    vectors: Floats

    def check(self, kept: int, names: tuple[str, ...]) -> None:
        """Refuse the first ``kept`` components when they are not determined: each must explain more than the next.

        Raises
        ------
        PaneloomError
            ``index-tied-components``.
        """
        gaps = -np.diff(self.values)[:kept]
        if (gaps <= TIED * self.values[0]).any():
            raise PaneloomError("index-tied-components", columns=tuple(names[j] for j in self.at))


def components(found: Totals, terms: Terms) -> Components:
    """The components of the columns that vary, over rows with every column.

    Raises
    ------
    PaneloomError
        ``index-one-row``, ``index-constant`` when no column varies.
    """
    if found.n < 2:
        raise PaneloomError("index-one-row", columns=terms.names)
    at = np.flatnonzero(np.diag(found.scatter) > 0)
    if not at.size:
        raise PaneloomError("index-constant", columns=terms.names)
    values, vectors = np.linalg.eigh(found.correlation[np.ix_(at, at)])
    order = np.arange(at.size)[::-1]
    return Components(frozen(at, np.int64), frozen(values[order]), frozen(oriented(vectors[:, order])))


def kept_figures(values: Floats, total: int) -> dict[str, float]:
    """The eigenvalues (f,) of the components kept of ``total``, and their shares of variance, numbered from 1."""
    eigenvalues = {f"eigenvalue_{k}": float(value) for k, value in enumerate(values, 1)}
    shares = {f"variance_{k}": float(value) / total for k, value in enumerate(values, 1)}
    return eigenvalues | shares | {"explained": float(values.sum() / total)}


def oriented(loadings: Floats) -> Floats:
    """Columns of ``loadings`` (m, f) turned so that each has a sum of at least 0.

    Where the sum is zero, the first coefficient that is not becomes positive.
    """
    total = loadings.sum(axis=0)
    first = loadings[(np.abs(loadings) > ZERO).argmax(axis=0), np.arange(loadings.shape[1])]
    sign = np.where(np.abs(total) > ZERO, total, first)
    return np.asarray(loadings * np.where(sign < 0, -1.0, 1.0))
