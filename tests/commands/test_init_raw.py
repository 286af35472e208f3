"""``paneloom init`` over raw tables: what it guesses is told, and what it writes can be read at once."""

import csv
import os
import tomllib
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import xlsxwriter

from paneloom.cli.main import main
from paneloom.study.sample import EVERY_ROW
from paneloom.workflow.project import load
from paneloom.workflow.survey.heading import key_of, label_and_unit, title_of
from paneloom.workflow.survey.raw_files import raw_files
from paneloom.workflow.survey.start import start_study

PROVINCES = ("北京市", "天津市", "河北省", "山西省", "辽宁省")
YEARS = range(2015, 2021)


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding=encoding, newline="\n")
    return path


def long_table(*columns: str, names: tuple[str, ...] = PROVINCES, step: float = 1.0) -> str:
    rows = [f"地区,年份,{','.join(columns)}"]
    for number, name in enumerate(names):
        for year in YEARS:
            cells = ",".join(
                f"{100 + 10 * number + step * (year - 2014) + column}" for column in range(len(columns))
            )
            rows.append(f"{name},{year},{cells}")
    return "\n".join(rows) + "\n"


def wide_table(first: float, head: str = "地区", names: tuple[str, ...] = PROVINCES) -> str:
    rows = [head + "," + ",".join(f"{year}年" for year in YEARS)]
    rows += [
        name + "," + ",".join(f"{first + 7 * n + (year - 2015) * 1.5}" for year in YEARS)
        for n, name in enumerate(names)
    ]
    return "\n".join(rows) + "\n"


def init(path: Path, folder: Path, language: str = "zh") -> tuple[str, dict[str, Any]]:
    assert main(["init", str(path), "-o", str(folder), "--lang", language]) == 0
    text = (folder / "study.toml").read_text(encoding="utf-8")
    return text, tomllib.loads(text)


def checked(folder: Path, data: Path | None = None) -> None:
    given = [] if data is None else ["--data", str(data)]
    assert main(["check", "--brief", str(folder), *given]) == 0


def test_a_long_table(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "人口.csv", long_table("年末人口（万人）", "城镇化率_%", "GDP (亿元)"))
    text, study = init(tmp_path / "raw", tmp_path / "study")
    assert study["study"]["panel"] == ["province", "year"]
    assert study["clean"]["names"] == "china-provinces"
    assert study["data"]["t1"] == {"file": "人口.csv", "layout": "long", "unit": "地区", "time": "年份"}
    assert study["variables"]["population"] == {
        "data": "t1", "column": "年末人口(万人)", "unit": "万人", "label": "年末人口",
    }  # fmt: skip
    assert study["variables"]["urban_share"]["unit"] == "%"
    assert study["variables"]["gdp"]["unit"] == "亿元"
    assert '--data "../raw"' in text
    checked(tmp_path / "study", tmp_path / "raw")


def test_data_below_the_study_need_no_option(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "a" / "table.csv", long_table("GDP (亿元)"))
    text, study = init(tmp_path / "raw", tmp_path)
    assert study["data"]["table"]["file"] == "raw/a/table.csv"
    assert "--data" not in text
    checked(tmp_path)


def test_one_file_is_enough(tmp_path: Path) -> None:
    file = write(tmp_path / "table.csv", long_table("GDP (亿元)"))
    assert main(["init", str(file), "--quiet", "--lang", "en"]) == 0
    study = tomllib.loads((tmp_path / "study" / "study.toml").read_text(encoding="utf-8"))
    assert list(study["variables"]) == ["gdp"]
    checked(tmp_path / "study", tmp_path)


@pytest.mark.parametrize(
    ("kind", "files", "found"),
    [
        (
            "unit",
            {f"{name}.csv": wide_table(9, "指标", ("粮食产量 (万吨)", "棉花产量 (万吨)")) for name in PROVINCES},
            2,
        ),
        ("variable", {"乡村人口 (万人).csv": wide_table(5), "农民收入 (元).csv": wide_table(900)}, 2),
        (
            "time",
            {f"表{year}.csv": "地区,粮食产量(万吨)\n" + "".join(f"{p},{year - n}\n" for n, p in enumerate(PROVINCES)) for year in YEARS},
            1,
        ),
    ],
)  # fmt: skip
def test_files_alike_become_one_source(tmp_path: Path, kind: str, files: dict[str, str], found: int) -> None:
    for name, text in files.items():
        write(tmp_path / "raw" / "many" / name, text)
    text, study = init(tmp_path / "raw", tmp_path / "study")
    (source,) = study["data"].values()
    assert source["file"] == ("many/*.csv" if kind != "time" else source["file"])
    assert source["files"] == kind
    assert len(study["variables"]) == found
    assert f"{len(files)} 个相同格式的文件" in text
    checked(tmp_path / "study", tmp_path / "raw")
    frame = load(tmp_path / "study").open(tmp_path / "raw").rows.collect((), EVERY_ROW)
    assert sorted(frame.units) == sorted(("北京", "天津", "河北", "山西", "辽宁"))


