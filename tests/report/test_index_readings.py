"""Changes of an index and the tables of its figures stand on the page, in both languages."""

from html import unescape
from pathlib import Path

import pytest
from tests.small_study import change, write_small_study

import paneloom
from paneloom.wording import LANGUAGES, Language, say

SHOW = '[index.infra]\nshow = ["ranks", "contributions", "change", "year-on-year"]\n'


@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_and_the_tables_of_figures_stand_on_the_page(tmp_path: Path, language: Language) -> None:
    write_small_study(tmp_path)
    change(tmp_path / "study.toml", "[index.infra]\n", SHOW)
    results = paneloom.load(tmp_path).run(language=language)
    names = [table.name for table in results["index.infra"].tables]
    assert names[2:] == ["ranks.infra", "contributions.infra", "change.infra", "year_on_year.infra"]
    assert results.folder is not None
    page = unescape((results.folder / "report.html").read_text(encoding="utf-8"))
    for table in results["index.infra"].tables[2:]:
        assert table.label in page
        assert table.title in page
    assert say("reading.change_data_only", language) in page
    assert say("reading.of_means", language) in page
