"""What is known of the data of a study: coverage, ledger, doubtful cells, files and how each was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Ledger
from paneloom.panel.state_counts import StateCounts, state_counts
from paneloom.panel.states import States
from paneloom.study.model import Study


@dataclass(frozen=True, slots=True)
class SourceRead:
    """One section ``[data.x]``: its path or pattern, its layout, and whether that was guessed."""

    name: str
    file: str
    layout: str
    guessed: bool


@dataclass(frozen=True, slots=True, eq=False)
class DataReport:
    """The rows of a panel, the state of each cell, and the ledger."""

    study: Study
    frame: Frame
    states: Mapping[str, States]
    ledger: Ledger
    sources: tuple[SourceRead, ...]

    @property
    def counts(self) -> tuple[StateCounts, ...]:
        """The cells of each variable by state."""
        return state_counts(self.frame, self.states)

    @property
    def times(self) -> tuple[int, ...]:
        """Every year from the first of the panel to the last."""
        met = self.frame.time
        return tuple(range(int(met.min()), int(met.max()) + 1)) if met.size else ()
