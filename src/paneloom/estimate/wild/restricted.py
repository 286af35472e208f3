"""The restricted wild cluster bootstrap of a slope of least squares (WCR; Cameron, Gelbach and Miller 2008).

Under the null b = b0 the residuals of the restricted model are e + (b - b0) x / x'x, x the regressor net of all
others; each draw multiplies them by one weight for each cluster. Effects and controls are fitted anew in every
draw, and t is studentised by the errors clustered one way. All of it is linear in the weights v and in d = b - b0
(MacKinnon 2023; Roodman, MacKinnon, Nielsen and Webb 2019, section 4): the numerator of t is v'(n + d m), the
scores are (P + d Q) v with matrices of G x G, so that any null costs a few numbers for each draw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.cluster_parts import Parts
from paneloom.algebra.record import Floats, Integers, Record

# Draws that are worked on at once stay in the cache of a processor.
BATCH = 2048
# A t of a draw that is as far from zero as this of the observed one is as far.
TIE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Bootstrapped(Record):
    """The t statistics of B draws as a function of d, the estimate less the null.

    t of a draw is (``n`` + d ``m``) / sqrt(``pp`` + 2 d ``pq`` + d^2 ``qq``), each (B,); the observed t is
    d / ``error``, the error without small-sample factor, which both leave out.
    """

    n: Floats
    m: Floats
    pp: Floats
    pq: Floats
    qq: Floats
    error: float

    @property
    def size(self) -> int:
        """How many draws, B."""
        return self.n.size

    def reached(self, d: float, at: Integers | slice) -> np.ndarray:
        """Which of the draws ``at`` have a t at least as far from zero as the observed one; ties count."""
        square = self.pp[at] + d * (2 * self.pq[at] + d * self.qq[at])
        return (self.error * (self.n[at] + d * self.m[at])) ** 2 >= (1 - TIE) * d * d * square


def bootstrapped(parts: Parts, target: int, weights: Floats) -> Bootstrapped:
    """The draws ``weights`` (B, G) of one slope, the column ``target`` of ``parts.targets``."""
    c = parts.targets[:, target]
    length = c @ c
    reach = parts.gram @ c
    null, net = parts.scores @ c, (reach @ c) / length
    p = np.diag(null) - reach @ parts.scores.T
    q = np.diag(net) - reach @ reach.T / length
    linear = np.ascontiguousarray(np.hstack([null[:, None], net[:, None], p.T, q.T]))
    g, b = parts.clusters, len(weights)
    columns = np.empty((5, b))
    for start in range(0, b, BATCH):
        at = slice(start, start + BATCH)
        made = weights[at] @ linear
        ps, qs = made[:, 2 : 2 + g], made[:, 2 + g :]
        columns[:2, at] = made[:, :2].T
        for row, (left, right) in enumerate(((ps, ps), (ps, qs), (qs, qs)), start=2):
            np.einsum("bg,bg->b", left, right, out=columns[row, at])
    n, m, pp, pq, qq = columns
    return Bootstrapped(n, m, pp, pq, qq, error=float(np.sqrt(null @ null)))
