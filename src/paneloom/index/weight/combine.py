"""Weights combined of several methods: linear, product, square-root product, game theory."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError
from paneloom.index.weight.weighting import Terms, Weighting
from paneloom.study.index_part import Combine

# Weight vectors that are alike but for rounding, and a system that they do not solve.
ALIKE, UNSOLVED = 1e-12, 1e-9


def combined(parts: Sequence[Weighting], terms: Terms) -> Weighting:
    """The combination of the weights w_1 ... w_p of ``parts`` that ``terms.combine`` asks for.

    ========== =======================================================================================
    linear     sum of a_i w_i, with the shares a divided by their sum; equal when none are given
    product    in proportion to the product of the w_i
    root-      in proportion to its p-th root, the square root of two
    product
    game       sum of a_i w_i, where a solves sum over j of a_j w_i.w_j = w_i.w_i for every i, and is divided by
               its sum
    ========== =======================================================================================

    "game" is the formula of the literature on game-theory weights: each a minimises the distance of the
    combination from one w_i, all at once. (The a that minimises the sum of the squared distances is 1/p: then
    the combination is the mean.) An a may be negative where one method's weights are far more alike than the
    other's; it is used as it is, with a warning, and a second one when a weight is negative for it.

    Raises
    ------
    PaneloomError
        ``index-shares`` for shares that do not fit the methods, ``index-no-overlap`` when every product is 0,
        ``index-undetermined`` when the system of "game" has no solution.
    """
    combine = terms.combine
    assert combine is not None
    weights = np.vstack([part.weight for part in parts])
    warnings = [one for part in parts for one in part.warnings]
    if combine.how == "linear":
        shares = _shares(combine, len(parts))
    elif combine.how == "game":
        shares = _balanced(weights, terms.names)
        if (shares < 0).any():
            warnings.append(("negative_share", ""))
    else:
        shares = np.zeros(0)
    found = shares @ weights if shares.size else _product(weights, combine, terms.names)
    said = {key for key, _ in warnings}
    if (found < 0).any() and not said & {"wrong_constant", "wrong_constant_reversed", "negative_weight"}:
        warnings += [("negative_combined", name) for name, v in zip(terms.names, found, strict=True) if v < 0]
    columns = {
        f"weight_{method.replace('-', '_')}": part.weight
        for method, part in zip(combine.methods, parts, strict=True)
    }
    return Weighting(
        "combined",
        terms.names,
        frozen(found / found.sum()),
        MappingProxyType(columns),
        _figures(parts, combine, shares),
        tuple(dict.fromkeys(warnings)),
    )


def _figures(parts: Sequence[Weighting], combine: Combine, shares: Floats) -> MappingProxyType[str, float]:
    """Those of the methods, and the share of each in the combination."""
    made = {key: value for part in parts for key, value in part.figures.items()}
    for method, share in zip(combine.methods, shares, strict=False):
        made[f"share_{method.replace('-', '_')}"] = float(share)
    return MappingProxyType(made)


def _shares(combine: Combine, count: int) -> Floats:
    given = np.array(combine.shares or (1.0,) * count)
    if given.size != count or not np.isfinite(given).all() or (given < 0).any() or not given.sum() > 0:
        raise PaneloomError("index-shares", seen=combine.shares, methods=combine.methods)
    return np.asarray(given / given.sum())


def _product(weights: Floats, combine: Combine, names: tuple[str, ...]) -> Floats:
    """Products of weights, which must not be negative: two of them would make a positive one."""
    if (weights < 0).any() or not (weights > 0).all(axis=0).any():
        raise PaneloomError("index-no-overlap", columns=names, methods=combine.methods)
    root = 1.0 if combine.how == "product" else 1.0 / len(weights)
    return np.asarray(np.prod(weights**root, axis=0))


def _balanced(weights: Floats, names: tuple[str, ...]) -> Floats:
    """(p,) the shares of "game". Of methods with the same weights each has the same share."""
    inner = weights @ weights.T
    wanted = np.diag(inner)
    shares = np.linalg.lstsq(inner, wanted, rcond=ALIKE)[0]
    left = np.abs(inner @ shares - wanted).max()
    total = float(shares.sum())
    if left > UNSOLVED * wanted.max() or abs(total) <= UNSOLVED:
        raise PaneloomError("index-undetermined", columns=names, rule="game")
    return np.asarray(shares / total)
