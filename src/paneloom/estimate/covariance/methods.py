"""Every covariance estimator by the name that a study gives it, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import frozen
from paneloom.estimate.covariance import from_rows
from paneloom.estimate.covariance.cluster import cluster
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.covariance.cr2 import cr2_errors
from paneloom.estimate.covariance.cr3 import cr3_errors
from paneloom.estimate.covariance.iid import iid
from paneloom.estimate.covariance.pairs import pairs_errors
from paneloom.estimate.covariance.sandwich import Sandwich
from paneloom.estimate.records import Need
from paneloom.estimate.solved import Solved


@dataclass(frozen=True, slots=True)
class Method:
    """How errors of one kind are made; ``needs`` are passes beyond the factor and the tensor."""

    make: Callable[[Solved], Sandwich]
    needs: tuple[Need, ...] = ()


def _iid(solved: Solved) -> Sandwich:
    freedom = counted(solved)
    matrix = iid(solved.solution, solved.means, solved.weight, freedom.divisor)
    return Sandwich(frozen(matrix), freedom, frozen(np.full(len(matrix), freedom.df)))


def _cluster(solved: Solved) -> Sandwich:
    if solved.design.second_cluster is not None:
        return from_rows.two_way_sandwich(solved)
    records = solved.records
    freedom = counted(solved, clusters=records.tensor.clusters)
    matrix = cluster(
        solved.solution,
        records.tensor,
        records.sweep.basis,
        solved.means,
        solved.weight,
        freedom.factor,
    )
    return Sandwich(frozen(matrix), freedom, frozen(np.full(len(matrix), freedom.df)))


METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "iid": Method(_iid),
        "hc1": Method(from_rows.hc1_sandwich, ("rows",)),
        "hc2": Method(from_rows.hc2_sandwich, ("rows",)),
        "hc3": Method(from_rows.hc3_sandwich, ("rows",)),
        "cluster": Method(_cluster),
        "cr2": Method(cr2_errors, ("keyed",)),
        "cr3": Method(cr3_errors, ("keyed",)),
        "pairs": Method(pairs_errors, ("keyed",)),
        "driscoll-kraay": Method(from_rows.driscoll_kraay_sandwich, ("rows",)),
        "newey-west": Method(from_rows.newey_west_sandwich, ("rows",)),
        "conley": Method(from_rows.conley_sandwich, ("rows",)),
    }
)
