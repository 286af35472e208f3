"""A reading that a recipe does not allow: a sentence in the chapter, with the number of what it stands for."""

import re
from pathlib import Path

import pytest
from tests.small_study import change, write_small_study

import paneloom
from paneloom.report.chapters import Heading, chapters
from paneloom.report.results import Exhibit
from paneloom.wording import LANGUAGES, Language

SHOW = '[index.infra]\nshow = ["contributions", "coherence"]\naggregation = "topsis"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_small_study(tmp_path)
    change(tmp_path / "study.toml", "[index.infra]\n", SHOW)
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_refused_is_a_sentence_and_the_rest_is_shown(folder: Path, language: Language) -> None:
    results = paneloom.load(folder).run("index.infra", language=language)
    chapter = next(made for made in chapters(results) if made.key == "index")
    named = [block.item.name for block in chapter.blocks if isinstance(block, Exhibit)]
    assert "coherence.infra" in named
    assert "contributions.infra" not in named
    [(part, sentence)] = results.left_out
    assert part == "index.infra"
    both = r"Figure 2, Table \d+: left out" if language == "en" else r"图2、表\d+从略"
    assert re.match(both, sentence)
    assert "topsis" in sentence
    assert chapter.blocks[-1] == sentence
    assert sentence in results.text("infra")


def test_the_sentence_stands_on_the_page(folder: Path) -> None:
    results = paneloom.load(folder).run()
    assert results.folder is not None
    assert results.left_out[0][1] in (results.folder / "report.html").read_text(encoding="utf-8")


def test_later_figures_keep_their_numbers(folder: Path) -> None:
    study = paneloom.load(folder)
    one = study.run("map.infra")["map.infra"].figures[0]
    assert one.label == study.run()["map.infra"].figures[0].label
    assert one.label == "Figure 3"


def test_a_chapter_opens_each_index_with_its_heading(folder: Path) -> None:
    chapter = next(made for made in chapters(paneloom.load(folder).run()) if made.key == "index")
    assert isinstance(chapter.blocks[0], Heading)
