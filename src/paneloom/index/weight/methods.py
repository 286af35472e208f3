"""The weighting methods by name, and what each must see of the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from paneloom.index.weight.ahp import ahp
from paneloom.index.weight.bod import bod
from paneloom.index.weight.cilos import cilos
from paneloom.index.weight.critic import critic
from paneloom.index.weight.entropy import entropy
from paneloom.index.weight.equal import equal
from paneloom.index.weight.factor import factor
from paneloom.index.weight.gini import gini
from paneloom.index.weight.given import given
from paneloom.index.weight.idocriw import idocriw
from paneloom.index.weight.merec import merec
from paneloom.index.weight.pca import pca, pca_composite
from paneloom.index.weight.standard_deviation import standard_deviation
from paneloom.index.weight.variation import variation
from paneloom.index.weight.weighting import Weighting
from paneloom.study.index_part import WeightMethod

Need = Literal["nothing", "shares", "moments", "totals", "columns", "rows"]


@dataclass(frozen=True, slots=True)
class Method:
    """``weigh(terms)`` when it needs nothing, else ``weigh(what it needs, terms)``.

    "shares" and "moments" are of the values present in each column, "columns" are those values themselves,
    (n, k) with NaN; "totals" are of the rows with every column, "rows" (n, k) are those rows.
    ``positive`` tells that it has no meaning for negative values.
    """

    need: Need
    weigh: Callable[..., Weighting]
    positive: bool = False


METHODS: dict[WeightMethod, Method] = {
    "entropy": Method("shares", entropy, positive=True),
    "equal": Method("nothing", equal),
    "given": Method("nothing", given),
    "standard-deviation": Method("moments", standard_deviation),
    "variation": Method("moments", variation),
    "critic": Method("totals", critic),
    "gini": Method("columns", gini, positive=True),
    "pca": Method("totals", pca),
    "pca-composite": Method("totals", pca_composite),
    "factor": Method("totals", factor),
    "ahp": Method("nothing", ahp),
    "merec": Method("rows", merec, positive=True),
    "cilos": Method("rows", cilos, positive=True),
    "idocriw": Method("rows", idocriw, positive=True),
    "bod": Method("rows", bod, positive=True),
}
