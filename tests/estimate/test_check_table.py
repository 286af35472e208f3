"""Whether a table of tests is numbered is known from the study alone, and must agree with what is printed."""

import pytest
from tests.estimate.hand_made import design

from paneloom.estimate.check_table import has_check_table
from paneloom.study.designs import TableDesign

INSTRUMENTED = {"endogenous": ("nqp",), "instruments": ("L.nqp",)}
READING = "first-stage-tests"


@pytest.mark.parametrize(
    ("changes", "show", "expected"),
    [
        ({}, (), False),
        ({"tests": ("vif",)}, (), True),
        (INSTRUMENTED, (), True),
        (INSTRUMENTED, (READING,), False),
        (INSTRUMENTED | {"tests": ("plausibly-exogenous",)}, (READING,), False),
        (INSTRUMENTED | {"tests": ("plausibly-exogenous", "vif")}, (READING,), True),
        ({"model": "mundlak"}, (READING,), True),
    ],
)
def test_a_table_of_tests_is_there_where_something_is_left_for_it(
    changes: dict[str, object], show: tuple[str, ...], expected: bool
) -> None:
    table = TableDesign("regress.a", "", (design(**changes),), "each", True, (), "", show)
    assert has_check_table(table) is expected
