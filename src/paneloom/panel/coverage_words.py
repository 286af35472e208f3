"""What a panel does not cover, in words."""

from __future__ import annotations

from paneloom.panel.coverage import Coverage, years_outside
from paneloom.study.model import Study
from paneloom.wording import Language, say


def years_warning(study: Study, covered: Coverage, language: Language) -> str:
    """A sentence on the years that the study asks for and its data do not have; "" when there are none."""
    asked = study.study.years
    lacking = years_outside(asked, covered.times)
    if asked is None or not lacking:
        return ""
    spans = say("table.comma", language).join(_span(span, language) for span in lacking)
    return say("panel.years_outside", language, asked=_span(asked, language), lacking=spans)


def _span(years: tuple[int, int], language: Language) -> str:
    key = "panel.one_year" if years[0] == years[1] else "panel.span"
    return say(key, language, first=years[0], last=years[1])
