"""What the screen saw in a cell, as a part of a sentence."""

from __future__ import annotations

import re

from paneloom.panel.ledger import Entry
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, catalogue, say

# The entries of the ledger are short and of no language: "x 100", "= gdp, A, 2001–2005", "± 3% (A, B)".
_FACTOR = re.compile(r"(?P<sign>[x/]) (?P<factor>\S+)")
_SHAPES = {
    "copied run": re.compile(r"= (?P<other>\w+), (?P<unit>.+), (?P<years>\S+)"),
    "vintages": re.compile(r"(?P<other>\w+) (?P<largest>\S+) \((?P<differing>\d+)/(?P<cells>\d+)\)"),
    "break in all": re.compile(r"(?P<usual>[^(]+) \((?P<units>.+)\)"),
}
_ANY = re.compile(".*", re.DOTALL)


def flag_text(entry: Entry, study: Study, language: Language) -> str:
    """What was seen and what would be expected; for a rule without words of its own, the value alone."""
    words = catalogue("words")["flag"]
    details = _details(entry, study, language)
    key = entry.rule.replace(" ", "_") + _variant(entry)
    if entry.before or entry.after:
        has_all = key in words and _SHAPES.get(entry.rule, _ANY).fullmatch(entry.after)
        return say(f"flag.{key if has_all else 'seen'}", language, **details)
    return say("flag.further", language, **details) if entry.count > 1 else ""


def _variant(entry: Entry) -> str:
    """Rules that multiply or divide, and breaks in the differences between units, have sentences of their own."""
    factor = _FACTOR.fullmatch(entry.after)
    if factor:
        number = float(factor["factor"])
        return "_times" if (factor["sign"] == "x") == (number >= 1) else "_over"
    return "_spread" if entry.after.startswith("±") else ""


def _details(entry: Entry, study: Study, language: Language) -> dict[str, object]:
    seen, expected = entry.before.replace("± ", "±"), entry.after.removeprefix("~ ")
    details: dict[str, object] = {"seen": seen, "expected": expected, "count": f"{entry.count:,}"}
    details["run"] = say("flag.run", language, count=entry.count) if entry.count > 1 else ""
    factor = _FACTOR.fullmatch(entry.after)
    if factor:
        number = float(factor["factor"])
        details["factor"] = f"{number if number >= 1 else 1 / number:,.10g}"
    shape = _SHAPES.get(entry.rule)
    found = shape.fullmatch(entry.after.replace("± ", "±")) if shape else None
    details |= found.groupdict() if found else {}
    if "other" in details:
        details["other"] = label_of(study, str(details["other"]), language)
    if "units" in details:
        details["units"] = say("table.comma", language).join(str(details["units"]).split(", "))
    return details
