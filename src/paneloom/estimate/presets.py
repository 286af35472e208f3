"""How packages count parameters, one function to a package; ``freedom.py`` turns the count into factor and df.

Each returns a ``Count``. What is nested matters for clustered errors only: no rule looks at it elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import inf
from types import MappingProxyType

from paneloom.estimate.absorbed import Absorbed, Effect, Groups


@dataclass(frozen=True, slots=True)
class Count:
    """Levels not counted (``nested``, ``redundant``), what is counted besides, the factor and the reference."""

    nested: int
    redundant: int
    constant: int
    factor: float
    df: float


Preset = Callable[[Absorbed, Groups, int, int], Count]


def reghdfe(absorbed: Absorbed, groups: Groups, rows: int, slopes: int) -> Count:
    """As reghdfe 6.13 (Correia): its DoF.mata, Regression.mata and Driscoll_Kraay.mata, all adjustments on.

    Effects within clusters are not counted, but one constant is in their place. Of the others every one but
    the first, and beside nested ones the first too, loses one level, or as many as it forms mobility groups
    with one before it. Trends are never nested, and are redundant only where a unit has one row. Factors:
    n / (n - K) for robust errors, (n - 1) / (n - K) G / (G - 1) with the fewest clusters, the same with T in
    place of G for Driscoll-Kraay. The reference is t with G - 1 or T - 1, no more than n less what is counted
    without the constant.
    """
    nested = _nested(absorbed, groups)
    lost = _mobility_groups(absorbed, groups)
    left = sum(e.levels for e in absorbed.effects) + absorbed.trend - nested - lost
    constant = 1 if nested or not absorbed.effects else 0
    counted = slopes + left + constant
    alone = slopes + left + (0 if absorbed.effects else 1)
    return Count(nested, lost, constant, *_small(groups, rows, counted, most=rows - alone))


def ivreghdfe(absorbed: Absorbed, groups: Groups, rows: int, slopes: int) -> Count:
    """As ivreghdfe 1.1 (Correia): ivreg2 with ``small`` after reghdfe's sweep; its count of effects, at least one.

    No constant stands in for nested effects, so that with unit and time effects K is slopes + T - 1.
    """
    nested = _nested(absorbed, groups)
    lost = _mobility_groups(absorbed, groups)
    left = sum(e.levels for e in absorbed.effects) + absorbed.trend - nested - lost
    constant = 1 if left == 0 else 0
    return Count(nested, lost, constant, *_small(groups, rows, slopes + left + constant))


def fixest(absorbed: Absorbed, groups: Groups, rows: int, slopes: int) -> Count:
    """As fixest (Berge), ``ssc(K.adj = TRUE, K.fixef = "nonnested", K.exact = FALSE, G.adj = TRUE, G.df = "min")``.

    Every effect but the first loses one level whatever the components; each effect within clusters counts as
    one. Driscoll-Kraay and Newey-West errors count all effects, with T / (T - 1) and t with T - 1.
    """
    nested = _nested(absorbed, groups)
    lost = max(len(absorbed.effects) - 1, 0)
    constant = sum(_is_nested(e, groups) for e in absorbed.effects) if absorbed.effects else 1
    total = sum(e.levels for e in absorbed.effects) + absorbed.trend
    return Count(nested, lost, constant, *_small(groups, rows, slopes + total - lost - nested + constant))


def xtreg(absorbed: Absorbed, groups: Groups, rows: int, slopes: int) -> Count:
    """As Stata's ``xtreg, fe`` (manual [XT] xtreg, methods and formulas), times and others entered as dummies.

    Dummies count by their rank beside the unit effects. With clusters, which must nest the units, the unit
    effects count as one constant: K = slopes + dummies + 1, factor (n - 1) / (n - K) G / (G - 1), t with G - 1.
    Elsewhere every unit counts; robust errors are those of ``areg, vce(robust)``, since ``xtreg, vce(robust)``
    itself clusters by unit. Without unit effects it is ``regress``.
    """
    units = tuple(
        e for e in absorbed.effects if e.kind == "unit" and groups.family in ("clusters", "periods")
    )
    nested = sum(e.levels for e in units)
    constant = 1 if nested or not absorbed.effects else 0
    counted = slopes + absorbed.rank - nested + constant if absorbed.effects else slopes + 1
    return Count(nested, absorbed.dependent, constant, *_small(groups, rows, counted))


def ivreg2(absorbed: Absorbed, _groups: Groups, _rows: int, _slopes: int) -> Count:
    """As ivreg2 (Baum, Schaffer and Stillman 2007) as it comes, without ``small``: RSS / n, no factor, the normal.

    The dummies of all effects are regressors, partialled out or not; K counts their rank for what still needs
    it, such as the F statistics of first stages.
    """
    constant = 0 if absorbed.effects else 1
    return Count(0, absorbed.dependent, constant, 1.0, inf)


def plm(absorbed: Absorbed, groups: Groups, rows: int, slopes: int) -> Count:
    """As plm 2.6 (Croissant and Millo 2008): ``vcovHC``, ``vcovDC``, ``vcovSCC`` and ``vcovNW`` of type "HC0".

    Nothing multiplies the sandwich, however rows are grouped, but robust errors, ``vcovHC(method = "white1",
    type = "HC1")``, take n / (n - slopes): effects are not seen. Every effect but the first loses one level
    whatever the components (with trends, which plm does not have, as many as follow from others). t refers to
    the residual degrees of the within model, as in ``coeftest``.
    """
    lost = absorbed.dependent if absorbed.trend else max(len(absorbed.effects) - 1, 0)
    constant = 0 if absorbed.effects else 1
    total = sum(e.levels for e in absorbed.effects) + absorbed.trend
    factor = rows / max(rows - slopes - constant, 1) if groups.family == "rows" else 1.0
    return Count(0, lost, constant, factor, rows - (slopes + total - lost + constant))


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        "reghdfe": reghdfe,
        "ivreghdfe": ivreghdfe,
        "fixest": fixest,
        "xtreg": xtreg,
        "ivreg2": ivreg2,
        "plm": plm,
    }
)


def _small(groups: Groups, rows: int, counted: int, most: int | None = None) -> tuple[float, float]:
    """The small-sample factor and the degrees of the t distribution, no more than ``most``."""
    left = max(rows - counted, 1)
    if groups.family == "iid":
        return 1.0, rows - counted
    if groups.family == "rows":
        return rows / left, rows - counted
    sums = groups.fewest
    df = sums - 1 if most is None else min(sums - 1, most)
    return (rows - 1) / left * sums / (sums - 1), df


def _is_nested(effect: Effect, groups: Groups) -> bool:
    return groups.family == "clusters" and effect.nested


def _nested(absorbed: Absorbed, groups: Groups) -> int:
    """The levels of effects within clusters."""
    return sum(effect.levels for effect in absorbed.effects if _is_nested(effect, groups))


def _mobility_groups(absorbed: Absorbed, groups: Groups) -> int:
    """The levels that follow from another effect, pair by pair, among effects that are not within clusters."""
    free = [at for at, effect in enumerate(absorbed.effects) if not _is_nested(effect, groups)]
    lost = 1 if 0 < len(free) < len(absorbed.effects) else 0
    for place, at in enumerate(free[1:], start=1):
        lost += max((1, *(absorbed.effects[at].ties[before] for before in free[:place])))
    return lost
