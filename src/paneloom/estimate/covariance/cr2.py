"""Errors clustered one way and corrected for the leverage of clusters, CR2, with degrees of freedom of their own.

Bell and McCaffrey (2002); Pustejovsky and Tipton (2018, equations 5, 8 and 11) for absorbed effects. The scores
of cluster g are adjusted by (I - H_g)^(-1/2), its inverse a pseudo-inverse, so that the covariance is unbiased
when errors are independent and homoskedastic. With weights they are those of the regression of rows times the roots
of their weights: the working model is variances inverse to the weights, and the root of I - H_g is the symmetric
one there, as in the R package dfadjust (clubSandwich takes another root of the same working model). For two-stage
least squares H_g is that of the fitted regressors, as in clubSandwich.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.cluster_parts import Parts, inverse_root
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.covariance.sandwich import Sandwich
from paneloom.estimate.solved import Solved

VERY_FEW = 10


@dataclass(frozen=True, slots=True, eq=False)
class Adjusted(Record):
    """``matrix`` (p + 1, p + 1) and Satterthwaite's degrees of freedom ``df`` (p + 1,)."""

    matrix: Floats
    df: Floats


def cr2(parts: Parts) -> Adjusted:
    """The covariance of the slopes and the constant; no small-sample factor.

    The variance of a target c is the sum of squares of c'K_g s_g, K_g = (I - W_g'W_g)^(-1/2). Under the working
    model their covariances are c'K_g A_g K_g c on the diagonal less c'K_g A_g A_h K_h c, A_g = W_g'W_g; the
    degrees of freedom match the first two moments of a chi-squared (Satterthwaite 1946).
    """
    root, _ = inverse_root(parts.gram)
    adjusted = (root @ parts.scores[..., None])[..., 0] @ parts.targets
    reach = root @ parts.targets
    spread = parts.gram @ reach
    own = np.einsum("grt,grt->gt", reach, spread)
    shared = np.einsum("grt,hrt->tgh", spread, spread)
    between = -shared
    clusters = np.arange(parts.clusters)
    between[:, clusters, clusters] += own.T
    trace = np.einsum("tgg->t", between)
    squares = np.einsum("tgh,tgh->t", between, between)
    df = np.divide(trace**2, squares, out=np.ones_like(trace), where=squares > 0)
    return Adjusted(adjusted.T @ adjusted, df)


def cr2_errors(solved: Solved, parts: Parts | None = None) -> Sandwich:
    """The errors of a solved model.

    Raises
    ------
    PaneloomError
        ``few-clusters-two-way``, ``few-clusters-estimator``, ``too-few-rows``, ``one-cluster``.
    """
    parts = parts_of(solved) if parts is None else parts
    freedom = replace(counted(solved, clusters=parts.clusters), factor=1.0)
    made = cr2(parts)
    working = "inverse_weights" if solved.design.weights else "identity"
    return Sandwich(
        frozen(made.matrix), freedom, frozen(made.df), (("working_model", working),), few_warnings(parts)
    )


def few_warnings(parts: Parts) -> tuple[str, ...]:
    """A louder warning below ten clusters."""
    return ("fewer_than_ten_clusters",) if parts.clusters < VERY_FEW else ()
