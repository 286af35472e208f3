"""The years that a study asks for and its data do not have."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paneloom.panel.coverage import years_outside


@pytest.mark.parametrize(
    ("asked", "times", "spans"),
    [
        (None, (2015,), ()),
        ((2015, 2016), (2015, 2016), ()),
        ((2015, 2015), (2014, 2015, 2016), ()),
        ((2010, 2025), (2015, 2016, 2018, 2020), ((2010, 2014), (2017, 2017), (2019, 2019), (2021, 2025))),
        ((2010, 2011), (), ((2010, 2011),)),
        ((1, 10**20), (2015,), ((1, 2014), (2016, 10**20))),
    ],
)
def test_years_outside(
    asked: tuple[int, int] | None, times: tuple[int, ...], spans: tuple[tuple[int, int], ...]
) -> None:
    assert years_outside(asked, times) == spans


@given(st.integers(1990, 2010), st.integers(0, 30), st.sets(st.integers(1990, 2040)))
def test_every_year_is_there_or_in_one_span(first: int, length: int, met: set[int]) -> None:
    asked = (first, first + length)
    spans = years_outside(asked, tuple(sorted(met)))
    outside = [year for low, high in spans for year in range(low, high + 1)]
    assert outside == [year for year in range(asked[0], asked[1] + 1) if year not in met]
    assert all(later[0] > earlier[1] + 1 for earlier, later in pairwise(spans))
