"""Units of measurement: what "亿元", "kg/ha" or "tce per 10,000 yuan" come to, and how one turns into another.

Money of different currencies, persons, households and standard coal are dimensions of their own: what turns
one into another is a price or a convention, not a factor. Things counted (个, 件, 项, items) are pure numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import isclose

from paneloom.errors import PaneloomError, Place
from paneloom.study.base import Text
from paneloom.study.base_years import index_base, without_base, without_price_year
from paneloom.study.measure_words import CONNECTING, NUMBERS, PREFIXES, UNITS

LONGEST = 100
# Beyond it a number is a slip, or no number of a unit at all; a product of several may come to more.
LARGEST, LARGEST_SCALE = 1e15, 1e30
Dimensions = tuple[tuple[str, int], ...]

PER_HEAD: Dimensions = (("person", -1),)
# One head, not ten thousand: 元/人, 元/每人, yuan per person, yuan/capita.
_ONE_HEAD = re.compile(
    r"(?:/\s*每?|每|\bper\s+)(?:[人名位口](?![次日])|(?:person|head|capita|inhabitant|worker)s?\b)",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"[(\[][^()\[\]]*[)\]]")
_HEAD = re.compile(r"^(计量单位|单位|unit)\s*:\s*", re.IGNORECASE)
# Written powers with a sign, and a multiple or a currency in brackets: not read, so refused.
_DOUBTFUL = re.compile(
    r"\*\*|[^\W\d_]\s*[-\u2212]\s*\d|\d\s*[-\u2212]\s*\d|[\u4e00-\u9fff)]\s*10[-\u2212]"
    r"|[(\[][^()\[\]]*(?:[十百千万亿]|hundred|thousand|million|billion|\bbn\b|\bmn\b|10\^|美元|欧元|日元|港元)[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_SQUARE = re.compile(r"\b(?:square|sq\.?)\s+(?:(k)(?:ilo)?)?m(?:et(?:re|er)s?)?\b", re.IGNORECASE)
_CUBIC = re.compile(r"\b(?:cubic|cu\.?)\s+m(?:et(?:re|er)s?)?\b", re.IGNORECASE)
_POWER_OF_TEN = re.compile(r"(?<=10)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_POWER_OF_METRE = re.compile(r"m\^(?=[23])")
_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_TOKEN = re.compile(
    r"\s*(?:(?P<power>10\^\d{1,2})|(?P<number>\d+(?:\.\d+)?(?:e\d+)?)|(?P<sign>[/*·×-])|(?P<word>[^\s\d/*·×-]+[23]?))"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """``scale`` times a product of base units; ``dimensions`` are their names and exponents, in sorted order."""

    scale: float
    dimensions: Dimensions = ()

    def __mul__(self, other: Measure) -> Measure:
        return Measure(self.scale * other.scale, _product(self.dimensions, other.dimensions))

    def __truediv__(self, other: Measure) -> Measure:
        return self * other.power(-1)

    def power(self, exponent: int) -> Measure:
        """The measure to a whole power."""
        dimensions = tuple((name, own * exponent) for name, own in self.dimensions if exponent)
        return Measure(self.scale**exponent, dimensions)

    def times(self, number: float) -> Measure:
        """The measure with another scale."""
        return Measure(self.scale * number, self.dimensions)


def measure_of(text: Text) -> Measure | None:
    """What a unit of measurement comes to; None when it is not understood.

    Of a text in two languages the one that says more is taken: "元/人" beside "yuan".
    """
    found = [measure for measure in map(_parsed, _texts(text)) if measure is not None]
    return max(found, key=lambda measure: len(measure.dimensions), default=None)


def factor(given: Text, wanted: Text, where: Place | None = None) -> float:
    """What numbers given in one unit are multiplied by to stand in another.

    "元" and "元/人" count as one: that a figure is per head is often said by its name alone. "元/千人" is
    another thing, and so are counts per head.

    Raises
    ------
    PaneloomError
        ``unit-not-understood`` when the texts differ and one of them means nothing known;
        ``unit-of-another-dimension``; ``index-of-another-base``; ``unit-per-head``.
    """
    if given == wanted:
        return 1.0
    before, after = (_understood(text, given, wanted, where) for text in (given, wanted))
    shown = {"seen": _shown(given), "wanted": _shown(wanted)}
    if not _alike_but_for_heads(before.dimensions, after.dimensions):
        raise PaneloomError("unit-of-another-dimension", where=where, **shown)
    if before.dimensions != after.dimensions:
        per_head = given if ("person", -1) in before.dimensions else wanted
        if not comparable(before.dimensions, after.dimensions) or not _is_of_one_head(per_head):
            raise PaneloomError("unit-per-head", where=where, **shown)
    bases = tuple(map(_base, (given, wanted)))
    if all(bases) and bases[0] != bases[1]:
        raise PaneloomError("index-of-another-base", where=where, **shown)
    return _plain(before.scale / after.scale)


def _base(text: Text) -> str:
    return next(filter(None, map(index_base, reversed(_texts(text)))), "")


def _is_of_one_head(text: Text) -> bool:
    return any(_ONE_HEAD.search(_tidied(one) or "") for one in _texts(text))


def _texts(text: Text) -> tuple[str, ...]:
    """The texts that are short enough for a unit, English first: the search in a long one may take minutes."""
    texts = (text,) if isinstance(text, str) else (text.en, text.zh)
    return tuple(one for one in texts if len(one) <= LONGEST)


def _understood(text: Text, given: Text, wanted: Text, where: Place | None) -> Measure:
    measure = measure_of(text)
    if measure is None:
        raise PaneloomError(
            "unit-not-understood", where=where, seen=_shown(text), given=_shown(given), wanted=_shown(wanted)
        )
    return measure


def comparable(one: Dimensions, other: Dimensions) -> bool:
    """Whether two dimensions are the same, up to a "per head" that one of them leaves unsaid.

    Only what has a dimension of its own, such as money or mass, leaves it unsaid: 个 is no 个/人, and 人 no
    pure number.
    """
    return one == other or (
        _alike_but_for_heads(one, other)
        and any(("person", -1) in mine and theirs for mine, theirs in ((one, other), (other, one)))
    )


def _alike_but_for_heads(one: Dimensions, other: Dimensions) -> bool:
    return one == other or _product(one, PER_HEAD) == other or one == _product(other, PER_HEAD)


@cache
def _parsed(text: str) -> Measure | None:
    plain = _tidied(text)
    if plain is None or _DOUBTFUL.search(plain):
        return None
    if index_base(plain):
        beside, index = _parsed(without_base(plain)), Measure(*UNITS["index"])
        # Money at the prices of a year is no index number.
        return index if beside is None or beside.dimensions in ((), index.dimensions) else None
    plain = (_PARENTHESES.sub("", plain) or plain.strip("()[]")).strip()
    parts = list(_parts(plain))
    if not parts or None in parts or parts[-1] == -1:
        return None
    result, sign = Measure(1.0), 1
    for part in parts:
        if isinstance(part, Measure):
            result *= part.power(sign)
        else:
            sign = -1
    if not 1 / LARGEST_SCALE <= result.scale <= LARGEST_SCALE:
        return None
    return Measure(_plain(result.scale), result.dimensions)


def _tidied(text: str) -> str | None:
    """The text in one way of writing: full-width signs, powers, thousands separators, no year of prices.

    None where a year may as well be a number.
    """
    plain = _POWER_OF_TEN.sub(lambda found: "^" + unicodedata.normalize("NFKC", found[1]), text)
    plain = _HEAD.sub("", unicodedata.normalize("NFKC", plain).strip())
    plain = _SQUARE.sub(lambda found: f"{(found[1] or '').lower()}m2", plain)
    plain = _POWER_OF_METRE.sub("m", _CUBIC.sub("m3", plain))
    dated = without_price_year(plain)
    return None if dated is None else _THOUSANDS.sub("", dated)


def _parts(text: str) -> Iterator[Measure | int | None]:
    """The factors of a unit in order; -1 where what follows is in the denominator; None for what is unknown."""
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            yield None
            return
        position = match.end()
        word = match[match.lastgroup or 0]
        if match.lastgroup == "power":
            yield _number(10.0 ** int(word[3:]))
        elif match.lastgroup == "number":
            yield _number(float(word))
        elif match.lastgroup == "sign":
            if word == "/":
                yield -1
        else:
            yield from _word(word)


def _number(value: float) -> Measure | None:
    return Measure(value) if 0 < value <= LARGEST else None


def _word(word: str) -> Iterator[Measure | int | None]:
    """A word between blanks or signs: an English one, or Chinese ones run together."""
    if word in UNITS or word.lower() in UNITS:
        scale, dimensions = UNITS.get(word) or UNITS[word.lower()]
        yield Measure(scale, dimensions)
    elif word.lower() in NUMBERS:
        yield Measure(NUMBERS[word.lower()])
    elif word.lower() == "per":
        yield -1
    elif word.lower() not in CONNECTING:
        yield from _run_together(word)


def _run_together(word: str) -> Iterator[Measure | int | None]:
    """Prefixes and units without blanks between them, the longest that fits first: 万千瓦, 吨公里, 万GB."""
    position = 0
    while position < len(word):
        if word[position] == "每":
            yield -1
            position += 1
            continue
        length = next(
            (n for n in range(len(word) - position, 0, -1) if word[position : position + n] in _known()), 0
        )
        if not length or (word[position].isascii() and position + length < len(word)):
            yield None
            return
        piece = word[position : position + length]
        yield Measure(PREFIXES[piece]) if piece in PREFIXES else Measure(*UNITS[piece])
        position += length


@cache
def _known() -> frozenset[str]:
    return frozenset(PREFIXES) | frozenset(UNITS)


def _product(one: Dimensions, other: Dimensions) -> Dimensions:
    exponents = dict(one)
    for name, exponent in other:
        exponents[name] = exponents.get(name, 0) + exponent
    return tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent))


def _plain(scale: float) -> float:
    """The scale without the last-digit error of its products: 0.0001 for 1.0000000000000002e-4."""
    short = float(f"{scale:.12g}")
    return short if isclose(scale, short, rel_tol=1e-13) else scale


def _shown(text: Text) -> str:
    return text if isinstance(text, str) else f"{text.zh} / {text.en}"
