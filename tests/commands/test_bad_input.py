"""Bad input: a clear error with file, place, value and remedy, exit code 2, no traceback, nothing written."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.commands.conftest import Run
from tests.small_study import change, data_file, write_small_study

from paneloom.cli.main import main
from paneloom.wording import catalogue

Spoil = Callable[[Path], None]


def in_study(old: str, new: str) -> Spoil:
    return lambda folder: change(folder / "study.toml", old, new)


def in_data(old: str, new: str) -> Spoil:
    return lambda folder: change(data_file(folder), old, new)


def collinear(folder: Path) -> None:
    change(folder / "study.toml", 'squared = "infra ^ 2"', 'twice = "2 * infra"')
    change(folder / "study.toml", 'controls = ["urban"]', 'controls = ["urban", "twice"]')


# What is wrong, how it comes about, and what the message must name: the place and the value.
BAD: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "file": (lambda folder: data_file(folder).unlink(), ("raw/数据 table.csv", "data.table")),
    "column": (in_study("workers = {}", 'workers = { column = "workres" }'), ("workres", "workers", "raw/")),
    "duplicate": (in_data("上海,2016", "上海,2015"), ("上海", "2015", "raw/数据 table.csv", "8", "9")),
    "number": (in_data("青海,2019,", "青海,2019,x"), ("青海", "2019", "output", "54", "raw/数据 table.csv")),
    "unit": (in_data("四川,2016", "四州,2016"), ("四州", "33", "raw/数据 table.csv")),
    "key column": (in_data("province,year", "省份,year"), ('unit = "省份"', "[data.table]", "raw/数据 table.csv")),
    "other unit": (in_data("青海,2019", "云南,2019"), ("云南", "2019", "青海", "raw/数据 table.csv")),
    "sample": (in_study('cluster = "province"\n', 'cluster = "province"\nyears = [1990, 1995]\n'), ("regress.baseline", "60")),
    "collinear": (collinear, ("twice", "infra", "regress.baseline", "(3)")),
    "lag": (in_study('"L.infra"', '"L9.infra"'), ("regress.iv", "L9.infra", "60")),
    "study": (in_study("[describe]", "[descrbe]"), ("descrbe", "describe", "study.toml")),
    "punctuation": (in_study('y = "product"', "y ＝ “product”"), ("＝", "study.toml")),
    "map": (in_study('boundary = "china-provinces"\nclasses = 3\n\n[map.net]', 'boundary = "us-states"\n\n[map.net]'), ("北京",)),
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_explained(command: Run, tmp_path: Path, what: str, language: str) -> None:
    spoil, named = BAD[what]
    folder = write_small_study(tmp_path / "我的 study")
    spoil(folder)
    done = command("run", folder, "--lang", language, PYTHONIOENCODING="utf-8")
    said = done.stderr.decode("utf-8")
    assert done.returncode == 2, said
    assert "Traceback" not in said
    assert catalogue("errors")["label"]["error"][language] in said
    assert catalogue("errors")["label"]["where"][language] in said
    assert catalogue("errors")["label"]["do"][language] in said
    for word in named:
        assert word in said
    assert done.stdout == b""
    assert not (folder / "output").exists()


# Faults met while reading or computing that name a key of the study file, the key, and the commands that meet them.
KEYS: dict[str, tuple[Spoil, str, str, tuple[str, ...]]] = {
    "file": (BAD["file"][0], "file =", "data.table.file", ("run", "check", "ledger")),
    "dropped": (in_study('language = "en"', 'drop_units = ["山酉"]'), "drop_units", "study.drop_units", ("run", "check", "ledger")),
    "groups": (in_study('units = ["四川", ', "units = ["), "[groups.area", "groups.area", ("run", "check", "ledger")),
    "map": (BAD["map"][0], 'boundary = "us-states"', "map.infra.boundary", ("run", "check")),
    "sample": (BAD["sample"][0], "[regress.baseline]", "regress.baseline", ("run",)),
    "lag": (BAD["lag"][0], "[regress.iv]", "regress.iv", ("run",)),
}  # fmt: skip


@pytest.mark.parametrize(("what", "name"), [(what, name) for what in KEYS for name in KEYS[what][3]])
def test_a_key_of_the_study_is_placed_at_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str, name: str
) -> None:
    spoil, written, key, _ = KEYS[what]
    folder = write_small_study(tmp_path / "study")
    spoil(folder)
    (folder / "study.toml").rename(folder / "mine.toml")
    assert main([name, str(folder / "mine.toml"), "--lang", "en"]) == 2
    said = capsys.readouterr().err
    lines = (folder / "mine.toml").read_text(encoding="utf-8").split("\n")
    number = next(number for number, line in enumerate(lines, start=1) if written in line)
    assert f"where: {folder / 'mine.toml'}, line {number}, {key}" in said


@pytest.mark.parametrize(("language", "advice"), [("en", "add --data FOLDER"), ("zh", "加上 --data 文件夹")])
def test_missing_data_may_be_elsewhere(
    root: Path, capsys: pytest.CaptureFixture[str], language: str, advice: str
) -> None:
    assert main(["run", str(root / "studies" / "china-provinces"), "--lang", language]) == 2
    assert advice in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_terminal_with_few_characters_gets_the_message(
    command: Run, tmp_path: Path, encoding: str, language: str
) -> None:
    folder = write_small_study(tmp_path / "我的 study ☃", "zh")
    change(data_file(folder), "四川,2016", "𠀀川,2016")
    done = command("run", folder, "--lang", language, PYTHONIOENCODING=encoding)
    said = done.stderr.decode(encoding)
    assert done.returncode == 2, said
    assert "Traceback" not in said
    assert "\\U00020000" in said
    if encoding == "gbk" and language == "zh":
        assert "错误：没有以此为名的地区。" in said


def test_a_terminal_without_chinese_is_not_spoken_to_in_chinese_unasked(command: Run, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study", "zh")
    data_file(folder).unlink()
    assert command("run", folder, PYTHONIOENCODING="ascii").stderr.startswith(b"error: ")
    assert command("run", folder, PYTHONIOENCODING="gbk").stderr.decode("gbk").startswith("错误：")


def test_an_output_file_that_is_held_open_is_named(command: Run, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    (folder / "output" / "report.docx").mkdir(parents=True)
    done = command("run", folder, "--quiet", PYTHONIOENCODING="utf-8")
    said = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert "report.docx" in said
    assert "report.html" not in said
    assert (folder / "output" / "report.html").is_file()
    assert (folder / "output" / "results.json").is_file()


def test_every_problem_of_the_study_file_is_said_at_once(command: Run, tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    change(folder / "study.toml", 'y = "product"', 'y = "prduct"')
    change(folder / "study.toml", "classes = 3\n\n[published", "classes = 99\n\n[published")
    done = command("check", folder, "--lang", "en", PYTHONIOENCODING="utf-8")
    said = done.stderr.decode("utf-8")
    assert done.returncode == 2
    assert "prduct" in said
    assert "99" in said
    assert "product" in said
