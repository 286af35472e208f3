"""Values at the ends of a column drawn in to its quantiles before a model is fitted (Tukey 1962, after Winsor).

Quantiles are of type 7 (Hyndman and Fan 1996), the linear interpolation of R and NumPy, over the rows the model
rests on before rows of their own are left out. Outcome, regressors and controls are cut, each as it enters the
model, lags and squares included; instruments and weights are not. Rows stay: nothing is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.views import View
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


@dataclass(frozen=True, slots=True)
class Cut:
    """One column: where it is cut below and above, and how many rows lay beyond."""

    name: str
    low: float
    high: float
    below: int
    above: int


def cuts_of(panel: Panel, design: Design) -> tuple[Cut, ...]:
    """The cuts of the outcome and the slopes of a design; none without ``winsorize``.

    Raises
    ------
    PaneloomError
        ``winsorize-range`` when the quantiles are no pair between 0 and 1, the lower one first.
    """
    if design.winsorize is None:
        return ()
    if not 0 <= design.winsorize[0] < design.winsorize[1] <= 1:
        raise PaneloomError("winsorize-range", seen=design.winsorize)
    names = tuple(dict.fromkeys((design.outcome, *design.slopes)))
    sample = replace(design.sample, singletons=())
    ends = panel.rows.quantiles(names, design.winsorize, sample)
    below, above = np.zeros(len(names), dtype=int), np.zeros(len(names), dtype=int)
    for block in panel.rows.blocks(names, design.sample, weights=design.weights):
        below += (block.values < ends[:, 0]).sum(axis=0)
        above += (block.values > ends[:, 1]).sum(axis=0)
    rows = zip(names, ends.tolist(), below.tolist(), above.tolist(), strict=True)
    return tuple(Cut(name, low, high, b, a) for name, (low, high), b, a in rows)


def with_cuts(panel: Panel, cuts: tuple[Cut, ...]) -> Panel:
    """The panel whose rows are seen with these cuts; itself where there are none."""
    return panel.with_rows(View(panel.rows, _Cutting(cuts))) if cuts else panel


def as_fitted(panel: Panel, design: Design) -> Panel:
    """The panel whose rows are those the design is fitted on: with its outcome and slopes cut."""
    return with_cuts(panel, cuts_of(panel, design))


def told(made: Estimate, cuts: tuple[Cut, ...]) -> Estimate:
    """The estimate with the quantiles, and the cuts and counts of each column, among its facts."""
    if not cuts or made.design.winsorize is None:
        return made
    low, high = made.design.winsorize
    each = tuple(
        ("winsorized", f"{cut.name}: {cut.below} < {cut.low:.6g}, {cut.above} > {cut.high:.6g}")
        for cut in cuts
    )
    facts = (("winsorize", f"{low:g}, {high:g}"), ("quantile_type", "7"), *each)
    return replace(made, facts=made.facts + facts)


class _Cutting:
    """The values of some columns, drawn in to their cuts."""

    def __init__(self, cuts: tuple[Cut, ...]) -> None:
        self._ends = {cut.name: (cut.low, cut.high) for cut in cuts}

    def __call__(self, names: tuple[str, ...], values: Floats) -> Floats:
        changed = np.array(values)
        for at, name in enumerate(names):
            if name in self._ends:
                changed[:, at] = np.clip(changed[:, at], *self._ends[name])
        return changed