def test_a_workbook_of_sheets_and_the_unit_above(tmp_path: Path) -> None:
    path = tmp_path / "raw" / "yearbook.xlsx"
    path.parent.mkdir()
    with xlsxwriter.Workbook(str(path)) as book:
        for name, unit in (("人口", "万人"), ("产值", "亿元")):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, f"单位：{unit}")
            sheet.write_row(1, 0, ["地区", *YEARS])
            for row, province in enumerate(PROVINCES):
                sheet.write_row(2 + row, 0, [province, *(row + year / 10 for year in YEARS)])
    _, study = init(tmp_path / "raw", tmp_path / "study")
    assert study["data"]["yearbook"]["layout"] == "sheets"
    assert [one["unit"] for one in study["variables"].values()] == ["万人", "亿元"]
    checked(tmp_path / "study", tmp_path / "raw")


def test_the_same_label_and_unit_in_two_files_is_one_variable(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "first.csv", long_table("GDP (亿元)"))
    write(tmp_path / "raw" / "second.csv", long_table("GDP（亿元）", "人口 (万人)", step=2))
    text, study = init(tmp_path / "raw", tmp_path / "study")
    assert study["variables"]["gdp"]["sources"] == [
        {"data": "first", "column": "GDP (亿元)"},
        {"data": "second", "column": "GDP(亿元)"},
    ]
    assert "有 2 个来源" in text
    assert "不一致的单元格 30 个" in text
    checked(tmp_path / "study", tmp_path / "raw")


