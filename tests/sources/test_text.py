from pathlib import Path

import pytest

from paneloom.errors import PaneloomError
from paneloom.sources.csv_table import parse_csv
from paneloom.sources.files import read_book
from paneloom.sources.names.registry import registry
from paneloom.sources.text import decode

TEXT = "地区,2013年\n北京,1\n"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_each_encoding_is_read(encoding: str, named: str) -> None:
    assert decode(TEXT.encode(encoding), "a.csv") == (TEXT, named)


def test_big_endian_utf_16_with_a_mark_is_read() -> None:
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.csv")[0] == TEXT


def test_what_only_latin_1_would_take_is_refused() -> None:
    with pytest.raises(PaneloomError) as caught:
        decode("Québec,1\n".encode("latin-1") + b"\xff\xff", "a.csv")
    assert caught.value.slug == "not-text"


def test_nul_is_refused_with_its_line() -> None:
    with pytest.raises(PaneloomError) as caught:
        decode(b"a,b\n1,\x002\n", "a.csv")
    assert caught.value.slug == "nul-byte"
    assert caught.value.where is not None
    assert caught.value.where.line == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_know_their_lines_whatever_the_line_ends(end: str) -> None:
    sheet = parse_csv(end.join(['a,"b', 'c"', "1,2", "3,4"]), "a.csv").sheets[0]
    assert sheet.rows[2] == ("3", "4")
    assert sheet.lines == (1, 3, 4)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_delimiter_is_the_one_met_most(delimiter: str) -> None:
    text = f"title\na{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n"
    assert parse_csv(text, "a.csv").sheets[0].rows[2] == ("1", "2", "3")


@pytest.mark.parametrize("text", ['a,b\n1,"2\n3,4\n', 'a,b\n"1"x,2\n'])
def test_a_lone_quote_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        parse_csv(text, "a.csv")
    assert caught.value.slug == "broken-csv"
    assert caught.value.where is not None
    assert caught.value.where.line == 2


def test_a_cell_that_is_too_long_has_its_line() -> None:
    with pytest.raises(PaneloomError) as caught:
        parse_csv(f"a,b\n1,{'x' * 200_000}\n", "a.csv")
    assert (caught.value.slug, caught.value.where and caught.value.where.line) == ("cell-too-long", 2)
    assert "131,072" in caught.value.text("zh")


def test_a_file_that_may_not_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")

    def refused(*_given: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    for call in (
        lambda path: read_book(path, "raw/a.csv"),
        lambda path: registry("raw/a.csv", path),
    ):
        with pytest.raises(PaneloomError) as caught:
            call(tmp_path / "a.csv")
        assert (caught.value.slug, caught.value.where and caught.value.where.file) == (
            "file-unreadable",
            "raw/a.csv",
        )
