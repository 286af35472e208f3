"""A reading of a table of estimates: a record that can show itself as tables."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from paneloom.present.figure import Figure
from paneloom.present.table import Table
from paneloom.study.model import Study
from paneloom.wording import Language


class Reading(Protocol):
    """What a reading gives back."""

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """What is printed below the regression table."""
        ...

    def plain(self) -> dict[str, object]:
        """The same as plain values, for ``results.json``."""
        ...


@runtime_checkable
class Drawn(Protocol):
    """A reading that can show itself as figures too."""

    def figures(self, study: Study, language: Language) -> tuple[Figure, ...]:
        """What is drawn behind its tables."""
        ...
