"""Cells left empty in the workbook, always inside a series, to be interpolated."""

import numpy as np
from frame import PROVINCES, YEARS
from shapes import Array

# (series, province, first year, last year, what is printed)
GAPS = (
    ("economic_crop_yield", "北京", 2018, 2018, ""),
    ("economic_crop_yield", "青海", 2016, 2017, "…"),
    ("economic_crop_yield", "西藏", 2019, 2019, "…"),
    ("machinery_power", "江西", 2016, 2016, ""),
    ("machinery_power", "重庆", 2016, 2016, ""),
    ("primary_employment", "黑龙江", 2014, 2014, ""),
    ("primary_employment", "吉林", 2020, 2020, ""),
    ("primary_employment", "贵州", 2020, 2020, ""),
    ("primary_employment", "陕西", 2020, 2020, ""),
    ("processing_income", "西藏", 2014, 2016, "—"),
    ("processing_income", "海南", 2018, 2018, ""),
    ("hightech_revenue", "西藏", 2015, 2016, "…"),
    ("hightech_revenue", "青海", 2018, 2018, "…"),
    ("hightech_revenue", "新疆", 2019, 2019, ""),
    ("rd_personnel", "西藏", 2018, 2018, ""),
    ("energy", "西藏", 2016, 2018, "…"),
    ("energy", "湖北", 2020, 2020, ""),
    ("industrial_water", "海南", 2018, 2018, ""),
    ("solid_waste_rate", "西藏", 2019, 2020, "…"),
    ("solid_waste_rate", "广西", 2016, 2016, ""),
    ("waste_water", "河南", 2016, 2017, ""),
    ("waste_water", "云南", 2017, 2017, ""),
    ("so2", "新疆", 2017, 2017, ""),
    ("ic_output", "西藏", 2014, 2015, "—"),
    ("ic_output", "海南", 2017, 2017, "—"),
    ("ic_output", "云南", 2018, 2018, "—"),
    ("software_revenue", "西藏", 2015, 2016, "—"),
    ("software_revenue", "青海", 2019, 2019, ""),
    ("cable_length", "内蒙古", 2017, 2017, ""),
    ("cable_length", "四川", 2017, 2017, ""),
    ("ecommerce_sales", "宁夏", 2015, 2015, ""),
    ("fiscal_expenditure", "吉林", 2018, 2018, ""),
    ("fdi", "西藏", 2016, 2017, "…"),
    ("fdi", "甘肃", 2019, 2019, ""),
    ("fdi", "青海", 2020, 2020, ""),
    ("college_enrolment", "宁夏", 2016, 2016, ""),
)


def marks(key: str) -> dict[tuple[int, int], str]:
    """Empty cells of a series by position, with what is printed there."""
    found: dict[tuple[int, int], str] = {}
    for series, province, first, last, mark in GAPS:
        if series == key:
            for year in range(first, last + 1):
                found[PROVINCES.index(province), YEARS.index(year)] = mark
    return found


def filled(key: str, series: Array) -> Array:
    """The series as a reader sees it: empty cells interpolated over the years."""
    result = series.copy()
    holes = marks(key)
    years = np.arange(series.shape[1], dtype=np.float64)
    for row in sorted({i for i, _ in holes}):
        empty = np.array([(row, t) in holes for t in range(series.shape[1])])
        result[row, empty] = np.interp(years[empty], years[~empty], series[row, ~empty])
    return result
