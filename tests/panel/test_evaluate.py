import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.frames import frame, keys

from paneloom.errors import PaneloomError
from paneloom.panel.along import at_shifted_time
from paneloom.panel.arithmetic import phi
from paneloom.panel.evaluate import evaluate
from paneloom.study.expression import Call, Name, parse

NAN = float("nan")
PANEL = frame([0, 0, 0, 1, 1], [2000, 2001, 2003, 2000, 2001], {"x": [1, 2, 8, NAN, 4], "y": [2, 2, 2, 2, 0]})


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x + 2 * y", [5, 6, 12, NAN, 4]),
        ("-x ^ 2", [-1, -4, -64, NAN, -16]),
        ("2 ^ 3 ^ 2 + 0 * x", [512, 512, 512, NAN, 512]),
        ("min(x, y, 3)", [1, 2, 2, NAN, 0]),
        ("max(x, y)", [2, 2, 8, NAN, 4]),
        ("round(x / 8, 1)", [0.1, 0.2, 1, NAN, 0.5]),
        ("x ^ 0", [1, 1, 1, NAN, 1]),
        ("abs(y - x)", [1, 0, 6, NAN, 4]),
        ("L.x", [NAN, 1, NAN, NAN, NAN]),
        ("L2.x", [NAN, NAN, 2, NAN, NAN]),
        ("F.x", [2, NAN, NAN, 4, NAN]),
        ("D.x", [NAN, 1, NAN, NAN, NAN]),
        ("D3.x", [NAN, NAN, 7, NAN, NAN]),
        ("L.(x * y)", [NAN, 2, NAN, NAN, NAN]),
        ("7", [7, 7, 7, 7, 7]),
    ],
)
def test_expressions(text: str, values: list[float]) -> None:
    np.testing.assert_array_equal(evaluate(parse(text), PANEL), values)


@pytest.mark.parametrize("text", ["log(y)", "x / y", "log(-y)", "sqrt(-x)", "exp(1000 * y)", "y ^ -1"])
def test_a_result_that_is_not_finite_is_an_error_with_its_row(text: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        evaluate(parse(text), PANEL)
    assert caught.value.slug == "not-finite"
    assert caught.value.details["unit"] in {"a", "b"}
    assert caught.value.text("zh")


def test_missing_input_is_missing_output() -> None:
    np.testing.assert_array_equal(
        np.isnan(evaluate(parse("log(x)"), PANEL)), [False, False, False, True, False]
    )


def test_names_that_are_no_numbers() -> None:
    with pytest.raises(PaneloomError) as caught:
        evaluate(Name("xx"), PANEL)
    assert (caught.value.slug, caught.value.details["nearest"]) == ("unknown-column", "x")
    with pytest.raises(PaneloomError) as caught:
        evaluate(Name("unit"), PANEL)
    assert caught.value.slug == "not-numeric"


@given(keys(), st.integers(-4, 4))
def test_a_shift_is_a_look_up_by_key(panel: tuple[list[int], list[int]], periods: int) -> None:
    unit, time = panel
    values = np.arange(len(unit), dtype=np.float64)
    known = dict(zip(zip(unit, time, strict=True), values.tolist(), strict=True))
    wanted = [known.get((u, t + periods), NAN) for u, t in zip(unit, time, strict=True)]
    np.testing.assert_array_equal(at_shifted_time(values, np.array(unit), np.array(time), periods), wanted)


@given(st.floats(0, 50) | st.floats(0.7, 1.3) | st.floats(-40, -1).map(lambda power: 1 + 2.0**power))
def test_phi_keeps_its_digits(r: float) -> None:
    with mpmath.workdps(60):
        exact = mpmath.mpf(r) * mpmath.log(r) - r + 1 if r else mpmath.mpf(1)
        error = abs(mpmath.mpf(float(phi(np.array([r]))[0])) - exact)
        assert error <= 4e-15 * exact


def test_phi_at_its_edges() -> None:
    np.testing.assert_array_equal(phi(np.array([0.0, 1.0, -0.5])), [1.0, 0.0, NAN])
    with pytest.raises(PaneloomError) as caught:
        evaluate(Call("phi", (parse("-y"),)), PANEL)
    assert caught.value.slug == "not-finite"
