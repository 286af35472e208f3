"""The examples of the front pages and of the page on the study file are sound, whole studies."""

import re
from pathlib import Path

import pytest

from paneloom.study.model import Study
from paneloom.study.reading import study_from_text

PAGES = ("README.md", "README.zh.md", "docs/study-file.md")


def examples(root: Path, page: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", (root / page).read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_the_first_example_is_a_whole_study(root: Path, tmp_path: Path, page: str) -> None:
    study = study_from_text(examples(root, page)[0], page, tmp_path)
    assert study.regress["baseline"].stepwise
    assert study.index
    assert study.map


@pytest.mark.parametrize("page", PAGES)
def test_the_others_are_sections_that_fit_in_it(root: Path, tmp_path: Path, page: str) -> None:
    first, *others = examples(root, page)
    for text in others:
        heading = text.split("\n", maxsplit=1)[0]
        before, _, _ = first.partition(heading)
        study = study_from_text(before + text, page, tmp_path)
        assert study.map["digital"].approval == "GS(2023)…号"


def test_the_recipes_of_the_chinese_page_fit_in_its_study(root: Path, tmp_path: Path) -> None:
    first, page = examples(root, "README.zh.md")[0], (root / "README.zh.md").read_text(encoding="utf-8")
    recipes = re.findall(r"```\n(\[index.*?)```", page, re.DOTALL)
    study = study_from_text(first + "\n".join(recipes), "README.zh.md", tmp_path)
    assert study.coupling["together"].of == ("quality", "green")


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_both_front_pages_hold_the_same(root: Path, tmp_path: Path, page: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    study = study_from_text(examples(root, page)[0], page, tmp_path)
    other = study_from_text(examples(root, "README.md")[0], page, tmp_path)
    assert names(study) == names(other)
    for word in (
        "paneloom ledger",
        "Natural Earth",
        "藏南",
        "审图号",
        'boundary = "map/省界.geojson"',
        "docs/results-schema.md",
        "docs/commands.md",
        "docs/python.md",
    ):
        assert word in text


def names(study: Study) -> list[tuple[str, ...]]:
    sections = (study.data, study.variables, study.index, study.regress, study.map)
    return [tuple(section) for section in sections]


@pytest.mark.parametrize("page", [*PAGES, "docs/commands.md"])
def test_links_lead_to_files(root: Path, page: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert ((root / page).parent / link).is_file(), link
