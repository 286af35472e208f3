"""The raw workbook: one sheet for each series, printed as yearbooks print them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import xlsxwriter
from frame import ANCHORS, YEARS
from gaps import marks
from shapes import Array


@dataclass(frozen=True, slots=True)
class Sheet:
    """How one series is printed."""

    key: str
    name: str
    title: str
    unit: str
    decimals: int
    total: bool = field(default=True, kw_only=True)


# fmt: off
SHEETS = (
    Sheet("population", "年末人口", "2-6 分地区年末常住人口", "万人", 0),
    Sheet("urban_population", "城镇人口", "2-8 分地区年末城镇人口", "万人", 1),
    Sheet("rural_population", "乡村人口", "2-9 分地区年末乡村人口", "万人", 1),
    Sheet("gdp", "地区生产总值", "3-9 地区生产总值", "亿元", 1),
    Sheet("primary_va", "第一产业增加值", "3-10 分地区第一产业增加值", "亿元", 2),
    Sheet("secondary_va", "第二产业增加值", "3-11 分地区第二产业增加值", "亿元", 2),
    Sheet("tertiary_va", "第三产业增加值", "3-12 分地区第三产业增加值", "亿元", 2),
    Sheet("primary_employment", "第一产业就业人员", "4-4 分地区第一产业就业人员", "万人", 2),
    Sheet("rural_income", "农村居民可支配收入", "6-21 分地区农村居民人均可支配收入", "元", 0, total=False),
    Sheet("fiscal_expenditure", "一般公共预算支出", "7-6 分地区一般公共预算支出", "亿元", 2),
    Sheet("energy", "能源消费总量", "9-11 分地区能源消费总量", "万吨标准煤", 2),
    Sheet("fdi", "外商直接投资", "11-17 分地区实际使用外商直接投资", "亿元", 2),
    Sheet("primary_output", "第一产业总产值", "12-6 分地区农林牧渔业总产值", "亿元", 2),
    Sheet("machinery_power", "农业机械总动力", "12-4 分地区农业机械总动力", "万千瓦", 2),
    Sheet("grain_output", "粮食产量", "12-10 分地区粮食产量", "万吨", 1),
    Sheet("grain_yield", "粮食单位面积产量", "12-11 分地区粮食单位面积产量", "公斤/公顷", 0, total=False),
    Sheet("economic_crop_yield", "经济作物单位面积产量", "12-12 分地区经济作物单位面积产量",
          "公斤/公顷", 0, total=False),
    Sheet("processing_income", "农产品加工业主营业务收入", "12-20 分地区农产品加工企业主营业务收入",
          "亿元", 1),
    Sheet("ic_output", "集成电路产量", "13-14 分地区集成电路产量", "亿块", 2),
    Sheet("innovation_expenditure", "规上工业创新费用", "20-9 分地区规模以上工业企业创新费用支出",
          "亿元", 2),
    Sheet("rd_personnel", "规上工业RD人员", "20-7 分地区规模以上工业企业R&D人员全时当量", "人年", 0),
    Sheet("patents", "专利授权数", "20-14 分地区国内专利申请授权数", "件", 0),
    Sheet("hightech_revenue", "高技术产业营业收入", "20-17 分地区高技术产业营业收入", "亿元", 1),
    Sheet("industrial_water", "工业用水量", "8-11 分地区工业用水量", "亿立方米", 3),
    Sheet("waste_water", "工业废水排放量", "8-13 分地区工业废水排放量", "万吨", 1),
    Sheet("so2", "工业二氧化硫排放量", "8-15 分地区工业二氧化硫排放量", "吨", 0),
    Sheet("solid_waste_rate", "固体废物综合利用率", "8-18 分地区一般工业固体废物综合利用率", "%", 2,
          total=False),
    Sheet("telecom_volume", "电信业务总量", "16-33 分地区电信业务总量", "亿元", 2),
    Sheet("broadband_ports", "互联网宽带接入端口", "16-40 分地区互联网宽带接入端口", "万个", 1),
    Sheet("cable_length", "光缆线路长度", "16-38 分地区光缆线路长度", "公里", 0),
    Sheet("software_revenue", "软件业务收入", "16-44 分地区软件业务收入", "亿元", 1),
    Sheet("ecommerce_sales", "电子商务销售额", "16-46 分地区电子商务销售额", "亿元", 1),
    Sheet("college_enrolment", "高校在校学生", "21-10 分地区普通高等学校在校学生数", "万人", 2),
    Sheet("area", "土地面积", "1-1 分地区土地面积", "万平方公里", 2),
)
# fmt: on
SIMULATED = "注：本表为模拟数据，由带种子的程序生成，不是统计数字（simulated data）。"
SOURCE = "资料来源：模拟数据（simulated），见本研究的 README。"
MARKS = "说明：“…”和“—”及空格表示数据缺失。"
FULL_NAMES = ("第一产业总产值", "电信业务总量", "高校在校学生")
BACKWARDS = ("专利授权数", "软件业务收入")


def _printed_name(province: dict[str, str], place: int, sheet: Sheet) -> str:
    name = province["province"]
    if sheet.name in FULL_NAMES:
        return province["full_name"]
    if len(name) == 2 and place % 3 == 0:
        return name[0] + "  " + name[1]
    if len(name) == 2 and place % 3 == 1:
        return name[0] + "\u3000" + name[1]
    return name


def _write_sheet(book: xlsxwriter.Workbook, place: int, sheet: Sheet, series: Array) -> None:
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True})
    number = book.add_format({"num_format": "0." + "0" * sheet.decimals if sheet.decimals else "0"})
    order = list(range(len(YEARS)))
    if sheet.name in BACKWARDS:
        order.reverse()
    page.write_string(0, 0, sheet.title + "（模拟数据）", bold)
    page.write_string(1, 0 if place % 2 else len(YEARS), "单位：" + sheet.unit)
    page.write_string(2, 0, "地区", bold)
    for column, t in enumerate(order, start=1):
        if place % 4 == 3:
            page.write_number(2, column, YEARS[t], bold)
        else:
            page.write_string(2, column, f"{YEARS[t]}年", bold)
    row = 3
    if sheet.total:
        page.write_string(row, 0, "全  国")
        for column, t in enumerate(order, start=1):
            page.write_number(row, column, round(float(series[:, t].sum()), sheet.decimals), number)
        row += 1
    holes = marks(sheet.key)
    for i, province in enumerate(ANCHORS):
        page.write_string(row, 0, _printed_name(province, place, sheet))
        for column, t in enumerate(order, start=1):
            if (i, t) not in holes:
                page.write_number(row, column, float(series[i, t]), number)
            elif holes[i, t]:
                page.write_string(row, column, holes[i, t])
        row += 1
    notes = [SIMULATED, *([MARKS] if holes else []), SOURCE]
    for line, note in enumerate(notes, start=row):
        page.write_string(line, 0, note)
    page.set_column(0, 0, 16)
    page.set_column(1, len(YEARS), 11)


def write_workbook(target: Path, raw: dict[str, Array]) -> None:
    """Write all series (provinces by years, by key) in the order of SHEETS.

    The dates inside the file are fixed, so the same series give the same bytes.
    """
    book = xlsxwriter.Workbook(target)
    book.set_properties(
        {
            "title": "模拟数据 (simulated data)",
            "comments": "Simulated. Not statistics.",
            "created": datetime(2024, 1, 1, tzinfo=UTC),
        }
    )
    for place, sheet in enumerate(SHEETS):
        _write_sheet(book, place, sheet, np.round(raw[sheet.key], sheet.decimals))
    book.close()
