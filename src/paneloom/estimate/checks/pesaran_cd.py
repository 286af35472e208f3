"""Do units move together beyond the model? The CD test of cross-section dependence (Pesaran 2004)."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.check import Check
from paneloom.estimate.solved import Solved

COMMON = 3
MOST_UNITS = 5000


def pesaran_cd(solved: Solved) -> Check:
    """Standard normal CD = sum over pairs of sqrt(T_ij) rho_ij / sqrt(pairs), from the residuals of the model.

    rho_ij is the correlation of two units over the T_ij periods of the calendar that both have, each around its
    mean there (Pesaran 2004, for unbalanced panels; plm's ``pcdtest``). Pairs with fewer than
    three common periods, or where a unit does not vary over them, are skipped and counted in the facts. Absorbed
    times take the mean of each period out of the residuals, which drives CD below zero (Juodis and Reese 2022).
    """
    from scipy.special import ndtr

    name, null = "pesaran_cd", "pesaran_cd_null"
    if solved.design.weights is not None:
        return Check(name, null, reason="unit_effects_weights")
    units, at = np.unique(solved.rows.units, return_inverse=True)
    times, when = np.unique(solved.rows.times, return_inverse=True)
    if units.size > MOST_UNITS:
        return Check(name, null, reason="pesaran_cd_units")
    e, present = np.zeros((units.size, times.size)), np.zeros((units.size, times.size))
    e[at, when], present[at, when] = solved.residual_rows, 1.0
    e /= np.sqrt((e**2).sum() / present.sum()) or 1.0
    terms, used = _terms(e, present)
    pairs = units.size * (units.size - 1) // 2
    if not used:
        return Check(name, null, reason="pesaran_cd_short")
    statistic = terms / used**0.5
    facts = (
        ("pairs", str(used)),
        ("pairs_left_out", str(pairs - used)),
        ("times_absorbed", "yes" if "time" in solved.records.first.effects else "no"),
    )
    return Check(name, null, statistic=statistic, p=float(2 * ndtr(-abs(statistic))), facts=facts)


def _terms(e: Floats, present: Floats) -> tuple[float, int]:
    """The sum of sqrt(T_ij) rho_ij over pairs i < j that have one, and how many they are."""
    total, used = 0.0, 0
    for i in range(len(e) - 1):
        both = present[i + 1 :] * present[i]
        count = both.sum(axis=1)
        enough = count >= COMMON
        if not enough.any():
            continue
        both, count, others = both[enough], count[enough], e[i + 1 :][enough]
        own = both * (e[i] - ((both @ e[i]) / count)[:, None])
        others = both * (others - ((others * both).sum(axis=1) / count)[:, None])
        lengths = np.sqrt((own**2).sum(axis=1) * (others**2).sum(axis=1))
        varies = lengths > np.finfo(float).eps * count
        rho = (own * others).sum(axis=1)[varies] / lengths[varies]
        total += float(np.sqrt(count[varies]) @ rho)
        used += int(varies.sum())
    return total, used
