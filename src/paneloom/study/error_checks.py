"""Errors that cannot be had for the choices beside them, told before any number is read."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.errors import PaneloomError
from paneloom.study.model_column import ModelColumn
from paneloom.study.model_kinds import ABSORBS

# Errors made for few clusters: of one clustering, and of the estimators that are one projection.
FEW_CLUSTERS = ("cr2", "cr3", "pairs")
PROJECTIONS = "2sls"


def error_problems(column: ModelColumn) -> Iterator[PaneloomError]:
    """What the errors of a column lack, and a second clustering or an estimator that they are not made for.

    What the model of the column does not offer in the first place is told by ``model_kind_problems``.
    """
    errors, model, cluster = column["errors"], column["model"] or "within", column["cluster"]
    if isinstance(cluster, tuple) and cluster[0] == cluster[1]:
        yield PaneloomError("clusters-equal", where=column.place("cluster", 1), column=cluster[0])
    if errors == "conley":
        for choice, slug in (("distance", "conley-no-distance"), ("coordinates", "conley-no-coordinates")):
            if column[choice] is None:
                yield PaneloomError(slug, where=column.place("errors"))
    if errors not in FEW_CLUSTERS or (model in ABSORBS and model != "first-difference"):
        return
    if isinstance(cluster, tuple):
        yield PaneloomError("few-clusters-two-way", where=column.place("cluster"), errors=errors)
    estimator = column["estimator"] or PROJECTIONS
    if column["endogenous"] and estimator != PROJECTIONS:
        where = column.place("errors")
        yield PaneloomError("few-clusters-estimator", where=where, errors=errors, estimator=estimator)
