"""The first-difference model: least squares on changes from one period to the next."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import Loss, RowCount
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.models.refusals import check_model
from paneloom.estimate.models.transformed import fit_transformed, rows_of_design, transformed
from paneloom.estimate.rows import row_count
from paneloom.estimate.unit_effects.panel_rows import complete_sample
from paneloom.panel.frame import Frame
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.expression import Shift, formula, parse


def first_difference_model(panel: Panel, design: Design) -> Estimate:
    """The regression of changes between adjacent periods of the calendar, both in the sample.

    A change over a missing year is missing (plm and linearmodels take the row before, whenever it was, where the
    panel has a gap). Unit effects are differenced away. The constant is kept: it is a trend in common (plm's "fd"
    and Stata's ``regress D.y D.x`` have it, linearmodels has it not). Absorbed times are dummies of the changes;
    ``unit_trends`` lets each unit have a mean of its changes, a trend of its own. Instruments are differenced like
    all else (Stata's ``xtivreg, fd``). R² are those of the changes.

    Raises
    ------
    PaneloomError
        ``model-weights``, ...; ``no-differences`` where no unit has adjacent periods, ``constant-in-time`` naming
        columns that never change; what the regressors do not allow.
    """
    check_model(panel, design)
    frame = rows_of_design(panel, design)
    later = np.flatnonzero((frame.unit[1:] == frame.unit[:-1]) & (np.diff(frame.time) == 1)) + 1
    if not later.size:
        raise PaneloomError("no-differences", rows=len(frame))
    changes = transformed(frame, later, _changes(frame, later, design), design.columns)
    time, unit = panel.study.time, panel.study.unit
    absorb = tuple(
        key for key, wanted in ((unit, design.unit_trends), (time, time in design.absorb)) if wanted
    )
    made = fit_transformed(panel, design, changes, absorb)
    constant = "time_effects" if time in absorb else "unit_trends" if absorb else "common_trend"
    facts = (("estimator", made.method), ("constant", constant), ("gaps", "calendar"))
    return replace(
        made,
        method="first-difference",
        rows=_counted(panel, design, made.rows, len(frame)),
        facts=made.facts + facts,
    )


def _changes(frame: Frame, later: np.ndarray, design: Design) -> Floats:
    """(n, k) changes of all columns but the coordinates, which stay as they are."""
    values = np.column_stack([frame.numbers[name] for name in design.columns])
    changes = values[later] - values[later - 1]
    still = tuple(name for name, column in zip(design.columns, changes.T, strict=True) if not column.any())
    places = design.coordinates or ()
    if set(still) - set(places):
        raise PaneloomError("constant-in-time", columns=tuple(name for name in still if name not in places))
    for at, name in enumerate(design.columns):
        if name in places:
            changes[:, at] = values[later, at]
    return np.asarray(changes)


def _counted(panel: Panel, design: Design, used: RowCount, complete: int) -> RowCount:
    """Rows of the panel to changes used: those without a period before are lost to the lag."""
    counted = row_count(panel.rows, complete_sample(design), used.units, used.times)
    read = formula(Shift("L", 1, parse(design.outcome)))
    lost = Loss("lag", complete - used.panel, read)
    return replace(counted, used=used.used, losses=(*counted.losses, lost, *used.losses))
