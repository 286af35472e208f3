"""What of a study could not be read before it was checked: what follows from that is no fault of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from paneloom.errors import PaneloomError
from paneloom.study.positions import Keys
from paneloom.study.salvage import OF_FREE_KEYS

# A table or a row was not read at all, so that names may be missing; what else is wrong costs a key at most.
OF_NAMES = ("workbook-headings", "workbook-no-name", "workbook-owner", "workbook-section", "workbook-sheet")
# Problems that something is not there.
OF_LACK = ("missing-key", "missing-section", "empty-section", "empty-list", "index-without-indicators")


@dataclass(slots=True)
class Unread:
    """The problems so far, the sections of which names may be missing, and those of which keys may be.

    "" among ``names`` stands for every section that is not there at all.
    """

    problems: list[PaneloomError] = field(default_factory=list)
    names: dict[str, None] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)

    def lose(self, *sections: str) -> None:
        """Take note of sections that may not have been read."""
        self.names |= dict.fromkeys(sections)

    @contextmanager
    def within(self, section: str) -> Iterator[None]:
        """Problems met in here are of one section."""
        before = len(self.problems)
        yield
        for problem in self.problems[before:]:
            (self.names if problem.slug in OF_NAMES else self.keys)[section] = None

    def lost(self, present: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
        """The sections in which a missing name proves nothing; "variable" where one may lack its settings.

        ``present`` are the sections that are there, ``known`` all that there may be.
        """
        absent = [section for section in known if section not in present] if "" in self.names else []
        of_keys = [
            word
            for section, word in (("variables", "variable"), ("index", "index"))
            if section in self.keys or section in self.names
        ]
        return tuple(dict.fromkeys(filter(None, (*self.names, *absent, *of_keys))))

    def doubtful(self, document: dict[str, object]) -> tuple[Keys, ...]:
        """The regressions that may lack what was not read."""
        return tuple(
            (section, name)
            for section in OF_FREE_KEYS
            if (section in self.keys or section in self.names)
            and isinstance(entries := document.get(section), dict)
            for name in entries
        )

    def explains(self, problem: PaneloomError, lost: tuple[str, ...]) -> bool:
        """Whether something is missing because it was not read."""
        key = (problem.where.key if problem.where else None) or ""
        section = key.partition(".")[0]
        return problem.slug in OF_LACK and (section in self.keys or section in lost)
