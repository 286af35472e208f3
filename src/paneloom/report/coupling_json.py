"""What ``results.json`` holds of a coupling."""

from __future__ import annotations

from typing import Any

from paneloom.index.coupled import Coupled
from paneloom.index.coupling_table import grade_names
from paneloom.report.json_numbers import numbers
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language


def coupling_json(made: Coupled, language: Language, study: Study) -> dict[str, Any]:
    """A coupling: its systems, formula and grades, and C, T, D and the place of the grade by row."""
    found = made.degrees
    return {
        "name": f"coupling.{made.name}",
        "label": label_of(study, made.name, language),
        "of": list(found.names),
        "formula": found.formula,
        "weights": numbers(found.weights),
        "cuts": list(found.cuts),
        "grades": list(grade_names(study, made.name, language)),
        "outside_rows": found.outside_rows,
        "units": list(made.units),
        "times": [int(time) for time in made.times],
        "coupling": numbers(found.coupling),
        "level": numbers(found.level),
        "coordination": numbers(found.coordination),
        "grade": [None if grade < 0 else int(grade) for grade in found.grade],
    }
