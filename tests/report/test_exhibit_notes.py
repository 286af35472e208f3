"""What a run knows beside its estimates and says below their tables."""

import pytest
from tests.workflow.conftest import Finished


@pytest.mark.parametrize("part", ["regress.baseline", "regress.iv"])
def test_every_table_of_regressions_says_how_many_rows_rest_on_filled_values(
    finished: Finished, part: str
) -> None:
    counts = finished.results.filled_rows[part]
    ends = dict.fromkeys(str(count) for count in (min(counts), max(counts)))
    assert max(counts) > 0
    with_sample = [table for table in finished.results[part].tables if not table.name.endswith(".tests")]
    for table in with_sample:
        assert f"In {'–'.join(ends)} of the rows a value is filled" in table.notes[0].text
