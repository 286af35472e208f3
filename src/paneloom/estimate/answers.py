"""Records that models share: designs whose samples come to the same rows rest on one request, over all tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from paneloom.errors import PaneloomError
from paneloom.estimate.counts import RowCount
from paneloom.estimate.models.methods import MODELS
from paneloom.estimate.records import Need, Records, Request, ask
from paneloom.estimate.requests import gather
from paneloom.estimate.rows import row_count
from paneloom.panel.engine import Engine
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.sample import Sample


class Answers:
    """The records of many designs, each asked for when first wanted, and once."""

    def __init__(self, panel: Panel, designs: Iterable[Design]) -> None:
        """Winsorized designs and other models than the within model see rows of their own and ask by themselves."""
        self._panel = panel
        self._engine = panel.rows
        shared = tuple(
            design for design in designs if design.winsorize is None and design.model not in MODELS
        )
        own = gather(panel, shared)
        self._own = dict(zip(shared, own, strict=True))
        self._common = _on_the_same_rows(panel.rows, dict.fromkeys(own))
        self._answers: dict[Request, Records] = {}
        self._counts: dict[tuple[Sample, tuple[str, ...]], RowCount] = {}

    def of(self, design: Design) -> Records:
        """The records of a design, with the losses of its own sample.

        Raises
        ------
        PaneloomError
            As ``ask``.
        """
        own = self._own.get(design) or gather(self._panel, (design,))[0]
        common = self._common.get(own, own)
        try:
            records = self._asked(common)
        except PaneloomError:
            # What is wrong may be wrong with a column of another table.
            return self._asked(own)
        if common.sample == own.sample:
            return records
        return replace(records, rows=self._counted(own, records.rows))

    def _counted(self, own: Request, common: RowCount) -> RowCount:
        """The same rows, with the losses on the way to them from a sample of one's own."""
        key = (own.sample, own.told)
        if key not in self._counts:
            self._counts[key] = row_count(self._engine, own.sample, common.units, common.times, own.told)
        return self._counts[key]

    def _asked(self, request: Request) -> Records:
        if request not in self._answers:
            self._answers[request] = ask(self._engine, request)
        return self._answers[request]


def _on_the_same_rows(engine: Engine, requests: Iterable[Request]) -> dict[Request, Request]:
    """For each request the one that serves it and all others that are alike but for equal rows.

    Completeness in more columns only takes rows away: where two samples and their union have as many rows,
    they have the same.
    """
    first: dict[Request, list[Request]] = {}
    leader: dict[Request, Request] = {}
    for request in requests:
        alike = replace(request, columns=(), needs=(), sample=replace(request.sample, complete=()))
        leaders = first.setdefault(alike, [])
        found = next((one for one in leaders if _same_rows(engine, one.sample, request.sample)), None)
        if found is None:
            leaders.append(request)
        leader[request] = found or request
    columns: dict[Request, tuple[str, ...]] = {}
    needs: dict[Request, tuple[Need, ...]] = {}
    for request, one in leader.items():
        columns[one] = tuple(dict.fromkeys((*columns.get(one, ()), *request.columns)))
        needs[one] = tuple(sorted({*needs.get(one, ()), *request.needs}))
    return {request: replace(one, columns=columns[one], needs=needs[one]) for request, one in leader.items()}


def _same_rows(engine: Engine, one: Sample, other: Sample) -> bool:
    both = replace(one, complete=tuple(dict.fromkeys((*one.complete, *other.complete))))
    try:
        return _rows(engine, one) == _rows(engine, other) == _rows(engine, both)
    except PaneloomError:
        # Told where the model is fitted.
        return False


def _rows(engine: Engine, sample: Sample) -> int:
    return engine.totals((), sample).n
