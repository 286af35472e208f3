"""What Paneloom asks of a place where rows live. An engine implements this and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol, Self

from paneloom.algebra.block import Block
from paneloom.algebra.extents import Extents
from paneloom.algebra.record import Floats
from paneloom.algebra.totals import Totals
from paneloom.panel.frame import Frame
from paneloom.study.expression import Expression
from paneloom.study.sample import Sample


class Engine(Protocol):
    """Rows of a panel, keyed by unit and time, behind seven verbs.

    Answers but those of ``blocks`` and ``collect`` are small records. What an engine cannot do raises
    ``PaneloomError("engine-cannot")``; it never falls back to another engine.
    """

    @property
    def name(self) -> str:
        """What the engine is called in a result: "memory", "duckdb", "spark"."""
        ...

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numeric columns, in a stable order."""
        ...

    @property
    def categories(self) -> tuple[str, ...]:
        """The columns of labels, the unit key among them."""
        ...

    def derive(self, columns: Mapping[str, Expression]) -> Self:
        """The same rows with columns added, each of which may read those before it."""
        ...

    def attach(self, columns: Frame) -> Self:
        """The same rows with the numbers of a frame added by unit and time; missing where it has no row."""
        ...

    def extents(self, columns: tuple[str, ...], sample: Sample) -> Extents:
        """n, minimum, maximum and mean of each column over the rows of the sample where it is present."""
        ...

    def totals(self, columns: tuple[str, ...], sample: Sample, weights: str | None = None) -> Totals:
        """n, weight, means and centred scatter over the rows of the sample where all columns are present."""
        ...

    def quantiles(self, columns: tuple[str, ...], probabilities: tuple[float, ...], sample: Sample) -> Floats:
        """(columns, probabilities) quantiles by linear interpolation (type 7) over present values."""
        ...

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

        ``levels`` and ``keys`` name labels, the time key, or several of them crossed ("region#year").
        """
        ...

    def collect(self, columns: tuple[str, ...], sample: Sample) -> Frame:
        """The rows of the sample themselves, sorted by unit and time."""
        ...
