"""A model solved, with the records it came from: what covariances and tests are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record
from paneloom.algebra.solve import Solution
from paneloom.algebra.swept_rows import SweptRows
from paneloom.estimate.records import Records
from paneloom.study.designs import Design


@dataclass(frozen=True, slots=True, eq=False)
class Solved(Record):
    """A design, its solution on the swept factor, and the records of its sample."""

    design: Design
    solution: Solution
    records: Records

    @property
    def names(self) -> tuple[str, ...]:
        """The p slopes."""
        return self.solution.names

    @property
    def means(self) -> Floats:
        """(p,) raw weighted means of the regressors."""
        return self.records.first.totals.select(self.names).mean

    @property
    def weight(self) -> float:
        """The sum of weights."""
        return self.records.first.totals.weight

    @property
    def rows(self) -> SweptRows:
        """The swept rows; the request of the model must have asked for "rows"."""
        assert self.records.swept is not None
        return self.records.swept

    @property
    def fitted_rows(self) -> Floats:
        """(n, p) swept regressors, those of 2SLS fitted from the instruments."""
        return np.asarray(self.rows.values @ self.solution.fitted)

    @property
    def residual_rows(self) -> Floats:
        """(n,) residuals."""
        return np.asarray(self.rows.values @ self.solution.residual)
