"""Large tables read by column: the same numbers as cell by cell, or none."""

from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.errors import PaneloomError
from paneloom.open import open_panel
from paneloom.panel.panel import Panel
from paneloom.panel.screen import check_sum
from paneloom.sources import columns, gather
from paneloom.sources.columns import kind_of, read_columns
from paneloom.sources.names.registry import registry
from paneloom.sources.readings import Request
from paneloom.study.intake import Source
from paneloom.study.reading import study_from_text

STUDY = """\
[study]
title = "t"
panel = ["province", "year"]
[data.file]
file = "table.{kind}"
layout = "long"
[clean]
{clean}
[variables]
x = {{}}
y = {{}}
"""
NAMES = ("北京", "天津市", "Hebei", "140000", "全国")


def both(
    folder: Path, kind: str, clean: str, monkeypatch: pytest.MonkeyPatch, x: str = ""
) -> tuple[Panel, Panel]:
    text = STUDY.format(kind=kind, clean=clean).replace("x = {}", f"x = {{{x}}}")
    study = study_from_text(text, "study.toml", folder)
    by_cell = open_panel(study, folder)
    monkeypatch.setattr(gather, "LARGE", 0)
    return by_cell, open_panel(study, folder)


def write(
    folder: Path, kind: str, rows: list[tuple[str, int, float | None, float | None]], delimiter: str = ","
) -> None:
    lines = ["province,year,x,y"]
    lines += [f"{u},{t},{'' if x is None else repr(x)},{'' if y is None else repr(y)}" for u, t, x, y in rows]
    text = folder / "table.csv"
    text.write_text("\n".join(lines).replace(",", delimiter) + "\n", encoding="utf-8", newline="\n")
    if kind == "parquet":
        with duckdb.connect() as connection:
            types = "{'province': 'VARCHAR', 'year': 'INTEGER', 'x': 'DOUBLE', 'y': 'DOUBLE'}"
            connection.execute(
                f"COPY (FROM read_csv('{text}', header = true, types = {types})) "
                f"TO '{folder / 'table.parquet'}' (FORMAT parquet)"
            )


@st.composite
def tables(draw: st.DrawFn) -> list[tuple[str, int, float | None, float | None]]:
    keys = draw(st.lists(st.tuples(st.sampled_from(NAMES), st.integers(2010, 2020)), min_size=1, unique=True))
    number = st.none() | st.floats(-1e6, 1e6) | st.just(-9999.0)
    rows = [(unit, year, draw(number), draw(number)) for unit, year in keys]
    # The first row has numbers, so that every column is known to be one.
    return [("北京", 2009, 1.5, 2.5), *rows]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("clean", ['names = "china-provinces"', ""])
