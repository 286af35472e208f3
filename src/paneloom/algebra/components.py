"""Connected components of units and times: how many effects cannot be told apart."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers

# What is left of a unit diagonal when a column follows from those before it: rounding leaves about 1e-14.
DEPENDENT = 1e-10


def components(links: Floats) -> Integers:
    """(L,) the component of each of L times, numbered from 0 in order of first member.

    ``links`` (L, L) is nonzero where two times share a unit. Union-find with path halving (Tarjan).
    """
    parent = list(range(links.shape[0]))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in zip(*np.nonzero(np.triu(links, 1)), strict=True):
        first, second = sorted((root(int(a)), root(int(b))))
        parent[second] = first
    roots = [root(node) for node in range(links.shape[0])]
    number = {r: i for i, r in enumerate(dict.fromkeys(roots))}
    return np.array([number[r] for r in roots], dtype=np.int64)


def bipartite_components(first: Integers, second: Integers) -> int:
    """How many connected parts two effects form, rows being the edges; codes (n,) count from 0."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes = int(first.max()) + int(second.max()) + 2
    edges = (np.ones(first.size, dtype=np.int8), (first, second + int(first.max()) + 1))
    return int(connected_components(coo_array(edges, shape=(nodes, nodes)), directed=False)[0])


def independent(normal: Floats, size: Floats) -> Integers:
    """Positions of columns that are independent, by their cross-products ``normal`` (L, L) within units.

    ``size`` (L,) are their squares before the sweep within units.

    The first column of each connected component follows from the others, since a unit's share of all levels
    is swept; unit trends make one more of each component follow, and whatever few rows leave untold. Those are
    found by Cholesky factoring with pivots (Higham 2002, section 10.3).
    """
    from scipy.linalg.lapack import dpstrf

    part = components(normal)
    _, first = np.unique(part, return_index=True)
    kept = np.setdiff1d(np.arange(part.size), first)
    alive = kept[np.diag(normal)[kept] > DEPENDENT * size[kept]]
    if alive.size == 0:
        return alive
    scale = np.sqrt(np.diag(normal)[alive])
    _, order, rank, _ = dpstrf(normal[np.ix_(alive, alive)] / np.outer(scale, scale), tol=DEPENDENT)
    return np.sort(alive[order[:rank] - 1])
