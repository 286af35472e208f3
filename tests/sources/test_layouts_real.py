"""Files as they are met: the layouts read them, and tell them apart."""

import dataclasses
from pathlib import Path

import pytest
from tests.sources.writing import gathered, request

from paneloom.sources.files import read_book
from paneloom.sources.layouts.guess import guess
from paneloom.sources.layouts.layout import LAYOUTS
from paneloom.sources.names.registry import registry
from paneloom.sources.sheet import Book

pytestmark = pytest.mark.shared

NAMES = registry("china-provinces")
PROVINCES = tuple(unit for unit in NAMES.units if unit not in ("台湾", "香港", "澳门"))
WIDE = {"layout": "wide", "down": ("unit",), "across": ("time",)}
OF_UNIT = {"layout": "wide", "down": ("variable",), "across": ("time",)}
TWO_KEYS = {"layout": "wide", "down": ("variable", "unit"), "across": ("time",)}
TIDY = {"layout": "tidy", "unit": "地区", "time": "年份", "variable": "指标名称", "value": "数值"}


def long(unit: str, time: str) -> dict[str, object]:
    return {"layout": "long", "unit": unit, "time": time}


def is_unit(text: str) -> bool:
    return NAMES.unit(text) is not None


CASES = (
    ("S1", "主要农业机械*.csv", "农业机械总动力", TIDY, 1, 31 * 20, {("北京", 2024): "129.50"}),
    ("S1", "主要农作物单位*.csv", "粮食单位面积产量", TIDY, 1, 31 * 20, {("北京", 2024): "6115.47"}),
    ("S1", "主要农作物播种*.csv", "烟叶播种面积", TIDY, 1, 31 * 20, {("新疆", 2005): "0.48"}),
    ("S1", "农林牧渔业*.csv", "农林牧渔业总产值", TIDY, 1, 31 * 20, {("北京", 2024): "256.05"}),
    ("S1", "按人口*.csv", "人均粮食产量", TIDY, 1, 31 * 20, {("北京", 2024): "26.38"}),
    ("S2", "分省人口*.csv", "城镇人口", long("省份", "年份"), 1, 310, {("北京市", 2024): "1926.0"}),
    ("S2", "分省GDP*.csv", "地区生产总值", long("省份", "年份"), 1, 310, {("北京市", 2024): "49843.1"}),
    ("S2", "*.csv", None, long("省份", "年份"), 8, None, {}),
    ("S3", "*.csv", "any", WIDE, 4, 310, {}),
    ("S3", "粮食产量/*.csv", "粮食产量", OF_UNIT, 31, 10, {}),
    ("S3", "第一产业增加值GDP比重/*.csv", "第一产业增加值", OF_UNIT, 31, 10, {}),
    ("S4", "*.csv", "any", WIDE, 8, 31 * 15, {}),
    ("S4", "分省年度数据_1.csv", "any", WIDE, 1, 31 * 15, {("北京市", 2023): "521.91\t"}),
    ("S5", "*.csv", "any", WIDE, 6, 31 * 12, {}),
    ("S5", "*.xlsx", "any", WIDE, 1, 34 * 12, {("澳门", 2022): 45.0}),
    ("S6", "中国宏观*.xlsx", "公路里程", TWO_KEYS, 1, 403, {("新疆", 2023): "227934.00000"}),
    ("S6", "中国能源*.xlsx", "能源消费量", TWO_KEYS, 1, 270, {("北京", 2011): "6995.39789"}),
    ("S6", "面板*.xlsx", "能源消费量", long("省份", "年份"), 1, 403, {("上海", 2011): 11270.48277}),
    ("S7", "raw_data.csv", "Regional GDP", long("Province", "Year"), 1, 1116, {("吉林省", 1990): "425.28"}),
    ("S9", "*.csv", "第二产业比重_%", long("地区", "年份"), 1, 620, {("上海", 2005): "48.6"}),
    ("S10", "*.xlsx", "any", WIDE, 5, 403, {}),
)  # fmt: skip


@pytest.mark.parametrize("guessed", [True, False], ids=["guessed", "declared"])
@pytest.mark.parametrize(
    ("source", "pattern", "column", "layout", "files", "count", "some"),
    CASES,
    ids=[f"{c[0]} {c[1]}" for c in CASES],
)
def test_a_real_file(
    shared: Path, source: str, pattern: str, column: str | None, layout: dict[str, object], files: int,
    count: int | None, some: dict[tuple[str, int], object], guessed: bool,
) -> None:  # fmt: skip
    (folder,) = (shared / "data" / "china" / "raw").glob(f"{source}_*")
    paths = sorted(folder.glob(pattern))
    assert len(paths) == files
    for path in paths:
        book = read_book(path, path.name)
        wanted = request(
            None if guessed else str(layout["layout"]),
            {"x": column or last_heading(book)},
            is_unit=is_unit,
            order=PROVINCES if source == "S10" else (),
            of_unit=path.stem if "down" in layout and layout["down"] == ("variable",) else None,
            **({} if guessed else {key: value for key, value in layout.items() if key != "layout"}),
        )
        if guessed:
            found = guess(book, wanted)
            assert {key: getattr(found, key) for key in layout} == layout
            wanted = dataclasses.replace(wanted, source=found)
        readings = LAYOUTS[str(layout["layout"])](book, wanted).readings  # type: ignore[index]
        (values,) = gathered(readings).values()
        assert len(values) == sum(map(len, readings))
        assert len(values) == count or count is None
        assert all(is_unit(unit) for unit, _ in values)
        assert some.items() <= values.items()


def last_heading(book: Book) -> str:
    return str(book.sheets[0].rows[0][-1])
