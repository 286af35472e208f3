"""Write the registry of Chinese cities of prefecture level from the packages cpca and pypinyin.

Install both (``pip install --no-deps cpca==0.5.5 pypinyin==0.55.0``), then::

    python tools/make_china_cities.py src/paneloom/sources/names/china-cities.csv

cpca (MIT) carries the administrative codes of 2017. What changed at prefecture level since then, and how the
romanised names are read where the general reading is another, stands below.
"""

from __future__ import annotations

import argparse
import csv
import re
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path

HEADINGS = ("code", "name", "en", "short", "pinyin", "variants")
MUNICIPALITIES = ("110000", "120000", "310000", "500000")
PLACEHOLDERS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
# Since the edition: 那曲 became a city with a new code. 莱芜, part of 济南 since 2019, stays for older data.
RENAMED = {"542400": ("540600", "那曲市", "那曲地区|542400")}
EARLIER = {
    "襄阳市": "襄樊市",
    "普洱市": "思茅市",
    "毕节市": "毕节地区",
    "铜仁市": "铜仁地区",
    "海东市": "海东地区",
    "日喀则市": "日喀则地区",
    "昌都市": "昌都地区",
    "林芝市": "林芝地区",
    "山南市": "山南地区",
    "吐鲁番市": "吐鲁番地区",
    "哈密市": "哈密地区",
}
# Peoples in the names of autonomous prefectures, which the short name leaves out.
PEOPLES = (
    "朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|"
    "蒙古族|蒙古|柯尔克孜|哈萨克"
)
READINGS = {
    "长治": "Changzhi",
    "吕梁": "Lüliang",
    "锡林郭勒": "Xilinguole",
    "朝阳": "Chaoyang",
    "漯河": "Luohe",
    "克孜勒苏": "Kezilesu",
    "昌都": "Changdu",
    "阿勒泰": "Aletai",
}
ENGLISH = {
    "呼和浩特": "Hohhot",
    "鄂尔多斯": "Ordos",
    "呼伦贝尔": "Hulunbuir",
    "巴彦淖尔": "Bayannur",
    "乌兰察布": "Ulanqab",
    "锡林郭勒": "Xilingol",
    "阿拉善": "Alxa",
    "哈尔滨": "Harbin",
    "齐齐哈尔": "Qiqihar",
    "阿坝": "Ngawa",
    "甘孜": "Garze",
    "迪庆": "Deqen",
    "拉萨": "Lhasa",
    "日喀则": "Shigatse",
    "昌都": "Qamdo",
    "林芝": "Nyingchi",
    "山南": "Shannan",
    "那曲": "Nagqu",
    "阿里": "Ngari",
    "果洛": "Golog",
    "海西": "Haixi",
    "乌鲁木齐": "Urumqi",
    "克拉玛依": "Karamay",
    "吐鲁番": "Turpan",
    "哈密": "Hami",
    "博尔塔拉": "Bortala",
    "巴音郭楞": "Bayingolin",
    "阿克苏": "Aksu",
    "克孜勒苏": "Kizilsu",
    "喀什": "Kashgar",
    "和田": "Hotan",
    "伊犁": "Ili",
    "塔城": "Tacheng",
    "阿勒泰": "Altay",
}


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    target: Path = parser.parse_args().target
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(rows())


def rows() -> list[tuple[str, ...]]:
    """A row for each city, in the order of the codes."""
    # The file alone: importing the package would need all that it depends on.
    table = Path(str(distribution("cpca").locate_file("cpca/resources/adcodes.csv")))
    text = table.read_text(encoding="utf-8")
    listed = sorted((row["adcode"], row["name"]) for row in csv.DictReader(text.splitlines()))
    found = []
    for long_code, name in listed:
        code = long_code[:6]
        is_city = code.endswith("00") and code[2:4] != "00" and name not in PLACEHOLDERS
        if is_city or code in MUNICIPALITIES:
            found.append(row(*RENAMED.get(code, (code, name, EARLIER.get(name, "")))))
    return sorted(found)


def row(code: str, name: str, earlier: str) -> tuple[str, ...]:
    """The cells of one city. What is only a short form, earlier ones too, may be shared by two cities."""
    short = short_name(name)
    shorts = [short, *(f"{short}州" for _ in (0,) if name.endswith("州"))]
    shorts += [short_name(text) for text in earlier.split("|") if text and not text.isdecimal()]
    reading = READINGS.get(short) or romanised(short)
    readings = [reading, *(reading.replace("ü", letter) for letter in "uv" if "ü" in reading)]
    variants = [code + "000000", *(text for text in earlier.split("|") if text)]
    return (
        code,
        name,
        ENGLISH.get(short, reading),
        "|".join(dict.fromkeys(shorts)),
        "|".join(readings),
        "|".join(variants),
    )


def short_name(name: str) -> str:
    """苏州市 as 苏州, 延边朝鲜族自治州 as 延边, 阿里地区 as 阿里, 兴安盟 as 兴安."""
    if name.endswith("自治州"):
        return re.sub(f"(?:{PEOPLES})+$", "", name.removesuffix("自治州"))
    return re.sub("(?:地区|盟|市)$", "", name)


def romanised(text: str) -> str:
    """A name in pinyin, as one word."""
    syllables = import_module("pypinyin").lazy_pinyin(text, v_to_u=True)
    return "".join(syllables).capitalize()


if __name__ == "__main__":
    main()