@given(rows=tables(), delimiter=st.sampled_from([",", ";", "\t", "|"]))
@settings(max_examples=8)
def test_both_readers_give_the_same_panel(
    rows: list[tuple[str, int, float | None, float | None]],
    delimiter: str,
    kind: str,
    clean: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("both")
    write(folder, kind, rows, delimiter if kind == "csv" else ",")
    clean += '\nmissing = ["", "NA", "-9999"]\nscreen = "off"\nsentinels = "keep"'
    with pytest.MonkeyPatch.context() as patch:
        a, b = both(folder, kind, clean, patch)
    assert a.rows.frame == b.rows.frame
    missing = [sum(e.count for e in panel.ledger.of("missing")) for panel in (a, b)]
    assert missing[0] == missing[1]
    totals = [sum(e.count for e in panel.ledger.of("dropped") if e.before == "全国") for panel in (a, b)]
    assert totals[0] == totals[1]


def found(path: Path, text: str, columns: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
    path.write_text(text, encoding="utf-8", newline="\n")
    totals = ("全国",)
    request = Request(Source(file=path.name, layout="long"), "county", "year", columns or {"x": "x"}, totals)
    kind = kind_of(path)
    assert kind is not None
    return read_columns(path, kind, path.name, request, None, ("NA",))


@pytest.mark.parametrize(
    "text",
    [
        "county,year,x\na,2013,1\nb,2013,twelve\n",
        "county,year,x\na,2013,1\nb,2013,inf\n",
        "county,year,x\na,2013,1\nb,2013,nan\n",
        "county,year,x\na,2013,12345678901234567\n",
        'county,year,x\na,2013,"1,234"\n',
        "county,year,z\na,2013,1\n",
        "county,year,x,x\na,2013,1,2\n",
        "county,year,x,x,xx_1\na,2013,1,2,3\n",
        "county,year,x, \na,2013,1,2\n",
        "\ncounty,year,x\na,2013,1\n",
        "county,year,x\na,2013,1\n全国,合计,2\n",
        "county,year,x\na,2013-01-01,1\n",
        "county,year,x\n" + "".join(f"a{n},2013,1.5\n" for n in range(30_000)) + "b,2010.6,1\n",
        "county,year,x\n" + "".join(f"a{n},2013,1.5\n" for n in range(60_000)) + "b,2013,1_000\n",
        "county,year,x\na,2013\n" + "b,2013,1\n" * 30,
        "county,year,x\na,2013,1\n,2014,2\n",
        "county,year,x\na,2013,1\nSource: x,2014,2\n",
        "county,year,x\na,2013,1\nb\0,2014,2\n",
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_reader_of_cells(tmp_path: Path, text: str) -> None:
    assert found(tmp_path / "table.csv", text) is None


def test_a_path_that_would_be_a_pattern_is_left_to_the_reader_of_cells(tmp_path: Path) -> None:
    assert found(tmp_path / "table[1].csv", "county,year,x\na,2013,1\n") is None


def test_codes_keep_their_zeros_and_years_their_words(tmp_path: Path) -> None:
    one = found(tmp_path / "t.csv", "county,year,x\n0110,2013年,1\n0111,2014年,2\n0110,2014年,3\n")
    assert one is not None
    (x,) = one.observations
    assert x.units == ("0110", "0111")
    assert x.unit.tolist() == [0, 1, 0]
    assert x.time.tolist() == [2013, 2014, 2014]
    assert x.values.tolist() == [1, 2, 3]
    assert x.place(2).line == 4


@pytest.mark.parametrize(
    ("text", "slug", "line"),
    [
        ("county,year,x\na,2013,1\na,soon,2\n", "not-a-year", 3),
    ],
)
def test_bad_keys_stop_with_their_line(tmp_path: Path, text: str, slug: str, line: int) -> None:
    with pytest.raises(PaneloomError) as caught:
        found(tmp_path / "t.csv", text)
    problem = getattr(caught.value, "problems", (caught.value,))[0]
    assert (problem.slug, problem.where and problem.where.line) == (slug, line)


def test_names_may_hold_what_numbers_may_not(tmp_path: Path) -> None:
    one = found(tmp_path / "t.csv", "county,year,x\na_1,2013,1.5\na_2,2013,\n")
    assert one is not None
    (x,) = one.observations
    assert x.units == ("a_1", "a_2")
    np.testing.assert_array_equal(x.values, [1.5, np.nan])


def test_an_unknown_name_stops_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("province,year,x\n北京,2013,1\n陜东,2013,2\n", encoding="utf-8")
    request = Request(Source(file="t.csv", layout="long"), "province", "year", {"x": "x"}, ())
    with pytest.raises(PaneloomError) as caught:
        read_columns(path, "csv", "t.csv", request, registry("china-provinces"), ())
    problem = caught.value.problems[0]  # type: ignore[attr-defined]
    assert (problem.slug, problem.where.line) == ("unknown-unit", 3)


def test_many_names_in_any_order_are_told_apart(tmp_path: Path) -> None:
    generator = np.random.default_rng(7)
    keys = generator.permutation(40_000)
    lines = [f"c{key // 4:05d},{2000 + key % 4},{key}" for key in keys.tolist()]
    one = found(tmp_path / "t.csv", "county,year,x\n" + "\n".join(lines) + "\n")
    assert one is not None
    (x,) = one.observations
    named = np.array([int(name[1:]) for name in x.units])[x.unit]
    np.testing.assert_array_equal(named * 4 + x.time - 2000, x.values)


@pytest.mark.parametrize(
    "said", ["years = [2014, 2015]", "header = 2", 'decimal = ","', 'encoding = "gb18030"', "year = 2013"]
)
def test_a_table_of_which_more_is_said_is_read_by_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(gather, "LARGE", 0)
    monkeypatch.setattr(gather, "read_columns", None)
    rows = "".join(f"a,{year},{year}\n" for year in range(2013, 2018))
    (tmp_path / "table.csv").write_text("province,year,x,y\n" + rows.replace("\n", ",1\n"), encoding="utf-8")
    text = STUDY.format(kind="csv", clean="").replace('layout = "long"', f'layout = "long"\n{said}')
    study = study_from_text(text, "study.toml", tmp_path)
    try:
        panel = open_panel(study, tmp_path)
    except PaneloomError:
        return
    if said.startswith("years"):
        assert panel.rows.frame.time.tolist() == [2014, 2015]


def test_a_table_too_large_for_memory_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gather, "read_columns", None)
    path = tmp_path / "table.csv"
    path.write_text("province,year,x,y\na,2013,1,2\n", encoding="utf-8")
    with path.open("r+b") as file:
        file.truncate(2 * 2**30)
    study = study_from_text(STUDY.format(kind="csv", clean=""), "study.toml", tmp_path)
    with pytest.raises(PaneloomError) as caught:
        open_panel(study, tmp_path)
    assert caught.value.slug == "file-too-large"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("name", ["a", '"a, b; c|d"'])
def test_both_readers_take_the_same_sign_for_the_delimiter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, delimiter: str, name: str
) -> None:
    rows = [["province", "year", "x", "y"], [name, "2013", "1.5", "2"], [name, "2014", "2.5", ""]]
    text = "".join(delimiter.join(row) + "\n" for row in rows)
    (tmp_path / "table.csv").write_text(text, encoding="utf-8", newline="\n")
    a, b = both(tmp_path, "csv", "", monkeypatch)
    assert a.rows.frame == b.rows.frame
    assert a.rows.frame.numbers["x"].tolist() == [1.5, 2.5]
    by_column = found(tmp_path / "county.csv", text.replace("province", "county"))
    assert by_column is not None


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("given", ["", 'given = "万元", unit = "亿元"'])
def test_both_readers_keep_the_rows_of_totals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, given: str
) -> None:
    provinces, years = NAMES[:4], range(2010, 2016)
    rows: list[tuple[str, int, float | None, float | None]] = [
        (unit, year, 10.0 + n, 1.0) for n, unit in enumerate(provinces) for year in years
    ]
    rows += [
        ("全国", year, 60.0 if year == 2012 else 46.0, -9999.0 if year == 2011 else 4.0) for year in years
    ]
    write(tmp_path, kind, rows)
    clean = 'names = "china-provinces"\nmissing = ["-9999"]'
    by_cell, by_column = (
        [entry for entry in panel.ledger.of("flagged") if entry.rule == check_sum.RULE]
        for panel in both(tmp_path, kind, clean, monkeypatch, given)
    )
    assert [(entry.time, entry.variable) for entry in by_cell] == [(2012, "x")]
    assert [replace(entry, place=None) for entry in by_cell] == [
        replace(entry, place=None) for entry in by_column
    ]
    if kind == "csv":
        assert by_column[0].place is not None
        assert by_column[0].place.line == 28


def test_memory_is_limited_and_what_was_spilled_is_cleaned(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[dict[str, str]] = []
    connect = duckdb.connect

    def connected(config: dict[str, str]) -> duckdb.DuckDBPyConnection:
        limits.append(config)
        assert Path(config["temp_directory"]).is_dir()
        return connect(config=config)

    monkeypatch.setattr(duckdb, "connect", connected)
    monkeypatch.setattr(columns, "MEMORY", "40MiB")
    lines = [f"c{n:09d},2013,{n}.5" for n in range(400_000)]
    assert found(tmp_path / "t.csv", "county,year,x\n" + "\n".join(lines) + "\n") is not None
    assert limits[0]["memory_limit"] == "40MiB"
    assert limits[0]["max_temp_directory_size"]
    assert not Path(limits[0]["temp_directory"]).exists()


def test_a_table_of_more_numbers_than_memory_holds_is_left_to_the_reader_of_cells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.parquet"
    duckdb.execute(
        f"COPY (SELECT 'a' AS county, 2013 AS year, 1 AS x FROM range(1_000_000)) TO '{path}' (FORMAT parquet)"
    )
    monkeypatch.setattr(columns, "NUMBERS_LIMIT", 2_000_000)
    request = Request(Source(file=path.name, layout="long"), "county", "year", {"x": "x"}, ())
    assert read_columns(path, "parquet", path.name, request, None, ()) is None
