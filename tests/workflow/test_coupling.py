"""A coupling all the way: a column for models and maps, and a table by year."""

import json
from importlib.resources import files
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from tests.small_study import change, write_small_study

import paneloom
from paneloom.errors import PaneloomError
from paneloom.index.coupling_table import coupling_table
from paneloom.render.text import text_table
from paneloom.report.chapters import chapters
from paneloom.report.results_json import results_json
from paneloom.workflow.steps import Progress, compute, plan

COUPLED = """
[index.second]
indicators = ["+ urban"]

[coupling.both]
of = ["infra", "second"]
label = { en = "Coordination", zh = "协调度" }
formula = "modified"
outside = "missing"

[regress.coupled]
y = "product"
x = ["both", "L.both"]
absorb = ["province", "year"]

[map.both]
of = "both"
boundary = "china-provinces"
classes = 3

[map.infra]"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_small_study(tmp_path)
    change(tmp_path / "study.toml", "\n[map.infra]", COUPLED)
    return tmp_path


def test_a_coupling_is_a_column_for_models_and_maps(folder: Path) -> None:
    results = paneloom.load(folder).run()
    numbers = results.panel.numbers
    one, two = numbers["infra"], numbers["second"]
    inside = (one > 0) & (two > 0)
    assert 50 < inside.sum() < inside.size
    low, high = np.minimum(one, two)[inside], np.maximum(one, two)[inside]
    degree = np.sqrt(np.sqrt((1 - (high - low)) * low / high) * (low + high) / 2)
    np.testing.assert_allclose(numbers["both"][inside], degree, rtol=1e-12)
    assert np.isnan(numbers["both"][~inside]).all()
    table = next(one for one in results.estimates if one.design.name == "regress.coupled")
    assert table.estimates[0].names == ("both", "L.both")
    assert "both" in [made.name for made in results.maps]


def test_a_part_that_reads_a_coupling_builds_only_what_it_rests_on(folder: Path) -> None:
    results = paneloom.load(folder).run("map.both")
    assert [index.name for index in results.indices] == ["infra", "second"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_table_tells_formula_and_grades(folder: Path, language: str) -> None:
    project = paneloom.load(folder)
    chosen = plan(project.study, folder, "map.both")
    numbers = compute(project.open(), chosen, folder, Progress(chosen.steps, None))
    text = text_table(coupling_table(numbers.couplings[0], project.study, language))
    assert "2015" in text
    assert ("modified formula" if language == "en" else "修正公式") in text
    assert ("coordination" if language == "en" else "协调") in text


def test_a_system_outside_names_the_section(folder: Path) -> None:
    change(folder / "study.toml", 'outside = "missing"\n', "")
    with pytest.raises(PaneloomError) as caught:
        paneloom.load(folder).run("map.both")
    assert caught.value.slug == "coupling-outside"
    assert caught.value.where is not None
    assert caught.value.where.key == "coupling.both"


def test_a_coupling_is_a_chapter_and_a_part_by_itself(folder: Path) -> None:
    whole = paneloom.load(folder).run()
    results = paneloom.load(folder).run("coupling.both")
    assert results.parts == ("coupling.both",)
    label = whole["coupling.both"].table.label
    assert results["coupling.both"].table.label == label
    assert [chapter.key for chapter in chapters(results)] == ["glance", "coupling", "reproduction"]
    found = results.couplings[0].degrees
    written = json.loads(results_json(results))["couplings"][0]
    assert written["coordination"] == [None if np.isnan(value) else value for value in found.coordination]
    assert written["grade"].count(None) == np.isnan(found.coordination).sum() == found.outside_rows
    assert written["units"] == list(results.panel.unit_names)
    schema = json.loads(files("paneloom.report").joinpath("results.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(results_json(whole)))
