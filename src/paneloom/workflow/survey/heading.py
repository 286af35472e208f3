"""What a heading says: the label and the unit of measurement; and what the title of a file says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from paneloom.sources.cells import is_blank, squeezed, text_of
from paneloom.sources.sheet import Sheet
from paneloom.study.measures import measure_of
from paneloom.study.names import RESERVED

_BRACKETS = re.compile(r"(?P<label>.*?)\s*[(\[](?P<unit>[^()\[\]]+)[)\]]\s*", re.DOTALL)
_LARGE = ("万", "亿", "千", "百")
# Of English words behind a "_" only these are more likely a unit of measurement than a part of the name.
_SUFFIXES = (
    "%", "pct", "percent", "yuan", "cny", "rmb", "usd", "eur", "kg", "tons", "tonnes", "km", "km2", "ha", "kwh", "mwh",
    "gwh", "tce",
)  # fmt: skip
_YEARS = re.compile(r"[_\s(]*(?:19|20)\d\d(?:YY|年)?\s*[-—–~至到]\s*(?:19|20)\d\d(?:YY|年)?[_\s)]*")
_LEVEL = re.compile(r"[_\s]*(?:分省份?|分地区|省级|市级|地市级)(?=[_\s]|$)")
_MEASURED = re.compile(
    r"[(\[]?\s*(?:计量)?(?:单位|unit(?: of measurement)?)\s*[::]\s*(?P<unit>[^)\]]+?)\s*[)\]]?", re.IGNORECASE
)
_UNIT_HEADS = ("单位", "计量单位", "unit", "units")
_TITLE_ROWS = 4
_WORD = re.compile(r"[A-Za-z0-9]+")
_KEY_LENGTH = 40


def label_and_unit(text: str) -> tuple[str, str]:
    """The label and the unit of measurement of a heading: "粮食产量 (万吨)", "城镇化率_%"; "" without one."""
    text = text_of(text)
    match = _BRACKETS.fullmatch(text)
    if match and match["label"] and _is_measure(match["unit"]):
        return match["label"], match["unit"].strip()
    label, _, unit = text.rpartition("_")
    if label and _is_suffix(unit):
        return label, unit
    return text, ""


def title_of(stem: str) -> str:
    """The name of a file without its years and the level of its units, where something else is left."""
    text = _YEARS.sub(" ", text_of(stem))
    text = _LEVEL.sub("", text).strip(" _-")
    return text or stem


def unit_above(sheet: Sheet) -> str:
    """The unit of measurement that a row above the headings tells: "单位：件"."""
    for row in sheet.rows[:_TITLE_ROWS]:
        filled = [text_of(cell) for cell in row if not is_blank(cell)]
        if len(filled) > 2:
            return ""
        for text in filled:
            match = _MEASURED.fullmatch(text)
            if match:
                return match["unit"]
    return ""


@lru_cache(maxsize=8)
def units_beside(sheet: Sheet, variable: str) -> Mapping[str, str]:
    """The unit of measurement of each variable in a table with a column of them; several are told as such."""
    found: dict[str, dict[str, None]] = {}
    for row, cells in enumerate(sheet.rows[:_TITLE_ROWS]):
        texts = [text_of(cell) for cell in cells]
        units = [number for number, text in enumerate(texts) if squeezed(text) in _UNIT_HEADS]
        if variable not in texts or not units:
            continue
        name = texts.index(variable)
        for below in range(row + 1, len(sheet.rows)):
            unit = text_of(sheet.cell(below, units[0]))
            if unit:
                found.setdefault(text_of(sheet.cell(below, name)), {})[unit] = None
        break
    return {name: "; ".join(units) for name, units in found.items()}


def key_of(label: str) -> str:
    """A name for the study file from an ASCII label: "Regional GDP" is regional_gdp; "" when there is none."""
    if not label.isascii():
        return ""
    key = "_".join(word.lower() for word in _WORD.findall(label))[:_KEY_LENGTH].rstrip("_")
    if not key or not key[0].isalpha() or key in RESERVED:
        return ""
    return key


def _is_measure(text: str) -> bool:
    has_letter = any(sign.isalpha() or sign in "%‰" for sign in text)
    return has_letter and (measure_of(text) is not None or text.strip().startswith(_LARGE))


def _is_suffix(text: str) -> bool:
    if text.isascii():
        return text.lower() in _SUFFIXES
    return measure_of(text) is not None
