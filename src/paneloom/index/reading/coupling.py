"""Coupling and coordination (耦合协调度) of two or more systems: C, T and D of each row, and its grade."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError
from paneloom.study.coupling_part import CouplingFormula

# The ten grades of Liao (1999), from the lowest: keys of ``words.toml``, group "coupling".
GRADES = tuple(f"grade_{number}" for number in range(1, 11))
CUTS = tuple(number / 10 for number in range(1, 10))


@dataclass(frozen=True, slots=True, eq=False)
class CouplingDegrees(Record):
    """Of n rows: ``coupling`` C, ``level`` T, ``coordination`` D (n,) and ``grade`` (n,), -1 without a D.

    A grade counts how many of ``cuts`` D reaches: each grade begins at its cut. ``outside`` (k,) counts the values
    of each system that are not in (0, 1]; the ``outside_rows`` that have one have no D.
    """

    names: tuple[str, ...]
    formula: CouplingFormula
    weights: Floats
    cuts: tuple[float, ...]
    coupling: Floats
    level: Floats
    coordination: Floats
    grade: Integers
    outside: tuple[int, ...]
    outside_rows: int


def coupling_degrees(
    names: tuple[str, ...],
    systems: Floats,
    weights: tuple[float, ...] = (),
    formula: CouplingFormula = "standard",
    power: float = 2.0,
    cuts: tuple[float, ...] = CUTS,
    *,
    outside: str = "refuse",
) -> CouplingDegrees:
    """Of ``systems`` (n, k), k at least 2, each in (0, 1]; D = sqrt(C T), T = sum of weight times system.

    ========== =======================================================================================
    standard   C = [prod u / (sum u / k)^k]^(1/k), the geometric over the arithmetic mean
    power      C = [prod u / (sum u / k)^k]^power (Liao 1999, with a power of at least 2)
    modified   C = sqrt([1 - mean |u_i - u_j|] [prod u / max u]^(1/(k-1))) over pairs, with the product of
               the k - 1 others each divided by the largest (Wang et al. 2021)
    ========== =======================================================================================

    For two systems the last is sqrt([1 - (u2 - u1)] u1 / u2) with u2 the larger. Equal weights when none are
    given; others are divided by their sum. ``outside`` = "missing" leaves rows with a value that is not in
    (0, 1] without a D instead of refusing them.

    Raises
    ------
    PaneloomError
        ``coupling-outside`` for a system with values that are not in (0, 1].
    """
    beyond = ~np.isnan(systems) & ~((systems > 0) & (systems <= 1))
    counts = tuple(int(count) for count in beyond.sum(axis=0))
    if any(counts) and outside == "refuse":
        lacking = tuple(name for name, count in zip(names, counts, strict=True) if count)
        raise PaneloomError("coupling-outside", columns=lacking, count=sum(counts))
    u = np.where(beyond.any(axis=1, keepdims=True), np.nan, systems)
    share = np.asarray(weights or (1.0,) * len(names), dtype=np.float64)
    share = share / share.sum()
    degree = {"standard": _standard, "power": _standard, "modified": _modified}[formula](u)
    if formula == "power":
        degree = degree ** (len(names) * power)
    level = u @ share
    coordination = np.sqrt(degree * level)
    grade = np.where(np.isnan(coordination), -1, np.searchsorted(np.array(cuts), coordination, side="right"))
    return CouplingDegrees(
        names, formula, frozen(share), cuts, frozen(degree), frozen(level), frozen(coordination),
        frozen(grade, np.int64), counts, int(beyond.any(axis=1).sum()),
    )  # fmt: skip


def _standard(u: Floats) -> Floats:
    """(n,) the geometric over the arithmetic mean, at most 1 whatever rounding says."""
    mean = u.mean(axis=1, keepdims=True)
    return np.asarray(np.minimum(np.exp(np.log(u / mean).mean(axis=1)), 1.0))


def _modified(u: Floats) -> Floats:
    """(n,) of Wang et al. (2021): how far apart the systems are, and how small beside the largest."""
    k = u.shape[1]
    ordered = np.sort(u, axis=1)
    # Of the sorted values the sum of all differences counts each one by how many are below and above it.
    apart = ordered @ (2.0 * np.arange(k) - (k - 1)) / (k * (k - 1) / 2)
    smaller = np.exp(np.log(ordered[:, :-1] / ordered[:, -1:]).mean(axis=1))
    return np.asarray(np.sqrt((1.0 - apart) * smaller))
