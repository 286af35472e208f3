"""A coupling and a preset in a study file: what they may say, what is refused, nothing lost."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.index.recipe import recipe_of
from paneloom.panel.derivations import all_expressions, derivations
from paneloom.study.expression import names_in
from paneloom.study.index_part import IndexPart
from paneloom.study.labels import label_of
from paneloom.study.names import derivation_order, known_names
from paneloom.study.presets import PRESETS
from paneloom.study.reading import study_from_text
from paneloom.study.resolve import resolved_toml
from paneloom.study.writing import study_toml

BASE = """\
[study]
title = "A study"
panel = ["province", "year"]
[data.a]
file = "a.csv"
layout = "long"
[variables]
a = {}
b = {}
c = {}
[index.x]
indicators = ["+ a", "- b"]
[index.y.dimensions.part]
indicators = ["+ c", "+ a"]
"""
COUPLED = BASE + '[coupling.xy]\nof = ["x", "part"]\nlabel = { en = "Both", zh = "二者" }\n'


def read(text: str) -> Any:
    return study_from_text(text, "study.toml", Path())


def slugs(text: str) -> list[str]:
    with pytest.raises((PaneloomError, PaneloomErrors)) as caught:
        read(text)
    error = caught.value
    return [one.slug for one in error.problems] if isinstance(error, PaneloomErrors) else [error.slug]


def test_a_coupling_is_a_column_that_waits_for_its_indices() -> None:
    text = COUPLED.replace("c = {}\n", 'c = {}\nd = "log(xy)"\n')
    study = read(text + '[regress.r]\ny = "xy"\nx = ["a"]\nabsorb = ["province"]\n')
    assert "xy" in known_names(study, Path())
    order = derivation_order(study, Path())
    assert order.index("xy") > max(order.index("x"), order.index("y"))
    assert order.index("d") > order.index("xy")
    assert list(derivations(study, Path()).later) == ["d"]
    assert sorted(names_in(all_expressions(study, Path())["xy"])) == ["part", "x"]
    assert label_of(study, "xy", "zh") == "二者"


def test_a_coupling_survives_being_written() -> None:
    study = read(COUPLED + 'weights = [2, 1]\nformula = "modified"\ncuts = [0.5]\ngrades = ["低", "高"]\n')
    assert read(study_toml(study)) == study
    resolved = resolved_toml(study)
    assert read(resolved).coupling["xy"].grades == ("低", "高")
    assert 'outside = "refuse"' in resolved


@pytest.mark.parametrize(
    ("lines", "slug"),
    [
        ("weights = [1, 2, 3]", "coupling-weights"),
        ("weights = [1, -1]", "coupling-weights"),
        ("weights = [0, 0]", "coupling-weights"),
        ("cuts = [0.5, 0.3]", "coupling-cuts"),
        ("cuts = [0.5, 1.3]", "coupling-cuts"),
        ("cuts = []", "coupling-cuts"),
        ("cuts = [0.5]", "coupling-grades"),
        ('grades = ["a"]', "coupling-grades"),
        ('cuts = [0.5]\ngrades = ["a", "b", "c"]', "coupling-grades"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(lines: str, slug: str) -> None:
    assert slugs(COUPLED + lines + "\n") == [slug]


def test_systems_must_be_numbers_of_the_study() -> None:
    assert slugs(COUPLED.replace('"part"]', '"z"]')) == ["unknown-name"]
    assert slugs(COUPLED.replace('"part"]', '"x"]')) == ["listed-twice"]
    assert len(slugs(COUPLED.replace('["x", "part"]', '["x"]'))) == 1


def test_names_clash_and_circles_are_found() -> None:
    assert slugs(COUPLED.replace("[coupling.xy]", "[coupling.part]")) != []
    assert slugs(COUPLED.replace("c = {}", 'c = "xy + 1"')) == ["expression-cycle"]


def test_a_preset_makes_the_choices_that_are_left_open() -> None:
    chosen = IndexPart(preset="bureau", range=(60.0, 100.0))
    assert chosen.range == (60.0, 100.0)
    for key, value in PRESETS["bureau"].items():
        if key != "range":
            assert getattr(chosen, key) == value
    assert IndexPart().method == "entropy"
    with pytest.raises(ValidationError):
        IndexPart.model_validate({"preset": "office"})
    with pytest.raises(ValidationError):
        IndexPart.model_validate({"preset": ["bureau"]})


def test_every_value_of_a_preset_is_printed_and_read_back() -> None:
    text = BASE.replace(
        '[index.x]\nindicators = ["+ a", "- b"]\n',
        '[index.x]\npreset = "bureau"\nindicators = ["+ a", "- b"]\n'
        "goalposts = { a = [0, 10], b = [1, 5] }\ngiven = { a = 60, b = 40 }\n",
    )
    study = read(text)
    resolved = resolved_toml(study).split("[index.x]")[1].split("[index.y")[0]
    for line in ('bounds = "goalposts"', "clip = true", "range = [0.0, 100.0]", 'method = "given"'):
        assert line in resolved
    again = read(study_toml(study))
    assert again == study
    assert again.digest() == study.digest()
    recipe = recipe_of(study, "x", Path())
    assert recipe.changed(bounds="pooled").part.bounds == "pooled"
    assert recipe.changed(bounds="pooled").part.clip
