"""The first study that `paneloom init` writes."""

from pathlib import Path

import pytest

import paneloom
from paneloom.errors import PaneloomError
from paneloom.wording import LANGUAGES, Language
from paneloom.workflow.starter import example_csv, write_starter

STUDIES = Path(__file__).resolve().parents[2] / "studies"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_study_runs(tmp_path: Path, language: Language) -> None:
    folder = tmp_path / "第一个 study"
    write_starter(folder, language)
    results = paneloom.load(folder).run()
    assert results.language == language
    assert results.study.study.simulated
    assert len(results.estimates) == 3
    assert results.ledger.of("filled")
    baseline = results.estimates[0].estimates[-1]
    assert baseline.p[0] < 0.01
    stage = results.estimates[1].estimates[0].checks[0]
    assert stage.statistic is not None
    assert stage.statistic > 10


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "study.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(PaneloomError) as caught:
        write_starter(tmp_path, "en")
    assert caught.value.slug == "init-exists"
    assert [path.name for path in tmp_path.iterdir()] == ["study.toml"]
    assert (tmp_path / "study.toml").read_text(encoding="utf-8") == "mine"


def test_the_numbers_are_the_same_in_both_languages_and_each_time() -> None:
    numbers = [[line.split(",")[1:] for line in example_csv(language).splitlines()] for language in LANGUAGES]
    assert numbers[0] == numbers[1]
    assert example_csv("en") == example_csv("en")


@pytest.mark.filterwarnings("error")
def test_no_warning_comes_of_a_sound_study(tmp_path: Path) -> None:
    write_starter(tmp_path / "study", "en")
    paneloom.load(tmp_path / "study").run()
    paneloom.load(STUDIES / "us-public-capital").run(output=tmp_path / "out")
