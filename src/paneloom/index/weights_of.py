"""Entropy weights of a user's own table, of any size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np

from paneloom.algebra.record import Floats, Record
from paneloom.errors import PaneloomError
from paneloom.index.columns_in import Directions, columns_in, directions_in
from paneloom.index.streams import bounds, entropy_shares, pieces, refuse_what_cannot_be_scaled
from paneloom.index.weight.entropy import entropy
from paneloom.index.weight.weighting import Terms

Missing = Literal["refuse", "omit"]


@dataclass(frozen=True, slots=True, eq=False)
class EntropyWeights(Record):
    """Entropy weights of J columns after min-max scaling, with everything they were made of.

    ``n`` (J,) values of each column, ``minimum`` and ``maximum`` (J,) its bounds, ``entropy`` (J,) in [0, 1],
    ``divergence`` (J,) 1 - entropy, ``weight`` (J,) at least 0 with sum 1. ``warnings`` name what is doubtful:
    ("constant", column) for one that does not vary and so weighs 0, ("missing", column) for one that lacks
    values.
    """

    names: tuple[str, ...]
    directions: tuple[str, ...]
    n: tuple[int, ...]
    minimum: Floats
    maximum: Floats
    entropy: Floats
    divergence: Floats
    weight: Floats
    warnings: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        width = max(len("column"), *(len(name) for name in self.names))
        head = (
            f"{'column':<{width}}  d {'n':>10} {'minimum':>12} {'maximum':>12} {'entropy':>9} {'weight':>9}"
        )
        lines = [
            f"{name:<{width}}  {sign} {n:>10,} {low:>12.6g} {high:>12.6g} {e:>9.6f} {w:>9.6f}"
            for name, sign, n, low, high, e, w in zip(
                self.names, self.directions, self.n, self.minimum, self.maximum, self.entropy, self.weight,
                strict=True,
            )
        ]  # fmt: skip
        warned = [f"{key}: {name}" for key, name in self.warnings]
        return "\n".join(["Entropy weights, min-max, constant ln(n), 0 ln 0 = 0", head, *lines, *warned])


def entropy_weights(
    data: Any,
    directions: Directions = "+",
    *,
    columns: Sequence[str] | None = None,
    missing: Missing = "refuse",
    threads: int | None = None,
) -> EntropyWeights:
    """Entropy weights of the columns of a table, pooled over all its rows.

    Each column is scaled to z = (x - min) / (max - min), or (max - x) / (max - min) where smaller is better;
    with shares p = z / sum(z), E = -sum(p ln p) / ln(n), 0 ln 0 = 0, weights are proportional to 1 - E (Zou,
    Yun and Sun 2006). The table is passed over twice in small blocks and never copied.

    Parameters
    ----------
    data
        A NumPy array (n, J), or a frame that narwhals knows: pandas, Polars, Arrow and others.
    directions
        "+" where larger is better, "-" where smaller is: one for all, a list in the order of the columns, or
        by name.
    columns
        The columns of a frame to weigh; all by default. For an array, what its columns are called.
    missing
        "refuse" names the columns with missing values (NaN or null); "omit" leaves those values out, each
        column having its own n.
    threads
        How many threads; every core by default. The answer is the same to the bit.

    Raises
    ------
    PaneloomError
        ``index-missing``, ``index-infinite``, ``index-one-row``, ``no-values``, ``index-constant`` when no
        column varies, and what is wrong with the arguments.

    Examples
    --------
    >>> import numpy as np
    >>> entropy_weights(np.array([[1.0, 5.0], [2.0, 5.5], [4.0, 9.0]]), ["+", "-"]).weight.round(4)
    array([0.5681, 0.4319])
    """
    if missing not in get_args(Missing):
        raise PaneloomError("missing-rule", seen=repr(missing), known=get_args(Missing))
    check_threads(threads)
    table = columns_in(data, columns)
    signs = directions_in(directions, table.names, known="+-")
    larger = np.array([sign == "+" for sign in signs])
    width = len(table.names)
    cut = pieces(table.values)
    found = bounds(cut, width, threads)
    rows = len(table.values) if isinstance(table.values, np.ndarray) else len(table.values[0])
    refuse_what_cannot_be_scaled(found, table.names)
    lacking = tuple(name for name, n in zip(table.names, found.n, strict=True) if n < rows)
    if lacking and missing == "refuse":
        raise PaneloomError("index-missing", columns=lacking)
    made = entropy(entropy_shares(cut, found, larger, threads), Terms(table.names))
    return EntropyWeights(
        names=table.names,
        directions=signs,
        n=tuple(int(n) for n in found.n),
        minimum=found.minimum,
        maximum=found.maximum,
        entropy=made.columns["entropy"],
        divergence=made.columns["divergence"],
        weight=made.weight,
        warnings=(*made.warnings, *(("missing", name) for name in lacking)),
    )


def check_threads(threads: object) -> None:
    """Stop where ``threads`` is neither None nor a whole number of at least 1.

    Raises
    ------
    PaneloomError
        ``threads-count``.
    """
    if threads is None:
        return
    # NumPy's integers are counts too; True is none.
    if isinstance(threads, bool) or not isinstance(threads, int | np.integer) or threads < 1:
        raise PaneloomError("threads-count", seen=repr(threads))
