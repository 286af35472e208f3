"""A panel: rows behind an engine, the study that describes them, the ledger of what was done to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paneloom.panel.engine import Engine
from paneloom.panel.ledger import Ledger
from paneloom.study.model import Study


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows with unique (unit, time) keys; nothing was dropped or filled without a line in the ledger."""

    rows: Engine
    study: Study
    ledger: Ledger

    def with_rows(self, rows: Engine) -> Panel:
        """The same panel over changed rows."""
        return replace(self, rows=rows)
