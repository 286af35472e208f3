"""Parquet files: what goes in comes back, in the same bytes each time."""

import datetime as dt
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paneloom.errors import PaneloomError
from paneloom.sources.files import read_book
from paneloom.sources.parquet import parquet_bytes

NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=8)


def test_texts_numbers_and_missing_values_come_back() -> None:
    content = parquet_bytes(
        {
            "province": ("广东", "O'Brien", ""),
            "year": np.array([2013, 2014, 2015]),
            'nqp "tp"': np.array([0.1, np.nan, -0.0]),
        }
    )
    table = pyarrow.parquet.read_table(BytesIO(content))
    assert table.to_pydict() == {
        "province": ["广东", "O'Brien", ""],
        "year": [2013, 2014, 2015],
        'nqp "tp"': [0.1, None, -0.0],
    }
    assert [str(field.type) for field in table.schema] == ["string", "int64", "double"]


def test_no_rows() -> None:
    content = parquet_bytes({"unit": (), "x": np.zeros(0)})
    assert pyarrow.parquet.read_table(BytesIO(content)).num_rows == 0


@given(
    st.dictionaries(
        NAMES,
        st.floats(allow_nan=False),
        min_size=1,
        max_size=4,
    )
)
def test_every_name_and_every_float(values: dict[str, float]) -> None:
    # Names that differ in case only are one name to a database.
    values = {
        name: value for name, value in values.items() if sum(n.lower() == name.lower() for n in values) == 1
    }
    if not values:
        return
    columns = {name: np.array([value]) for name, value in values.items()}
    content = parquet_bytes(columns)
    assert content == parquet_bytes(columns)
    assert pyarrow.parquet.read_table(BytesIO(content)).to_pydict() == {
        name: [v] for name, v in values.items()
    }


def test_a_file_is_a_sheet_of_typed_cells_whatever_its_name(tmp_path: Path) -> None:
    noon = dt.datetime(2013, 1, 1, 12)  # noqa: DTZ001
    columns = {
        "省份": ["北京", None],
        "year": [2013, 2014],
        "x": [1.5, float("nan")],
        "day": [dt.date(2013, 1, 1), None],
        "moment": [noon, None],
        "yes": [True, None],
        "money": [Decimal("1.25"), None],
        "list": [[1, 2], None],
        "raw": [b"ab", None],
    }
    path = tmp_path / "a[1]*? 'b'.csv"
    pyarrow.parquet.write_table(pa.table(columns), path)
    sheet = read_book(path, "raw/a.csv").only(None)
    assert sheet.rows[0] == tuple(columns)
    assert sheet.rows[1] == (
        "北京", 2013, 1.5, dt.date(2013, 1, 1), noon, True, 1.25, "[1, 2]", "ab",
    )  # fmt: skip
    assert sheet.rows[2] == (None, 2014, *[None] * 7)
    assert (sheet.name, sheet.lines) == (None, (0, 1, 2))


@pytest.mark.parametrize("cut", [10, 200])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    content = parquet_bytes({"x": np.arange(100.0)})
    (tmp_path / "a.parquet").write_bytes(content[:cut])
    with pytest.raises(PaneloomError) as caught:
        read_book(tmp_path / "a.parquet", "a.parquet")
    assert caught.value.slug == "not-a-table"


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=6), max_size=6),
    data=st.data(),
)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    size = len(texts)
    floats = data.draw(st.lists(st.floats(), min_size=size, max_size=size))
    whole = data.draw(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=size, max_size=size))
    path = tmp_path_factory.mktemp("round") / "a.parquet"
    path.write_bytes(
        parquet_bytes({"省": tuple(texts), "x": np.array(floats), "n": np.array(whole, dtype=np.int64)})
    )
    rows = read_book(path, "a.parquet").only(None).rows
    expected = [None if value != value else value for value in floats]  # noqa: PLR0124
    assert list(rows[1:]) == list(zip(texts, expected, whole, strict=True))
