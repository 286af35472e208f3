"""What headings say: which column holds a key, which texts a name of the study means."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from paneloom.errors import PaneloomError, Place, nearest
from paneloom.sources.cells import squeezed, text_of
from paneloom.study.intake import Axis

HEADS: dict[Axis, tuple[str, ...]] = {
    "unit": (
        "地区", "省份", "省市", "省区市", "省", "区域", "城市", "单位名称", "地区名称", "province", "provinces",
        "state", "states", "region", "regions", "area", "city", "county", "country", "unit",
    ),
    "time": ("年份", "年度", "年", "时间", "year", "years", "time", "period", "date"),
    "variable": (
        "指标", "指标名称", "项目", "变量", "变量名", "变量名称", "indicator", "indicators", "indicatorname",
        "variable", "variables", "variablename", "series", "seriesname", "item",
    ),
}  # fmt: skip
VALUE_HEADS = ("数值", "值", "数据", "观测值", "value", "values", "obsvalue", "obs_value")
WHAT: dict[Axis, tuple[str, str]] = {
    "unit": ("units", "地区"),
    "time": ("times", "时间"),
    "variable": ("variables", "变量"),
}
_LAST_BRACKET = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
_LETTERS = re.compile(r"[A-Z]{1,2}")


def without_unit(text: str) -> str:
    """An indicator without the unit in brackets at its end: "粮食产量 (万吨)" is "粮食产量"."""
    return _LAST_BRACKET.sub("", text_of(text))


def _bare(text: str) -> str:
    """Without any of the brackets at the end, however many there are."""
    while (shorter := without_unit(text)) != text:
        text = shorter
    return text


@dataclass(slots=True)
class Names:
    """The texts of a table that a name of the study may mean.

    Parameters
    ----------
    texts
        The headings, or the indicators; none of them twice.
    lower
        The lower part of each heading of two rows; empty where a heading has one.
    """

    texts: tuple[str, ...]
    lower: dict[str, str] = field(default_factory=dict)
    _forms: list[dict[str, list[str]]] = field(default_factory=list)

    def find(self, wanted: str) -> tuple[str, ...]:
        """The texts that a name means, by the strictest way of comparing in which any does.

        Letter by letter; without blanks and case; without the unit in brackets at the end; without any
        brackets there; by the lower part alone.
        """
        name = text_of(wanted)
        if name in self._form(0):
            return (name,)
        name = squeezed(name)
        for number in range(1, 4):
            found = self._form(number).get(name)
            if found:
                return tuple(found)
        if not self.lower or not name:
            return ()
        # Below two headings the same thing may be measured in two units.
        return tuple(dict.fromkeys([*self._form(4).get(name, ()), *self._form(5).get(name, ())]))

    def only(self, wanted: str, slug: str, where: Place) -> str:
        """The one text that a name means.

        Raises
        ------
        PaneloomError
            ``slug`` when no text fits, ``ambiguous-column`` when several do.
        """
        found = self.find(wanted)
        if len(found) > 1:
            raise PaneloomError("ambiguous-column", where=where, seen=wanted, known=found)
        if not found:
            like = nearest(text_of(wanted), self.texts)
            raise PaneloomError(slug, where=where, seen=wanted, nearest=like, known=self.texts)
        return found[0]

    def _form(self, number: int) -> dict[str, list[str]]:
        ways: tuple[Callable[[str], str], ...] = (
            lambda text: text,
            squeezed,
            lambda text: squeezed(without_unit(text)),
            lambda text: squeezed(_bare(text)),
            lambda text: squeezed(self.lower.get(text, "")),
            lambda text: squeezed(_bare(self.lower.get(text, ""))),
        )
        while len(self._forms) <= number:
            form: dict[str, list[str]] = {}
            for text in self.texts:
                form.setdefault(ways[len(self._forms)](text), []).append(text)
            self._forms.append(form)
        return self._forms[number]


def named_column(wanted: str, headings: Sequence[str], *, letter: bool) -> int | None:
    """The column with a heading, or with a letter where that is allowed and no heading is spelt like it."""
    name = text_of(wanted)
    if name in headings:
        return list(headings).index(name)
    if not (letter and _LETTERS.fullmatch(name)):
        return None
    number = 0
    for sign in name:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number - 1


def headed_like(key: Axis, headings: Sequence[str]) -> int | None:
    """The first column whose heading is one of those that such columns usually have."""
    return next(
        (number for number, name in enumerate(headings) if name and squeezed(name) in HEADS[key]), None
    )
