"""Fisher's permutation test of two groups: units are assigned to the groups at random, group sizes kept.

p = (1 + draws with a difference at least as large) / (1 + draws), two-sided (Phipson and Smyth 2010; Efron and
Tibshirani 1993, chapter 15). Each draw sweeps the effects anew within both groups. Draws that do not identify
a slope in both groups are left out and counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.record import Floats, Record, frozen
from paneloom.algebra.redrawn import changes
from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.readings.again import solved_again
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.sample import EVERY_ROW

# What rounding may take off a difference that a draw repeats.
SAME = 1e-10
BATCH = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Permuted(Record):
    """``differences`` (p,) as observed, ``p`` (p,) of all slopes, ``draws`` counted and ``degenerate`` left out.

    ``reason`` is a word of "comparison" where there is no test.
    """

    differences: Floats
    p: Floats
    draws: int = 0
    degenerate: int = 0
    reason: str = ""


def permuted_groups(panel: Panel, first: Design, second: Design) -> Permuted:
    """The test of two designs that differ in their group alone."""
    none = np.zeros(0)
    members = [set(panel.rows.collect((), design.sample).units) for design in (first, second)]
    if members[0] & members[1]:
        return Permuted(none, none, reason="units_in_both")
    others = tuple(
        unit for unit in panel.rows.collect((), EVERY_ROW).units if unit not in members[0] | members[1]
    )
    sample = replace(first.sample, where=first.sample.where[:-1])
    sample = replace(sample, drop_units=tuple(dict.fromkeys((*sample.drop_units, *others))))
    design = replace(first, sample=sample, errors="iid", cluster=None, second_cluster=None)
    solved = solved_again(panel, design, ("keyed",), by_unit=True)
    if solved.records.keyed is None:
        return Permuted(none, none, reason="no_moments")
    labels = panel.rows.collect((), EVERY_ROW).units
    inside = np.array([labels[code] in members[0] for code in solved.records.keyed.keys], dtype=float)
    parts = parts_of(solved)
    observed = changes(parts, np.array([inside])).values - changes(parts, np.array([1 - inside])).values
    size, random = observed[0, :-1], np.random.Generator(np.random.PCG64(first.seed))
    beyond, told = np.zeros(size.size), 0
    for start in range(0, first.draws, BATCH):
        rows = np.tile(inside, (min(BATCH, first.draws - start), 1))
        drawn = random.permuted(rows, axis=1)
        one, other = changes(parts, drawn), changes(parts, 1 - drawn)
        kept = (one.identified & other.identified)[:, :-1].all(axis=1)
        apart = np.abs((one.values - other.values)[kept, :-1])
        beyond += (apart >= np.abs(size) * (1 - SAME)).sum(axis=0)
        told += int(kept.sum())
    return Permuted(frozen(size), frozen((1 + beyond) / (1 + told)), told, first.draws - told)
