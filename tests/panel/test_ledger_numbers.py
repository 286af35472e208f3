"""Numbers in the ledger carry no noise of arithmetic; those of the panel stay as they are."""

import pytest
from tests.panel.frames import observations

from paneloom.panel.assemble import assemble
from paneloom.panel.fill import fill
from paneloom.panel.ledger import number_text
from paneloom.study.intake import Clean


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (57.797999999999995, "57.798"),
        (0.1 + 0.2, "0.3"),
        (80000.0, "80000.0"),
        (1234567890123456.0, "1234567890123456.0"),
        (1 / 3, "0.333333333333333"),
        (-1e-300 / 3, "-3.33333333333333e-301"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (float("nan"), "nan"),
    ],
)
def test_a_number_has_at_most_fifteen_digits(value: float, text: str) -> None:
    assert number_text(value) == text


def test_what_is_filled_is_exact_in_the_panel_and_short_in_the_ledger() -> None:
    x = observations("x", ("a", 2000, 57.72), ("a", 2010, 57.98))
    made = assemble((x,), "unit", years=(2000, 2010), complete=True)
    result = fill(made, Clean(gaps="linear", min_coverage=0, warn_filled=1))
    first = next(entry for entry in result.entries if (entry.action, entry.time) == ("filled", 2003))
    assert result.frame.numbers["x"][3] == 57.797999999999995
    assert first.after == "57.798"
