"""The words that units of measurement are made of, in Chinese and in English."""

from __future__ import annotations

Word = tuple[float, tuple[tuple[str, int], ...]]


def _words(dimension: str, exponent: int = 1, /, **scales: float) -> dict[str, Word]:
    return {name.replace("_", " "): (scale, ((dimension, exponent),)) for name, scale in scales.items()}


def _alike(scale: float, dimensions: tuple[tuple[str, int], ...], *names: str) -> dict[str, Word]:
    return dict.fromkeys(names, (scale, dimensions))


PREFIXES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "萬": 1e4, "亿": 1e8, "億": 1e8}
NUMBERS = {
    "ten": 1e1, "hundred": 1e2, "hundreds": 1e2, "thousand": 1e3, "thousands": 1e3, "million": 1e6,
    "millions": 1e6, "mn": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9, "trillion": 1e12, "trillions": 1e12,
}  # fmt: skip
# Words that say nothing about the size: "tonnes of coal", "constant yuan".
CONNECTING = ("of", "in", "a", "the", "constant", "current", "prices", "x")

# Their dimensions; what turns one into another is a price.
MONEY = ("yuan", "dollar", "euro", "yen", "pound sterling", "hong kong dollar")

_PERSON = (("person", 1),)
_AREA, _VOLUME = (("metre", 2),), (("metre", 3),)
UNITS: dict[str, Word] = {
    # Pure numbers, and things counted.
    **_alike(0.01, (), "%", "百分比", "百分点", "percent", "pct", "pp"),
    **_alike(0.001, (), "‰", "千分比", "permille"),
    **_alike(
        1.0, (), "个", "件", "项", "台", "套", "辆", "家", "块", "部", "只", "头", "条", "艘", "架", "册", "篇",
        "张", "座", "所", "处", "株", "枚", "倍", "unit", "units", "item", "items", "piece", "pieces", "set", "sets",
        "vehicle", "vehicles", "head", "heads", "ratio", "times", "number", "patents", "firms", "ports",
    ),
    **_alike(1.0, (("index", 1),), "index", "指数", "points", "point"),
    # People.
    **_alike(1.0, _PERSON, "人", "名", "位", "口", "person", "persons", "people", "capita", "worker", "workers", "inhabitants"),
    **_alike(1.0, (("visit", 1),), "人次", "visits", "visit"),
    **_alike(1.0, (("household", 1),), "户", "household", "households"),
    # Money.
    **_alike(1.0, (("yuan", 1),), "元", "元人民币", "人民币元", "人民币", "yuan", "rmb", "cny"),
    **_alike(1.0, (("dollar", 1),), "美元", "dollar", "dollars", "usd", "$", "us$"),
    **_alike(1.0, (("euro", 1),), "欧元", "euro", "euros", "eur", "€"),
    **_alike(1.0, (("yen", 1),), "日元", "yen", "jpy"),
    **_alike(1.0, (("pound sterling", 1),), "英镑", "gbp", "£"),
    **_alike(1.0, (("hong kong dollar", 1),), "港元", "港币", "hkd"),
    # Mass; standard coal.
    **_words("kilogram", 1, 克=1e-3, 公斤=1.0, 千克=1.0, 斤=0.5, 吨=1e3, 公吨=1e3, g=1e-3, kg=1.0, t=1e3),
    **_words("kilogram", 1, ton=1e3, tons=1e3, tonne=1e3, tonnes=1e3, gram=1e-3, grams=1e-3, Mt=1e9, kt=1e6, Gt=1e12),
    **_words("kilogram", 1, kilogram=1.0, kilograms=1.0, kilogramme=1.0, kilogrammes=1.0),
    **_alike(1.0, (("tonne of standard coal", 1),), "吨标准煤", "吨标煤", "tce", "sce"),
    **_alike(1e-3, (("tonne of standard coal", 1),), "千克标准煤", "公斤标准煤", "kgce"),
    **_alike(1e-6, (("tonne of standard coal", 1),), "克标准煤", "gce"),
    **_alike(1e6, (("tonne of standard coal", 1),), "Mtce"),
    # Length, area, volume.
    **_words("metre", 1, 米=1.0, 公里=1e3, 千米=1e3, 厘米=0.01, 毫米=1e-3, m=1.0, km=1e3, cm=0.01, mm=1e-3),
    **_words("metre", 1, metre=1.0, metres=1.0, meter=1.0, meters=1.0),
    **_words("metre", 1, kilometre=1e3, kilometres=1e3, kilometer=1e3, kilometers=1e3, mile=1609.344, miles=1609.344),
    **_alike(1.0, _AREA, "平方米", "平米", "m2", "sqm"),
    **_alike(1e6, _AREA, "平方公里", "平方千米", "km2", "sqkm"),
    **_alike(1e4, _AREA, "公顷", "ha", "hectare", "hectares"),
    **_alike(1e4 / 15, _AREA, "亩", "mu"),
    **_alike(1.0, _VOLUME, "立方米", "立方", "m3"),
    **_alike(1e-3, _VOLUME, "升", "l", "litre", "litres", "liter", "liters"),
    # Power, energy, time.
    **_words("watt", 1, 瓦=1.0, 兆瓦=1e6, W=1.0, kW=1e3, kw=1e3, MW=1e6, GW=1e9, TW=1e12, kilowatt=1e3, kilowatts=1e3),
    **_words("watt", 1, watt=1.0, watts=1.0, 马力=735.49875),
    **_alike(1.0, (("watt hour", 1),), "瓦时", "瓦小时", "Wh"),
    **_alike(1e3, (("watt hour", 1),), "千瓦时", "千瓦小时", "度", "kWh", "kwh"),
    **_alike(1e6, (("watt hour", 1),), "MWh"),
    **_alike(1e9, (("watt hour", 1),), "GWh"),
    **_alike(1e12, (("watt hour", 1),), "TWh"),
    **_words("joule", 1, 焦耳=1.0, J=1.0, kJ=1e3, MJ=1e6, GJ=1e9, TJ=1e12, PJ=1e15, EJ=1e18),
    **_words("year", 1, 年=1.0, year=1.0, years=1.0, annum=1.0),
    **_words("month", 1, 月=1.0, month=1.0, months=1.0),
    **_words("day", 1, 日=1.0, 天=1.0, day=1.0, days=1.0),
    **_words("hour", 1, 小时=1.0, h=1.0, hour=1.0, hours=1.0, 分钟=1 / 60, minute=1 / 60, minutes=1 / 60),
    # Data, temperature.
    **_alike(1.0, (("byte", 1),), "字节", "B", "byte", "bytes"),
    **_words("byte", 1, KB=1e3, MB=1e6, GB=1e9, TB=1e12, PB=1e15, G=1e9, 兆字节=1e6),
    **_alike(1.0, (("degree celsius", 1),), "摄氏度", "℃", "°C"),
}  # fmt: skip
