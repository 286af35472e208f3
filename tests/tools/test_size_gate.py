"""The size gate counts code, and only code."""

from pathlib import Path

import pytest

from size_gate import FUNCTION_LIMIT, MODULE_LIMIT, main


def body(lines: int) -> str:
    return "".join(f"    x{i} = {i}\n" for i in range(lines))


def offenders(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    code = main([str(folder)])
    *lines, last = capsys.readouterr().out.splitlines()
    assert (code, last.startswith("size gate: fine")) in {(0, True), (1, False)}
    return [line.removeprefix(f"{folder}/") for line in lines]


def test_docstrings_comments_and_blank_lines_are_free(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    free = '    """One.\n\n    Two.\n    """\n\n    # three\n'
    (tmp_path / "a.py").write_text(f"def f():\n{free}{body(FUNCTION_LIMIT - 1)}", encoding="utf-8")
    assert offenders(tmp_path, capsys) == []


def test_one_line_too_many_is_named_with_its_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.py").write_text(f"\ndef f():\n{body(FUNCTION_LIMIT)}", encoding="utf-8")
    assert offenders(tmp_path, capsys) == [
        f"a.py:2: f has {FUNCTION_LIMIT + 1} code lines (at most {FUNCTION_LIMIT})"
    ]


def test_every_line_of_a_string_that_is_no_docstring_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "x = '''" + "\n" * MODULE_LIMIT + "'''\n"
    (tmp_path / "a.py").write_text(text, encoding="utf-8")
    assert offenders(tmp_path, capsys) == [f"a.py: {MODULE_LIMIT + 1} code lines (at most {MODULE_LIMIT})"]


@pytest.mark.parametrize("name", ["utils.py", "helpers/__init__.py", "deep/common/a.py", "Misc.py"])
def test_a_name_that_explains_nothing_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("", encoding="utf-8")
    assert len(offenders(tmp_path, capsys)) == 1
