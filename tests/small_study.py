"""A small study that runs in two seconds: ten provinces, six years, an index, a 2SLS table, two maps."""

from pathlib import Path
from random import Random

PROVINCES = ("北京", "上海", "广东", "江苏", "浙江", "四川", "河南", "甘肃", "青海", "云南")
YEARS = range(2015, 2021)
COLUMNS = ("output", "workers", "roads", "ports", "energy", "urban")
STUDY = """
[study]
title = { en = "A small study", zh = "一个小研究" }
question = { en = "Does it run?", zh = "能运行吗？" }
panel = ["province", "year"]
language = "LANGUAGE"
simulated = true

[data.table]
file = "raw/数据 table.csv"
layout = "long"
source = { en = "Made up", zh = "虚构数据" }

[clean]
names = "china-provinces"
gaps = "linear"

[variables]
output = { label = { en = "Output", zh = "产出" } }
workers = {}
roads = { label = { en = "Roads", zh = "公路" } }
ports = { label = { en = "Ports", zh = "端口" } }
energy = { label = { en = "Energy", zh = "能耗" } }
urban = { label = { en = "Urban share", zh = "城镇化率" } }
product = { label = { en = "Productivity", zh = "生产率" }, expr = "log(output / workers)" }
squared = "infra ^ 2"

[groups.area.east]
units = ["北京", "上海", "广东", "江苏", "浙江"]

[groups.area.west]
units = ["四川", "河南", "甘肃", "青海", "云南"]

[index.infra]
label = { en = "Infrastructure", zh = "基础设施" }

[index.infra.dimensions.net]
indicators = ["+ roads", "+ ports"]

[index.infra.dimensions.supply]
indicators = ["- energy"]

[describe]
variables = ["product", "infra", "urban"]
vif = ["infra", "urban"]

[regress.baseline]
title = { en = "Baseline", zh = "基准回归" }
y = "product"
x = "infra"
controls = ["urban"]
stepwise = true
absorb = ["province", "year"]
cluster = "province"

[regress.iv]
like = "baseline"
stepwise = false
endogenous = "infra"
instruments = "L.infra"

[map.infra]
of = "infra"
boundary = "china-provinces"
classes = 3

[map.net]
of = "net"
years = [2015, 2020]
boundary = "china-provinces"
classes = 3

[published.other]
of = "regress.baseline"
source = "Nobody"
values = [{ term = "infra", statistic = "estimate", value = "0.3", column = 2 }]
"""


def write_small_study(folder: Path, language: str = "en") -> Path:
    """Write the study and its data into ``folder``; returns the folder."""
    (folder / "raw").mkdir(parents=True, exist_ok=True)
    save(folder / "study.toml", STUDY.replace("LANGUAGE", language))
    save(data_file(folder), table())
    return folder


def data_file(folder: Path) -> Path:
    """The one data file of the study."""
    return folder / "raw" / "数据 table.csv"


def table() -> str:
    """The made-up rows, two cells of them empty."""
    chance = Random(5)
    lines = [",".join(("province", "year", *COLUMNS))]
    for province in PROVINCES:
        level, shock = chance.random(), 0.0
        for year in YEARS:
            shock = 0.8 * shock + chance.random() - 0.5
            age = year - YEARS.start
            values = (
                1000 * (1 + level + 0.1 * age + 0.3 * shock + 0.05 * chance.random()),
                300 + 10 * chance.random(),
                1 + level + 0.3 * shock,
                10 + 5 * level + age + 2 * chance.random(),
                2 - level + 0.3 * chance.random(),
                0.4 + 0.3 * chance.random() + 0.1 * level,
            )
            cells = [f"{value:.5g}" for value in values]
            if (province, year) in (("广东", 2017), ("甘肃", 2018)):
                cells[2] = ""
            lines.append(",".join((province, str(year), *cells)))
    return "\n".join(lines) + "\n"


def change(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    save(path, text.replace(old, new))


def save(path: Path, text: str) -> None:
    """Write a text as every text here is written."""
    path.write_text(text, encoding="utf-8", newline="\n")


def output_bytes(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
