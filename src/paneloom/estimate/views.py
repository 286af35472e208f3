"""Rows of an engine with the values of some columns changed on their way out, names and rows as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Self

import numpy as np

from paneloom.algebra.block import Block, stacked
from paneloom.algebra.extents import Extents, extents
from paneloom.algebra.record import Floats, frozen
from paneloom.algebra.totals import Totals, totals
from paneloom.panel.engine import Engine
from paneloom.panel.frame import Frame
from paneloom.study.expression import Expression
from paneloom.study.sample import Sample


class View:
    """An engine behind which other rows stand: ``change`` (names, values (n, k)) gives the values that are seen.

    Which rows are there is still decided by the values as they are.
    """

    def __init__(self, engine: Engine, change: Callable[[tuple[str, ...], Floats], Floats]) -> None:
        self._engine = engine
        self._change = change

    @property
    def name(self) -> str:
        """That of the engine behind it."""
        return self._engine.name

    @property
    def numbers(self) -> tuple[str, ...]:
        """Those of the engine behind it."""
        return self._engine.numbers

    @property
    def categories(self) -> tuple[str, ...]:
        """Those of the engine behind it."""
        return self._engine.categories

    def derive(self, columns: Mapping[str, Expression]) -> Self:
        """Columns are derived from the values as they are."""
        return type(self)(self._engine.derive(columns), self._change)

    def attach(self, columns: Frame) -> Self:
        """As the engine behind it."""
        return type(self)(self._engine.attach(columns), self._change)

    def extents(self, columns: tuple[str, ...], sample: Sample) -> Extents:
        """Of the values that are seen."""
        frame = self.collect(columns, sample)
        return extents(columns, np.column_stack([frame.numbers[name] for name in columns]))

    def totals(self, columns: tuple[str, ...], sample: Sample, weights: str | None = None) -> Totals:
        """Of the values that are seen."""
        if not columns:
            return self._engine.totals(columns, sample, weights)
        block = stacked(list(self.blocks(columns, sample, weights=weights)))
        return totals(columns, block.values, block.weights)

    def quantiles(self, columns: tuple[str, ...], probabilities: tuple[float, ...], sample: Sample) -> Floats:
        """Of the values that are seen."""
        frame = self.collect(columns, sample)
        found = [np.nanquantile(frame.numbers[name], probabilities) for name in columns]
        return frozen(np.array(found))

    def blocks(
        self,
        columns: tuple[str, ...],
        sample: Sample,
        cluster: str | None = None,
        weights: str | None = None,
        levels: str | None = None,
        keys: tuple[str, ...] = (),
    ) -> Iterator[Block]:
        """The blocks of the engine behind it with changed values."""
        for block in self._engine.blocks(columns, sample, cluster, weights, levels, keys):
            yield replace(block, values=frozen(self._change(block.names, block.values)))

    def collect(self, columns: tuple[str, ...], sample: Sample) -> Frame:
        """The rows with changed values."""
        frame = self._engine.collect(columns, sample)
        names = tuple(frame.numbers)
        if not names:
            return frame
        values = self._change(names, np.column_stack([frame.numbers[name] for name in names]))
        numbers = {name: frozen(values[:, at]) for at, name in enumerate(names)}
        return replace(frame, numbers=MappingProxyType(numbers))
