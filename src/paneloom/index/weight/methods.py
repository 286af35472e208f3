"""The weighting methods by name, and what each must see of the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from paneloom.index.weight.entropy import entropy
from paneloom.index.weight.equal import equal
from paneloom.index.weight.weighting import Weighting
from paneloom.study.index_part import WeightMethod

Need = Literal["nothing", "shares", "totals", "rows"]


@dataclass(frozen=True, slots=True)
class Method:
    """``weigh(terms)`` when it needs nothing, else ``weigh(shares | totals | rows (n, k), terms)``.

    ``positive`` tells that it has no meaning for negative values.
    """

    need: Need
    weigh: Callable[..., Weighting]
    positive: bool = False


METHODS: dict[WeightMethod, Method] = {
    "entropy": Method("shares", entropy, positive=True),
    "equal": Method("nothing", equal),
}
