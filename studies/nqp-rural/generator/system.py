"""The indicator system: which series make which index, and how."""

from dataclasses import dataclass

import numpy as np
from shapes import Array, entropy_weights, pooled


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of indicators.csv and the expression behind it."""

    index: str
    dimension: str
    key: str
    direction: str
    unit: str
    label: str
    over: str = ""
    factor: float = 1.0

    @property
    def expression(self) -> str:
        """The indicator in terms of workbook series, as a study file writes it."""
        base = self.source if not self.over else f"{self.source} / {self.over}"
        return base if self.factor == 1.0 else f"{base} * {self.factor:g}"

    @property
    def source(self) -> str:
        """Series the indicator is read from."""
        return SOURCES.get(self.key, self.key)


SOURCES = {
    "grain_yield_ha": "grain_yield",
    "economic_yield_ha": "economic_crop_yield",
    "output_per_head": "primary_output",
    "va_per_head": "primary_va",
    "machinery_per_head": "machinery_power",
    "labour_productivity": "primary_va",
    "energy_gdp": "energy",
    "water_gdp": "industrial_water",
    "waste_water_gdp": "waste_water",
    "so2_gdp": "so2",
    "cable_density": "cable_length",
}
# fmt: off
INDICATORS = (
    Indicator("rri", "production", "grain_yield_ha", "+", "吨/公顷", "粮食单位面积产量", factor=0.001),
    Indicator("rri", "production", "economic_yield_ha", "+", "吨/公顷", "经济作物单位面积产量",
              factor=0.001),
    Indicator("rri", "value", "output_per_head", "+", "元", "人均第一产业总产值", "rural_population",
              10000),
    Indicator("rri", "value", "va_per_head", "+", "元", "人均第一产业增加值", "rural_population", 10000),
    Indicator("rri", "income", "rural_income", "+", "元", "农村居民人均可支配收入"),
    Indicator("rri1", "capacity", "machinery_per_head", "+", "千瓦/人", "人均农业机械总动力",
              "rural_population"),
    Indicator("rri1", "capacity", "grain_output", "+", "万吨", "粮食综合生产能力"),
    Indicator("rri1", "efficiency", "labour_productivity", "+", "元/人", "农业劳动生产率",
              "primary_employment", 10000),
    Indicator("rri1", "integration", "processing_income", "+", "亿元", "农产品加工企业主营业务收入"),
    Indicator("nqp", "tp", "patents", "+", "件", "专利授权数"),
    Indicator("nqp", "tp", "hightech_revenue", "+", "亿元", "高技术产业营业收入"),
    Indicator("nqp", "tp", "innovation_expenditure", "+", "亿元", "规模以上工业企业创新费用"),
    Indicator("nqp", "tp", "rd_personnel", "+", "人年", "规模以上工业企业R&D人员全时当量"),
    Indicator("nqp", "gp", "energy_gdp", "-", "吨标准煤/万元", "单位GDP能源消费", "gdp"),
    Indicator("nqp", "gp", "water_gdp", "-", "立方米/万元", "单位GDP工业用水", "gdp", 10000),
    Indicator("nqp", "gp", "solid_waste_rate", "+", "%", "一般工业固体废物综合利用率"),
    Indicator("nqp", "gp", "waste_water_gdp", "-", "吨/万元", "单位GDP工业废水排放", "gdp"),
    Indicator("nqp", "gp", "so2_gdp", "-", "千克/万元", "单位GDP工业二氧化硫排放", "gdp", 0.1),
    Indicator("nqp", "dp", "ic_output", "+", "亿块", "集成电路产量"),
    Indicator("nqp", "dp", "telecom_volume", "+", "亿元", "电信业务总量"),
    Indicator("nqp", "dp", "broadband_ports", "+", "万个", "互联网宽带接入端口"),
    Indicator("nqp", "dp", "software_revenue", "+", "亿元", "软件业务收入"),
    Indicator("nqp", "dp", "cable_density", "+", "公里/平方公里", "光缆线路长度与土地面积之比", "area",
              0.0001),
    Indicator("nqp", "dp", "ecommerce_sales", "+", "亿元", "电子商务销售额"),
)
# fmt: on


def scores(raw: dict[str, Array], index: str) -> dict[str, Array]:
    """Entropy-weighted parts of an index by dimension, flat, from gap-free series."""
    members = [m for m in INDICATORS if m.index == index]
    columns = []
    for m in members:
        value = raw[m.source] / raw[m.over] if m.over else raw[m.source]
        z = pooled(value)
        columns.append((z if m.direction == "+" else 1 - z).reshape(-1))
    weights = entropy_weights(np.stack(columns, axis=1))
    parts: dict[str, Array] = {}
    for m, z, w in zip(members, columns, weights, strict=True):
        parts[m.dimension] = parts.get(m.dimension, np.zeros_like(z)) + w * z
    return parts
