"""The panel that every number rests on, as a CSV file: each value, and which of them were filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isnan

from paneloom.panel.frame import Frame
from paneloom.panel.provenance import Mask
from paneloom.report.csv_lines import csv_text, harmless
from paneloom.study.model import Study

FILLED = "filled"
SEPARATOR = ";"


def panel_csv(frame: Frame, filled: Mapping[str, Mask], study: Study) -> str:
    """A line for each row of the panel, under a line of names.

    The columns: unit and time; the variables in the order of the study; groups; scores of dimensions and
    indices as they were computed; last, the names of the columns whose value in that row was filled or rests on one that
    was. A missing value is empty, a number has the digits that bring the same binary value back.
    """
    columns = _columns(frame, study)
    last = FILLED
    while last in columns:
        last += "_"
    cells = [
        [harmless(name) for name in frame.unit_names],
        [str(time) for time in frame.time.tolist()],
        *(_cells(frame, name) for name in columns),
        list(_filled(frame, [name for name in columns if name in filled], filled)),
    ]
    return csv_text([(harmless(study.unit), harmless(study.time), *columns, last), *zip(*cells, strict=True)])


def _columns(frame: Frame, study: Study) -> list[str]:
    """Variables, groups, then whatever else the panel has: the scores."""
    present = (*frame.numbers, *frame.categories)
    first = [name for name in (*study.variables, *study.groups) if name in present]
    return first + [name for name in present if name not in (*first, study.unit)]


def _cells(frame: Frame, name: str) -> list[str]:
    if name in frame.categories:
        return [harmless(label) for label in frame.categories[name].tolist()]
    return ["" if isnan(value) else repr(value) for value in frame.numbers[name].tolist()]


def _filled(frame: Frame, names: list[str], filled: Mapping[str, Mask]) -> Iterator[str]:
    """For each row, the names whose value was filled."""
    touched = [(name, filled[name]) for name in names if filled[name].any()]
    for row in range(len(frame)):
        yield SEPARATOR.join(name for name, mask in touched if mask[row])
