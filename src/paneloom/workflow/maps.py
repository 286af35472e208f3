"""The values of a map from the panel, and the map drawn from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError, Place
from paneloom.panel.panel import Panel
from paneloom.present.map import Map
from paneloom.present.notes import notes
from paneloom.present.table import Note
from paneloom.report.results import MapValues
from paneloom.space.boundaries import BUNDLED, read_boundaries
from paneloom.space.choropleth import choropleth
from paneloom.space.map_classes import map_classes
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.study.paths import inside
from paneloom.study.recipes import STUDY_FILE
from paneloom.study.sample import Sample
from paneloom.study.sections import MapPart
from paneloom.wording import Language, say

# Maps of China published there need a review number; nothing here can give one.
CHINA = "china-"


def map_values(panel: Panel, name: str) -> MapValues:
    """The values of ``[map.name]`` by unit: one row for each of its years, or the mean over all years.

    The classes are those of all rows together, so that panels can be compared.

    Raises
    ------
    PaneloomError
        ``map-year`` for years in which no unit has a value, ``classes-empty`` without any value.
    """
    part = panel.study.map[name]
    frame = panel.rows.collect((part.of,), Sample())
    column = frame.numbers[part.of]
    size = len(frame.units)
    if part.years == "mean":
        rows = [_means(column, frame.unit, size)]
        headings: tuple[str, ...] = (_span(frame.time),)
    else:
        check_years(name, part, frame.time[~np.isnan(column)])
        rows = [_at(column, frame.unit, frame.time == year, size) for year in part.years]
        headings = tuple(str(year) for year in part.years)
    values = np.array(rows)
    return MapValues(
        name, part.of, headings, frame.units, frozen(values), map_classes(values, part.classes, part.method)
    )


def check_years(name: str, part: MapPart, times: np.ndarray) -> None:
    """Refuse years of ``[map.name]`` that are none of ``times`` (n,), those of the rows that can be drawn.

    Raises
    ------
    PaneloomError
        ``map-year`` with these years and the nearest of ``times``.
    """
    if part.years == "mean" or not times.size:
        return
    years = np.unique(times)
    lacking = tuple(year for year in part.years if year not in years)
    if lacking:
        near = (int(years[np.abs(years - year).argmin()]) for year in lacking)
        raise PaneloomError(
            "map-year",
            where=Place(STUDY_FILE, key=f"map.{name}.years"),
            seen=lacking,
            variable=part.of,
            nearest=tuple(dict.fromkeys(near)),
        )


def map_record(study: Study, made: MapValues, folder: Path, language: Language) -> Map:
    """The map with its legend and notes.

    Raises
    ------
    PaneloomError
        ``map-join`` with the units that have no polygon, and what a boundary file does not allow.
    """
    part = study.map[made.name]
    label = label_of(study, made.of, language)
    unit = text_in(study.variables[made.of].unit, language) if made.of in study.variables else ""
    mean = part.years == "mean"
    heading = say("report.map_mean", language, label=label, years=made.headings[0]) if mean else label
    return choropleth(
        read_boundaries(boundary_of(part, folder)),
        made.units,
        [("" if mean else text, row) for text, row in zip(made.headings, made.values, strict=True)],
        made.classes,
        name=f"map.{made.name}",
        title=text_in(part.title, language) or heading,
        legend_title=f"{label} ({unit})" if unit else label,
        language=language,
        digits=_digits(made.values),
        leave_out=part.leave_out,
        notes=_notes(study, part, made, language),
    )


def boundary_of(part: MapPart, folder: Path) -> str | Path:
    """The name of bundled boundaries, or the file within the folder of the study."""
    return part.boundary if part.boundary in BUNDLED else inside(folder, part.boundary)


def _notes(study: Study, part: MapPart, made: MapValues, language: Language) -> tuple[Note, ...]:
    key = "report.map_mean_note" if part.years == "mean" else "report.map_years_note"
    method = say(f"report.{part.method.replace('-', '_')}", language)
    sentences = [say(key, language, years=made.headings[0], method=method)]
    if len(made.headings) > 1:
        sentences.append(say("report.map_counts", language))
    if part.approval:
        sentences.append(say("report.map_approval", language, number=part.approval))
    elif part.boundary.startswith(CHINA) or (study.clean.names or "").startswith(CHINA):
        sentences.append(say("report.map_unofficial", language))
    return notes(study, language, sentences, drawn=True)


def _means(column: Floats, unit: np.ndarray, size: int) -> Floats:
    """The mean of each unit over the years in which it has a value; NaN for a unit without one."""
    present = ~np.isnan(column)
    counts = np.bincount(unit[present], minlength=size)
    sums = np.bincount(unit[present], weights=column[present], minlength=size)
    means: Floats = np.divide(sums, counts, out=np.full(size, np.nan), where=counts > 0)
    return means


def _at(column: Floats, unit: np.ndarray, chosen: np.ndarray, size: int) -> Floats:
    values = np.full(size, np.nan)
    values[unit[chosen]] = column[chosen]
    return values


def _span(time: np.ndarray) -> str:
    first, last = int(time.min()), int(time.max())
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def _digits(values: Floats) -> int:
    """Digits after the point that show three to four figures of the largest value."""
    largest = float(np.nanmax(np.abs(values)))
    return (
        3 if largest == 0 else int(np.clip(2 - np.floor(np.log10(largest)), 0, 3 if largest >= 0.01 else 8))
    )
