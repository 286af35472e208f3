"""Every covariance estimator by the name that a study gives it, and what each needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import frozen
from paneloom.estimate.covariance.cluster import cluster
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.covariance.iid import iid
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
    matrix = iid(solved.solution, solved.means, solved.weight, freedom.df)
    return Sandwich(frozen(matrix), freedom, frozen(np.full(len(matrix), freedom.df)))


def _cluster(solved: Solved) -> Sandwich:
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


METHODS: Mapping[str, Method] = MappingProxyType({"iid": Method(_iid), "cluster": Method(_cluster)})
