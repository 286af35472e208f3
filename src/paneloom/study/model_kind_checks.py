"""What can be wrong with the kind of a model before any number is read."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.errors import PaneloomError
from paneloom.study.model_column import ModelColumn
from paneloom.study.model_kinds import Asked, not_offered


def model_kind_problems(column: ModelColumn) -> Iterator[PaneloomError]:
    """Every choice of a column that its model does not offer."""
    study, cluster = column.check.study, column["cluster"]
    asked = Asked(
        model=column["model"] or "within",
        unit=study.unit,
        time=study.time,
        absorb=column["absorb"] or (),
        weights=column["weights"],
        unit_trends=bool(column["unit_trends"]),
        endogenous=column["endogenous"] or (),
        estimator=column["estimator"] or "2sls",
        second_cluster=cluster[1] if isinstance(cluster, tuple) else None,
        errors=column["errors"] or ("cluster" if cluster else "iid"),
    )
    for choice, problem in not_offered(asked):
        located = PaneloomError(problem.slug, where=column.place(choice), seen=problem.seen)
        located.details = problem.details
        yield located
