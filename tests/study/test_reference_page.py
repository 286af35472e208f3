"""The page on the study file: its example is sound, and no key of the schema is left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from paneloom.study.base import InTwoLanguages
from paneloom.study.model import Study
from paneloom.study.reading import study_from_text
from paneloom.study.regress import Regress

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "study-file.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^## `\[(\w+)[^`]*`\n(.*?)(?=^## )", PAGE, re.MULTILINE | re.DOTALL))


def models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation)
    for part in get_args(annotation):
        yield from models(part)


def test_the_example_is_sound() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    study = study_from_text(example, "study.toml", Path())
    assert len(study.regress) == 4


@pytest.mark.parametrize("section", Study.model_fields)
def test_every_key_is_on_the_page(section: str) -> None:
    text = SECTIONS[section]
    for model in models(Study.model_fields[section].annotation):
        if model is InTwoLanguages:
            continue
        # Mechanisms and moderations are tables of regressions with a few more keys.
        is_table = section in ("mechanism", "moderation")
        known = set(Regress.model_fields) if is_table else set()
        for key in sorted(set(model.model_fields) - known):
            assert re.search(rf"\b{key}\b", text), f"{model.__name__}.{key}"


@pytest.mark.parametrize("section", Study.model_fields)
def test_defaults_on_the_page_are_those_of_the_schema(section: str) -> None:
    model = next(iter(models(Study.model_fields[section].annotation)))
    for key, default in re.findall(r"^\| `(\w+)` \|.*\| `([^`]*)` \|$", SECTIONS[section], re.MULTILINE):
        value = model.model_fields[key].default
        # A quantile list is written as one, a word in its quotes.
        is_bare = isinstance(value, bool | int | float | tuple)
        written = str(list(value) if isinstance(value, tuple) else value).lower() if is_bare else f'"{value}"'
        if value is not None:
            assert default == written, key
