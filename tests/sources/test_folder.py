import os
import unicodedata
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.errors import PaneloomError, Place
from paneloom.sources.folder import _expression, files_of

WHERE = Place("study.toml", key="data.x.file")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "粮食/北京.csv",
        "粮食/a 1.csv",
        "粮食/~$北京.csv",
        "粮食/.a.csv",
        "粮食/年鉴[1].xlsx",
        "one.csv",
    ):
        path = tmp_path / "study" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a\n", encoding="utf-8")
    (tmp_path / "study/粮食/deep.csv").mkdir()
    (tmp_path / "out.csv").write_text("a\n", encoding="utf-8")
    return tmp_path / "study"


def spelt(folder: Path, pattern: str) -> list[str]:
    found = files_of(folder, pattern, WHERE)
    assert all(path == folder / name for path, name in found)
    return [name for _, name in found]


def slug(folder: Path, pattern: str) -> PaneloomError:
    with pytest.raises(PaneloomError) as caught:
        files_of(folder, pattern, WHERE)
    assert caught.value.where == WHERE
    return caught.value


def test_a_plain_path_is_one_file_brackets_and_blanks_included(folder: Path) -> None:
    assert spelt(folder, "粮食/年鉴[1].xlsx") == ["粮食/年鉴[1].xlsx"]
    assert spelt(folder, "粮食/a 1.csv") == ["粮食/a 1.csv"]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("粮食/*.csv", ["粮食/a 1.csv", "粮食/北京.csv"]),
        ("粮食\\*.csv", ["粮食/a 1.csv", "粮食/北京.csv"]),
        ("粮食/??.csv", ["粮食/北京.csv"]),
        ("粮食/年鉴[?].xlsx", ["粮食/年鉴[1].xlsx"]),
        ("*.csv", ["one.csv"]),
        ("./粮食/a*", ["粮食/a 1.csv"]),
    ],
)
def test_a_pattern_is_all_files_that_match_in_order(folder: Path, pattern: str, names: list[str]) -> None:
    assert spelt(folder, pattern) == names


def test_what_matches_nothing_names_the_files_that_are_there(folder: Path) -> None:
    problem = slug(folder, "粮食/*.dta")
    assert problem.slug == "no-file-matches"
    assert "a 1.csv, 北京.csv, 年鉴[1].xlsx" in problem.text("zh")


@pytest.mark.parametrize("pattern", ["*/北京.csv", "**/*.csv", "粮食/**.csv", "粮?/a.csv"])
def test_signs_in_the_name_of_a_folder_are_refused(folder: Path, pattern: str) -> None:
    assert slug(folder, pattern).slug == "pattern-in-folder"


@pytest.mark.parametrize("pattern", ["../*.csv", "粮食/../../*.csv", "/*.csv", "C:\\*.csv", "../out.csv"])
def test_no_pattern_leads_out(folder: Path, pattern: str) -> None:
    assert slug(folder, pattern).slug == "outside-folder"


def test_no_link_leads_out(folder: Path) -> None:
    (folder / "粮食/z.csv").symlink_to(folder.parent / "out.csv")
    assert slug(folder, "粮食/*.csv").slug == "outside-folder"
    (folder / "link").symlink_to(folder.parent, target_is_directory=True)
    assert slug(folder, "link/*.csv").slug == "outside-folder"


@pytest.mark.parametrize(
    ("pattern", "named"), [("none/*.csv", "file-missing"), ("one.csv/*", "no-file-matches")]
)
def test_a_folder_that_is_none(folder: Path, pattern: str, named: str) -> None:
    assert slug(folder, pattern).slug == named


def test_letters_with_accents_match_however_they_are_stored(folder: Path) -> None:
    (folder / "Que\u0301bec 2013.csv").write_text("a\n", encoding="utf-8")
    assert spelt(folder, "Qu\u00e9bec*.csv") == ["Que\u0301bec 2013.csv"]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.text("a北[](){}+.^$ -", min_size=1, max_size=5).map(lambda text: f"x{text}x"), min_size=1))
def test_the_star_finds_every_name_and_each_name_finds_itself(
    tmp_path_factory: pytest.TempPathFactory, names: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("names")
    for name in names:
        (folder / name).write_text("", encoding="utf-8")
    assert spelt(folder, "*") == sorted(names)
    for name in names:
        assert spelt(folder, name) == [name]
        assert name in spelt(folder, name[:-1] + "?")


def test_many_stars_cost_no_more_than_a_few(tmp_path: Path) -> None:
    (tmp_path / ("a" * 200 + ".csv")).write_text("a\n", encoding="utf-8")
    assert slug(tmp_path, "*a" * 60 + "b").slug == "no-file-matches"
    assert spelt(tmp_path, "*a" * 60 + "*.csv") == ["a" * 200 + ".csv"]


@given(st.text("ab", max_size=8), st.text("ab*?", min_size=1, max_size=8))
def test_a_pattern_means_what_shells_mean_by_it(name: str, pattern: str) -> None:
    assert bool(_expression(pattern).fullmatch(name)) == fnmatchcase(name, pattern)


def test_a_name_that_is_no_text_is_refused_where_a_pattern_meets_it(folder: Path) -> None:
    with open(os.fsencode(folder) + b"/b\xb1\xb1.csv", "wb") as file:
        file.write(b"a\n")
    problem = slug(folder, "b*.csv")
    assert (problem.slug, problem.seen) == ("name-not-utf8", "b\\udcb1\\udcb1.csv")
    assert spelt(folder, "o*.csv") == ["one.csv"]
    assert "b\\udcb1" in slug(folder, "x*.csv").text("en")


@pytest.mark.parametrize("pattern", ["Bogotá/é.csv", "Bogotá/é*.csv", "Bogota\u0301/e\u0301.csv"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_count_alike_in_one_character_or_two(folder: Path, pattern: str, form: str) -> None:
    path = folder / unicodedata.normalize(form, "Bogotá/é.csv")
    path.parent.mkdir()
    path.write_text("a\n", encoding="utf-8")
    assert [found for found, _ in files_of(folder, pattern, WHERE)] == [path]
