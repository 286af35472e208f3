"""What the rules look at: the study, its tables unfolded, its indices with their indicators."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from paneloom.study.designs import Design, TableDesign, table_designs
from paneloom.study.expression import names_in, parse
from paneloom.study.index_part import Indicator
from paneloom.study.model import Study
from paneloom.study.recipes import dimensions_of, indicators_of


@dataclass(frozen=True, slots=True)
class Evidence:
    """A study as the rules see it; ``units`` counts those of the panel, None where no data were read.

    ``owner`` tells of each dimension the index that it is part of.
    """

    study: Study
    tables: tuple[TableDesign, ...]
    indicators: dict[str, tuple[Indicator, ...]]
    owner: dict[str, str]
    units: int | None = None

    @property
    def designs(self) -> tuple[Design, ...]:
        """Every model of every table."""
        return tuple(design for table in self.tables for design in table.designs)

    def shows(self, *readings: str) -> bool:
        """Whether some table shows one of the readings."""
        return any(name in table.show for table in self.tables for name in readings)

    def indices(self, *columns: str) -> tuple[str, ...]:
        """The indices that these columns are, are dimensions of, or are expressions of."""
        words = dict.fromkeys(word for text in columns for word in names_in(parse(text)))
        found = (self.owner.get(word, word) for word in words)
        return tuple(dict.fromkeys(name for name in found if name in self.indicators))

    def origins(self, *columns: str) -> tuple[str, ...]:
        """The variables of files that these columns are made of, each once."""
        trail = [word for text in columns for word in names_in(parse(text))]
        seen: dict[str, None] = {}
        raw: dict[str, None] = {}
        while trail:
            word = trail.pop(0)
            if word in seen:
                continue
            seen[word] = None
            variable = self.study.variables.get(word)
            if variable is None:
                trail += self.parts(word)
            elif variable.expr is None:
                raw[word] = None
            else:
                trail += names_in(parse(variable.expr))
        return tuple(raw)

    def parts(self, name: str) -> tuple[str, ...]:
        """The indicators of an index, or of one of its dimensions."""
        if name in self.indicators:
            return tuple(indicator.variable for indicator in self.indicators[name])
        whole = self.indicators.get(self.owner.get(name, ""), ())
        own = tuple(indicator.variable for indicator in whole if indicator.dimension == name)
        # A dimension of dimensions: those of the whole index stand in for its own.
        return own or tuple(indicator.variable for indicator in whole)


def evidence(study: Study, folder: Path, units: int | None = None) -> Evidence:
    """What there is to look at; ``folder`` holds the tables of indicators.

    Raises
    ------
    PaneloomError
        What is wrong with a recipe.
    """
    return Evidence(
        study=study,
        tables=table_designs(study),
        indicators={name: indicators_of(study, name, folder) for name in study.index},
        owner={key: name for name in study.index for key, _ in dimensions_of(study, name, folder)},
        units=units,
    )


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its stable name, the part to write in, the lines to write there, its details."""

    name: str
    part: str
    lines: tuple[str, ...]
    details: tuple[tuple[str, Any], ...] = ()


def listed(*names: str) -> str:
    """Names as a TOML list."""
    return "[" + ", ".join(f'"{name}"' for name in names) + "]"


def shown(table: TableDesign, reading: str) -> tuple[str, ...]:
    """The line that adds a reading to those of a table."""
    return (f"show = {listed(*table.show, reading)}",)


def tested(table: TableDesign, test: str) -> tuple[str, ...]:
    """The line that adds a test to those of a table."""
    return (f"tests = {listed(*table.designs[0].tests, test)}",)


def beside(seen: Evidence, table: TableDesign, suffix: str, *lines: str) -> tuple[str, tuple[str, ...]]:
    """The name and the lines of a regression like this one, of one column, but for what ``lines`` say."""
    name = table.name.partition(".")[2]
    part = seen.study.regress[name]
    like: tuple[str, ...] = (f'like = "{part.like or name}"',)
    base = seen.study.regress[part.like or name]
    # What unfolds into several columns is inherited as well.
    like += ("stepwise = false",) if base.stepwise else ()
    like += ("columns = []",) if base.columns else ()
    return f"{table.name}_{suffix}", (*like, *lines)
