"""The derived variables of a study: those that files suffice for, and those that wait for an index."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from types import MappingProxyType

from paneloom.study.expression import Call, Expression, Name, names_in, parse
from paneloom.study.index_tree import below, parents_of
from paneloom.study.intake import Deflate
from paneloom.study.model import Study
from paneloom.study.names import derivation_order
from paneloom.study.recipes import dimensions_of, indicators_of


@dataclass(frozen=True, slots=True)
class Derivations:
    """Expressions by variable, each after those it reads: ``now`` from the files, ``later`` from an index."""

    now: MappingProxyType[str, Expression]
    later: MappingProxyType[str, Expression]


def derivations(study: Study, root: Path) -> Derivations:
    """The expressions of ``[variables]`` in order; ``root`` is the folder of the study.

    Raises
    ------
    PaneloomError
        ``expression``, ``unknown-function``, ``expression-cycle``.
    """
    waiting = {
        key: None
        for name in study.index
        for key in (name, *(key for key, _ in dimensions_of(study, name, root)))
    } | dict.fromkeys(study.coupling)
    now: dict[str, Expression] = {}
    later: dict[str, Expression] = {}
    for name in derivation_order(study, root):
        text = study.variables[name].expr if name in study.variables else None
        if text is None:
            continue
        tree = parse(text)
        if any(read in waiting for read in names_in(tree)):
            waiting[name] = None
            later[name] = tree
        else:
            now[name] = tree
    return Derivations(MappingProxyType(now), MappingProxyType(later))


def all_expressions(study: Study, root: Path) -> MappingProxyType[str, Expression]:
    """What each derived variable, index, dimension and coupling reads, each after what it reads.

    An index or a coupling stands for a score of the same row with the sum of its indicators, weights and bounds left
    out: enough to tell which cells it rests on, not to compute it.

    Raises
    ------
    PaneloomError
        As ``derivations``, and what is wrong with the recipe of an index.
    """
    found: dict[str, Expression] = {}
    for name in derivation_order(study, root):
        if name in study.index:
            found |= _read_by_index(study, name, root)
        elif name in study.coupling:
            found[name] = _sum([Name(system) for system in study.coupling[name].of])
        else:
            found[name] = parse(study.variables[name].expr or name)
    return MappingProxyType(found)


def deflations_of(study: Study) -> MappingProxyType[str, Deflate]:
    """How each variable that is brought to constant prices is."""
    return MappingProxyType(
        {name: item.deflate for name, item in study.variables.items() if item.deflate is not None}
    )


def _read_by_index(study: Study, name: str, root: Path) -> dict[str, Expression]:
    indicators = indicators_of(study, name, root)
    dimensions = [key for key, _ in dimensions_of(study, name, root)]
    parents = parents_of(study.index[name].dimensions)
    members = {
        key: [item.variable for item in indicators if item.dimension in below(key, parents, dimensions)]
        for key in dimensions
    }
    members[name] = [item.variable for item in indicators]
    return {key: _sum([Name(variable) for variable in names]) for key, names in members.items() if names}


def _sum(terms: list[Expression]) -> Expression:
    return reduce(lambda left, right: Call("+", (left, right)), terms)
