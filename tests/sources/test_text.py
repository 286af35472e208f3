import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.errors import PaneloomError
from paneloom.sources.csv_table import parse_csv
from paneloom.sources.files import read_book
from paneloom.sources.names.registry import registry
from paneloom.sources.text import Encoding, decode, encoding_entries
from paneloom.study.intake import Source

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


@pytest.mark.parametrize("order", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_told_by_its_nul_bytes(order: str) -> None:
    assert decode(TEXT.encode(order), "a.csv") == (TEXT, order)
    assert encoding_entries(order, "a.csv")[0].rule == f"encoding {order.upper()}"
    assert decode(TEXT.encode(order), "a.csv", "utf-16")[0] == TEXT


def test_the_encoding_that_the_study_gives_is_the_only_one_tried(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    # Bytes that are text in either encoding.
    path.write_bytes("省份,x\n".encode())
    read = {
        name: read_book(path, "a.csv", Source(file="a.csv", encoding=name)).only(None).cell(0, 0)
        for name in ("utf-8", "gb18030")
    }
    assert read == {"utf-8": "省份", "gb18030": "鐪佷唤"}
    path.write_bytes("省份,x\n".encode("gbk"))
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "a.csv", Source(file="a.csv", encoding="utf-8"))
    assert caught.value.slug == "not-in-encoding"
    assert "UTF-8" in caught.value.text("en")


@pytest.mark.parametrize(
    ("asked", "encoding", "fits"),
    [
        ("utf-8", "utf-8", True),
        ("utf-8", "utf-8-sig", True),
        ("utf-8", "utf-16", False),
        ("utf-8", "gb18030", False),
        ("utf-16", "utf-16", True),
        ("utf-16", "utf-16-le", True),
        ("utf-16", "utf-8", False),
        ("utf-16", "gb18030", False),
        ("gb18030", "gb18030", True),
        ("gb18030", "utf-16", False),
    ],
)
def test_an_encoding_asked_for_fits_or_is_refused(asked: Encoding, encoding: str, fits: bool) -> None:
    data = TEXT.encode(encoding)
    if fits:
        assert decode(data, "a.csv", asked)[0] == TEXT
        return
    with pytest.raises(PaneloomError) as caught:
        decode(data, "a.csv", asked)
    assert caught.value.slug == "not-in-encoding"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("地区\tx\ty\n北京\t1,234\t1,234,567\n天津\t12\t1,2\n", "\t"),
        ("地区;x;y\n北京;1,5;2,5\n天津;3;4,5\n", ";"),
        ('地区,x\n"a;b;c;d",1\n"e;f",2\n', ","),
        ("年份\n2013\n", ","),
    ],
)
def test_commas_within_numbers_and_texts_are_no_delimiters(text: str, delimiter: str) -> None:
    assert parse_csv(text, "a.csv").only(None).delimiter == delimiter


def test_no_comma_delimits_where_it_is_declared_to_be_the_decimal_sign(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x;y\n1,5;2,5\n1,5;2,5\n1,5;2,5\n", encoding="utf-8")
    book = read_book(tmp_path / "a.csv", "a.csv", Source(file="a.csv", decimal=","))
    assert book.only(None).rows[1] == ("1,5", "2,5")


def test_a_nul_far_down_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n" * 600_000 + b"1,\x00\n")
    with pytest.raises(PaneloomError) as caught:
        read_book(tmp_path / "a.csv", "a.csv")
    assert caught.value.where is not None
    assert (caught.value.slug, caught.value.where.line) == ("nul-byte", 600_001)


CELLS = st.text(
    st.characters(codec="gb18030", exclude_categories=("Cs",), exclude_characters="\0"), max_size=6
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5),
    delimiter=st.sampled_from([",", "\t", ";"]),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, encoding: Encoding, rows: list[list[str]], delimiter: str
) -> None:
    path = tmp_path_factory.mktemp("round") / "a 表.csv"
    stream = io.StringIO(newline="")
    # A first row of plain words settles the delimiter, as headings do.
    csv.writer(stream, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([["地区"] * 4, *rows])
    path.write_bytes(stream.getvalue().encode(encoding))
    asked = None if encoding == "utf-8-sig" else encoding
    sheet = read_book(path, "a.csv", Source(file="a.csv", encoding=asked)).only(None)
    assert sheet.rows == (("地区",) * 4, *map(tuple, rows))
    assert len(sheet.lines) == len(sheet.rows)
