"""One column of a regression table while it is checked: its choices, and where each was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from paneloom.errors import Place
from paneloom.study.checking import Checking
from paneloom.study.positions import Keys


@dataclass(frozen=True, slots=True)
class ModelColumn:
    """The choices of one column of a table and the keys at which each was written."""

    check: Checking
    keys: Keys
    choices: dict[str, Any]
    written: dict[str, Keys]

    def __getitem__(self, name: str) -> Any:
        return self.choices[name]

    def key(self, name: str) -> Keys:
        """Where the choice was written, or the whole column where it was not."""
        return self.written.get(name, self.keys)

    def place(self, name: str, *item: int) -> Place:
        """The line of a choice, or of one item of it."""
        return self.check.places.at(*self.key(name), *item)
