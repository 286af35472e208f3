"""A study in cells: nothing is lost on the way there and back, whatever the schema holds."""

import re
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from paneloom.errors import PaneloomError
from paneloom.study.base import InTwoLanguages, Section
from paneloom.study.model import Study
from paneloom.study.reading import read_study, study_from_text
from paneloom.study.workbook.forms import forms
from paneloom.study.workbook.reading import document_of
from paneloom.study.workbook.tables import Grid
from paneloom.study.workbook.values import value_of, written
from paneloom.study.workbook.words import folded, heading_text, headings_of, sheet_name
from paneloom.study.workbook.writing import blocks_of, keys_of
from paneloom.study.writing import study_toml
from paneloom.wording import LANGUAGES, Language, catalogue
from paneloom.workflow.study_workbook import grids_in, study_xlsx

STUDIES = ("china-provinces", "china-raw", "nqp-rural", "us-public-capital")
NASTY = ("=1+1", "+x", "-", "@a", "[x]", "[]", "[1]", "#a", " x ", '"', '"a"', "1", "1.50", "true", "是", "，", "a，b",
         "a, b", "_x0041_", "\u200b", "a\r\nb", "a\nb", "\t", "2013-2023", "（ａ）", "\u3000", "{a = 1}", "【a】", "\x01",
         "1e5", "inf", "NaN", "TRUE", "mean", "'", "\\", "𠮷", "e\u0301", "。", "", "study", "name", "键")  # fmt: skip
TEXTS = st.sampled_from(NASTY) | st.text(max_size=6)
WORDS = st.sampled_from(["a", "b", "x1", "name", "index", "label"])


def grids(study: Study, language: Language) -> tuple[Grid, ...]:
    """The sheets without a workbook around them."""
    made = []
    for sheet, blocks in blocks_of(study, language).items():
        rows: list[tuple[object, ...]] = []
        for block in blocks:
            heads = [column.heading for column in block.columns]
            texts = [heading_text(heading, language, block.title) for heading in heads]
            rows += [(f"[{block.title}] x",), tuple(texts), tuple(heads), *block.rows, ()]
        made.append(Grid(sheet_name(sheet, language), tuple(rows)))
    return tuple(made)


def values(annotation: Any, metadata: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    """Values of every form that a part of the schema allows, and some that it does not."""
    origin, args = get_origin(annotation), get_args(annotation)
    patterned = any(getattr(part, "pattern", None) for part in metadata)
    if origin is Annotated:
        return values(
            args[0], (*metadata, *args[1:], *(m for a in args[1:] for m in getattr(a, "metadata", ())))
        )
    if origin in (Union, UnionType):
        return st.one_of([values(arg) for arg in args if arg is not NoneType])
    if origin is Literal:
        return st.sampled_from(args)
    if origin is dict:
        return st.dictionaries(WORDS, values(args[1]), max_size=3)
    if origin is tuple and Ellipsis in args:
        return st.lists(values(args[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, args))
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return sections(annotation)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        int: st.integers(1, 4) | st.integers(1900, 2100),
        float: st.floats(0, 1) | st.floats(allow_nan=False),
        str: WORDS if patterned else TEXTS,
        Any: TEXTS | st.integers(1, 4) | st.floats(0, 1) | st.booleans(),
    }
    return plain[annotation]


def sections(model: type[Section]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        name: values(info.annotation, tuple(info.metadata)) for name, info in model.model_fields.items()
    }
    needed = {name: fields[name] for name, info in model.model_fields.items() if info.is_required()}
    if model is InTwoLanguages:
        needed = fields
    rest = {name: strategy for name, strategy in fields.items() if name not in needed}
    return st.fixed_dictionaries(needed, optional=rest)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    """Studies with any values in any keys of the schema; only each key by itself is sound."""
    raw: dict[str, Any] = {"study": {"title": draw(TEXTS), "panel": ("u", "t")}, "data": {"d": {"file": "f"}}}
    for name in draw(
        st.lists(st.sampled_from(list(Study.model_fields)), min_size=1, max_size=3, unique=True)
    ):
        info = Study.model_fields[name]
        raw[name] = draw(values(info.annotation, tuple(info.metadata)))
        try:
            Study.model_validate(raw)
        except ValidationError:
            # A number out of its range, or a text without the form it must have.
            raw.pop(name)
            raw |= {"study": {"title": "t", "panel": ("u", "t")}} if name == "study" else {}
            raw |= {"data": {"d": {"file": "f"}}} if name == "data" else {}
    return Study.model_validate(raw)


def said(study: Study) -> list[str]:
    """What was given; a section with nothing in it is as good as none, as the digest tells."""
    return [part for part in study_toml(study).strip().split("\n\n") if "\n" in part]


@settings(max_examples=60)
@given(studies(), st.sampled_from(LANGUAGES))
def test_cells_say_what_the_study_says(study: Study, language: Language) -> None:
    again = Study.model_validate(document_of(grids(study, language), "s.xlsx")[0])
    assert again == study
    assert again.digest() == study.digest()
    assert said(again) == said(study)


@settings(max_examples=25)
@given(studies())
def test_a_workbook_says_what_the_study_says(tmp_path_factory: pytest.TempPathFactory, study: Study) -> None:
    path = tmp_path_factory.mktemp("book") / "s.xlsx"
    path.write_bytes(study_xlsx(study, "zh"))
    again = Study.model_validate(document_of(grids_in(path, "s.xlsx"), "s.xlsx")[0])
    assert again.digest() == study.digest()
    assert said(again) == said(study)


@settings(max_examples=60)
@given(st.data())
def test_each_cell_reads_back(data: st.DataObject) -> None:
    slots = [slot for form in forms().values() for slot in form.slots]
    slot = data.draw(st.sampled_from(slots))
    numbers = st.integers(-(2**60), 2**60) | st.floats(allow_nan=False)
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": TEXTS,
        "word": TEXTS,
        "words": st.lists(TEXTS, max_size=3).map(tuple),
        "whole": st.integers(-(2**60), 2**60),
        "number": st.floats(allow_nan=False),
        "truth": st.booleans(),
        "span": st.tuples(st.integers(1, 9999), st.integers(1, 9999)),
        "numbers": st.lists(numbers, max_size=3).map(tuple) | TEXTS,
        "any": TEXTS | numbers | st.booleans() | st.lists(TEXTS, max_size=2).map(tuple),
    }
    value = data.draw(kinds[slot.kind])
    cell = written(slot, value, "zh")
    assert cell is not None
    read = value_of(slot, cell)
    assert read == value
    assert isinstance(read, type(value))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", STUDIES)
