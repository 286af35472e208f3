"""The derived variables of a study: those that files suffice for, and those that wait for an index."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from paneloom.study.expression import Expression, names_in, parse
from paneloom.study.model import Study
from paneloom.study.names import derivation_order
from paneloom.study.recipes import dimensions_of


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
    }
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