def test_nothing_is_dropped_silently(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw / "good.csv", "地区,年份,地区代码,备注,X (万元),空列\n" + "".join(
        f"{name},{year},{n},同,{n + year},\n" for n, name in enumerate(PROVINCES) for year in YEARS
    ))  # fmt: skip
    write(raw / "unclear.csv", "\n".join(",".join(str(1.5 * n + m) for n in range(5)) for m in range(9)))
    write(raw / "bad.csv", long_table("Y (万元)").replace("101.0", "约101"))
    write(raw / "读我.md", "# 说明\n")
    (raw / "scan.pdf").write_bytes(b"%PDF-1.4 ...")
    (raw / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0")
    text, study = init(raw, tmp_path / "study")
    assert list(study["data"]) == ["good"]
    assert list(study["variables"]) == ["x"]
    for told in (
        "地区代码：代码或编号",
        "备注：各行文字相同",
        "空列：没有数值",
        "scan.pdf",
        "photo.png",
        "读我.md",
        "约101",
    ):
        assert told in text
    assert "# [data.unclear]" in text
    assert "# [data.bad]" in text
    checked(tmp_path / "study", raw)
    lines = list(csv.DictReader((tmp_path / "study" / "codebook.csv").open(encoding="utf-8-sig", newline="")))
    read = {line["名称"]: line["是否读取"] for line in lines}
    assert sorted(read) == sorted(("X", "Y", "地区代码", "备注", "空列"))
    assert read["X"] == "是"
    assert read["空列"] == "没有数值"


def test_rows_without_names_are_offered_in_order_and_not_taken(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    write(raw / "good.csv", long_table("GDP (亿元)"))
    rows = [
        ",".join(map(str, YEARS)),
        *(",".join(f"{n + year / 7:.3f}" for year in YEARS) for n in range(31)),
    ]
    write(raw / "无名.csv", "\n".join(rows) + "\n")
    text, study = init(raw, tmp_path / "study")
    assert list(study["data"]) == ["good"]
    assert '# order = "china-mainland"' in text
    checked(tmp_path / "study", raw)


def test_labels_and_codebook(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    table = long_table("GDP (亿元)").replace("地区,年份", "地区,年份,区域").splitlines()
    body = [
        ",".join((*line.split(",")[:2], "东部" if n < 12 else "西部", *line.split(",")[2:]))
        for n, line in enumerate(table[1:])
    ]
    write(raw / "a.csv", "\n".join([table[0], *body]) + "\n")
    _, study = init(raw, tmp_path / "study", "en")
    assert [one.get("kind") for one in study["variables"].values()] == ["category", None]
    (gdp,) = [
        line
        for line in csv.DictReader(
            (tmp_path / "study" / "codebook.csv").open(encoding="utf-8-sig", newline="")
        )
        if line["label"] == "GDP"
    ]
    assert (gdp["unit"], gdp["first year"], gdp["last year"], gdp["observed cells"]) == (
        "亿元",
        "2015",
        "2020",
        "30",
    )
    assert (gdp["minimum"], gdp["maximum"], gdp["share numeric"], gdp["read"]) == (
        "101",
        "146",
        "100%",
        "yes",
    )
    assert "| gdp | GDP | 亿元 |" in (tmp_path / "study" / "codebook.md").read_text(encoding="utf-8")


def test_years_headed_otherwise_and_no_registry(tmp_path: Path) -> None:
    rows = [
        f"{firm},{year},{n + year / 7:.2f}"
        for n, firm in enumerate(("Acme", "Bolt", "Core"))
        for year in YEARS
    ]
    write(tmp_path / "raw" / "firms.csv", "company,yr,sales_usd\n" + "\n".join(rows) + "\n")
    text, study = init(tmp_path / "raw", tmp_path / "study", "en")
    assert study["data"]["firms"] == {"file": "firms.csv", "layout": "long", "unit": "company", "time": "yr"}
    assert "names" not in study["clean"]
    assert "No bundled registry" in text
    assert study["variables"]["sales"]["unit"] == "usd"
    checked(tmp_path / "study", tmp_path / "raw")


def test_a_legacy_encoding_is_told(tmp_path: Path) -> None:
    write(tmp_path / "raw" / "旧.csv", long_table("产值 (亿元)"), "gb18030")
    text, _ = init(tmp_path / "raw", tmp_path / "study")
    assert "GB18030" in text
    checked(tmp_path / "study", tmp_path / "raw")


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "raw" / "a.csv", long_table("GDP (亿元)"))
    init(tmp_path / "raw", tmp_path / "study")
    before = (tmp_path / "study" / "study.toml").read_bytes()
    assert main(["init", str(tmp_path / "raw"), "-o", str(tmp_path / "study"), "--lang", "en"]) == 2
    assert "study.toml" in capsys.readouterr().err
    assert (tmp_path / "study" / "study.toml").read_bytes() == before


def test_what_cannot_be_understood_is_an_error_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "scan.pdf").write_bytes(b"%PDF-1.4")
    assert main(["init", str(tmp_path / "a"), "--lang", "en"]) == 2
    assert "scan.pdf" in capsys.readouterr().err
    assert not (tmp_path / "study").exists()
    write(tmp_path / "b" / "x.csv", "a,b\n1,2\n3,4\n")
    assert main(["init", str(tmp_path / "b"), "--lang", "en"]) == 0
    told = capsys.readouterr().err
    assert "Read: 0 sources, 0 variables" in told
    assert "Nothing can be read as it stands" in told
    text = (tmp_path / "study" / "study.toml").read_text(encoding="utf-8")
    assert "Say it under [data.x]" in text
    assert "# [data.x]" in text
    assert main(["init", str(tmp_path / "none"), "-o", str(tmp_path / "c"), "--lang", "en"]) == 2


def test_a_new_folder_still_gets_the_starter(tmp_path: Path) -> None:
    assert main(["init", str(tmp_path / "new"), "--lang", "en"]) == 0
    assert (tmp_path / "new" / "raw" / "example.csv").is_file()


@pytest.mark.parametrize(
    ("text", "label", "unit"),
    [
        ("粮食产量 (万吨) ", "粮食产量", "万吨"),
        ("城镇化率_%", "城镇化率", "%"),
        ("GDP指数_上年=100", "GDP指数", "上年=100"),
        ("地区生产总值（当年价）（亿元）", "地区生产总值(当年价)", "亿元"),
        ("对外开放度（进出口/GDP）", "对外开放度(进出口/GDP)", ""),
        ("broadband_ports", "broadband_ports", ""),
        ("gdp_per_capita", "gdp_per_capita", ""),
        ("分省年度数据 (2)", "分省年度数据 (2)", ""),
        ("wage_yuan", "wage", "yuan"),
    ],
)
def test_label_and_unit(text: str, label: str, unit: str) -> None:
    assert label_and_unit(text) == (label, unit)


def test_keys_and_titles() -> None:
    assert key_of("Regional GDP") == "regional_gdp"
    assert key_of("粮食") == key_of("1985") == key_of("log") == ""
    assert title_of("NBS_年末城镇人口_省级_2011-2022") == "NBS_年末城镇人口"


@pytest.mark.shared
def test_the_raw_yearbooks(
    shared: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    raw = shared / "data" / "china" / "raw"
    start = perf_counter()
    made = start_study(raw, tmp_path / "study", "zh")
    seconds = perf_counter() - start
    assert made.files == 109
    assert made.unread == 0
    assert made.sources >= 27
    assert made.variables > 300
    study = load(tmp_path / "study").study
    assert study.data["t21"].files == "unit"
    assert study.variables["gdp"].sources
    assert sum(name.startswith("t") and name[1].isdigit() for name in study.variables) < 30
    checked(tmp_path / "study", raw)
    record_property(
        "init of 109 raw files", f"{made.sources} sources, {made.variables} variables, {seconds:.0f} s"
    )


def test_a_raw_file_whose_name_is_no_text_is_told_and_passed_over(tmp_path: Path) -> None:
    write(tmp_path / "raw/a.csv", long_table("gdp"))
    with open(os.fsencode(tmp_path) + b"/raw/\xb1\xb1.csv", "wb") as file:
        file.write(b"a\n")
    found = raw_files(tmp_path / "raw", tmp_path)
    assert [(one.file, one.problem.slug) for one in found.unread] == [("\\udcb1\\udcb1.csv", "name-not-utf8")]
    assert [book.file for book in found.books] == ["a.csv"]