def test_the_studies_survive(root: Path, tmp_path: Path, name: str, language: Language) -> None:
    study = read_study(root / "studies" / name / "study.toml")
    path = tmp_path / "study.xlsx"
    path.write_bytes(study_xlsx(study, language))
    again = Study.model_validate(document_of(grids_in(path, "s.xlsx"), "s.xlsx")[0])
    assert again == study
    assert again.digest() == study.digest()
    assert study_toml(again) == study_toml(study)
    assert path.read_bytes() == study_xlsx(again, language)


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    raw = {"study": {"title": "字" * 40_000, "panel": ("u", "t")}, "data": {"d": {"file": "f"}}}
    with pytest.raises(PaneloomError) as caught:
        blocks_of(Study.model_validate(raw), "zh")
    assert (caught.value.slug, caught.value.seen) == ("workbook-too-long", "study.title.zh")


@pytest.mark.parametrize("title", forms())
def test_no_two_columns_of_a_table_are_called_alike(title: str) -> None:
    form = forms()[title]
    assert not set(form.names) & {slot.heading for slot in form.slots}
    own = [*form.names, *(slot.heading for slot in form.slots)]
    for language in LANGUAGES:
        texts = [folded(heading_text(heading, language, title)) for heading in own]
        assert sorted(set(texts)) == sorted(texts)
    by_name = {folded(heading): heading for heading in headings_of(form)}
    for heading in headings_of(form):
        for language in LANGUAGES:
            text = folded(heading_text(heading, language, title))
            assert by_name.get(text, heading) == heading


def test_every_section_and_key_has_a_place() -> None:
    assert {form.path[0] for form in forms().values()} == set(Study.model_fields)
    listed = {(table, key) for _, table, key, _, _ in keys_of("en")}
    for form in forms().values():
        for slot in form.slots:
            if f"{form.title}.{slot.heading}" not in forms():
                assert (f"[{form.title}]", ".".join(slot.path) or "value") in listed


def test_every_word_is_in_both_languages_and_of_something() -> None:
    words = catalogue("workbook")
    for group in words.values():
        for texts in group.values():
            assert sorted(texts) == sorted(LANGUAGES)
            assert all(text.strip() for text in texts.values())
    titles = {*forms(), "index.indicators"}
    assert sorted(words["table"]) == sorted(titles)
    keys = {f"{form.title}.{'.'.join(slot.path)}" for form in forms().values() for slot in form.slots}
    assert not [key for key in words["help"] if key not in keys and not key.startswith("index.indicators.")]


def test_headings_in_chinese_have_no_key_left() -> None:
    """Every key of the schema has a Chinese name."""
    for form in forms().values():
        for heading in headings_of(form):
            assert re.search("[\u4e00-\u9fff]", heading_text(heading, "zh", form.title)), heading


@pytest.mark.parametrize(
    "section",
    ["clean", "groups", "index", "regress", "mechanism", "moderation", "map", "published", "output"],
)
def test_an_empty_section_means_nothing_more_than_none(tmp_path: Path, section: str) -> None:
    """A text keeps its heading; a workbook, which has all tables in any case, does not, and says the same study."""
    text = '[study]\ntitle = "t"\npanel = ["p", "year"]\n\n[data.d]\nfile = "d.csv"\n\n[variables]\na = {}\n'
    without = study_from_text(text, "s.toml", tmp_path)
    study = study_from_text(f"{text}\n[{section}]\n", "s.toml", tmp_path)
    assert f"[{section}]" in study_toml(study)
    assert (
        study_from_text(study_toml(study), "s.toml", tmp_path).digest() == study.digest() == without.digest()
    )
    again = Study.model_validate(document_of(grids(study, "zh"), "s.xlsx")[0])
    assert again == study == without
    assert again.digest() == study.digest()
