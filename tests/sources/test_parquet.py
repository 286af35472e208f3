"""Parquet files: what goes in comes back, in the same bytes each time."""

from io import BytesIO

import numpy as np
import pyarrow.parquet
from hypothesis import given
from hypothesis import strategies as st

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
