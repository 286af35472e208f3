"""Running text in lines of a terminal."""

from hypothesis import given
from hypothesis import strategies as st

from paneloom.render.characters import one_line, width
from paneloom.render.wrap import CLOSING, wrapped


@given(st.text(alphabet="ab 中文，。）1/_", max_size=200), st.integers(10, 90))
def test_lines_fit_and_lose_nothing(text: str, columns: int) -> None:
    lines = wrapped(text, "  ", "    ", columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join(lines).replace(" ", "") == one_line(text).replace(" ", "")


def test_no_line_begins_with_a_stop() -> None:
    lines = wrapped("数据来源于统计年鉴，" * 20, columns=20)
    assert not [line for line in lines if line.strip()[0] in CLOSING]


def test_a_path_longer_than_a_line_is_broken() -> None:
    assert wrapped("a" * 25, "", "  ", 10) == ["a" * 10, "  " + "a" * 8, "  " + "a" * 7]
