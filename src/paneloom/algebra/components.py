"""Connected components of units and times: how many effects cannot be told apart."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers


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
