"""One cell as a value of the study file, and back.

What a cell shows is what it means; a value that no plain cell would give back is written as in a study file:
``"..."``, ``[...]``, ``{...}``. What cannot be read as its column wants is left as it is: the schema refuses it
and says why.
"""

from __future__ import annotations

import math
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from paneloom.study.toml_text import value_text
from paneloom.study.workbook.forms import Kind, Slot
from paneloom.study.workbook.words import choice_text, choices_by_text, folded
from paneloom.wording import Language

Cell = object
# The choice that each word means, folded.
Choices = Mapping[str, str]
LONGEST = 32_767
EXACT = 2**53
# What is longer is no number that a study has, and may be more than a float can hold.
MOST_DIGITS = 300
TRUE = ("是", "对", "真", "yes", "true", "y", "1", "√", "✓")
FALSE = ("否", "错", "假", "no", "false", "n", "0", "×", "✗")
TRUE_WORD, FALSE_WORD = {"zh": "是", "en": "yes"}, {"zh": "否", "en": "no"}
# Signs of direction as people type them.
SIGNS = {"正": "+", "正向": "+", "positive": "+", "负": "-", "负向": "-", "negative": "-"}
SIGNS |= dict.fromkeys("－−–—", "-") | {"适度": "=", "moderate": "=", "＝": "="}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"))
_OPENS: dict[Kind, str] = {"text": '"', "word": '"', "any": '"[{'}
_SPAN = re.compile(r"(\d{1,4})年?[-–—~～至到](\d{1,4})年?")
_NUMBER = re.compile(r"[+-]?((\d{1,3}(,\d{3})+|\d+)\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_OF_TOML = re.compile(r"[+-]?(\d+(\.\d+)?([eE][+-]?\d+)?|inf)", re.ASCII)
_SEPARATORS = ",，;；、\n"
_QUOTES = {'"': '"', "“": "”"}
_MARKS_OF_QUOTES = '"“”'
_DEPTH = {"(": 1, "（": 1, "[": 1, ")": -1, "）": -1, "]": -1}
# A row that begins so is a title or a remark, not an entry.
_MARKS = ("[", "【", "［", "#", "＃", '"', "“", "{")


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not _seen(cell))


