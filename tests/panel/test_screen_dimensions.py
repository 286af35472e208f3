"""Whether units of measurement follow from what a derived variable reads."""

from pathlib import Path

import pytest

from paneloom.panel.dimensions import DIMENSION, SCALE, dimension_entries
from paneloom.study.model import Study
from paneloom.study.reading import read_study

UNITS = {
    "gdp": "亿元", "services": "亿元", "grants": "万元", "population": "万人", "farmers": {"en": "10,000 persons", "zh": "万人"},
    "power": "万千瓦", "rate": "%", "prices": "index", "grain": "万吨", "area": "千公顷", "staff": "人年", "odd": "斛",
}  # fmt: skip


def study(unit: str, expr: str) -> Study:
    variables: dict[str, object] = {name: {"unit": text} for name, text in UNITS.items()}
    return Study.model_validate(
        {
            "study": {"title": "T", "panel": ("province", "year"), "language": "zh"},
            "data": {"a": {"file": "a.csv"}},
            "variables": variables | {"x": {"expr": expr, "unit": unit}},
        }
    )


@pytest.mark.parametrize(
    ("unit", "expr"),
    [
        ("元/人", "gdp / population * 10000"),
        ("元", "gdp / population * 10000"),
        ("万元/人", "gdp / population"),
        ("千瓦/人", "power / farmers"),
        ("公斤/公顷", "grain / area * 10000"),
        ("亿元", "gdp - services"),
        ("亿元", "gdp + grants / 10000"),
        ("%", "services / gdp * 100"),
        ("", "gdp / population"),
        ("亿元", "log(gdp)"),
        ("亿元", "gdp / prices * 100"),
        ("亿元", "gdp * 0.7"),
        ("元/人", "gdp / staff * 100000000"),
        ("斛", "gdp / population"),
        ("亿元", "odd * 5"),
        ("亿元", "max(gdp, L.services)"),
        ("亿元", "D.gdp + 1"),
        ("亿元", "gdp * rate / 100"),
        ("亿元", "if(gdp > 1000, gdp, services)"),
        ("%", "G.gdp * 100"),
        ("元/人", "winsor(gdp / population, 0.01, 0.99) * 10000"),
        ("亿元", "standardise(gdp)"),
        ("亿元", "mean(gdp by province)"),
    ],
)
def test_what_fits_or_cannot_be_told_passes(unit: str, expr: str) -> None:
    assert dimension_entries(study(unit, expr)) == ()


@pytest.mark.parametrize(
    ("unit", "expr", "rule", "after"),
    [
        ("元", "gdp / population", SCALE, "x 10000"),
        ("元/人", "gdp / population * 1000", SCALE, "x 10"),
        ("%", "services / gdp", SCALE, "x 100"),
        ("亿元", "gdp * rate", SCALE, "x 0.01"),
        ("公斤/公顷", "grain / area", SCALE, "x 10000"),
        ("亿元", "gdp + grants", SCALE, "x 10000"),
        ("亿元", "gdp + population", DIMENSION, "亿元"),
        ("吨/公顷", "grain * area", DIMENSION, "吨/公顷"),
        ("", "gdp - population", DIMENSION, ""),
        ("亿元", "log(gdp + power)", DIMENSION, "亿元"),
        ("亿元", "gdp * (gdp > power)", DIMENSION, "亿元"),
        ("亿元", "if(gdp > 1000, gdp, grants)", SCALE, "x 10000"),
        ("亿元", "mean(grants by province)", SCALE, "x 0.0001"),
    ],
)
def test_what_does_not_fit_is_flagged(unit: str, expr: str, rule: str, after: str) -> None:
    (entry,) = dimension_entries(study(unit, expr))
    assert (entry.action, entry.rule, entry.variable, entry.after) == ("flagged", rule, "x", after)
    assert entry.place is not None
    assert entry.place.key == "variables.x"


@pytest.mark.parametrize("name", ["china-provinces", "nqp-rural", "us-public-capital"])
def test_the_studies_of_the_project_have_no_slip(root: Path, name: str) -> None:
    assert dimension_entries(read_study(root / "studies" / name / "study.toml")) == ()
