"""The weights that other methods would give the same recipe."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.index.fit import fit_nodes
from paneloom.index.index import Index
from paneloom.index.refusal import Refusal, refusal
from paneloom.index.rows import Rows
from paneloom.study.index_part import IndexPart, WeightMethod

# Methods that need the rows and nothing else, and give weights of no sign but plus; equal weights last, to compare with.
COMPARED: tuple[WeightMethod, ...] = (
    "entropy", "standard-deviation", "variation", "gini", "critic", "merec", "idocriw", "pca", "equal",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class MethodWeights(Record):
    """``weight`` (M, J) effective weights of J ``indicators`` by M ``methods``, NaN for one that was refused.

    The first method is the recipe's own, whose weights the index has.
    """

    indicators: tuple[str, ...]
    methods: tuple[WeightMethod, ...]
    weight: Floats
    refusals: tuple[Refusal, ...] = ()


def weights_by_method(index: Index, rows: Rows) -> MethodWeights:
    """The effective weights of the recipe of ``index`` with its method changed, at every level of its tree."""
    own = index.part.method
    methods = (own, *(method for method in COMPARED if method != own))
    found, refusals = [index.weight], []
    for method in methods[1:]:
        try:
            recipe = index.recipe.changed(**all_by(index.part, method))
            # A scale knows nothing of weights: that of the index serves every method.
            found.append(fit_nodes(recipe, rows, index.scaling).weight)
        except PaneloomError as error:
            found.append(np.full(len(index.indicators), np.nan))
            refusals.append(refusal(method, error))
    return MethodWeights(index.recipe.variables, methods, frozen(np.vstack(found)), tuple(refusals))


def all_by(part: IndexPart, method: WeightMethod) -> dict[str, object]:
    """The choices that weigh every node of a recipe by one method."""
    plain = {"method": None}
    return {
        "method": method,
        "top": part.top.model_copy(update=plain),
        "dimensions": {key: section.model_copy(update=plain) for key, section in part.dimensions.items()},
    }
