"""What a part of a study rests on, so that running one part computes nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from paneloom.report.part import part_named
from paneloom.study.designs import table_designs
from paneloom.study.expression import names_in, parse
from paneloom.study.model import Study
from paneloom.study.recipes import dimensions_of, indicators_of

SECTIONS = ("index", "coupling", "regress", "mechanism", "moderation", "map", "published")


def parts_of(study: Study) -> tuple[str, ...]:
    """The parts that can be run by themselves, in the order of the page: "describe", "index.nqp", "regress.base"."""
    names = ["describe"] if study.describe else []
    names += [f"{section}.{name}" for section in SECTIONS for name in getattr(study, section)]
    return tuple(names)


def checked_part(study: Study, part: str) -> str:
    """The full name of a part; "baseline" stands for "regress.baseline" when no other part is called so.

    Raises
    ------
    PaneloomError
        ``unknown-part``, with the nearest name and all that there are.
    """
    return part_named(part, parts_of(study))


def columns_of(study: Study, part: str) -> tuple[str, ...]:
    """The columns that a part reads."""
    section, _, name = part.partition(".")
    if section == "describe":
        return (*study.describe.variables, *study.describe.vif) if study.describe else ()
    if section in ("index", "coupling"):
        return (name,)
    if section == "map":
        return (study.map[name].of,)
    if section == "published":
        return columns_of(study, study.published[name].of)
    designs = next(table.designs for table in table_designs(study) if table.name == part)
    return tuple(dict.fromkeys(column for design in designs for column in design.columns))


def needed(study: Study, folder: Path, columns: Iterable[str]) -> tuple[str, ...]:
    """Every variable, index, dimension and coupling that ``columns`` rest on, each once."""
    owners = {key: index for index in study.index for key, _ in dimensions_of(study, index, folder)}
    found: dict[str, None] = {}
    waiting = [name for column in columns for name in names_in(parse(column))]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = None
        if name in owners:
            waiting.append(owners[name])
        elif name in study.index:
            waiting += [indicator.variable for indicator in indicators_of(study, name, folder)]
        elif name in study.coupling:
            waiting += study.coupling[name].of
        elif name in study.variables:
            waiting += names_in(parse(study.variables[name].expr or name))
    return tuple(found)
