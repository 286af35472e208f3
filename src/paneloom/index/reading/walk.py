"""Down the tree of a built index: weights of each row, scores from scaled values."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.index.index import Index
from paneloom.index.stages import node_scores


def effective_weights_at(index: Index, times: Integers) -> Floats:
    """(n, J) weights of each indicator in the whole, of rows at ``times`` (n,): products down the tree."""
    count = len(index.indicators)
    share = np.zeros((len(times), len(index.nodes)))
    share[:, -1] = 1.0
    weight = np.zeros((len(times), count))
    for position in range(len(index.nodes) - 1, -1, -1):
        node = index.nodes[position]
        own = node.weight_of(times)
        for place, child in enumerate(node.children):
            if child < count:
                weight[:, child] += share[:, position] * own[:, place]
            else:
                # In flat levels the weights below are shares of the whole already.
                share[:, child - count] = share[:, position] * (1.0 if node.is_sum else own[:, place])
    return weight


def scores_of_scaled(index: Index, z: Floats, times: Integers) -> Floats:
    """(n, M) scores of each node from scaled values ``z`` (n, J), with the weights of ``times`` (n,)."""
    columns = [z[:, j] for j in range(z.shape[1])]
    for node in index.nodes:
        below = np.column_stack([columns[child] for child in node.children])
        columns.append(node_scores(node, below, times, index.built.least))
    return np.column_stack(columns[z.shape[1] :])


def leaves_matrix(index: Index) -> Floats:
    """(J, M - 1) 1 where an indicator is below a dimension, at any depth."""
    matrix = np.zeros((len(index.indicators), len(index.nodes) - 1))
    for position, node in enumerate(index.nodes[:-1]):
        matrix[list(node.leaves), position] = 1.0
    return matrix
