"""The coupling coordination of a study by year, as a table."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.index.coupled import Coupled
from paneloom.index.reading.coupling import GRADES, CouplingDegrees
from paneloom.present.cell import FIXED3, INTEGER, Cell
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

HEADINGS = ("n", "coupling", "level", "mean", "minimum", "maximum", "grades")


def coupling_table(made: Coupled, study: Study, language: Language) -> Table:
    """A row for each year: rows with a degree, means of C, T and D, extremes of D, its grades."""
    name, found, times = made.name, made.degrees, made.times
    years = [int(time) for time in np.unique(times)]
    return Table(
        name=f"coupling.{name}",
        title=say("coupling.title", language, label=label_of(study, name, language)),
        columns=tuple(
            Column((say(f"coupling.{word}", language),), "left" if word == "grades" else "right")
            for word in HEADINGS
        ),
        rows=tuple(
            Row(str(year), _cells(found, times == year, grade_names(study, name, language), language))
            for year in years
        ),
        stub_heading=say("coupling.year", language),
        notes=notes(study, language, _sentences(name, found, study, language)),
    )


def grade_names(study: Study, name: str, language: Language) -> tuple[str, ...]:
    """What the grades of a coupling are called, from the lowest."""
    given = study.coupling[name].grades
    return given or tuple(say(f"coupling.{grade}", language) for grade in GRADES)


def _cells(
    found: CouplingDegrees, year: np.ndarray, grades: tuple[str, ...], language: Language
) -> tuple[Cell, ...]:
    has = year & ~np.isnan(found.coordination)
    degree = found.coordination[has]
    figures: list[float] = []
    if degree.size:
        means = [values[has].mean() for values in (found.coupling, found.level)]
        figures = [float(one) for one in (*means, degree.mean(), degree.min(), degree.max())]
    known = [Cell(one, FIXED3) for one in figures] or [Cell("")] * 5
    counts = np.bincount(found.grade[has], minlength=len(grades))
    told = [
        say("coupling.count", language, grade=grade, count=int(count))
        for grade, count in zip(grades, counts, strict=True)
        if count
    ]
    return Cell(int(has.sum()), INTEGER), *known, Cell(say("coupling.comma", language).join(told))


def _sentences(name: str, found: CouplingDegrees, study: Study, language: Language) -> list[str]:
    labels = [label_of(study, system, language) for system in found.names]
    comma = say("table.comma", language)
    power = f"{study.coupling[name].power:g}"
    formula = say(f"coupling.{found.formula}", language, systems=comma.join(labels), power=power)
    sentences = [say("coupling.note", language, formula=formula, level=_level(found.weights, labels))]
    if any(found.outside):
        sentences.append(say("coupling.outside", language, count=found.outside_rows))
    return sentences


def _level(weights: Floats, labels: list[str]) -> str:
    return " + ".join(f"{weight:.4g} × {label}" for weight, label in zip(weights, labels, strict=True))
