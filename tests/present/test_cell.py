"""How a cell prints, and which format fits the size of a number."""

import pytest

from paneloom.present.cell import Cell, Format, fitting, printed
from paneloom.render.xlsx_format import number_format, shows_as_number


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        (100.0, "2.000"),
        (0.0005, "2.000"),
        (0.00049, "2.00000"),
        (0.00001, "2.000000"),
        (0.0000099, "2.00"),
        (1e10, "2.00"),
        (0.0, "2.000"),
        (float("nan"), "2.000"),
        (float("inf"), "2.000"),
    ],
)
def test_digits_follow_the_size(scale: float, text: str) -> None:
    assert printed(Cell(2.0, fitting(scale))) == text
    assert printed(Cell(2.0, fitting(scale, "()"))) == f"({text})"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.234e-12, "1.23×10⁻¹²"),
        (-9.999e-10, "−1.00×10⁻⁹"),
        (4.5e16, "4.50×10¹⁶"),
        (0.25, "2.50×10⁻¹"),
        (-5.0, "−5.00"),
        (0.0, "0"),
        (-0.0, "0"),
    ],
)
def test_powers_of_ten_are_raised(value: float, text: str) -> None:
    assert printed(Cell(value, Format("scientific", 2))) == text


def test_a_general_format_writes_its_powers_the_same_way() -> None:
    assert printed(Cell(1.5e-12, Format("general", 6), "*")) == "1.5×10⁻¹²*"
    assert printed(Cell(-0.125, Format("general", 6))) == "−0.125"


def test_a_workbook_keeps_the_number_and_prints_the_same() -> None:
    cell = Cell(-1.234e-12, Format("scientific", 2, "()"), "**")
    assert shows_as_number(cell)
    assert number_format(cell).split(";")[1] == '"(−1.23×10⁻¹²)**"'
