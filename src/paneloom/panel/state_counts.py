"""How the cells of each variable came by their values, counted, as a table and as a map of signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.panel.frame import Frame
from paneloom.panel.states import State, States
from paneloom.present.cell import INTEGER, Cell
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.model import Study
from paneloom.wording import Language, say

# The order of columns and legends: what was found first, what is not there last.
SHOWN = (
    State.OBSERVED, State.CONVERTED, State.DERIVED, State.INTERPOLATED, State.EXTRAPOLATED,
    State.DERIVED_FROM_FILLED, State.MISSING,
)  # fmt: skip
SIGNS: Mapping[State, str] = MappingProxyType({
    State.OBSERVED: "#", State.CONVERTED: "c", State.DERIVED: "d", State.INTERPOLATED: "i",
    State.EXTRAPOLATED: "e", State.DERIVED_FROM_FILLED: "f", State.MISSING: ".",
})  # fmt: skip
NO_ROW = " "


@dataclass(frozen=True, slots=True)
class StateCounts:
    """One variable: first and last time with a value (None without one), cells by state in the order of ``SHOWN``."""

    name: str
    first: int | None
    last: int | None
    counts: tuple[int, ...]


def state_counts(frame: Frame, states: Mapping[str, States]) -> tuple[StateCounts, ...]:
    """The counts of each variable that has states."""
    found = []
    for name, codes in states.items():
        times = frame.time[codes != State.MISSING]
        counts = tuple(int((codes == state).sum()) for state in SHOWN)
        first, last = (int(times.min()), int(times.max())) if times.size else (None, None)
        found.append(StateCounts(name, first, last, counts))
    return tuple(found)


def states_table(
    counted: Sequence[StateCounts],
    labels: Mapping[str, str],
    study: Study,
    language: Language,
    *,
    short: bool = False,
) -> Table:
    """A row for each variable with its years and its cells by state; a state that no cell has gets no column.

    ``short`` headings are for a terminal.
    """
    met = [number for number in range(len(SHOWN)) if any(one.counts[number] for one in counted)]
    headings = ["years", *(state_word(SHOWN[number]) for number in met)]
    rows = tuple(
        Row(labels[one.name], (Cell(_years(one)), *(Cell(one.counts[number], INTEGER) for number in met)))
        for one in counted
    )
    kind = "short" if short else "state"
    columns = tuple(Column((say(f"panel.{kind}_{word}", language),), "right") for word in headings)
    return Table(
        name="states",
        title=say("panel.states_title", language),
        columns=columns,
        rows=rows,
        stub_heading=say("panel.variable", language),
        notes=notes(study, language, [say("panel.states_note", language)], source=""),
    )


def sign_rows(frame: Frame, codes: States, times: Sequence[int]) -> list[tuple[str, str]]:
    """For each unit its name and a sign for each time."""
    column = {time: number for number, time in enumerate(times)}
    grid = np.full((len(frame.units), len(times)), NO_ROW)
    signs = np.array([SIGNS[State(code)] for code in range(len(State))])
    numbers = np.array([column[int(time)] for time in frame.time], dtype=np.int64)
    grid[frame.unit, numbers] = signs[codes]
    return [(unit, "".join(row)) for unit, row in zip(frame.units, grid.tolist(), strict=True)]


def state_word(state: State) -> str:
    """The key of a state in words: "derived_from_filled"."""
    return state.name.lower()


def _years(one: StateCounts) -> str:
    return "" if one.first is None else f"{one.first}-{one.last}"
