"""Numbers with labels, as Stata and SPSS files have them: where the label counts, where the number, what is told."""

from __future__ import annotations

import math
from collections.abc import Iterator

from paneloom.panel.ledger import Entry
from paneloom.sources.cells import Cell, Labelled, as_written, is_blank, text_of
from paneloom.sources.readings import Readings
from paneloom.sources.signs import Signs, read_text

NAMED = 5
AMONG, REPLACED = "labelled codes", "label of a code"


def labelled_among(readings: Readings, missing: frozenset[str]) -> tuple[Entry, ...]:
    """A flag when some values of a variable have labels and others none: a label often says that there is no value.

    Labels that are among the words for a missing value do not count.
    """
    found = [
        number
        for number, cell in enumerate(readings.values)
        if isinstance(cell, Labelled) and text_of(cell) not in missing
    ]
    if not found or not any(_is_unlabelled(cell) for cell in readings.values):
        return ()
    seen = dict.fromkeys(_code_and_label(readings.values[number]) for number in found)
    named = ", ".join([*list(seen)[:NAMED], *(["..."] if len(seen) > NAMED else [])])
    place = readings.place(found[0])
    return (Entry("flagged", AMONG, variable=readings.variable, before=named, place=place, count=len(found)),)


def without_labels(readings: Readings, signs: Signs) -> tuple[tuple[Cell, ...], tuple[Entry, ...]]:
    """The cells of a numeric variable as plain texts and numbers, and what is to be told of their labels.

    Where every label is a number (Stata's ``encode`` makes codes 1, 2 of the texts "10", "20"), the labels
    are the values; else the numbers themselves are. A label that means a missing value stays.
    """
    words = signs.missing.words
    labelled = {
        number: cell
        for number, cell in enumerate(readings.values)
        if isinstance(cell, Labelled) and text_of(cell) not in words
    }
    if not labelled:
        return readings.values, ()
    numbers = {label: _number(label, signs) for label in dict.fromkeys(map(str, labelled.values()))}
    by_label = not any(math.isnan(value) for value in numbers.values())
    cells = tuple(
        (str(cell) if by_label else labelled[number].code) if number in labelled else cell
        for number, cell in enumerate(readings.values)
    )
    differing = [number for number, cell in labelled.items() if by_label and numbers[cell] != cell.code]
    return cells, (*_replaced(readings, differing), *labelled_among(readings, words))


def _replaced(readings: Readings, numbers: list[int]) -> Iterator[Entry]:
    if numbers:
        cell = readings.values[numbers[0]]
        assert isinstance(cell, Labelled)
        yield Entry(
            "converted",
            REPLACED,
            variable=readings.variable,
            before=_code(cell),
            after=str(cell),
            place=readings.place(numbers[0]),
            count=len(numbers),
        )


def _number(label: str, signs: Signs) -> float:
    """The number that a label is; NaN for other texts."""
    reading = read_text(label, signs)
    return math.nan if reading.fault else reading.value


def _is_unlabelled(cell: Cell) -> bool:
    return not isinstance(cell, Labelled) and not is_blank(cell)


def _code_and_label(cell: Cell) -> str:
    assert isinstance(cell, Labelled)
    return f"{_code(cell)} ({cell})"


def _code(cell: Labelled) -> str:
    return as_written(cell.code)
