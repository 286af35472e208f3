"""Average scores by unit, and the ranks they give."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.index.index import Index
from paneloom.panel.panel import Panel
from paneloom.study.base import Text
from paneloom.study.sample import Sample


@dataclass(frozen=True, slots=True, eq=False)
class Ranking(Record):
    """Units from the highest average of the index to the lowest.

    ``averages`` (u, m) are means over the years with a score, of the index and then its parts (``columns``,
    ``labels``); ``ranks`` (u,) start at 1, units that tie share the better rank. ``unranked`` are units
    without a score; ``adds_up`` tells whether the outermost parts add up to the index.
    """

    name: str
    label: Text
    columns: tuple[str, ...]
    labels: tuple[Text, ...]
    units: tuple[str, ...]
    averages: Floats
    ranks: Integers
    unranked: tuple[str, ...]
    adds_up: bool = True


def rank_units(panel: Panel, index: Index) -> Ranking:
    """The ranking of the units; the score columns must have been derived."""
    columns = (index.name, *(part.name for part in index.parts))
    frame = panel.rows.collect(columns, Sample())
    present = ~np.isnan(frame.numbers[index.name])
    scores = np.column_stack([frame.numbers[name][present] for name in columns])
    counts = np.bincount(frame.unit[present], minlength=len(frame.units))
    scored = np.flatnonzero(counts)
    starts = np.r_[0, np.cumsum(counts)]
    # Exact sums: the same scores in another order of years are a tie, whatever rounding would make of them.
    averages = np.array(
        [[fsum(column) / counts[u] for column in scores[starts[u] : starts[u + 1]].T] for u in scored]
    ).reshape(scored.size, len(columns))
    order = np.argsort(-averages[:, 0], kind="stable")
    ranked = averages[order]
    ranks = [int((ranked[:, 0] > value).sum()) + 1 for value in ranked[:, 0]]
    return Ranking(
        name=index.name,
        label=index.label,
        columns=columns,
        labels=(index.label, *(part.label for part in index.parts)),
        units=tuple(frame.units[scored[i]] for i in order),
        averages=frozen(ranked),
        ranks=frozen(ranks, np.int64),
        unranked=tuple(frame.units[i] for i in np.flatnonzero(counts == 0)),
        adds_up=index.nodes[-1].is_sum,
    )
