"""Study files too large, or keys too deep, to be a study: refused before they take minutes."""

from pathlib import Path
from time import process_time

import pytest
import xlsxwriter

from paneloom.errors import PaneloomError
from paneloom.study.contents import STUDY_LIMIT
from paneloom.study.reading import read_study, study_from_text
from paneloom.study.toml_tokens import too_deep
from paneloom.workflow.study_files import places_of, read_study_file

BASE = '[study]\ntitle = "t"\npanel = ["u", "t"]\n[data.a]\nfile = "a.csv"\nlayout = "long"\n[variables]\nx = {}\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.csv").write_text("u,t,x\na,2000,1\n", encoding="utf-8")
    return tmp_path


def slug(path: Path) -> str:
    with pytest.raises(PaneloomError) as told:
        read_study_file(path)
    return told.value.slug


def test_a_study_of_two_megabytes_is_read_and_a_larger_one_refused(folder: Path) -> None:
    path = folder / "study.toml"
    text = BASE + "# " + "x" * (STUDY_LIMIT - len(BASE) - 3) + "\n"
    path.write_text(text, encoding="utf-8")
    assert path.stat().st_size == STUDY_LIMIT
    assert list(read_study(path).variables) == ["x"]
    path.write_text(text + "#", encoding="utf-8")
    assert slug(path) == "study-too-large"
    with pytest.raises(PaneloomError, match="2 MB"):
        places_of(path)


def test_a_workbook_is_held_to_the_same_limit(folder: Path) -> None:
    path = folder / "study.xlsx"
    book = xlsxwriter.Workbook(path)
    book.add_worksheet("x")
    book.close()
    path.write_bytes(path.read_bytes() + b"\0" * STUDY_LIMIT)
    assert slug(path) == "study-too-large"


@pytest.mark.parametrize("form", ["{key} = 1\n", "[{key}]\n", "[[{key}]]\n", "[data]\na = {{ {key} = 1 }}\n"])
@pytest.mark.parametrize("part", ["a", '"é "', "a "])
def test_a_key_of_very_many_parts_takes_no_time(folder: Path, form: str, part: str) -> None:
    text = BASE + form.format(key=".".join([part] * (STUDY_LIMIT // 2 // len(part))))
    start = process_time()
    with pytest.raises(PaneloomError) as told:
        study_from_text(text, "study.toml", folder)
    assert process_time() - start < 10
    assert told.value.slug == "toml-deep"
    assert told.value.where is not None
    assert told.value.where.line in (9, 10)


@pytest.mark.parametrize(
    "text",
    [
        "a = [" + "1.5, " * 50 + "]\n",
        'a = "' + "a." * 50 + '"\n',
        "# " + "a." * 50,
        '"""\n' + "a." * 50 + '\n"""',
        ".".join("a" * 20) + " = 1\n",
        "a = " + "." * 50,
    ],
)
def test_dots_that_make_no_key_do_not_count(text: str) -> None:
    assert too_deep(text) == 0


def test_one_part_more_than_twenty_counts() -> None:
    assert too_deep("\n" + ".".join("a" * 21) + " = 1\n") == 2
