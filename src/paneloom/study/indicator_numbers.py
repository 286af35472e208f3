"""The numbers that may stand beside an indicator in a table: a weight, goalposts, best values, a target."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from paneloom.errors import PaneloomError

NUMBER_HEADINGS = ("weight", "low", "high", "best_low", "best_high", "target")
# Of these the second says nothing without the first, and goalposts need both.
HALVES = (("low", "high"), ("high", "low"), ("best_high", "best_low"))
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d*)?(?<=[\d.])(e[+-]?\d{1,3})?", re.ASCII)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Beside:
    """What the cells beside an indicator say; None where they are blank."""

    weight: float | None = None
    goalposts: tuple[float, float] | None = None
    best: tuple[float, float] | float | None = None
    target: float | None = None


def beside(indicator: str, cells: Mapping[str, str]) -> tuple[Beside, list[tuple[str, PaneloomError]]]:
    """The numbers in the ``cells`` below ``NUMBER_HEADINGS``, and (heading, problem) of those that are none."""
    found: dict[str, float] = {}
    problems: list[tuple[str, PaneloomError]] = []
    for heading in NUMBER_HEADINGS:
        text = cells.get(heading, "")
        number = number_in(text) if text else None
        if text and number is None:
            problem = PaneloomError("indicator-number", seen=text, indicator=indicator, column=heading)
            problems.append((heading, problem))
        elif number is not None:
            found[heading] = number
    for given, lacking in HALVES:
        if given in found and not cells.get(lacking):
            problem = PaneloomError("indicator-half", indicator=indicator, given=given, lacking=lacking)
            problems.append((given, problem))
    if problems:
        return Beside(), problems
    best = found.get("best_low")
    return Beside(
        found.get("weight"),
        (found["low"], found["high"]) if "low" in found else None,
        (best, found["best_high"]) if best is not None and "best_high" in found else best,
        found.get("target"),
    ), []


def number_in(text: str) -> float | None:
    """A plain number with or without commas between thousands; None for anything else, per cents among it."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).replace("−", "-").casefold()
    is_number = len(plain) <= _LONGEST and any(c.isdigit() for c in plain) and _NUMBER.fullmatch(plain)
    return float(plain.replace(",", "")) if is_number else None
