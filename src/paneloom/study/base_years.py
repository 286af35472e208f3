"""What prices and index numbers are relative to: "1982 dollars", "2010年不变价", "1978=100", "上年=100"."""

from __future__ import annotations

import re
import unicodedata

_YEAR = r"(?<![\d.,^])(?:19|20)\d\d"
_MONEY = r"(?:u\.?s\.?\s*)?(?:dollars?|usd|us\$|\$|yuan|rmb|cny|euros?|eur|yen|jpy|gbp|hkd)(?![a-z])|(?:亿|万|千|百)*(?:人民币|美|欧|日|港)?元"
# A year that only the year of prices can be: said in words, marked by 年, or right after a multiple.
_PRICES = re.compile(
    rf"(?:按|\b(?:at|in)\s+)?(?:\bconstant\s+(?:prices\s+of\s+)?{_YEAR}(?!\d)|"
    rf"{_YEAR}(?!\d)\s*(?:年\s*(?:不变价格?|可比价格?|价格?)(?:计算)?|(?:constant\s+)?prices?\b|constant\b)|"
    rf"{_YEAR}\s*年(?=\s*(?:{_MONEY}))|"
    rf"(?<=\b(?:million|billion)\s){_YEAR}(?=\s+(?:{_MONEY})))",
    re.IGNORECASE,
)
# "2000 dollars" may be dollars of the year 2000 or two thousand of them.
_YEAR_OR_NUMBER = re.compile(rf"{_YEAR}\s*(?:年(?!\s*=)|{_MONEY})", re.IGNORECASE)
_INDEX = re.compile(r"(?P<base>[^()\[\]=,;、]+?)\s*=\s*100(?![\d.])")
_BASE_YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)\s*年?$")
_PREVIOUS = re.compile(
    r"(?:[上前]一?年(?:同期)?|\b(?:previous|preceding|prior|last)\s+year|\bt\s*-\s*1)$", re.IGNORECASE
)
PREVIOUS_YEAR = "上年"


def without_price_year(text: str) -> str | None:
    """A unit without the year of its prices; None where a year before money may as well be a number."""
    plain = _PRICES.sub(" ", text)
    return None if _YEAR_OR_NUMBER.search(plain) else plain.strip()


def index_base(text: str) -> str:
    """What stands for 100 in the unit of an index, in one way of writing; "" where no base is told.

    The previous year is ``PREVIOUS_YEAR`` in every wording, a year its four digits.
    """
    match = _INDEX.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return ""
    base = match["base"].strip()
    if _PREVIOUS.search(base):
        return PREVIOUS_YEAR
    year = _BASE_YEAR.search(base)
    return year[1] if year else base.casefold()


def without_base(text: str) -> str:
    """What is said beside the base of an index."""
    return _INDEX.sub("", text).strip(" ()[],;、")
