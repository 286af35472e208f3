"""Texts to numbers: separators, signs and marks around the digits, each by its own rule."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from paneloom.sources.cells import shifted, text_of, visible
from paneloom.study.intake import Clean

# Only full-width forms and dashes: the compatibility form would turn the footnote of 123① into a digit.
_WIDE = str.maketrans({code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)})
_DASHES = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2010": "-", "\u2011": "-"})
_LONE_DASH = re.compile(r"[-\u2014\u2015\u2500]{1,3}")
_BLANKS = str.maketrans({"\xa0": " ", "\u2009": " ", "\u202f": " ", "\u2019": "'"})
_SWAPPED = str.maketrans(",.", ".,")

_PLAIN = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?", re.ASCII)
_SPACED = re.compile(r"[+-]?[1-9]\d{0,2}([ '])\d{3}(?:\1\d{3})*(?:\.\d*)?", re.ASCII)
_ONE_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
# What stands in text files where a workbook would have a cell of another kind.
_OTHERS = {
    "infinite-number": re.compile(r"[+-]?(?:inf|infinity|∞)", re.IGNORECASE),
    "true-false": re.compile(r"true|false", re.IGNORECASE),
    "error-cell": re.compile(r"#(?:DIV/0!|REF!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)"),
    "date-not-number": re.compile(
        rf"""\d{{4}}[-/]\d\d?(?:[-/]\d\d?)?(?:[ t]\d\d?:.*)?|\d\d?[-/]\d\d?[-/]\d{{4}}|\d\d?[-\ ]{_MONTH}
        |{_MONTH}[-\ ]\d\d?|(?:\d{{4}}年)?\d\d?月(?:\d\d?日)?""",
        re.ASCII | re.IGNORECASE | re.VERBOSE,
    ),
}
_CURRENCY = r"[A-Z]{0,3}[¥\uffe5$€£]"
_NOTE = r"[*†‡§※¹²³⁰⁴-⁹①-⑳]+|\[(?:注?\d{1,2}|[a-z注])\]|\((?:注?\d{1,2}|[a-z注])\)|[a-z]\)"
_MARKED = re.compile(
    rf"""(?P<before>[+-]?{_CURRENCY}\s*)?
    (?P<digits>[+-]?[\d.](?:[\d., ']*[\d.])?)
    (?:\s*(?P<percent>%)|\s*(?P<large>千|[十百千]?[万萬亿億]|[万萬][亿億]))?
    (?P<after>\s*(?:{_CURRENCY}|元))?
    (?P<note>\s*(?:{_NOTE})(?:,?(?:{_NOTE}))*)?""",
    re.ASCII | re.VERBOSE,
)
_POWERS = {"": 0, "十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
# No finite number has more digits before its point, and ``int`` refuses very long texts.
LONGEST = 400
# A number with marks around it is short; a longer text is not worth the search.
LONGEST_MARKED = 60


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell understood: its value (NaN when missing), and the rule that was needed, "" for none.

    Where no number can be taken, ``fault`` says why by the slug of an error, and the value means nothing.
    """

    value: float
    rule: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """The words for a missing value as cells are compared with them; ``codes`` are those that are numbers."""

    words: frozenset[str]
    codes: frozenset[float]


@dataclass(frozen=True, slots=True)
class Signs:
    """How the numbers of a file are written, as far as the study declares it.

    Parameters
    ----------
    clean
        What percent signs, 万 and 亿, and footnote marks mean.
    missing
        The words for a missing value.
    decimal
        The sign before the decimals; the other one of "." and "," can separate thousands.
    delimiter
        What stands between the cells of a CSV file. Where it is a semicolon, commas are likely decimal
        points, so 8,559 is not taken for thousands; 1,234,567 and 1,234.5 can be nothing else.
    """

    clean: Clean
    missing: Missing
    decimal: str = "."
    delimiter: str = ""


def missing_words(words: tuple[str, ...]) -> Missing:
    """The words for a missing value ("NA", "—", "-9999") in the form in which cells are compared with them."""
    texts = frozenset(text_of(word) for word in words)
    return Missing(texts, frozenset(float(text) for text in texts if _PLAIN.fullmatch(text)))


def read_text(cell: str, signs: Signs) -> Reading:
    """The number that a text stands for, by the rules that the study allows.

    Faults: ``percent-sign``, ``large-unit``, ``footnote-mark`` and ``currency-sign`` for a number that would
    be one without; ``decimal-comma``, ``decimal-point``, ``too-many-digits``, ``infinite-number``,
    ``true-false``, ``error-cell``, ``date-not-number``; ``not-a-number``.
    """
    narrow = cell.strip() if cell.isascii() else visible(cell).translate(_WIDE)
    plain = narrow if cell.isascii() else narrow.translate(_DASHES)
    if plain in signs.missing.words or text_of(cell) in signs.missing.words:
        return Reading(math.nan, "missing")
    if _LONE_DASH.fullmatch(plain) and "-" in signs.missing.words:
        return Reading(math.nan, "missing")
    bracketed = plain.startswith("(") and plain.endswith(")") and plain[1:2] not in ("+", "-")
    inner = plain[1:-1].strip() if bracketed else plain
    found = _digits(inner, signs) or _marked(inner, signs) or Reading(math.nan, fault=_other(plain))
    if found.fault:
        return found
    # From zero, so that (0) is no negative zero.
    value = 0.0 - found.value if bracketed else found.value
    if value in signs.missing.codes:
        return Reading(math.nan, "missing")
    if bracketed:
        return Reading(value, found.rule if found.rule in _MARKS else "brackets as minus")
    return found if found.rule else Reading(value, _slight(cell, narrow, plain))


def _slight(cell: str, narrow: str, plain: str) -> str:
    """What had to be done to a text that is otherwise a plain number."""
    if plain != narrow:
        return "minus sign"
    return "full-width or invisible signs" if narrow != cell.strip() else ""


def _other(text: str) -> str:
    """Why a text is no number."""
    return next((slug for slug, form in _OTHERS.items() if form.fullmatch(text)), "not-a-number")


_MARKS = ("percent sign", "percent as a fraction", "large unit", "footnote mark")


def _marked(text: str, signs: Signs) -> Reading | None:
    """A number with a sign for percent, a large unit, a currency or a footnote beside it; None for other texts."""
    match = _MARKED.fullmatch(text.translate(_BLANKS)) if len(text) <= LONGEST_MARKED else None
    found = _digits(match["digits"], signs) if match else None
    if match is None or found is None or found.fault:
        return found
    clean = signs.clean
    percent = read_percent(found.value, clean) if match["percent"] else None
    refused = {
        "currency-sign": match["before"] or match["after"],
        "percent-sign": percent and percent.fault,
        "large-unit": match["large"] and clean.large == "stop",
        "footnote-mark": match["note"] and clean.footnotes == "stop",
    }
    fault = next((slug for slug, met in refused.items() if met), "")
    if fault:
        return Reading(math.nan, fault=fault)
    if match["large"]:
        power = sum(_POWERS[sign] for sign in match["large"])
        return Reading(shifted(found.value, power), "large unit")
    return percent or Reading(found.value, "footnote mark")


def read_percent(shown: float, clean: Clean) -> Reading:
    """The number that a percentage stands for, 12.3% being ``shown`` as 12.3; ``percent-sign`` when undeclared."""
    if clean.percent == "stop":
        return Reading(math.nan, fault="percent-sign")
    if clean.percent == "fraction":
        return Reading(shifted(shown, -2), "percent as a fraction")
    return Reading(shown, "percent sign")


def _digits(text: str, signs: Signs) -> Reading | None:
    """A number of digits, separators and a sign alone; None when there is anything else.

    One that is written in the other style, with "," for "." or the other way round, is refused as such.
    """
    own, other = text, text.translate(_SWAPPED)
    if signs.decimal == ",":
        own, other = other, own
    plain = _PLAIN.fullmatch(own)
    if plain is None:
        own = own.translate(_BLANKS)
    unsure = signs.delimiter == ";" and signs.decimal == "." and _ONE_COMMA.fullmatch(own)
    if not unsure:
        if plain:
            return _value(own, "decimal comma" if signs.decimal == "," and "." in own else "")
        if _GROUPED.fullmatch(own) or _SPACED.fullmatch(own):
            return _value(re.sub(r"[, ']", "", own), "thousands separators")
    if any(form.fullmatch(other.translate(_BLANKS)) for form in (_PLAIN, _GROUPED, _SPACED)):
        return Reading(math.nan, fault="decimal-comma" if signs.decimal == "." else "decimal-point")
    return None


def _value(digits: str, rule: str) -> Reading:
    value = float(digits)
    if not math.isfinite(value):
        return Reading(math.nan, fault="infinite-number" if len(digits) <= LONGEST else "too-many-digits")
    if _WHOLE.fullmatch(digits) and not (len(digits) <= LONGEST and int(digits) == int(value)):
        return Reading(math.nan, fault="too-many-digits")
    return Reading(value, rule)
