"""What can be wrong with a moderation before any number is read."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.errors import PaneloomError
from paneloom.study.checking import Checking
from paneloom.study.model_column import ModelColumn
from paneloom.study.moderation import canonical
from paneloom.study.positions import Keys
from paneloom.study.references import listed
from paneloom.study.regress import Moderation


def moderation_problems(check: Checking, keys: Keys, part: Moderation) -> Iterator[PaneloomError]:
    """Moderators that are none or unknown, quantiles that are none."""
    if not part.moderators:
        yield PaneloomError("empty-list", where=check.places.at(*keys, "moderators"))
    yield from listed(check, part.moderators, *keys, "moderators")
    if not part.at:
        yield PaneloomError("empty-list", where=check.places.at(*keys, "at"))
    for position, quantile in enumerate(part.at):
        if not 0 <= quantile <= 1:
            yield PaneloomError("quantile-range", where=check.places.at(*keys, "at", position), seen=quantile)


def moderator_problems(
    column: ModelColumn, keys: Keys, moderators: tuple[str, ...]
) -> Iterator[PaneloomError]:
    """A moderator has no other role, and no regressor with products is instrumented alone."""
    regressors = {canonical(text) for text in column["x"] or ()}
    for position, text in enumerate(moderators):
        where = column.check.places.at(*keys, "moderators", position)
        if canonical(text) in regressors:
            yield PaneloomError("moderator-is-regressor", where=where, seen=text)
        elif column["y"] and canonical(text) == canonical(column["y"]):
            yield PaneloomError("outcome-as-regressor", where=where, seen=text)
    if column["endogenous"]:
        yield PaneloomError(
            "moderation-endogenous", where=column.place("endogenous"), seen=column["endogenous"]
        )
