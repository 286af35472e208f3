"""The degrees of freedom of a solved model under the rule that its design names."""

from __future__ import annotations

from dataclasses import replace

from paneloom.estimate.absorbed import Absorbed, Effect, Family, Groups
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.freedom import degrees_of_freedom
from paneloom.estimate.records import Records
from paneloom.estimate.solved import Solved


def counted(
    solved: Solved, clusters: int | None = None, *, second: int | None = None, family: Family | None = None
) -> DegreesOfFreedom:
    """Parameters, factor and reference distribution.

    ``clusters`` counts the clusters of ``design.cluster``, or the periods of family "periods"; ``second`` those
    of ``design.second_cluster``. Without ``family`` it is "clusters" where there are any and "iid" elsewhere;
    "rows" is for robust errors.

    Raises
    ------
    PaneloomError
        ``too-few-rows``, ``one-cluster``.
    """
    records = solved.records
    named: Family = family or ("iid" if clusters is None else "clusters")
    return degrees_of_freedom(
        solved.design.dof,
        absorbed(records, two_way=second is not None),
        Groups(named, clusters, second),
        rows=records.rows.used,
        slopes=len(solved.names),
        singletons=records.rows.singletons,
    )


def absorbed(records: Records, *, two_way: bool = False) -> Absorbed:
    """The effects behind some records; ``two_way`` looks for nesting in the second clusters as well."""
    labellings = (0, 1) if two_way else (0,)
    if records.solver is not None:
        found = records.solver.absorbed
        nested = [any(flags[at] for at in labellings) for flags in records.solver.nested]
        effects = tuple(replace(e, nested=n) for e, n in zip(found.effects, nested, strict=True))
        return replace(found, effects=effects)
    first, sweep = records.first, records.sweep
    kinds = first.effects.split("+")
    found_effects: list[Effect] = []
    if "unit" in kinds:
        found_effects.append(Effect("unit", first.units, any(first.split[at] == 0 for at in labellings)))
    if "time" in kinds:
        nested_time = any(first.block.owners.nested[at] for at in labellings)
        ties = (sweep.components,) * len(found_effects)
        found_effects.append(Effect("time", int(sweep.times.size), nested_time, ties))
    return Absorbed(tuple(found_effects), first.trends if "trend" in kinds else 0, sweep.redundant)
