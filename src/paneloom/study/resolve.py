"""The study with nothing left unsaid: every default in place and named, ``like`` written out, each model listed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from paneloom.study.base import Section
from paneloom.study.designs import Design, TableDesign, inherited, table_designs
from paneloom.study.intake import Clean, Source, Variable
from paneloom.study.model import Study
from paneloom.study.regress import Mechanism, TableSection
from paneloom.study.toml_text import value_text
from paneloom.study.writing import Line, Path, document, is_value, plain
from paneloom.wording import Language, say

NOTHING = (None, "", ())


def resolved_toml(study: Study, language: Language = "en") -> str:
    """The study as a study file in which each default is marked, followed by a comment with every model.

    Reading it gives the same regressions. What is left empty is listed at the end of its section.
    """
    view = _View(study, {table.name: table for table in table_designs(study)}, language)
    return document(study, view.lines) + "\n" + "".join(f"# {line}\n" for line in view.models())


def resolved_digest(study: Study) -> str:
    """SHA-256 of all that the study comes to: of a study and of its resolved view the same.

    Texts count as they are given. ``Study.digest`` is of what the study says itself.
    """
    view = _View(study, {table.name: table for table in table_designs(study)}, "en")
    text = json.dumps(view.plain_values((), study), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, slots=True)
class _View:
    study: Study
    tables: dict[str, TableDesign]
    language: Language

    def say(self, word: str, **details: object) -> str:
        return say(f"resolved.{word}", self.language, **details)

    def lines(self, path: Path, section: Section) -> list[Line]:
        if isinstance(section, TableSection):
            values = self.regression(".".join(path), section)
        else:
            values = self.settings(path, section)
        shown = [Line(name, plain(value), remark) for name, value, remark in values if remark != "unset"]
        unset = [name for name, _, remark in values if remark == "unset"]
        if isinstance(section, TableSection) and section.like:
            shown.insert(0, Line("", remark=f'like = "{section.like}"'))
        return shown + ([Line("", remark=self.say("unset", keys=", ".join(unset)))] if unset else [])

    def settings(self, path: Path, section: Section) -> list[tuple[str, object, str]]:
        """(key, value, remark) of every key of a section; remark "unset" where it holds nothing."""
        found = []
        for name in type(section).model_fields:
            value = getattr(section, name)
            is_given = name in section.model_fields_set and value is not None
            if not is_value(value):
                continue
            if not is_given:
                value = self.effective(path, section, name, value)
            remark = "" if is_given else "unset" if value in NOTHING else self.say("default")
            found.append((name, value, remark))
        return found

    def plain_values(self, path: Path, value: Any) -> Any:
        """A section, or a mapping of them, as plain values, whether its keys were given or not."""
        if is_value(value):
            return plain(value)
        if not isinstance(value, Section):
            return {key: self.plain_values((*path, key), entry) for key, entry in value.items()}
        found: dict[str, Any] = {}
        regression = isinstance(value, TableSection)
        if isinstance(value, TableSection):
            found = {key: plain(item) for key, item, _ in self.regression(".".join(path), value)}
        for name, info in () if regression else type(value).model_fields.items():
            held = getattr(value, name)
            if is_value(held) and held == info.default:
                held = self.effective(path, value, name, held)
            found[name] = self.plain_values((*path, name), held)
        return {name: item for name, item in found.items() if item is not None and item != {}}

    def effective(self, path: Path, section: Section, name: str, value: object) -> object:
        """What a key that was not given comes to, where that depends on the rest of the study."""
        if isinstance(section, Source):
            return self.source_default(section, name, value)
        if isinstance(section, Variable):
            return self.variable_default(path[-1], section, name, value)
        if isinstance(section, Clean):
            return self.clean_default(section, name, value)
        return value

    def clean_default(self, clean: Clean, name: str, value: object) -> object:
        if name == "fill" and clean.gaps != "leave":
            variables = self.study.variables.items()
            return tuple(key for key, item in variables if item.expr is None and item.kind == "number")
        if name in ("missing", "totals") and getattr(clean, f"{name}_only") is not None:
            return None
        return value

    def variable_default(self, key: str, variable: Variable, name: str, value: object) -> object:
        if name == "tolerance":
            return value if variable.sources else None
        if variable.expr is None and not variable.sources and name in ("data", "column"):
            return key if name == "column" else next(iter(self.study.data))
        return value

    def source_default(self, source: Source, name: str, value: object) -> object:
        """Columns of keys only where they must be called so: elsewhere the table may call them otherwise."""
        if name == "unit":
            is_column = source.layout in ("long", "tidy", "units") and source.files != "unit"
            return self.study.unit if is_column else None
        if name == "time":
            told = source.files == "time" or source.year is not None
            is_column = source.layout in ("long", "tidy", "times") and not told
            return self.study.time if is_column else None
        return None if name in ("variable", "value") and source.layout != "tidy" else value

    def regression(self, name: str, part: TableSection) -> list[tuple[str, object, str]]:
        """The same for a regression, with the choices of the part it is like."""
        choices = inherited(self.study, part)
        defaults = self.model_defaults(self.tables[name])
        found: list[tuple[str, object, str]] = []
        for key in type(part).model_fields:
            own = getattr(part, key)
            if key == "like" or (key == "y" and isinstance(part, Mechanism)):
                continue
            if key in part.model_fields_set and own is not None:
                found.append((key, own, ""))
            elif choices.get(key) not in NOTHING:
                found.append((key, choices[key], self.say("like", part=part.like)))
            elif defaults.get(key, own) not in NOTHING:
                found.append((key, defaults.get(key, own), self.say("default")))
            else:
                found.append((key, None, "unset"))
        return found

    def model_defaults(self, table: TableDesign) -> dict[str, Any]:
        """Errors and degrees of freedom only where all columns agree: a column may bring instruments."""
        defaults: dict[str, Any] = {
            "stepwise": False,
            "sample": table.sample,
            "show_controls": table.show_controls,
            "stars": table.stars,
        }
        for key in ("errors", "dof"):
            values = [getattr(design, key) for design in table.designs]
            defaults[key] = values[0] if values and values.count(values[0]) == len(values) else None
        return defaults

    def models(self) -> Iterator[str]:
        """One line for each model, under a heading."""
        if self.tables:
            yield self.say("models")
        for table in self.tables.values():
            for number, design in enumerate(table.designs, start=1):
                yield self.say(
                    "model",
                    table=table.name,
                    number=number,
                    model=_model(design),
                    errors=self.say("clustered", by=design.cluster) if design.cluster else design.errors,
                    dof=design.dof,
                    rows=self.rows(design),
                )

    def rows(self, design: Design) -> str:
        sample = design.sample
        parts = [f"{column} = {level}" for column, level in sample.where]
        if sample.times:
            parts.append(f"{sample.times[0]}-{sample.times[1]}")
        if sample.drop_units:
            parts.append(self.say("without", units=value_text(sample.drop_units)))
        return ", ".join(parts) or self.say("all_rows")


def _model(design: Design) -> str:
    """One model as: outcome ~ slopes | effects | endogenous ~ instruments [weights]."""
    text = f"{design.outcome} ~ {' + '.join(design.slopes)}"
    if design.absorb:
        text += f" | {' + '.join(design.absorb)}"
    if design.instruments:
        text += f" | {' + '.join(design.endogenous)} ~ {' + '.join(design.instruments)}"
    if design.weights:
        text += f" [{design.weights}]"
    return " ".join(text.split())
