"""Names for the study file from headings in Chinese: the usual English words for the indicators of yearbooks."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import StringIO
from types import MappingProxyType

from paneloom.sources.cells import squeezed
from paneloom.workflow.survey.heading import key_of

LONGEST_NAME = 40
_TABLE = "indicator_names.csv"
# What stands between two terms and says nothing.
_BETWEEN = " _-—–·、，,;；:：/()[]（）“”\"'"
_CHINESE = range(0x4E00, 0xA000)


def name_of(label: str) -> str:
    """A name for a variable: of an English heading its words, of a Chinese one those of its terms; else "".

    The whole heading must be made of known terms, the longest first at each place, so that no name hides a part
    of what was measured: 粮食单位面积产量 is grain_yield, and 人均地区生产总值 is not gdp.
    """
    return key_of(label) or (_translated(label) if any(ord(sign) in _CHINESE for sign in label) else "")


def _translated(label: str) -> str:
    known = terms()
    longest = max(map(len, known))
    text, at = squeezed(label), 0
    words: list[str] = []
    while at < len(text):
        if text[at] in _BETWEEN:
            at += 1
            continue
        size = next((n for n in range(longest, 0, -1) if text[at : at + n] in known), 0)
        if size == 0 or _cuts_a_word(text, at, size):
            return ""
        words.append(known[text[at : at + size]])
        at += size
    # A heading may say a thing twice: 地区生产总值_GDP.
    name = "_".join(dict.fromkeys(word for word in words if word))
    return key_of(name) if len(name) <= LONGEST_NAME else ""


def _cuts_a_word(text: str, at: int, size: int) -> bool:
    """Whether a term in Latin letters is a part of a longer word."""
    ends = text[at + size - 1 : at + size + 1]
    starts = text[max(at - 1, 0) : at + 1]
    return any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in (starts, ends))


@cache
def terms() -> Mapping[str, str]:
    """The English words of each Chinese term, squeezed; "" for a term that adds nothing."""
    text = files(__package__).joinpath(_TABLE).read_text(encoding="utf-8")
    rows = csv.DictReader(StringIO(text))
    found = [(squeezed(term), row["name"]) for row in rows for term in row["terms"].split("|")]
    return MappingProxyType(dict(found))
