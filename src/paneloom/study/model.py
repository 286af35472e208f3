"""The study file as one frozen value: no data, no numbers."""

from __future__ import annotations

import hashlib

from pydantic import Field

from paneloom.study.base import Name, Section
from paneloom.study.coupling_part import Coupling
from paneloom.study.index_part import IndexPart
from paneloom.study.intake import Clean, Source, Variable
from paneloom.study.regress import Mechanism, Moderation, Regress
from paneloom.study.sections import (
    Describe,
    Group,
    Head,
    MapPart,
    Output,
    Published,
)


class Study(Section):
    """A whole study, as the file says it; ``designs.py`` and ``resolve.py`` say what it comes to."""

    study: Head
    data: dict[Name, Source] = Field(min_length=1)
    clean: Clean = Clean()
    variables: dict[Name, Variable] = Field(default_factory=dict)
    groups: dict[Name, Group] = Field(default_factory=dict)
    index: dict[Name, IndexPart] = Field(default_factory=dict)
    coupling: dict[Name, Coupling] = Field(default_factory=dict)
    describe: Describe | None = None
    regress: dict[Name, Regress] = Field(default_factory=dict)
    mechanism: dict[Name, Mechanism] = Field(default_factory=dict)
    moderation: dict[Name, Moderation] = Field(default_factory=dict)
    map: dict[Name, MapPart] = Field(default_factory=dict)
    published: dict[Name, Published] = Field(default_factory=dict)
    output: Output = Output()

    @property
    def unit(self) -> str:
        """The unit key."""
        return self.study.panel[0]

    @property
    def time(self) -> str:
        """The time key."""
        return self.study.panel[1]

    def digest(self) -> str:
        """SHA-256 of the study with every default in place: equal studies, equal digests."""
        return hashlib.sha256(self.model_dump_json().encode("utf-8")).hexdigest()

    def __hash__(self) -> int:
        return int(self.digest()[:15], 16)
