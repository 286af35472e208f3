"""The engine for a panel that fits in memory: NumPy columns sorted by unit and time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Self

import numpy as np

from paneloom.algebra.block import Block
from paneloom.algebra.extents import Extents, extents
from paneloom.algebra.record import Floats, Integers, frozen, sealed
from paneloom.algebra.totals import Totals, totals
from paneloom.engines.levels import Mask, level_codes
from paneloom.engines.select import sample_mask
from paneloom.errors import PaneloomError, nearest
from paneloom.panel.evaluate import evaluate, unknown_column
from paneloom.panel.frame import Frame, rows_of
from paneloom.study.expression import Expression, parse
from paneloom.study.sample import Sample

# Samples whose rows are remembered, a byte a row: the passes of a model go over the same ones, and so do counts of
# losses. Of a large frame a few, of a small one no more than these.
MASKS_KEPT, BYTES_KEPT = 64, 2**26


class MemoryEngine:
    """Rows of a frame behind the verbs of the engine protocol.

    A column is one of the frame's numbers or an expression of them ("L.nqp", "log(x)"), evaluated over the
    whole frame when first asked for, and kept.

    Parameters
    ----------
    frame
        The rows.
    block_units
        How many units a block holds; all of them by default.
    """

    name = "memory"

    def __init__(self, frame: Frame, block_units: int | None = None) -> None:
        self._frame = frame
        self._block_units = block_units
        self._evaluated: dict[str, Floats] = {}
        self._masks: dict[tuple[Sample, tuple[str, ...]], Mask] = {}

    @property
    def frame(self) -> Frame:
        """The rows themselves."""
        return self._frame

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numeric columns, in the order in which they were added."""
        return tuple(self._frame.numbers)

    @property
    def categories(self) -> tuple[str, ...]:
        """The columns of labels, the unit key first."""
        return tuple(self._frame.categories)

    def derive(self, columns: Mapping[str, Expression]) -> Self:
        """The same rows with columns added, each of which may read those before it.

        Raises
        ------
        PaneloomError
            ``column-exists``, ``unknown-column``, ``not-finite``.
        """
        frame = self._frame
        for name, tree in columns.items():
            if name in frame.numbers or name in frame.categories:
                raise PaneloomError("column-exists", seen=name)
            values = frozen(evaluate(tree, frame))
            frame = replace(frame, numbers=MappingProxyType({**frame.numbers, name: values}))
        return type(self)(frame, self._block_units)

    def attach(self, columns: Frame) -> Self:
        """The same rows with the numbers of a frame added by unit and time; missing where it has no row.

        Raises
        ------
        PaneloomError
            ``column-exists``.
        """
        frame = self._frame
        taken = next((name for name in columns.numbers if name in (*frame.numbers, *frame.categories)), None)
        if taken is not None:
            raise PaneloomError("column-exists", seen=taken)
        at = rows_of(columns, frame)
        added = {
            name: frozen(np.where(at < 0, np.nan, values[at])) for name, values in columns.numbers.items()
        }
        return type(self)(
            replace(frame, numbers=MappingProxyType({**frame.numbers, **added})), self._block_units
        )

    def extents(self, columns: tuple[str, ...], sample: Sample) -> Extents:
        """n, minimum, maximum and mean of each column over the rows of the sample where it is present."""
        return extents(columns, self._values(columns)[sample_mask(self._frame, sample, self._column)])

    def totals(self, columns: tuple[str, ...], sample: Sample, weights: str | None = None) -> Totals:
        """n, weight, means and centred scatter over the rows of the sample where all columns are present.

        Raises
        ------
        PaneloomError
            ``weights-not-positive``.
        """
        mask = self._complete(columns, sample, weights)
        values = self._values(columns)[mask]
        return totals(columns, values, None if weights is None else self._weights(weights, mask))

    def quantiles(self, columns: tuple[str, ...], probabilities: tuple[float, ...], sample: Sample) -> Floats:
        """(columns, probabilities) quantiles of type 7 over present values; NaN for a column without any."""
        values = self._values(columns)[sample_mask(self._frame, sample, self._column)]
        result = np.full((len(columns), len(probabilities)), np.nan)
        for number in range(len(columns)):
            present = values[~np.isnan(values[:, number]), number]
            if present.size:
                result[number] = np.quantile(present, probabilities)
        return frozen(result)

    def blocks(
        self,
        columns: tuple[str, ...],
        sample: Sample,
        cluster: str | None = None,
        weights: str | None = None,
        levels: str | None = None,
        keys: tuple[str, ...] = (),
    ) -> Iterator[Block]:
        """The sample's complete rows of the columns, whole units at a time, sorted by unit and time.

        A sample without rows gives one block without rows. Unit and cluster codes are those of the whole
        panel, so that blocks of one call, and of several samples, agree; so are those of ``levels`` and
        ``keys``: labels, the time key, or several of them crossed ("region#year").

        Raises
        ------
        PaneloomError
            ``cluster-not-nesting``, ``cluster-label-missing``, ``unknown-category``, ``weights-not-positive``.
        """
        mask = self._complete(columns, sample, weights)
        clusters = self._clusters(cluster, mask)
        weight = np.ones(len(self._frame))
        if weights is not None:
            weight[mask] = self._weights(weights, mask)
        values = self._values(columns)
        rows = np.flatnonzero(mask)
        unit = self._frame.unit[rows]
        second = None if levels is None else level_codes(self._frame, levels, mask)
        others = tuple((key, level_codes(self._frame, key, mask)) for key in keys)
        # Taking rows by number copies them: the arrays of a block are its own.
        for part in _whole_units(rows, unit, self._block_units):
            yield Block(
                names=columns,
                values=sealed(values[part]),
                units=sealed(self._frame.unit[part]),
                times=sealed(self._frame.time[part]),
                clusters=sealed(clusters[part]),
                weights=sealed(weight[part]),
                levels=None if second is None else sealed(second[part]),
                keys=tuple((key, sealed(codes[part])) for key, codes in others),
            )

    def collect(self, columns: tuple[str, ...], sample: Sample) -> Frame:
        """The rows of the sample, sorted by unit and time; columns may be numbers, expressions or labels."""
        mask = sample_mask(self._frame, sample, self._column)
        kept, unit = np.unique(self._frame.unit[mask], return_inverse=True)
        labels = [name for name in columns if name in self._frame.categories]
        return Frame(
            units=tuple(self._frame.units[code] for code in kept),
            unit=frozen(unit, np.int64),
            time=frozen(self._frame.time[mask], np.int64),
            numbers=MappingProxyType(
                {name: frozen(self._column(name)[mask]) for name in columns if name not in labels}
            ),
            categories=MappingProxyType(
                {name: frozen(self._frame.categories[name][mask], np.str_) for name in labels}
            ),
            time_key=self._frame.time_key,
        )

    def _column(self, name: str) -> Floats:
        """A column by its name, or the value of the expression that the name spells."""
        if name in self._frame.numbers:
            return self._frame.numbers[name]
        if name not in self._evaluated:
            if name in self._frame.categories:
                raise unknown_column(name, self._frame)
            self._evaluated[name] = frozen(evaluate(parse(name), self._frame))
        return self._evaluated[name]

    def _values(self, columns: tuple[str, ...]) -> Floats:
        """(n, k), all rows of the frame."""
        if not columns:
            return np.zeros((len(self._frame), 0))
        return np.column_stack([self._column(name) for name in columns])

    def _complete(self, columns: tuple[str, ...], sample: Sample, weights: str | None) -> Mask:
        needed = columns if weights is None else (*columns, weights)
        key = (sample, needed)
        if key not in self._masks:
            mask = sample_mask(self._frame, sample, self._column, needed)
            mask.setflags(write=False)
            if len(self._masks) >= min(MASKS_KEPT, 1 + BYTES_KEPT // max(1, len(self._frame))):
                del self._masks[next(iter(self._masks))]
            self._masks[key] = mask
        return self._masks[key]

    def _weights(self, name: str, mask: Mask) -> Floats:
        weight = self._column(name)
        bad = np.flatnonzero(mask & ~(weight > 0))
        if bad.size:
            row = int(bad[0])
            raise PaneloomError(
                "weights-not-positive",
                seen=repr(float(weight[row])),
                column=name,
                unit=self._frame.units[self._frame.unit[row]],
                time=int(self._frame.time[row]),
                count=int(bad.size),
            )
        return weight[mask]

    def _clusters(self, name: str | None, mask: Mask) -> Integers:
        """(n,) the cluster of each row of the frame: its unit, or the level of a category that nests units."""
        frame = self._frame
        if name is None or name == next(iter(frame.categories), None):
            return frame.unit
        if name not in frame.categories:
            like = nearest(name, frame.categories)
            raise PaneloomError("unknown-category", seen=name, nearest=like, known=tuple(frame.categories))
        labels = frame.categories[name]
        lost = np.flatnonzero(mask & (labels == ""))
        if lost.size:
            raise PaneloomError(
                "cluster-label-missing", seen=self._row_name(int(lost[0])), column=name, count=int(lost.size)
            )
        codes = np.unique(labels, return_inverse=True)[1].astype(np.int64)
        rows = np.flatnonzero(mask)
        moved = np.flatnonzero(
            (frame.unit[rows][1:] == frame.unit[rows][:-1]) & (codes[rows][1:] != codes[rows][:-1])
        )
        if moved.size:
            row = int(rows[moved[0] + 1])
            raise PaneloomError("cluster-not-nesting", seen=self._row_name(row), column=name)
        return codes

    def _row_name(self, row: int) -> str:
        return f"{self._frame.units[self._frame.unit[row]]}, {int(self._frame.time[row])}"


def _whole_units(rows: Integers, unit: Integers, count: int | None) -> Iterator[Integers]:
    """The rows in parts of ``count`` units each; one part, perhaps empty, when ``count`` is None."""
    firsts = np.flatnonzero(np.r_[True, unit[1:] != unit[:-1]]) if rows.size else np.zeros(0, dtype=np.int64)
    if count is None or firsts.size == 0:
        yield rows
        return
    starts = firsts[::count]
    for first, last in zip(starts, np.r_[starts[1:], rows.size], strict=True):
        yield rows[first:last]