def text_of(cell: Cell) -> str:
    """A cell as text; whole numbers without ".0"."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else _seen(str(cell))


def plain_ascii(text: str) -> str:
    """The text with narrow letters and signs, when it has no others but those and wide ones: ``ｌｏｇ（ｘ）``."""
    narrow = unicodedata.normalize("NFKC", text.replace("。", ".").replace("、", ","))
    return narrow.strip() if narrow.isascii() else text


def value_of(slot: Slot, cell: Cell) -> Any:
    """What a cell that is not blank says as a value of ``slot``."""
    if isinstance(cell, str):
        cell = _seen(cell)
        if cell[0] in _OPENS.get(slot.kind, '"[') and (found := _toml(cell)) is not None:
            return found[0]
    return _READ[slot.kind](cell, choices_by_text(slot))


def written(slot: Slot, value: Any, language: Language) -> Cell | None:
    """The cell that ``value_of`` reads as ``value``; None when it would be too long for a workbook."""
    plain = _plain(slot, value, language)
    if not isinstance(plain, str):
        cell: Cell = plain
    elif _is_safe(plain) and _same(value_of(slot, plain), value):
        cell = plain
    else:
        cell = value_text(value)
    return None if isinstance(cell, str) and len(cell.encode("utf-16-le")) > 2 * LONGEST else cell


def _plain(slot: Slot, value: Any, language: Language) -> Cell:
    """The value as one would type it."""
    kind = slot.kind
    if isinstance(value, bool):
        return (TRUE_WORD if value else FALSE_WORD)[language] if kind == "truth" else value_text(value)
    if isinstance(value, int | float):
        # A workbook keeps sixteen digits and has no infinity.
        is_kept = math.isfinite(value) and abs(value) < EXACT and value == float(f"{value:.16G}")
        # Where whole numbers may stand too, a cell does not tell 1.0 from 1.
        is_told = kind != "any" or isinstance(value, int) or not value.is_integer()
        return value if is_kept and is_told else repr(value)
    if kind == "span":
        return "-".join(map(str, value))
    if isinstance(value, tuple) and kind in ("words", "numbers"):
        return ", ".join(_offered(slot, item, language) for item in value)
    return _offered(slot, value, language) if isinstance(value, str) else value_text(value)


def _offered(slot: Slot, item: Any, language: Language) -> str:
    """A word of the schema as the workbook offers it; anything else as it is."""
    return choice_text(slot, item, language) if item in slot.choices else str(item)


def _same(read: Any, value: Any) -> bool:
    """Whether two values are one, and of the same kind: 1 is not True."""
    if isinstance(value, tuple):
        is_list = isinstance(read, tuple) and len(read) == len(value)
        return is_list and all(map(_same, read, value))
    return type(read) is type(value) and bool(read == value)


def _is_safe(text: str) -> bool:
    """Whether a text survives the cells of a workbook, and does not look like more than a text."""
    if not text or text != _seen(text) or text.startswith(_MARKS) or "_x" in text:
        return False
    return all(c.isprintable() or c == "\n" or unicodedata.category(c) == "Zs" for c in text)


def _seen(text: str) -> str:
    return text.translate(_INVISIBLE).replace("\r\n", "\n").strip()


def _toml(text: str) -> tuple[Any] | None:
    """The value that a text is in a study file, in a tuple of one; None when it is none."""
    try:
        found = tomllib.loads(f"value = {text}")
        return (_tuples(found["value"]),) if list(found) == ["value"] else None
    except (ValueError, RecursionError):
        return None


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    return {key: _tuples(item) for key, item in value.items()} if isinstance(value, dict) else value


def _text(cell: Cell, _: Choices) -> Any:
    return text_of(cell) if isinstance(cell, str | int | float) else cell


def _word(cell: Cell, choices: Choices) -> Any:
    return _chosen(plain_ascii(text_of(cell)), choices) if isinstance(cell, str | int | float) else cell


def _words(cell: Cell, choices: Choices) -> Any:
    if not isinstance(cell, str | int | float):
        return cell
    return tuple(_item(part.strip(), choices) for part in _parts(text_of(cell)) if part.strip())


def _parts(text: str) -> Iterator[str]:
    """The items of a list; separators within brackets or quotation marks part nothing."""
    start, depth, closing = 0, 0, ""
    for at, character in enumerate(text):
        if closing:
            closing = "" if character == closing else closing
        elif (
            character in _QUOTES
            and not text[max(at - 1, 0) : at].isalnum()
            and text.find(_QUOTES[character], at + 1) > 0
        ):
            closing = _QUOTES[character]
        elif depth == 0 and character in _SEPARATORS:
            yield text[start:at]
            start = at + 1
        depth = depth if closing else max(depth + _DEPTH.get(character, 0), 0)
    yield text[start:]


def _item(text: str, choices: Choices) -> str:
    """An item of a list; one in quotation marks stands as it is within them."""
    inner = text[1:-1]
    if (
        len(text) > 1
        and _QUOTES.get(text[0]) == text[-1]
        and not any(mark in inner for mark in _MARKS_OF_QUOTES)
    ):
        return inner
    return _chosen(plain_ascii(text), choices)


def _chosen(text: str, choices: Choices) -> str:
    """The choice that a text is, whatever its case or language; a sign for a word of direction."""
    sign = SIGNS.get(text.casefold(), text)
    # Words that differ in case alone, ln(n) and ln(N), are told apart when they are typed so.
    return choices.get(text) or choices.get(folded(text)) or choices.get(sign, text)


def _truth(cell: Cell, _: Choices) -> Any:
    text = plain_ascii(text_of(cell)).casefold()
    return True if text in TRUE else False if text in FALSE else cell


def _number(cell: Cell, _: Choices) -> Any:
    """The number of a cell; a whole one is an integer, which the schema takes for a decimal where it wants one."""
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).replace(" ", "").replace("−", "-").removesuffix("年")
        if not _NUMBER.fullmatch(text) or len(text) > MOST_DIGITS:
            return float(text) if text in ("inf", "-inf", "nan") else cell
        cell = float(text.replace(",", "")) if not text.lstrip("+-").isdigit() else int(text)
    whole = isinstance(cell, float) and cell.is_integer() and abs(cell) < EXACT
    return int(cell) if whole and isinstance(cell, float) else cell


def _decimal(cell: Cell, choices: Choices) -> Any:
    found = _number(cell, choices)
    return float(found) if isinstance(found, int) and not isinstance(found, bool) else found


def _span(cell: Cell, choices: Choices) -> Any:
    if isinstance(cell, str):
        match = _SPAN.fullmatch("".join(unicodedata.normalize("NFKC", cell).split()))
        if match:
            return int(match[1]), int(match[2])
    return _numbers(cell, choices)


def _numbers(cell: Cell, choices: Choices) -> Any:
    if isinstance(cell, str) and folded(cell) in choices:
        return choices[folded(cell)]
    if isinstance(cell, str):
        parts = [_number(part, {}) for part in re.split(f"[{_SEPARATORS}]", cell) if part.strip()]
        return tuple(parts) if not any(isinstance(part, str) for part in parts) else cell
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return (_number(cell, {}),) if is_number else cell


def _any(cell: Cell, choices: Choices) -> Any:
    if isinstance(cell, str):
        text = _chosen(plain_ascii(cell), choices)
        if _OF_TOML.fullmatch(text) and len(text) <= MOST_DIGITS and (found := _toml(text)) is not None:
            return found[0]
        return {"true": True, "false": False}.get(text.casefold(), text)
    return _number(cell, {})


_READ: dict[Kind, Callable[[Cell, Choices], Any]] = {
    "text": _text,
    "word": _word,
    "words": _words,
    "whole": _number,
    "number": _decimal,
    "truth": _truth,
    "span": _span,
    "numbers": _numbers,
    "any": _any,
}
