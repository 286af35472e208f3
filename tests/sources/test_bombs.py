"""Files made to take all memory are refused, or read, within one gibibyte and in seconds."""

import os
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.sources.old_excel import BEGIN_GLOBALS, BEGIN_SHEET, compound, record, shared, xls
from tests.sources.writing import workbook

from paneloom.errors import PaneloomError
from paneloom.sources import excel, tables
from paneloom.sources.biff import scan_stream
from paneloom.sources.compound import streams
from paneloom.sources.files import read_book
from paneloom.sources.long_texts import size_of_long_texts
from paneloom.study.panics import without_trace

SECONDS = 60
PROBE = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))
from paneloom.errors import PaneloomError
from paneloom.sources.files import read_book
try:
    book = read_book(Path(sys.argv[1]), "data")
    print("read", sum(len(sheet.rows) for sheet in book.sheets), *(entry.rule for entry in book.entries))
except PaneloomError as problem:
    assert problem.where.file == "data" and problem.text("zh")
    print(problem.slug)
"""
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


def said(path: Path) -> str:
    """What reading the file in a process of one gibibyte says."""
    pytest.importorskip("resource", reason="memory cannot be limited on this system")
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def replaced(path: Path, parts: dict[str, bytes]) -> Path:
    """The workbook with some members in the place of its own."""
    own = workbook(path.with_suffix(".tmp"), {"s": [["a"]]})
    with zipfile.ZipFile(own) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, data in parts.items():
            target.writestr(name, data)
    return path


def test_a_csv_of_two_gigabytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n", encoding="utf-8")
    os.truncate(path, 2 * 2**30)
    assert said(path) == "file-too-large"


def test_one_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        for _ in range(400):
            stream.write(b"x" * 2**20)
    assert said(path) == "line-too-long"


def test_a_csv_of_too_many_cells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((b"," * 99 + b"\n") * 90_000)
    assert said(path) == "sheet-too-large"


def test_a_workbook_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path: Path) -> None:
    cells = b'<row><c t="inlineStr"><is><t>' + b"0" * 300 * 2**20 + b"</t></is></c></row>"
    path = replaced(
        tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": SHEET.encode() + cells + SHEET_END.encode()}
    )
    assert path.stat().st_size < 2**20
    assert said(path) == "workbook-too-large"


def test_a_size_that_the_archive_makes_small_is_found_out(tmp_path: Path) -> None:
    texts = b'<sst xmlns="x"><si><t>' + b"0" * 300 * 2**20 + b"</t></si></sst>"
    path = replaced(tmp_path / "a.xlsx", {"xl/sharedStrings.xml": texts})
    data = path.read_bytes()
    path.write_bytes(data.replace(struct.pack("<I", len(texts)), struct.pack("<I", 1000)))
    assert said(path) == "not-a-workbook"


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"])
def test_an_entity_bomb_is_refused(tmp_path: Path, part: str) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE w [<!ENTITY e0 "0123456789">{entities}]><w>&e9;</w>'.encode()
    assert said(replaced(tmp_path / "a.xlsx", {part: bomb})) == "not-a-workbook"


def test_a_sheet_of_all_columns_is_read_or_refused(tmp_path: Path) -> None:
    wide = [[number % 7 for number in range(16_384)]] * 3
    assert said(workbook(tmp_path / "a.xlsx", {"s": wide})) == "read 3"
    rows = f'<row r="1"><c r="XFD1"><v>1</v></c></row><row r="900"><c r="A900"><v>1</v></c></row>{SHEET_END}'
    path = replaced(tmp_path / "b.xlsx", {"xl/worksheets/sheet1.xml": (SHEET + rows).encode()})
    assert said(path) == "sheet-too-large"


def test_formats_of_empty_cells_far_away_take_no_memory(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    path = replaced(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": (SHEET + rows + SHEET_END).encode()})
    assert said(path) == "read 1"


def test_a_long_text_shared_by_many_cells_is_refused(tmp_path: Path) -> None:
    texts = f'<sst xmlns="x"><si><t>{"长" * 30_000}</t></si></sst>'.encode()
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c><c r="B{row}"><v>{row * 7919}</v></c></row>'
        for row in range(1, 100_001)
    )
    path = replaced(
        tmp_path / "a.xlsx",
        {"xl/sharedStrings.xml": texts, "xl/worksheets/sheet1.xml": (SHEET + rows + SHEET_END).encode()},
    )
    assert said(path) == "texts-too-large"


def test_texts_within_cells_count_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{row:0100d}</t></is></c></row>'
        for row in range(1, 51)
    )
    path = replaced(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": (SHEET + rows + SHEET_END).encode()})
    for module in (excel, tables):
        monkeypatch.setattr(module, "TEXT_LIMIT", 5_000)
    assert len(read_book(path, "data").sheets[0].rows) == 50
    for module in (excel, tables):
        monkeypatch.setattr(module, "TEXT_LIMIT", 4_999)
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "data")
    assert caught.value.slug == "texts-too-large"


def test_a_sheet_under_many_names_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "b.xlsx", {"s": [["a", 1]], "t": [["b", 2]]})
    with zipfile.ZipFile(path) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels").replace(b"sheet2.xml", b"sheet1.xml")
        book = archive.read("xl/workbook.xml")
    parts = {"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": relations}
    assert said(replaced(tmp_path / "a.xlsx", parts)) == "not-a-workbook"


def test_an_old_workbook_with_a_sheet_under_many_names_is_refused(tmp_path: Path) -> None:
    one = xls(tmp_path / "a.xls", {"s": {(0, 0): 1}, "t": {(0, 0): 1}})
    assert said(one) == "read 2"
    data = bytearray(one.read_bytes())
    first = data.index(struct.pack("<HH", 0x85, 10))
    second = data.index(struct.pack("<HH", 0x85, 10), first + 1)
    data[second + 4 : second + 8] = data[first + 4 : first + 8]
    one.write_bytes(data)
    assert said(one) == "not-a-workbook"


def test_a_long_text_shared_by_many_cells_of_an_old_workbook_is_refused(tmp_path: Path) -> None:
    cells: dict[tuple[int, int], object] = {(row, 0): 1 for row in range(20_000)}
    texts = ["a", "长" * 30_000, "b"]
    assert said(shared(tmp_path / "a.xls", texts, cells)) == "texts-too-large"
    cells |= {(row, 0): 2 for row in range(1, 20_000)}
    assert said(shared(tmp_path / "a.xls", texts, cells)) == "read 20000"


@pytest.mark.parametrize("most", [40, 41, 100, 8224])
def test_shared_texts_of_old_workbooks_are_measured_as_they_are_read(tmp_path: Path, most: int) -> None:
    texts = ["a", "北京市" * 9, "x" * 60, "", "é" * 70, "y"]
    cells: dict[tuple[int, int], object] = {(row, 0): row % 6 for row in range(10)}
    path = shared(tmp_path / "a.xls", texts, cells, most)
    (sheet,) = read_book(path, "data").sheets
    shown = [texts[row % 6] for row in range(10)]
    assert [row[0] or "" for row in sheet.rows] == shown
    stream = streams(path.read_bytes(), ("Workbook",))["Workbook"]
    _, size = scan_stream(stream, 0)
    assert size == sum(map(len, shown))


def test_an_old_workbook_that_breaks_its_reader_leaves_nothing_on_the_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import python_calamine

    path = xls(tmp_path / "a.xls", {"s": {(0, 0): 1}})
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<HH", 0x85, 10)) + 4
    data[at : at + 4] = struct.pack("<I", 2**31)
    path.write_bytes(data)
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "data")
    assert caught.value.slug == "not-a-workbook"
    # The same beyond our own look at the records.
    monkeypatch.setattr(excel, "scan_stream", lambda *_: ([], 0))
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "data")
    assert caught.value.slug == "not-a-workbook"
    assert python_calamine.CalamineWorkbook
    assert capfd.readouterr().err == ""


def test_what_others_print_meanwhile_is_kept(capfd: pytest.CaptureFixture[str]) -> None:
    with without_trace():
        os.write(2, b"progress\n")
    assert capfd.readouterr().err == "progress\n"


def test_an_old_workbook_with_cells_in_opposite_corners_is_refused(tmp_path: Path) -> None:
    corners: dict[tuple[int, int], object] = {(0, 0): 1, (65_535, 255): 1}
    assert said(xls(tmp_path / "a.xls", {f"s{n}": corners for n in range(9)})) == "sheet-too-large"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (0x200, struct.pack("<IIHHH", 0, 2**31, 0, 256, 0)),
        (0x200, struct.pack("<IIHHH", 9, 3, 0, 2, 0)),
        (0x200, struct.pack("<HHHHH", 9, 3, 0, 2, 0)),
        (0xFC, struct.pack("<II", 2**31 - 1, 2**31 - 1)),
    ],
)
def test_an_old_workbook_that_tells_of_more_than_it_holds_is_refused(
    tmp_path: Path, kind: int, body: bytes
) -> None:
    start = record(0x809, BEGIN_GLOBALS) + (record(kind, body) if kind == 0xFC else b"")
    name = struct.pack("<BBBB", 0, 0, 1, 0) + b"s"
    at = len(start) + len(record(0x85, bytes(4) + name)) + 4
    start += record(0x85, struct.pack("<I", at) + name) + record(0x0A)
    sheet = record(0x809, BEGIN_SHEET) + (record(kind, body) if kind == 0x200 else b"") + record(0x0A)
    (tmp_path / "a.xls").write_bytes(compound({"Workbook": start + sheet}))
    assert said(tmp_path / "a.xls") == "not-a-workbook"


def test_a_compound_file_that_goes_round_in_a_circle_is_refused(tmp_path: Path) -> None:
    data = compound({"Workbook": b"\0" * 5000})
    # The last sector is the table of sectors: each chain is made to return to its start.
    (tmp_path / "a.xls").write_bytes(data[:-512] + struct.pack("<128I", *([0] * 128)))
    assert said(tmp_path / "a.xls") == "not-a-workbook"


def test_a_parquet_file_of_few_bytes_and_many_records_is_refused(tmp_path: Path) -> None:
    import duckdb

    duckdb.execute(
        f"COPY (SELECT 1 AS x FROM range(50_000_000)) TO '{tmp_path / 'a.parquet'}' (FORMAT parquet)"
    )
    assert (tmp_path / "a.parquet").stat().st_size < 2**20
    assert said(tmp_path / "a.parquet") == "sheet-too-large"
    duckdb.execute(
        f"COPY (SELECT repeat('a', 10000) AS x FROM range(200_000)) TO '{tmp_path / 'b.parquet'}' (FORMAT parquet)"
    )
    assert said(tmp_path / "b.parquet") == "texts-too-large"


@pytest.mark.parametrize("version", [117, 118, 119])
@pytest.mark.parametrize("order", ["little", "big"])
def test_long_texts_of_a_dta_file_count_as_often_as_they_are_shown(
    tmp_path: Path, version: int, order: str
) -> None:
    import pandas as pd

    path = tmp_path / "a.dta"
    texts = ["a" * 3_000] * 1_000 + ["b" * 9] * 999 + [""]
    frame = pd.DataFrame({"n": range(2_000), "x": texts, "r": 1.5, "y": "q", "s": "abc"})
    frame.to_stata(path, version=version, convert_strl=["x", "y"], write_index=False, byteorder=order)
    ends = 1_999 + 2_000
    assert size_of_long_texts(path) == sum(map(len, texts)) + 2_000 + ends
    assert said(path) == "read 2001"


def test_a_long_text_shown_by_many_records_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pandas as pd

    path = tmp_path / "a.dta"
    frame = pd.DataFrame({"n": range(100), "x": ["长" * 3_000] * 100})
    frame.to_stata(path, version=118, convert_strl=["x"], write_index=False)
    assert path.stat().st_size < 2**15
    monkeypatch.setattr(tables, "TEXT_LIMIT", 900_099)
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "data")
    assert caught.value.slug == "texts-too-large"
    path.write_bytes(path.read_bytes().replace(b"<variable_types>", b"<variable_typos>"))
    with pytest.raises(PaneloomError) as caught:
        read_book(path, "data")
    assert caught.value.slug == "not-a-table"


@pytest.mark.slow
def test_a_sav_file_of_few_bytes_and_long_texts_is_refused(tmp_path: Path) -> None:
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame({"x": ["a" * 30_000] * 9_000})
    pyreadstat.write_sav(frame, tmp_path / "a.sav", compress=True)
    assert (tmp_path / "a.sav").stat().st_size < 2**23
    assert said(tmp_path / "a.sav") == "texts-too-large"


@pytest.mark.slow
def test_tables_that_end_at_the_last_row_are_told(tmp_path: Path) -> None:
    full: dict[tuple[int, int], object] = {(row, 0): row for row in range(65_536)}
    assert said(xls(tmp_path / "a.xls", {"s": full})) == "read 65536 cut at the limit"
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 1_048_577))
    path = replaced(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": (SHEET + rows + SHEET_END).encode()})
    assert said(path) == "read 1048576 cut at the limit"
    del full[65_535, 0]
    assert said(xls(tmp_path / "a.xls", {"s": full})) == "read 65535"
