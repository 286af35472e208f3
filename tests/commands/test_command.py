"""The commands, their languages, their exit codes and the ends of their pipes."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.commands.conftest import Run
from tests.small_study import change, write_small_study

from paneloom.cli import main as command_line
from paneloom.cli.arguments import COMMANDS, Arguments, language_of, read_arguments
from paneloom.study.reading import study_from_text


def test_help_and_version(command: Run) -> None:
    assert command("--version").stdout.startswith(b"paneloom 0.")
    text = command("--help").stdout.decode()
    assert all(word in text for word in ("run", "check", "init", "ledger"))
    assert command("run", "--help").returncode == 0
    assert command().stdout == command("--help").stdout


def test_help_in_chinese(command: Run) -> None:
    for settings in ({"PANELOOM_LANG": "zh"}, {"LC_ALL": "zh_CN.UTF-8"}):
        assert "可核查的论文图表" in command("--help", PYTHONIOENCODING="utf-8", **settings).stdout.decode(
            "utf-8"
        )


def test_wrong_usage(command: Run) -> None:
    for arguments in (("walk",), ("run",), ("run", "x", "--lang", "fr")):
        done = command(*arguments)
        assert done.returncode == 2
        assert b"usage:" in done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_the_language_option_has_a_long_name(command: str) -> None:
    target = {"convert": ("a", "b.xlsx"), "selftest": ()}.get(command, ("a",))
    for words in (("--language", "zh"), ("--language=zh",), ("--lang", "zh"), ("--lang=zh",)):
        for given in ((command, *target, *words), (*words, command, *target)):
            found = read_arguments(given)
            assert isinstance(found, Arguments)
            assert (found.language, language_of(given)) == ("zh", "zh")


@pytest.mark.parametrize(("arguments", "english", "chinese"), [
    (("rum", "x"), "The nearest is: run.", "最接近的是：run。"),
    (("run",), "seen: STUDY", "遇到： 研究"),
    (("run", "x", "--lang", "fr"), "seen: --lang fr", "可选：en, zh。"),
    (("run", "x", "--outptu", "y"), "The nearest is: --output.", "最接近的是：--output。"),
    (("run", "x", "--output"), "seen: --output", "这个选项后面要有取值。"),
    (("run", "x", "--quiet=3"), "seen: --quiet", "这个选项不带取值。"),
    (("ledger", "x", "--only", "fild"), "The nearest is: filled.", "最接近的是：filled。"),
    (("run", "x", "y", "z"), "seen: z", "遇到： z"),
])  # fmt: skip
def test_wrong_usage_is_explained_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    english: str,
    chinese: str,
) -> None:
    for language, expected, word in (("en", english, "usage: paneloom"), ("zh", chinese, "用法：paneloom")):
        monkeypatch.setenv("PANELOOM_LANG", language)
        assert command_line.main(arguments) == 2
        said = capsys.readouterr()
        assert expected in said.err
        assert word in said.err
        assert said.out == ""
        assert language == "en" or not re.search(r"usage|invalid|required|unrecognized|expected", said.err)


@pytest.mark.parametrize("arguments", [("--help",), *((name, "--help") for name in COMMANDS)])
def test_help_in_chinese_has_no_english_of_the_parser(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PANELOOM_LANG", "zh")
    assert command_line.main(arguments) == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：paneloom")
    assert not re.search(r"usage|options|positional|arguments|show|FOLDER|STUDY", said)


def test_what_holds_for_every_command_may_stand_before_it() -> None:
    found = read_arguments(["--lang", "zh", "--quiet", "check", "x"])
    assert not isinstance(found, int)
    assert (found.command, found.language, found.quiet, found.brief) == ("check", "zh", True, False)
    found = read_arguments(["--lang", "zh", "check", "x", "--lang", "en", "--brief"])
    assert not isinstance(found, int)
    assert (found.language, found.quiet, found.brief) == ("en", False, True)


def test_check_says_what_the_study_holds_first_and_what_comes_of_it_last(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_small_study(tmp_path / "study")
    assert command_line.main(["check", str(folder), "--lang", "en"]) == 0
    said = capsys.readouterr()
    lines = said.err.split("\n")
    first = lines.index("A referee would ask, the weightiest first:")
    assert lines[first + 1].startswith("  1. ")
    assert [*lines[:first], *lines[-2:]] == [
        "A small study",
        "  Panel: province × year, all years in the data",
        "  Files: raw/数据 table.csv (long)",
        "  Variables: 6 read, 2 derived",
        "  Indices: infra (indicators: 3)",
        "  Tables of models: regress.baseline (models: 2), regress.iv (models: 1)",
        "  Maps: map.infra, map.net",
        "  Printed results to compare: published.other",
        "Ready: 60 rows, 10 units, 6 years.",
        "",
    ]
    assert "[regress.iv]" in said.out
    assert command_line.main(["check", str(folder), "--lang", "zh", "--brief"]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("一个小研究\n  面板：province × year、数据中的全部年份\n")
    assert command_line.main(["check", str(folder), "--quiet"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("language", "warning"), [
    ("en", "Note: the study asks for 2010–2021, and the data have no rows for 2010–2014, 2021."),
    ("zh", "注意：研究年份为2010—2021年，但数据中没有2010—2014年、2021年的观测。"),
])  # fmt: skip
def test_years_without_data_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, warning: str
) -> None:
    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", 'language = "en"', 'language = "en"\nyears = [2010, 2021]')
    for arguments in (("check", str(folder), "--brief"), ("run", str(folder), "describe")):
        assert command_line.main([*arguments, "--lang", language]) == 0
        assert capsys.readouterr().err.split("\n")[-3] == warning


def test_the_ledger_in_both_languages_and_by_action(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_small_study(tmp_path / "study")
    assert command_line.main(["ledger", str(folder), "--lang", "zh", "--only", "filled"]) == 0
    said = capsys.readouterr()
    assert said.out.count("线性插值") == said.out.count("填补") == 2
    assert "第 16 行" in said.out
    assert not re.search(r"linear|filled|line", said.out)
    assert said.err == "共 2 条：填补 2。\n"
    assert command_line.main(["ledger", str(folder), "--lang", "en"]) == 0
    assert capsys.readouterr().err == "3 entries: 2 filled, 1 derived.\n"
    assert command_line.main(["ledger", str(folder), "--lang", "en", "--only", "converted"]) == 0
    assert capsys.readouterr() == ("", "No such entry.\n")
    assert command_line.main(["ledger", str(folder), "--csv", "--only", "derived"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines] == ["action", "derived"]


def test_init_check_run_ledger(command: Run, tmp_path: Path) -> None:
    assert command("init", "一个 study").returncode == 0
    assert command("init", "一个 study").returncode == 2
    checked = command("check", "一个 study", PYTHONIOENCODING="utf-8")
    assert checked.returncode == 0
    assert b"Ready: 120 rows, 12 units, 10 years." in checked.stderr
    study_from_text(checked.stdout.decode("utf-8"), "study.toml", tmp_path / "一个 study")
    assert b"default" in checked.stdout
    done = command("run", tmp_path / "一个 study" / "study.toml", PYTHONIOENCODING="utf-8")
    assert done.returncode == 0
    page = Path(done.stdout.decode("utf-8").strip())
    assert page.is_file()
    assert page.name == "report.html"
    assert "12 tables, 1 figure." in done.stderr.decode("utf-8")
    listed = command("ledger", "一个 study", PYTHONIOENCODING="utf-8").stdout.decode("utf-8")
    lines = command("ledger", "一个 study", "--csv", PYTHONIOENCODING="utf-8").stdout.decode("utf-8")
    assert lines == (page.parent / "ledger.csv").read_text(encoding="utf-8-sig")
    assert listed.count("linear") == lines.count("linear") > 10


def test_quiet_is_quiet(command: Run, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    done = command("run", folder, "regress.baseline", "--quiet", "--output", "out")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert sorted(path.suffix for path in (tmp_path / "out" / "tables").iterdir()) == [".md", ".xlsx"]


def test_check_reads_the_data_and_the_boundaries(command: Run, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    assert command("check", folder, PYTHONIOENCODING="utf-8").returncode == 0
    change(
        folder / "study.toml",
        'boundary = "china-provinces"\nclasses = 3\n\n[map.net]',
        'boundary = "us-states"\n\n[map.net]',
    )
    done = command("check", folder, PYTHONIOENCODING="utf-8")
    assert done.returncode == 2
    assert "北京" in done.stderr.decode("utf-8")
    assert not (folder / "output").exists()


@pytest.mark.parametrize("path", ["nowhere", "nowhere/study.toml", "."])
def test_there_is_no_study(command: Run, path: str) -> None:
    done = command("run", path)
    assert done.returncode == 2
    assert b"paneloom init" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
def test_a_closed_pipe_is_no_fault(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "paneloom", "check", str(folder)],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert done.returncode == 141
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
def test_an_interrupted_run_writes_nothing(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    run = subprocess.Popen(
        [sys.executable, "-m", "paneloom", "run", str(folder)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert run.stderr is not None
    run.stderr.readline()
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert run.returncode == 130
    assert b"Traceback" not in said
    assert not (folder / "output").exists()


@pytest.mark.parametrize("debug", [False, True])
def test_a_fault_of_ours_is_told_from_one_of_the_study(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, debug: bool
) -> None:
    def broken(_: object) -> int:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(command_line, "_command", broken)
    if debug:
        with pytest.raises(ZeroDivisionError):
            command_line.main(["run", "x", "--debug"])
        return
    assert command_line.main(["run", "x", "--lang", "en"]) == 1
    said = capsys.readouterr().err
    assert "ZeroDivisionError: a bug" in said
    assert "--debug" in said
    assert "Traceback" not in said


def test_arguments() -> None:
    found = read_arguments(
        ["run", "study", "map.x", "--data", "d", "--output", "o", "--lang", "zh", "--quiet"]
    )
    assert not isinstance(found, int)
    assert (found.command, found.study, found.part, found.data, found.output) == (
        "run",
        "study",
        "map.x",
        "d",
        "o",
    )
    assert (found.spoken, found.quiet, found.debug) == ("zh", True, False)


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_a_terminal_with_few_characters_is_no_fault(command: Run, tmp_path: Path, encoding: str) -> None:
    folder = write_small_study(tmp_path / "我的 study ☃", "zh")
    for arguments in (("check", folder), ("ledger", folder), ("run", folder, "map.net"), ("run", "--help")):
        done = command(*arguments, "--lang", "zh", PYTHONIOENCODING=encoding)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
