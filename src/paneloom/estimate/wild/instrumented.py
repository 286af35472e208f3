"""The wild restricted efficient bootstrap of the only endogenous slope of 2SLS (WRE; Davidson and MacKinnon 2010).

Under the null b = b0 the structural residuals u are those of y - b0 Y on the exogenous regressors; the first stage
is fitted beside u, which makes it efficient, and its residuals w are what it leaves of Y without u (their equations
10 to 12). A draw multiplies u and w of a cluster by the same weight, makes Y* and then y*, and takes the t of 2SLS,
studentised by the errors clustered one way (Roodman, MacKinnon, Nielsen and Webb 2019, section 8.2). With V2 the
orthonormal instruments net of all exogenous columns and f* = V2'Y*, the slope of a draw is b0 + f*'V2'u* / f*'f*,
and the score of a cluster f*'V2_g'(residual of the draw)_g is a combination of vectors that are linear in the
weights: their products, taken once, serve every null.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations_with_replacement

import numpy as np

from paneloom.algebra.cluster_parts import Parts
from paneloom.algebra.factor import triangle
from paneloom.algebra.record import Floats, Integers, Record
from paneloom.estimate.wild.restricted import BATCH, TIE


@dataclass(frozen=True, slots=True, eq=False)
class FirstStage(Record):
    """What the null moves, of q instruments.

    ``fitted`` (q,) V2'Y, ``left`` (q,) V2'e of the residuals e of 2SLS, zeros when just identified; ``square`` of
    what the instruments leave of Y, its product ``cross`` with that of e, and the ``residual`` square of e.
    """

    fitted: Floats
    left: Floats
    square: float
    cross: float
    residual: float

    def efficient(self, d: float) -> Floats:
        """(q,) the first stage fitted beside the residuals e + d Y of the null."""
        beside = self.cross + d * self.square
        share = beside / (self.residual + d * (self.cross + beside))
        return np.asarray(self.fitted - share * (self.left + d * self.fitted))


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrapped2sls(Record):
    """The t statistics of B draws as a function of d, the estimate less the null.

    ``sums`` (2 + q, q, B) V2'(v e), V2'(v Y) and V2'(v V2); ``products`` (n, n, B) of the vectors over clusters that
    make up scores, n = (2 + q) q; ``error`` that of the slope without small-sample factor.
    """

    stage: FirstStage
    sums: Floats
    products: Floats
    error: float

    @property
    def size(self) -> int:
        """How many draws, B."""
        return int(self.sums.shape[-1])

    def reached(self, d: float, at: Integers | slice) -> np.ndarray:
        """Which of the draws ``at`` have a t at least as far from zero as the observed one; ties count."""
        stage = self.stage.efficient(d)
        sums, products = self.sums[..., at], self.products[..., at]
        fitted = stage[:, None] + sums[1] - np.einsum("klb,k->lb", sums[2:], stage)
        top, length = (fitted * (sums[0] + d * sums[1])).sum(axis=0), (fitted**2).sum(axis=0)
        slope = np.divide(top, length, out=np.zeros_like(top), where=length > 0)
        parts = np.vstack([np.ones_like(slope), d - slope, slope * stage[:, None]])
        c = (parts[:, None] * fitted).reshape(-1, slope.size)
        square = np.einsum("ib,ijb,jb->b", c, products, c)
        return np.asarray((self.error * top) ** 2 >= (1 - TIE) * d * d * square)


def bootstrapped_2sls(parts: Parts, slope: int, swept: Floats, weights: Floats) -> Bootstrapped2sls:
    """The draws ``weights`` (B, G) of the only endogenous slope, the one at position ``slope``.

    ``swept`` (k, m + 2) are rows of the factor: the m exogenous columns and instruments, then Y, then the
    residuals of 2SLS.
    """
    p = parts.targets.shape[1] - 1
    d = parts.gram.shape[1] - p
    # Dummies and exogenous regressors come before the instruments.
    a = d + p - 1
    endogenous = np.linalg.inv(parts.targets[d:, :p]).T[:, slope]
    of_y = parts.cross[:, :, d:] @ endogenous
    total = of_y.sum(axis=0)
    moments = np.stack([parts.pulls, of_y - parts.instruments[:, :, :a] @ total[:a]], axis=1)
    moments = np.concatenate([moments, parts.instruments[:, a:, :]], axis=1)
    upper = triangle(swept)[-2:, -2:]
    left = parts.pulls[:, a:].sum(axis=0)
    square, cross = upper[0, 0] ** 2, upper[0, 0] * upper[0, 1]
    stage = FirstStage(
        total[a:], left, float(square), float(cross), float(upper[0, 1] ** 2 + upper[1, 1] ** 2)
    )
    error = np.sqrt(((parts.pulls[:, a:] @ total[a:]) ** 2).sum()) / (total[a:] @ total[a:])
    sums, products = _drawn(moments, parts.instruments, a, weights)
    return Bootstrapped2sls(stage, sums, products, float(error))


def _drawn(moments: Floats, gram: Floats, a: int, weights: Floats) -> tuple[Floats, Floats]:
    """Sums and products of the draws; ``moments`` (G, 2 + q, s) are V_g'e, V_g'Y, V_g'V2 by cluster.

    The vector of one of them in instrument l is v_g m_gl less what the exogenous columns fit of it, V2_g'V1 V1'(v m);
    from that of V2 the part that no weight touches, V2_g'V2, is taken off.
    """
    g, m, s = moments.shape
    q, b = s - a, len(weights)
    sums, products = np.empty((m, q, b)), np.empty((m * q, m * q, b))
    # (G, m q, G): how the weight of one cluster moves the vectors of another.
    moved = -np.einsum("gla,hma->hmlg", gram[:, a:, :a], moments[:, :, :a])
    clusters = np.arange(g)
    moved[clusters, :, :, clusters] += moments[:, :, a:]
    moved = np.ascontiguousarray(moved.reshape(g, -1))
    fixed = gram[:, a:, a:].transpose(1, 2, 0).reshape(q * q, g)
    pairs = list(combinations_with_replacement(range(m * q), 2))
    for start in range(0, b, BATCH):
        at = slice(start, start + BATCH)
        drawn = weights[at]
        own = drawn @ moments[:, :, a:].reshape(g, -1)
        sums[:, :, at] = own.T.reshape(m, q, -1)
        vectors = (drawn @ moved).reshape(-1, m * q, g)
        vectors[:, 2 * q :] -= fixed
        for i, j in pairs:
            products[i, j, at] = products[j, i, at] = np.einsum("bg,bg->b", vectors[:, i], vectors[:, j])
    return sums, products
